package com.mas.domain.learning.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.domain.learning.sync.AwardRepository.Completer;
import com.mas.domain.learning.sync.Lms.LearnerReport;
import com.mas.domain.learning.sync.ReportRepository.Due;
import com.mas.domain.learning.sync.ReportRepository.Joined;
import com.mas.runs.Slice;
import com.mas.sources.Ask;
import com.mas.sources.UnreadableAnswer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A detailed report for each learner whose listing moved since the last one, or who never had one. Asking for the
 * others would cost the provider a request and tell nothing. One report is asked for after the other; what was fetched
 * is written in batches while the next ones come. A report that was stored is not due any more, so a run that was
 * cut off does not fetch it again.
 */
final class Reports {
  static final int BATCH = 50;
  /** Read ahead; with what is known of their progress a few hundred kilobytes. */
  private static final int DUE = 200;
  /** Time after which fetched reports are stored, since with polite pauses a batch takes minutes. */
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
  RunRow run(SyncSlice slice, RunRow from) {
    RunRow begun = from;
    if (from.shown().reportsDue() == 0) {
      int count = stores.reports().countDue(from);
      begun = slice.told(slice.write(tx -> stores.runs().setPhase(tx, from.id(), "reports", count)));
    }
    Writer writer = new Writer(slice, begun);
    List<Due> due = stores.reports().due(begun, begun.nextAfter(), DUE);
    int failedInRow = 0;
    while (!due.isEmpty()) {
      Future<List<Due>> next = following(begun, due);
      for (Due learner : due) {
        Slice.pause(pauses.report());
        try {
          failedInRow = fetch(slice, begun, learner, writer) ? 0 : failedInRow + 1;
        } catch (FailureException e) {
          writer.finish(); // the others may come later; these are here
          throw e;
        }
        boolean over = slice.isOver();
        if (over || failedInRow >= MAX_FAILED_IN_ROW) {
          RunRow left = writer.finish();
          if (over) {
            return left;
          }
          throw Failure.PROVIDER_FAILED.with(MAX_FAILED_IN_ROW + " reports in a row could not be had.");
        }
        writer.writeIfDue();
      }
      due = Database.await(next);
    }
    return writer.finish();
  }

  /** Returns whether no report after the checkpoint is due any more. */
  boolean isDone(RunRow run) {
    return !run.reports() || stores.reports().due(run, run.nextAfter(), 1).isEmpty();
  }

  private Future<List<Due>> following(RunRow run, List<Due> due) {
    return due.size() < DUE ? Future.succeededFuture(List.of())
        : Slice.beside(() -> stores.reports().due(run, due.getLast().userId(), DUE));
  }

  private boolean fetch(SyncSlice slice, RunRow run, Due learner, Writer writer) {
    try {
      LearnerReport report = slice.session().read(Lms.REPORTS, Ask.about(run.courseId(), learner.userId())).rows()
          .getFirst();
      writer.add(joined(learner, report));
      return true;
    } catch (UnreadableAnswer e) {
      stores.runs().keepError(run.id(), "reports", learner.userId(), e.getMessage(), e.excerpt());
    } catch (FailureException e) {
      if (e.failure() != Failure.PROVIDER_FAILED && e.failure() != Failure.NOT_FOUND) {
        throw e; // nobody else's report would come either
      }
      stores.runs().keepError(run.id(), "reports", learner.userId(), e.getMessage(), null);
    }
    writer.failed(learner);
    return false;
  }

  static Joined joined(Due learner, LearnerReport report) {
    if (learner.modules() == null) {
      return new Joined(learner, report, report.modules(), report.items(), report.completedModules(),
          List.of());
    }
    JsonNode known = read(learner.modules());
    JsonNode modules = ModuleMerge.merge(known, read(report.modules()));
    boolean changed = !modules.equals(known);
    JsonNode knownItems = learner.items() == null ? null : read(learner.items());
    JsonNode items = knownItems == null ? read(report.items()) : ModuleMerge.merge(knownItems, read(report.items()));
    List<String> completed = changed ? ModuleMerge.completed(modules) : null;
    return new Joined(learner, report, changed ? modules.toString() : null,
        items.equals(knownItems) ? null : items.toString(), completed,
        completed == null ? List.of() : fresh(completed, ModuleMerge.completed(known)));
  }

  private static List<String> fresh(List<String> completed, List<String> before) {
    return completed.stream().filter(module -> !before.contains(module)).toList();
  }

  private static JsonNode read(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what we keep is JSON", e);
    }
  }

  /** Collects what was fetched and writes it a batch at a time, one batch behind the fetching at the most. */
  private final class Writer {
    private final SyncSlice slice;
    private Future<RunRow> writing;
    private Batch batch;

    Writer(SyncSlice slice, RunRow run) {
      this.slice = slice;
      this.writing = Future.succeededFuture(run);
      this.batch = new Batch(slice.now());
    }

    void add(Joined joined) {
      batch.last = joined.learner().userId();
      batch.reports.add(joined);
      if (!joined.report().completedModules().isEmpty() || joined.report().completed()) {
        batch.completers.add(new Completer(joined.learner().userId(), joined.fresh()));
      }
    }

    void failed(Due learner) {
      batch.last = learner.userId();
      batch.failed++;
    }

    void writeIfDue() {
      if (batch.reports.size() + batch.failed >= BATCH || slice.now().isAfter(batch.begun.plus(STORE_AFTER))) {
        write();
      }
    }

    RunRow finish() {
      write();
      return Database.await(writing);
    }

    private void write() {
      RunRow before = Database.await(writing);
      Batch full = batch;
      if (!full.last.isEmpty()) {
        writing = Slice.beside(() -> store(slice, before, full));
        batch = new Batch(slice.now());
      }
    }
  }

  private static final class Batch {
    private final Instant begun;
    private final List<Joined> reports = new ArrayList<>(BATCH);
    private final List<Completer> completers = new ArrayList<>();
    private String last = "";
    private int failed;

    Batch(Instant begun) {
      this.begun = begun;
    }
  }

  /** Reports, checkpoint and awards in one commit. */
  private RunRow store(SyncSlice slice, RunRow run, Batch batch) {
    return slice.told(slice.write(tx -> {
      Future<RowSet<Row>> written =
          stores.reports().write(tx, run, batch.reports, batch.last, batch.failed, slice.now());
      awards.take(slice, tx, run, batch.completers);
      return stores.runs().one(Database.await(written)).orElseThrow();
    }));
  }
}
