package com.mas.domain.learning.education;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Asked;
import com.mas.bus.Bounds;
import com.mas.bus.FailureException;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
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
    Bounds.check(batch("DS-2026_01.a", "Data"));
    assertEquals("A", batch("A\n", "Data").code());
    assertEquals("/name", refused(batch("A", "\u2003")));
    for (String code : List.of("", "-A", "A B", "\u00c4", "A".repeat(41))) {
      assertEquals("/code", refused(batch(code, "Data")));
    }
  }

  private static CreateBatch batch(String code, String name) {
    return Asked.with(CreateBatch.class, "code", code, "name", name, "startsOn", LocalDate.of(2026, 1, 5));
  }

  private static String refused(CreateBatch batch) {
    return assertThrows(FailureException.class, () -> Bounds.check(batch)).detail().errors().getFirst().path();
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
