package com.mas.domain.learning.sync;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.FillCourseUrls;
import com.mas.domain.learning.education.EducationContract.Provider;
import com.mas.domain.learning.sync.LmsConnector.CourseRow;
import com.mas.domain.learning.sync.SyncContract.Advance;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.runs.Budget;
import com.mas.runs.Runs;
import com.mas.runs.Slice.NotOurs;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One slice of a run: take over, go on from the checkpoint, end the run or leave the rest to the next slice. */
final class SyncEngine {
  private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);

  private static final String CANCELLED = "The run was cancelled.";
  private static final Duration HEAL = Duration.ofSeconds(5);

  private final Stores stores;
  private final Listing listing;
  private final Phones phones;
  private final Reports reports;
  private final Awards awards;
  private final Duration sliceTime;
  private final BooleanSupplier stopping;

  SyncEngine(Stores stores, Pauses pauses, Supplier<UUID> ids, Duration sliceTime, BooleanSupplier stopping) {
    this.stores = stores;
    this.listing = new Listing(stores, pauses, ids);
    this.awards = new Awards(stores);
    this.phones = new Phones(stores, pauses);
    this.reports = new Reports(stores, pauses, awards);
    this.sliceTime = sliceTime;
    this.stopping = stopping;
  }

  /** Fails, to be tried again by whoever stored the request, only when our own side is in trouble. */
  Run advance(Call call, Advance ask) {
    Optional<Runs.Taken> taken = stores.engine().takeOver(call, ask.runId(), ask.slice(),
        Budget.of(sliceTime, stopping).relaxed());
    Optional<RunRow> found = taken.isEmpty() ? stores.runs().find(ask.runId()) : stores.runs().taken(ask.runId());
    if (taken.isEmpty() || found.isEmpty()) {
      return found.map(RunRow::shown).orElseThrow(() -> Failure.NOT_FOUND.with("There is no such run."));
    }
    RunRow run = found.get();
    com.mas.runs.Slice held = taken.get().slice();
    try {
      if (held.isCancelled()) {
        return finish(call, run, held.token(), "failed", CANCELLED);
      }
      Slice slice = new Slice(stores, held, stores.connector().open(run.tenant()));
      return taken.get().gotOn() ? leaveRest(slice, run) : advance(slice, run);
    } catch (NotOurs e) {
      RunRow now = stores.runs().find(run.id()).orElse(run);
      if (e.isCancelled()) {
        return finish(call, now, held.token(), "failed", CANCELLED);
      }
      LOG.info("run {} is not ours any more", run.id());
      return now.shown();
    } catch (FailureException e) {
      return switch (e.failure()) {
        case PROVIDER_UNAUTHENTICATED -> finish(call, run, held.token(), "unauthenticated", e.getMessage());
        case PROVIDER_FAILED, TOO_MANY_REQUESTS, NOT_FOUND ->
            finish(call, run, held.token(), "failed", e.getMessage());
        default -> throw e;
      };
    }
  }

  private Run advance(Slice slice, RunRow from) {
    RunRow run = from;
    if (run.phase().equals("queued")) {
      refreshCourse(slice, run);
    }
    if (run.phase().equals("queued") || run.phase().equals("listing")) {
      run = listing.run(slice, run);
    }
    if (run.phase().equals(Phones.BEFORE_REPORTS)) {
      run = phones.run(slice, run);
    }
    if (run.phase().equals("reports")) {
      run = run.reports() ? reports.run(slice, run) : run;
      run = reports.isDone(run) ? endReports(slice, run) : run;
    }
    if (run.phase().equals(Phones.AFTER_REPORTS)) {
      run = phones.run(slice, run);
    }
    if (run.phase().equals("awards")) {
      run = awards.run(slice, run);
      if (awards.isDone(run)) {
        return finish(slice.call(), run, slice.worker(), run.shown().error() == null ? "success" : "incomplete",
            run.shown().error());
      }
    }
    return leaveRest(slice, run);
  }

  /** Keeps an address that the provider has left out this time, and heals mappings to batches that have none. */
  private void refreshCourse(Slice slice, RunRow run) {
    Optional<CourseRow> course = SyncService.findCourse(slice.session(), run.courseId());
    if (course.isEmpty()) {
      return;
    }
    slice.prepare(tx -> {
      stores.configs().saveCourse(tx, run.tenant(), course.get());
      return course;
    });
    if (course.get().url() != null) {
      stores.bus().send(stores.bus().systemCall(run.tenant(), HEAL), EducationContract.COURSES_FILL_URLS,
          new FillCourseUrls(Provider.MRLEARN, run.courseId(), course.get().url())).onFailure(e ->
              LOG.info("run {}: batches keep their mappings as they are: {}", run.id(), e.getMessage()));
    }
  }

  /** Ends the reports. If none was fetched, there is no reason to look for phones again. */
  private RunRow endReports(Slice slice, RunRow run) {
    String next = run.shown().reportsFetched() > 0 ? Phones.AFTER_REPORTS : "awards";
    return slice.told(slice.write(tx -> stores.runs().setPhase(tx, run.id(), next, null)));
  }

  private Run leaveRest(Slice slice, RunRow run) {
    return slice.end(slice.write(tx -> stores.runs().setJob(tx, run.id(), stores.engine()
        .leaveRest(tx, slice.call(), run.id(), stores.outbox()::advance).orElseThrow(IllegalStateException::new))));
  }

  /** The run, its config and, after a refusal, the schedule, in one commit. */
  private Run finish(Call call, RunRow run, UUID worker, String status, String error) {
    int learners = stores.learners().count(run.tenant(), run.courseId());
    RunRow finished = stores.db().transaction(tx -> {
      boolean configThere = stores.configs().lock(tx, run.configId(), null).isPresent();
      Optional<RunRow> ended = stores.engine().end(tx, run.id(), worker, SyncRules.state(status), error)
          .flatMap(over -> stores.runs().finish(tx, run.id(), status, error));
      ended.map(RunRow::shown).ifPresent(over -> stores.engine().show(tx, over.id(), over.phase(),
          SyncRules.counts(over), (int) over.percent()));
      if (ended.isPresent() && configThere) {
        stores.configs().finished(tx, run.configId(), status, status.equals("failed") ? null : learners);
        if (status.equals("unauthenticated")) {
          stores.outbox().unschedule(tx, run.configId());
        }
      }
      return ended.orElse(run);
    });
    LOG.info("run {} of course {}: {}, {} learners, {} reports{}", run.id(), run.courseId(), status,
        finished.seen(), finished.shown().reportsFetched(), error == null ? "" : ", " + error);
    stores.bus().publish(call, SyncContract.RUN_PROGRESSED, finished.shown());
    return finished.shown();
  }
}
