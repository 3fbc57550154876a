package com.mas.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Says when a soak is flat. The first sixth is left out: compilers and caches warm up. Of the rest the median of the
 * last third may exceed that of the first by a tenth and a little more; what leaks grows by more than that in any
 * soak that is long enough.
 */
final class SoakRules {
  private static final double SHARE = 0.10;

  private SoakRules() {}

  /** @param heapMb that lives after a collection; {@code p50Ms} and {@code p99Ms} of all requests of the minute */
  record Minute(int minute, double heapMb, int threads, int files, int connections, double p50Ms, double p99Ms,
      long requests, long errors, long cpuPercent) {}

  /** Returns in words what is not flat; empty when all is. */
  static List<String> notFlat(List<Minute> minutes) {
    List<Minute> warm = minutes.subList(minutes.size() / 6, minutes.size());
    List<String> words = new ArrayList<>();
    check(words, "heap in MB", warm, Minute::heapMb, 16);
    check(words, "threads", warm, Minute::threads, 5);
    check(words, "file handles", warm, Minute::files, 10);
    check(words, "database connections", warm, Minute::connections, 2);
    check(words, "p99 in ms", warm, Minute::p99Ms, 15);
    long requests = minutes.stream().mapToLong(Minute::requests).sum();
    long errors = minutes.stream().mapToLong(Minute::errors).sum();
    if (errors * 1000 > requests) {
      words.add("errors: " + errors + " of " + requests);
    }
    return words;
  }

  private static void check(
      List<String> words, String name, List<Minute> minutes, ToDoubleFunction<Minute> figure, double slack) {
    int third = Math.max(1, minutes.size() / 3);
    double first = median(minutes.subList(0, third), figure);
    double last = median(minutes.subList(minutes.size() - third, minutes.size()), figure);
    if (last > first * (1 + SHARE) + slack) {
      words.add("%s: %.1f, then %.1f".formatted(name, first, last));
    }
  }

  private static double median(List<Minute> minutes, ToDoubleFunction<Minute> figure) {
    double[] sorted = minutes.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
