package com.mas.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Page;
import com.mas.bus.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What operators may ask about stored requests, and how a handler reports progress. */
public final class JobsContract {
  private static final Duration QUICK = Duration.ofSeconds(5);

  private JobsContract() {}

  /**
   * How far a running job is. The job's id is {@code call.cause()} in its handler. Reports for jobs that are over are
   * ignored.
   *
   * @param percent 0 to 100
   * @param note one line for a person; may be null
   */
  public record Progress(UUID jobId, int percent, String note) {}

  /**
   * @param state ready, delayed, parked, running, completed, dead, discarded; null: all
   * @param limit 1 to 200, 50 by default
   */
  public record ListJobs(String queue, String state, String address, Integer limit, Long offset) {}

  public record JobId(UUID id) {}

  public record QueueName(String queue) {}

  public record Nothing() {}

  /**
   * @param attempts that are over
   * @param progress percent, or null
   * @param error of the last attempt that failed, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Job(
      UUID id, String queue, String address, String state, int priority, Instant runAt, int attempts,
      Integer maxAttempts, String uniqueKey, String groupKey, Instant createdAt, Instant startedAt, Instant finishedAt,
      Integer progress, String note, String error) {}

  /**
   * @param body as JSON, secrets hidden
   * @param result as JSON, secrets hidden; null when there is none or it was too long to keep
   * @param cause the job whose handler stored this one, if it is still kept
   * @param children jobs that this one's handler stored, oldest first, at most 100
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record JobDetail(
      Job job, Object body, Object result, String requestId, String tenant, UUID causeId, Job cause,
      List<Job> children) {}

  /**
   * @param counts jobs by state, those of zero left out
   * @param cap jobs at a time in the cluster, or null
   * @param waitMillis median time from due to start of the completed jobs that are kept, or null
   * @param oldestReadyAt when the longest waiting job was due, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Queue(
      String name, boolean enabled, boolean paused, Integer concurrency, Integer cap, Integer groupCap,
      Map<String, Long> counts, Double waitMillis, Instant oldestReadyAt) {}

  /** @param everySeconds null when there is a cron */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ScheduleRow(
      String key, String queue, String address, String cron, String zone, Long everySeconds, boolean enabled,
      boolean declared, Instant nextAt, Instant lastAt, UUID lastJob) {}

  public static final Request<Progress, Void> PROGRESS =
      Request.of("jobs.job.progress", Progress.class, Void.class, QUICK);

  /** Newest first. */
  public static final Request<ListJobs, Page<Job>> LIST =
      Request.of("jobs.job.list", ListJobs.class, Page.type(), QUICK);

  public static final Request<JobId, JobDetail> SEE = Request.of("jobs.job.get", JobId.class, JobDetail.class, QUICK);

  /** A dead, discarded, completed or delayed job becomes ready, with all its attempts; any other is a conflict. */
  public static final Request<JobId, Job> RETRY = Request.of("jobs.job.retry", JobId.class, Job.class, QUICK);

  /** A job that waits, or is dead, will not run; one that runs or is completed is a conflict. */
  public static final Request<JobId, Job> DISCARD = Request.of("jobs.job.discard", JobId.class, Job.class, QUICK);

  public static final Request<Nothing, Page<Queue>> QUEUES =
      Request.of("jobs.queue.list", Nothing.class, Page.type(), QUICK);

  /** Jobs that run are not disturbed; no others are begun, on any node. Twice is as once. */
  public static final Request<QueueName, Queue> PAUSE =
      Request.of("jobs.queue.pause", QueueName.class, Queue.class, QUICK);

  public static final Request<QueueName, Queue> RESUME =
      Request.of("jobs.queue.resume", QueueName.class, Queue.class, QUICK);

  public static final Request<Nothing, Page<ScheduleRow>> SCHEDULES =
      Request.of("jobs.schedule.list", Nothing.class, Page.type(), QUICK);

  public static final List<Request<?, ?>> REQUESTS =
      List.of(PROGRESS, LIST, SEE, RETRY, DISCARD, QUEUES, PAUSE, RESUME, SCHEDULES);
}
