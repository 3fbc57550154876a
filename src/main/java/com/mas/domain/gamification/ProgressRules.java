package com.mas.domain.gamification;

import com.mas.domain.gamification.GamificationConfig.Gate;
import com.mas.domain.gamification.GamificationContract.Axes;
import com.mas.domain.gamification.GamificationContract.Axis;
import com.mas.domain.gamification.GamificationContract.Progress;
import java.time.LocalDate;
import java.util.List;

/** The level ribbon: how far along each axis a student is on the way from their level to the next. */
final class ProgressRules {
  private ProgressRules() {
  }

  /** @param today the IST day of now */
  static Progress ribbon(Snapshot snapshot, List<String> unseenBadges, LocalDate today, GamificationConfig config) {
    List<Gate> gates = config.levels();
    Gate held = gates.get(snapshot.level() - 1);
    Gate next = gates.get(Math.min(snapshot.level(), gates.size() - 1));
    Streak streak = snapshot.streak();
    var axes = new Axes(
        axis(snapshot.totalXp(), held.xp(), next.xp()),
        axis(snapshot.meaningfulActions(), held.actions(), next.actions()),
        axis(streak.longest(), held.streak(), next.streak()));
    int overall = (axes.xp().percent() + axes.actions().percent() + axes.streak().percent()) / 3;
    return new Progress(snapshot.level(), snapshot.totalXp(), snapshot.meaningfulActions(),
        StreakRules.asOf(streak, today, config.streaks()), streak.longest(), today.equals(streak.lastActive()), axes,
        overall, blockingAxis(axes), unseenBadges);
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
