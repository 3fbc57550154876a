package com.mas.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * Makes meters. One that is made again, with the same name and labels, is the one that there is. Words of a name are
 * separated by dots and have no unit: {@code http.requests} of a timer is {@code http_requests_seconds} in the metrics.
 */
public final class Meters {
  /** Upper bounds of a histogram's buckets. */
  public enum Scale {
    /** Goes from 1 ms to 10 s: for what somebody waits for. */
    BRIEF,
    /** Goes from 5 ms to 10 s in few buckets: for what has many labels. */
    COARSE,
    /** Goes from 10 ms to six hours: for work that nobody waits for. */
    LONG
  }

  private Meters() {}

  /** @param labels name, value, name, value… */
  public static Counter counter(String name, String help, String... labels) {
    return Counter.builder(name).description(help).tags(labels).register(Metrics.globalRegistry);
  }

  /** Makes a timer whose metrics are number, sum and longest. */
  public static Timer timer(String name, String help, String... labels) {
    return Timer.builder(name).description(help).tags(labels).register(Metrics.globalRegistry);
  }

  /** Makes a timer whose metrics have buckets, of which percentiles over all nodes are computed. */
  public static Timer histogram(String name, String help, Scale scale, String... labels) {
    Duration[] bounds = bounds(scale).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    return Timer.builder(name).description(help).tags(labels).serviceLevelObjectives(bounds)
        .minimumExpectedValue(bounds[0]).maximumExpectedValue(bounds[bounds.length - 1])
        .register(Metrics.globalRegistry);
  }

  private static LongStream bounds(Scale scale) {
    return switch (scale) {
      case BRIEF -> LongStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);
      case COARSE -> LongStream.of(5, 25, 100, 250, 1_000, 10_000);
      case LONG -> LongStream.of(10, 100, 500, 1_000, 5_000, 15_000, 60_000, 300_000, 900_000, 3_600_000, 21_600_000);
    };
  }

  /** Shows a number as it is when it is asked for, as long as somebody else holds {@code of}. */
  public static <T> T gauge(String name, String help, T of, ToDoubleFunction<T> value, String... labels) {
    Gauge.builder(name, of, value).description(help).tags(labels).register(Metrics.globalRegistry);
    return of;
  }

  /** Shows a number as {@link #gauge} does, in a unit such as {@code seconds} or {@code bytes}. */
  public static <T> T gaugeIn(String unit, String name, String help, T of, ToDoubleFunction<T> value,
      String... labels) {
    Gauge.builder(name, of, value).baseUnit(unit).description(help).tags(labels)
        .register(Metrics.globalRegistry);
    return of;
  }
}
