package com.mas.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Requests of operators about stored requests, and reports of progress by handlers. */
public final class JobsContract {
  private static final Duration QUICK = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofSeconds(25);

  private JobsContract() {}

  /**
   * Progress of a running job. The job's id is {@code call.cause()} in its handler. Reports for jobs that are over are
   * ignored.
   *
   * @param percent 0 to 100
   * @param note one line for a person; may be null
   */
  public record Progress(UUID jobId, int percent, String note) {}

  /**
   * @param state ready, delayed, parked, running, completed, dead, discarded; null: all
   * @param search part of the body or of the error, in any case of letters, what is hidden left out; null: any
   * @param offset at most 10,000
   */
  public record ListJobs(String queue, String state, String address, String search, Integer limit, Long offset)
      implements Listing {}

  /** @param state dead or discarded; the other fields are those of {@link ListJobs} */
  public record CountJobs(String queue, String state, String address, String search) {}

  /** @param until what {@link #RETRY_ALL} is to be told, so that it retries these and none that came later */
  public record CountedJobs(int jobs, Instant until) {}

  /** @param until of the count that came first; null is refused */
  public record RetryJobs(String queue, String state, String address, String search, Instant until) {}

  /** @param skipped since another job with the same unique key waits or runs */
  public record RetriedJobs(int retried, int skipped) {}

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

  /** An attempt that failed. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Attempt(int attempt, Instant startedAt, Instant endedAt, String node, String error) {}

  /**
   * @param body as JSON, secrets hidden
   * @param result as JSON, secrets hidden; null when there is none or it was too long to keep
   * @param cause the job whose handler stored this one, if it is still kept
   * @param children jobs that this one's handler stored, oldest first, at most 100
   * @param failures attempts that failed, oldest first, the last ten
   * @param node that runs it, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record JobDetail(
      Job job, Object body, Object result, String requestId, String tenant, UUID causeId, Job cause,
      List<Job> children, List<Attempt> failures, String node) {}

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
  public record Queue(
      String name, boolean enabled, boolean paused, Integer concurrency, Integer cap, Integer groupCap,
      Map<String, Long> counts, List<String> estimated, Map<String, Long> perMinute, Double waitMillis,
      Double wait95Millis, Instant oldestReadyAt) {}

  /**
   * @param everySeconds null when there is a cron
   * @param upcoming the next five slots; none when it is not enabled
   * @param missed slots that passed while no node was up, since it was stored; one job made up for each gap
   * @param overdue slots that have passed by now and were not fired: nobody runs schedules
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ScheduleRow(
      String key, String queue, String address, String cron, String zone, Long everySeconds, boolean enabled,
      boolean declared, Instant nextAt, Instant lastAt, UUID lastJob, List<Instant> upcoming, long missed,
      Instant missedAt, int overdue) {}

  /**
   * Action of an operator.
   *
   * @param actor null: the product itself
   * @param action retry, discard, retry_all, pause, resume
   * @param filter of a retry of many
   * @param jobs how many it changed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Act(
      UUID id, Instant at, UUID actor, String actorName, String action, String queue, UUID jobId, String filter,
      int jobs) {}

  public record ListActs(Integer limit, Long offset) implements Listing {}

  public static final Request<Progress, Void> PROGRESS =
      Request.of("jobs.job.progress", Progress.class, Void.class, QUICK);

  /**
   * Lists jobs. Those of one state come in the order of their turn (ready, delayed, parked), of their begin (running),
   * or the last to end first; those of all states newest first. With a search or an address, the first 10,000 of a
   * queue and state are looked at; where no queue or no state is given, the first 2,000 of each.
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

  /** Newest first. */
  public static final Request<ListActs, Page<Act>> ACTS =
      Request.list("jobs.audit.list", ListActs.class, Act.class, QUICK);
}
