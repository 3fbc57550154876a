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
 * @param stops whether the run ends here as failed
 * @param error why it does, or what a run lacks that completes with this move; else null
 */
public record Move<C>(C checkpoint, boolean done, Counts counts, Integer percent, Instant due, boolean stops,
    String error) {
  /** The phase goes on from there. */
  public static <C> Move<C> to(C checkpoint) {
    return new Move<>(checkpoint, false, Counts.NONE, null, null, false, null);
  }

  /** The phase is over, and the next one begins there. */
  public static <C> Move<C> done(C checkpoint) {
    return new Move<>(checkpoint, true, Counts.NONE, null, null, false, null);
  }

  public Move<C> count(String name, long number) {
    return count(Counts.NONE.plus(name, number));
  }

  public Move<C> count(Counts more) {
    return new Move<>(checkpoint, done, counts.plus(more), percent, due, stops, error);
  }

  public Move<C> percent(int reached) {
    return new Move<>(checkpoint, done, counts, reached, due, stops, error);
  }

  /** Leaves what is left to another slice, which is not worked on before. */
  public Move<C> rest(Instant until) {
    return new Move<>(checkpoint, done, counts, percent, until, stops, error);
  }

  /** Ends the run as failed, with what this move writes. */
  public Move<C> stop(String why) {
    return new Move<>(checkpoint, done, counts, percent, due, true, why);
  }

  /** Says what the run lacks though it completes with this move; null: nothing. */
  public Move<C> lacks(String what) {
    return new Move<>(checkpoint, done, counts, percent, due, stops, what);
  }
}
