package com.mas.imports;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.imports.ImportKind.Column;
import com.mas.imports.ImportRepository.NewRefused;
import com.mas.imports.ImportRepository.Stored;
import com.mas.imports.ImportsContract.Problem;
import com.mas.imports.ImportsContract.State;
import com.mas.imports.ImportsContract.Tally;
import com.mas.imports.RowImport.Key;
import com.mas.imports.RowImport.Outcome;
import com.mas.imports.RowImport.Target;
import com.mas.imports.RowImport.Verdict;
import com.mas.meters.Meters;
import com.mas.runs.Counts;
import com.mas.runs.Move;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.Slice;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One check or import of a file, from where it was left on. Used by one thread at a time. */
final class Pass<R, L> implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Pass.class);
  static final int MOST_REFUSED = 100_000;
  static final long MOST_ROWS = 2_000_000;
  private static final String ADDED = "added";
  private static final String CHANGED = "changed";
  private static final String UNIQUE = "23505";
  private static final int SHOWN = 100;
  private static final String REHEARSE = "SAVEPOINT rehearsal";
  private static final String UNDO = "ROLLBACK TO SAVEPOINT rehearsal";

  /** @param row of the file that was dealt with last */
  record At(long row) {
    static final At START = new At(0);
  }

  /** A row of the file on its way; {@code read} is null when it is refused. */
  private final class Item {
    private final Line line;
    private R read;
    private final List<Problem> problems = new ArrayList<>(0);
    private Verdict verdict;

    Item(Line line) {
      this.line = line;
    }

    boolean isGood() {
      return problems.isEmpty();
    }
  }

  /**
   * Rows that were read.
   *
   * @param percent of the file that lies behind them
   */
  private record Batch<I>(List<I> items, int percent) {}

  private final ImportKind kind;
  private final RowImport<R, L> kindRows;
  private final ImportRepository files;
  private final Stored file;
  private final Call call;
  private final Importer.Aside aside;
  private final FileJobs stored;
  private final Clock clock;
  private final Target target;
  private final Seen seen = new Seen();
  private Opened opened;
  /** Those of this file; null until it is opened. */
  private RowImport<R, L> rows;
  private List<Column> columns;
  /** Rows that are read while those before them are written; null: none. One reading is under way at a time. */
  private Future<Batch<Item>> ahead;

  Pass(ImportKind kind, RowImport<R, L> rows, ImportRepository files, Stored file, Call call, Importer.Aside aside,
      FileJobs stored, Clock clock) {
    this.kind = kind;
    this.kindRows = rows;
    this.files = files;
    this.file = file;
    this.call = call;
    this.aside = aside;
    this.stored = stored;
    this.clock = clock;
    this.target = new Target(file.id(), file.tenant(), file.subject(), file.madeBy(), file.state() == State.CHECKING);
  }

  /** Deals with the next rows: one commit for them, what is told of them, the counts and the checkpoint. */
  Move<At> next(Slice slice, At from) {
    try {
      boolean first = opened == null;
      if (first) {
        open(from);
      }
      Batch<Item> batch = ahead == null ? aside.run(this::nextBatch) : ahead.await();
      List<Item> items = batch.items;
      ahead = items.isEmpty() ? null : aside.begin(this::nextBatch);
      List<Item> good = items.stream().filter(Item::isGood).toList();
      List<R> read = good.stream().map(item -> item.read).toList();
      L looked = read.isEmpty() ? null : rows.look(call, target, read);
      Move<At> moved = slice.write(tx -> {
        if (first) {
          files.begin(tx, file.id(), file.state(), slice.run().id(), opened.found(), opened.header().fields());
        }
        judge(tx, good, read, looked);
        return report(tx, slice, batch, from);
      });
      meter(items);
      return moved;
    } catch (FailureException e) {
      throw e;
    } catch (IOException e) {
      throw Failure.UNAVAILABLE.with("The file cannot be read on this node.").retryAfter(1);
    } catch (RuntimeException e) {
      if (e instanceof Slice.NotOurs) {
        throw e;
      }
      if (e instanceof PgException pg && UNIQUE.equals(pg.getSqlState())) {
        throw Failure.UNAVAILABLE.with("The same person is being added at this moment; please try again.")
            .retryAfter(1);
      }
      LOG.error("import {} of {} failed", file.id(), kind.name(), e);
      throw Failure.INTERNAL.with("Something went wrong on our side.");
    }
  }

  /** Opens the file and goes to where the checkpoint is; the keys of the rows before it are seen again. */
  private void open(At from) throws IOException {
    rows = kindRows.about(target);
    columns = rows.columns(kind.columns());
    opened = Opened.open(files, file, columns, aside);
    long at = 0;
    while (at < from.row) {
      List<Line> lines = aside.run(() -> {
        List<Line> before = opened.until(Importer.ROWS, from.row);
        read(before);
        return before;
      });
      if (lines.isEmpty()) {
        break;
      }
      at = lines.getLast().number();
    }
  }

  private Batch<Item> nextBatch() {
    List<Item> items = read(opened.next(Importer.ROWS));
    return new Batch<>(items, opened.percent());
  }

  private List<Item> read(List<Line> lines) {
    List<Item> items = new ArrayList<>(lines.size());
    for (Line line : lines) {
      Item item = new Item(line);
      Cells cells = new Cells(opened.header().places(), line.fields());
      cells.check(columns);
      if (opened.hasTooMany(line)) {
        cells.refuse("", "the row has more cells than there are headers; put words with a delimiter into quotes");
      }
      if (cells.problems().isEmpty()) {
        item.read = rows.read(cells);
      }
      item.problems.addAll(cells.problems());
      if (item.isGood()) {
        for (Key key : rows.keys(item.read)) {
          long before = seen.first(key.column(), key.value(), line.number());
          if (before != 0) {
            cells.refuse(key.column(), "is the same as in row " + before);
            item.problems.add(cells.problems().getLast());
          }
        }
      }
      items.add(item);
    }
    return items;
  }

  private void judge(Tx tx, List<Item> good, List<R> read, L looked) {
    if (good.isEmpty()) {
      return;
    }
    if (target.rehearsal()) {
      tx.send(REHEARSE);
    }
    List<Verdict> verdicts = rows.write(tx, target, read, looked);
    if (target.rehearsal()) {
      tx.send(UNDO);
    }
    if (verdicts.size() != good.size()) {
      throw new IllegalStateException(kind.name() + " gave " + verdicts.size() + " verdicts for " + good.size());
    }
    for (int i = 0; i < good.size(); i++) {
      Verdict verdict = verdicts.get(i);
      good.get(i).verdict = verdict;
      if (verdict.outcome() == Outcome.REFUSED) {
        String word = verdict.column() == null ? null
            : new Cells(opened.header().places(), good.get(i).line.fields()).text(verdict.column());
        good.get(i).problems.add(new Problem(verdict.column(), word, verdict.reason()));
      }
    }
  }

  private Move<At> report(Tx tx, Slice slice, Batch<Item> batch, At from) {
    List<Item> items = batch.items;
    List<NewRefused> refused = items.stream().filter(item -> !item.isGood()).map(this::refused).toList();
    if (!refused.isEmpty() && file.whole() && !target.rehearsal()) {
      throw Failure.UNPROCESSABLE.with("Row " + refused.getFirst().row() + " is refused now ("
          + refused.getFirst().problems().getFirst().reason() + "), which was valid at the check. The whole file was"
          + " asked for, so nothing of it stays; upload it again.");
    }
    if (!refused.isEmpty()) {
      files.refuse(tx, file.id(), !target.rehearsal(), refused);
    }
    long added = count(items, Outcome.ADDED);
    long changed = count(items, Outcome.CHANGED);
    long same = items.size() - added - changed - refused.size();
    Counts sums = slice.run().sums();
    Tally tally = new Tally(sums.get(Counts.READ) + items.size(), sums.get(ADDED) + added,
        sums.get(CHANGED) + changed, sums.get(Counts.SKIPPED) + same, sums.get(Counts.FAILED) + refused.size());
    check(tally, items.isEmpty());
    Future<Boolean> going = files.progress(tx, file.id(), file.state(), slice.run().id(), batch.percent, tally,
        clock.instant());
    if (!Database.await(going)) {
      throw Failure.CONFLICT.with("The import was cancelled.");
    }
    Move<At> move = items.isEmpty() ? Move.done(from) : Move.to(new At(items.getLast().line.number()));
    return move.percent(batch.percent).count(Counts.READ, items.size()).count(ADDED, added).count(CHANGED, changed)
        .count(Counts.WRITTEN, added + changed).count(Counts.SKIPPED, same).count(Counts.FAILED, refused.size());
  }

  private static void check(Tally tally, boolean end) {
    if (end && tally.rows() == 0) {
      throw Failure.UNPROCESSABLE.with("The file has headers, but no rows.");
    }
    if (tally.rows() > MOST_ROWS) {
      throw Failure.UNPROCESSABLE.with("The file has more than 2,000,000 rows; split it.");
    }
    if (tally.refused() > MOST_REFUSED) {
      throw Failure.UNPROCESSABLE.with("More than 100,000 rows are invalid. Look at the first of them, correct the"
          + " file and upload it again.");
    }
  }

  private NewRefused refused(Item item) {
    return new NewRefused(item.line.number(), item.line.fields().stream().map(RefusedRules::stored).toList(),
        item.problems.stream().map(problem -> new Problem(problem.column(),
            problem.word() == null || problem.word().length() <= SHOWN ? problem.word()
                : problem.word().substring(0, SHOWN) + "…",
            problem.reason())).toList());
  }

  private long count(List<Item> items, Outcome outcome) {
    return items.stream().filter(item -> item.verdict != null && item.verdict.outcome() == outcome).count();
  }

  private void meter(List<Item> items) {
    for (Outcome outcome : Outcome.values()) {
      long number = outcome == Outcome.REFUSED ? items.stream().filter(item -> !item.isGood()).count()
          : count(items, outcome);
      if (number > 0) {
        Meters.counter("imports.rows", "Rows of imported tables", "kind", kind.name(),
            "pass", target.rehearsal() ? "check" : "import",
            "outcome", outcome.name().toLowerCase(Locale.ROOT)).increment((double) number);
      }
    }
  }

  /** Tells the import how its run ended, in the transaction that ends it. */
  void ended(Tx tx, Run run) {
    ended(tx, files, kind, file.id(), file.state(), run, clock.instant())
        .ifPresent(over -> stored.ended(tx, call, kind, over));
  }

  /**
   * Ends the import as its run ended, and returns it; empty where it was over before.
   *
   * @param from state of the import while the run was under way
   */
  static Optional<Stored> ended(Tx tx, ImportRepository files, ImportKind kind, UUID file, State from, Run run,
      Instant now) {
    State to = switch (run.state()) {
      case COMPLETED -> from == State.CHECKING ? State.CHECKED : State.COMPLETED;
      case CANCELLED -> State.CANCELLED;
      default -> State.FAILED;
    };
    Optional<Stored> over = files.move(tx, file, Set.of(from), to, to == State.FAILED ? run.error() : null, now);
    over.ifPresent(moved -> Meters.counter("imports.ended", "Imports that were checked or are over",
        "kind", kind.name(), "state", to.wire()).increment());
    return over;
  }

  @Override
  public void close() throws IOException {
    if (ahead != null) {
      ahead.otherwiseEmpty().await(); // it reads the file that is closed now
    }
    if (opened != null) {
      opened.close();
    }
  }
}
