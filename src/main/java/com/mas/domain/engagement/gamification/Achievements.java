package com.mas.domain.engagement.gamification;

import com.mas.domain.people.notification.NotificationContract.Notify;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Finds what a student is told of beside badges: the level that was reached, whatever the XP was for, and streaks. */
final class Achievements {
  private Achievements() {}

  /** Returns whether the student is told of this award. */
  static boolean isTold(Decision decision) {
    return decision.leveledUp() || decision.rows().stream().anyMatch(row -> row.type() == XpType.STREAK_MILESTONE);
  }

  /** Returns the levels of those who have risen, the highest of each. */
  static Map<UUID, Integer> levels(Map<UUID, StudentProgress> before, Map<UUID, StudentProgress> after) {
    Map<UUID, Integer> levels = new HashMap<>();
    after.forEach((user, next) -> {
      int level = next.snapshot().level();
      if (level > before.getOrDefault(user, StudentProgress.NONE).snapshot().level()) {
        levels.put(user, level);
      }
    });
    return levels;
  }

  static Notify level(UUID user, int level) {
    return Notify.user(user, "level_reached", Map.of("level", String.valueOf(level)), "level:" + level);
  }

  /** Returns a note for a milestone of the run that goes on; one that history has closed up is none to celebrate. */
  static List<Notify> streaks(UUID user, Decision decision, GamificationConfig config) {
    Streak streak = decision.next().streak();
    int every = config.streaks().milestoneEvery();
    return decision.rows().stream().filter(row -> row.type() == XpType.STREAK_MILESTONE)
        .filter(row -> streak.current() >= every).limit(1)
        .map(row -> Notify.user(user, "streak_milestone",
            Map.of("days", String.valueOf(streak.current() / every * every)), row.sourceId()))
        .toList();
  }
}
