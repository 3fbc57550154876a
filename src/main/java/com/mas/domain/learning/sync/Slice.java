package com.mas.domain.learning.sync;

import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.jobs.JobsContract;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The part of a run that one stored request does: its token, its time, its session. */
final class Slice {
  /** The run was taken over, deleted or ended by somebody else: this slice has nothing more to do. */
  static final class NotOurs extends RuntimeException {
    NotOurs() {
      super("the run is not this slice's any more", null, false, false);
    }
  }

  private static final Duration TELL_EVERY = Duration.ofSeconds(1);

  private final Stores stores;
  private final Call call;
  private final UUID runId;
  private final UUID worker;
  private final Instant end;
  private final BooleanSupplier stopping;
  private final LmsConnector.Session session;
  private int toldPercent = -1;
  private String toldPhase = "";
  private Instant toldAt = Instant.MIN;

  Slice(Stores stores, Call call, UUID runId, UUID worker, Instant end, BooleanSupplier stopping,
      LmsConnector.Session session) {
    this.stores = stores;
    this.call = call;
    this.runId = runId;
    this.worker = worker;
    this.end = end;
    this.stopping = stopping;
    this.session = session;
  }

  UUID worker() {
    return worker;
  }

  Call call() {
    return call;
  }

  LmsConnector.Session session() {
    return session;
  }

  Instant now() {
    return stores.bus().clock().instant();
  }

  /** Returns whether the rest is for the next slice: the time is over, or this node is going down. */
  boolean isOver() {
    return stopping.getAsBoolean() || !now().isBefore(end);
  }

  /**
   * Writes under the run's token. The fence travels ahead of the work's statements, in the same flight.
   *
   * @throws NotOurs and rolls back when the run is somebody else's by now
   */
  <T> T write(Function<Tx, T> work) {
    return stores.db().transaction(tx -> {
      Future<RowSet<Row>> fence = stores.runs().fence(tx, runId, worker);
      T result = work.apply(tx);
      if (Database.await(fence).size() == 0) {
        throw new NotOurs();
      }
      return result;
    });
  }

  /** Tells whoever watches, when there is something to see or a while has passed; losing it costs freshness only. */
  RunRow told(RunRow run) {
    int percent = (int) run.shown().percent();
    boolean isNews = percent != toldPercent || !run.phase().equals(toldPhase);
    Instant now = now();
    if (isNews || !now.isBefore(toldAt.plus(TELL_EVERY))) {
      toldAt = now;
      toldPhase = run.phase();
      stores.bus().publish(call, SyncContract.RUN_PROGRESSED, run.shown());
      if (call.cause() != null && percent != toldPercent) {
        stores.bus().send(call, JobsContract.PROGRESS, new JobsContract.Progress(call.cause(), percent, run.phase()));
      }
      toldPercent = percent;
    }
    return run;
  }

  Run end(RunRow run) {
    return told(run).shown();
  }

  /** Does it beside the caller, on the same verticle. */
  static <T> Future<T> beside(Callable<T> work) {
    Promise<T> done = Promise.promise();
    Vertx.currentContext().runOnContext(started -> {
      try {
        done.complete(work.call());
      } catch (Exception | LinkageError e) {
        done.fail(e);
      }
    });
    return done.future();
  }

  static void pause(Duration pause) {
    if (pause.isPositive()) {
      Vertx.currentContext().owner().timer(pause.toMillis(), TimeUnit.MILLISECONDS).await();
    }
  }
}
