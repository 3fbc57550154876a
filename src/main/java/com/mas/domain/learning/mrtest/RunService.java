package com.mas.domain.learning.mrtest;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.domain.learning.mrtest.ConfigRepository.Reach;
import com.mas.domain.learning.mrtest.ExamSyncContract.Advance;
import com.mas.domain.learning.mrtest.ExamSyncContract.ExamsScored;
import com.mas.domain.learning.mrtest.ExamSyncContract.GetRun;
import com.mas.domain.learning.mrtest.ExamSyncContract.ListRuns;
import com.mas.domain.learning.mrtest.ExamSyncContract.RunAccepted;
import com.mas.domain.learning.mrtest.ExamSyncContract.ScoredExam;
import com.mas.domain.learning.mrtest.ExamSyncContract.SyncRun;
import com.mas.domain.learning.mrtest.ExamSyncContract.SyncState;
import com.mas.domain.learning.mrtest.ExamSyncContract.Trigger;
import com.mas.domain.learning.mrtest.TieRepository.Score;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Counts;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import com.mas.sources.Connector;
import com.mas.sources.Mirror;
import com.mas.sources.Mirror.Done;
import com.mas.sources.Place;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Runs of configs: exams, students, submissions, their analyses, whose they are, and what others are told. */
final class RunService {
  private static final String DELETED = "The config was deleted while the run was under way.";
  /** The list of students is long, and read no more often than that, whatever the configs. */
  private static final Duration STUDENTS_EVERY = Duration.ofHours(6);
  private static final int SLICE_ATTEMPTS = 10;

  private final Bus bus;
  private final Database db;
  private final Jobs jobs;
  private final Supplier<UUID> ids;
  private final Connector connector;
  private final Duration slice;
  private final BooleanSupplier stopping;
  private final Runs runs;
  private final ConfigRepository configs;
  private final RunRepository log;
  private final MirrorRepository mirror;
  private final TieRepository ties = new TieRepository();

  RunService(Bus bus, Database db, Jobs jobs, Supplier<UUID> ids, Connector connector, Duration slice,
      BooleanSupplier stopping) {
    this.bus = bus;
    this.db = db;
    this.jobs = jobs;
    this.ids = ids;
    this.connector = connector;
    this.slice = slice;
    this.stopping = stopping;
    this.runs = new Runs(bus, db);
    this.configs = new ConfigRepository(db);
    this.log = new RunRepository(db);
    this.mirror = new MirrorRepository(db);
  }

  /** @return without a job when a run is under way already; the config's row must be locked */
  RunAccepted start(Tx tx, Call call, UUID config, Reach reach, Trigger trigger) {
    UUID id = ids.get();
    boolean students = !log.isWholeSince(call.tenant(), MirrorRepository.STUDENTS_LISTING,
        now().minus(STUDENTS_EVERY));
    Optional<UUID> job = runs.put(tx, call, id, new About(ExamSyncContract.KIND, call.tenant(), config.toString()),
        mirrored(call, reach, students, true).names(), this::store);
    if (job.isEmpty()) {
      return new RunAccepted(log.running(tx, config).orElse(null), null);
    }
    log.start(tx, id, call.tenant(), config, trigger, call.principal() == null ? null : call.principal().userId(),
        students, job.get(), now());
    configs.started(tx, config, now());
    return new RunAccepted(id, job.get());
  }

  Void advance(Call call, Advance ask) {
    Optional<ConfigRepository.Known> config = log.config(ask.runId())
        .flatMap(id -> db.transaction(tx -> configs.lock(tx, id, null)));
    if (config.isPresent()) {
      Mirror mirrored = mirrored(call, config.get().reach(), log.readsStudents(ask.runId()),
          config.get().config().includeAnalysis());
      runs.advance(call, ask.runId(), ask.slice(),
          mirrored.phases().whenEnded((tx, run) -> ended(tx, run, mirrored.isRefused())),
          Budget.of(slice, stopping).relaxed(), this::store);
    } else {
      runs.cancel(ask.runId());
    }
    return null;
  }

  /** Ends the record of a run that the engine has ended by itself. Twice is as once. */
  Void givenUp(RunsContract.GivenUp over) {
    if (over.kind().equals(ExamSyncContract.KIND)) {
      runs.settle(over.id(), Phases.from("").whenEnded((tx, run) -> ended(tx, run, false)));
    }
    return null;
  }

  /** Ends the run of a config that is deleted. */
  void abandon(Tx tx, UUID config) {
    log.running(tx, config).flatMap(id -> runs.end(tx, id, null, State.CANCELLED, DELETED))
        .ifPresent(run -> log.end(tx, run, SyncState.FAILED));
  }

  /** A refused login switches the config off at once, and nobody knocks any more until a person logs in. */
  private void ended(Tx tx, Run run, boolean refused) {
    SyncState state = SyncRules.state(run, refused);
    log.end(tx, run, state).ifPresent(config -> {
      configs.ended(tx, config, state, now());
      if (refused) {
        jobs.unschedule(tx, ConfigService.key(config));
      }
    });
  }

  private Future<UUID> store(Tx tx, Call cause, UUID run, int number, Instant due) {
    return jobs.store(tx, ExamSyncContract.ADVANCE, new Advance(run, number),
        JobOptions.on(ExamSyncContract.QUEUE).at(due).unique("mrtest-run-" + run + "-" + number)
            .attempts(SLICE_ATTEMPTS).within(ExamSyncContract.SLICE_LIMIT).because(cause));
  }

  private Mirror mirrored(Call call, Reach reach, boolean students, boolean analysis) {
    Mirror mirrored = new Mirror(connector, call.tenant(), (place, stage, position, trouble, message, excerpt) -> {
      log.keepError(place, stage.name(), String.join("/", place.of()) + (position == null ? "" : "@" + position),
          message, excerpt);
      if (stage.equals(ExamRows.ANALYSIS)) {
        mirror.block(place, place.of().getLast());
      }
    }).into(ExamRows.EXAMS, new Sinks.Exams(mirror));
    if (students) {
      mirrored.into(ExamRows.STUDENTS, new Sinks.Students(mirror));
    }
    return mirrored.into(ExamRows.SUBMISSIONS, new Sinks.Submissions(mirror, reach))
        .into(ExamRows.ANALYSIS, analysis ? new Sinks.Analyses(mirror, reach) : new Sinks.NoAnalyses())
        .then("student_ties", ties::students)
        .then("ties", (tx, place) -> ties.submissions(tx, place, reach))
        .then("scores", (tx, place) -> tell(tx, call, place, reach));
  }

  /** States scores, those of one account together. */
  private Done tell(Tx tx, Call call, Place place, Reach reach) {
    List<Score> due = ties.scores(tx, place, reach);
    Map<UUID, List<ScoredExam>> byAccount = new LinkedHashMap<>();
    for (Score score : due) {
      byAccount.computeIfAbsent(score.accountId(), first -> new ArrayList<>()).add(new ScoredExam(score.examId(),
          score.title(), Math.clamp(score.percentage(), 0, 100),
          score.at().isAfter(place.now()) ? place.now() : score.at()));
    }
    List<ExamsScored> events = new ArrayList<>();
    byAccount.forEach((account, exams) -> events.add(new ExamsScored(account, place.run(), place.now(),
        List.copyOf(exams))));
    jobs.publishAll(tx, ExamSyncContract.EXAMS_SCORED, events, RunService::key, call);
    return new Done(Counts.NONE.plus(SyncRules.UPDATED, due.size()), due.isEmpty() ? null : List.of());
  }

  private static String key(ExamsScored event) {
    return event.accountId() + ":" + UUID.nameUUIDFromBytes((event.toldAt() + event.exams().stream()
        .map(exam -> exam.examId() + "=" + exam.percentage()).collect(Collectors.joining("\n")))
        .getBytes(StandardCharsets.UTF_8));
  }

  Page<SyncRun> list(Call call, ListRuns ask) {
    if (configs.find(ask.id(), call.tenant()).isEmpty()) {
      throw ExamSyncContract.CONFIG_UNKNOWN.refusal();
    }
    Page<SyncRun> page = log.list(ask.id(), call.tenant(), PageWindow.of(ask));
    return new Page<>(page.items().stream().map(this::now).toList(), page.limit(), page.offset(), page.total());
  }

  SyncRun get(Call call, GetRun ask) {
    SyncRun run = now(log.find(ask.id(), call.tenant()).orElseThrow(ExamSyncContract.RUN_UNKNOWN::refusal));
    return new SyncRun(run.id(), run.configId(), run.status(), run.triggeredBy(), run.startedBy(), run.startedAt(),
        run.endedAt(), run.phase(), run.counts(), run.balanced(), run.blocked(), run.error(), run.jobId(),
        log.errors(run.id()));
  }

  /** Tells a run that is under way as the engine has it now. */
  private SyncRun now(SyncRun kept) {
    return kept.status() != SyncState.RUNNING ? kept : runs.find(kept.id()).map(run -> new SyncRun(kept.id(),
        kept.configId(), kept.status(), kept.triggeredBy(), kept.startedBy(), kept.startedAt(), null, run.phase(),
        run.counts(), run.balanced(), SyncRules.blocked(run.counts()), null, run.jobId(), List.of())).orElse(kept);
  }

  private Instant now() {
    return bus.clock().instant();
  }
}
