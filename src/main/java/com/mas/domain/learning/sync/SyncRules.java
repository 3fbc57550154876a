package com.mas.domain.learning.sync;

import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.runs.Counts;
import com.mas.runs.RunsContract.State;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The sync's decisions, as functions of values. */
final class SyncRules {
  static final int MIN_INTERVAL_HOURS = 1;
  static final int MAX_INTERVAL_HOURS = 720;
  static final int DEFAULT_INTERVAL_HOURS = 24;

  /** A report costs a request, a page of a hundred learners too. */
  private static final int PAGE_SIZE = Lms.PAGE_SIZE;

  /** A fast listing ends with so many known learners in a row: the provider's order, newest first, is not strict. */
  static final int KNOWN_IN_ROW = 5;
  /** The second pass, which ends as soon as nobody is missing. */
  static final int TOP_UP_PASS = 2;
  /** The pass that reads all of the list again. */
  static final int WHOLE_PASS = 3;

  private SyncRules() {}

  static int intervalHours(Integer asked) {
    int hours = asked == null ? DEFAULT_INTERVAL_HOURS : asked;
    return Math.clamp(hours, MIN_INTERVAL_HOURS, MAX_INTERVAL_HOURS);
  }

  /** Bounds as {@link #intervalHours} does; null stays null. */
  static Integer hours(Integer asked) {
    return asked == null ? null : intervalHours(asked);
  }

  /** A setting as it was kept; what is no number of hours is the default. */
  static int hoursOf(String kept, int otherwise) {
    return kept == null || !kept.matches("[0-9]{1,6}") ? otherwise : intervalHours(Integer.valueOf(kept));
  }

  /** Into 0..100; null stays null. */
  static Integer wholePercent(Integer asked) {
    return asked == null ? null : Math.clamp(asked, 0, 100);
  }

  /** Into 0..100 with two decimals, as the column holds it; what is no number is 0. */
  static double percent(double raw) {
    return Double.isNaN(raw) ? 0 : Math.round(Math.clamp(raw, 0, 100) * 100) / 100.0;
  }

  /** Returns the engine's books of a run: who was listed, and what came of it. */
  static Counts counts(Run run) {
    return Counts.NONE.plus(Counts.READ, run.learnersFetched()).plus(Counts.WRITTEN, run.learnersUpserted())
        .plus(Counts.SKIPPED, run.learnersUnchanged() + run.regressionsBlocked())
        .plus("reports", run.reportsFetched()).plus("reportsFailed", run.reportsFailed());
  }

  /** Returns the engine's word for a run's status. */
  static State state(String status) {
    return switch (status) {
      case "success", "incomplete" -> State.COMPLETED;
      default -> State.FAILED;
    };
  }

  /**
   * Returns the pass over the list that comes after one that has read it to its end; the same one when none does.
   * Learners who enrol meanwhile move the rows down: earlier rows are read twice, and the new learners stand at the
   * beginning. A list that shrinks moves the rows up, past the reader, so that all of it must be read again.
   *
   * @param atSource the provider's count at the last page, or null
   * @param seen different learners in all passes
   * @param shrank whether the count fell during this pass
   */
  static int nextPass(boolean fast, int pass, Integer atSource, int seen, int pagesFailed, boolean shrank) {
    if (fast || atSource == null || pagesFailed > 0 || pass == WHOLE_PASS) {
      return pass;
    }
    return shrank ? WHOLE_PASS : pass == 1 && seen < atSource ? TOP_UP_PASS : pass;
  }

  /** Says what a listing is short of; null for a whole one. */
  static String shortfall(Integer atSource, int seen, int pagesFailed, boolean shrank) {
    if (pagesFailed > 0) {
      return pagesFailed + " page(s) of the listing could not be read; errors has their row offsets.";
    }
    if (atSource != null && seen < atSource) {
      return "Listing: the provider has " + atSource + " learners, the run saw " + seen
          + (seen >= Listing.MAX_ROWS ? "; further rows are not read." : ".");
    }
    if (atSource != null && seen > atSource && !shrank) {
      return "Listing: the provider counts " + atSource + " learners and lists " + seen + ".";
    }
    return shrank ? "Listing: learners left the course whenever it was read; others may have been missed." : null;
  }

  /** Pages with so many rows. */
  static int pages(int rows) {
    return Math.ceilDiv(rows, PAGE_SIZE);
  }

  /** Text as an element of PostgreSQL's array, for arrays in arrays. */
  static String arrayLiteral(List<String> texts) {
    return texts.stream()
        .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }

  /**
   * Returns how far a run is, in requests to the provider: a page counts as much as a report.
   *
   * @param reportsDue known once the reports begin; before that, guessed as all learners
   */
  static double done(String phase, Integer learnersAtSource, int nextStart, boolean reports, int reportsDue,
      int reportsDone) {
    int learners = learnersAtSource == null ? 0 : learnersAtSource;
    double pages = Math.max(1, Math.ceil(learners / (double) PAGE_SIZE));
    boolean listing = phase.equals("listing");
    double pagesDone = listing ? Math.min(pages, Math.ceil(nextStart / (double) PAGE_SIZE)) : pages;
    double guessed = !reports ? 0 : listing || phase.equals("phones") || reportsDue == 0 ? learners : reportsDue;
    return switch (phase) {
      case "queued" -> 0;
      case "listing" -> learnersAtSource == null ? 0 : 100 * pagesDone / Math.max(1, pages + guessed);
      case "done", "awards", "phones_again" -> 100;
      default -> 100 * (pagesDone + reportsDone) / Math.max(1, pages + guessed);
    };
  }

  /** Estimates from the pace so far; null when there is none yet. */
  static Long etaSeconds(double percent, Duration elapsed) {
    return percent <= 0 || percent > 100 ? null
        : (long) Math.ceil(elapsed.toMillis() / 1000.0 * (100 - percent) / percent);
  }
}
