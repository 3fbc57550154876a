package com.mas.sandbox.graphy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The product's clock, moved forward by as many days as a switch says. */
final class SimulatedTime {
  static final int MOST_DAYS = 3_650;

  private final Clock clock;
  private int days;

  SimulatedTime(Clock clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().plus(Duration.ofDays(days));
  }

  int days() {
    return days;
  }

  void shiftTo(int newDays) {
    days = newDays;
  }
}
