package com.mas.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Request;
import com.mas.bus.Text;
import com.mas.jobs.Claimed.Outcome;
import com.mas.meters.Meters;
import com.mas.meters.Meters.Scale;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one job to its address and decides what becomes of it. */
final class JobExecution {
  private static final Logger LOG = LoggerFactory.getLogger(JobExecution.class);
  /** A longer answer is not kept with the job. */
  private static final int MOST_RESULT = 16_384;
  private static final int MOST_ERROR = 2_000;

  private final Bus bus;
  private final Map<String, Request<?, ?>> catalogue;
  private final Map<String, QueueMeters> meters = new HashMap<>();
  private final Tally tally = new Tally();

  private record QueueMeters(Counter claimed, Counter completed, Counter failed, Counter dead, Timer latency,
      Timer duration) {
    static QueueMeters of(String queue) {
      return new QueueMeters(Meters.counter("jobs.claimed", "Jobs that this node took to run", "queue", queue),
          Meters.counter("jobs.completed", "Jobs that were answered", "queue", queue),
          Meters.counter("jobs.failed", "Attempts of jobs that failed", "queue", queue),
          Meters.counter("jobs.dead", "Jobs that failed for good", "queue", queue),
          Meters.histogram("jobs.latency", "Time from when a job was due to its start", Scale.LONG, "queue", queue),
          Meters.histogram("jobs.duration", "Time of one attempt of a job", Scale.LONG, "queue", queue));
    }
  }

  JobExecution(Bus bus, Map<String, Request<?, ?>> catalogue) {
    this.bus = bus;
    this.catalogue = catalogue;
  }

  Tally tally() {
    return tally;
  }

  void claimed(String queue, int count) {
    meters(queue).claimed.increment(count);
  }

  /** Never fails. */
  Future<Outcome> run(Claimed job, Queues.Queue queue) {
    Instant started = bus.clock().instant();
    QueueMeters meter = meters(job.queue());
    Instant due = job.runAt().isAfter(job.createdAt()) ? job.runAt() : job.createdAt();
    Duration waited = Duration.between(due, started);
    meter.latency.record(waited.isNegative() ? Duration.ZERO : waited);
    tally.begun(job.queue(), waited.toMillis());
    return send(job, queue, started).transform(answer -> {
      Instant now = bus.clock().instant();
      meter.duration.record(Duration.between(started, now));
      if (answer.succeeded()) {
        meter.completed.increment();
        tally.completed(job.queue());
        return Future.succeededFuture(Outcome.completed(job, started, now, result(answer.result())));
      }
      return Future.succeededFuture(failed(job, queue, started, now, answer.cause()));
    });
  }

  private Future<?> send(Claimed job, Queues.Queue queue, Instant started) {
    Request<?, ?> request = catalogue.get(job.address());
    if (request == null) {
      return Future.failedFuture(Failure.UNAVAILABLE.with("This build does not know " + job.address() + "."));
    }
    try {
      Object body = job.body() == null ? null : Json.MAPPER.readValue(job.body(), request.body());
      long limit = job.limitMillis() != null ? job.limitMillis() : queue.limit().toMillis();
      String requestId = job.requestId() != null ? job.requestId() : "job:" + job.id();
      Call call = new Call(requestId, null, job.tenant(), null, started.toEpochMilli() + limit, job.id(), null);
      return bus.sendRaw(call, request, body);
    } catch (JsonProcessingException e) {
      return Future.failedFuture(Failure.INVALID.with("Its body is not a " + request.body().getSimpleName() + "."));
    }
  }

  private Outcome failed(Claimed job, Queues.Queue queue, Instant started, Instant now, Throwable cause) {
    FailureException failure = cause instanceof FailureException known
        ? known : Failure.INTERNAL.with(String.valueOf(cause));
    String error = Text.cut(failure.failure().code() + ": " + failure.detail().message(), MOST_ERROR);
    int most = job.maxAttempts() != null ? job.maxAttempts() : queue.attempts();
    RetryRules.Decision decision = RetryRules.after(failure.failure(), failure.detail().retryAfterSeconds(),
        job.attempts(), most, job.token(), queue.backoff(), ThreadLocalRandom.current().nextDouble());
    int attempts = decision.counts() ? job.attempts() + 1 : job.attempts();
    meters(job.queue()).failed.increment();
    tally.failed(job.queue(), decision.fate() == RetryRules.Fate.DEAD);
    if (decision.fate() == RetryRules.Fate.DEAD) {
      meters(job.queue()).dead.increment();
      LOG.warn("Job {} of {} to {} is dead after {} attempts: {}",
          job.id(), job.queue(), job.address(), attempts, error);
      return Outcome.dead(job, started, now, error, attempts);
    }
    LOG.debug("Job {} of {} to {} goes back for {}: {}", job.id(), job.queue(), job.address(), decision.pause(), error);
    return Outcome.again(job, started, now, now.plus(decision.pause()), error, attempts);
  }

  private static String result(Object answer) {
    if (answer == null) {
      return null;
    }
    String json = Json.write(answer);
    return json.length() > MOST_RESULT ? null : json;
  }

  private QueueMeters meters(String queue) {
    return meters.computeIfAbsent(queue, QueueMeters::of);
  }
}
