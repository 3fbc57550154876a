package com.mas.domain.sync;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.domain.sync.LmsConnector.LearnerPage;
import com.mas.domain.sync.LmsConnector.UnreadableAnswer;
import io.vertx.core.Future;

/** First phase: all learners of the course, a page at a time; the next page comes while the last one is written. */
final class Listing {
  /** The provider's pages are read up to here: 200 pages, as many as it is known to serve. */
  static final int MAX_ROWS = 200 * LmsConnector.PAGE_SIZE;
  /** So many pages in a row that cannot be had are no page's fault any more. */
  private static final int MAX_FAILED_IN_ROW = 3;
  private static final int READ_ATTEMPTS = 3;

  private final Stores stores;
  private final Pauses pauses;

  Listing(Stores stores, Pauses pauses) {
    this.stores = stores;
    this.pauses = pauses;
  }

  /** @param page null when it could not be had; {@code failure} says why */
  private record Fetched(int start, LearnerPage page, FailureException failure) {
    int next() {
      // rows that stand twice do not count, and a page may be shorter than asked for though more follow
      return start + (page == null ? LmsConnector.PAGE_SIZE : page.rows().size());
    }

    boolean isLast(Integer atSource) {
      if (next() >= MAX_ROWS || page != null && page.rows().isEmpty()) {
        return true;
      }
      return page == null
          ? atSource != null && next() >= atSource
          : page.rows().size() < LmsConnector.PAGE_SIZE && page.total() != null && next() >= page.total();
    }
  }

  /** @return the run as it is then; still in its listing when the slice was over first */
  RunRow run(Slice slice, RunRow from) {
    RunRow run = from;
    int failedInRow = 0;
    Future<Fetched> coming = fetch(slice, run, run.nextStart(), false);
    while (true) {
      Fetched fetched = Database.await(coming);
      boolean last = fetched.isLast(run.atSource());
      boolean over = !last && slice.isOver();
      if (!last && !over) {
        coming = fetch(slice, run, fetched.next(), true);
      }
      if (fetched.page == null) {
        if (++failedInRow >= MAX_FAILED_IN_ROW || run.atSource() == null && last) {
          throw fetched.failure;
        }
        run = slice.write(tx -> stores.runs().skipPage(tx, from.id(), fetched.next()));
      } else {
        failedInRow = 0;
        run = slice.write(tx -> stores.runs().one(
            Database.await(stores.learners().merge(tx, from, fetched.page, fetched.next(),
                slice.now()))).orElseThrow());
      }
      slice.told(run);
      if (last) {
        return slice.write(tx -> stores.runs().setPhase(tx, from.id(), "reports", null));
      }
      if (over) {
        return run;
      }
    }
  }

  private Future<Fetched> fetch(Slice slice, RunRow run, int start, boolean politely) {
    return Slice.beside(() -> {
      if (politely) {
        Slice.pause(pauses.page());
      }
      for (int attempt = 1; ; attempt++) {
        try {
          return new Fetched(start, slice.session().learners(run.courseId(), start, LmsConnector.PAGE_SIZE), null);
        } catch (UnreadableAnswer e) {
          stores.runs().keepError(run.id(), "listing", String.valueOf(start), e.getMessage(), e.excerpt());
          if (attempt >= READ_ATTEMPTS) {
            return new Fetched(start, null, Failure.PROVIDER_FAILED.with(e.getMessage()));
          }
          Slice.pause(pauses.page());
        } catch (FailureException e) {
          if (e.failure() != Failure.PROVIDER_FAILED) {
            throw e;
          }
          stores.runs().keepError(run.id(), "listing", String.valueOf(start), e.getMessage(), null);
          return new Fetched(start, null, e);
        }
      }
    });
  }
}
