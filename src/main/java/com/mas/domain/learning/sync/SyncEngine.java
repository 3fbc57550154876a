package com.mas.domain.learning.sync;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Tx;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.FillCourseUrls;
import com.mas.domain.learning.education.EducationContract.Provider;
import com.mas.domain.learning.sync.Lms.CourseRow;
import com.mas.domain.learning.sync.SyncContract.Advance;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.runs.Budget;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.RunsContract;
import com.mas.runs.RunsContract.State;
import com.mas.runs.Slice;
import com.mas.runs.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The phases of a run, on the engine of long work. Where a phase is stands in the run's own row, with what its pages
 * have changed; the engine is told after each phase and slice.
 */
final class SyncEngine {
  static final List<String> PHASES = List.of("course", "listing", "phones", "reports", "phones_again", "awards");

  private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);
  private static final String CANCELLED = "The run was cancelled.";
  private static final int SHORTEST_REST = 60;
  private static final int LONGEST_REST = 3600;
  /** A provider that asks for fewer requests so often does not want this run. */
  private static final int MOST_RESTS = 24;
  private static final Duration HEAL = Duration.ofSeconds(5);

  private final Stores stores;
  private final ProgressRepository progress;
  private final Listing listing;
  private final Phones phones;
  private final Reports reports;
  private final Awards awards;
  private final Duration sliceTime;
  private final BooleanSupplier stopping;

  SyncEngine(Stores stores, Pauses pauses, Supplier<UUID> ids, Duration sliceTime, BooleanSupplier stopping) {
    this.stores = stores;
    this.progress = new ProgressRepository(stores.db());
    this.listing = new Listing(stores, pauses, ids);
    this.awards = new Awards(stores);
    this.phones = new Phones(stores, pauses);
    this.reports = new Reports(stores, pauses, awards);
    this.sliceTime = sliceTime;
    this.stopping = stopping;
  }

  /** Fails, to be tried again by whoever stored the request, only when our own side is in trouble. */
  Run advance(Call call, Advance ask) {
    RunRow from = find(ask.runId());
    stores.engine().advance(call, ask.runId(), ask.slice(), new Work(from).phases(),
        Budget.of(sliceTime, stopping).relaxed(), stores::storeSlice);
    Run shown = find(ask.runId()).shown();
    if (from.shown().status().equals("running")) {
      stores.bus().publish(call, SyncContract.RUN_PROGRESSED, shown);
    }
    return shown;
  }

  /** Ends a run of a course that the engine of long work has given up. Twice is as once. */
  Void givenUp(Call call, RunsContract.GivenUp over) {
    if (over.kind().equals(SyncService.KIND)) {
      stores.runs().find(over.id()).ifPresent(run -> {
        stores.engine().settle(over.id(), new Work(run).phases());
        stores.bus().publish(call, SyncContract.RUN_PROGRESSED, find(over.id()).shown());
      });
    }
    return null;
  }

  private RunRow find(UUID runId) {
    return stores.runs().find(runId).orElseThrow(SyncContract.RUN_UNKNOWN::refusal);
  }

  /** @param phase of the run's row, which is the checkpoint; {@code rests} that the provider has asked for */
  record Own(String phase, int rests) {}

  /** Works on a run while one slice lasts. */
  private final class Work {
    private RunRow run;
    private SyncSlice slice;
    private boolean refused;
    private boolean configThere;

    Work(RunRow run) {
      this.run = run;
    }

    Phases<Own> phases() {
      List<Predicate<SyncSlice>> works = List.of(this::course, this::list, this::phones, this::report,
          this::phonesAgain, this::award);
      Phases<Own> phases = Phases.from(new Own(run.phase(), 0));
      for (int i = 0; i < works.size(); i++) {
        phases = phases.then(PHASES.get(i), step(works.get(i)));
      }
      return phases.locking((tx, over) -> configThere = stores.configs().lock(tx, run.configId(), null).isPresent())
          .whenEnded(this::ended);
    }

    /** @param work returns whether its phase is over; false when the slice was over first */
    private Step<Own> step(Predicate<SyncSlice> work) {
      return (held, from) -> {
        try {
          boolean done = work.test(open(held));
          Own at = new Own(run.phase(), from.rests());
          return (done ? Move.done(at) : Move.to(at)).count(SyncRules.counts(run.shown()).since(held.run().sums()))
              .percent((int) run.shown().percent()).lacks(run.shown().error());
        } catch (FailureException e) {
          refused = e.failure() == Failure.PROVIDER_UNAUTHENTICATED;
          if (e.failure() == Failure.TOO_MANY_REQUESTS && from.rests() < MOST_RESTS) {
            return Move.to(new Own(run.phase(), from.rests() + 1)).rest(stores.bus().clock().instant().plus(rest(e)));
          }
          return switch (e.failure()) {
            case PROVIDER_UNAUTHENTICATED, PROVIDER_FAILED, TOO_MANY_REQUESTS, NOT_FOUND ->
              Move.to(from).stop(e.getMessage());
            default -> throw e;
          };
        }
      };
    }

    /** Returns how long the provider is left alone: as long as it asks, within bounds. */
    private Duration rest(FailureException e) {
      Integer asked = e.detail().retryAfterSeconds();
      return Duration.ofSeconds(Math.clamp(asked == null ? SHORTEST_REST : asked, SHORTEST_REST, LONGEST_REST));
    }

    private SyncSlice open(Slice held) {
      if (slice == null) {
        run = stores.runs().taken(run.id()).orElseThrow(held::lost);
        slice = new SyncSlice(stores, held, stores.connector().open(run.tenant()));
      }
      return slice;
    }

    private boolean is(String phase) {
      return run.phase().equals(phase);
    }

    private boolean course(SyncSlice now) {
      if (is("queued")) {
        refreshCourse(now, run);
      }
      return true;
    }

    private boolean list(SyncSlice now) {
      if (is("queued") || is("listing")) {
        run = listing.run(now, run);
      }
      return !is("queued") && !is("listing");
    }

    private boolean phones(SyncSlice now) {
      if (is(Phones.BEFORE_REPORTS)) {
        run = phones.run(now, run);
      }
      return !is(Phones.BEFORE_REPORTS);
    }

    private boolean report(SyncSlice now) {
      if (is("reports")) {
        run = run.reports() ? reports.run(now, run) : run;
        run = reports.isDone(run) ? endReports(now, run) : run;
      }
      return !is("reports");
    }

    private boolean phonesAgain(SyncSlice now) {
      if (is(Phones.AFTER_REPORTS)) {
        run = phones.run(now, run);
      }
      return !is(Phones.AFTER_REPORTS);
    }

    private boolean award(SyncSlice now) {
      run = awards.run(now, run);
      return awards.isDone(run);
    }

    /** The run, its config and, after a refusal, the schedule, in one commit. */
    private void ended(Tx tx, RunsContract.Run over) {
      String error = over.state() == State.CANCELLED ? CANCELLED : over.error();
      String status = over.state() == State.COMPLETED ? error == null ? "success" : "incomplete"
          : refused ? "unauthenticated" : "failed";
      stores.runs().finish(tx, over.id(), status, error).ifPresent(ended -> {
        stores.engine().show(tx, over.id(), over.phase(), SyncRules.counts(ended.shown()),
            (int) ended.shown().percent());
        if (configThere) {
          stores.configs().finished(tx, run.configId(), status,
              status.equals("failed") ? null : stores.learners().count(run.tenant(), run.courseId()));
          if (over.state() == State.COMPLETED) {
            progress.keep(tx, run.tenant(), run.courseId(), stores.bus().clock().instant());
          }
          if (refused) {
            stores.outbox().unschedule(tx, run.configId());
          }
        }
        LOG.info("run {} of course {}: {}, {} learners, {} reports{}", run.id(), run.courseId(), status, ended.seen(),
            ended.shown().reportsFetched(), error == null ? "" : ", " + error);
      });
    }
  }

  /** Keeps an address that the provider has left out this time, and heals mappings to batches that have none. */
  private void refreshCourse(SyncSlice slice, RunRow run) {
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
          new FillCourseUrls(Provider.MRLEARN, run.courseId(), course.get().url()))
          .onFailure(e -> LOG.info("run {}: batches keep their mappings as they are: {}", run.id(), e.getMessage()));
    }
  }

  /** Ends the reports. If none was fetched, there is no reason to look for phones again. */
  private RunRow endReports(SyncSlice slice, RunRow run) {
    String next = run.shown().reportsFetched() > 0 ? Phones.AFTER_REPORTS : "awards";
    return slice.told(slice.write(tx -> stores.runs().setPhase(tx, run.id(), next, null)));
  }
}
