package com.mas.domain.platform.settings;

import com.mas.domain.platform.settings.NodeContract.Http;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Says how many HTTP operations this node answered in the last minute, and how fast. It compares the histograms that
 * the edge keeps for the metrics with what they were a minute ago, so that an answer costs nothing more.
 */
final class AnswerTimes {
  private static final String METER = "http.requests";
  private static final double PERCENTILE = 0.95;

  /** Counts of the reports of the last minute, the oldest first. */
  private final Deque<Counts> earlier = new ArrayDeque<>();
  private final int reports;

  /**
   * Counts since the start of the process.
   *
   * @param atMost answers that took at most so many milliseconds
   */
  record Counts(NavigableMap<Double, Double> atMost, long all, long failed) {}

  /** @param reports that are made in a minute */
  AnswerTimes(int reports) {
    this.reports = reports;
  }

  /** Returns the figures of the last minute; called once for each report. */
  Http lastMinute() {
    Counts now = counts();
    Counts before = earlier.isEmpty() ? now : earlier.getFirst();
    earlier.addLast(now);
    if (earlier.size() > reports) {
      earlier.removeFirst();
    }
    return between(before, now);
  }

  /** Returns what was answered from the one moment to the other. */
  static Http between(Counts before, Counts now) {
    long all = now.all() - before.all();
    TreeMap<Double, Double> atMost = new TreeMap<>();
    now.atMost().forEach((bound, count) -> atMost.put(bound, count - before.atMost().getOrDefault(bound, 0.0)));
    return new Http(all, now.failed() - before.failed(), all == 0 ? null : percentile(atMost, all));
  }

  /**
   * Returns the time that 95 of 100 did not exceed, taking those of a bucket to be spread evenly over it. What took
   * longer than the last bound is said to have taken that.
   */
  private static double percentile(NavigableMap<Double, Double> atMost, long all) {
    double wanted = all * PERCENTILE;
    double bound = 0;
    double below = 0;
    for (var bucket : atMost.entrySet()) {
      if (bucket.getValue() >= wanted) {
        double within = (wanted - below) / (bucket.getValue() - below);
        return Math.round((bound + within * (bucket.getKey() - bound)) * 10) / 10.0;
      }
      bound = bucket.getKey();
      below = bucket.getValue();
    }
    return bound;
  }

  /** Adds up the histograms of all domains; pages, files and unknown paths belong to none and are left out. */
  private static Counts counts() {
    TreeMap<Double, Double> atMost = new TreeMap<>();
    long all = 0;
    long failed = 0;
    for (Timer timer : Metrics.globalRegistry.find(METER).timers()) {
      if (!"none".equals(timer.getId().getTag("domain"))) {
        HistogramSnapshot snapshot = timer.takeSnapshot();
        all += snapshot.count();
        failed += "5xx".equals(timer.getId().getTag("status")) ? snapshot.count() : 0;
        for (CountAtBucket bucket : snapshot.histogramCounts()) {
          atMost.merge(bucket.bucket(TimeUnit.MILLISECONDS), bucket.count(), Double::sum);
        }
      }
    }
    return new Counts(atMost, all, failed);
  }
}
