package com.mas.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.jobs.JobsContract.Job;
import com.mas.jobs.JobsContract.JobDetail;
import com.mas.jobs.JobsContract.ListJobs;
import com.mas.jobs.JobsContract.Progress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** What operators see and do. */
final class JobsService {
  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 200;
  private static final List<String> STATES =
      List.of("ready", "delayed", "parked", "running", "completed", "dead", "discarded");
  /** Names of fields whose values operators need not see. */
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|secret|token|otp|code|apikey|api_key|cookie|authorization).*");

  private final Database db;
  private final Clock clock;

  JobsService(Database db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  Void progress(Progress progress) {
    if (progress.jobId() == null || progress.percent() < 0 || progress.percent() > 100) {
      throw Failure.INVALID.with("Progress needs a job and a percentage from 0 to 100.");
    }
    AdminRepository.progress(db, progress);
    return null;
  }

  Page<Job> list(ListJobs filter) {
    if (filter.state() != null && !STATES.contains(filter.state())) {
      throw Failure.INVALID.with("state must be one of " + String.join(", ", STATES) + ".");
    }
    int limit = Math.clamp(filter.limit() == null ? USUAL_PAGE : filter.limit(), 1, LARGEST_PAGE);
    long offset = filter.offset() == null ? 0 : Math.max(0, filter.offset());
    return new Page<>(AdminRepository.list(db, filter, limit, offset), limit, offset, null);
  }

  JobDetail see(UUID id) {
    AdminRepository.Found found = AdminRepository.find(db, id);
    if (found == null) {
      throw notFound();
    }
    AdminRepository.Found cause = found.cause() == null ? null : AdminRepository.find(db, found.cause());
    return new JobDetail(found.job(), redacted(found.body()), redacted(found.result()), found.requestId(),
        found.tenant(), found.cause(), cause == null ? null : cause.job(), AdminRepository.children(db, id));
  }

  Job retry(UUID id) {
    Job before = known(id);
    db.transaction(tx -> {
      if (!AdminRepository.retry(tx, id, clock.instant())) {
        throw Failure.CONFLICT.with(before.uniqueKey() == null
            ? "The job is " + before.state() + " and cannot be retried."
            : "The job is " + before.state() + ", or another one with its unique key waits or runs.").data(before);
      }
      tx.notifyAfterCommit(Wake.CHANNEL, before.queue() + (before.groupKey() == null ? "" : Wake.GROUPED));
      return null;
    });
    return known(id);
  }

  Job discard(UUID id) {
    Job before = known(id);
    db.transaction(tx -> {
      if (!AdminRepository.discard(tx, id, before.queue(), clock.instant())) {
        throw Failure.CONFLICT.with("The job is " + before.state() + " and cannot be discarded.").data(before);
      }
      if (before.groupKey() != null) {
        tx.notifyAfterCommit(Wake.CHANNEL, before.queue() + Wake.GROUPED);
      }
      return null;
    });
    return known(id);
  }

  Page<JobsContract.Queue> queues() {
    List<JobsContract.Queue> queues = AdminRepository.queues(db, null);
    return new Page<>(queues, queues.size(), 0, (long) queues.size());
  }

  JobsContract.Queue pause(String queue, boolean paused) {
    db.transaction(tx -> {
      if (!AdminRepository.pause(tx, queue, paused)) {
        throw Failure.NOT_FOUND.with("There is no such queue.");
      }
      tx.notifyAfterCommit(Wake.CHANNEL, Wake.CHANGED);
      return null;
    });
    return AdminRepository.queues(db, queue).getFirst();
  }

  Page<JobsContract.ScheduleRow> schedules() {
    List<JobsContract.ScheduleRow> schedules = AdminRepository.schedules(db);
    return new Page<>(schedules, schedules.size(), 0, (long) schedules.size());
  }

  private Job known(UUID id) {
    AdminRepository.Found found = AdminRepository.find(db, id);
    if (found == null) {
      throw notFound();
    }
    return found.job();
  }

  private static RuntimeException notFound() {
    return Failure.NOT_FOUND.with("There is no such job, or it is no longer kept.");
  }

  private static Object redacted(String json) {
    return json == null ? null : redact(Json.read(json, JsonNode.class));
  }

  private static JsonNode redact(JsonNode node) {
    switch (node) {
      case ObjectNode object -> {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
          field.setValue(SECRET.matcher(field.getKey()).matches() && field.getValue().isValueNode()
              ? object.textNode("hidden") : redact(field.getValue()));
        }
      }
      case ArrayNode array -> array.forEach(JobsService::redact);
      default -> {
        return node;
      }
    }
    return node;
  }
}
