package com.mas.domain.sync;

import java.time.Duration;

/** The sync's decisions, as functions of values. */
final class SyncRules {
  static final int MIN_INTERVAL_HOURS = 1;
  static final int MAX_INTERVAL_HOURS = 720;
  static final int DEFAULT_INTERVAL_HOURS = 24;

  /** A report costs a request, a page of a hundred learners too. */
  private static final int PAGE_SIZE = LmsConnector.PAGE_SIZE;

  private SyncRules() {}

  static int intervalHours(Integer asked) {
    int hours = asked == null ? DEFAULT_INTERVAL_HOURS : asked;
    return Math.clamp(hours, MIN_INTERVAL_HOURS, MAX_INTERVAL_HOURS);
  }

  /** Into 0..100 with two decimals, as the column holds it; what is no number is 0. */
  static double percent(double raw) {
    return Double.isNaN(raw) ? 0 : Math.round(Math.clamp(raw, 0, 100) * 100) / 100.0;
  }

  /** A pause between {@code least} and {@code most}; {@code unit} is a random number in [0, 1). */
  static Duration pause(Duration least, Duration most, double unit) {
    return least.plusMillis((long) ((most.toMillis() - least.toMillis()) * unit));
  }

  /** @param limit default 50, 1 to 200 */
  static int limit(Integer limit) {
    return limit == null ? 50 : Math.clamp(limit, 1, 200);
  }

  static long offset(Long offset) {
    return offset == null ? 0 : Math.max(0, offset);
  }

  /** How a run that reached its end is called. Learners that joined meanwhile only make it see more than there were. */
  static String verdict(Integer learnersAtSource, int learnersSeen, int pagesFailed) {
    boolean missing = learnersAtSource != null && learnersSeen < learnersAtSource;
    return pagesFailed > 0 || missing ? "incomplete" : "success";
  }

  /** What is missing of an incomplete run, in words; null for a complete one. */
  static String shortfall(Integer learnersAtSource, int learnersSeen, int pagesFailed) {
    if (pagesFailed > 0) {
      return pagesFailed + " page(s) could not be read.";
    }
    return learnersAtSource != null && learnersSeen < learnersAtSource
        ? "The provider has " + learnersAtSource + " learners, the run saw " + learnersSeen + "."
        : null;
  }

  /**
   * How far a run is, in requests to the provider: a page counts as much as a report.
   *
   * @param reportsDue known once the listing is done; before that, guessed as all learners
   */
  static double done(String phase, Integer learnersAtSource, int nextStart, boolean reports, int reportsDue,
      int reportsDone) {
    int learners = learnersAtSource == null ? 0 : learnersAtSource;
    double pages = Math.max(1, Math.ceil(learners / (double) PAGE_SIZE));
    double pagesDone = phase.equals("listing") ? Math.min(pages, Math.ceil(nextStart / (double) PAGE_SIZE)) : pages;
    double guessed = !reports ? 0 : phase.equals("listing") ? learners : reportsDue;
    return switch (phase) {
      case "queued" -> 0;
      case "done", "awards" -> 100;
      default -> 100 * (pagesDone + reportsDone) / Math.max(1, pages + guessed);
    };
  }

  /** From the pace so far; null when there is none yet. */
  static Long etaSeconds(double percent, Duration elapsed) {
    return percent <= 0 || percent > 100 ? null
        : (long) Math.ceil(elapsed.toMillis() / 1000.0 * (100 - percent) / percent);
  }
}
