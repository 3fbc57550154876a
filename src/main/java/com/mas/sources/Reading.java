package com.mas.sources;

import com.mas.bus.FailureException;
import com.mas.runs.Counts;
import com.mas.runs.Move;
import com.mas.runs.Slice;
import com.mas.sources.Pages.Got;
import com.mas.sources.Stage.Paging;
import com.mas.sources.Stage.Whole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** One phase of a mirror, while a slice lasts: its pages in their order, each with its effects in one commit. */
final class Reading<T> {
  /** Holds what the phase needs to know of the mirror that it belongs to. */
  record Around(Connector connector, String tenant, Evidence evidence, Supplier<Connector.Session> session,
      Runnable refused) {}

  private final Around around;
  private final Stage<T> stage;
  private final Sink<T> sink;
  private final Pages<T, Got<T>> pages;
  /** Parents whose first page was asked for ahead, in their order. */
  private final Deque<List<String>> parents = new ArrayDeque<>();
  /** Keeps what could not be had behind details that were not written yet. */
  private Got<T> held;
  private boolean isLastParentKnown;
  private boolean isWritten;

  Reading(Around around, Stage<T> stage, Sink<T> sink) {
    this.around = around;
    this.stage = stage;
    this.sink = sink;
    this.pages = new Pages<>(around.session, stage, around.connector.politeness(stage), (ask, e) -> {}, got -> got);
  }

  /** Deals with one page; with all that were asked for when the slice is over, so that none is asked for twice. */
  Move<At> next(Slice slice, At from) {
    Move<At> move = page(slice, from);
    while (isWritten && slice.isOver() && !move.done() && isAsked(move.checkpoint())) {
      move = page(slice, move.checkpoint());
    }
    return move;
  }

  private boolean isAsked(At at) {
    return at.open() ? pages.isComing(ask(at)) : !parents.isEmpty();
  }

  private Move<At> page(Slice slice, At from) {
    isWritten = false;
    boolean isDetail = stage.of() != null && stage.paging() == Paging.ONE && stage.whole() == Whole.ENDED;
    return isDetail ? details(slice, from) : pageOfList(slice, from);
  }

  private Move<At> pageOfList(Slice slice, At from) {
    At at = from;
    if (!at.open()) {
      List<String> parent = parent(slice, at);
      if (parent == null) {
        return done(slice, at);
      }
      at = at.opened(parent, stage.whole() == Whole.CHANGES ? sink.since(place(slice, parent)) : null);
    }
    Got<T> got = take(ask(at));
    if (got.page() == null) {
      return troubled(slice, at, got);
    }
    ahead(slice, at, got.page());
    return write(slice, at, got.page());
  }

  /** Deals with details one after the other; those that come within a moment are one commit. */
  private Move<At> details(Slice slice, At from) {
    List<Detail<T>> come = new ArrayList<>();
    At at = from;
    long begun = System.nanoTime();
    do {
      List<String> parent = at.open() ? at.of() : parent(slice, at);
      if (parent == null) {
        break;
      }
      At opened = at.open() ? at : at.opened(parent, null);
      Got<T> got = take(ask(opened));
      if (got.page() == null) {
        if (come.isEmpty()) {
          return troubled(slice, opened, got);
        }
        held = got;
        parents.addFirst(parent);
        break;
      }
      ahead(slice, opened, got.page());
      come.add(new Detail<>(opened, got.page()));
      at = opened.have(got.page()).closed(null);
    } while (come.size() < MirrorRules.MOST_TOGETHER && !slice.isOver()
        && System.nanoTime() - begun < MirrorRules.MOMENT.toNanos());
    return come.isEmpty() ? done(slice, at) : write(slice, come, at);
  }

  private record Detail<T>(At at, Batch<T> page) {}

  private Got<T> take(Ask ask) {
    if (held != null && held.ask().equals(ask)) {
      Got<T> kept = held;
      held = null;
      return kept;
    }
    if (!pages.isComing(ask)) {
      Slice.pause(around.connector.politeness(stage).next());
    }
    return pages.take(ask);
  }

  /** Asks for what comes next, while this page is written. */
  private void ahead(Slice slice, At at, Batch<T> page) {
    if (slice.isOver()) {
      return;
    }
    if (page.next() != null) {
      pages.ahead(new Ask(at.of(), page.next(), stage.size()));
    }
    while (stage.of() != null && !isLastParentKnown && pages.coming() < around.connector.atOnce(stage)) {
      List<String> last = parents.isEmpty() ? at.of() : parents.peekLast();
      List<String> parent = sink.next(place(slice, last), last);
      if (parent == null) {
        isLastParentKnown = true;
      } else {
        parents.add(parent);
        pages.ahead(new Ask(parent, null, stage.size()));
      }
    }
  }

  private List<String> parent(Slice slice, At at) {
    if (stage.of() == null) {
      return at.of() == null ? List.of() : null;
    }
    List<String> asked = parents.poll();
    return asked != null ? asked : sink.next(place(slice, at.of()), at.of());
  }

  private Move<At> write(Slice slice, List<Detail<T>> come, At at) {
    come.forEach(each -> keepUnread(slice, each.at, each.page));
    Move<At> move = slice.record(tx -> {
      Counts counts = Counts.NONE;
      for (Detail<T> each : come) {
        Place place = place(slice, each.at.of());
        counts = counts.plus(sink.write(tx, place, each.page.rows())).plus(sink.whole(tx, place));
      }
      return Move.to(at).count(counts).count(MirrorRules.ofPhase(stage.name(), counts));
    });
    isWritten = true;
    return move;
  }

  private void keepUnread(Slice slice, At at, Batch<T> page) {
    for (int row : page.unread()) {
      around.evidence.keep(place(slice, at.of()), stage, "row " + row + " of the page at " + at.from(), Trouble.LAYOUT,
          "This row cannot be read.", null);
    }
  }

  private Move<At> write(Slice slice, At at, Batch<T> page) {
    At have = at.have(page);
    Place place = place(slice, at.of());
    keepUnread(slice, at, page);
    Move<At> move = slice.record(tx -> {
      Counts counts = sink.write(tx, place, page.rows());
      if (page.since() != null) {
        sink.since(tx, place, page.since());
      }
      Move<At> on = Move.to(have);
      if (page.next() == null) {
        int seen = have.pass() == 1 ? sink.seen(tx, place, have.read()) : have.read();
        String shortfall = MirrorRules.shortfall(stage, seen, have.total(), have.failed(), have.shrank());
        if (shortfall != null && MirrorRules.isReadAgain(have.failed(), have.pass())) {
          on = Move.to(have.again());
        } else {
          on = Move.to(have.closed(shortfall));
          counts = shortfall == null && stage.whole() != Whole.CHANGES ? counts.plus(sink.whole(tx, place)) : counts;
        }
      }
      return on.count(counts).count(MirrorRules.ofPhase(stage.name(), counts));
    });
    isWritten = true;
    return move;
  }

  private Move<At> troubled(Slice slice, At at, Got<T> got) {
    return switch (got.trouble()) {
      case OURS -> throw got.why();
      case REFUSED -> {
        around.refused.run();
        yield Move.to(at).stop(got.why().getMessage());
      }
      case MAINTENANCE -> rest(slice, at, got.why());
      case ABSENT -> stage.of() != null ? Move.to(at.closed(null)).count(Mirror.ABSENT, 1)
          : without(slice, at, got);
      case LAYOUT, UNREACHABLE -> without(slice, at, got);
    };
  }

  /** Goes on without a page, as far as that makes sense. */
  private Move<At> without(Slice slice, At at, Got<T> got) {
    around.evidence.keep(place(slice, at.of()), stage, at.from(), got.trouble(), got.why().getMessage(),
        got.why() instanceof UnreadableAnswer unreadable ? unreadable.excerpt() : null);
    String lacks = MirrorRules.shortfall(stage, 0, null, at.failed() + 1, false);
    int start = stage.paging() == Paging.ROWS ? got.ask().start() + stage.size() : 0;
    boolean goesOn = stage.paging() == Paging.ROWS && at.total() != null && start < at.total();
    boolean hopeless = at.inRow() + 1 >= MirrorRules.MOST_FAILED_IN_ROW || stage.of() == null && !goesOn;
    if (hopeless && stage.needed()) {
      return Move.to(at).stop(got.why().getMessage());
    }
    At next = goesOn && !hopeless ? at.without(String.valueOf(start)) : at.without(null).closed(lacks);
    Move<At> move = hopeless ? done(slice, next) : Move.to(next);
    return move.count(stage.name() + "." + MirrorRules.PAGES_FAILED, 1);
  }

  static Move<At> rest(Slice slice, At at, RuntimeException e) {
    if (at.rests() >= MirrorRules.MOST_RESTS) {
      return Move.to(at).stop(e.getMessage());
    }
    Integer asked = e instanceof FailureException failed ? failed.detail().retryAfterSeconds() : null;
    return Move.to(at.rested()).rest(slice.now().plus(MirrorRules.rest(asked)));
  }

  private Move<At> done(Slice slice, At at) {
    return Move.done(at.nextPhase(slice.now().toEpochMilli())).lacks(at.lack())
        .count(stage.name() + "." + MirrorRules.MILLIS, at.millis(slice.now().toEpochMilli()));
  }

  private Ask ask(At at) {
    return new Ask(at.of(), at.from(), stage.size());
  }

  private Place place(Slice slice, List<String> of) {
    return new Place(around.tenant, slice.run().id(), of, slice.now());
  }
}
