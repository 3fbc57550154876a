package com.mas.domain.engagement.standing;

import static com.mas.domain.engagement.standing.StandingContract.STRIKES;

import java.time.LocalDate;
import java.util.List;

/** Says when the product warns, and when warnings become a matter for the batch lead. */
final class WarningRules {
  /** Absences older than this are nobody's news. */
  static final int DAYS_BACK = 7;

  private WarningRules() {}

  /** People may warn beyond the third strike; the product itself has nothing to add to it. */
  static boolean isIssuedByItself(int active) {
    return active < STRIKES;
  }

  /** Returns whether one more warning is the one that makes it three. */
  static boolean escalates(int active) {
    return active + 1 == STRIKES;
  }

  static boolean isEscalated(int active) {
    return active >= STRIKES;
  }

  /**
   * The days whose absences are to be gone through: yesterday and what was missed before it, oldest first.
   *
   * @param last the newest day that was gone through; null when none ever was
   */
  static List<LocalDate> dueDays(LocalDate last, LocalDate today) {
    LocalDate oldest = today.minusDays(last == null ? 1 : DAYS_BACK);
    LocalDate first = last == null || last.isBefore(oldest) ? oldest : last.plusDays(1);
    return first.isBefore(today) ? first.datesUntil(today).toList() : List.of();
  }

  static String absence(LocalDate day) {
    return "Absent on " + day;
  }
}
