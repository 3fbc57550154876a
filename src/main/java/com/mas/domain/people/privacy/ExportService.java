package com.mas.domain.people.privacy;

import com.mas.bus.Call;
import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.db.Table;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.DirectoryContract.Person;
import com.mas.domain.people.privacy.ExportRepository.Stored;
import com.mas.domain.people.privacy.PersonalRows.Row;
import com.mas.domain.people.privacy.PrivacyContract.Export;
import com.mas.domain.people.privacy.PrivacyContract.ExportState;
import com.mas.domain.people.privacy.PrivacyContract.FilePart;
import com.mas.domain.people.privacy.PrivacyContract.MakeExport;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Counts;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract.GivenUp;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import com.mas.runs.Slice;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Copies all that is kept of a person into a file of JSON, part by part. */
final class ExportService {
  private static final String KIND = "privacy.export";
  private static final String QUEUE = "databaseQueue";
  private static final int ATTEMPTS = 20;
  private static final int MAX_A_DAY = 3;
  private static final Duration LIFE = Duration.ofDays(7);
  /** Characters after which a part is closed. */
  private static final int PART = 200_000;
  private static final long MAX_FILE = 512L << 20;

  private final Database db;
  private final ExportRepository exports;
  private final PersonalRows rows;
  private final List<Table> tables;
  private final PersonLookup people;
  private final Jobs jobs;
  private final Runs runs;
  private final UuidV7 ids;
  private final Clock clock;

  /**
   * Says where an export is.
   *
   * @param table that is next
   * @param key of its last row that is in the file; null: none
   * @param part number of the part that is next
   * @param named how many tables are in the file
   */
  record At(int table, String key, int part, int named) {
    static final At START = new At(0, null, 0, 0);
  }

  ExportService(Database db, PersonalRows rows, PersonLookup people, Jobs jobs, Runs runs, UuidV7 ids, Clock clock) {
    this.db = db;
    this.exports = new ExportRepository(db);
    this.rows = rows;
    this.tables = rows.tables().stream().filter(table -> !table.keys().isEmpty())
        .sorted(Comparator.comparing(Table::name)).toList();
    this.people = people;
    this.jobs = jobs;
    this.runs = runs;
    this.ids = ids;
    this.clock = clock;
  }

  /** Starts an export, or answers the one under way. */
  Export start(Call call, UUID person) {
    Instant now = clock.instant();
    people.get(call, person);
    return db.transaction(tx -> {
      Optional<Stored> underWay = exports.underWay(tx, person);
      if (underWay.isPresent()) {
        return underWay.get();
      }
      if (exports.since(tx, person, now.minus(Duration.ofDays(1))) >= MAX_A_DAY) {
        throw PrivacyContract.TOO_MANY_EXPORTS.refusal().retryAfter((int) Duration.ofHours(8).toSeconds());
      }
      Stored stored = exports.insert(tx, ids.next(), call.tenant(), person, call.userId(), now, now.plus(LIFE));
      jobs.store(tx, PrivacyContract.MAKE_EXPORT, new MakeExport(stored.id()), JobOptions.on(QUEUE)
          .group("export " + call.tenant()).attempts(ATTEMPTS).because(call));
      return stored;
    }).shown();
  }

  /** @param own whether the person asked for it; else somebody for the person */
  Export newest(Call call, UUID person, boolean own) {
    return stored(call, person, own).shown();
  }

  /** Returns the newest export that the caller asked for, unless it has expired. */
  Optional<Export> mine(Call call) {
    return exports.newest(call.tenant(), call.userId(), true, clock.instant()).map(Stored::shown);
  }

  FilePart file(Call call, UUID person, boolean own, Integer from) {
    Stored export = stored(call, person, own);
    if (export.state() != ExportState.COMPLETED) {
      throw PrivacyContract.EXPORT_NOT_READY.refusal();
    }
    return exports.part(export.id(), from == null ? 0 : from).orElseThrow(PrivacyContract.EXPORT_UNKNOWN::refusal);
  }

  private Stored stored(Call call, UUID person, boolean own) {
    return exports.newest(call.tenant(), person, own, clock.instant())
        .orElseThrow(PrivacyContract.EXPORT_UNKNOWN::refusal);
  }

  Export make(Call call, MakeExport ask, BooleanSupplier stopping) {
    Stored export = exports.find(ask.id()).orElseThrow(PrivacyContract.EXPORT_UNKNOWN::refusal);
    if (export.state() == ExportState.QUEUED) {
      Call mine = call.asProduct(export.tenant());
      runs.work(mine, new About(KIND, export.tenant(), export.id().toString()),
          Phases.from(At.START).then("tables", (slice, at) -> part(slice, mine, export, at))
              .whenEnded((tx, run) -> ended(tx, export, run)),
          Budget.of(PrivacyContract.MAKE_EXPORT.timeout(), stopping));
    }
    return exports.find(ask.id()).orElseThrow(PrivacyContract.EXPORT_UNKNOWN::refusal).shown();
  }

  /** Ends the export whose run the engine has given up. Returns the run the first time. */
  Optional<Run> givenUp(GivenUp run) {
    return run.kind().equals(KIND)
        ? exports.find(UUID.fromString(run.subject())).flatMap(
            export -> runs.settle(run.id(), Phases.from(At.START).whenEnded((tx, over) -> ended(tx, export, over))))
        : Optional.empty();
  }

  private Move<At> part(Slice slice, Call call, Stored export, At from) {
    Optional<Person> person = people.find(call, export.person());
    if (person.isEmpty()) {
      return Move.done(from).stop("The account was erased meanwhile.");
    }
    StringBuilder text = new StringBuilder(from.part == 0 ? head(slice.now(), export.person()) : "");
    At at = from;
    int read = 0;
    while (at.table < tables.size() && text.length() < PART) {
      Table table = tables.get(at.table);
      List<Row> page = rows.page(table, person.get(), export.tenant(), at.key, slice.now());
      boolean begins = at.key == null;
      if (!page.isEmpty() && begins) {
        text.append(at.named == 0 ? "" : ",").append("\n  ").append(Json.write(table.name())).append(": [");
      }
      for (int i = 0; i < page.size(); i++) {
        text.append(begins && i == 0 ? "" : ",").append("\n    ").append(page.get(i).row());
      }
      read += page.size();
      boolean over = page.size() < TableSql.PAGE;
      boolean named = !page.isEmpty() || !begins;
      text.append(over && named ? "]" : "");
      at = over ? new At(at.table + 1, null, at.part, at.named + (named ? 1 : 0))
          : new At(at.table, page.getLast().key(), at.part, at.named);
    }
    boolean last = at.table == tables.size();
    text.append(last ? "\n}}\n" : "");
    return store(slice, export, new At(at.table, at.key, at.part + 1, at.named), last, text.toString(), read);
  }

  private Move<At> store(Slice slice, Stored export, At next, boolean last, String text, int read) {
    return slice.write(tx -> {
      long size = exports.put(tx, export.id(), next.part - 1, text, read);
      Move<At> move = (last ? Move.done(next) : Move.to(next)).count(Counts.READ, read).count(Counts.WRITTEN, read);
      return size > MAX_FILE ? move.stop("There is more than fits into one file; please ask an administrator.")
          : move.percent(100 * next.table / tables.size());
    });
  }

  private static String head(Instant now, UUID person) {
    return "{\"exportedAt\": " + Json.write(now) + ", \"person\": " + Json.write(person) + ", \"tables\": {";
  }

  private void ended(Tx tx, Stored export, Run run) {
    Instant now = clock.instant();
    exports.end(tx, export.id(), run.state() == State.COMPLETED ? ExportState.COMPLETED : ExportState.FAILED,
        run.state() == State.CANCELLED ? "An administrator has cancelled it." : run.error(), now, now.plus(LIFE));
  }
}
