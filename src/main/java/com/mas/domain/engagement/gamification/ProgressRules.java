package com.mas.domain.engagement.gamification;

import com.mas.domain.engagement.gamification.GamificationConfig.Gate;
import com.mas.domain.engagement.gamification.GamificationContract.Axes;
import com.mas.domain.engagement.gamification.GamificationContract.Axis;
import com.mas.domain.engagement.gamification.GamificationContract.Progress;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** The level ribbon: how far along each axis a student is on the way from their level to the next. */
final class ProgressRules {
  private ProgressRules() {}

  /**
   * @param today the IST day of now
   * @param off holidays and approved leave between the last active day and today
   */
  static Progress ribbon(Snapshot snapshot, List<String> unseenBadges, LocalDate today, Set<LocalDate> off,
      GamificationConfig config) {
    List<Gate> gates = config.levels();
    Gate held = gates.get(snapshot.level() - 1);
    Gate next = gates.get(Math.min(snapshot.level(), gates.size() - 1));
    Streak streak = snapshot.streak();
    var axes = new Axes(
        axis(snapshot.totalXp(), held.xp(), next.xp()),
        axis(snapshot.meaningfulActions(), held.actions(), next.actions()),
        axis(streak.longest(), held.streak(), next.streak()));
    int overall = (axes.xp().percent() + axes.actions().percent() + axes.streak().percent()) / 3;
    String blocking = blockingAxis(axes);
    return new Progress(snapshot.level(), snapshot.totalXp(), snapshot.meaningfulActions(),
        StreakRules.asOf(streak, today, off, config.streaks()), streak.longest(),
        StreakRules.freezesLeft(streak, today, off, config.streaks()), today.equals(streak.lastActive()), axes,
        overall, blocking, words(blocking, axes, next), unseenBadges);
  }

  /** Says what the student lacks most on the way to the next level. */
  private static String words(String blocking, Axes axes, Gate next) {
    Axis axis = switch (blocking) {
      case "xp" -> axes.xp();
      case "actions" -> axes.actions();
      default -> axes.streak();
    };
    int lacking = axis.required() - axis.current();
    if (lacking <= 0) {
      return axis.percent() == 100 && next.level() == ConfigCheck.LEVELS ? "You have reached the highest level."
          : "Do anything that earns XP to reach level " + next.level() + ".";
    }
    String what = switch (blocking) {
      case "xp" -> lacking + " more XP";
      case "actions" -> lacking + " more meaningful action" + (lacking == 1 ? "" : "s");
      default -> "a streak of " + axis.required() + " days, " + lacking + " more than your longest,";
    };
    return (blocking.equals("streak") ? "You need " : "") + what + " to reach level " + next.level() + ".";
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
