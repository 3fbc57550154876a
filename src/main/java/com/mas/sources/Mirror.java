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
import com.mas.sources.Stage.Paging;
import com.mas.sources.Stage.Whole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Mirrors a source: its phases as those of a run. One for each time that a slice of a run is worked on.
 *
 * <p>A page, its effects and the checkpoint behind it are one commit. A page that cannot be had is tried again, and
 * then done without: the run says what it lacks, and nobody counts as gone. A source that is away for a while is left
 * alone and the run rests; one that refuses the login ends the run at once.
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
  private Session session;
  private boolean refused;

  public Mirror(Connector connector, String tenant, Evidence evidence) {
    this.connector = connector;
    this.tenant = tenant;
    this.evidence = evidence;
  }

  /** Says where the rows of a phase go. A phase without a sink is left out. */
  public <T> Mirror into(Stage<T> stage, Sink<T> sink) {
    steps.put(stage, (slice, at) -> next(stage, sink, slice, at));
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
    return phases;
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
      return probe.lacks().isEmpty() ? Move.done(at) : Move.to(at).stop("The login at " + connector.source().title()
          + " may not have: " + String.join(", ", probe.lacks()) + ".");
    } catch (FailureException | UnreadableAnswer e) {
      return switch (Trouble.of(e)) {
        case OURS -> throw e;
        case MAINTENANCE -> rest(slice, at, e);
        default -> stop(at, e);
      };
    }
  }

  private <T> Move<At> next(Stage<T> stage, Sink<T> sink, Slice slice, At from) {
    At at = from;
    if (!at.open()) {
      List<String> parent = parent(stage, sink, slice, at);
      if (parent == null) {
        return done(at);
      }
      at = at.opened(parent, stage.whole() == Whole.CHANGES ? sink.since(place(slice, parent)) : null);
    }
    Slice.pause(connector.politeness(stage).next());
    Batch<T> page;
    try {
      page = session().read(stage, new Ask(at.of(), at.from(), stage.size()));
    } catch (FailureException | UnreadableAnswer e) {
      return troubled(stage, slice, at, e);
    }
    At have = at.have(page);
    Place place = place(slice, at.of());
    for (int row : page.unread()) {
      evidence.keep(place, stage, "row " + row + " of the page at " + at.from(), Trouble.LAYOUT,
          "This row cannot be read.", null);
    }
    return slice.record(tx -> {
      Counts counts = sink.write(tx, place, page.rows());
      if (page.since() != null) {
        sink.since(tx, place, page.since());
      }
      return (page.next() == null ? listed(stage, sink, tx, place, have) : Move.to(have)).count(counts);
    });
  }

  private <T> List<String> parent(Stage<T> stage, Sink<T> sink, Slice slice, At at) {
    return stage.of() != null ? sink.next(place(slice, at.of()), at.of()) : at.of() == null ? List.of() : null;
  }

  /** The last page of a listing has come. */
  private <T> Move<At> listed(Stage<T> stage, Sink<T> sink, Tx tx, Place place, At at) {
    int seen = at.pass() == 1 ? sink.seen(tx, place, at.read()) : at.read();
    String shortfall = MirrorRules.shortfall(stage, seen, at.total(), at.failed(), at.shrank());
    if (shortfall != null && MirrorRules.isReadAgain(at.failed(), at.pass())) {
      return Move.to(at.again());
    }
    boolean whole = shortfall == null && stage.whole() != Whole.CHANGES;
    return Move.to(at.closed(shortfall)).count(whole ? sink.whole(tx, place) : Counts.NONE);
  }

  private Move<At> troubled(Stage<?> stage, Slice slice, At at, RuntimeException e) {
    Trouble trouble = Trouble.of(e);
    return switch (trouble) {
      case OURS -> throw e;
      case REFUSED -> stop(at, e);
      case MAINTENANCE -> rest(slice, at, e);
      case ABSENT -> stage.of() != null ? Move.to(at.closed(null)).count(ABSENT, 1)
          : without(stage, slice, at, trouble, e);
      case LAYOUT -> at.tries() + 1 < MirrorRules.TRIES ? Move.to(at.tried()) : without(stage, slice, at, trouble, e);
      case UNREACHABLE -> without(stage, slice, at, trouble, e);
    };
  }

  /** Goes on without a page, as far as that makes sense. */
  private Move<At> without(Stage<?> stage, Slice slice, At at, Trouble trouble, RuntimeException e) {
    evidence.keep(place(slice, at.of()), stage, at.from(), trouble, e.getMessage(),
        e instanceof UnreadableAnswer unreadable ? unreadable.excerpt() : null);
    Ask ask = new Ask(at.of(), at.from(), stage.size());
    String lacks = MirrorRules.shortfall(stage, 0, null, at.failed() + 1, false);
    boolean goesOn = stage.paging() == Paging.ROWS && at.total() != null && ask.start() + stage.size() < at.total();
    boolean hopeless = at.inRow() + 1 >= MirrorRules.MOST_FAILED_IN_ROW || stage.of() == null && !goesOn;
    if (hopeless && stage.needed()) {
      return stop(at, e);
    }
    At next = goesOn && !hopeless ? at.without(String.valueOf(ask.start() + stage.size()))
        : at.without(null).closed(lacks);
    return hopeless ? done(next) : Move.to(next);
  }

  private Move<At> rest(Slice slice, At at, RuntimeException e) {
    if (at.rests() >= MirrorRules.MOST_RESTS) {
      return stop(at, e);
    }
    Integer asked = e instanceof FailureException failed ? failed.detail().retryAfterSeconds() : null;
    return Move.to(at.rested()).rest(slice.now().plus(MirrorRules.rest(asked)));
  }

  private Move<At> stop(At at, RuntimeException e) {
    refused = Trouble.of(e) == Trouble.REFUSED;
    return Move.to(at).stop(e.getMessage());
  }

  private static Move<At> done(At at) {
    return Move.done(at.nextPhase()).lacks(at.lacks());
  }

  private Place place(Slice slice, List<String> of) {
    return new Place(tenant, slice.run().id(), of, slice.now());
  }
}
