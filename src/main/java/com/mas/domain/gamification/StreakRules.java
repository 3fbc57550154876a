package com.mas.domain.gamification;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.TreeSet;

/**
 * Streaks are a function of the set of active days ({@link #of}), so late, repeated and out-of-order events cannot
 * corrupt them. A day that comes in order, as nearly all do, needs only the streak before it; an earlier one needs the
 * set.
 */
final class StreakRules {
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");

  private StreakRules() {
  }

  static LocalDate dayOf(Instant instant) {
    return LocalDate.ofInstant(instant, IST);
  }

  static Streak of(Collection<LocalDate> activeDays, GamificationConfig.Streaks rule) {
    Streak streak = Streak.NONE;
    for (LocalDate day : new TreeSet<>(activeDays)) {
      streak = append(streak, day, rule);
    }
    return streak;
  }

  /** Whether {@code day} lies before the last active one, so that {@link #with} needs all active days. */
  static boolean needsActiveDays(Streak before, LocalDate day) {
    return before.lastActive() != null && day.isBefore(before.lastActive());
  }

  /**
   * The streak when {@code day} is active too; unchanged if it already was. An earlier day never moves
   * {@code lastActive}, but may close a gap and so join two runs.
   *
   * @param activeDays looked at only if {@link #needsActiveDays}
   */
  static Streak with(Streak before, LocalDate day, Collection<LocalDate> activeDays, GamificationConfig.Streaks rule) {
    if (!needsActiveDays(before, day)) {
      return append(before, day, rule);
    }
    requireAll(activeDays, before);
    var days = new TreeSet<>(activeDays);
    days.add(day);
    Streak exact = of(days, rule);
    // what was reached under earlier rules stays reached
    return new Streak(exact.current(), Math.max(before.longest(), exact.longest()), exact.lastActive(),
        Math.max(before.milestones(), exact.milestones()));
  }

  /** Length of the streak that is alive on {@code day}, not before the last active one; 0 when it has lapsed. */
  static int asOf(Streak streak, LocalDate day, GamificationConfig.Streaks rule) {
    return continues(streak, day, rule) ? streak.current() : 0;
  }

  /** Length of the streak that was alive on {@code day}, whatever came after it. */
  static int asOf(Streak streak, LocalDate day, Collection<LocalDate> activeDays, GamificationConfig.Streaks rule) {
    if (!needsActiveDays(streak, day)) {
      return asOf(streak, day, rule);
    }
    requireAll(activeDays, streak);
    return asOf(of(new TreeSet<>(activeDays).headSet(day, true), rule), day, rule);
  }

  private static Streak append(Streak before, LocalDate day, GamificationConfig.Streaks rule) {
    if (day.equals(before.lastActive())) {
      return before;
    }
    int current = continues(before, day, rule) ? before.current() + 1 : 1;
    int milestones = before.milestones() + (current % rule.milestoneEvery() == 0 ? 1 : 0);
    return new Streak(current, Math.max(before.longest(), current), day, milestones);
  }

  private static boolean continues(Streak streak, LocalDate day, GamificationConfig.Streaks rule) {
    return streak.lastActive() != null && DAYS.between(streak.lastActive(), day) <= rule.graceDays() + 1;
  }

  private static void requireAll(Collection<LocalDate> activeDays, Streak streak) {
    if (!activeDays.contains(streak.lastActive())) {
      throw new IllegalArgumentException("a back-dated day needs all active days, up to " + streak.lastActive());
    }
  }
}
