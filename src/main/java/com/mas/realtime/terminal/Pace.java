package com.mas.realtime.terminal;

/** Allows so many bytes a second on average, with a burst; what goes beyond has to wait. Not thread-safe. */
final class Pace {
  private final double perNano;
  private final long burst;
  private double left;
  private long last;

  /** @param now of {@link System#nanoTime()}, here and below */
  Pace(long perSecond, long burst, long now) {
    this.perNano = perSecond / 1e9;
    this.burst = burst;
    this.left = burst;
    this.last = now;
  }

  /** The debt is bounded: a time of plenty is not paid for later. */
  void take(long bytes, long now) {
    hasSome(now);
    left = Math.max((double) -burst, left - bytes);
  }

  boolean hasSome(long now) {
    return has(1, now);
  }

  /** Returns whether so many bytes may go at once. */
  boolean has(long bytes, long now) {
    left = Math.min((double) burst, left + (now - last) * perNano);
    last = now;
    return left >= bytes;
  }
}
