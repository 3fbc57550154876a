package com.mas.domain.learning.sync;

import com.mas.runs.Politeness;
import java.time.Duration;

/** Pauses between two requests to the provider: at random within bounds, as a person would. */
record Pauses(Politeness pages, Politeness reports) {
  Duration page() {
    return pages.next();
  }

  Duration report() {
    return reports.next();
  }
}
