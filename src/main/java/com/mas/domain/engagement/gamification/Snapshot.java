package com.mas.domain.engagement.gamification;

import com.mas.domain.engagement.gamification.GamificationConfig.Streaks;

/** One student's standing: what their ledger adds up to, kept so that a read costs one row. */
record Snapshot(int totalXp, int meaningfulActions, int level, Streak streak) {
  /** Snapshot of a student who has no row yet. */
  static final Snapshot ZERO = new Snapshot(0, 0, 1, Streak.NONE);

  /** Without days that have not come yet; what was reached stays reached. */
  Snapshot until(StreakDays days, Streaks rule) {
    return new Snapshot(totalXp, meaningfulActions, level,
        StreakRules.held(streak, StreakRules.of(days.active(), days.off(), rule)));
  }
}
