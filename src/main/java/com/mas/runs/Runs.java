package com.mas.runs;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.runs.RunEngineRepository.Held;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts runs, goes on with them and ends them. Any number of instances. */
public final class Runs {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
  /** Time for which a run is kept after its end. */
  static final Duration KEPT = Duration.ofDays(30);
  /** Work that is left at this time before the caller's deadline is left to the next attempt. */
  private static final Duration SPARE = Duration.ofSeconds(3);
  private static final UUID PRODUCT = new UUID(0, 0);
  private static final String CUT_OFF = "It was interrupted, and then requested again.";
  private static final int CLAIMS = 3;
  private static final int AFTER_SECONDS = 5;
  private static final int MOST_SECONDS = 3_600;
  /** The same step may succeed a little later: the run waits for it. */
  private static final Set<Failure> PASSING = EnumSet.of(Failure.UNAVAILABLE, Failure.OVERLOADED, Failure.TIMEOUT,
      Failure.TOO_MANY_REQUESTS, Failure.PROVIDER_FAILED);

  private final Bus bus;
  private final Database db;
  private final RunEngineRepository runs;
  private final UuidV7 ids;

  public Runs(Bus bus, Database db) {
    this.bus = bus;
    this.db = db;
    this.runs = new RunEngineRepository(db);
    this.ids = new UuidV7(bus.clock());
  }

  // --- asked: one request works until the run is over ---------------------------------------------------------------

  /**
   * Works on a run about this until it is over. A stored request that was cut off goes on from the checkpoint when it
   * comes again, on whatever node; anybody else's run is waited for.
   *
   * @return the run that is over; a cancelled one too
   * @throws FailureException UNAVAILABLE when the rest is for the next attempt, or for a stored request that must wait;
   *     ALREADY_RUNNING for anybody else who must; otherwise what a step failed with, which ends the run
   */
  public <C> Run work(Call call, About about, Phases<C> phases, Budget budget) {
    UUID token = UUID.randomUUID();
    Held held = claim(call, about, phases, token);
    Instant deadline = Instant.ofEpochMilli(call.deadline()).minus(SPARE);
    Instant end = now().plus(budget.time());
    Slice slice = new Slice(bus, db, runs, call, held, token, deadline.isBefore(end) ? deadline : end, budget);
    try {
      if (drive(slice, phases)) {
        return slice.run();
      }
    } catch (Slice.NotOurs e) {
      throw Failure.UNAVAILABLE.with("Another worker took over the run.").retryAfter(AFTER_SECONDS);
    }
    release(slice);
    throw Failure.UNAVAILABLE.with("The time limit was reached or this node is stopping; the next attempt continues.")
        .retryAfter(secondsUntil(slice.due()));
  }

  private int secondsUntil(Instant due) {
    return due == null ? 1 : Math.clamp(Duration.between(now(), due).toSeconds() + 1, 1, MOST_SECONDS);
  }

  private Held claim(Call call, About about, Phases<?> phases, UUID token) {
    UUID driver = call.cause() != null ? call.cause()
        : call.principal() != null ? call.principal().userId() : PRODUCT;
    for (int attempt = 0; attempt < CLAIMS; attempt++) {
      Optional<Held> held = db.transaction(tx -> {
        Optional<Held> live = runs.live(tx, about);
        RunRules.Claim claim = live.map(run -> RunRules.claim(driver.equals(run.driver()), call.cause() != null,
            run.token() != null, run.silent())).orElse(RunRules.Claim.SUPERSEDE);
        return switch (claim) {
          case REFUSE -> throw refused(call);
          case RESUME -> live.map(run -> runs.drive(tx, run.run().id(), token, call.cause(), now()));
          case SUPERSEDE -> {
            live.ifPresent(run -> end(tx, run.run().id(), null, State.FAILED, CUT_OFF, phases));
            yield runs.insert(tx, ids.next(), about, phases.names(), driver, askedBy(call), now())
                .map(made -> runs.drive(tx, made.run().id(), token, call.cause(), now()));
          }
        };
      });
      if (held.isPresent()) {
        return held.get();
      }
    }
    throw refused(call);
  }

  private static FailureException refused(Call call) {
    return call.cause() != null
        ? Failure.UNAVAILABLE.with("Another run about the same is under way; this one waits.").retryAfter(AFTER_SECONDS)
        : Failure.ALREADY_RUNNING.with("A run about the same is under way; please wait until it is over.");
  }

  // --- sliced: each slice is a stored request -----------------------------------------------------------------------

  /** Stores a run and its first slice, and returns the job that has it; empty when one about the same is under way. */
  public Optional<UUID> put(Tx tx, Call call, UUID id, About about, List<String> phases, Rest rest) {
    return runs.insert(tx, id, about, phases, null, askedBy(call), now()).map(made -> {
      UUID job = Database.await(rest.store(tx, call, id, 0, null));
      runs.setJob(tx, id, job);
      return job;
    });
  }

  /** @param gotOn whether somebody had taken the slice up before, and got on with the run, and was lost */
  public record Taken(Slice slice, boolean gotOn) {}

  /** Takes the slice up under a new token; empty when the run is over, or a later slice has it. */
  public Optional<Taken> takeOver(Call call, UUID id, int slice, Budget budget) {
    UUID token = UUID.randomUUID();
    return runs.takeOver(id, slice, token, now()).map(taken -> new Taken(
        new Slice(bus, db, runs, call, taken.held(), token, now().plus(budget.time()), budget), taken.gotOn()));
  }

  /** Leaves the rest to the next slice; empty when the run is over. Returns the job that has it. */
  public Optional<UUID> leaveRest(Tx tx, Call call, UUID id, Rest rest) {
    return leaveRest(tx, call, id, rest, null);
  }

  private Optional<UUID> leaveRest(Tx tx, Call call, UUID id, Rest rest, Instant due) {
    return runs.nextSlice(tx, id).map(next -> {
      UUID job = Database.await(rest.store(tx, call, id, next.run().slice(), due));
      runs.setJob(tx, id, job);
      return job;
    });
  }

  /**
   * Works on one slice of a run until it is over or the rest is left to the next one. Idempotent.
   *
   * @return the run as it is then; empty when there is none
   */
  public <C> Optional<Run> advance(Call call, UUID id, int number, Phases<C> phases, Budget budget, Rest rest) {
    Optional<Taken> taken = takeOver(call, id, number, budget);
    if (taken.isEmpty()) {
      return find(id);
    }
    Slice slice = taken.get().slice();
    try {
      if (!slice.isCancelled() && taken.get().gotOn() || !drive(slice, phases)) {
        slice.fenced(tx -> leaveRest(tx, call, id, rest, slice.due()));
      }
    } catch (Slice.NotOurs e) {
      if (e.isCancelled()) {
        finish(slice, State.CANCELLED, null, phases);
      } else {
        LOG.info("run {} of {} is not ours any more", id, slice.run().kind());
      }
    }
    return find(id);
  }

  // --- both ---------------------------------------------------------------------------------------------------------

  public Optional<Run> find(UUID id) {
    return runs.find(id).map(Held::run);
  }

  /** The run ends at its next write, or when its next slice is taken up; empty when it is over. */
  public Optional<Run> cancel(UUID id) {
    return runs.cancel(id).map(Held::run);
  }

  /** Shows where a run is whose checkpoint the domain keeps. Not awaited. */
  public void show(Tx tx, UUID id, String phase, Counts counts, Integer percent) {
    runs.show(tx, id, phase, counts, percent);
  }

  /**
   * Ends a run; empty when it was over already, or is somebody else's.
   *
   * @param token of who ends it, or null for whoever has it
   */
  public Optional<Run> end(Tx tx, UUID id, UUID token, State state, String error) {
    return runs.end(tx, id, token, state, RunRules.shown(error), now()).map(Held::run);
  }

  /**
   * Does what a kind of run does at its end for one that the engine itself has ended ({@link RunsContract#GIVEN_UP}),
   * in one transaction, and once, however often it is asked. Returns the run the first time.
   *
   * @param phases whose hooks are called; their steps are not
   */
  public Optional<Run> settle(UUID id, Phases<?> phases) {
    return db.transaction(tx -> {
      runs.find(id).ifPresent(held -> phases.locking().accept(tx, held.run()));
      Optional<Run> over = runs.told(tx, id).map(Held::run);
      over.ifPresent(run -> phases.ended().accept(tx, run));
      return over;
    });
  }

  private Optional<Run> end(Tx tx, UUID id, UUID token, State state, String error, Phases<?> phases) {
    Optional<Run> ended = end(tx, id, token, state, error);
    ended.ifPresent(run -> phases.ended().accept(tx, run));
    return ended;
  }

  /** Returns whether the run is over; false leaves the rest to whoever comes next. */
  private <C> boolean drive(Slice slice, Phases<C> phases) {
    C at = phases.checkpoint(slice.checkpoint());
    slice.in(phases);
    try {
      if (slice.isCancelled()) {
        throw new Slice.NotOurs(true);
      }
      while (!slice.run().state().isOver()) {
        Move<C> move = phases.at(slice.run().phase()).step().next(slice, at);
        if (!slice.isStored(move)) {
          slice.write(move);
        }
        at = move.checkpoint();
        slice.tell();
        if (slice.hasHeard() && !slice.run().state().isOver()) {
          throw new Slice.NotOurs(true);
        }
        if (slice.isOver() && !slice.run().state().isOver()) {
          slice.flush();
          return false;
        }
      }
      return true;
    } catch (Slice.NotOurs e) {
      if (e.isCancelled()) {
        finish(slice, State.CANCELLED, null, phases);
        return true;
      }
      throw e;
    } catch (FailureException e) {
      if (PASSING.contains(e.failure())) {
        release(slice);
      } else {
        finish(slice, State.FAILED, e.getMessage(), phases);
      }
      throw e;
    } catch (RuntimeException e) {
      finish(slice, State.FAILED, String.valueOf(e), phases);
      throw e;
    }
  }

  /** A run that cannot be given up now is nobody's a little later. */
  private void release(Slice slice) {
    try {
      runs.release(slice.run().id(), slice.token());
    } catch (RuntimeException e) {
      LOG.info("run {} could not be given up: {}", slice.run().id(), e.getMessage());
    }
  }

  /** Fails, to be tried again by whoever stored the request, when the end cannot be stored. */
  private void finish(Slice slice, State state, String error, Phases<?> phases) {
    db.transaction(tx -> {
      phases.locking().accept(tx, slice.run());
      return end(tx, slice.run().id(), slice.token(), state, error, phases);
    }).ifPresent(slice::ended);
    slice.tell();
  }

  private static UUID askedBy(Call call) {
    return call.principal() == null ? null : call.principal().userId();
  }

  private Instant now() {
    return bus.clock().instant();
  }
}
