package com.mas.sources;

/** Keeps what went wrong in a run, for people. */
@FunctionalInterface
public interface Evidence {
  /**
   * Called once for each page that is done without.
   *
   * @param position where the page begins; null at the beginning
   * @param excerpt of an answer that could not be read, else null
   */
  void keep(Place place, Stage<?> stage, String position, Trouble trouble, String message, String excerpt);
}
