package com.mas.domain.engagement.reminder;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.domain.engagement.reminder.PlanRepository.Learner;
import com.mas.domain.engagement.reminder.ReminderContract.Advance;
import com.mas.domain.engagement.reminder.ReminderContract.Run;
import com.mas.domain.engagement.reminder.RunRepository.Entry;
import com.mas.domain.engagement.reminder.RunRepository.Running;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.Category;
import com.mas.domain.people.notification.NotificationContract.Delivered;
import com.mas.domain.people.notification.NotificationContract.SendWhatsApp;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.jobs.JobsContract;
import com.mas.jobs.JobsContract.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on a run: one learner after the other, until all have a result, time is up, or it had better stop. */
final class ReminderRun {
  private static final Logger LOG = LoggerFactory.getLogger(ReminderRun.class);
  private static final int PAGE = 50;
  private static final int MOST_ATTEMPTS = 3;
  /** A slice that is lost with its node so often without having got on is what its nodes die of. */
  private static final int SLICE_ATTEMPTS = 10;
  /** So many "later" in a row: the provider is left alone for a while, */
  private static final int PUT_OFF_IN_A_ROW = 5;
  private static final Duration REST = Duration.ofSeconds(60);
  /** and after so many rests for good. */
  private static final int MOST_RESTS = 5;
  private static final String UNCLEAR =
      "the phone number is not certain: it needs its country's code, such as +91 98200 12345";
  private static final Duration ONE_SEND = Duration.ofSeconds(45);

  private final Bus bus;
  private final Database db;
  private final Jobs jobs;
  private final PlanRepository plans;
  private final RunRepository runs;
  private final LastReminders last;
  private final ReminderVerticle.Config config;
  private final BooleanSupplier stopping;

  ReminderRun(Bus bus, Database db, Jobs jobs, PlanRepository plans, RunRepository runs, LastReminders last,
      ReminderVerticle.Config config, BooleanSupplier stopping) {
    this.bus = bus;
    this.db = db;
    this.jobs = jobs;
    this.plans = plans;
    this.runs = runs;
    this.last = last;
    this.config = config;
    this.stopping = stopping;
  }

  static JobOptions slice(UUID runId, int slice) {
    return JobOptions.on(ReminderContract.QUEUE).unique("reminder-run-" + runId + "-" + slice)
        .attempts(SLICE_ATTEMPTS).within(ReminderContract.SLICE_LIMIT);
  }

  /** State of one slice while it lasts. */
  private final class Slice {
    private final Call call;
    private final Running run;
    private final Instant end = now().plus(config.slice());
    private final List<Boolean> failed;
    private int putOff;
    private String stopped;

    Slice(Call call, Running run) {
      this.call = call;
      this.run = run;
      this.failed = new ArrayList<>(runs.lastFailed(run.run().id(), ReminderRules.LOOKED_AT));
    }

    boolean isOver() {
      return stopped != null || putOff >= PUT_OFF_IN_A_ROW || stopping.getAsBoolean() || !now().isBefore(end);
    }

    /** @param refusedForAll whether the provider would refuse everybody else alike */
    void attempted(boolean didFail, boolean refusedForAll, String detail) {
      putOff = 0;
      failed.add(didFail);
      if (refusedForAll) {
        stopped = detail;
      } else if (ReminderRules.isCluster(failed)) {
        stopped = "too many failures: " + detail;
      }
    }
  }

  Run advance(Call call, Advance ask) {
    Optional<Running> found = runs.find(ask.runId());
    if (found.isEmpty() || !found.get().run().status().equals("running") || found.get().slice() != ask.slice()) {
      return found.map(Running::run).orElse(null);
    }
    Slice slice = new Slice(call, found.get());
    UUID id = ask.runId();
    if (runs.take(id, ask.slice())) {
      leaveRest(slice, ask, false, now());
      return tell(call, id);
    }
    List<Entry> entries = runs.toDo(id, now(), PAGE);
    while (!entries.isEmpty() && !slice.isOver()) {
      for (Entry entry : entries) {
        if (slice.isOver()) {
          break;
        }
        remind(slice, entry);
      }
      tell(call, id);
      entries = runs.toDo(id, now(), PAGE);
    }
    return conclude(slice, ask);
  }

  private Run conclude(Slice slice, Advance ask) {
    UUID id = ask.runId();
    boolean rests = slice.putOff >= PUT_OFF_IN_A_ROW;
    if (rests && slice.run.pauses() >= MOST_RESTS) {
      slice.stopped = "WhatsApp could not be reached";
    }
    Optional<Instant> next = runs.nextRetry(id, now());
    if (slice.stopped == null && next.isPresent()) {
      leaveRest(slice, ask, rests, rests ? now().plus(REST) : next.get());
    } else {
      runs.find(id).ifPresent(found -> finish(slice.call, found.run(), slice.stopped));
    }
    return tell(slice.call, id);
  }

  private void leaveRest(Slice slice, Advance ask, boolean rests, Instant due) {
    UUID id = ask.runId();
    db.transaction(tx -> {
      runs.nextSlice(tx, id, ask.slice(), rests, now()).ifPresent(number -> jobs.store(tx, ReminderContract.ADVANCE,
          new Advance(id, number), slice(id, number).at(due).because(slice.call)));
      return null;
    });
  }

  private void finish(Call call, Run run, String stopped) {
    String status = ReminderRules.status(run.sent() + run.held(), run.failed(), stopped != null);
    db.transaction(tx -> {
      runs.finish(tx, run.id(), status, stopped, now());
      if (run.syncConfigId() != null) {
        last.changed(tx, call, List.of(run.syncConfigId()));
      }
      return null;
    });
    LOG.info("reminder run {}: {}, {} sent, {} held, {} skipped, {} failed of {}{}", run.id(), status, run.sent(),
        run.held(), run.skipped(), run.failed(), run.total(), stopped == null ? "" : "; " + stopped);
  }

  private void remind(Slice slice, Entry entry) {
    String tenant = slice.run.tenant();
    Learner learner = plans.learner(tenant, entry.courseId(), entry.graphyUserId()).orElse(null);
    String held = learner == null || learner.vanished() ? "the learner is gone"
        : !entry.configId().equals(learner.configId()) ? "the config was deleted"
        : slice.run.skipAbove() != null && (learner.completed() || learner.percent() >= slice.run.skipAbove())
            ? "has got far enough" : null;
    if (held != null) {
      runs.done(entry, "skipped", held, null, null, now());
      return;
    }
    String international = ReminderRules.phone(learner.phones(), config.phones()::international);
    String phone = international == null ? ReminderRules.unclear(learner.phones(), config.phones()::isUnclear)
        : international.substring(1);
    if (international == null) {
      runs.done(entry, "skipped", phone == null ? "no phone" : UNCLEAR, phone, null, now());
    } else if (!runs.claim(tenant, entry, now())) {
      runs.done(entry, "skipped", "already reminded in this period", phone, null, now());
    } else {
      send(slice, entry, learner, phone);
    }
  }

  private void send(Slice slice, Entry entry, Learner learner, String phone) {
    SendWhatsApp message = new SendWhatsApp("+" + phone, learner.userId(), Category.REMINDER, entry.template(),
        config.language(), ReminderRules.parameters(learner.name(), learner.courseTitle(), learner.percent(),
            learner.modulesLeft(), entry.periodUntil()), ReminderRules.button(entry.courseId()),
        "reminder:" + entry.id());
    Delivered delivered;
    try {
      delivered = bus.send(bus.systemCall(slice.run.tenant(), ONE_SEND), NotificationContract.SEND_WHATSAPP, message)
          .await();
    } catch (FailureException e) {
      refused(slice, entry, phone, e);
      return;
    }
    String tenant = slice.run.tenant();
    UUID id = delivered.deliveryId();
    switch (delivered.state()) {
      case SENT, DELIVERED, READ -> {
        runs.done(entry, "sent", null, phone, id, now());
        slice.attempted(false, false, null);
      }
      case HELD -> runs.done(entry, "held", "quiet hours until " + delivered.until(), phone, id, now());
      case SKIPPED -> {
        runs.release(tenant, entry, now());
        runs.done(entry, "skipped", delivered.reason().replace('_', ' '), phone, id, now());
      }
      case UNKNOWN, UNDELIVERED, SENDING -> {
        runs.done(entry, "failed", "perhaps sent; not tried again", phone, id, now());
        slice.attempted(true, false, "answers were lost");
      }
      case REJECTED, FAILED -> {
        String detail = delivered.code() + ": " + delivered.reason();
        if (delivered.forAll()) {
          runs.release(tenant, entry, now()); // the others: who cannot be reached is not tried again in this period
        }
        runs.done(entry, "failed", detail, phone, id, now());
        slice.attempted(true, delivered.forAll(), detail);
      }
    }
  }

  /** Records a refusal. The learner is free for other reminders only if it is certain that this one did not go out. */
  private void refused(Slice slice, Entry entry, String phone, FailureException e) {
    Failure failure = e.failure();
    boolean inHand = failure == Failure.UNAVAILABLE || failure == Failure.OVERLOADED;
    boolean certain =
        failure == Failure.PROVIDER_FAILED || failure == Failure.TOO_MANY_REQUESTS || !failure.retryable();
    if (certain) {
      runs.release(slice.run.tenant(), entry, now());
    }
    if (failure.retryable() && (inHand || entry.attempts() + 1 < MOST_ATTEMPTS)) {
      Duration pause = ReminderRules.pause(entry.attempts(), e.detail().retryAfterSeconds());
      runs.retry(entry, !inHand, now().plus(pause), e.getMessage(), phone);
      slice.putOff++;
      return;
    }
    runs.done(entry, "failed", e.getMessage(), phone, null, now());
    slice.attempted(true, failure == Failure.NOT_CONFIGURED, e.getMessage());
  }

  /** Publishes the progress for screens and on the job. @return null of a run that was forgotten meanwhile */
  private Run tell(Call call, UUID id) {
    Run run = runs.find(id).map(Running::run).orElse(null);
    if (run == null) {
      return null;
    }
    bus.publish(call, ReminderContract.RUN_PROGRESSED, run);
    if (run.syncConfigId() != null) {
      last.tellNow(call, run.syncConfigId());
    }
    if (call.cause() != null) {
      bus.send(bus.systemCall(call.tenant(), Duration.ofSeconds(5)), JobsContract.PROGRESS,
          new Progress(call.cause(), run.percent(), run.sent() + " sent, " + run.skipped() + " skipped, " + run.failed()
              + " failed"));
    }
    return run;
  }

  private Instant now() {
    return bus.clock().instant();
  }
}
