package com.mas.domain.learning.education;

import com.mas.bus.FailureException;
import com.mas.domain.learning.education.EducationContract.AttendanceState;
import com.mas.domain.learning.education.EducationContract.BatchState;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/** Decides which days can be marked, and computes the rate of attendance. */
final class AttendanceRules {
  private AttendanceRules() {}

  /**
   * @param today the day in Asia/Kolkata
   * @param endsOn the batch's last day, or null
   * @return why the day cannot be marked, in words for a person
   */
  static Optional<FailureException> refusal(
      LocalDate day, LocalDate today, BatchState state, LocalDate startsOn, LocalDate endsOn) {
    if (state == BatchState.ARCHIVED) {
      return Optional.of(EducationContract.DAY_REFUSED.with("The batch is archived; its attendance is closed."));
    }
    if (day.isAfter(today)) {
      return Optional.of(EducationContract.DAY_REFUSED.with(
          "Attendance of " + day + " cannot be marked before that day; today is " + today + "."));
    }
    if (day.isBefore(startsOn) || endsOn != null && day.isAfter(endsOn)) {
      return Optional.of(EducationContract.DAY_REFUSED.with(
          "The batch has no session on " + day + "; it runs from " + startsOn
              + (endsOn == null ? "." : " to " + endsOn + ".")));
    }
    return Optional.empty();
  }

  /**
   * Returns the rate of attendance. Late counts as present; excused sessions do not count at all.
   *
   * @param sessions how many sessions of each state; absent keys are none
   * @return percent with one decimal, half up; null when no session counts
   */
  static Double rate(Map<AttendanceState, Integer> sessions) {
    int came = sessions.getOrDefault(AttendanceState.PRESENT, 0) + sessions.getOrDefault(AttendanceState.LATE, 0);
    int counted = came + sessions.getOrDefault(AttendanceState.ABSENT, 0);
    if (counted == 0) {
      return null;
    }
    long perMille = (came * 2000L + counted) / (2L * counted);
    return perMille / 10.0;
  }
}
