package com.mas.domain.engagement.gamification;

/** One student's standing: what their ledger adds up to, kept so that a read costs one row. */
record Snapshot(int totalXp, int meaningfulActions, int level, Streak streak) {
  /** Snapshot of a student who has no row yet. */
  static final Snapshot ZERO = new Snapshot(0, 0, 1, Streak.NONE);
}
