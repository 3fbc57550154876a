package com.mas.domain.engagement.gamification;

import com.mas.domain.engagement.gamification.GamificationContract.Multipliers;
import java.time.Instant;

/**
 * One row to append to the ledger.
 *
 * @param amount base × total factor, half up
 * @param countsForStreak whether the row makes its IST day active; kept with the row, as a replay of history does not
 * @param score that it was given with; null when there was none
 */
record LedgerRow(XpType type, String sourceId, Instant occurredAt, int baseXp, int amount, Multipliers multipliers,
    boolean countsForStreak, Double score) {}
