package com.mas.imports;

import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;
import com.mas.bus.Principal;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.platform.tenant.TenantContract;
import com.mas.imports.ImportKind.Column;
import com.mas.imports.ImportKind.Work;
import com.mas.imports.ImportsContract.CsvPart;
import com.mas.imports.ImportsContract.GetImport;
import com.mas.imports.ImportsContract.Import;
import com.mas.imports.ImportsContract.ListRefused;
import com.mas.imports.ImportsContract.Problem;
import com.mas.imports.ImportsContract.RefusedFile;
import com.mas.imports.ImportsContract.State;
import com.mas.imports.ImportsContract.Upload;
import com.mas.module.Installation;
import com.mas.module.Parts;
import com.mas.testkit.House;
import com.mas.testkit.TestInstallation;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A house with a domain that takes in things: their code (a key), their number, and what is said of them. */
final class Depot extends House {
  static final ImportKind THINGS = ImportKind.ofCapability("depot", "things", "Things", "keeper", null,
      Column.required("code", "Code", 40), Column.required("number", "Number", 12),
      Column.optional("words", "Words", 60));

  private static final String WRITE = """
      WITH given AS (
        SELECT * FROM unnest($1::text[], $2::int[], $3::text[]) WITH ORDINALITY AS g (code, number, words, place)
      ), before AS (SELECT t.* FROM depot.thing t JOIN given USING (code)),
      put AS (
        INSERT INTO depot.thing AS t (code, number, words)
        SELECT code, number, words FROM given WHERE number <> 13 ORDER BY code
        ON CONFLICT (code) DO UPDATE SET number = excluded.number, words = excluded.words
          WHERE (t.number, t.words) IS DISTINCT FROM (excluded.number, excluded.words) RETURNING code
      )
      SELECT CASE WHEN g.number = 13 THEN 'refused' WHEN p.code IS NULL THEN 'same' WHEN b.code IS NULL THEN 'added'
        ELSE 'changed' END AS came
      FROM given g LEFT JOIN put p USING (code) LEFT JOIN before b USING (code) ORDER BY g.place""";

  record Thing(String code, int number, String words) {}

  static final int PART = 256 << 10;

  final UUID keeper = UUID.randomUUID();
  /** Called before the rows of each write are sent, and after they were. */
  volatile Consumer<List<Thing>> before = rows -> {};
  volatile Consumer<List<Thing>> after = rows -> {};
  volatile boolean stopping;

  Depot() {
    super("2026-03-10T09:00:00Z");
    execute("CREATE SCHEMA depot; CREATE TABLE depot.thing (code text PRIMARY KEY, number int, words text)");
    Installation plain = TestInstallation.PLAIN;
    Installation here = new Installation(plain.node(), plain.tenants(), plain.secrets(), plain.privateHosts(),
        plain.phones(), plain.freeDisk(), plain.flags(), plain.queues(), plain.schedules(),
        List.of(THINGS), plain.files());
    deploy(new ImportsVerticle(new Parts(vertx, bus, db, null, here, Map.of()), new Capacity("imports", 1, 100),
        64 << 20, TenantContract.SHARED));
    deploy(new DomainVerticle(bus, new Capacity("depot", 1, 100)) {
      @Override
      protected void open() {
        answer(THINGS.work(), new Importer<>(THINGS, new Shelves(), bus, db, new Importer.Aside() {
          @Override
          public <T> Future<T> begin(Callable<T> work) {
            return beside(work);
          }
        }, () -> stopping)::work);
      }
    });
  }

  private final class Shelves implements RowImport<Thing, Integer> {
    @Override
    public Thing read(Cells cells) {
      try {
        return new Thing(cells.text("code"), Integer.parseInt(cells.text("number")), cells.text("words"));
      } catch (NumberFormatException e) {
        cells.refuse("number", "is no whole number");
        return null;
      }
    }

    @Override
    public List<Key> keys(Thing row) {
      return List.of(new Key("code", row.code.toLowerCase(Locale.ROOT)));
    }

    @Override
    public Integer look(Call call, Target target, List<Thing> rows) {
      return rows.size();
    }

    @Override
    public List<Verdict> write(Tx tx, Target target, List<Thing> rows, Integer looked) {
      before.accept(rows);
      var written = tx.send(WRITE, rows.stream().map(Thing::code).toArray(String[]::new),
          rows.stream().map(Thing::number).toArray(Integer[]::new),
          rows.stream().map(Thing::words).toArray(String[]::new));
      after.accept(rows);
      return com.mas.db.PageWindow.all(Database.await(written), row -> switch (row.getString("came")) {
        case "added" -> Verdict.ADDED;
        case "changed" -> Verdict.CHANGED;
        case "same" -> Verdict.SAME;
        default -> Verdict.refused("number", "is a number that nobody takes");
      });
    }
  }

  @Override
  protected UUID caller() {
    return keeper;
  }

  @Override
  protected Principal principal(UUID who, String ofTenant) {
    return new Principal(who, Principal.Role.USER, who.equals(keeper) ? Set.of("keeper") : Set.of(), ofTenant);
  }

  /** Uploads it in parts, and does not check it yet. */
  Import put(byte[] file) {
    Import put = null;
    for (int from = 0; put == null || from < file.length; from += PART) {
      byte[] part = Arrays.copyOfRange(file, from, Math.min(file.length, from + PART));
      put = ask(ImportsContract.UPLOAD, new Upload(put == null ? null : put.id(), "things", null, "things.csv",
          Base64.getEncoder().encodeToString(part), from + PART >= file.length));
    }
    return put;
  }

  /** Does what the stored request does: the check, or the import. */
  State work(UUID id) {
    return ask(jobs(), THINGS.work(), new Work(id)).state();
  }

  /** The stored request of one import, however often it comes. */
  Call jobs() {
    return new Call("test", null, tenant, null, clock.millis() + 600_000, new UUID(1, 1), null);
  }

  Import checked(byte[] file) {
    Import put = put(file);
    work(put.id());
    return get(put.id());
  }

  Import imported(byte[] file) {
    Import checked = checked(file);
    if (checked.state() != State.CHECKED) {
      throw Failure.UNPROCESSABLE.with(checked.error());
    }
    ask(ImportsContract.CONFIRM, new ImportsContract.ConfirmImport(checked.id()));
    work(checked.id());
    return get(checked.id());
  }

  Import get(UUID id) {
    return ask(ImportsContract.GET, new GetImport(id));
  }

  /** Returns the problems as "row column word: reason". */
  List<String> refused(UUID id) {
    return ask(ImportsContract.REFUSED, new ListRefused(id, 500, 0L)).items().stream()
        .flatMap(row -> row.problems().stream().map(problem -> row.row() + " " + words(problem))).toList();
  }

  private static String words(Problem problem) {
    return problem.column() + " " + problem.word() + ": " + problem.reason();
  }

  String refusedFile(UUID id) {
    StringBuilder text = new StringBuilder();
    for (CsvPart part = ask(ImportsContract.REFUSED_FILE, new RefusedFile(id, null));; part =
        ask(ImportsContract.REFUSED_FILE, new RefusedFile(id, part.next()))) {
      text.append(part.text());
      if (part.next() == null) {
        return text.toString();
      }
    }
  }

  long things() {
    return number("SELECT count(*) FROM depot.thing");
  }

  long parts() {
    return number("SELECT count(*) FROM imports.part");
  }
}
