package com.mas.domain.engagement.gamification;

import com.mas.domain.engagement.gamification.GamificationConfig.Streaks;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Streaks are a function of the set of active days and of the days off ({@link #of}), so late, repeated and
 * out-of-order events cannot corrupt them. A day that comes in order, as nearly all do, needs only the streak before it
 * and the days off since; an earlier one needs both sets.
 *
 * <p>Between two active days the working days are counted: those that are no weekly day off, holiday or approved leave.
 * One is forgiven; each further one takes a freeze. A run saves a day towards a freeze with each active day, up to what
 * makes the most freezes; when its freezes do not suffice it ends and they are lost with it. So one more active day
 * never takes anything back: wherever the smaller set's run goes on, the larger one's does, with no fewer days saved.
 *
 * <p>{@code off} always has holidays and leave; it may have more days than are needed.
 */
final class StreakRules {
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");

  private StreakRules() {}

  static LocalDate dayOf(Instant instant) {
    return LocalDate.ofInstant(instant, IST);
  }

  static Streak of(Collection<LocalDate> activeDays, Set<LocalDate> off, Streaks rule) {
    Streak streak = Streak.NONE;
    for (LocalDate day : new TreeSet<>(activeDays)) {
      streak = append(streak, day, off, rule);
    }
    return streak;
  }

  /** Returns whether {@code day} lies before the last active one, so that {@link #with} needs all active days. */
  static boolean needsActiveDays(Streak before, LocalDate day) {
    return before.lastActive() != null && day.isBefore(before.lastActive());
  }

  /**
   * The streak when {@code day} is active too; unchanged if it already was. An earlier day never moves
   * {@code lastActive}, but may close a gap and so join two runs.
   *
   * @param days with active ones looked at only if {@link #needsActiveDays}, and then all of them
   */
  static Streak with(Streak before, LocalDate day, StreakDays days, Streaks rule) {
    if (!needsActiveDays(before, day)) {
      return append(before, day, days.off(), rule);
    }
    requireAll(days.active(), before);
    var all = new TreeSet<>(days.active());
    all.add(day);
    return held(before, of(all, days.off(), rule));
  }

  /**
   * Returns the exact streak with the longest run and the milestones of before, which stay reached under other rules or
   * another calendar.
   */
  static Streak held(Streak before, Streak exact) {
    return new Streak(exact.current(), Math.max(before.longest(), exact.longest()), exact.lastActive(),
        Math.max(before.milestones(), exact.milestones()), exact.freezeDays());
  }

  /** Length of the streak that is alive on {@code day}, not before the last active one; 0 when it has lapsed. */
  static int asOf(Streak streak, LocalDate day, Set<LocalDate> off, Streaks rule) {
    return freezesNeeded(streak, day, off, rule) <= freezes(streak, rule) ? streak.current() : 0;
  }

  /** Length of the streak that was alive on {@code day}, whatever came after it. */
  static int asOf(Streak streak, LocalDate day, StreakDays days, Streaks rule) {
    if (!needsActiveDays(streak, day)) {
      return asOf(streak, day, days.off(), rule);
    }
    requireAll(days.active(), streak);
    return asOf(of(new TreeSet<>(days.active()).headSet(day, true), days.off(), rule), day, days.off(), rule);
  }

  /** Returns how many freezes the run holds after its last active day. */
  static int freezes(Streak streak, Streaks rule) {
    return streak.freezeDays() / rule.freezes().everyDays();
  }

  /** Returns how many freezes the run still holds on {@code day}, if it is alive then. */
  static int freezesLeft(Streak streak, LocalDate day, Set<LocalDate> off, Streaks rule) {
    return Math.max(0, freezes(streak, rule) - freezesNeeded(streak, day, off, rule));
  }

  private static Streak append(Streak before, LocalDate day, Set<LocalDate> off, Streaks rule) {
    if (day.equals(before.lastActive())) {
      return before;
    }
    int needed = freezesNeeded(before, day, off, rule);
    boolean goesOn = before.lastActive() != null && needed <= freezes(before, rule);
    int current = goesOn ? before.current() + 1 : 1;
    int every = rule.freezes().everyDays();
    int saved = Math.min((goesOn ? before.freezeDays() - needed * every : 0) + 1, every * rule.freezes().most());
    int milestones = before.milestones() + (current % rule.milestoneEvery() == 0 ? 1 : 0);
    return new Streak(current, Math.max(before.longest(), current), day, milestones, saved);
  }

  /**
   * Returns the freezes that the working days between the last active day and this one need; for many days it is a
   * number above all that can be held.
   */
  private static int freezesNeeded(Streak streak, LocalDate day, Set<LocalDate> off, Streaks rule) {
    int missed = 0;
    int enough = rule.graceDays() + rule.freezes().most() + 1;
    if (streak.lastActive() != null) {
      for (LocalDate at = streak.lastActive().plusDays(1); at.isBefore(day) && missed < enough; at = at.plusDays(1)) {
        if (!rule.weeklyOff().contains(at.getDayOfWeek()) && !off.contains(at)) {
          missed++;
        }
      }
    }
    return Math.max(0, missed - rule.graceDays());
  }

  private static void requireAll(Collection<LocalDate> activeDays, Streak streak) {
    if (!activeDays.contains(streak.lastActive())) {
      throw new IllegalArgumentException("a back-dated day needs all active days, up to " + streak.lastActive());
    }
  }
}
