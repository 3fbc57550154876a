package com.mas.sources;

import com.mas.runs.Counts;
import com.mas.sources.Stage.Whole;
import java.time.Duration;
import java.util.Map;

/** Decides about listings, as functions of values. */
final class MirrorRules {
  /** Attempts at a page whose answer cannot be read. */
  static final int TRIES = 3;
  /** Counts how many pages in a row that cannot be had are no page's fault any more. */
  static final int MOST_FAILED_IN_ROW = 3;
  static final int MOST_RESTS = 12;
  /** Bounds a commit: so many details at the most are one commit, if they come within a moment. */
  static final int MOST_TOGETHER = 50;
  static final Duration MOMENT = Duration.ofMillis(500);
  /** Name of a count of a phase: pages that were done without. */
  static final String PAGES_FAILED = "pagesFailed";
  /** Name of a count of a phase: how long it took. */
  static final String MILLIS = "millis";
  private static final Duration LONGEST_REST = Duration.ofHours(1);

  private MirrorRules() {}

  /**
   * Says what a listing is short of; null for a whole one, and for one that never is.
   *
   * @param seen different rows
   * @param total at the source, at the last page; null when it does not tell
   * @param failed pages that could not be had
   * @param shrank whether the total fell while it was read
   */
  static String shortfall(Stage<?> stage, int seen, Integer total, int failed, boolean shrank) {
    if (failed > 0) {
      return failed + " page(s) of " + stage.title() + " could not be read.";
    }
    if (stage.whole() != Whole.COUNTED) {
      return null;
    }
    if (total == null || seen != total) {
      return "The source counts " + (total == null ? "no" : total) + " " + stage.title() + ", the run saw " + seen
          + ".";
    }
    return shrank ? "Rows left the list of " + stage.title() + " while it was read; others may have been missed."
        : null;
  }

  /** Returns whether a list that fell short because it moved is worth reading once more. */
  static boolean isReadAgain(int failed, int pass) {
    return failed == 0 && pass == 1;
  }

  /** Returns what a phase counted under the phase's own names. */
  static Counts ofPhase(String phase, Counts counts) {
    Counts own = Counts.NONE;
    for (Map.Entry<String, Long> count : counts.byName().entrySet()) {
      own = own.plus(phase + "." + count.getKey(), count.getValue());
    }
    return own;
  }

  static Duration rest(Integer askedSeconds) {
    Duration asked = Duration.ofSeconds(Math.max(1, askedSeconds == null ? 60 : askedSeconds));
    return asked.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : asked;
  }
}
