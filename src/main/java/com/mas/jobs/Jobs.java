package com.mas.jobs;

import com.mas.bus.Call;
import com.mas.bus.DurableEvent;
import com.mas.bus.Json;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.meters.Meters;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Stores requests to be sent when due, in the caller's transaction. One per process. */
public final class Jobs {
  /** Time after storing within which a due job wakes the runners; they find later ones by polling. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Clock clock;
  private final UuidV7 ids;
  private final Subscriptions subscriptions;
  private final GroupedStore grouped = new GroupedStore();

  /** Serves a build without durable events. */
  public Jobs(Clock clock) {
    this(clock, Subscriptions.NONE);
  }

  public Jobs(Clock clock, Subscriptions subscriptions) {
    this.clock = clock;
    this.subscriptions = subscriptions;
    this.ids = new UuidV7(clock);
  }

  /**
   * Stores one request; the statement travels with the caller's others, nobody needs to wait for it. Completes with the
   * job's id, or with the id of the live job that has the same unique key; then nothing is stored.
   */
  public <Q> Future<UUID> store(Tx tx, Request<Q, ?> request, Q body, JobOptions options) {
    Instant now = clock.instant();
    NewJob job = NewJob.of(ids.next(), request, body, options, now);
    announce(tx::notifyAfterCommit, job, now);
    count(options.queue(), 1);
    return JobsRepository.insert(tx::send, job);
  }

  /**
   * Stores as {@link #store(Tx, Request, Object, JobOptions)} does, in a transaction of its own: for a request that
   * belongs to no other change.
   */
  public <Q> Future<UUID> store(Database db, Request<Q, ?> request, Q body, JobOptions options) {
    Instant now = clock.instant();
    NewJob job = NewJob.of(ids.next(), request, body, options, now);
    return grouped.store(db, job).onSuccess(id -> {
      announce(db::announce, job, now);
      count(options.queue(), 1);
    });
  }

  /**
   * Stores many by one statement. Completes with how many were stored: those whose unique key is taken are left out.
   *
   * @param options asked for each body
   */
  public <Q> Future<Integer> storeAll(Tx tx, Request<Q, ?> request, List<Q> bodies, Function<Q, JobOptions> options) {
    if (bodies.isEmpty()) {
      return Future.succeededFuture(0);
    }
    Instant now = clock.instant();
    List<NewJob> jobs = bodies.stream()
        .map(body -> NewJob.of(ids.next(), request, body, options.apply(body), now)).toList();
    jobs.stream().filter(job -> job.isDue(now)).forEach(job -> announce(tx::notifyAfterCommit, job, now));
    jobs.stream().filter(job -> !job.isDue(now)).min(Comparator.comparing(NewJob::runAt))
        .ifPresent(first -> announce(tx::notifyAfterCommit, first, now));
    jobs.forEach(job -> count(job.queue(), 1));
    return JobsRepository.insertAll(tx::send, jobs);
  }

  /**
   * States a durable event: stores one request for each subscriber. Completes with how many were stored.
   *
   * @param key names what has happened, once and for all: stated again, it is stored again for those subscribers alone
   *     that have done with it, who find it done
   */
  public <E> Future<Integer> publish(Tx tx, DurableEvent<E> event, E body, String key, Call cause) {
    return publishAll(tx, event, List.of(body), each -> key, cause);
  }

  /** Publishes many as {@link #publish} does one, by one statement for each subscriber. */
  public <E> Future<Integer> publishAll(Tx tx, DurableEvent<E> event, List<E> bodies, Function<E, String> key,
      Call cause) {
    Future<Integer> stored = Future.succeededFuture(0);
    for (Subscription<E> subscription : subscriptions.to(event)) {
      Request<E, Void> request = subscription.request();
      Future<Integer> more = storeAll(tx, request, bodies,
          body -> subscription.options().unique(request.address() + ':' + key.apply(body)).because(cause));
      stored = stored.compose(sum -> more.map(count -> sum + count));
    }
    return stored;
  }

  /**
   * Stores a schedule, or changes the one with the same key. Its next slot stays as it was unless the timing changed:
   * to do this again at each start does no harm.
   */
  public Future<Void> schedule(Tx tx, Schedule schedule) {
    Instant now = clock.instant();
    Instant next = schedule.cron() != null
        ? CronRules.next(schedule.cron(), schedule.zone(), now) : now.plus(schedule.every());
    soon(tx::notifyAfterCommit, next, now);
    return JobsRepository.upsertSchedule(tx, schedule, next, true, false);
  }

  /** Removes a schedule, if it is there. A job that it made stays. */
  public Future<Void> unschedule(Tx tx, String key) {
    return JobsRepository.deleteSchedule(tx, key);
  }

  private static void announce(BiConsumer<String, String> notify, NewJob job, Instant now) {
    if (job.isDue(now)) {
      notify.accept(Wake.CHANNEL, job.queue() + (job.groupKey() == null ? "" : Wake.GROUPED) + Wake.TENANT
          + job.tenant());
    } else {
      soon(notify, job.runAt(), now);
    }
  }

  private static void soon(BiConsumer<String, String> notify, Instant due, Instant now) {
    if (due.isBefore(now.plus(SOON))) {
      notify.accept(Wake.CHANNEL, Wake.AT + due.toEpochMilli());
    }
  }

  private static void count(String queue, int stored) {
    Meters.counter("jobs.stored", "Jobs stored by this node", "queue", queue).increment(stored);
  }

  /** A row to be. */
  record NewJob(UUID id, String address, String body, Instant now, Instant runAt, JobOptions options) {
    static <Q> NewJob of(UUID id, Request<Q, ?> request, Q body, JobOptions options, Instant now) {
      Instant runAt = options.runAt() == null ? now : options.runAt();
      return new NewJob(id, request.address(), body == null ? null : Json.write(body), now, runAt, options);
    }

    String queue() {
      return options.queue();
    }

    String groupKey() {
      return options.groupKey();
    }

    /** Empty for nobody's. */
    String tenant() {
      Call cause = options.cause();
      return cause == null || cause.tenant() == null ? "" : cause.tenant();
    }

    boolean isDue(Instant at) {
      return !runAt.isAfter(at);
    }

    JobState state() {
      return isDue(now) ? JobState.READY : JobState.DELAYED;
    }
  }
}
