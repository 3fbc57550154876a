package com.mas.domain.learning.sync;

import com.mas.bus.AtLeastOne;
import com.mas.bus.Change;
import com.mas.bus.Default;
import com.mas.bus.DurableEvent;
import com.mas.bus.Event;
import com.mas.bus.Failure;
import com.mas.bus.Limit;
import com.mas.bus.Listing;
import com.mas.bus.Offset;
import com.mas.bus.OneOf;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.db.View;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Mr. Learn's syncs, for administrators. All ids are those of the caller's tenant; another tenant's are
 * {@code not_found}. Lists take {@code limit} (default 50, at most 500) and {@code offset}.
 */
@NullMarked
public final class SyncContract {
  public static final Reason COURSE_NOT_LISTED = Reason.of(Failure.UNPROCESSABLE, "course_not_listed",
      "Mr. Learn has no such course; GET /api/graphy/courses lists them.");
  public static final Reason RUN_UNDER_WAY = Reason.of(Failure.ALREADY_RUNNING, "run_under_way",
      "A run of this config is under way.");
  public static final Reason RUN_UNKNOWN = Reason.of(Failure.NOT_FOUND, "run_unknown", "There is no such run.");
  public static final Reason COURSE_SYNCED = Reason.of(Failure.CONFLICT, "course_synced",
      "This course is synced already.");
  public static final Reason CONFIG_UNKNOWN = Reason.of(Failure.NOT_FOUND, "config_unknown",
      "There is no such sync config.");

  /** The queue of the global search for new students, which only starts runs. */
  public static final String NEW_STUDENT_QUEUE = "mrlearnNewStudentSyncQueue";
  /** The queue that touches the provider: one job at a time over the whole cluster. */
  public static final String QUEUE = "mrlearnSyncQueue";
  /** Longest time of one slice of a run, with all that it waits for. The queue's time limit must not be shorter. */
  public static final Duration SLICE_LIMIT = Duration.ofMinutes(15);

  private static final Duration READ = Duration.ofSeconds(5);
  /** Creating a config asks the provider whether the course is there, with retries. */
  private static final Duration PROVIDER = Duration.ofSeconds(40);

  public static final Request<ListConfigs, Page<SyncConfig>> LIST_CONFIGS =
      Request.list("mrlearn.configs.list", ListConfigs.class, SyncConfig.class, READ);
  /**
   * Fails with {@code conflict} and the existing config, or {@code unprocessable} for a course the provider has not.
   */
  public static final Request<CreateConfig, SyncConfig> CREATE_CONFIG =
      Request.of("mrlearn.configs.create", CreateConfig.class, SyncConfig.class, PROVIDER);
  public static final Request<ChangeConfig, SyncConfig> CHANGE_CONFIG =
      Request.of("mrlearn.configs.change", ChangeConfig.class, SyncConfig.class, READ);
  public static final Request<DeleteConfig, ConfigDeleted> DELETE_CONFIG =
      Request.of("mrlearn.configs.delete", DeleteConfig.class, ConfigDeleted.class, Duration.ofSeconds(30));
  /** Fails with {@code already_running} and the run that is under way; revives one that nobody advances any more. */
  public static final Request<RunConfig, RunAccepted> RUN_CONFIG =
      Request.of("mrlearn.configs.run", RunConfig.class, RunAccepted.class, READ);
  public static final Request<ListLearners, Page<Learner>> LIST_LEARNERS =
      Request.list("mrlearn.configs.learners", ListLearners.class, Learner.class, READ);
  /** Reads how far the learners of a course are, and how far they were after the last sync of each day. */
  public static final Request<AskProgress, CourseProgress> PROGRESS =
      Request.of("mrlearn.configs.progress", AskProgress.class, CourseProgress.class, READ);
  public static final Request<ListRuns, Page<Run>> LIST_RUNS =
      Request.list("mrlearn.configs.runs", ListRuns.class, Run.class, READ);
  public static final Request<GetRun, Run> GET_RUN = Request.of("mrlearn.runs.get", GetRun.class, Run.class, READ);
  public static final Request<ListCourses, Page<Course>> LIST_COURSES =
      Request.list("mrlearn.courses.list", ListCourses.class, Course.class, READ);

  /**
   * Makes configs for the courses that have none, and runs them all now. A course that the provider does not list is
   * answered as unknown, and one that is running already as running; the others are not held up by it.
   */
  public static final Request<SyncCourses, Queued> SYNC_COURSES =
      Request.of("mrlearn.courses.sync", SyncCourses.class, Queued.class, PROVIDER);
  /** Queues as {@link #SYNC_COURSES} does, for the courses that are mapped to a batch. Fails with {@code not_found}. */
  public static final Request<SyncBatch, Queued> SYNC_BATCH =
      Request.of("mrlearn.batches.sync", SyncBatch.class, Queued.class, PROVIDER);
  /** Runs every enabled config now. */
  public static final Request<RefreshAll, Queued> REFRESH_ALL =
      Request.of("mrlearn.students.refresh", RefreshAll.class, Queued.class, PROVIDER);
  /** Batches to choose from, newest start first. */
  public static final Request<PickBatches, Page<BatchChoice>> PICK_BATCHES =
      Request.list("mrlearn.batches.list", PickBatches.class, BatchChoice.class, READ);
  public static final Request<GetCron, NewStudentCron> GET_CRON =
      Request.of("mrlearn.new_students.get", GetCron.class, NewStudentCron.class, READ);
  /** Kept in the system's settings; the schedule follows at once. */
  public static final Request<ChangeCron, NewStudentCron> CHANGE_CRON =
      Request.of("mrlearn.new_students.change", ChangeCron.class, NewStudentCron.class, READ);
  /** Queues a fast run of every enabled config of every tenant. */
  public static final Request<FindNewStudents, Queued> FIND_NEW_STUDENTS =
      Request.of("mrlearn.new_students.find", FindNewStudents.class, Queued.class, Duration.ofMinutes(5));

  /** Runs a config, on behalf of its schedule. Does nothing when the config is gone, disabled or running already. */
  public static final Request<Tick, RunAccepted> TICK =
      Request.of("mrlearn.configs.tick", Tick.class, RunAccepted.class, Duration.ofSeconds(20));
  /** One slice of a run. Idempotent: goes on where the run's row says; a run that is over is left alone. */
  public static final Request<Advance, Run> ADVANCE =
      Request.of("mrlearn.runs.advance", Advance.class, Run.class, SLICE_LIMIT);

  /**
   * Keeps how a config's reminders stand, as their domain tells it after each change. What is older than what is kept
   * changes nothing, nor does a config that is gone.
   */
  public static final Request<KeepReminders, Void> KEEP_REMINDERS =
      Request.of("mrlearn.reminders.keep", KeepReminders.class, Void.class, READ);

  /** Enables the tenant's configs that a refusal of the provider has disabled, now that somebody has logged in. */
  public static final Request<Revive, Revived> REVIVE =
      Request.of("mrlearn.configs.revive", Revive.class, Revived.class, READ);

  /** States that a person with an account has completed modules of a course. */
  public static final DurableEvent<ModulesCompleted> MODULES_COMPLETED =
      DurableEvent.of("mrlearn.modules.completed", ModulesCompleted.class);
  /** States that a person with an account has completed a course: once for an account and a course. */
  public static final DurableEvent<CourseCompleted> COURSE_COMPLETED =
      DurableEvent.of("mrlearn.course.completed", CourseCompleted.class);
  /** An administrator has changed a config, its reminders' settings among it. */
  public static final DurableEvent<ConfigChanged> CONFIG_CHANGED =
      DurableEvent.of("mrlearn.config.changed", ConfigChanged.class);
  public static final DurableEvent<ConfigRemoved> CONFIG_DELETED =
      DurableEvent.of("mrlearn.config.deleted", ConfigRemoved.class);

  /** A run moved on or ended. */
  public static final Event<Run> RUN_PROGRESSED = Event.of("mrlearn.run.progressed", Run.class);

  /**
   * Shows the SQL of other domains a row for each enrolment that is mirrored. {@code course_url} is where a learner
   * opens the course; {@code config_id} and {@code batch_id} are null when the config was deleted; {@code email}
   * is in lower case, with the organisation's prefix, and {@code email_key} without a known one, or null for who
   * has no address; {@code mobile} is E.164 where that is certain, else as the provider writes it; {@code status}
   * is not_started, in_progress or completed, and {@code enrolment_status} the provider's word; {@code
   * module_progress} is JSON (id, title, progress, completed), {@code course_item_progress} too (id, moduleId,
   * title, type, progress, timeSpent, completed); {@code vanished_at} is when the provider first listed the course
   * without this learner. Quick by {@code (tenant, email_key)} and by {@code (tenant, course_id, graphy_user_id)},
   * which is unique.
   */
  public static final View LEARNERS = View.of("mrlearn.shared_learners", "learner_id, tenant, course_id, course_title, "
      + "course_url, config_id, batch_id, graphy_user_id, name, email, email_key, mobile, progress_percent, "
      + "total_time_seconds, is_completed, status, enrolment_status, enrolled_at, started_at, last_accessed_at, "
      + "completed_at, module_progress, course_item_progress, completed_modules, reported_at, vanished_at, created_at, "
      + "updated_at");
  /** Shows the SQL of other domains a row for each config, with its reminders' settings. */
  public static final View CONFIGS = View.of("mrlearn.shared_configs", "config_id, tenant, course_id, course_title, "
      + "course_url, batch_id, enabled, interval_hours, include_detailed_reports, last_synced_at, last_sync_status, "
      + "reminder_enabled, reminder_interval_hours, reminder_skip_above_progress, reminder_template_name, created_at, "
      + "updated_at");

  private SyncContract() {}

  public record ListConfigs(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /**
   * @param courseTitle default: the provider's title
   * @param intervalHours default 24; brought into 1 to 720
   * @param enabled default true; an enabled config is scheduled and runs at once
   * @param includeDetailedReports default true
   */
  public record CreateConfig(@Visible @Size(max = 200) String graphyCourseId,
      @Nullable @Visible @Size(max = 200) String courseTitle, @Nullable UUID batchId,
      @Nullable @Default("24") Integer intervalHours, @Nullable @Default("true") Boolean enabled,
      @Nullable @Default("true") Boolean includeDetailedReports) {}

  /**
   * Null leaves a value as it is, but that of the batch, which it takes off. Changing an interval starts it anew from
   * now; both schedules follow at once.
   *
   * @param reminderIntervalHours brought into 1 to 720
   * @param reminderSkipAboveProgress learners who got so far, in percent, are left alone; brought into 0 to 100
   */
  @AtLeastOne
  public record ChangeConfig(UUID id, @Nullable @Visible @Size(max = 200) String courseTitle,
      Change<@Nullable UUID> batchId, @Nullable Integer intervalHours, @Nullable Boolean enabled,
      @Nullable Boolean includeDetailedReports,
      @Nullable Boolean reminderEnabled, @Nullable Integer reminderIntervalHours,
      @Nullable Integer reminderSkipAboveProgress, @Nullable @Visible @Size(max = 200) String reminderTemplateName) {}

  /** @param purgeData also deletes the course's learners, reports and reminders' logs; default false */
  public record DeleteConfig(UUID id, @Nullable @Default("false") Boolean purgeData) {}

  public record ConfigDeleted(UUID id, boolean purged, int learnersDeleted) {}

  /** @param fast looks for new learners only; default false */
  public record RunConfig(UUID id, @Nullable @Default("false") Boolean fast) {}

  /**
   * @param graphyCourseIds 1 to 100
   * @param batchId also given to those of the configs that have none
   * @param intervalHours and {@code includeDetailedReports}: of the configs that are made; as in {@link CreateConfig}
   */
  public record SyncCourses(@Size(min = 1, max = 100) List<@Size(min = 1, max = 200) String> graphyCourseIds,
      @Nullable UUID batchId, @Nullable @Default("24") Integer intervalHours,
      @Nullable @Default("true") Boolean includeDetailedReports) {}

  public record SyncBatch(UUID batchId) {}

  /** @param full refreshes everybody's progress; default false: looks for new learners only */
  public record RefreshAll(@Nullable @Default("false") Boolean full) {}

  /**
   * @param outcome nothing (there is no course to sync) or queued
   * @param queued runs that were started, of {@code of} courses; {@code created} configs that were made
   */
  public record Queued(@OneOf({"nothing", "queued"}) String outcome, int queued, int of, int created,
      List<QueuedCourse> courses) {}

  /** @param outcome created, queued, running (a run was under way already) or unknown (not listed by the provider) */
  public record QueuedCourse(String graphyCourseId, @Nullable UUID configId, @Nullable UUID runId,
      @OneOf({"created", "queued", "running", "unknown"}) String outcome) {}

  /** @param search part of a name or code */
  public record PickBatches(@Nullable @Size(min = 1, max = 100) String search,
      @Nullable @Limit Integer limit, @Nullable @Offset Long offset) {}

  public record BatchChoice(UUID id, String code, String name, String state, int courses) {}

  public record GetCron() {}

  /**
   * Changes the values that are not null.
   *
   * @param intervalHours brought into 1 to 720
   */
  @AtLeastOne
  public record ChangeCron(@Nullable Boolean enabled, @Nullable Integer intervalHours) {}

  public record NewStudentCron(boolean enabled, int intervalHours) {}

  public record FindNewStudents() {}

  /** @param runId null when a tick found nothing to do */
  public record RunAccepted(@Nullable UUID runId, @Nullable UUID jobId) {}

  /** @param search part of a name or an e-mail address, in any case */
  public record ListLearners(UUID id, @Nullable Integer limit, @Nullable Long offset,
      @Nullable @Size(min = 1, max = 200) String search) implements Listing {}

  /** @param days how far the days go back */
  public record AskProgress(UUID id, @Nullable @Min(1) @Max(365) @Default("90") Integer days) {}

  /**
   * @param learners without those who are no longer enrolled
   * @param mean of their progress, in percent
   */
  public record ProgressDay(LocalDate day, int learners, int completed, double mean) {}

  /**
   * @param learners without those who are no longer enrolled
   * @param bands numbers of learners at 0 percent, below 25, 50, 75 and 100 percent, and at 100 percent
   * @param days oldest first, without those on which no sync ended
   */
  public record CourseProgress(int learners, List<Integer> bands, List<ProgressDay> days) {}

  public record ListRuns(UUID id, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public record GetRun(UUID id) {}

  public record ListCourses(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public record Tick(UUID configId) {}

  public record Revive() {}

  public record Revived(int configs) {}

  public record Advance(UUID runId, int slice) {}

  /** @param runId the run that saw it */
  public record ModulesCompleted(UUID accountId, UUID runId, List<CompletedModule> modules) {}

  /**
   * @param id names the completion for good. When it was withdrawn ({@link LinkContract#MODULE_WITHDRAWN}), and is
   *     stated again, it has another
   * @param history whether it was completed before the account or the first report, or waited for its account, so that
   *     {@code at}, the learner's last access, says nothing of its day
   */
  public record CompletedModule(String id, String graphyCourseId, String moduleId, Instant at,
      @Default("false") boolean history) {}

  public record CourseCompleted(UUID accountId, String graphyCourseId, String courseTitle, Instant at) {}

  public record ConfigChanged(UUID configId) {}

  /** @param purged whether the course's learners are deleted, too */
  public record ConfigRemoved(UUID configId, boolean purged) {}

  /** @param asOf when the reminders stood so, by the database's clock */
  public record KeepReminders(UUID configId, LastReminder last, Instant asOf) {}

  /**
   * @param lastSyncStatus idle, running, success, incomplete, failed or unauthenticated
   * @param lastSyncLearnerCount learners of the last run, without those who vanished and those for demonstration
   * @param lastReminderStatus as in {@code lastReminder}, under the name that earlier clients read, like
   *     {@code nextReminderAt}
   * @param runId the run under way, or null
   */
  public record SyncConfig(UUID id, String graphyCourseId, String courseTitle, @Nullable UUID batchId,
      int intervalHours, boolean enabled, boolean includeDetailedReports, @Nullable Instant lastSyncedAt,
      @Nullable Instant nextSyncAt,
      @OneOf({"idle", "running", "success", "incomplete", "failed", "unauthenticated"}) String lastSyncStatus,
      @Nullable Integer lastSyncLearnerCount, boolean reminderEnabled, int reminderIntervalHours,
      int reminderSkipAboveProgress, String reminderTemplateName, @Nullable LastReminder lastReminder,
      String lastReminderStatus, @Nullable Instant nextReminderAt, Instant createdAt, Instant updatedAt,
      @Nullable UUID runId) {}

  /**
   * State of the reminders, as their domain tells it.
   *
   * @param status idle (there was none yet), running, success, partial or failed
   * @param runId at {@code /api/graphy/sync/reminders/runs}; null when there was none, as {@code at} and the counts
   * @param nextAt null while no reminders are scheduled
   */
  public record LastReminder(@OneOf({"idle", "running", "success", "partial", "failed"}) String status,
      @Nullable UUID runId, @Nullable Instant at, @Nullable Integer sent, @Nullable Integer skipped,
      @Nullable Integer failed, @Nullable Instant nextAt) {}

  /** @param courseUrl the last one known: providers omit it while a course is edited */
  public record Course(String id, String title, @Nullable String publisher, boolean published,
      @Nullable String courseUrl, int usersCount, @Nullable Instant lastSyncedAt) {}

  /**
   * @param email as the provider stores it, with the organisation's prefix; {@code emailStripped} without a
   *     known one
   * @param mobile E.164 where that is certain, else as the provider writes it
   * @param status not_started, in_progress or completed; {@code enrolmentStatus} is the provider's own word
   * @param moduleProgress in the course's order; empty before the first report
   * @param vanished the provider does not list the learner any more; {@code demo}: it never did, the row was made to
   *     show something
   */
  public record Learner(UUID id, @Nullable UUID syncConfigId, String graphyCourseId, String graphyUserId,
      @Nullable String name, @Nullable String email,
      @Nullable String emailStripped, @Nullable String mobile, @Min(0) @Max(100) double progressPercent,
      int totalTimeSeconds, boolean isCompleted, @OneOf({"not_started", "in_progress", "completed"}) String status,
      @Nullable String enrolmentStatus, @Nullable Instant enrolledAt, @Nullable Instant startedAt,
      @Nullable Instant lastAccessedAt, @Nullable Instant completedAt, List<Module> moduleProgress,
      boolean vanished, boolean demo, Instant updatedAt) {}

  public record Module(String id, @Nullable String title, double progress, boolean completed) {}

  /**
   * A full run balances: learners at the source = fetched = new + changed + unchanged + regressions blocked. One that
   * does not is incomplete, and {@code error} and {@code errors} say where.
   *
   * @param status running, success, incomplete (pages or learners are missing), failed or unauthenticated
   * @param fast newest learners first, up to those who are known; reports only for the new ones
   * @param phase queued, listing, phones, reports, phones_again, awards or done
   * @param percent 0 to 100; {@code etaSeconds} from the pace so far, null when it cannot be told
   * @param page pages of a hundred learners that were read, of {@code pages}, which is null before the first one
   * @param learnersFetched different learners; {@code learnersUpserted} = new + changed
   * @param learnersRepeated rows of learners who had been read before, since the list shifted or was read twice
   * @param learnersVanished mirrored, and not at the source any more
   * @param stoppedEarly a fast run came to learners who are known
   * @param phonesFilled learners whose missing phone was found elsewhere than in the listing or their report
   * @param completionNotices people who will be told that they completed the course
   * @param errors at most the first 50, in the answer for one run only
   */
  public record Run(UUID id, UUID syncConfigId, String graphyCourseId,
      @OneOf({
          "running", "success", "incomplete", "failed", "unauthenticated"}) String status,
      @OneOf({"scheduled", "manual", "boot"}) String triggeredBy, boolean fast,
      @OneOf({"queued", "listing", "phones", "reports", "phones_again", "awards", "done"}) String phase, double percent,
      @Nullable Long etaSeconds, int page, @Nullable Integer pages, Instant startedAt, @Nullable Instant finishedAt,
      @Nullable Long durationMs, @Nullable Integer learnersAtSource, int learnersFetched, int learnersUpserted,
      int learnersNew, int learnersChanged, int learnersUnchanged, int regressionsBlocked, int learnersCompleted,
      int learnersRepeated, int learnersVanished, boolean stoppedEarly, int pagesFailed, int reportsDue,
      int reportsFetched, int reportsFailed, int phonesFilled, int xpAwards, int completionNotices,
      @Nullable String error, @Nullable UUID jobId, List<RunError> errors){
    Run with(List<RunError> found) {
      return new Run(id, syncConfigId, graphyCourseId, status, triggeredBy, fast, phase, percent, etaSeconds, page,
          pages, startedAt, finishedAt, durationMs, learnersAtSource, learnersFetched, learnersUpserted, learnersNew,
          learnersChanged, learnersUnchanged, regressionsBlocked, learnersCompleted, learnersRepeated,
          learnersVanished, stoppedEarly, pagesFailed, reportsDue, reportsFetched, reportsFailed, phonesFilled,
          xpAwards, completionNotices, error, jobId, found);
    }
  }

  /** @param position the row offset of a page, or the provider's id of a learner */
  public record RunError(String phase, String position, String message, Instant at) {}
}
