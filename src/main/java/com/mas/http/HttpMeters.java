package com.mas.http;

import com.mas.meters.Meters;
import com.mas.meters.Meters.Scale;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Times of answers by class of status: of each operation their number, sum and longest, of each domain's operations
 * together a histogram. A histogram of each operation would be some ten thousand series.
 */
final class HttpMeters {
  private static final int CLASSES = 5;
  private static final ConcurrentHashMap<String, HttpMeters> OPERATIONS = new ConcurrentHashMap<>();

  private final String id;
  /** Kept by class of status; made at the first such answer, as most operations answer with few of them. */
  private final Both[] timers = new Both[CLASSES];

  private record Both(Timer ofOperation, Timer ofDomain) {
    static Both of(String id, String status) {
      return new Both(Meters.timer("http.operation", "Time of answers of an operation",
          "operation", id, "status", status),
          Meters.histogram("http.requests", "Time of answers of all operations of a domain; none: of no operation",
              Scale.BRIEF, "domain", id.replaceFirst("\\..*", ""), "status", status));
    }
  }

  private HttpMeters(String id) {
    this.id = id;
  }

  /** @param operation null for what no operation answered */
  static void record(Operation operation, int status, long nanos) {
    String id = operation == null ? "none" : operation.id();
    HttpMeters meters = OPERATIONS.get(id);
    (meters == null ? OPERATIONS.computeIfAbsent(id, HttpMeters::new) : meters)
        .record(Math.clamp(status / 100, 1, CLASSES) - 1, nanos);
  }

  /** Two threads that are here for the first time get the same timers. */
  private void record(int status, long nanos) {
    Both both = timers[status];
    if (both == null) {
      both = Both.of(id, status + 1 + "xx");
      timers[status] = both;
    }
    both.ofOperation.record(nanos, TimeUnit.NANOSECONDS);
    both.ofDomain.record(nanos, TimeUnit.NANOSECONDS);
  }
}
