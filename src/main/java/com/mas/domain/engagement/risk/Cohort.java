package com.mas.domain.engagement.risk;

import java.util.Collection;
import java.util.Objects;
import java.util.function.Function;

/** Learners with whom one is compared: the same course or batch, at the same age. Knows values, not whose they are. */
final class Cohort {
  private final int size;
  private final double[] activity;
  private final double[] progress;
  private final double[] delays;
  private final double[] tests;

  private Cohort(int size, double[] activity, double[] progress, double[] delays, double[] tests) {
    this.size = size;
    this.activity = activity;
    this.progress = progress;
    this.delays = delays;
    this.tests = tests;
  }

  static Cohort of(Collection<Facts> all) {
    return new Cohort(all.size(), sorted(all, facts -> facts.presence().activity()),
        sorted(all, facts -> facts.work().progress() == null && facts.work().isExpected() ? Double.valueOf(0)
            : facts.work().progress()),
        sorted(all, facts -> facts.work().delay()),
        sorted(all, facts -> facts.graded().mean()));
  }

  private static double[] sorted(Collection<Facts> all, Function<Facts, Double> value) {
    return all.stream().map(value).filter(Objects::nonNull).mapToDouble(each -> each).sorted().toArray();
  }

  int size() {
    return size;
  }

  double[] activity() {
    return activity;
  }

  double[] progress() {
    return progress;
  }

  double[] delays() {
    return delays;
  }

  double[] tests() {
    return tests;
  }

  /**
   * 100 with everybody ahead, 0 with nobody; those who are level count half.
   *
   * @param sorted not empty: among nobody there is no place
   */
  static double behind(double[] sorted, double value) {
    int below = firstFrom(sorted, value);
    int upTo = firstFrom(sorted, Math.nextUp(value));
    return 100 * (1 - (below + upTo) / 2.0 / sorted.length);
  }

  /** Returns how much of the cohort's median is missing, in percent of it; 0 when the median is 0. */
  static double shortfall(double[] sorted, double value) {
    double median = quantile(sorted, 0.5);
    return median > 0 ? 100 * Math.max(0, 1 - value / median) : 0;
  }

  static double quantile(double[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
  }

  /** The index of the first that is not below the value. */
  private static int firstFrom(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
