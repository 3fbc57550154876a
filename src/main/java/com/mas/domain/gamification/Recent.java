package com.mas.domain.gamification;

import java.time.LocalDate;
import java.util.Set;

/**
 * What a decision must know of the ledger beside the snapshot.
 *
 * @param sameTypeGrants the student's grants of this type in the last 24 hours of <em>grant</em> time, so that a
 *     backfill of old events is not mistaken for farming on the days when they occurred
 * @param firstMeaningfulOfDay whether no meaningful action occurred on this grant's IST day so far
 * @param activeDays empty, unless {@link StreakRules#needsActiveDays} asks for them; then all IST days of the student's
 *     rows that count for streaks
 */
record Recent(int sameTypeGrants, boolean firstMeaningfulOfDay, Set<LocalDate> activeDays) {

  Recent {
    activeDays = Set.copyOf(activeDays);
  }

  Recent(int sameTypeGrants, boolean firstMeaningfulOfDay) {
    this(sameTypeGrants, firstMeaningfulOfDay, Set.of());
  }
}
