package com.mas.domain.sync;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.domain.sync.LearnerRepository.Award;
import com.mas.domain.sync.LearnerRepository.Due;
import com.mas.domain.sync.LmsConnector.LearnerReport;
import com.mas.domain.sync.LmsConnector.UnreadableAnswer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Second phase: a detailed report for each learner whose listing moved since the last one, or who never had one. Asking
 * for the others would cost the provider a request and tell nothing. A report that was stored is not due any more, so a
 * run that was cut off does not fetch it again.
 */
final class Reports {
  private static final int BATCH = 50;
  /** With polite pauses a batch takes minutes; what was fetched is stored before that. */
  private static final Duration STORE_AFTER = Duration.ofSeconds(5);
  private static final int MAX_FAILED_IN_ROW = 10;

  private final Stores stores;
  private final Pauses pauses;
  private final Awards awards;

  Reports(Stores stores, Pauses pauses, Awards awards) {
    this.stores = stores;
    this.pauses = pauses;
    this.awards = awards;
  }

  /** @return the run as it is then; still in its reports when the slice was over first */
  RunRow run(Slice slice, RunRow from) {
    RunRow run = from;
    if (run.shown().reportsDue() == 0) {
      int due = stores.learners().countReportsDue(run);
      run = slice.write(tx -> stores.runs().setPhase(tx, from.id(), "reports", due));
    }
    int failedInRow = 0;
    while (true) {
      List<Due> due = stores.learners().reportsDue(run, run.nextAfter(), BATCH);
      if (due.isEmpty()) {
        return slice.write(tx -> stores.runs().setPhase(tx, from.id(), "awards", null));
      }
      Batch batch = new Batch(slice.now());
      for (Due learner : due) {
        Slice.pause(pauses.report());
        failedInRow = fetch(slice, run, learner, batch) ? 0 : failedInRow + 1;
        boolean over = slice.isOver();
        if (over || failedInRow >= MAX_FAILED_IN_ROW || slice.now().isAfter(batch.begun.plus(STORE_AFTER))) {
          run = store(slice, run, batch);
          batch = new Batch(slice.now());
        }
        if (failedInRow >= MAX_FAILED_IN_ROW) {
          throw Failure.PROVIDER_FAILED.with(MAX_FAILED_IN_ROW + " reports in a row could not be had.");
        }
        if (over) {
          return run;
        }
      }
      run = store(slice, run, batch);
    }
  }

  private static final class Batch {
    private final Instant begun;
    private final List<LearnerReport> reports = new ArrayList<>();
    private final List<Due> completers = new ArrayList<>();
    private String last = "";
    private int failed;

    Batch(Instant begun) {
      this.begun = begun;
    }
  }

  private boolean fetch(Slice slice, RunRow run, Due learner, Batch batch) {
    batch.last = learner.userId();
    try {
      LearnerReport report = slice.session().report(run.courseId(), learner.userId());
      batch.reports.add(report);
      if (!report.completedModules().isEmpty()) {
        batch.completers.add(learner);
      }
      return true;
    } catch (UnreadableAnswer e) {
      stores.runs().keepError(run.id(), "reports", learner.userId(), e.getMessage(), e.excerpt());
    } catch (FailureException e) {
      if (e.failure() != Failure.PROVIDER_FAILED && e.failure() != Failure.NOT_FOUND) {
        throw e; // nobody else's report would come either
      }
      stores.runs().keepError(run.id(), "reports", learner.userId(), e.getMessage(), null);
    }
    batch.failed++;
    return false;
  }

  /** Reports, checkpoint and awards in one commit. */
  private RunRow store(Slice slice, RunRow run, Batch batch) {
    if (batch.last.isEmpty()) {
      return run;
    }
    Map<String, UUID> accounts = awards.accounts(slice.call(), run, batch.completers);
    return slice.told(slice.write(tx -> {
      Future<RowSet<Row>> written =
          stores.learners().writeReports(tx, run, batch.reports, batch.last, batch.failed, slice.now());
      List<Award> due = accounts.isEmpty() ? List.of() : stores.learners().award(tx, run, accounts, slice.now());
      if (!due.isEmpty()) {
        stores.outbox().award(tx, slice.call(), run, due);
      }
      return stores.runs().one(Database.await(written)).orElseThrow();
    }));
  }
}
