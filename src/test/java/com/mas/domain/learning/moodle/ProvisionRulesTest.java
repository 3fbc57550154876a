package com.mas.domain.learning.moodle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.moodle.ProvisionContract.CourseEntry;
import com.mas.domain.learning.moodle.ProvisionRules.Category;
import com.mas.domain.learning.moodle.ProvisionRules.Followed;
import com.mas.domain.learning.moodle.ProvisionRules.Named;
import com.mas.domain.learning.moodle.ProvisionRules.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvisionRulesTest {
  private static final List<Category> TREE = List.of(new Category(1, "North", "", 0), new Category(2, "S1 2026", "", 1),
      new Category(3, "Sciences", "", 2), new Category(4, "B.Sc. Physics", "", 3), new Category(5, "Year 1", "", 4),
      new Category(6, "Loop", "", 7), new Category(7, "Loop", "", 6));

  @Test
  void aProgrammeHasThreeCategoriesAboveIt() {
    assertEquals("North / S1 2026 / Sciences / B.Sc. Physics",
        ProvisionRules.place(TREE, 4).map(Place::words).orElseThrow());
    for (long other : new long[] {1, 3, 5, 6, 99}) {
      assertTrue(ProvisionRules.place(TREE, other).isEmpty(), "category " + other);
    }
  }

  @Test
  void withoutAnIdNumberTheNamesOfThePlaceLeadAShortName() {
    Place place = ProvisionRules.place(TREE, 4).orElseThrow();
    List<Named> named = ProvisionRules.named(place, List.of(new CourseEntry(" ph-101 ", "Mechanics"),
        new CourseEntry("PH 101", "Mechanics again"), new CourseEntry("PH102", "Waves")));
    assertEquals("NORTH-S1-2026-B-SC-PHYSICS-PH-101", named.getFirst().shortName());
    assertEquals("Row 1 has the same course code.", named.get(1).refusal());
    assertEquals("NORTH-S1-2026-B-SC-PHYSICS-PH102", named.getLast().shortName());
  }

  @Test
  void aNameThatMoodleWouldNotTakeIsRefused() {
    Place place = new Place(List.of(TREE.getFirst(), TREE.get(1), TREE.get(2),
        new Category(8, "n", "N".repeat(250), 3)));
    assertNotNull(ProvisionRules.named(place, List.of(new CourseEntry("PH-101", "t"))).getFirst().refusal());
  }

  @Test
  void namesAndIdNumbersAreFollowedAsPeopleWriteThem() {
    assertEquals(4, ProvisionRules.follow(TREE, List.of("north", " S1 2026 ", "SCIENCES", "b.sc. physics"))
        .path().size());
    Followed shorter = ProvisionRules.follow(TREE, List.of("North", "S1 2026", "Arts", "B.Sc. Physics"));
    assertEquals("2 false", shorter.path().size() + " " + shorter.isAmbiguous());
  }

  @Test
  void aNameThatSeveralCategoriesHaveIsNotFollowed() {
    List<Category> twins = new ArrayList<>(TREE);
    twins.add(new Category(9, "sciences", "SC-2", 2));
    Followed twice = ProvisionRules.follow(twins, List.of("North", "S1 2026", "Sciences", "B.Sc. Physics"));
    assertEquals("2 true", twice.path().size() + " " + twice.isAmbiguous());
    assertEquals(9, ProvisionRules.follow(twins, List.of("North", "S1 2026", "sc-2")).path().getLast().id());
  }
}
