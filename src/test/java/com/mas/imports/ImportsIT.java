package com.mas.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Request;
import com.mas.imports.ImportsContract.CancelImport;
import com.mas.imports.ImportsContract.ConfirmImport;
import com.mas.imports.ImportsContract.GetImport;
import com.mas.imports.ImportsContract.GetTemplate;
import com.mas.imports.ImportsContract.Import;
import com.mas.imports.ImportsContract.ListImports;
import com.mas.imports.ImportsContract.ListKinds;
import com.mas.imports.ImportsContract.Purge;
import com.mas.imports.ImportsContract.Purged;
import com.mas.imports.ImportsContract.State;
import com.mas.imports.ImportsContract.Tally;
import com.mas.imports.ImportsContract.Upload;
import com.mas.runs.RunsContract;
import com.mas.runs.RunsContract.GivenUp;
import com.mas.testkit.House;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImportsIT {
  @AutoClose private static final Depot depot = new Depot();

  @BeforeEach
  void calm() {
    depot.execute("TRUNCATE depot.thing; DELETE FROM imports.file; DELETE FROM runs.run");
    depot.before = rows -> {};
    depot.after = rows -> {};
    depot.stopping = false;
  }

  private static byte[] csv(String... lines) {
    return String.join("\n", lines).getBytes(UTF_8);
  }

  /** Returns rows with these numbers, each with a code of its own. */
  private static byte[] many(int rows) {
    return IntStream.rangeClosed(1, rows).mapToObj(i -> "c" + i + "," + (i + 100) + ",said of " + i)
        .collect(Collectors.joining("\n", "code,number,words\n", "\n")).getBytes(UTF_8);
  }

  @Test
  void theCheckTellsWhatTheImportThenDoes() {
    depot.execute("INSERT INTO depot.thing VALUES ('old', 1, 'x'), ('kept', 2, 'y')");
    byte[] file = csv("Our things;;", "Code;Words;Number;Colour", "new;;1;", "old;x;5;", "kept;y;2;", ";z;3;",
        "odd;;x;", "bad;;13;", "NEW;;7;", "#N/A;;8;");
    Import checked = depot.checked(file);
    assertEquals(State.CHECKED, checked.state(), checked.error());
    assertEquals(new Tally(8, 1, 1, 1, 5), checked.checked());
    assertNull(checked.imported());
    assertEquals(2, depot.things());
    assertEquals(";", checked.found().delimiter());
    assertEquals("UTF-8", checked.found().encoding());
    assertEquals(2, checked.found().headerRow());
    assertEquals(List.of("Colour"), checked.found().ignored());
    assertEquals("[code Code, words Words, number Number]", checked.found().columns().stream()
        .map(each -> each.column() + " " + each.header()).toList().toString());
    List<String> said = List.of("6 code null: is missing", "7 number x: is no whole number",
        "8 number 13: is a number that nobody takes", "9 code NEW: is the same as in row 3",
        "10 code #N/A: is an error of the spreadsheet, not a value");
    assertEquals(said, depot.refused(checked.id()));

    assertEquals(State.IMPORTING, depot.ask(ImportsContract.CONFIRM, new ConfirmImport(checked.id())).state());
    assertEquals(State.IMPORTING, depot.ask(ImportsContract.CONFIRM, new ConfirmImport(checked.id())).state());
    assertEquals(State.COMPLETED, depot.work(checked.id()));
    Import done = depot.get(checked.id());
    assertEquals(checked.checked(), done.imported());
    assertEquals(said, depot.refused(checked.id()));
    assertEquals(List.of("kept 2", "new 1", "old 5"),
        depot.column("SELECT code || ' ' || number FROM depot.thing ORDER BY code"));
    assertEquals(0, depot.parts());
    assertEquals(State.COMPLETED, depot.ask(ImportsContract.CONFIRM, new ConfirmImport(checked.id())).state());
    assertEquals(State.COMPLETED, depot.work(checked.id()));
  }

  @Test
  void refusedRowsAreDownloadedCorrectedAndSentAgain() {
    Import first = depot.imported(csv("code,number,words", "a,1,fine", "b,x,\"=1+1, too\"", "c,2,fine"));
    assertEquals(new Tally(3, 2, 0, 0, 1), first.imported());
    String report = depot.refusedFile(first.id());
    assertEquals("\uFEFFcode,number,words,import_reason\r\nb,x,\"'=1+1, too\",Number is no whole number\r\n", report);
    Import second = depot.imported(report.replace("b,x,", "b,3,").getBytes(UTF_8));
    assertEquals(new Tally(1, 1, 0, 0, 0), second.imported());
    assertEquals(List.of(), second.found().ignored());
    assertEquals("=1+1, too", depot.text("SELECT words FROM depot.thing WHERE code = 'b'"));
    Import again = depot.imported(csv("code,number,words", "a,1,fine", "b,3,\"=1+1, too\"", "c,2,fine"));
    assertEquals(new Tally(3, 0, 0, 3, 0), again.imported());
  }

  @Test
  void linesWithinCellsAreKeptAndRowsThatHaveLostTheirQuotesAreRefused() {
    Import done = depot.imported(
        "code,number,words\r\nl,1,\"two\r\nlines\"\r\nm,2,too, many\r\nn,3,fine,\r\n".getBytes(UTF_8));
    assertEquals(new Tally(3, 2, 0, 0, 1), done.imported());
    assertEquals("two\nlines", depot.text("SELECT words FROM depot.thing WHERE code = 'l'"));
    assertEquals(List.of("3 null null: the row has more cells than there are headers; put words with a delimiter into"
        + " quotes"), depot.refused(done.id()));
  }

  @Test
  void sheetsAndAllEncodingsAreTaken() {
    assertEquals(new Tally(2, 2, 0, 0, 0), depot.imported(Books.of("Code,Number", "s1,1", "s2,2")).imported());
    Import windows = depot.checked("code\tnumber\twords\nw\t1\tJosé\n".getBytes(Charset.forName("windows-1252")));
    assertEquals("Windows-1252", windows.found().encoding());
    assertEquals("\t", windows.found().delimiter());
    assertEquals(1, windows.found().notes().size());
    Import wide = depot.imported("\uFEFFcode|number|words\r\nu|1|नमस्ते\r\n".getBytes(
        StandardCharsets.UTF_16BE));
    assertEquals("UTF-16BE", wide.found().encoding());
    assertEquals("नमस्ते", depot.text("SELECT words FROM depot.thing WHERE code = 'u'"));
    byte[] late = (new String(many(9_000), UTF_8) + "z,1,Zürich\n").getBytes(UTF_8);
    assertEquals("UTF-8", depot.checked(late).found().encoding());
    late[late.length - 6] = (byte) 0xE4;
    assertEquals("Windows-1252", depot.checked(late).found().encoding());
  }

  @Test
  void whatCannotBeTakenSaysWhy() {
    assertFails("The file lacks the columns Code, Number. In row 1 it has: a, b. The first row must name the columns;"
        + " see the template.", csv("a,b", "1,2"));
    assertFails("The file has headers, but no rows.", csv("code,number"));
    assertFails("The file is empty.", csv("\n\n"));
    assertFails("In the row that begins in line 3 a quote (\") is left open.",
        csv("code,number", "a,1", "b,\"2", "c,3"));
    assertFails("The workbook is damaged.", "PK\3\4 or so".getBytes(UTF_8));
    assertFails("This is neither a table in CSV nor a workbook (.xlsx). Save it as .xlsx or as CSV and upload that.",
        csv("%PDF-1.7"));
    byte[] old = new byte[600];
    System.arraycopy(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0}, 0, old, 0, 4);
    assertFails("This is a workbook in the old format (.xls). Save it as .xlsx or as CSV and upload that.", old);
    byte[] mark = FileRules.PROTECTED.getBytes(StandardCharsets.UTF_16LE);
    System.arraycopy(mark, 0, old, 500, mark.length);
    assertFails("The workbook is protected by a password. Remove the password and upload it again.", old);
    assertEquals(0, depot.parts());
    assertEquals(0, depot.things());
    depot.refused(Failure.INVALID, ImportsContract.UPLOAD, new Upload(null, "things", null, "x", "", true));
    depot.refused(Failure.INVALID, ImportsContract.UPLOAD,
        new Upload(null, "things", UUID.randomUUID(), "x", "YQ==", true));
  }

  private static void assertFails(String words, byte[] file) {
    Import failed = depot.checked(file);
    assertEquals(State.FAILED, failed.state());
    assertEquals(words, failed.error());
    depot.refused(Failure.CONFLICT, ImportsContract.CONFIRM, new ConfirmImport(failed.id()));
  }

  @Test
  void aKillBetweenRowsAndCountsLosesNothingAndDoublesNothing() {
    byte[] file = many(2_600);
    Import checked = depot.checked(file);
    assertEquals(new Tally(2_600, 2_600, 0, 0, 0), checked.checked());
    depot.ask(ImportsContract.CONFIRM, new ConfirmImport(checked.id()));
    AtomicInteger writes = new AtomicInteger();
    for (int kills = 1; kills <= 4; kills++) {
      depot.after = rows -> {
        if (writes.incrementAndGet() % 2 == 0) { // the rows are sent, the checkpoint is not
          throw Failure.UNAVAILABLE.with("killed");
        }
      };
      FailureException killed = depot.refusal(depot.jobs(), Depot.THINGS.work(), new ImportKind.Work(checked.id()));
      assertEquals(Failure.UNAVAILABLE, killed.failure());
      assertEquals(500L * kills, depot.things());
      assertEquals(500L * kills, depot.get(checked.id()).imported().rows());
    }
    depot.after = rows -> {};
    assertEquals(State.COMPLETED, depot.work(checked.id()));
    assertEquals(checked.checked(), depot.get(checked.id()).imported());
    assertEquals(2_600, depot.things());
    assertEquals(2_600, depot.number("SELECT (counts->>'read')::int FROM runs.run WHERE kind = ?",
        Depot.THINGS.runKind(false)));
  }

  @Test
  void aRowOfAnEarlierPartIsKnownAfterAKill() {
    byte[] file = (new String(many(1_100), UTF_8) + "C7,1,again\n").getBytes(UTF_8);
    Import checked = depot.checked(file);
    assertEquals(List.of("1102 code C7: is the same as in row 8"), depot.refused(checked.id()));
    depot.ask(ImportsContract.CONFIRM, new ConfirmImport(checked.id()));
    AtomicInteger writes = new AtomicInteger();
    depot.before = rows -> {
      if (writes.incrementAndGet() == 3) {
        throw Failure.UNAVAILABLE.with("killed");
      }
    };
    depot.refusal(depot.jobs(), Depot.THINGS.work(), new ImportKind.Work(checked.id()));
    assertEquals(State.COMPLETED, depot.work(checked.id()));
    assertEquals(checked.checked(), depot.get(checked.id()).imported());
    assertEquals(List.of("1102 code C7: is the same as in row 8"), depot.refused(checked.id()));
  }

  @Test
  void aNodeThatStopsLeavesTheRestToAnother() {
    Import put = depot.put(many(1_700));
    depot.stopping = true;
    depot.refusal(depot.jobs(), Depot.THINGS.work(), new ImportKind.Work(put.id()));
    assertEquals(500, depot.get(put.id()).checked().rows());
    depot.stopping = false;
    assertEquals(State.CHECKED, depot.work(put.id()));
    assertEquals(new Tally(1_700, 1_700, 0, 0, 0), depot.get(put.id()).checked());
  }

  @Test
  void aCancelledImportEndsWithItsNextRowsAndKeepsTheOthers() {
    Import checked = depot.checked(many(2_000));
    depot.ask(ImportsContract.CONFIRM, new ConfirmImport(checked.id()));
    AtomicInteger writes = new AtomicInteger();
    depot.before = rows -> {
      if (writes.incrementAndGet() == 2) {
        depot.execute("UPDATE imports.file SET state = 'cancelled', ended_at = now() WHERE id = ?", checked.id());
      }
    };
    assertEquals(State.CANCELLED, depot.work(checked.id()));
    assertEquals(500, depot.things());
    assertEquals(State.CANCELLED, depot.ask(ImportsContract.CANCEL, new CancelImport(checked.id())).state());
    Import waiting = depot.checked(many(10));
    assertEquals(State.CANCELLED, depot.ask(ImportsContract.CANCEL, new CancelImport(waiting.id())).state());
    depot.refused(Failure.CONFLICT, ImportsContract.CONFIRM, new ConfirmImport(waiting.id()));
    assertEquals(0, number("part", waiting.id()));
  }

  private static long number(String table, UUID of) {
    return depot.number("SELECT count(*) FROM imports." + table + " WHERE import_id = ?", of);
  }

  @Test
  void aDefectEndsTheImportWithoutTellingItsInsides() {
    Import put = depot.put(many(10));
    depot.before = rows -> {
      throw new IllegalStateException("secret");
    };
    assertEquals(Failure.INTERNAL,
        depot.refusal(depot.jobs(), Depot.THINGS.work(), new ImportKind.Work(put.id())).failure());
    Import failed = depot.get(put.id());
    assertEquals(State.FAILED, failed.state());
    assertFalse(failed.error().contains("secret"));
  }

  @Test
  void onlyThoseOfTheKindAndTheTenantSeeIt() {
    Import put = depot.put(many(10));
    UUID stranger = UUID.randomUUID();
    depot.refused(Failure.NOT_FOUND, stranger, ImportsContract.GET, new GetImport(put.id()));
    depot.refused(Failure.NOT_FOUND, stranger, ImportsContract.UPLOAD,
        new Upload(null, "things", null, "x", "YQ==", true));
    depot.refused(Failure.NOT_FOUND, stranger, ImportsContract.TEMPLATE, new GetTemplate("things", null));
    House.refused(Failure.NOT_FOUND, depot.send("other", depot.keeper, ImportsContract.GET, new GetImport(put.id())));
    House.refused(Failure.NOT_FOUND, depot.send("other", depot.keeper, ImportsContract.UPLOAD,
        new Upload(put.id(), "things", null, "x", "YQ==", true)));
    assertEquals(0, depot.ask(stranger, ImportsContract.LIST, new ListImports(null, null, null, null, null)).total());
    assertEquals(0, depot.ask(stranger, ImportsContract.KINDS, new ListKinds(null, null)).total());
    assertEquals(1,
        depot.ask(ImportsContract.LIST, new ListImports("things", null, State.CHECKING, null, null)).total());
    assertEquals("things", depot.ask(ImportsContract.KINDS, new ListKinds(null, null)).items().getFirst().name());
    assertEquals("\uFEFFCode,Number,Words\r\n",
        depot.ask(ImportsContract.TEMPLATE, new GetTemplate("things", null)).text());
  }

  @Test
  void aTenantThatDoesWithoutTheDomainHasNoneOfItsKinds() {
    Import there = depot.checked(csv("code,number", "a,1"));
    depot.execute("INSERT INTO tenant.tenants (slug, name, switched_off, created_at, updated_at)"
        + " VALUES ('" + depot.tenant + "', 'x', '{depot}', now(), now())");
    try {
      assertEquals(0, depot.ask(ImportsContract.KINDS, new ListKinds(null, null)).total());
      assertEquals(0, depot.ask(ImportsContract.LIST, new ListImports(null, null, null, null, null)).total());
      depot.refused(Failure.NOT_FOUND, ImportsContract.UPLOAD, new Upload(null, "things", null, "x", "YQ==", true));
      depot.refused(Failure.NOT_FOUND, ImportsContract.GET, new GetImport(there.id()));
      depot.refused(Failure.NOT_FOUND, ImportsContract.CONFIRM, new ConfirmImport(there.id()));
      depot.execute("UPDATE tenant.tenants SET switched_off = '{another}'");
      assertEquals(there.id(), depot.get(there.id()).id());
    } finally {
      depot.execute("DELETE FROM tenant.tenants");
    }
  }

  @Test
  void whatIsLeftIsEndedAndOldReportsGo() {
    Import open = depot.ask(ImportsContract.UPLOAD, new Upload(null, "things", null, "x", "YQ==", false));
    Import checked = depot.checked(many(3));
    depot.refused(Failure.UNPROCESSABLE, ImportsContract.CONFIRM, new ConfirmImport(depot.checked(
        csv("code,number", "a,x")).id()));
    depot.clock.advance(Duration.ofHours(2));
    assertEquals(new Purged(1, 0), depot.run(ImportsContract.PURGE, new Purge()));
    assertEquals(State.CANCELLED, depot.get(open.id()).state());
    depot.clock.advance(Duration.ofDays(1));
    assertEquals(new Purged(2, 0), depot.run(ImportsContract.PURGE, new Purge()));
    assertEquals("Nobody confirmed it within a day.", depot.get(checked.id()).error());
    assertEquals(0, depot.parts());
    depot.clock.advance(Duration.ofDays(31));
    assertEquals(new Purged(0, 3), depot.run(ImportsContract.PURGE, new Purge()));
  }

  @Test
  void anImportWhoseRunTheEngineGivesUpFailsOnceAndOneThatWentOnIsLeftAlone() {
    Import checking = depot.put(csv("code,number", "g,1"));
    GivenUp told = givenUp(checking.id(), Depot.THINGS.runKind(true));
    Request<GivenUp, Void> tells = RunsContract.GIVEN_UP.request("imports", Duration.ofSeconds(10));
    depot.ask(depot.product(), tells, told);
    depot.ask(depot.product(), tells, told);
    assertEquals(State.FAILED, depot.get(checking.id()).state());
    assertEquals("Given up.", depot.get(checking.id()).error());
    Import checked = depot.checked(csv("code,number", "g,1"));
    depot.ask(depot.product(), tells, givenUp(checked.id(), Depot.THINGS.runKind(true)));
    assertEquals(State.CHECKED, depot.get(checked.id()).state());
  }

  private static GivenUp givenUp(UUID file, String kind) {
    UUID run = UUID.randomUUID();
    depot.execute("INSERT INTO runs.run (id, kind, tenant, subject, state, phases, asked_at, moved_at, ended_at, error,"
        + " untold) VALUES (?, ?, 'mas', ?, 'failed', '{}', now(), now(), now(), 'Given up.', true)", run, kind,
        file.toString());
    return new GivenUp(run, kind, "mas", file.toString());
  }

  @Test
  void aTenantHasABoundedNumberOfFiles() {
    for (int i = 0; i < 20; i++) {
      depot.ask(ImportsContract.UPLOAD, new Upload(null, "things", null, "x", "YQ==", false));
    }
    depot.refused(Failure.CONFLICT, ImportsContract.UPLOAD, new Upload(null, "things", null, "x", "YQ==", false));
    assertTrue(depot.ask(ImportsContract.LIST, new ListImports(null, null, State.UPLOADING, 500, null)).total() == 20);
  }
}
