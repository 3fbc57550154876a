package com.mas.domain.learning.education;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.education.EducationContract.BatchState;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchRulesTest {
  @Test
  void anActiveBatchIsCompletedBeforeItIsArchived() {
    assertFalse(BatchRules.mayBecome(BatchState.ACTIVE, BatchState.ARCHIVED));
    assertTrue(BatchRules.mayBecome(BatchState.ACTIVE, BatchState.COMPLETED));
    assertTrue(BatchRules.mayBecome(BatchState.COMPLETED, BatchState.ARCHIVED));
  }

  @Test
  void stayingIsAllowedEverywhereAndNothingBecomesPlannedAgain() {
    for (BatchState state : BatchState.values()) {
      assertTrue(BatchRules.mayBecome(state, state));
      assertFalse(BatchRules.next(state).contains(BatchState.PLANNED));
    }
  }

  @Test
  void everyStateIsReachedFromPlanned() {
    Set<BatchState> reached = EnumSet.of(BatchState.PLANNED);
    for (int i = 0; i < BatchState.values().length; i++) {
      Set.copyOf(reached).forEach(state -> reached.addAll(BatchRules.next(state)));
    }
    assertEquals(EnumSet.allOf(BatchState.class), reached);
  }

  @Test
  void codesAndNamesAreNotBlankAndCodesAreShortAndPlain() {
    assertTrue(BatchRules.wrongWords("DS-2026_01.a", "Data").isEmpty());
    assertEquals("/name", BatchRules.wrongWords("A", "").orElseThrow().path());
    for (String code : List.of("", "-A", "A B", "A\n", "Ä", "A".repeat(41))) {
      assertEquals("/code", BatchRules.wrongWords(code, "Data").orElseThrow().path());
    }
  }

  @Test
  void aBatchOfOneDayIsPossibleAndOneThatEndsBeforeItStartsIsNot() {
    LocalDate day = LocalDate.of(2024, 2, 29);
    assertTrue(BatchRules.wrongDays(day, day).isEmpty());
    assertTrue(BatchRules.wrongDays(day, null).isEmpty());
    assertTrue(BatchRules.wrongDays(day, day.minusDays(1)).orElseThrow().message().contains("2024-02-28"));
    assertTrue(BatchRules.wrongDays(LocalDate.of(9999, 1, 1), null).isPresent());
    assertTrue(BatchRules.wrongDays(day, LocalDate.of(9999, 1, 1)).isPresent());
  }
}
