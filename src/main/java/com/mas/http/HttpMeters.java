package com.mas.http;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/** Times of answers, by operation and class of status: few enough series to keep all of them. */
final class HttpMeters {
  private static final ConcurrentHashMap<String, Timer[]> TIMERS = new ConcurrentHashMap<>();

  private HttpMeters() {}

  /** @param operation null for what no operation answered */
  static void record(Operation operation, int status, long nanos) {
    String id = operation == null ? "none" : operation.id();
    Timer[] timers = TIMERS.computeIfAbsent(id, HttpMeters::timers);
    timers[Math.clamp(status / 100, 1, 5) - 1].record(Duration.ofNanos(nanos));
  }

  private static Timer[] timers(String id) {
    Timer[] timers = new Timer[5];
    for (int i = 0; i < timers.length; i++) {
      timers[i] = Metrics.timer("http.operation", "operation", id, "status", (i + 1) + "xx");
    }
    return timers;
  }
}
