package com.mas.runs;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between two calls of an outside source: at random within bounds, as a person would. Each source,
 * and each kind of call that a source minds differently, has its own.
 */
public record Politeness(Duration least, Duration most, RandomGenerator random) {
  /** Serves what is ours, or must answer a person at once. */
  public static final Politeness NONE = new Politeness(Duration.ZERO, Duration.ZERO, () -> 0);

  public Duration next() {
    return RunRules.pause(least, most, random.nextDouble());
  }
}
