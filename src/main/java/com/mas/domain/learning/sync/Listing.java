package com.mas.domain.learning.sync;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.Lms.LearnerPage;
import com.mas.sources.Ask;
import com.mas.sources.Batch;
import com.mas.sources.Pages;
import com.mas.sources.Trouble;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * First phase: the learners of the course, a page at a time; the next page comes while the last one is written. A full
 * listing that does not balance, because the list moved while it was read, is read once more. A fast one ends where it
 * comes to learners who are known.
 */
final class Listing {
  /** The provider's pages are read up to here: 200 pages, as many as it is known to serve. */
  static final int MAX_ROWS = 200 * Lms.PAGE_SIZE;
  /** Counts how many pages in a row that cannot be had are no page's fault any more. */
  private static final int MAX_FAILED_IN_ROW = 3;

  private final Stores stores;
  private final Pauses pauses;
  private final Supplier<UUID> ids;

  Listing(Stores stores, Pauses pauses, Supplier<UUID> ids) {
    this.stores = stores;
    this.pauses = pauses;
    this.ids = ids;
  }

  /**
   * @param page null when it could not be had; {@code failure} says why
   * @param columns what of it is to be merged
   * @param enough whether nothing is missing after it: known learners in a fast run, everybody in a second reading
   */
  private record Fetched(int start, Batch<LearnerPage.Row> page, LearnerColumns columns, boolean enough,
      FailureException failure) {
    int next() {
      // rows that stand twice do not count, and a page may be shorter than asked for though more follow
      return start + (page == null ? Lms.PAGE_SIZE : page.rows().size() + page.unread().size());
    }

    boolean isLast(Integer atSource) {
      if (enough || next() >= MAX_ROWS) {
        return true;
      }
      return page == null ? atSource != null && next() >= atSource : page.next() == null;
    }
  }

  /** Known learners in a row at the end of the last page; counted in a fast run only. */
  private static final class Streak {
    private int known;
  }

  /** @param over the slice ended before the list did */
  private record Read(RunRow run, boolean over, boolean enough) {}

  /** @return the run as it is then; still in its listing when the slice was over first */
  RunRow run(SyncSlice slice, RunRow from) {
    RunRow run = from;
    Seen seen = stores.learners().seen(run);
    while (true) {
      Read read = pass(slice, run, seen);
      RunRow last = read.run;
      if (read.over) {
        return last;
      }
      int pass = SyncRules.nextPass(last.fast(), last.pass(), last.atSource(), last.seen(), last.pagesFailed(),
          last.shrank());
      if (pass == last.pass()) {
        return slice.told(slice.write(tx -> end(tx, slice, last, read.enough, seen.inPass())));
      }
      seen.nextPass();
      run = slice.told(slice.write(tx -> stores.runs().nextPass(tx, last.id(), pass)));
    }
  }

  private Read pass(SyncSlice slice, RunRow from, Seen seen) {
    RunRow run = from;
    int failedInRow = 0;
    Pages<LearnerPage.Row, Fetched> pages = pages(slice, from, seen);
    int start = from.nextStart();
    while (true) {
      Fetched fetched = pages.take(ask(from, start));
      boolean last = fetched.isLast(run.atSource());
      boolean over = !last && slice.isOver();
      start = fetched.next();
      if (!last && !over) {
        pages.ahead(ask(from, start));
      }
      if (fetched.page == null) {
        if (++failedInRow >= MAX_FAILED_IN_ROW || run.atSource() == null && last) {
          throw fetched.failure;
        }
        run = slice.write(tx -> stores.runs().skipPage(tx, from.id(), fetched.next()));
      } else {
        failedInRow = 0;
        RowSet<Row> merged =
            stores.learners().merge(run, slice.worker(), fetched.columns, fetched.next(), slice.now());
        merged.forEach(row -> slice.held().hear(row.getBoolean("cancelling")));
        run = stores.runs().one(merged).orElseThrow(slice.held()::lost);
      }
      slice.told(run);
      if (last || over) {
        return new Read(run, over, fetched.enough);
      }
    }
  }

  /** Ends the listing, and marks learners who are missing at the source once the list is known to be whole. */
  private RunRow end(Tx tx, SyncSlice slice, RunRow run, boolean enough, int seenInPass) {
    int seen = run.pass() == SyncRules.WHOLE_PASS ? seenInPass : run.seen();
    String shortfall = run.fast() ? SyncRules.shortfall(null, seen, run.pagesFailed(), false)
        : SyncRules.shortfall(run.atSource(), seen, run.pagesFailed(), run.shrank());
    if (run.fast() && enough) {
      stores.runs().stopEarly(tx, run.id());
    } else if (!run.fast() && shortfall == null) {
      stores.learners().vanish(tx, run, run.pass() == SyncRules.WHOLE_PASS ? run.pass() : 1, slice.now());
    }
    return stores.runs().endListing(tx, run.id(), shortfall);
  }

  private static Ask ask(RunRow run, int start) {
    return Ask.about(run.courseId()).rows(start, Lms.PAGE_SIZE);
  }

  private Pages<LearnerPage.Row, Fetched> pages(SyncSlice slice, RunRow run, Seen seen) {
    Streak streak = new Streak();
    return new Pages<>(slice::session, Lms.LEARNERS, pauses.pages(),
        (ask, e) -> stores.runs().keepError(run.id(), "listing", ask.from(), e.getMessage(), e.excerpt()),
        got -> got.page() == null ? lost(run, got, streak)
            : sorted(run, got.ask().start(), got.page(), streak, seen));
  }

  private Fetched lost(RunRow run, Pages.Got<LearnerPage.Row> got, Streak streak) {
    streak.known = 0;
    if (got.trouble() == Trouble.LAYOUT) {
      return new Fetched(got.ask().start(), null, null, false, Failure.PROVIDER_FAILED.with(got.why().getMessage()));
    }
    if (!(got.why() instanceof FailureException e) || e.failure() != Failure.PROVIDER_FAILED) {
      throw got.why();
    }
    stores.runs().keepError(run.id(), "listing", got.ask().from(), e.getMessage(), null);
    return new Fetched(got.ask().start(), null, null, false, e);
  }

  /** Leaves out whom this run has seen before, and in a fast run all that follows enough known learners. */
  private Fetched sorted(RunRow run, int start, Batch<LearnerPage.Row> page, Streak streak, Seen seen) {
    List<LearnerPage.Row> rows = page.rows();
    page.unread().forEach(row -> stores.runs().keepError(run.id(), "listing", String.valueOf(start + row),
        "This row cannot be read, or names no learner.", null));
    Set<String> known = !run.fast() ? Set.of()
        : stores.learners().known(run, rows.stream().map(LearnerPage.Row::userId).toList());
    List<LearnerPage.Row> fresh = new ArrayList<>(rows.size());
    int listed = 0;
    while (listed < rows.size() && streak.known < SyncRules.KNOWN_IN_ROW) {
      LearnerPage.Row row = rows.get(listed++);
      if (seen.add(row.userId(), true)) {
        fresh.add(row);
        streak.known = known.contains(row.userId()) ? streak.known + 1 : 0;
      }
    }
    boolean enough = streak.known >= SyncRules.KNOWN_IN_ROW
        || run.pass() == SyncRules.TOP_UP_PASS && page.total() != null && seen.inRun() >= page.total();
    return new Fetched(start, page, new LearnerColumns(rows.subList(0, listed), fresh, page.total(), ids), enough,
        null);
  }
}
