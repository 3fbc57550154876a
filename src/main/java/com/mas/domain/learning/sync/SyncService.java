package com.mas.domain.learning.sync;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Page;
import com.mas.bus.Text;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.GetBatch;
import com.mas.domain.learning.sync.Lms.CourseRow;
import com.mas.domain.learning.sync.SyncContract.AskProgress;
import com.mas.domain.learning.sync.SyncContract.ChangeConfig;
import com.mas.domain.learning.sync.SyncContract.ConfigDeleted;
import com.mas.domain.learning.sync.SyncContract.ConfigRemoved;
import com.mas.domain.learning.sync.SyncContract.Course;
import com.mas.domain.learning.sync.SyncContract.CourseProgress;
import com.mas.domain.learning.sync.SyncContract.CreateConfig;
import com.mas.domain.learning.sync.SyncContract.DeleteConfig;
import com.mas.domain.learning.sync.SyncContract.GetRun;
import com.mas.domain.learning.sync.SyncContract.KeepReminders;
import com.mas.domain.learning.sync.SyncContract.Learner;
import com.mas.domain.learning.sync.SyncContract.ListConfigs;
import com.mas.domain.learning.sync.SyncContract.ListCourses;
import com.mas.domain.learning.sync.SyncContract.ListLearners;
import com.mas.domain.learning.sync.SyncContract.ListRuns;
import com.mas.domain.learning.sync.SyncContract.Revived;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.domain.learning.sync.SyncContract.RunAccepted;
import com.mas.domain.learning.sync.SyncContract.RunConfig;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import com.mas.domain.learning.sync.SyncContract.Tick;
import com.mas.runs.About;
import com.mas.runs.RunsContract.State;
import com.mas.sources.Ask;
import com.mas.sources.Batch;
import com.mas.sources.Connector;
import com.mas.sources.UnreadableAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Configs, their schedules and the start of runs. */
final class SyncService {
  /** A run that has not moved for so long has lost its slice, and whoever wants a run revives it. */
  static final Duration STALE = SyncContract.SLICE_LIMIT.multipliedBy(2);
  static final String KIND = "mrlearn.sync";
  private static final String DELETED = "The config was deleted while the run was under way.";
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int LOOKS = 50;
  private static final int COURSE_PAGES = 50;
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");
  private static final int STANDARD_DAYS = 90;
  static final int MAX_TEXT = 200;

  private final Stores stores;
  private final Supplier<UUID> ids;

  SyncService(Stores stores, Supplier<UUID> ids) {
    this.stores = stores;
    this.ids = ids;
  }

  Page<SyncConfig> configs(Call call, ListConfigs ask) {
    return stores.configs().list(call.tenant(), PageWindow.of(ask));
  }

  /** Config, course, schedule and first run are one commit: either all of it is there or nothing. */
  SyncConfig create(Call call, CreateConfig ask) {
    String courseId = ask.graphyCourseId() == null ? "" : ask.graphyCourseId().strip();
    if (courseId.isEmpty() || courseId.length() > MAX_TEXT) {
      throw Failure.INVALID.with("Name the course in graphyCourseId.")
          .errors(List.of(new FieldError("/graphyCourseId", "is required")));
    }
    String title = text("courseTitle", ask.courseTitle());
    stores.configs().findByCourse(call.tenant(), courseId).ifPresent(existing -> {
      throw exists(existing);
    });
    mustHaveBatch(call, ask.batchId());
    Optional<CourseRow> course = listed(call, courseId);
    int hours = SyncRules.intervalHours(ask.intervalHours());
    boolean enabled = ask.enabled() == null || ask.enabled();
    boolean reports = ask.includeDetailedReports() == null || ask.includeDetailedReports();
    UUID id = ids.get();
    Optional<SyncConfig> made = stores.db().transaction(tx -> {
      Optional<SyncConfig> config = stores.configs().insert(tx, new ConfigRepository.New(id, call.tenant(), courseId,
          title == null ? course.map(CourseRow::title).orElse(courseId) : title, ask.batchId(), hours, enabled,
          reports));
      if (config.isPresent()) {
        course.ifPresent(row -> stores.configs().saveCourse(tx, call.tenant(), row));
        if (enabled) {
          schedule(tx, call.tenant(), id, hours);
          start(tx, call, id, "manual", false);
        }
      }
      return config;
    });
    Optional<SyncConfig> now = stores.configs().findByCourse(call.tenant(), courseId);
    if (made.isEmpty() && now.isPresent()) {
      throw exists(now.get());
    }
    return now.or(() -> made).orElseThrow(SyncContract.CONFIG_UNKNOWN::refusal);
  }

  /** Empty when the provider cannot be asked now: a config can be made all the same, and its runs will tell. */
  private Optional<CourseRow> listed(Call call, String courseId) {
    try {
      return Optional.of(findCourse(stores.connector().open(call.tenant()), courseId)
          .orElseThrow(() -> SyncContract.COURSE_NOT_LISTED.with(
              "Mr. Learn has no course " + courseId + "; GET /api/graphy/courses lists them.")));
    } catch (FailureException e) {
      if (e.failure() != Failure.PROVIDER_FAILED && e.failure() != Failure.PROVIDER_UNAUTHENTICATED
          && e.failure() != Failure.TOO_MANY_REQUESTS) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Fails with NOT_FOUND for a batch that there is not; null is none. */
  void mustHaveBatch(Call call, UUID batchId) {
    if (batchId != null) {
      stores.bus().send(call, EducationContract.BATCHES_GET, new GetBatch(batchId)).await();
    }
  }

  Revived revive(Call call) {
    return stores.db().transaction(tx -> {
      List<ConfigRepository.Revived> configs = stores.configs().revive(tx, call.tenant());
      configs.forEach(config -> schedule(tx, call.tenant(), config.id(), config.intervalHours()));
      return new Revived(configs.size());
    });
  }

  SyncConfig change(Call call, ChangeConfig ask) {
    mustHaveBatch(call, ask.batchId().value());
    ChangeConfig change = new ChangeConfig(ask.id(), text("courseTitle", ask.courseTitle()), ask.batchId(),
        SyncRules.hours(ask.intervalHours()), ask.enabled(), ask.includeDetailedReports(), ask.reminderEnabled(),
        SyncRules.hours(ask.reminderIntervalHours()), SyncRules.wholePercent(ask.reminderSkipAboveProgress()),
        text("reminderTemplateName", ask.reminderTemplateName()));
    Instant told = stores.configs().remindersAsOf(ask.id());
    stores.db().transaction(tx -> {
      SyncConfig before = lock(tx, call, ask.id());
      SyncConfig after = stores.configs().change(tx, change);
      if (after.enabled() && (!before.enabled() || after.intervalHours() != before.intervalHours())) {
        schedule(tx, call.tenant(), after.id(), after.intervalHours());
      } else if (!after.enabled() && before.enabled()) {
        stores.outbox().unschedule(tx, after.id());
        stores.configs().setNext(tx, after.id(), null);
      }
      stores.outbox().configChanged(tx, call, after);
      return after;
    });
    if (ask.reminderEnabled() != null || ask.reminderIntervalHours() != null) {
      awaitReminders(ask.id(), told);
    }
    return config(call, ask.id());
  }

  /** Gives whoever reminds a second to tell how the reminders stand now; it may be told later, too. */
  private void awaitReminders(UUID id, Instant told) {
    for (int look = 0; look < LOOKS && Objects.equals(told, stores.configs().remindersAsOf(id)); look++) {
      com.mas.runs.Slice.pause(LOOK);
    }
  }

  Void keepReminders(Call call, KeepReminders ask) {
    stores.configs().keepReminders(call.tenant(), ask);
    return null;
  }

  /** A run that is under way ends with the config: its next write finds that it is over. */
  ConfigDeleted delete(Call call, DeleteConfig ask) {
    boolean purge = ask.purgeData() != null && ask.purgeData();
    return stores.db().transaction(tx -> {
      SyncConfig config = lock(tx, call, ask.id());
      stores.runs().running(tx, config.id())
          .ifPresent(run -> {
            stores.engine().end(tx, run.id(), null, State.CANCELLED, DELETED);
            stores.runs().finish(tx, run.id(), "failed", DELETED);
          });
      stores.outbox().unschedule(tx, config.id());
      int learners = 0;
      if (purge) {
        learners = stores.learners().purge(tx, call.tenant(), config.graphyCourseId());
      }
      stores.outbox().configDeleted(tx, call, new ConfigRemoved(config.id(), purge));
      stores.configs().delete(tx, config.id());
      return new ConfigDeleted(config.id(), purge, learners);
    });
  }

  RunAccepted run(Call call, RunConfig ask) {
    RunAccepted accepted = stores.db().transaction(tx -> {
      lock(tx, call, ask.id());
      return start(tx, call, ask.id(), "manual", ask.fast() != null && ask.fast());
    });
    if (accepted.jobId() == null) {
      throw SyncContract.RUN_UNDER_WAY.refusal().data(shown(accepted.runId()));
    }
    return accepted;
  }

  /** Runs a config, on behalf of its schedule. */
  RunAccepted tick(Call call, Tick ask) {
    return stores.db().transaction(tx -> {
      Optional<ConfigRepository.Locked> locked = stores.configs().lock(tx, ask.configId(), null);
      if (locked.isEmpty() || !locked.get().config().enabled()) {
        stores.outbox().unschedule(tx, ask.configId()); // a firing that was stored before the config changed
        return new RunAccepted(null, null);
      }
      SyncConfig config = locked.get().config();
      stores.configs().setNext(tx, config.id(), now().plus(Duration.ofHours(config.intervalHours())));
      RunAccepted accepted = start(tx, call, config.id(), "scheduled", false);
      return accepted.jobId() == null ? new RunAccepted(null, null) : accepted;
    });
  }

  Page<Learner> learners(Call call, ListLearners ask) {
    return stores.learners().list(call.tenant(), config(call, ask.id()).graphyCourseId(), ask.search(),
        PageWindow.of(ask));
  }

  CourseProgress progress(Call call, AskProgress ask) {
    int days = ask.days() == null ? STANDARD_DAYS : ask.days();
    LocalDate since = LocalDate.ofInstant(now(), IST).minusDays(days - 1L);
    return new ProgressRepository(stores.db()).read(call.tenant(), config(call, ask.id()).graphyCourseId(), since);
  }

  Page<Run> runs(Call call, ListRuns ask) {
    Page<Run> runs = stores.runs().list(call.tenant(), ask.id(), PageWindow.of(ask));
    if (runs.total() == 0) { // the runs of a config that was deleted are still there
      config(call, ask.id());
    }
    return runs;
  }

  Run run(Call call, GetRun ask) {
    return stores.runs().find(ask.id()).filter(run -> run.tenant().equals(call.tenant()))
        .map(run -> run.shown().with(stores.runs().errors(run.id()))).orElseThrow(SyncContract.RUN_UNKNOWN::refusal);
  }

  Page<Course> courses(Call call, ListCourses ask) {
    return stores.configs().courses(call.tenant(), PageWindow.of(ask));
  }

  /** Empty when the provider does not list it. */
  static Optional<CourseRow> findCourse(Connector.Session session, String courseId) {
    AtomicReference<CourseRow> found = new AtomicReference<>();
    eachCourse(session, course -> {
      if (course.id().equals(courseId)) {
        found.set(course);
      }
      return found.get() != null;
    });
    return Optional.ofNullable(found.get());
  }

  /** @param enough told each course of the provider, until it says so */
  static void eachCourse(Connector.Session session, Predicate<CourseRow> enough) {
    try {
      for (int page = 0, start = 0; page < COURSE_PAGES; page++) {
        Batch<CourseRow> courses = session.read(Lms.COURSES, Ask.about().rows(start, Lms.PAGE_SIZE));
        start += courses.rows().size();
        if (courses.rows().stream().anyMatch(enough) || courses.next() == null) {
          return;
        }
      }
    } catch (UnreadableAnswer e) {
      throw Failure.PROVIDER_FAILED.with(e.getMessage());
    }
  }

  /** @return without a job when a run is under way already; the config's row must be locked */
  RunAccepted start(Tx tx, Call call, UUID configId, String triggeredBy, boolean fast) {
    UUID user = call.principal() == null ? null : call.principal().userId();
    RunRow run = stores.runs().start(tx, configId, ids.get(), triggeredBy, user, fast).orElse(null);
    UUID job;
    if (run == null) {
      run = stores.runs().running(tx, configId).orElseThrow();
      if (run.advancedAt().isAfter(now().minus(STALE))) {
        return new RunAccepted(run.id(), null);
      }
      job = stores.engine().leaveRest(tx, call, run.id(), stores::storeSlice).orElseThrow();
    } else {
      stores.configs().started(tx, configId);
      job = stores.engine().put(tx, call, run.id(), new About(KIND, run.tenant(), configId.toString()),
          SyncEngine.PHASES, stores::storeSlice).orElseThrow();
    }
    return new RunAccepted(run.id(), job);
  }

  void schedule(Tx tx, String tenant, UUID configId, int hours) {
    Duration every = Duration.ofHours(hours);
    stores.outbox().schedule(tx, tenant, configId, every);
    stores.configs().setNext(tx, configId, now().plus(every));
  }

  private SyncConfig lock(Tx tx, Call call, UUID id) {
    return stores.configs().lock(tx, id, call.tenant()).orElseThrow(SyncContract.CONFIG_UNKNOWN::refusal).config();
  }

  private SyncConfig config(Call call, UUID id) {
    return stores.configs().find(id, call.tenant()).orElseThrow(SyncContract.CONFIG_UNKNOWN::refusal);
  }

  private Run shown(UUID runId) {
    return stores.runs().find(runId).map(RunRow::shown).orElse(null);
  }

  private Instant now() {
    return stores.bus().clock().instant();
  }

  private static String text(String field, String asked) {
    String text = Text.isVisible(asked) ? Text.stripped(asked) : null;
    if (text != null && Text.length(text) > MAX_TEXT) {
      throw Failure.INVALID.with("The text is too long.")
          .errors(List.of(new FieldError("/" + field, "at most " + MAX_TEXT + " characters")));
    }
    return text;
  }

  private static FailureException exists(SyncConfig config) {
    return SyncContract.COURSE_SYNCED.refusal().data(config);
  }
}
