package com.mas.domain.learning.sync;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.learning.sync.Lms.Student;
import com.mas.runs.Slice;
import com.mas.sources.Ask;
import com.mas.sources.Batch;
import com.mas.sources.UnreadableAnswer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Phones that the listing did not bring: from the learner's account, then from the provider's list of all its
 * users. The detailed report is the third place; after the reports both are looked through once more.
 */
final class Phones {
  static final String BEFORE_REPORTS = "phones";
  static final String AFTER_REPORTS = "phones_again";
  private static final int BATCH = 500;
  private static final int MAX_PAGES = 200;
  /** The checkpoint while the provider's list is read, followed by the row offset; no user id begins so. */
  private static final String LIST = "list ";

  private final Stores stores;
  private final Pauses pauses;

  Phones(Stores stores, Pauses pauses) {
    this.stores = stores;
    this.pauses = pauses;
  }

  /** @return the run in its next phase, or still in this one when the slice was over first */
  RunRow run(SyncSlice slice, RunRow from) {
    RunRow run = from;
    if (!run.nextAfter().startsWith(LIST)) {
      run = fromAccounts(slice, run);
    }
    if (run.nextAfter().startsWith(LIST)) {
      run = fromProvider(slice, run, Integer.parseInt(run.nextAfter().substring(LIST.length())));
    }
    return run;
  }

  private RunRow fromAccounts(SyncSlice slice, RunRow from) {
    RunRow run = from;
    while (true) {
      RunRow batchOf = run;
      if (run.nextAfter().isEmpty()) {
        slice.prepare(tx -> {
          stores.phones().forget(tx, batchOf, slice.now());
          return null;
        });
      }
      List<String> missing = stores.phones().missing(run, run.nextAfter(), BATCH);
      boolean last = missing.size() < BATCH;
      run = slice.told(slice.write(tx -> {
        if (!missing.isEmpty()) {
          stores.phones().copy(tx, batchOf, missing, slice.now());
        }
        return stores.runs().setAfter(tx, batchOf.id(), last ? LIST + 0 : missing.getLast());
      }));
      if (last || slice.isOver()) {
        return run;
      }
    }
  }

  /**
   * The list is long, so that it is read only as far as somebody is still without a phone, and not again within a day
   * for those of whom it has none.
   */
  private RunRow fromProvider(SyncSlice slice, RunRow from, int begin) {
    RunRow run = from;
    int start = begin;
    boolean done = stores.phones().countMissing(run, slice.now()) == 0;
    while (!done) {
      Slice.pause(pauses.page());
      Batch<Student> page = page(slice, run, start);
      Map<String, String> phones = page.rows().stream().filter(student -> student.mobile() != null)
          .collect(Collectors.toMap(Student::userId, student -> stores.rules().kept(student.mobile()),
              (first, second) -> first));
      int next = start + page.rows().size() + page.unread().size();
      RunRow before = run;
      boolean end = page.next() == null && !page.rows().isEmpty() || next >= MAX_PAGES * Lms.PAGE_SIZE;
      run = slice.told(slice.write(tx -> {
        if (!phones.isEmpty()) {
          stores.phones().fill(tx, before, phones, slice.now());
        }
        if (end) {
          stores.phones().looked(tx, before, slice.now());
        }
        return stores.runs().setAfter(tx, before.id(), LIST + next);
      }));
      start = next;
      done = page.next() == null || end || stores.phones().countMissing(run, slice.now()) == 0;
      if (!done && slice.isOver()) {
        return run;
      }
    }
    RunRow looked = run;
    return slice.told(slice.write(tx -> stores.runs().setPhase(tx, looked.id(),
        looked.phase().equals(BEFORE_REPORTS) ? "reports" : "awards", null)));
  }

  /** Without this list the run goes on: it is empty then. */
  private Batch<Student> page(SyncSlice slice, RunRow run, int start) {
    try {
      return slice.session().read(Lms.STUDENTS, Ask.about().rows(start, Lms.PAGE_SIZE));
    } catch (UnreadableAnswer e) {
      stores.runs().keepError(run.id(), run.phase(), String.valueOf(start), e.getMessage(), e.excerpt());
    } catch (FailureException e) {
      if (e.failure() != Failure.PROVIDER_FAILED && e.failure() != Failure.NOT_FOUND) {
        throw e;
      }
      stores.runs().keepError(run.id(), run.phase(), String.valueOf(start), e.getMessage(), null);
    }
    return new Batch<>(List.of(), null, null, null);
  }
}
