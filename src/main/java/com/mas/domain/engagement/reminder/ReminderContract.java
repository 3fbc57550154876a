package com.mas.domain.engagement.reminder;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Event;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.OneOf;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Word;
import com.mas.db.View;
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

/** Reminders, for administrators. Configs are the syncs' own; another tenant's are {@code not_found}. */
@NullMarked
public final class ReminderContract {
  public static final Reason CONFIG_UNKNOWN = Reason.of(Failure.NOT_FOUND, "config_unknown",
      "There is no such sync config.");
  public static final Reason RUN_UNKNOWN = Reason.of(Failure.NOT_FOUND, "run_unknown", "There is no such run.");

  /** The queue that sends reminders: one job at a time over the whole cluster. */
  public static final String QUEUE = "mrlearnReminderQueue";
  /** Longest time of one slice of a run. The queue's time limit must not be shorter. */
  public static final Duration SLICE_LIMIT = Duration.ofMinutes(15);
  private static final Duration READ = Duration.ofSeconds(5);
  private static final Duration PLAN = Duration.ofSeconds(20);

  /**
   * Shows how the reminders of each config stand, whether there was a run already or not: {@code last_reminder_status}
   * is idle before the first. The syncs of the release before read it; they are told now.
   */
  public static final View CONFIGS = View.of("reminder.shared_configs", "config_id, tenant, last_reminder_run_id, "
      + "last_reminder_at, last_reminder_status, sent, skipped, failed, next_reminder_at");

  private ReminderContract() {}

  public enum Scope implements Word {
    /** Everybody below the config's threshold. */
    ALL,
    /** Reminds the learners that are named, however far they are. */
    SELECTED
  }

  /** Says whether a learner would get a reminder now, or what holds it back. */
  @OneOf({"would_get", "progress", "vanished", "no_phone", "phone_unclear", "already_reminded", "opted_out",
      "switched_off", "quiet_hours", "attention_budget"})
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE_USE)
  public @interface Verdict {}

  /** Stores a run. What was reminded in this period already is left out when its turn comes. */
  public static final Request<Send, RunAccepted> SEND =
      Request.of("reminder.config.send", Send.class, RunAccepted.class, PLAN);

  /** @param learnerIds of the config's course, at most 5,000; for SELECTED */
  public record Send(UUID id, Scope scope, @Nullable @Size(max = 5000) List<UUID> learnerIds) {}

  /** @param total learners of the run; {@code unknown} of those named are not the config's */
  public record RunAccepted(UUID runId, UUID jobId, int total, int unknown) {}

  public static final Request<SendAcross, RunAccepted> SEND_ACROSS =
      Request.of("reminder.students.send", SendAcross.class, RunAccepted.class, PLAN);

  /** @param items at most 5,000 */
  public record SendAcross(@Size(min = 1, max = 5000) List<Item> items) {}

  public record Item(UUID syncConfigId, UUID learnerId) {}

  /** Returns who would get a reminder if it was sent to all now, and who is held back and why. Sends nothing. */
  public static final Request<GetPreview, Preview> PREVIEW =
      Request.of("reminder.config.preview", GetPreview.class, Preview.class, PLAN);

  /** @param verdict only those; null: all */
  public record GetPreview(UUID id, @Nullable @Verdict String verdict, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  /**
   * @param counts by verdict: would_get; progress (far enough), vanished (no longer listed), no_phone,
   *     phone_unclear (it could be several numbers, and needs its country's code), already_reminded, opted_out,
   *     switched_off, quiet_hours (goes out when they end), attention_budget
   * @param learners that {@code verdict} lets through
   */
  public record Preview(UUID configId, String template, int skipAboveProgress, Instant periodUntil,
      Map<String, Integer> counts, Page<Candidate> learners) {}

  /**
   * @param phone in digits with the country's code, or as it was written when it is not certain (phone_unclear); null
   *     when none was found
   * @param parameters of the message's body, in order
   * @param until when the verdict may change, where that is known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Candidate(UUID learnerId, @Nullable String name, @Nullable String email, double progressPercent,
      @Nullable String phone, @Verdict String verdict, @Nullable Instant until, @Nullable List<String> parameters) {}

  /** Newest first. */
  public static final Request<ListLogs, Page<Log>> LIST_LOGS =
      Request.list("reminder.log.list", ListLogs.class, Log.class, READ);

  public record ListLogs(UUID id, @Nullable UUID learnerId, @Nullable UUID runId,
      @Nullable @OneOf({"sent", "skipped", "failed", "held"}) String result, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  /**
   * @param result sent, skipped or failed; held: goes out when the person's quiet hours end
   * @param delivery what the provider has told since: sent, delivered, read, undelivered and others; null without one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Log(UUID id, UUID runId, UUID syncConfigId, UUID learnerId, String graphyCourseId, String graphyUserId,
      @Nullable String phone, @OneOf({"manual_single", "manual_bulk", "scheduled"}) String triggeredBy,
      @Nullable UUID triggeredByUserId, @OneOf({"sent", "skipped", "failed", "held"}) String result,
      @Nullable String detail, String templateName, @Nullable UUID whatsappMessageId, @Nullable String delivery,
      @Nullable String provider, Instant at) {}

  public static final Request<ListRuns, Page<Run>> LIST_RUNS =
      Request.list("reminder.run.list", ListRuns.class, Run.class, READ);

  public record ListRuns(UUID id, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public static final Request<GetRun, Run> GET_RUN = Request.of("reminder.run.get", GetRun.class, Run.class, READ);

  public record GetRun(UUID runId) {}

  /**
   * @param status running, success, partial (some were sent, some failed) or failed (none were sent)
   * @param stopped why it stopped by itself before all were done, or null
   * @param percent of {@code total} that have a result
   * @param etaSeconds from the pace so far; null when there is none yet and when it is over
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Run(UUID id, @Nullable UUID syncConfigId,
      @OneOf({"running", "success", "partial", "failed"}) String status,
      @OneOf({"manual_single", "manual_bulk", "scheduled"}) String triggeredBy, @Nullable UUID triggeredByUserId,
      int total, int sent, int held, int skipped, int failed, int percent, @Nullable Long etaSeconds,
      @Nullable String stopped, @Nullable UUID jobId, Instant startedAt, @Nullable Instant finishedAt) {}

  /** A run has moved on or ended. */
  public static final Event<Run> RUN_PROGRESSED = Event.of("reminder.run.progressed", Run.class);

  // --- stored requests ---------------------------------------------------------------------------------------------

  /** One slice of a run. Idempotent: does what has no result yet; a run that is over is left alone. */
  public static final Request<Advance, Run> ADVANCE =
      Request.of("reminder.run.advance", Advance.class, Run.class, SLICE_LIMIT);

  public record Advance(UUID runId, int slice) {}

  /**
   * Brings the schedules in line with the configs and starts the runs that are due. By itself every minute; whoever
   * changes a config's reminders may store it to have them follow at once.
   */
  public static final Request<Sweep, Swept> SWEEP =
      Request.of("reminder.schedule.sweep", Sweep.class, Swept.class, Duration.ofSeconds(50));

  public record Sweep() {}

  public record Swept(int scheduled, int unscheduled, int started) {}

  /**
   * Deletes a config's runs and logs, of whatever run. Idempotent. Who was reminded is still left alone until the
   * period ends.
   */
  public static final Request<Forget, Forgotten> FORGET =
      Request.of("reminder.config.forget", Forget.class, Forgotten.class, PLAN);

  public record Forget(UUID configId) {}

  public record Forgotten(int logs) {}

  /** Tells the syncs how a config's reminders stand; stored with each change. Idempotent. */
  public static final Request<Tell, Void> TELL = Request.of("reminder.config.tell", Tell.class, Void.class, READ);

  public record Tell(UUID configId) {}
}
