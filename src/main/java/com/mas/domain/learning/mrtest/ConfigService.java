package com.mas.domain.learning.mrtest;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.GetBatch;
import com.mas.domain.learning.mrtest.ConfigRepository.Known;
import com.mas.domain.learning.mrtest.ConfigRepository.Reach;
import com.mas.domain.learning.mrtest.ConfigRepository.Revived;
import com.mas.domain.learning.mrtest.ExamRows.Exam;
import com.mas.domain.learning.mrtest.ExamSyncContract.ChangeConfig;
import com.mas.domain.learning.mrtest.ExamSyncContract.ConfigDeleted;
import com.mas.domain.learning.mrtest.ExamSyncContract.CreateConfig;
import com.mas.domain.learning.mrtest.ExamSyncContract.DeleteConfig;
import com.mas.domain.learning.mrtest.ExamSyncContract.ListConfigs;
import com.mas.domain.learning.mrtest.ExamSyncContract.RunAccepted;
import com.mas.domain.learning.mrtest.ExamSyncContract.RunConfig;
import com.mas.domain.learning.mrtest.ExamSyncContract.Scope;
import com.mas.domain.learning.mrtest.ExamSyncContract.SyncConfig;
import com.mas.domain.learning.mrtest.ExamSyncContract.Tick;
import com.mas.domain.learning.mrtest.ExamSyncContract.Trigger;
import com.mas.jobs.Jobs;
import com.mas.jobs.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Says which exams are mirrored, and how often. */
final class ConfigService {
  private static final int USUAL_HOURS = 24;

  private final Bus bus;
  private final Database db;
  private final Jobs jobs;
  private final Supplier<UUID> ids;
  private final SessionService site;
  private final RunService runs;
  private final ConfigRepository configs;

  ConfigService(Bus bus, Database db, Jobs jobs, Supplier<UUID> ids, SessionService site, RunService runs) {
    this.bus = bus;
    this.db = db;
    this.jobs = jobs;
    this.ids = ids;
    this.site = site;
    this.runs = runs;
    this.configs = new ConfigRepository(db);
  }

  Page<SyncConfig> list(Call call, ListConfigs ask) {
    return configs.list(call.tenant(), PageWindow.of(ask));
  }

  /** Config, schedule and first run are one commit: either all of it is there or nothing. */
  SyncConfig create(Call call, CreateConfig ask) {
    Reach reach = reach(ask);
    configs.find(call.tenant(), reach).ifPresent(existing -> {
      throw ExamSyncContract.EXAMS_SYNCED.refusal().data(existing);
    });
    String title = ask.title() != null ? ask.title().strip() : title(call, ask, reach);
    UUID id = ids.get();
    int hours = ask.intervalHours() == null ? USUAL_HOURS : ask.intervalHours();
    boolean enabled = ask.enabled() == null || ask.enabled();
    boolean made = db.transaction(tx -> {
      boolean isNew = configs.insert(tx, id, call.tenant(), reach, title, enabled, hours,
          ask.includeAnalysis() == null || ask.includeAnalysis(), now());
      if (isNew && enabled) {
        schedule(tx, call.tenant(), id, hours);
        runs.start(tx, call, id, reach, Trigger.MANUAL);
      }
      return isNew;
    });
    SyncConfig config = configs.find(call.tenant(), reach).orElseThrow(ExamSyncContract.CONFIG_UNKNOWN::refusal);
    if (!made) {
      throw ExamSyncContract.EXAMS_SYNCED.refusal().data(config);
    }
    return config;
  }

  private static Reach reach(CreateConfig ask) {
    List<Reach> given = Stream.of(ask.examId() == null ? null : new Reach(Scope.EXAM, ask.examId()),
        ask.batchId() == null ? null : new Reach(Scope.BATCH, ask.batchId().toString()),
        ask.tag() == null ? null : new Reach(Scope.TAG, ask.tag().strip().toLowerCase(Locale.ROOT)))
        .filter(each -> each != null).toList();
    if (given.size() != 1) {
      throw ExamSyncContract.ONE_SCOPE.refusal();
    }
    return given.getFirst();
  }

  private String title(Call call, CreateConfig ask, Reach reach) {
    return switch (reach.scope()) {
      case TAG -> ask.tag().strip();
      case BATCH -> Database.await(bus.send(call, EducationContract.BATCHES_GET, new GetBatch(ask.batchId()))).name();
      case EXAM -> listed(call.tenant(), reach.key()).map(Exam::title).orElse(reach.key());
    };
  }

  /** Empty when the site cannot be asked now: a config can be made all the same, and its runs will tell. */
  private Optional<Exam> listed(String tenant, String exam) {
    try {
      return Optional.of(site.find(tenant, exam).orElseThrow(ExamSyncContract.EXAM_NOT_LISTED::refusal));
    } catch (FailureException e) {
      if (e.failure() != Failure.PROVIDER_FAILED && e.failure() != Failure.PROVIDER_UNAUTHENTICATED
          && e.failure() != Failure.TOO_MANY_REQUESTS) {
        throw e;
      }
      return Optional.empty();
    }
  }

  SyncConfig change(Call call, ChangeConfig ask) {
    db.transaction(tx -> {
      SyncConfig before = lock(tx, call, ask.id()).config();
      int hours = ask.intervalHours().filled("/intervalHours", before.intervalHours());
      boolean enabled = ask.enabled().filled("/enabled", before.enabled());
      configs.change(tx, before.id(), ask.title().filled("/title", before.title()).strip(), hours, enabled,
          ask.includeAnalysis().filled("/includeAnalysis", before.includeAnalysis()), now());
      if (enabled && (!before.enabled() || hours != before.intervalHours())) {
        schedule(tx, call.tenant(), before.id(), hours);
      } else if (!enabled && before.enabled()) {
        unschedule(tx, before.id());
      }
      return null;
    });
    return configs.find(ask.id(), call.tenant()).orElseThrow(ExamSyncContract.CONFIG_UNKNOWN::refusal);
  }

  /** A run that is under way ends with the config. */
  ConfigDeleted delete(Call call, DeleteConfig ask) {
    return db.transaction(tx -> {
      SyncConfig config = lock(tx, call, ask.id()).config();
      runs.abandon(tx, config.id());
      jobs.unschedule(tx, key(config.id()));
      configs.delete(tx, config.id());
      return new ConfigDeleted(config.id());
    });
  }

  RunAccepted run(Call call, RunConfig ask) {
    RunAccepted accepted = db.transaction(tx -> {
      Known known = lock(tx, call, ask.id());
      return runs.start(tx, call, ask.id(), known.reach(), Trigger.MANUAL);
    });
    if (accepted.jobId() == null) {
      throw ExamSyncContract.RUN_UNDER_WAY.refusal().data(accepted);
    }
    return accepted;
  }

  /** Runs a config, on behalf of its schedule. */
  RunAccepted tick(Call call, Tick ask) {
    return db.transaction(tx -> {
      Optional<Known> known = configs.lock(tx, ask.configId(), null);
      if (known.isEmpty() || !known.get().config().enabled()) {
        jobs.unschedule(tx, key(ask.configId())); // a firing that was stored before the config changed
        return new RunAccepted(null, null);
      }
      configs.setNext(tx, ask.configId(), now().plus(Duration.ofHours(known.get().config().intervalHours())));
      RunAccepted accepted = runs.start(tx, call.asProduct(known.get().tenant()), ask.configId(),
          known.get().reach(), Trigger.SCHEDULED);
      return accepted.jobId() == null ? new RunAccepted(null, null) : accepted;
    });
  }

  /** Switches on what a refusal has switched off, now that somebody has logged in. */
  void revive(Call call) {
    db.transaction(tx -> {
      for (Revived config : configs.revive(tx, call.tenant(), now())) {
        schedule(tx, call.tenant(), config.id(), config.intervalHours());
      }
      return null;
    });
  }

  private Known lock(Tx tx, Call call, UUID id) {
    return configs.lock(tx, id, call.tenant()).orElseThrow(ExamSyncContract.CONFIG_UNKNOWN::refusal);
  }

  private void schedule(Tx tx, String tenant, UUID config, int hours) {
    Duration every = Duration.ofHours(hours);
    jobs.schedule(tx, Schedule.every(every, key(config), ExamSyncContract.QUEUE, ExamSyncContract.TICK,
        new Tick(config)).of(tenant));
    configs.setNext(tx, config, now().plus(every));
  }

  private void unschedule(Tx tx, UUID config) {
    jobs.unschedule(tx, key(config));
    configs.setNext(tx, config, null);
  }

  /** Names the schedule's jobs, too, as their unique key, so that ticks do not stack up. */
  static String key(UUID config) {
    return "mrtest-sync-" + config;
  }

  private Instant now() {
    return bus.clock().instant();
  }
}
