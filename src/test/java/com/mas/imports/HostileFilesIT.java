package com.mas.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.FailureException;
import com.mas.imports.Books.Content;
import com.mas.imports.FileRules.Encoding;
import com.mas.imports.ImportsContract.Import;
import com.mas.imports.ImportsContract.State;
import com.mas.imports.ImportsContract.Tally;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are broken, or made to harm: each ends with its reason or its rows, in bounded time and memory. */
class HostileFilesIT {
  private static final int MB = 1 << 20;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String HEAD = "code,number,words\n";
  @AutoClose private static final Depot depot = new Depot();

  @TempDir private Path folder;

  @BeforeEach
  void calm() {
    depot.execute("TRUNCATE depot.thing; DELETE FROM imports.file; DELETE FROM runs.run");
  }

  private static Import checked(byte[] file) {
    return assertTimeoutPreemptively(SOON, () -> depot.checked(file));
  }

  private static void assertFails(String words, byte[] file) {
    Import failed = checked(file);
    assertEquals(State.FAILED, failed.state());
    assertEquals(words, failed.error());
    assertEquals(0, depot.parts());
  }

  private static void assertImports(Tally tally, byte[] file) {
    assertEquals(tally, assertTimeoutPreemptively(SOON, () -> depot.imported(file)).imported());
  }

  /** Returns what comes of it, soon and before the thread that reads has made so many bytes of objects. */
  private static String told(int most, Callable<String> reading) {
    return assertTimeoutPreemptively(SOON, () -> {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      String told = reading.call();
      long made = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(made < most, () -> (made >> 10) + " kB for: " + told);
      return told;
    });
  }

  private static String refusal(int most, Reading reading) {
    return told(most, () -> assertThrows(FailureException.class, reading::all).getMessage());
  }

  @FunctionalInterface
  private interface Reading {
    void all() throws IOException;
  }

  private static byte[] book(String rows) {
    return Books.zip(Books.parts(Books.sheet(rows)));
  }

  /** Makes the directory of an archive say that an entry inflates to so many bytes. */
  private static byte[] lying(byte[] zip, String entry, int size) {
    String all = new String(zip, ISO_8859_1);
    int at = all.indexOf("PK\1\2");
    while (at >= 0 && !all.startsWith(entry, at + 46)) {
      at = all.indexOf("PK\1\2", at + 1);
    }
    assertTrue(at > 0, entry);
    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(at + 24, size);
    return zip;
  }

  // --- archives ----------------------------------------------------------------------------------------------------

  @Test
  void whatTheDirectorySaysOfSizesIsNotBelieved() throws IOException {
    byte[] bomb = lying(Books.zip(Books.parts(Books.sheet(Content.repeated("", " ".repeat(1_000), 40_000, "<row/>")))),
        Books.SHEET, 1_000);
    Path file = Books.file(folder, bomb);
    assertEquals("The workbook has a cell that is longer than spreadsheets allow.",
        refusal(2 * MB, () -> ZipGuard.check(file)));
    byte[] rows = lying(Books.zip(Books.parts(Books.sheet(Content.repeated("", "<row>" + " ".repeat(2_000) + "</row>",
        20_000, "")))), Books.SHEET, 1_000);
    Path packed = Books.file(folder, rows);
    assertTrue(refusal(2 * MB, () -> ZipGuard.check(packed)).startsWith("The workbook holds more than can be read"));
    for (int size : new int[] {0, 10, Integer.MAX_VALUE}) {
      Import told = checked(lying(Books.of("code,number", "a" + size + ",1"), Books.SHEET, size));
      assertEquals(new Tally(1, 1, 0, 0, 0), told.checked(), told.error());
    }
  }

  @Test
  void anEntryThatIsNamedOutsideTheArchiveIsWrittenNowhere() {
    String name = "mas-outside-" + UUID.randomUUID() + ".xml";
    Map<String, Content> parts = Books.parts(Books.sheet(Books.rows(
        Stream.of(List.of("code", "number"), List.of("a", "1")))));
    parts.put("../" + name, Content.of("<x/>"));
    parts.put("/tmp/" + name, Content.of("<x/>"));
    assertImports(new Tally(1, 1, 0, 0, 0), Books.zip(parts));
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    assertFalse(Files.exists(temporary.resolve(name)));
    assertFalse(Files.exists(temporary.resolveSibling(name)));
    assertFalse(Files.exists(Path.of("..", name)));
  }

  // --- sheets ------------------------------------------------------------------------------------------------------

  @Test
  void rowsWithinRowsAreRefused() {
    Import failed = checked(book(Books.row(1, List.of("code", "number")) + "<row r=\"2\">".repeat(100_000)));
    assertEquals(State.FAILED, failed.state());
    assertTrue(failed.error().startsWith("The workbook is damaged"), failed.error());
  }

  @Test
  void cellsFarToTheRightAreNoPartOfTheTable() {
    StringBuilder rows = new StringBuilder(Books.row(1, List.of("code", "number")));
    for (int i = 2; i <= 20_001; i++) {
      rows.append("<row r=\"").append(i).append("\"><c r=\"XFD").append(i).append("\"><v>").append(i * 7_919)
          .append("</v></c></row>");
    }
    assertFails("The file has headers, but no rows.", book(rows.toString()));
    assertImports(new Tally(1, 1, 0, 0, 0), book(rows + Books.row(20_002, List.of("a", "1"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "ZZZZZZZZ2", "ZZZZZZZ2", "ZZZZZZ2", "ZZZZZ2", "ZZZZ2", "$ZZZZ$2", "&#90;ZZZZZ2",
      "XFE2", "A", "2", "A-2", "A99999999999", ""})
  void aCellThatStandsNowhereIsRefusedOrReadInItsPlace(String place) {
    Path file = Books.file(folder, book(Books.row(1, List.of("code", "number"))
        + "<row r=\"2\"><c r=\"" + place + "\"><v>1</v></c></row>"));
    String told = told(8 * MB, () -> {
      try (SheetTable table = new SheetTable(file, ZipGuard.check(file))) {
        return table.next(10).toString();
      } catch (FailureException e) {
        return e.getMessage();
      }
    });
    assertTrue(told.startsWith("The workbook is damaged") || told.startsWith("[Line[number=1,")
        || told.equals("The workbook has a cell in a column that spreadsheets do not have."), told);
    assertEquals(place.contains("ZZZZ"), told.contains("spreadsheets do not have"), told);
  }

  @Test
  void rowsThatAreNotInTheirOrderAreRefused() {
    assertFails("The workbook is damaged after row 2. Open it, save it as .xlsx again, and upload that.",
        book(Books.row(1, List.of("code", "number")) + Books.row(2, List.of("a", "x"))
            + Books.row(1, List.of("b", "x"))));
    assertFails("The workbook is damaged after row 1. Open it, save it as .xlsx again, and upload that.",
        book(Books.row(1, List.of("code", "number")) + Books.row(-7, List.of("a", "x"))));
  }

  @Test
  void aRowWhoseNumberIsThereTwiceIsTheOneBelow() {
    Import checked = checked(book(Books.row(1, List.of("code", "number")) + Books.row(2, List.of("a", "x"))
        + Books.row(2, List.of("b", "y")) + "<row><c><v>7</v></c><c><v>8</v></c></row>"));
    assertEquals(new Tally(3, 1, 0, 0, 2), checked.checked(), checked.error());
    assertEquals(List.of("2 number x: is no whole number", "3 number y: is no whole number"),
        depot.refused(checked.id()));
  }

  @Test
  void cellsWithoutPlacesAreReadOneAfterTheOther() {
    assertImports(new Tally(2, 2, 0, 0, 0), book("""
        <row><c t="inlineStr"><is><t>number</t></is></c><c t="inlineStr"><is><t>code</t></is></c></row>\
        <row><c><v>1</v></c><c t="inlineStr"><is><t>a</t></is></c></row>\
        <row><c><v>2</v></c><c t="inlineStr"><is><t>b</t></is></c></row>"""));
    assertEquals(List.of("4 number x: is no whole number"), depot.refused(checked(book("""
        <row><c t="inlineStr"><is><t>number</t></is></c><c t="inlineStr"><is><t>code</t></is></c></row><row/><row/>\
        <row><c t="inlineStr"><is><t>x</t></is></c><c t="inlineStr"><is><t>z</t></is></c></row>""")).id()));
    assertEquals(List.of("a 1", "b 2"),
        depot.column("SELECT code || ' ' || number FROM depot.thing ORDER BY code"));
  }

  @Test
  void daysAreCountedFrom1904WhereTheWorkbookSaysSo() {
    Map<String, Content> parts = Books.parts(Books.sheet(Books.row(1, List.of("code", "number", "words"))
        + "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>a</t></is></c><c r=\"B2\"><v>1</v></c>"
        + "<c r=\"C2\" s=\"1\"><v>44629</v></c></row>"));
    parts.put("xl/workbook.xml", out -> {
      ByteArrayOutputStream usual = new ByteArrayOutputStream();
      Books.workbook("visible").to(usual);
      out.write(usual.toString(UTF_8).replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>").getBytes(UTF_8));
    });
    assertImports(new Tally(1, 1, 0, 0, 0), Books.zip(parts));
    assertEquals("2026-03-10", depot.text("SELECT words FROM depot.thing"));
  }

  // --- texts -------------------------------------------------------------------------------------------------------

  @Test
  void linesThatEndWithACarriageReturnAloneAreLines() {
    assertImports(new Tally(2, 2, 0, 0, 0), (HEAD + "a,1,\"x\ry\"\nb,2,z\n").replace('\n', '\r').getBytes(UTF_8));
    assertEquals("x\ny", depot.text("SELECT words FROM depot.thing WHERE code = 'a'"));
  }

  @Test
  void aNulBeyondTheBeginningRefusesItsRowAlone() {
    StringBuilder text = new StringBuilder("code,number,words,colour\n");
    for (int i = 1; i <= 9_000; i++) {
      text.append('c').append(i).append(',').append(i + 100).append(",said,red\n");
    }
    assertTrue(text.length() > 2 * FileRules.HEAD);
    Import checked = checked((text + "z,1,a\0b,red\ny,2,fine,r\0d\nx,n\0,fine,r\0d\n").getBytes(UTF_8));
    assertEquals(new Tally(9_003, 9_001, 0, 0, 2), checked.checked(), checked.error());
    String unreadable = "has characters that cannot be read; save the file as CSV UTF-8 or as .xlsx";
    assertEquals(List.of("9002 words null: " + unreadable, "9004 number null: " + unreadable),
        depot.refused(checked.id()));
    assertTrue(depot.refusedFile(checked.id()).contains("z,1,a\uFFFDb,red,"));
  }

  @Test
  void aNulAmongTheHeadersIsTold() {
    assertFails("The file lacks the columns Code, Number. In row 1 it has: a\uFFFD, b. The first row must name the"
        + " columns; see the template.", "\uFEFFa\0,b\n1,2\n".getBytes(UTF_16LE));
    Import told = checked("\uFEFFcode,number,co\0lour\na,1,2\n".getBytes(UTF_16LE));
    assertEquals(new Tally(1, 1, 0, 0, 0), told.checked(), told.error());
    assertEquals(List.of("co\uFFFDlour"), told.found().ignored());
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    byte[] noise = new byte[64 << 10];
    new Random(11).nextBytes(noise);
    assertFails("This is neither a text in an encoding that we know nor a workbook (.xlsx). Save the table as CSV UTF-8"
        + " or as .xlsx.", noise);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) (noise[i] | 0x80); // no NUL gives it away
    }
    Import failed = checked(noise);
    assertEquals(State.FAILED, failed.state());
    assertTrue(failed.error().length() < 2_000, failed.error());
  }

  /** Depot names every file things.csv: what it is follows from its bytes alone. */
  @Test
  void theNameOfAFileSaysNothing() {
    Import sheet = checked(Books.of("code,number", "a,1"));
    assertEquals("xlsx", sheet.found().format());
    assertEquals("things.csv", sheet.name());
    Import text = depot.ask(ImportsContract.UPLOAD, new ImportsContract.Upload(null, "things", null, "things.xlsx",
        Base64.getEncoder().encodeToString((HEAD + "a,1,x\n").getBytes(UTF_8)), true));
    depot.work(text.id());
    assertEquals("csv", depot.get(text.id()).found().format());
    assertEquals(State.CHECKED, depot.get(text.id()).state());
  }

  @Test
  void aMillionBlankRowsAreNoRowsAndMoreOfThemAreRefused() {
    byte[] blank = ",,\n".repeat(1_048_575).getBytes(UTF_8);
    byte[] head = HEAD.getBytes(UTF_8);
    byte[] file = Arrays.copyOf(head, head.length + blank.length);
    System.arraycopy(blank, 0, file, head.length, blank.length);
    assertFails("The file has headers, but no rows.", file);
    byte[] lines = new byte[CsvTable.MOST_LINES + 100];
    Arrays.fill(lines, (byte) '\n');
    System.arraycopy(head, 0, lines, 0, head.length);
    assertFails("The file has more than 5,000,000 rows, blank ones among them; remove those or split it.", lines);
  }

  @Test
  void aCellOf200MegabytesIsRefusedWithItsFirstBytes() throws IOException {
    for (String start : new String[] {"a,1,", "a,1,\"", "a,\""}) {
      for (String block : new String[] {"x", "x\n", "\"\"", ","}) {
        if (start.endsWith("\"") || "x".equals(block) || ",".equals(block)) {
          Path file = folder.resolve("large" + UUID.randomUUID());
          byte[] blocks = block.repeat(MB / block.length()).getBytes(UTF_8);
          try (OutputStream out = Files.newOutputStream(file)) {
            out.write((HEAD + start).getBytes(UTF_8));
            for (int i = 0; i < 200; i++) {
              out.write(blocks);
            }
          }
          assertEquals("In the row that begins in line 2 a cell or the row is too long, or it has too many cells.",
              refusal(8 * MB, () -> {
                try (CsvTable table = new CsvTable(file, new Encoding(UTF_8, 0, null), ',')) {
                  table.next(Importer.ROWS);
                }
              }), start + block);
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void aQuoteThatIsLeftOpenIsToldAtItsRowHoweverMuchFollows() {
    assertFails("In the row that begins in line 3 a quote (\") is left open.",
        (HEAD + "a,1,x\nb,2,\"left open\n" + "c,3,x\n".repeat(100)).getBytes(UTF_8));
    assertFails("In the row that begins in line 3 a cell or the row is too long, or it has too many cells.",
        (HEAD + "a,1,x\nb,2,\"left open\n" + "c,3,x\n".repeat(200_000)).getBytes(UTF_8));
    assertFails("In the row that begins in line 3 something stands after a closing quote (\").",
        (HEAD + "a,1,x\nb,2,\"left open\nc,3,\"x\"\n").getBytes(UTF_8));
    assertEquals(0, depot.things());
  }
}
