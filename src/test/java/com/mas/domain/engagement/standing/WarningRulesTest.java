package com.mas.domain.engagement.standing;

import static com.mas.domain.engagement.standing.WarningRules.dueDays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WarningRulesTest {
  private static final LocalDate TODAY = LocalDate.of(2028, 3, 1);

  @Test
  void theFirstRunEverLooksAtYesterdayOnly() {
    assertEquals(List.of(LocalDate.of(2028, 2, 29)), dueDays(null, TODAY));
  }

  @Test
  void aRunOnTimeLooksAtYesterdayAndTheSecondOneOfADayAtNothing() {
    assertEquals(List.of(TODAY.minusDays(1)), dueDays(TODAY.minusDays(2), TODAY));
    assertEquals(List.of(), dueDays(TODAY.minusDays(1), TODAY));
  }

  /** Whenever it fires, over a year end too, no day is looked at twice and none within a week is missed. */
  @Property
  void nothingTwiceAndNothingMissedWithinAWeek(@ForAll @Size(max = 30) List<@IntRange(max = 12) Integer> pauses) {
    LocalDate today = LocalDate.of(2027, 12, 20);
    LocalDate last = null;
    Set<LocalDate> seen = new HashSet<>();
    for (int pause : pauses) {
      today = today.plusDays(pause);
      List<LocalDate> due = dueDays(last, today);
      for (LocalDate day : due) {
        assertTrue(seen.add(day), () -> day + " twice");
        assertTrue(day.isBefore(today));
      }
      assertTrue(seen.contains(today.minusDays(1)));
      for (int back = 1; last != null && back <= WarningRules.DAYS_BACK; back++) {
        LocalDate day = today.minusDays(back);
        assertTrue(!day.isAfter(last) || seen.contains(day), () -> day + " missed");
      }
      last = due.isEmpty() ? last : due.getLast();
    }
  }

  /** However warnings come and go, exactly the step from two to three escalates. */
  @Property
  void escalationIsTheStepToThree(@ForAll @Size(max = 60) List<Boolean> comesOrGoes) {
    int active = 0;
    boolean escalated = false;
    for (boolean comes : comesOrGoes) {
      if (comes) {
        assertEquals(active == 2, WarningRules.escalates(active));
        escalated |= WarningRules.escalates(active);
        active++;
      } else if (active > 0) {
        active--;
        escalated &= WarningRules.isEscalated(active);
      }
      assertEquals(WarningRules.isEscalated(active), escalated);
      assertEquals(active < 3, WarningRules.isIssuedByItself(active));
    }
    assertFalse(escalated && active < 3);
  }
}
