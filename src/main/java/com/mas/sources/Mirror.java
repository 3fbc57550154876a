package com.mas.sources;

import com.mas.bus.FailureException;
import com.mas.db.Tx;
import com.mas.runs.Counts;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.Slice;
import com.mas.runs.Step;
import com.mas.sources.Connector.Probe;
import com.mas.sources.Connector.Session;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Mirrors a source: its phases as those of a run. One for each time that a slice of a run is worked on.
 *
 * <p>A page, its effects and the checkpoint behind it are one commit; the page after it is asked for meanwhile. A page
 * that cannot be had is tried again, and then done without: the run says what it lacks, and nobody counts as gone. A
 * source that is away for a while is left alone and the run rests; one that refuses the login ends the run at once.
 *
 * <p>What a phase counts is counted for the run and for the phase, as in {@code written} and {@code courses.written};
 * of each phase that is over there is {@code courses.millis}, with the time that the run rested in it.
 */
public final class Mirror {
  /** Name of the first phase, which finds out what the login may not have. */
  public static final String PROBE = "probe";
  /** Name of a count: parents that the source does not know any more. */
  public static final String ABSENT = "absent";

  private final Connector connector;
  private final String tenant;
  private final Evidence evidence;
  private final Map<Stage<?>, Step<At>> steps = new HashMap<>();
  private final Map<String, Piece> own = new LinkedHashMap<>();
  private Session session;
  private boolean refused;

  public Mirror(Connector connector, String tenant, Evidence evidence) {
    this.connector = connector;
    this.tenant = tenant;
    this.evidence = evidence;
  }

  /** Says where the rows of a phase go. A phase without a sink is left out. */
  public <T> Mirror into(Stage<T> stage, Sink<T> sink) {
    steps.put(stage, new Reading<>(new Reading.Around(connector, tenant, evidence, this::session,
        () -> refused = true), stage, sink)::next);
    return this;
  }

  /**
   * Does a piece of what a domain makes of its rows when the source is read, in the run's transaction.
   */
  @FunctionalInterface
  public interface Piece {
    /** @param place after which the piece is, by its keys; null at the beginning */
    Done next(Tx tx, Place place);
  }

  /** @param after keys behind which the next piece begins; null: the phase is over */
  public record Done(Counts counts, List<String> after) {}

  /** Adds a phase of the domain's own behind those of the source. */
  public Mirror then(String name, Piece piece) {
    own.put(name, piece);
    return this;
  }

  /** Returns the names of the phases, in their order, as a run is put with them. */
  public List<String> names() {
    return phases().steps().stream().map(Phases.Named::name).toList();
  }

  /** Returns the phases of a run. A domain adds what is to be done when it ends. */
  public Phases<?> phases() {
    Phases<At> phases = Phases.from(At.FIRST).then(PROBE, this::probe);
    for (Stage<?> stage : connector.stages()) {
      Step<At> step = steps.get(stage);
      phases = step == null ? phases : phases.then(stage.name(), step);
    }
    for (Map.Entry<String, Piece> each : own.entrySet()) {
      phases = phases.then(each.getKey(), (slice, at) -> piece(each.getKey(), each.getValue(), slice, at));
    }
    return phases;
  }

  private Move<At> piece(String name, Piece piece, Slice slice, At at) {
    return slice.write(tx -> {
      Instant now = slice.now();
      Done done = piece.next(tx, new Place(tenant, slice.run().id(), at.of(), now));
      Move<At> move = done.after() != null ? Move.to(at.after(done.after()))
          : Move.done(at.nextPhase(now.toEpochMilli())).lacks(at.lack())
              .count(name + "." + MirrorRules.MILLIS, at.millis(now.toEpochMilli()));
      return move.count(MirrorRules.ofPhase(name, done.counts()));
    });
  }

  /** Returns whether the source refused the login in this slice. */
  public boolean isRefused() {
    return refused;
  }

  private Session session() {
    if (session == null) {
      session = connector.open(tenant);
    }
    return session;
  }

  private Move<At> probe(Slice slice, At at) {
    try {
      Probe probe = session().probe();
      return probe.lacks().isEmpty()
          ? Move.done(at.nextPhase(slice.now().toEpochMilli()).lacking(probe.optional()))
          : Move.to(at).stop("The login at " + connector.source().title()
              + " may not have: " + String.join(", ", probe.lacks()) + ".");
    } catch (FailureException | UnreadableAnswer e) {
      return switch (Trouble.of(e)) {
        case OURS -> throw e;
        case MAINTENANCE -> Reading.rest(slice, at, e);
        default -> {
          refused = Trouble.of(e) == Trouble.REFUSED;
          yield Move.to(at).stop(e.getMessage());
        }
      };
    }
  }
}
