package com.mas.imports;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.imports.ImportRepository.Refused;
import com.mas.imports.ImportRepository.Stored;
import com.mas.imports.ImportsContract.*;
import com.mas.jobs.Jobs;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes files of all kinds and answers what people ask about them. */
final class ImportService {
  private static final int MOST_WAITING = 20;
  private static final int LONGEST_NAME = 200;
  private static final int PIECE = 500;
  private static final Duration UPLOADS = Duration.ofHours(1);
  private static final Duration CHECKS = Duration.ofDays(1);
  private static final Duration WORK = Duration.ofDays(2);
  private static final Duration REPORTS = Duration.ofDays(30);
  private static final Set<State> OPEN = Set.of(State.UPLOADING, State.CHECKING, State.CHECKED, State.IMPORTING);

  private final Map<String, ImportKind> kinds;
  private final Database db;
  private final ImportRepository files;
  private final FileJobs stored;
  private final Runs runs;
  private final UuidV7 ids;
  private final Clock clock;
  private final long mostBytes;
  private final SwitchedOff switchedOff;

  /** @param mostBytes of one file */
  ImportService(List<ImportKind> kinds, Database db, Jobs jobs, Runs runs, UuidV7 ids, Clock clock, long mostBytes,
      SwitchedOff switchedOff) {
    this.kinds = kinds.stream().collect(Collectors.toUnmodifiableMap(ImportKind::name, Function.identity()));
    this.db = db;
    this.files = new ImportRepository(db);
    this.stored = new FileJobs(jobs);
    this.runs = runs;
    this.ids = ids;
    this.clock = clock;
    this.mostBytes = mostBytes;
    this.switchedOff = switchedOff;
  }

  Page<Kind> kinds(Call call, ListKinds ask) {
    PageWindow window = PageWindow.of(ask);
    List<Kind> mine = allowed(call)
        .map(kind -> new Kind(kind.name(), kind.title(), kind.subject(), kind.canTakeBack(), kind.columns().stream()
            .map(column -> new ColumnShown(column.key(), column.title(), column.required())).toList()))
        .sorted((one, other) -> one.name().compareTo(other.name())).toList();
    return window.cut(mine);
  }

  /** Ends the import whose run the engine has given up. Returns the run the first time. */
  Optional<RunsContract.Run> givenUp(Call call, RunsContract.GivenUp run) {
    return kinds.values().stream().flatMap(kind -> Stream.of(State.CHECKING, State.IMPORTING)
        .filter(at -> kind.runKind(at == State.CHECKING).equals(run.kind()))
        .map(at -> runs.settle(run.id(), Phases.from(at).whenEnded((tx, over) -> Pass.ended(tx, files, kind,
            UUID.fromString(run.subject()), at, over, clock.instant())
            .ifPresent(file -> stored.ended(tx, call, kind, file))))))
        .findFirst().flatMap(over -> over);
  }

  CsvPart template(Call call, GetTemplate ask) {
    ImportKind kind = kind(call, ask.kind());
    return new CsvPart(RefusedRules.header(kind.columns().stream().map(ImportKind.Column::title).toList(), false),
        null);
  }

  Import upload(Call call, Upload ask) {
    ImportKind kind = kind(call, ask.kind());
    byte[] bytes = bytes(ask.bytes());
    Instant now = clock.instant();
    Import told = db.transaction(tx -> {
      if (ask.id() == null || ask.last()) {
        files.lockTenant(tx, call.tenant());
      }
      UUID id = ask.id() == null ? begin(tx, call, kind, ask, now) : ask.id();
      long size = files.addPart(tx, id, call.tenant(), call.userId(), bytes, now)
          .orElseThrow(ImportService::notFound);
      if (size == 0) {
        throw Failure.INVALID.with("The file is empty.");
      }
      if (size > mostBytes) {
        return files.move(tx, id, OPEN, State.FAILED, "The file is too large.", now)
            .orElseThrow(ImportService::notFound).shown();
      }
      if (!ask.last()) {
        return files.lock(tx, id, call.tenant()).orElseThrow(ImportService::notFound).shown();
      }
      Stored checking = files.move(tx, id, Set.of(State.UPLOADING), State.CHECKING, null, now)
          .orElseThrow(ImportService::notFound);
      mustBeAlone(tx, checking, false);
      stored.work(tx, call, kind, checking);
      return checking.shown();
    });
    if (told.state() == State.FAILED) {
      throw Failure.TOO_LARGE.with("The file is larger than the " + (mostBytes >> 20) + " MB that are taken here.");
    }
    return told;
  }

  private UUID begin(Tx tx, Call call, ImportKind kind, Upload ask, Instant now) {
    if ((kind.subject() == null) != (ask.subject() == null)) {
      throw Failure.INVALID.with(kind.subject() == null ? "This kind of import has no subject."
          : "Say by the subject which " + kind.subject() + " this is for.").at("/subject");
    }
    if (files.waiting(tx, call.tenant()) >= MOST_WAITING) {
      throw Failure.CONFLICT.with("There are " + MOST_WAITING
          + " imports that are not over; confirm or cancel some of them first.");
    }
    UUID id = ids.next();
    if (files.hasOthers(tx, call.tenant(), kind.name(), ask.subject(), id, false)) {
      throw ImportsContract.WHOLE_UNDER_WAY.refusal();
    }
    files.insert(tx, id, call.tenant(), kind.name(), ask.subject(), name(ask.name()), call.userId(), now);
    return id;
  }

  /** Refuses what would count on rows that may go again with the whole file that they belong to. */
  private void mustBeAlone(Tx tx, Stored file, boolean whole) {
    if (files.hasOthers(tx, file.tenant(), file.kind(), file.subject(), file.id(), whole)) {
      throw ImportsContract.WHOLE_UNDER_WAY.refusal().data(file.shown());
    }
  }

  Page<Import> list(Call call, ListImports ask) {
    Set<String> wanted = allowed(call).map(ImportKind::name)
        .filter(name -> ask.kind() == null || ask.kind().equals(name)).collect(Collectors.toSet());
    return files.list(call.tenant(), wanted, ask.subject(), ask.state(), PageWindow.of(ask));
  }

  Import get(Call call, GetImport ask) {
    return find(call, ask.id()).shown();
  }

  Page<RefusedRow> refused(Call call, ListRefused ask) {
    Stored file = find(call, ask.id());
    return files.refused(file.id(), file.tellsOfImport(), PageWindow.of(ask));
  }

  CsvPart refusedFile(Call call, RefusedFile ask) {
    Stored file = find(call, ask.id());
    ImportKind kind = kinds.get(file.kind());
    List<String> headers = new ArrayList<>();
    if (file.headers() != null) {
      file.headers().forEach(header -> headers.add(header.asText()));
    }
    headers.remove(HeaderRules.REASON);
    List<ImportKind.Column> titles = titles(kind, file.shown().found());
    int width = headers.size();
    long from = ask.from() == null ? 0 : ask.from();
    List<Refused> rows = files.refusedFrom(file.id(), file.tellsOfImport(), from, PIECE);
    String text = rows.stream()
        .map(row -> RefusedRules.row(row.words(), width, RefusedRules.reason(row.problems(), titles)))
        .collect(Collectors.joining("", from == 0 ? RefusedRules.header(headers, true) : "", ""));
    return new CsvPart(text, rows.size() < PIECE ? null : rows.getLast().row() + 1);
  }

  /** Returns the columns of the kind, and those that the file has by its subject under the headers that they have. */
  private static List<ImportKind.Column> titles(ImportKind kind, Found found) {
    List<ImportKind.Column> all = new ArrayList<>(kind.columns());
    if (found != null) {
      found.columns().stream()
          .filter(mapped -> kind.columns().stream().noneMatch(column -> column.key().equals(mapped.column())))
          .forEach(mapped -> all.add(ImportKind.Column.optional(mapped.column(), mapped.header().strip(), 0)));
    }
    return all;
  }

  Import confirm(Call call, ConfirmImport ask) {
    Instant now = clock.instant();
    return db.transaction(tx -> {
      files.lockTenant(tx, call.tenant());
      Stored file = lock(tx, call, ask.id());
      if (file.state() == State.IMPORTING || file.state() == State.COMPLETED) {
        return file.shown();
      }
      if (file.state() != State.CHECKED) {
        throw Failure.CONFLICT.with("The import is " + file.state().wire() + "; only one that is checked can be"
            + " confirmed.").data(file.shown());
      }
      Tally checked = file.shown().checked();
      if (checked.rows() == checked.refused()) {
        throw Failure.UNPROCESSABLE.with("No row of the file is valid; correct the rows and upload the file again.")
            .data(file.shown());
      }
      boolean whole = Boolean.TRUE.equals(ask.allOrNothing());
      mustBeAlone(tx, file, whole);
      if (whole) {
        mustBeWhole(file, kinds.get(file.kind()), checked);
        files.whole(tx, file.id());
      }
      Stored moved = files.move(tx, file.id(), Set.of(State.CHECKED), State.IMPORTING, null, now).orElseThrow();
      stored.work(tx, call, kinds.get(file.kind()), moved);
      return moved.shown();
    });
  }

  private static void mustBeWhole(Stored file, ImportKind kind, Tally checked) {
    if (!kind.canTakeBack()) {
      throw Failure.UNPROCESSABLE.with("This kind of import cannot be the whole file or nothing: what its rows make"
          + " elsewhere stays. Confirm it without that, or correct the refused rows first.")
          .at("/allOrNothing").data(file.shown());
    }
    if (checked.refused() > 0) {
      throw Failure.UNPROCESSABLE.with(checked.refused() + " of " + checked.rows() + " rows are refused, so nothing was"
          + " imported; correct them and upload the file again, or confirm the valid rows alone.")
          .at("/allOrNothing").data(file.shown());
    }
  }

  Import cancel(Call call, CancelImport ask) {
    Instant now = clock.instant();
    Stored ended = db.transaction(tx -> {
      Stored file = lock(tx, call, ask.id());
      if (file.state() == State.CANCELLED) {
        return file;
      }
      Stored moved = files.move(tx, file.id(), OPEN, State.CANCELLED, null, now).orElseThrow(
          () -> Failure.CONFLICT.with("The import is over; there is nothing to cancel.").data(file.shown()));
      stored.ended(tx, call, kinds.get(moved.kind()), moved);
      return moved;
    });
    if (ended.runId() != null) {
      runs.cancel(ended.runId());
    }
    return ended.shown();
  }

  Purged purge(Call call, Purge ask) {
    Instant now = clock.instant();
    return db.transaction(tx -> {
      Purged purged = new Purged(files.endLeft(tx, now, now.minus(UPLOADS), now.minus(CHECKS), now.minus(WORK)),
          files.removeOld(tx, now.minus(REPORTS)));
      files.toTakeBack(tx).stream().filter(file -> kinds.containsKey(file.kind()))
          .forEach(file -> stored.ended(tx, call, kinds.get(file.kind()), file));
      return purged;
    });
  }

  private ImportKind kind(Call call, String name) {
    ImportKind kind = kinds.get(name);
    if (kind == null || !isAllowed(call, kind)) {
      throw Failure.NOT_FOUND.with("There is no such kind of import.").at("/kind");
    }
    return kind;
  }

  private Stored find(Call call, UUID id) {
    return files.find(id).filter(file -> mayUse(call, file)).orElseThrow(ImportService::notFound);
  }

  private Stored lock(Tx tx, Call call, UUID id) {
    return files.lock(tx, id, call.tenant()).filter(file -> mayUse(call, file)).orElseThrow(ImportService::notFound);
  }

  private boolean mayUse(Call call, Stored file) {
    return file.tenant().equals(call.tenant()) && kinds.containsKey(file.kind())
        && isAllowed(call, kinds.get(file.kind()));
  }

  /** Returns the kinds that the caller may import into the tenant. */
  private Stream<ImportKind> allowed(Call call) {
    Set<String> off = switchedOff.of(call.tenant());
    return kinds.values().stream().filter(kind -> kind.allows(call.principal()) && !off.contains(kind.domain()));
  }

  private boolean isAllowed(Call call, ImportKind kind) {
    return kind.allows(call.principal()) && !switchedOff.of(call.tenant()).contains(kind.domain());
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64 == null ? "" : base64);
    } catch (IllegalArgumentException e) {
      throw Failure.INVALID.with("The bytes are not in base64.").at("/bytes");
    }
  }

  private static String name(String given) {
    String name = given == null ? "" : given.replaceAll("\\p{Cntrl}", " ").strip();
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  private static FailureException notFound() {
    return Failure.NOT_FOUND.with("There is no such import.");
  }
}
