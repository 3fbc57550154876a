package com.mas.domain.learning.sync;

import java.time.Instant;

/**
 * Joins all that was ever seen of a learner's progress: providers report less when a finished item is opened again, in
 * any order and more than once. The join is commutative, associative and idempotent, so neither order nor repetition of
 * pages matters. The merge statement of {@code LearnerRepository} is its twin in SQL.
 */
final class ProgressMerge {
  private ProgressMerge() {}

  /** @param percent 0 to 100, two decimals */
  record Progress(double percent, int seconds, boolean completed, Instant enrolledAt, Instant startedAt,
      Instant lastAccessedAt, Instant completedAt) {}

  /** Percent, time and last access only grow, completed stays completed, of the other times the first counts. */
  static Progress merge(Progress a, Progress b) {
    return new Progress(
        Math.max(a.percent, b.percent),
        Math.max(a.seconds, b.seconds),
        a.completed || b.completed,
        earliest(a.enrolledAt, b.enrolledAt),
        earliest(a.startedAt, b.startedAt),
        latest(a.lastAccessedAt, b.lastAccessedAt),
        earliest(a.completedAt, b.completedAt));
  }

  /** Returns whether {@code seen} would take back something that is known. */
  static boolean regresses(Progress known, Progress seen) {
    return seen.percent < known.percent || seen.seconds < known.seconds || known.completed && !seen.completed;
  }

  private static Instant earliest(Instant a, Instant b) {
    return a == null ? b : b == null || a.isBefore(b) ? a : b;
  }

  private static Instant latest(Instant a, Instant b) {
    return a == null ? b : b == null || a.isAfter(b) ? a : b;
  }
}
