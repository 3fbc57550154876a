package com.mas.jobs;

import com.mas.bus.Bus;
import com.mas.bus.Json;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.UuidV7;
import com.mas.jobs.Claimed.Outcome;
import com.mas.jobs.PipelinedConnection.Step;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what is due on this node: hears of work, claims it, sends it, writes down how it ended; renews this node's lease
 * and takes over what lost nodes held. An event-loop verticle of one instance, so that nothing here needs a lock.
 */
final class Runner extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
  private static final int MOST_PROMOTED = 1000;
  private static final long REARM_MILLIS = 60_000;
  private static final int AGAIN_MILLIS = 20;
  private static final int DRAIN_SECONDS = 15;
  private static final Object PAUSES = RetryRules.PAUSES_AFTER_LOSS.toArray(Integer[]::new);
  /** After so many ends claims have as many dead entries to walk past: at 30,000 a second they halve in a minute. */
  private static final int ENDS_BEFORE_VACUUM = 100_000;

  private final Bus bus;
  private final Database db;
  private final JobsVerticle.Config config;
  private final JobExecution execution;
  private final Queues declared;
  private final Map<String, QueueRunner> queues = new LinkedHashMap<>();
  private final Map<String, Integer> keepCompleted = new LinkedHashMap<>();
  private final Set<UUID> held = new HashSet<>();
  private final UuidV7 ids;
  private Set<Claimed> suspects = Set.of();

  private PipelinedConnection claims;
  private PipelinedConnection ends;
  private Finisher finisher;
  private Wake wake;
  private Firing firing;
  private UUID me;
  private long leaseEnd;
  private boolean stopping;
  private boolean looking;
  private boolean lookAgain;
  private int endsSinceVacuum;
  private long dueTimer = -1;
  private long dueAt = Long.MAX_VALUE;

  Runner(Bus bus, Database db, Map<String, Request<?, ?>> catalogue, Queues declared, JobsVerticle.Config config) {
    this.bus = bus;
    this.db = db;
    this.config = config;
    this.declared = declared;
    this.execution = new JobExecution(bus, catalogue);
    this.ids = new UuidV7(bus.clock());
  }

  @Override
  public Future<?> start() {
    // a claim that is lost with the server is simply claimed again
    claims = new PipelinedConnection(vertx, db.options(), false);
    ends = new PipelinedConnection(vertx, db.options(), true);
    finisher = new Finisher(vertx, ends, config.node(), queue -> keepCompleted.getOrDefault(queue, 0), this::written);
    firing = new Firing(claims, ids);
    for (Queues.Queue queue : declared.queues()) {
      if (queue.enabled()) {
        queues.put(queue.name(), new QueueRunner(this, queue, execution));
        keepCompleted.put(queue.name(), queue.keepCompleted());
      }
    }
    wake = new Wake(vertx, db.options(), new Wake.Hints() {
      @Override
      public void ready(String queue, boolean grouped, String tenant) {
        if (tenant == null) {
          look();
        } else {
          hint(queue, grouped, tenant);
        }
      }

      @Override
      public void due(long epochMillis) {
        wakeAt(epochMillis);
      }

      @Override
      public void changed() {
        look();
      }
    }, this::look);
    return register().compose(registered -> wake.listen()).onSuccess(listening -> {
      vertx.setPeriodic(config.poll().toMillis(), tick -> look());
      vertx.setPeriodic(config.heartbeat().toMillis(), tick -> beat());
      vertx.setPeriodic(config.trim().toMillis(), tick -> trim());
      vertx.setPeriodic(REARM_MILLIS, tick -> rearm());
      rearm();
      beat();
    });
  }

  @Override
  public Future<?> stop() {
    if (stopping) {
      return Future.succeededFuture(); // killed
    }
    stopping = true;
    queues.values().forEach(QueueRunner::release);
    Promise<Void> idle = Promise.promise();
    long check = vertx.setPeriodic(10, tick -> {
      if (held.isEmpty()) {
        idle.tryComplete();
      }
    });
    return wake.close().otherwiseEmpty()
        .compose(deaf -> idle.future().timeout(DRAIN_SECONDS, TimeUnit.SECONDS).otherwiseEmpty())
        .onComplete(done -> vertx.cancelTimer(check))
        .compose(done -> held.isEmpty()
            ? claims.send(ClaimRepository.LEAVE, me).otherwiseEmpty() : Future.succeededFuture())
        .eventually(() -> Future.join(claims.close(), ends.close()).otherwiseEmpty());
  }

  /** Stops as if the process had been killed: puts nothing back and writes nothing any more. */
  Future<Void> die() {
    stopping = true;
    leaseEnd = System.nanoTime();
    return Future.join(claims.close(), ends.close(), wake.close()).otherwiseEmpty().mapEmpty();
  }

  UUID me() {
    return me;
  }

  PipelinedConnection claims() {
    return claims;
  }

  int batch() {
    return config.batch();
  }

  Instant now() {
    return bus.clock().instant();
  }

  /** Returns false when stopping, when another node may think this one lost, and when ends are written too slowly. */
  boolean mayStart() {
    return !stopping && me != null && leaseEnd - System.nanoTime() > 0 && finisher.waiting() < config.batch() * 4;
  }

  boolean stopping() {
    return stopping;
  }

  /** False when this node holds the job already, because the database forgot about it in a crash. */
  boolean hold(Claimed job) {
    return held.add(job.id());
  }

  void end(Outcome outcome) {
    finisher.add(outcome);
  }

  void troubled(Throwable cause) {
    LOG.warn("Jobs cannot be claimed at the moment: {}", String.valueOf(cause));
  }

  private void written(List<Outcome> outcomes) {
    Instant soonest = null;
    for (Outcome outcome : outcomes) {
      held.remove(outcome.job().id());
      if (outcome.again() != null && (soonest == null || outcome.again().isBefore(soonest))) {
        soonest = outcome.again();
      }
      if (outcome.job().groupKey() != null) {
        hint(outcome.job().queue(), true, owner(outcome.job())); // others of its group may have been made ready
      }
    }
    queues.values().forEach(QueueRunner::goOn);
    if (soonest != null) {
      wakeAt(soonest.toEpochMilli());
    }
    endsSinceVacuum += outcomes.size();
    if (endsSinceVacuum >= ENDS_BEFORE_VACUUM) {
      endsSinceVacuum = 0;
      vacuum();
    }
  }

  /** The database's own vacuum comes once a minute at best, whatever has happened meanwhile. */
  private void vacuum() {
    PgConnection.connect(vertx, db.options())
        .compose(own -> own.query(ClaimRepository.VACUUM).execute().eventually(own::close))
        .onFailure(e -> LOG.warn("The table of jobs could not be vacuumed: {}", String.valueOf(e)));
  }

  private void hint(String queue, boolean grouped, String tenant) {
    QueueRunner runner = queues.get(queue);
    if (runner != null) {
      runner.hint(grouped, tenant);
    }
  }

  private static String owner(Claimed job) {
    return job.tenant() == null ? "" : job.tenant();
  }

  // --- what is due -----------------------------------------------------------------------------------------------

  private void wakeAt(long epochMillis) {
    if (epochMillis >= dueAt || stopping) {
      return;
    }
    vertx.cancelTimer(dueTimer);
    dueAt = epochMillis;
    dueTimer = vertx.setTimer(Math.max(1, epochMillis - bus.clock().millis() + 1), due -> {
      dueAt = Long.MAX_VALUE;
      promote();
    });
  }

  /** Makes ready what is due, fires schedules, and sets the timer to what is next. */
  private Future<?> promote() {
    if (stopping) {
      return Future.succeededFuture();
    }
    Instant now = now();
    Future<RowSet<Row>> promoted = claims.send(ClaimRepository.PROMOTE, now)
        .onSuccess(rows -> rows.forEach(row -> hint(row.getString(0), row.getBoolean(1), row.getString(2))));
    return Future.all(promoted, firing.fire(now, (queue, tenant) -> hint(queue, false, tenant)))
        .compose(done -> claims.send(ClaimRepository.NEXT_DUE)).onSuccess(rows -> {
          Instant next = Rows.instant(rows.iterator().next(), 0);
          if (promoted.result().rowCount() == MOST_PROMOTED) {
            promote();
          } else if (next != null && next.isBefore(now.plus(config.poll().multipliedBy(2)))) {
            // a schedule that is being changed could not be fired, and is due still
            wakeAt(next.isAfter(now) ? next.toEpochMilli() : now.toEpochMilli() + AGAIN_MILLIS);
          }
        });
  }

  private void rearm() {
    if (!stopping) {
      firing.rearm(now()).onFailure(this::troubled);
    }
  }

  /** Finds everything by itself, whatever was not heard. */
  private void look() {
    if (looking || stopping) {
      lookAgain = looking;
      return;
    }
    looking = true;
    Object names = queues.keySet().toArray(String[]::new);
    Future<?> seen = claims.send(ClaimRepository.LOOK, names).onSuccess(rows -> rows.forEach(row -> {
      keepCompleted.put(row.getString(0), row.getInteger(5));
      queues.get(row.getString(0))
          .settings(row.getBoolean(1), row.getInteger(2), row.getArrayOfStrings(7), row.getBoolean(8));
    }));
    Future.join(promote(), seen).onFailure(this::troubled).onComplete(done -> {
      looking = false;
      if (lookAgain) {
        lookAgain = false;
        look();
      }
    });
  }

  // --- this node's lease, and that of others -----------------------------------------------------------------------

  private Future<?> register() {
    UUID fresh = ids.next();
    long sent = System.nanoTime();
    return claims.send(ClaimRepository.REGISTER, fresh, config.node(), config.lease().toMillis()).onSuccess(done -> {
      me = fresh;
      leaseEnd = sent + config.lease().toNanos();
    });
  }

  private void beat() {
    if (stopping) {
      return;
    }
    long sent = System.nanoTime();
    claims.send(ClaimRepository.RENEW, me, config.lease().toMillis(),
        Json.write(execution.tally().lately(sent))).compose(rows -> {
          if (rows.size() == 0) {
            LOG.warn("This node's lease had run out; what it held belongs to others now");
            queues.values().forEach(QueueRunner::release); // nothing of it is begun under the new lease
            return register();
          }
          leaseEnd = sent + config.lease().toNanos();
          return Future.succeededFuture();
        }).onSuccess(alive -> {
          reconcile();
          takeOver();
        }).onFailure(this::troubled);
  }

  /**
   * A claim whose answer was lost with its connection left jobs that nobody runs: they go back. Seen twice, since one
   * that ended a moment ago is seen once.
   */
  private void reconcile() {
    UUID owner = me;
    claims.send(ClaimRepository.MINE, owner).onSuccess(rows -> {
      Set<Claimed> unheld = new HashSet<>();
      rows.forEach(row -> {
        if (!held.contains(row.getUUID(0))) {
          unheld.add(Claimed.from(row, row.getString(13), owner));
        }
      });
      for (Claimed job : unheld) {
        if (suspects.contains(job) && held.add(job.id())) {
          LOG.warn("Job {} of {} was held by nobody and goes back", job.id(), job.queue());
          end(Outcome.untouched(job));
          hint(job.queue(), job.groupKey() != null, owner(job));
        }
      }
      suspects = unheld;
    });
  }

  private void takeOver() {
    claims.send(ClaimRepository.LOST).onSuccess(rows -> {
      List<String> names = new ArrayList<>();
      rows.forEach(row -> names.add(row.getString(0)));
      if (names.isEmpty() || stopping) {
        return;
      }
      Object affected = names.toArray(String[]::new);
      ends.transaction(List.of(
          new Step(ClaimRepository.LOCK_ALL, affected),
          new Step(ClaimRepository.TAKE_OVER, affected, PAUSES, now(), RetryRules.MOST_LOSSES),
          new Step(ClaimRepository.UNPARK_QUEUES, affected)))
          .onSuccess(answers -> {
            LOG.warn("Jobs of lost nodes were taken over in {}", names);
            look();
          })
          .onFailure(this::troubled);
    });
  }

  private void trim() {
    if (stopping) {
      return;
    }
    Future.all(ends.send(ClaimRepository.TRIM, (Object) queues.keySet().toArray(String[]::new)),
        ends.send(ClaimRepository.TRIM_OLD, now()), ends.send(ClaimRepository.FORGET_LOST))
        .onFailure(e -> LOG.warn("Finished jobs cannot be trimmed at the moment: {}", String.valueOf(e)));
  }

}
