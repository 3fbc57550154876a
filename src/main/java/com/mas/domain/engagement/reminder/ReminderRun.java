package com.mas.domain.engagement.reminder;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.engagement.reminder.PlanRepository.Learner;
import com.mas.domain.engagement.reminder.ReminderContract.Advance;
import com.mas.domain.engagement.reminder.ReminderContract.Run;
import com.mas.domain.engagement.reminder.ReminderRunRepository.Entry;
import com.mas.domain.engagement.reminder.ReminderRunRepository.Running;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.Category;
import com.mas.domain.people.notification.NotificationContract.Delivered;
import com.mas.domain.people.notification.NotificationContract.SendWhatsApp;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.runs.Budget;
import com.mas.runs.Counts;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract;
import com.mas.runs.RunsContract.State;
import com.mas.runs.Slice;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on a run: one learner after the other, until all have a result or it had better stop. */
final class ReminderRun {
  static final String KIND = "reminder.run";
  static final List<String> PHASES = List.of("send");

  private static final Logger LOG = LoggerFactory.getLogger(ReminderRun.class);
  private static final int PAGE = 50;
  private static final int MOST_ATTEMPTS = 3;
  /** A slice that is lost with its node so often without having got on is what its nodes die of. */
  private static final int SLICE_ATTEMPTS = 10;
  /** Counts how many "later" in a row are too many: the provider is left alone for a while. */
  private static final int PUT_OFF_IN_A_ROW = 5;
  private static final Duration REST = Duration.ofSeconds(60);
  /** Counts the rests after which it is left alone for good. */
  private static final int MOST_RESTS = 5;
  private static final String CONFIG_DELETED = "the config was deleted";
  private static final String UNCLEAR =
      "the phone number is not certain: it needs its country's code, such as +91 98200 12345";
  private static final String CANCELLED = "The run was cancelled.";
  private static final Duration ONE_SEND = Duration.ofSeconds(45);

  private final Bus bus;
  private final Runs engine;
  private final Jobs jobs;
  private final PlanRepository plans;
  private final ReminderRunRepository runs;
  private final LastReminders last;
  private final ReminderVerticle.Config config;
  private final BooleanSupplier stopping;

  ReminderRun(Bus bus, Runs engine, Jobs jobs, PlanRepository plans, ReminderRunRepository runs, LastReminders last,
      ReminderVerticle.Config config, BooleanSupplier stopping) {
    this.bus = bus;
    this.engine = engine;
    this.jobs = jobs;
    this.plans = plans;
    this.runs = runs;
    this.last = last;
    this.config = config;
    this.stopping = stopping;
  }

  /** Stores the request for one slice of a run. */
  Future<UUID> store(Tx tx, Call cause, UUID runId, int slice, Instant due) {
    return jobs.store(tx, ReminderContract.ADVANCE, new Advance(runId, slice), JobOptions.on(ReminderContract.QUEUE)
        .unique("reminder-run-" + runId + "-" + slice).attempts(SLICE_ATTEMPTS).within(ReminderContract.SLICE_LIMIT)
        .at(due).because(cause));
  }

  /** @param rests how often the provider was left alone for a while */
  record At(int rests) {}

  /** Returns null for a run that was forgotten. */
  Run advance(Call call, Advance ask) {
    Optional<Running> found = runs.find(ask.runId());
    if (found.isEmpty() || !found.get().run().status().equals("running")) {
      return found.map(Running::run).orElse(null);
    }
    Sending sending = new Sending(found.get());
    engine.advance(call, ask.runId(), ask.slice(), Phases.from(new At(0)).then(PHASES.getFirst(), sending::next)
        .whenEnded((tx, over) -> ended(tx, call, over)), Budget.of(config.slice(), stopping), this::store);
    return tell(call, ask.runId());
  }

  /** Ends the run that the engine has given up, and tells of it. Returns null for a run of another kind. */
  Run givenUp(Call call, RunsContract.GivenUp over) {
    if (!over.kind().equals(KIND)) {
      return null;
    }
    engine.settle(over.id(), Phases.from(new At(0)).whenEnded((tx, run) -> ended(tx, call, run)));
    return tell(call, over.id());
  }

  private void ended(Tx tx, Call call, RunsContract.Run over) {
    String stopped = over.state() == State.CANCELLED ? CANCELLED : over.error();
    runs.find(tx, over.id()).map(Running::run).ifPresent(run -> {
      String status = ReminderRules.status(run.sent() + run.held(), run.failed(), stopped != null);
      runs.finish(tx, run.id(), status, stopped, now());
      last.changed(tx, call, run.syncConfigId() == null ? runs.configs(tx, run.id()) : List.of(run.syncConfigId()));
      LOG.info("reminder run {}: {}, {} sent, {} held, {} skipped, {} failed of {}{}", run.id(), status, run.sent(),
          run.held(), run.skipped(), run.failed(), run.total(), stopped == null ? "" : "; " + stopped);
    });
  }

  /** Publishes the progress for screens. @return null of a run that was forgotten meanwhile */
  private Run tell(Call call, UUID id) {
    Run run = runs.find(id).map(Running::run).orElse(null);
    if (run == null) {
      return null;
    }
    bus.publish(call, ReminderContract.RUN_PROGRESSED, run);
    if (run.syncConfigId() != null) {
      last.tellNow(call, run.syncConfigId());
    }
    return run;
  }

  private Instant now() {
    return bus.clock().instant();
  }

  /** Sends while one slice lasts. */
  private final class Sending {
    private final Running run;
    private final List<Boolean> failed;
    private int putOff;

    Sending(Running run) {
      this.run = run;
      this.failed = new ArrayList<>(runs.lastFailed(run.run().id(), ReminderRules.LOOKED_AT));
    }

    /** Reminds a page of learners; without one that may be tried now, waits for the next. */
    Move<At> next(Slice slice, At from) {
      UUID id = run.run().id();
      Move<At> move = null;
      for (Entry entry : runs.toDo(id, now(), PAGE)) {
        move = remind(slice, from, entry);
        if (slice.isOver() || slice.run().state().isOver()) {
          break;
        }
      }
      if (move == null) {
        return runs.nextRetry(id, now()).map(due -> Move.to(from).rest(due)).orElseGet(() -> Move.done(from));
      }
      Run told = tell(slice.call(), id);
      if (told != null) {
        slice.note(told.sent() + " sent, " + told.skipped() + " skipped, " + told.failed() + " failed");
      }
      return move;
    }

    private Move<At> remind(Slice slice, At at, Entry entry) {
      String tenant = run.tenant();
      Learner learner = plans.learner(tenant, entry.courseId(), entry.graphyUserId()).orElse(null);
      String held = learner == null || learner.vanished() ? "the learner is gone"
          : !entry.configId().equals(learner.configId()) ? CONFIG_DELETED
              : run.skipAbove() != null && (learner.completed() || learner.percent() >= run.skipAbove())
                  ? "has got far enough" : null;
      if (held != null) {
        return skip(slice, at, entry, held, null);
      }
      String international = ReminderRules.phone(learner.phones(), config.phones()::international);
      String phone = international == null ? ReminderRules.unclear(learner.phones(), config.phones()::isUnclear)
          : international.substring(1);
      if (international == null) {
        return skip(slice, at, entry, phone == null ? "no phone" : UNCLEAR, phone);
      }
      PlanRepository.Config present = plans.config(entry.configId(), tenant).orElse(null);
      if (present == null) { // deleted since the learner was read
        return skip(slice, at, entry, CONFIG_DELETED, phone);
      }
      if (!slice.prepared(tx -> runs.claim(tx, tenant, entry, present.periodSince(now()), now()))) {
        return skip(slice, at, entry, "already reminded in this period", phone);
      }
      return send(slice, at, entry, learner, phone);
    }

    private Move<At> skip(Slice slice, At at, Entry entry, String why, String phone) {
      return slice.write(tx -> done(slice, tx, at, entry, new Outcome("skipped", why, phone, null)));
    }

    private Move<At> send(Slice slice, At at, Entry entry, Learner learner, String phone) {
      SendWhatsApp message = new SendWhatsApp("+" + phone, learner.userId(), Category.REMINDER, entry.template(),
          config.language(), ReminderRules.parameters(learner.name(), learner.courseTitle(), learner.percent(),
              learner.modulesLeft(), entry.periodUntil()),
          ReminderRules.button(entry.courseId()),
          "reminder:" + entry.id());
      Delivered delivered;
      try {
        delivered = bus.send(bus.systemCall(run.tenant(), ONE_SEND), NotificationContract.SEND_WHATSAPP, message)
            .await();
      } catch (FailureException e) {
        return refused(slice, at, entry, phone, e);
      }
      UUID id = delivered.deliveryId();
      return switch (delivered.state()) {
        case SENT, DELIVERED, READ -> {
          attempted(false);
          yield record(slice, at, entry, false, new Outcome("sent", null, phone, id), UnaryOperator.identity());
        }
        case HELD -> record(slice, at, entry, false,
            new Outcome("held", "quiet hours until " + delivered.until(), phone, id), UnaryOperator.identity());
        case SKIPPED -> record(slice, at, entry, true,
            new Outcome("skipped", delivered.reason().replace('_', ' '), phone, id), UnaryOperator.identity());
        case UNKNOWN, UNDELIVERED, SENDING -> {
          attempted(true);
          yield record(slice, at, entry, false, new Outcome("failed", "perhaps sent; not tried again", phone, id),
              stop(false, "answers were lost"));
        }
        case REJECTED, FAILED -> {
          attempted(true);
          String detail = delivered.code() + ": " + delivered.reason();
          // the others: who cannot be reached is not tried again in this period
          yield record(slice, at, entry, delivered.forAll(), new Outcome("failed", detail, phone, id),
              stop(delivered.forAll(), detail));
        }
      };
    }

    /** Records a refusal. The learner is free for other reminders only if it is certain that this one did not go. */
    private Move<At> refused(Slice slice, At at, Entry entry, String phone, FailureException e) {
      Failure failure = e.failure();
      boolean inHand = failure == Failure.UNAVAILABLE || failure == Failure.OVERLOADED;
      boolean certain =
          failure == Failure.PROVIDER_FAILED || failure == Failure.TOO_MANY_REQUESTS || !failure.retryable();
      if (!failure.retryable() || !inHand && entry.attempts() + 1 >= MOST_ATTEMPTS) {
        attempted(true);
        return record(slice, at, entry, certain, new Outcome("failed", e.getMessage(), phone, null),
            stop(failure == Failure.NOT_CONFIGURED, e.getMessage()));
      }
      Instant again = now().plus(ReminderRules.pause(entry.attempts(), e.detail().retryAfterSeconds()));
      putOff++;
      return slice.record(tx -> {
        if (certain) {
          runs.release(tx, run.tenant(), entry, now());
        }
        runs.retry(tx, entry, !inHand, again, e.getMessage(), phone);
        return putOff < PUT_OFF_IN_A_ROW ? Move.to(at)
            : at.rests() < MOST_RESTS ? Move.to(new At(at.rests() + 1)).rest(now().plus(REST))
                : Move.to(at).stop("WhatsApp could not be reached");
      });
    }

    private void attempted(boolean didFail) {
      putOff = 0;
      failed.add(didFail);
    }

    /** @param refusedForAll whether the provider would refuse everybody else alike */
    private UnaryOperator<Move<At>> stop(boolean refusedForAll, String detail) {
      return refusedForAll ? move -> move.stop(detail)
          : ReminderRules.isCluster(failed) ? move -> move.stop("too many failures: " + detail)
              : UnaryOperator.identity();
    }

    /**
     * Puts on record what came of a message.
     *
     * @param free whether the learner may be reminded again in this period
     */
    private Move<At> record(Slice slice, At at, Entry entry, boolean free, Outcome outcome,
        UnaryOperator<Move<At>> then) {
      return slice.record(tx -> {
        if (free) {
          runs.release(tx, run.tenant(), entry, now());
        }
        return then.apply(done(slice, tx, at, entry, outcome));
      });
    }

    private Move<At> done(Slice slice, Tx tx, At at, Entry entry, Outcome outcome) {
      boolean counts = Database.await(runs.done(tx, entry, outcome.result, outcome.detail, outcome.phone,
          outcome.deliveryId, now()));
      if (!counts) {
        return Move.to(at); // its config was deleted meanwhile
      }
      long read = slice.run().sums().get(Counts.READ) + 1;
      return Move.to(at).count(Counts.READ, 1).count(outcome.counted(), 1)
          .percent((int) Math.min(100, read * 100 / Math.max(1, run.run().total())));
    }
  }

  private record Outcome(String result, String detail, String phone, UUID deliveryId) {
    String counted() {
      return switch (result) {
        case "sent", "held" -> Counts.WRITTEN;
        case "skipped" -> Counts.SKIPPED;
        default -> Counts.FAILED;
      };
    }
  }
}
