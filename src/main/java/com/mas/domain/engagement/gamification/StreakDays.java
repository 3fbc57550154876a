package com.mas.domain.engagement.gamification;

import java.time.LocalDate;
import java.util.Set;

/**
 * The days that a streak is made of.
 *
 * @param active IST days of all rows of the ledger that count for streaks; may be empty when none is before the
 *     streak's last one
 * @param off the student's holidays and approved leave, of the time that is looked at
 */
record StreakDays(Set<LocalDate> active, Set<LocalDate> off) {
  static final StreakDays NONE = new StreakDays(Set.of(), Set.of());
}
