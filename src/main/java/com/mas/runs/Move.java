package com.mas.runs;

/**
 * Says what a step has done.
 *
 * @param checkpoint where the next step begins
 * @param done whether the phase is over
 * @param counts to be added to those of the run
 * @param percent how far the run is, 0 to 100; null when it cannot be told
 */
public record Move<C>(C checkpoint, boolean done, Counts counts, Integer percent) {
  /** The phase goes on from there. */
  public static <C> Move<C> to(C checkpoint) {
    return new Move<>(checkpoint, false, Counts.NONE, null);
  }

  /** The phase is over, and the next one begins there. */
  public static <C> Move<C> done(C checkpoint) {
    return new Move<>(checkpoint, true, Counts.NONE, null);
  }

  public Move<C> count(String name, long number) {
    return new Move<>(checkpoint, done, counts.plus(name, number), percent);
  }

  public Move<C> percent(int reached) {
    return new Move<>(checkpoint, done, counts, reached);
  }
}
