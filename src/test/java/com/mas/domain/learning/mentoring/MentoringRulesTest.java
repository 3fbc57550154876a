package com.mas.domain.learning.mentoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.mentoring.MentoringContract.SlotState;
import com.mas.domain.learning.mentoring.MentoringRules.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MentoringRulesTest {
  private static final Instant NOW = Instant.parse("2026-03-10T06:00:00Z");

  @Property
  void slotsFillTheOfferOneAfterTheOther(@ForAll @IntRange(min = 10, max = 1440) int offered,
      @ForAll @IntRange(min = 10, max = 240) int minutes) {
    Instant start = NOW.plusSeconds(60);
    Instant end = start.plus(Duration.ofMinutes(offered));
    if (MentoringRules.refusal(start, end, minutes, NOW).isPresent()) {
      assertTrue(offered < minutes);
      return;
    }
    List<Period> periods = MentoringRules.split(start, end, minutes);
    assertEquals(offered / minutes, periods.size());
    assertEquals(start, periods.getFirst().startsAt());
    for (int i = 0; i < periods.size(); i++) {
      assertEquals(start.plus(Duration.ofMinutes((long) minutes * (i + 1))), periods.get(i).endsAt());
      assertEquals(i == 0 ? start : periods.get(i - 1).endsAt(), periods.get(i).startsAt());
    }
  }

  @Test
  void whatCannotBeOfferedSaysWhy() {
    assertRefused("A slot starts in the future.", NOW, NOW.plusSeconds(3600), null);
    assertRefused("A slot starts within 180 days.", NOW.plus(Duration.ofDays(181)), NOW.plus(Duration.ofDays(182)), 30);
    assertRefused("At most 24 hours can be offered at once.", NOW.plusSeconds(1), NOW.plus(Duration.ofHours(25)), 30);
    assertRefused("A slot has 10 to 240 minutes.", NOW.plusSeconds(1), NOW.plusSeconds(300), null);
    assertRefused("A slot has 10 to 240 minutes.", NOW.plusSeconds(1), NOW.plus(Duration.ofHours(5)), null);
    assertRefused("A slot has 10 to 240 minutes.", NOW.plusSeconds(3600), NOW.plusSeconds(1), null);
    assertRefused("The time is shorter than one slot.", NOW.plusSeconds(1), NOW.plusSeconds(1200), 30);
  }

  private static void assertRefused(String words, Instant start, Instant end, Integer minutes) {
    assertEquals(words, MentoringRules.refusal(start, end, minutes, NOW).orElseThrow().getMessage());
  }

  @Test
  void onlyAStudentWhoGivesBackInTimeOpensTheSlotAgain() {
    assertEquals(SlotState.OPEN, MentoringRules.afterCancelling(true, NOW.plusSeconds(1), NOW));
    assertEquals(SlotState.CANCELLED, MentoringRules.afterCancelling(true, NOW, NOW));
    assertEquals(SlotState.CANCELLED, MentoringRules.afterCancelling(false, NOW.plusSeconds(1), NOW));
  }
}
