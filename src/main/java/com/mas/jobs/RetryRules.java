package com.mas.jobs;

import com.mas.bus.Failure;
import java.time.Duration;
import java.util.List;

/** Decides what becomes of a job that failed. */
final class RetryRules {
  /** Longest pause between attempts, whatever the exponent. */
  static final Duration LONGEST = Duration.ofHours(1);
  /** Longest pause of a job that found nobody to run it. */
  static final Duration LONGEST_POSTPONED = Duration.ofMinutes(1);
  /** Such a job is given up after so many claims, which takes about a day. */
  static final int MOST_CLAIMS = 1500;
  /**
   * A job that is lost with its node again and again is suspected to be what kills nodes; one that was only there each
   * time must not be taken for it. After the first loss it goes back at once, after the second and each other it waits
   * that many seconds, so that it gets through at another time, with others. Lost once more, it is given up.
   */
  static final List<Integer> PAUSES_AFTER_LOSS = List.of(2, 4, 8, 16, 32, 64);
  static final int MOST_LOSSES = PAUSES_AFTER_LOSS.size() + 2;
  private static final double JITTER = 0.2;

  enum Fate { RETRY, POSTPONE, DEAD }

  record Decision(Fate fate, Duration pause) {
    /** Returns whether the attempt is one of those that the job has. */
    boolean counts() {
      return fate != Fate.POSTPONE;
    }
  }

  private RetryRules() {}

  /**
   * @param failed attempts that failed before this one
   * @param most attempts that the job has
   * @param claims how often it was taken up so far, this time included
   * @param chance in [0, 1), from a random generator
   */
  static Decision after(
      Failure failure, Integer retryAfterSeconds, int failed, int most, int claims, Duration base, double chance) {
    long wished = retryAfterSeconds == null ? 0 : retryAfterSeconds * 1000L;
    if (failure == Failure.OVERLOADED || failure == Failure.UNAVAILABLE) {
      // it was not tried: the house is full, or the database is away. That must not use up its attempts.
      return claims > MOST_CLAIMS
          ? new Decision(Fate.DEAD, Duration.ZERO)
          : new Decision(Fate.POSTPONE, pause(Duration.ofMillis(500), claims, wished, LONGEST_POSTPONED, chance));
    }
    if (!failure.retryable() || failed + 1 >= most) {
      return new Decision(Fate.DEAD, Duration.ZERO);
    }
    return new Decision(Fate.RETRY, pause(base, failed + 1, wished, LONGEST, chance));
  }

  /** Doubles with each time, bounded, give or take a fifth, and never sooner than was wished for. */
  private static Duration pause(Duration base, int time, long wishedMillis, Duration longest, double chance) {
    double exponential = base.toMillis() * Math.pow(2, Math.clamp(time - 1L, 0, 30));
    double jittered = Math.min(exponential, (double) longest.toMillis()) * (1 - JITTER + 2 * JITTER * chance);
    return Duration.ofMillis(Math.max(wishedMillis, Math.round(jittered)));
  }
}
