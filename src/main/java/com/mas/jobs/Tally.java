package com.mas.jobs;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Figures of this node's last minute, by queue, for the board of all nodes. For one event loop only. */
final class Tally {
  /** Number of buckets of waits: under 1 ms, then under 2, 4, 8 … ms; the last one is everything above. */
  static final int BUCKETS = 24;
  private static final long MINUTE_NANOS = 60_000_000_000L;

  /** A queue's part of a report; the counts are those of so many seconds. */
  record Lately(double seconds, long completed, long failed, long dead, List<Long> waits) {}

  /** Totals since the start, which only grow: completed, failed, dead, then the waits. */
  private final Map<String, long[]> totals = new LinkedHashMap<>();
  private final ArrayDeque<Snapshot> snapshots = new ArrayDeque<>();

  private record Snapshot(long nanos, Map<String, long[]> totals) {}

  void begun(String queue, long waitMillis) {
    of(queue)[3 + Math.min(BUCKETS - 1, 64 - Long.numberOfLeadingZeros(Math.max(0, waitMillis)))]++;
  }

  void completed(String queue) {
    of(queue)[0]++;
  }

  void failed(String queue, boolean dead) {
    of(queue)[1]++;
    if (dead) {
      of(queue)[2]++;
    }
  }

  /** Since the report that is about a minute old; queues where nothing happened are left out. */
  Map<String, Lately> lately(long nanos) {
    while (snapshots.size() > 1 && nanos - snapshots.peekFirst().nanos > MINUTE_NANOS) {
      snapshots.removeFirst();
    }
    Snapshot since = snapshots.isEmpty() ? new Snapshot(nanos, Map.of()) : snapshots.peekFirst();
    Map<String, Lately> report = new LinkedHashMap<>();
    Map<String, long[]> now = new LinkedHashMap<>();
    totals.forEach((queue, total) -> {
      now.put(queue, total.clone());
      long[] before = since.totals.getOrDefault(queue, new long[3 + BUCKETS]);
      long[] lately = IntStream.range(0, total.length).mapToLong(i -> total[i] - before[i]).toArray();
      if (IntStream.range(0, lately.length).anyMatch(i -> lately[i] != 0)) {
        report.put(queue, new Lately(Math.max(1, (nanos - since.nanos) / 1e9), lately[0], lately[1], lately[2],
            IntStream.range(3, lately.length).mapToObj(i -> lately[i]).toList()));
      }
    });
    snapshots.addLast(new Snapshot(nanos, now));
    return report;
  }

  private long[] of(String queue) {
    return totals.computeIfAbsent(queue, name -> new long[3 + BUCKETS]);
  }

  /** The wait that so many of all did not exceed, read off the buckets; null when there were none. */
  static Double quantile(long[] buckets, double part) {
    long all = 0;
    for (long bucket : buckets) {
      all += bucket;
    }
    double wanted = all * part;
    long before = 0;
    for (int i = 0; i < buckets.length; i++) {
      if (buckets[i] > 0 && before + buckets[i] >= wanted) {
        double from = i == 0 ? 0 : Math.pow(2, i - 1);
        double to = Math.pow(2, i);
        return Math.round((from + (to - from) * (wanted - before) / buckets[i]) * 10) / 10.0;
      }
      before += buckets[i];
    }
    return null;
  }
}
