package com.mas.runs;

import com.mas.bus.Text;
import java.time.Duration;

/** The engine's decisions, as functions of values. */
final class RunRules {
  /** A run that has written nothing for so long is nobody's any more. */
  static final Duration LEASE = Duration.ofSeconds(60);
  /** After that, what a run has done is not what is asked for now. */
  static final Duration STALE = Duration.ofHours(24);

  private static final int MOST_ERROR = 500;

  /** Times that the stored request of a run is tried again after it has failed for good. */
  static final int MAX_REVIVED = 3;

  /** Fate of a run on which nobody works: it goes on, its domain ends it, or the engine does. */
  enum Rescue {
    GO_ON, END, FAIL
  }

  enum Claim { RESUME, SUPERSEDE, REFUSE }

  private RunRules() {}

  /**
   * Decides about a run that is under way when somebody asks for it. Whoever began a run goes on with it; a stored
   * request that comes again has lost its node, a person who asks twice has not.
   *
   * @param same whether the asker began it
   * @param stored whether the asker is a stored request
   * @param held whether somebody has its token
   * @param silent since when it has written nothing
   */
  static Claim claim(boolean same, boolean stored, boolean held, Duration silent) {
    boolean alive = silent.compareTo(LEASE) <= 0;
    if (same && (stored || !held || !alive)) {
      return silent.compareTo(STALE) <= 0 ? Claim.RESUME : Claim.SUPERSEDE;
    }
    return alive ? Claim.REFUSE : Claim.SUPERSEDE;
  }

  /**
   * Decides about a run on which nobody works. The last time that its request is tried again, the run is cancelled, so
   * that its domain ends it.
   *
   * @param job state of its stored request; null when there is none any more
   * @param revived how often the request was tried again
   */
  static Rescue rescue(String job, int revived) {
    if (!"dead".equals(job) || revived >= MAX_REVIVED) {
      return Rescue.FAIL;
    }
    return revived == MAX_REVIVED - 1 ? Rescue.END : Rescue.GO_ON;
  }

  /** Says what a completed run lacks; null for one whose books balance. */
  static String imbalance(Counts counts) {
    long missing = counts.missing();
    return missing == 0 ? null : "The books do not balance: " + counts.get(Counts.READ) + " read, "
        + counts.get(Counts.WRITTEN) + " written, " + counts.get(Counts.SKIPPED) + " skipped, "
        + counts.get(Counts.FAILED) + " failed.";
  }

  /** Cuts why a run ended to what is kept of it; null stays null. */
  static String shown(String error) {
    return error == null ? null : Text.cut(error, MOST_ERROR);
  }

  /** A pause between {@code least} and {@code most}; {@code unit} is a random number in [0, 1). */
  static Duration pause(Duration least, Duration most, double unit) {
    return least.plusMillis((long) ((most.toMillis() - least.toMillis()) * unit));
  }
}
