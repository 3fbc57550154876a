package com.mas.domain.learning.sync;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between two requests to the provider: at random within bounds, as a person would. */
record Pauses(Duration pageLeast, Duration pageMost, Duration reportLeast, Duration reportMost,
    RandomGenerator random) {
  Duration page() {
    return SyncRules.pause(pageLeast, pageMost, random.nextDouble());
  }

  Duration report() {
    return SyncRules.pause(reportLeast, reportMost, random.nextDouble());
  }
}
