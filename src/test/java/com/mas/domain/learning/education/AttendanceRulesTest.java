package com.mas.domain.learning.education;

import static com.mas.domain.learning.education.EducationContract.AttendanceState.ABSENT;
import static com.mas.domain.learning.education.EducationContract.AttendanceState.EXCUSED;
import static com.mas.domain.learning.education.EducationContract.AttendanceState.LATE;
import static com.mas.domain.learning.education.EducationContract.AttendanceState.PRESENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.education.EducationContract.BatchState;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttendanceRulesTest {
  private static final LocalDate START = LocalDate.of(2026, 1, 5);
  private static final LocalDate END = LocalDate.of(2026, 6, 30);

  @Test
  void theFirstDayTheLastDayAndTodayCanBeMarked() {
    assertTrue(AttendanceRules.refusal(START, START, BatchState.ACTIVE, START, END).isEmpty());
    assertTrue(AttendanceRules.refusal(END, END.plusDays(30), BatchState.COMPLETED, START, END).isEmpty());
    assertTrue(AttendanceRules.refusal(END.plusYears(1), END.plusYears(1), BatchState.ACTIVE, START, null).isEmpty());
  }

  @Test
  void tomorrowAndDaysOutsideTheBatchAndArchivedBatchesCannot() {
    assertTrue(refusal(START.plusDays(1), START, BatchState.ACTIVE).contains("before that day"));
    assertTrue(refusal(START.minusDays(1), END, BatchState.ACTIVE).contains("from 2026-01-05 to 2026-06-30"));
    assertTrue(refusal(END.plusDays(1), END.plusDays(1), BatchState.ACTIVE).contains("no session"));
    assertTrue(refusal(START, END, BatchState.ARCHIVED).contains("archived"));
  }

  @Test
  void whoCameLateCameAndExcusedSessionsDoNotCount() {
    assertEquals(75.0, AttendanceRules.rate(Map.of(PRESENT, 2, LATE, 1, ABSENT, 1, EXCUSED, 10)));
    assertEquals(100.0, AttendanceRules.rate(Map.of(LATE, 3)));
    assertEquals(0.0, AttendanceRules.rate(Map.of(ABSENT, 3, PRESENT, 0)));
  }

  @Test
  void theRateHasOneDecimalRoundedHalfUp() {
    assertEquals(66.7, AttendanceRules.rate(Map.of(PRESENT, 2, ABSENT, 1)));
    assertEquals(33.3, AttendanceRules.rate(Map.of(PRESENT, 1, ABSENT, 2)));
    assertEquals(6.3, AttendanceRules.rate(Map.of(PRESENT, 1, ABSENT, 15)));
  }

  @Test
  void withoutASessionThatCountsThereIsNoRate() {
    assertNull(AttendanceRules.rate(Map.of()));
    assertNull(AttendanceRules.rate(Map.of(EXCUSED, 4)));
  }

  @Test
  void oneMoreSessionAttendedNeverLowersTheRate() {
    for (int came = 0; came < 60; came++) {
      for (int missed = 0; missed < 60; missed++) {
        if (came + missed > 0) {
          double before = AttendanceRules.rate(Map.of(PRESENT, came, ABSENT, missed));
          double after = AttendanceRules.rate(Map.of(PRESENT, came + 1, ABSENT, missed));
          assertTrue(after >= before && before >= 0 && after <= 100, came + " of " + (came + missed));
        }
      }
    }
  }

  private static String refusal(LocalDate day, LocalDate today, BatchState state) {
    return AttendanceRules.refusal(day, today, state, START, END).orElseThrow().getMessage();
  }
}
