package com.mas.domain.engagement.gamification;

import com.mas.domain.engagement.gamification.GamificationConfig.Gate;
import java.util.List;

/** A level is held when all three of its gates are reached, by the longest streak, not the current one. */
final class LevelRules {
  private LevelRules() {}

  /** The highest level reached, and never one below {@code held}. */
  static int level(int held, int totalXp, int meaningfulActions, int longestStreak, List<Gate> gates) {
    int level = held;
    // each axis rises from level to level, so the first gate that is shut shuts all above it
    while (level < gates.size() && isOpen(gates.get(level), totalXp, meaningfulActions, longestStreak)) {
      level++;
    }
    return level;
  }

  private static boolean isOpen(Gate gate, int totalXp, int meaningfulActions, int longestStreak) {
    return totalXp >= gate.xp() && meaningfulActions >= gate.actions() && longestStreak >= gate.streak();
  }
}
