package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.http.BodyBudget.Held;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
  private static final int LARGEST = 20 << 20;
  private static final int MB = 1 << 20;
  private static final int SMALL_ONE = 190;
  private final BodyBudget budget = new BodyBudget(LARGEST);
  private final List<Held> begun = new ArrayList<>();

  private boolean holds(String address, long announced, int bytes) {
    Held held = budget.begin(address, announced);
    begun.add(held);
    boolean room = held.add(0) && held.add(bytes);
    if (!room) {
      held.release();
    }
    return room;
  }

  /** Large ones until not even the smallest of them fits. */
  private int fill(String address) {
    int taken = 0;
    for (int size : new int[] {MB, BodyBudget.SMALL + 1}) {
      while (holds(address, size, size)) {
        taken++;
      }
    }
    return taken;
  }

  @Test
  void oneAddressHasRoomForOneOfTheLargest() {
    assertTrue(holds("a", LARGEST, LARGEST));
    assertFalse(holds("a", LARGEST, LARGEST));
    assertTrue(holds("b", LARGEST, LARGEST));
  }

  @Test
  void whoFillsItsShareIsStillAnsweredWhatIsSmall() {
    fill("a");
    assertFalse(holds("a", MB, MB));
    assertTrue(holds("a", SMALL_ONE, SMALL_ONE));
    assertTrue(holds("a", 0, BodyBudget.SMALL), "chunks do not say how many will come");
  }

  @Test
  void largeOnesFromEverywhereLeaveTheReserveForSmallOnes() {
    for (int address = 0; address < 20; address++) {
      fill("a" + address);
    }
    assertFalse(holds("z", MB, MB), "all the rest is taken");
    for (int i = 0; i < 500; i++) {
      assertTrue(holds("z", SMALL_ONE, SMALL_ONE));
    }
    assertFalse(holds("z", 0, BodyBudget.SMALL + 1), "one that turns out to be large takes nothing of the reserve");
    assertTrue(holds("y", BodyBudget.SMALL, BodyBudget.SMALL));
  }

  @Test
  void manySmallOnesOfOneAddressLeaveRoomForThoseOfOthers() {
    int taken = 0;
    while (holds("a", SMALL_ONE, BodyBudget.SMALL)) {
      taken++;
    }
    assertTrue(taken > 16 && taken < LARGEST / BodyBudget.SMALL + 20, () -> "took " + begun.size());
    assertTrue(holds("b", BodyBudget.SMALL, BodyBudget.SMALL));
    assertTrue(holds("b", LARGEST, LARGEST - MB));
  }

  @Test
  void bodiesThatAreOnlyBegunCountToo() {
    int taken = 0;
    while (holds("a", SMALL_ONE, 0)) {
      taken++;
    }
    assertTrue(taken < 25_000, "took " + taken);
    assertTrue(holds("b", SMALL_ONE, SMALL_ONE));
  }

  @Test
  void whatIsReleasedCanBeTakenAgainAndASecondReleaseGivesNothing() {
    int first = fill("a");
    begun.forEach(Held::release);
    begun.forEach(Held::release);
    begun.clear();
    assertEquals(first, fill("a"));
    assertTrue(holds("b", LARGEST, LARGEST));
    assertFalse(holds("b", LARGEST, LARGEST));
  }
}
