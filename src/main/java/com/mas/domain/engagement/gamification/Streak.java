package com.mas.domain.engagement.gamification;

import java.time.LocalDate;

/**
 * A student's active days in short, up to {@code lastActive}. A streak counts active days, not the forgiven ones.
 *
 * @param current length of the run that ends on {@code lastActive}. What it is on a later day tells
 *     {@link StreakRules#asOf}
 * @param longest length of the longest run ever
 * @param lastActive null before the first active day
 * @param milestones how many milestones all runs together have reached; numbers the ledger's milestone rows, so that
 *     they are the same in whatever order the days came
 * @param freezeDays active days that the run has saved towards freezes and not used
 */
record Streak(int current, int longest, LocalDate lastActive, int milestones, int freezeDays) {
  static final Streak NONE = new Streak(0, 0, null, 0, 0);
}
