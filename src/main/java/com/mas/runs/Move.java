package com.mas.runs;

import java.time.Instant;

/**
 * Says what a step has done.
 *
 * @param checkpoint where the next step begins
 * @param done whether the phase is over
 * @param counts to be added to those of the run
 * @param percent how far the run is, 0 to 100; null when it cannot be told
 * @param due the earliest time for what is left; null: at once
 * @param failure why the run ends here as failed; null when it does not
 */
public record Move<C>(C checkpoint, boolean done, Counts counts, Integer percent, Instant due, String failure) {
  /** The phase goes on from there. */
  public static <C> Move<C> to(C checkpoint) {
    return new Move<>(checkpoint, false, Counts.NONE, null, null, null);
  }

  /** The phase is over, and the next one begins there. */
  public static <C> Move<C> done(C checkpoint) {
    return new Move<>(checkpoint, true, Counts.NONE, null, null, null);
  }

  public Move<C> count(String name, long number) {
    return count(Counts.NONE.plus(name, number));
  }

  public Move<C> count(Counts more) {
    return new Move<>(checkpoint, done, counts.plus(more), percent, due, failure);
  }

  public Move<C> percent(int reached) {
    return new Move<>(checkpoint, done, counts, reached, due, failure);
  }

  /** Leaves what is left to another slice, which is not worked on before. */
  public Move<C> rest(Instant until) {
    return new Move<>(checkpoint, done, counts, percent, until, failure);
  }

  /** Ends the run as failed, with what this move writes. */
  public Move<C> stop(String why) {
    return new Move<>(checkpoint, done, counts, percent, due, why);
  }
}
