package com.mas.domain.gamification;

import com.mas.domain.gamification.GamificationConfig.Gate;
import java.time.LocalDate;
import java.util.List;

/** The level ribbon: how far along each axis a student is on the way from their level to the next. */
final class ProgressRules {
  private ProgressRules() {
  }

  /** @param percent 0-100 from this level's gate to {@code required}, rounded down, so that 100 means reached */
  record Axis(int current, int required, int percent) {
  }

  record Axes(Axis xp, Axis actions, Axis streak) {
  }

  /**
   * @param currentStreak the streak that is alive today; 0 when it has lapsed, even if no event has said so yet
   * @param axes of the longest streak, as the gates are
   * @param overallPercent mean of the three, rounded down
   * @param blockingAxis {@code xp}, {@code actions} or {@code streak}: the one with the lowest percentage, in this
   *     order when equal (so {@code xp} at the last level, where all are 100)
   */
  record Ribbon(int level, int totalXp, int meaningfulActions, int currentStreak, int longestStreak,
                boolean isOnFireToday, Axes axes, int overallPercent, String blockingAxis) {
  }

  /** @param today the IST day of now */
  static Ribbon ribbon(Snapshot snapshot, LocalDate today, GamificationConfig config) {
    List<Gate> gates = config.levels();
    Gate held = gates.get(snapshot.level() - 1);
    Gate next = gates.get(Math.min(snapshot.level(), gates.size() - 1));
    Streak streak = snapshot.streak();
    var axes = new Axes(
        axis(snapshot.totalXp(), held.xp(), next.xp()),
        axis(snapshot.meaningfulActions(), held.actions(), next.actions()),
        axis(streak.longest(), held.streak(), next.streak()));
    int overall = (axes.xp().percent() + axes.actions().percent() + axes.streak().percent()) / 3;
    return new Ribbon(snapshot.level(), snapshot.totalXp(), snapshot.meaningfulActions(),
        StreakRules.asOf(streak, today, config.streaks()), streak.longest(), today.equals(streak.lastActive()), axes,
        overall, blockingAxis(axes));
  }

  private static Axis axis(int current, int from, int required) {
    if (required <= from) {
      return new Axis(current, required, 100);
    }
    long percent = Math.floorDiv((current - from) * 100L, required - from);
    return new Axis(current, required, Math.clamp(percent, 0, 100));
  }

  private static String blockingAxis(Axes axes) {
    int lowest = Math.min(axes.xp().percent(), Math.min(axes.actions().percent(), axes.streak().percent()));
    if (axes.xp().percent() == lowest) {
      return "xp";
    }
    return axes.actions().percent() == lowest ? "actions" : "streak";
  }
}
