package com.mas.runs;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.jobs.JobsContract;
import com.mas.meters.Meters;
import com.mas.meters.Meters.Scale;
import com.mas.runs.RunEngineRepository.Held;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The part of a run that one request works on: its token, its time, its watchers. Used by one thread at a time. */
public final class Slice {
  /** The run was taken over or ended by somebody else: this slice has nothing more to do. */
  public static final class NotOurs extends RuntimeException {
    private final boolean cancelled;

    NotOurs(boolean cancelled) {
      super("another slice has taken over the run", null, false, false);
      this.cancelled = cancelled;
    }

    /** Returns whether the run is still this slice's, which is to end it as cancelled. */
    public boolean isCancelled() {
      return cancelled;
    }
  }

  private static final Duration TELL_EVERY = Duration.ofSeconds(1);

  private final Bus bus;
  private final Database db;
  private final RunEngineRepository runs;
  private final Call call;
  private final UUID token;
  private final Instant end;
  private final BooleanSupplier stopping;
  private final boolean durable;
  private final Held from;
  private volatile Run run;
  private Phases<?> phases;
  private Move<?> stored;
  private Instant due;
  private volatile boolean cancelled;
  private Counts noted = Counts.NONE;
  private String note;
  private String toldPhase = "";
  private Instant toldAt = Instant.MIN;
  private int toldPercent = -1;

  Slice(Bus bus, Database db, RunEngineRepository runs, Call call, Held from, UUID token, Instant end, Budget budget) {
    this.bus = bus;
    this.db = db;
    this.runs = runs;
    this.call = call;
    this.from = from;
    this.run = from.run();
    this.token = token;
    this.end = end;
    this.stopping = budget.stopping();
    this.durable = budget.durable();
  }

  public Call call() {
    return call;
  }

  /** Returns the run as this slice knows it. */
  public Run run() {
    return run;
  }

  /** Returns the token for {@code runs.fence} in a statement of the domain's own. */
  public UUID token() {
    return token;
  }

  /** Returns whether the run was cancelled before this slice took it up, and is to be ended as such. */
  public boolean isCancelled() {
    return from.cancelling();
  }

  /** Returns where the run was when this slice took it up, as JSON; null at its beginning. */
  String checkpoint() {
    return from.checkpoint();
  }

  public Instant now() {
    return bus.clock().instant();
  }

  /**
   * Returns whether the rest is not this slice's: the time is over, this node is going down, a step rests, or the run
   * was cancelled.
   */
  public boolean isOver() {
    return due != null || cancelled || stopping.getAsBoolean() || !now().isBefore(end);
  }

  /** Returns the earliest time for the rest; null: at once. */
  Instant due() {
    return due;
  }

  /**
   * Runs the work in a transaction under the run's token, and stores its move in it. After the last phase the run ends
   * in the same transaction.
   *
   * @throws NotOurs and rolls back when the run is somebody else's by now, or cancelled
   */
  public <C> Move<C> write(Function<Tx, Move<C>> work) {
    return written(fenced(tx -> moved(tx, work)));
  }

  /**
   * Writes as {@link #write} does, though the run is cancelled: what has happened outside is put on record. The run
   * ends at its next write.
   */
  public <C> Move<C> record(Function<Tx, Move<C>> work) {
    return written(recorded(tx -> moved(tx, work)));
  }

  /** Records as {@link #record} does, for work whose checkpoint is the domain's own. */
  public <T> T recorded(Function<Tx, T> work) {
    return under(tx -> runs.record(tx, run.id(), token, durable, this::hear), work);
  }

  /** Hears from a statement of the domain's own, which asks {@code runs.record}, whether the run is cancelled. */
  public void hear(boolean isCancelled) {
    cancelled |= isCancelled;
  }

  boolean hasHeard() {
    return cancelled;
  }

  /** Stores the move of a step that has written nothing. */
  <C> void write(Move<C> read) {
    boolean ends = end(read) != State.RUNNING;
    written(under(tx -> {
      if (ends) {
        phases.locking().accept(tx, run);
      }
      return runs.fence(tx, run.id(), token, durable);
    }, tx -> moved(tx, same -> read)));
  }

  private <C> Written<C> moved(Tx tx, Function<Tx, Move<C>> work) {
    Move<C> move = work.apply(tx);
    return new Written<>(move, save(tx, move));
  }

  private <C> Move<C> written(Written<C> written) {
    stored = written.move;
    run = written.run;
    due = written.move.due();
    noted = Counts.NONE;
    return written.move;
  }

  private record Written<C>(Move<C> move, Run run) {}

  /** Adds what came of a write after its commit; stored with the next one. */
  public void count(String name, long number) {
    noted = noted.plus(name, number);
  }

  /** Says how far the run is, for whoever looks at its job; until then the phase's name does. */
  public void note(String text) {
    note = text;
  }

  /** Stores what was counted since the last write, before the run is left to somebody else. */
  void flush() {
    if (!noted.byName().isEmpty()) {
      Counts counts = Counts.of(run.counts()).plus(noted);
      noted = Counts.NONE;
      fenced(tx -> {
        runs.show(tx, run.id(), run.phase(), counts, null);
        return counts;
      });
    }
  }

  /** Writes as {@link #write} does, for work whose checkpoint is the domain's own. */
  public <T> T fenced(Function<Tx, T> work) {
    return under(tx -> runs.fence(tx, run.id(), token, durable), work);
  }

  /**
   * Writes as {@link #fenced} does, for work that is done again by whoever goes on: a run that does nothing else
   * before it is lost has not got on.
   */
  public <T> T prepared(Function<Tx, T> work) {
    return under(tx -> runs.hold(tx, run.id(), token, durable), work);
  }

  /** The fence travels ahead of the work's statements, in the same flight. */
  private <T> T under(Function<Tx, Future<Boolean>> fence, Function<Tx, T> work) {
    return db.transaction(tx -> {
      Future<Boolean> ours = fence.apply(tx);
      T result = work.apply(tx);
      if (!Database.await(ours)) {
        throw lost();
      }
      return result;
    });
  }

  /** Says why a fence did not open. */
  public NotOurs lost() {
    return new NotOurs(runs.find(run.id()).filter(held -> token.equals(held.token()) && held.cancelling()).isPresent());
  }

  private State end(Move<?> move) {
    return move.stops() ? State.FAILED
        : move.done() && phases.isLast(run.phase()) ? State.COMPLETED : State.RUNNING;
  }

  private Run save(Tx tx, Move<?> move) {
    Counts counts = Counts.of(run.counts()).plus(noted).plus(move.counts());
    State state = end(move);
    String phase = phases.after(run.phase(), move.done());
    Future<Held> saved = runs.save(tx, run.id(), phase, Json.write(move.checkpoint()), counts,
        state == State.COMPLETED ? Integer.valueOf(100) : move.percent(), state, state.isOver() ? now() : null,
        state.isOver() ? RunRules.shown(move.error() == null ? RunRules.imbalance(counts) : move.error()) : null);
    if (state.isOver()) {
      Run ended = Database.await(saved).run();
      phases.ended().accept(tx, ended);
      return ended;
    }
    return new Run(run.id(), run.kind(), run.tenant(), run.subject(), run.state(), run.phases(), phase, counts.byName(),
        move.percent() == null ? run.percent() : move.percent(), counts.missing() == 0, run.cancelling(), run.slice(),
        run.jobId(), run.askedBy(), run.askedAt(), run.startedAt(), now(), null, null);
  }

  void ended(Run last) {
    run = last;
  }

  void in(Phases<?> of) {
    phases = of;
  }

  boolean isStored(Move<?> move) {
    return move == stored;
  }

  static void counted(Run over) {
    Meters.counter("runs.ended", "Long work that is over", "kind", over.kind(), "state", over.state().wire())
        .increment();
    Meters.histogram("runs.time", "Time from when long work was asked for to its end", Scale.LONG,
        "kind", over.kind()).record(Duration.between(over.askedAt(), over.endedAt()));
  }

  /** Tells whoever watches that the run has moved; losing it costs freshness only. */
  void tell() {
    if (run.state().isOver()) {
      counted(run);
    }
    tell(run.phase(), run.percent(), run.state().isOver(), () -> bus.publish(call, RunsContract.PROGRESSED, run));
  }

  /**
   * Tells whoever watches, when the phase has changed, a second has passed, or the run is over.
   *
   * @param percent null when it cannot be told
   */
  public void tell(String phase, Integer percent, boolean over, Runnable publish) {
    Instant now = now();
    if (!over && phase.equals(toldPhase) && now.isBefore(toldAt.plus(TELL_EVERY))) {
      return;
    }
    toldAt = now;
    toldPhase = phase;
    publish.run();
    if (call.cause() != null && percent != null && percent != toldPercent) {
      toldPercent = percent;
      bus.send(call, JobsContract.PROGRESS, new JobsContract.Progress(call.cause(), percent,
          note == null ? phase : note));
    }
  }

  /** Waits, as an outside source would have it. */
  public static void pause(Duration pause) {
    if (pause.isPositive()) {
      Vertx.currentContext().owner().timer(pause.toMillis(), TimeUnit.MILLISECONDS).await();
    }
  }

  /** Does it beside the caller, on the same verticle. */
  public static <T> Future<T> beside(Callable<T> work) {
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
}
