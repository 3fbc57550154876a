package com.mas.domain.engagement.gamification;

/**
 * Facts of the ledger that a decision needs beside the snapshot.
 *
 * @param sameTypeGrants the student's grants of this type in the last 24 hours of <em>grant</em> time, so that a
 *     backfill of old events is not mistaken for farming on the days when they occurred
 * @param firstMeaningfulOfDay whether no meaningful action occurred on this grant's IST day so far
 * @param days without active ones, unless {@link StreakRules#needsActiveDays} asks for them; with the days off since
 *     the last active day, or then of all time
 */
record Recent(int sameTypeGrants, boolean firstMeaningfulOfDay, StreakDays days) {}
