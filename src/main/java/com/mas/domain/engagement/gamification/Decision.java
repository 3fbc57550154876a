package com.mas.domain.engagement.gamification;

import java.util.List;

/**
 * Result of a grant.
 *
 * @param rows the grant's own row first, then the milestones that it reached; stored together with {@code next}
 * @param next the snapshot after all of {@code rows}
 */
record Decision(List<LedgerRow> rows, Snapshot next, boolean leveledUp) {

  Decision {
    rows = List.copyOf(rows);
  }

  LedgerRow award() {
    return rows.getFirst();
  }
}
