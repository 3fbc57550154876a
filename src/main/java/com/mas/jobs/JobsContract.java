package com.mas.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Default;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Offset;
import com.mas.bus.OneOf;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.db.View;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Requests of operators about stored requests, and reports of progress by handlers. */
@NullMarked
public final class JobsContract {
  public static final Reason JOB_NOT_RETRIED = Reason.of(Failure.CONFLICT, "job_not_retried",
      "The job cannot be retried as it is.");
  public static final Reason JOB_NOT_DISCARDED = Reason.of(Failure.CONFLICT, "job_not_discarded",
      "The job cannot be discarded as it is.");
  public static final Reason QUEUE_UNKNOWN = Reason.of(Failure.NOT_FOUND, "queue_unknown", "There is no such queue.");
  public static final Reason QUEUES_SHARED = Reason.of(Failure.FORBIDDEN, "queues_shared",
      "A queue carries the work of all tenants; please ask a super administrator to stop it or let it go on.");
  public static final Reason SCHEDULE_UNKNOWN =
      Reason.of(Failure.NOT_FOUND, "schedule_unknown", "There is no such schedule.");
  public static final Reason SCHEDULE_OFF = Reason.of(Failure.CONFLICT, "schedule_off",
      "The schedule is switched off: its domain is not in this build, or conf/queues.yaml says so.");
  public static final Reason SCHEDULES_SHARED = Reason.of(Failure.FORBIDDEN, "schedules_shared",
      "A schedule works for all tenants; please ask a super administrator to run or to pause it.");
  public static final Reason JOB_UNKNOWN = Reason.of(Failure.NOT_FOUND, "job_unknown",
      "There is no such job, or it is no longer kept.");

  private static final Duration QUICK = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofSeconds(25);

  /** Shows the SQL of other domains which stored requests still wait or run. */
  public static final View LIVE = View.of("jobs.shared_live", "id, address, unique_key");

  private JobsContract() {}

  /** Names a state of a job. */
  @OneOf({"ready", "delayed", "parked", "running", "completed", "dead", "discarded"})
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE_USE)
  public @interface JobState {}

  /**
   * Progress of a running job. The job's id is {@code call.cause()} in its handler. Reports for jobs that are over are
   * ignored.
   *
   * @param percent 0 to 100
   * @param note one line for a person; may be null
   */
  public record Progress(UUID jobId, @Min(0) @Max(100) int percent, @Nullable String note) {}

  /**
   * @param state ready, delayed, parked, running, completed, dead, discarded; null: all
   * @param search part of the body or of the error, in any case of letters, what is hidden left out; null: any
   * @param scheduled whether only those that schedules have stored are listed, or only the others; null: all
   * @param offset at most 10,000
   */
  public record ListJobs(@Nullable @Size(min = 1, max = 100) String queue, @Nullable @JobState String state,
      @Nullable @Size(min = 1, max = 200) String address, @Nullable @Size(min = 1, max = 100) String search,
      @Nullable Boolean scheduled, @Nullable Integer limit, @Nullable @Offset(max = 10000) Long offset)
      implements
        Listing {}

  /** @param state dead or discarded; the other fields are those of {@link ListJobs} */
  public record CountJobs(@Nullable @Size(min = 1, max = 100) String queue,
      @Nullable @OneOf({"dead", "discarded"}) @Default("dead") String state,
      @Nullable @Size(min = 1, max = 200) String address, @Nullable @Size(min = 1, max = 100) String search) {}

  /** @param until what {@link #RETRY_ALL} is to be told, so that it retries these and none that came later */
  public record CountedJobs(int jobs, Instant until) {}

  /** @param until of the count that came first; null is refused */
  public record RetryJobs(@Nullable @Size(min = 1, max = 100) String queue,
      @Nullable @OneOf({"dead", "discarded"}) @Default("dead") String state,
      @Nullable @Size(min = 1, max = 200) String address, @Nullable @Size(min = 1, max = 100) String search,
      Instant until) {}

  /** @param skipped since another job with the same unique key waits or runs */
  public record RetriedJobs(int retried, int skipped) {}

  public record JobId(UUID id) {}

  public record QueueName(@Size(min = 1, max = 100) String queue) {}

  public record ScheduleKey(@Size(min = 1, max = 200) String key) {}

  public record Nothing() {}

  /**
   * @param attempts that are over
   * @param progress percent, or null
   * @param error of the last attempt that failed, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Job(UUID id, String queue, String address, @JobState String state, int priority, Instant runAt,
      int attempts, @Nullable Integer maxAttempts, @Nullable String uniqueKey, @Nullable String groupKey,
      Instant createdAt, @Nullable Instant startedAt, @Nullable Instant finishedAt,
      @Nullable @Min(0) @Max(100) Integer progress, @Nullable String note, @Nullable String error) {}

  /** An attempt that failed. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Attempt(int attempt, @Nullable Instant startedAt, @Nullable Instant endedAt, @Nullable String node,
      @Nullable String error) {}

  /**
   * @param body as JSON, secrets hidden
   * @param result as JSON, secrets hidden; null when there is none or it was too long to keep
   * @param cause the job whose handler stored this one, if it is still kept
   * @param children jobs that this one's handler stored, oldest first, at most 100
   * @param failures attempts that failed, oldest first, the last ten
   * @param node that runs it, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record JobDetail(Job job, @Nullable Object body, @Nullable Object result, @Nullable String requestId,
      @Nullable String tenant, @Nullable UUID causeId, @Nullable Job cause, List<Job> children,
      @Nullable List<Attempt> failures, @Nullable String node) {}

  /**
   * @param counts jobs by state, those of zero left out; exact up to 10,000
   * @param estimated states of which there are more, so that the count is a guess from a part of the table
   * @param perMinute jobs completed, attempts failed, jobs that died in the last minute, on all nodes; zeros left out
   * @param cap jobs at a time in the cluster, or null
   * @param waitMillis median time from due to start of the jobs that were begun in the last minute, or null
   * @param wait95Millis what 95 of 100 of them did not exceed, or null
   * @param oldestReadyAt when the longest waiting of the next hundred jobs of each tenant was due, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Queue(String name, boolean enabled, boolean paused, @Nullable Integer concurrency,
      @Nullable Integer cap, @Nullable Integer groupCap, Map<String, Long> counts, @Nullable List<String> estimated,
      @Nullable Map<String, Long> perMinute, @Nullable Double waitMillis, @Nullable Double wait95Millis,
      @Nullable Instant oldestReadyAt) {}

  /**
   * @param everySeconds null when there is a cron
   * @param enabled false: its domain is not in this build, or the configuration switches it off
   * @param paused by an operator: no slot of it is fired until it is resumed
   * @param declared by a module or in {@code conf/queues.yaml}; the others were stored by their domain while it runs
   * @param upcoming the next five slots; none when it is not enabled or is paused
   * @param missed slots that passed while no node was up, since it was stored; one job made up for each gap
   * @param overdue slots that have passed by now and were not fired: nobody runs schedules
   * @param lateSeconds since the first of them; 0 when none is overdue
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ScheduleRow(String key, String queue, String address, @Nullable String cron, @Nullable String zone,
      @Nullable Long everySeconds, boolean enabled, boolean paused, boolean declared, Instant nextAt,
      @Nullable Instant lastAt, @Nullable UUID lastJob, @Nullable List<Instant> upcoming, long missed,
      @Nullable Instant missedAt, int overdue, long lateSeconds) {}

  /**
   * Action of an operator.
   *
   * @param actor null: the product itself
   * @param action retry, discard, retry_all, pause, resume, run_schedule, pause_schedule, resume_schedule
   * @param filter of a retry of many
   * @param schedule the key of the schedule that was run, paused or resumed
   * @param jobs how many it changed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Act(UUID id, Instant at, @Nullable UUID actor, @Nullable String actorName,
      @OneOf({"retry", "discard", "retry_all", "pause", "resume", "run_schedule", "pause_schedule",
          "resume_schedule"}) String action,
      @Nullable String queue, @Nullable UUID jobId, @Nullable String filter, @Nullable String schedule, int jobs) {}

  public record ListActs(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public static final Request<Progress, Void> PROGRESS =
      Request.of("jobs.job.progress", Progress.class, Void.class, QUICK);

  /**
   * Lists jobs. Those of one state come in the order of their turn (ready, delayed, parked), of their begin (running),
   * or the last to end first; those of all states newest first. With a search or an address, the first 10,000 of a
   * queue and state are looked at; where no queue or no state is given, the first 2,000 of each. The total is that of
   * the jobs that are looked at; there is none with a search, nor for more than 10,000.
   */
  public static final Request<ListJobs, Page<Job>> LIST =
      Request.list("jobs.job.list", ListJobs.class, Job.class, QUICK);

  public static final Request<JobId, JobDetail> SEE = Request.of("jobs.job.get", JobId.class, JobDetail.class, QUICK);

  /** A dead, discarded, completed or delayed job becomes ready, with all its attempts; any other is a conflict. */
  public static final Request<JobId, Job> RETRY = Request.of("jobs.job.retry", JobId.class, Job.class, QUICK);

  /** A job that waits, or is dead, will not run; one that runs or is completed is a conflict. */
  public static final Request<JobId, Job> DISCARD = Request.of("jobs.job.discard", JobId.class, Job.class, QUICK);

  /** Looks where {@link #LIST} does. */
  public static final Request<CountJobs, CountedJobs> COUNT =
      Request.of("jobs.job.count", CountJobs.class, CountedJobs.class, QUICK);

  /** Twice is as once: what was retried is no longer dead, and what died since is later than {@code until}. */
  public static final Request<RetryJobs, RetriedJobs> RETRY_ALL =
      Request.of("jobs.job.retry_all", RetryJobs.class, RetriedJobs.class, LONG);

  public static final Request<Nothing, Page<Queue>> QUEUES =
      Request.list("jobs.queue.list", Nothing.class, Queue.class, QUICK);

  /** Jobs that run are not disturbed; no others are begun, on any node. Twice is as once. */
  public static final Request<QueueName, Queue> PAUSE =
      Request.of("jobs.queue.pause", QueueName.class, Queue.class, QUICK);

  public static final Request<QueueName, Queue> RESUME =
      Request.of("jobs.queue.resume", QueueName.class, Queue.class, QUICK);

  public static final Request<Nothing, Page<ScheduleRow>> SCHEDULES =
      Request.list("jobs.schedule.list", Nothing.class, ScheduleRow.class, QUICK);

  /**
   * Stores the job of a schedule now; its next slots stay. Answers the job of an earlier slot instead while that one
   * waits or runs.
   */
  public static final Request<ScheduleKey, Job> SCHEDULE_RUN =
      Request.of("jobs.schedule.run", ScheduleKey.class, Job.class, QUICK);

  /** No slot is fired until it is resumed, on any node. Idempotent. */
  public static final Request<ScheduleKey, ScheduleRow> SCHEDULE_PAUSE =
      Request.of("jobs.schedule.pause", ScheduleKey.class, ScheduleRow.class, QUICK);

  /** Goes on with the first slot after now: those that passed meanwhile are not made up for. Idempotent. */
  public static final Request<ScheduleKey, ScheduleRow> SCHEDULE_RESUME =
      Request.of("jobs.schedule.resume", ScheduleKey.class, ScheduleRow.class, QUICK);

  /** Newest first. */
  public static final Request<ListActs, Page<Act>> ACTS =
      Request.list("jobs.audit.list", ListActs.class, Act.class, QUICK);
}
