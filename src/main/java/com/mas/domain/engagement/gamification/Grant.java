package com.mas.domain.engagement.gamification;

import java.time.Instant;
import java.util.Objects;

/**
 * A claim on XP, unique in the ledger by student, type and source.
 *
 * @param occurredAt when the student did it, which may be long before the grant; its IST day is the one that becomes
 *     active. The caller keeps it from lying in the future: a future day would make all days until then back-dated
 * @param score 0-100, or null when the action has none
 * @param timing null is on time
 * @param baseOverride the XP of a type that has no base of its own (a badge), null for all others
 * @param skipStreakUpdate for replays of history: the day does not become active, and the streak of the present does
 *     not multiply the past
 * @param history whether the day on which it was done is not known, as of what a first sync brings: such a grant is no
 *     farming, makes none of others, is not the first action of a day, and is no news
 */
record Grant(XpType type, String sourceId, Instant occurredAt, Double score, Timing timing, Integer baseOverride,
    boolean skipStreakUpdate, boolean history) {

  Grant {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(sourceId, "sourceId");
    Objects.requireNonNull(occurredAt, "occurredAt");
    if (score != null && !(score >= 0 && score <= 100)) {
      throw new IllegalArgumentException("score must be within 0 and 100, was " + score);
    }
    if (baseOverride != null && baseOverride < 0) {
      throw new IllegalArgumentException("baseOverride must not be negative, was " + baseOverride);
    }
  }

  Grant(XpType type, String sourceId, Instant occurredAt, Double score, Timing timing, Integer baseOverride,
      boolean skipStreakUpdate) {
    this(type, sourceId, occurredAt, score, timing, baseOverride, skipStreakUpdate, false);
  }

  Grant asHistory() {
    return new Grant(type, sourceId, occurredAt, score, timing, baseOverride, true, true);
  }

  static Grant of(XpType type, String sourceId, Instant occurredAt) {
    return new Grant(type, sourceId, occurredAt, null, null, null, false);
  }
}
