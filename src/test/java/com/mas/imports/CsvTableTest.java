package com.mas.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.imports.FileRules.Encoding;
import com.mas.imports.FileRules.Format;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CsvTableTest {
  private static final byte[] NOTHING = {};

  @TempDir private Path folder;

  private List<Line> all(byte[] bytes, Encoding encoding, char delimiter) throws IOException {
    List<Line> all = new ArrayList<>();
    try (CsvTable table = new CsvTable(Books.file(folder, bytes), encoding, delimiter)) {
      for (List<Line> next = table.next(3); !next.isEmpty(); next = table.next(3)) {
        all.addAll(next);
      }
      assertEquals(100, table.percent());
    }
    return all;
  }

  private List<List<String>> fields(String text) throws IOException {
    return all(text.getBytes(UTF_8), new Encoding(UTF_8, 0, null), ',').stream().map(Line::fields).toList();
  }

  private String refusal(String text) {
    FailureException refused = assertThrows(FailureException.class, () -> fields(text));
    assertEquals(Failure.UNPROCESSABLE, refused.failure());
    return refused.getMessage();
  }

  private static Arguments spectrum(String name, String text, String... rows) {
    return Arguments.of(name, text, Stream.of(rows).map(row -> List.of(row.split("\\|", -1))).toList());
  }

  /** One text for each case of the csv-spectrum collection; a bar parts the cells that are to come of it. */
  static Stream<Arguments> spectrum() {
    return Stream.of(
        spectrum("comma in quotes", "name,town\nOne,\"Pune, Maharashtra\"\n", "name|town", "One|Pune, Maharashtra"),
        spectrum("empty", "a,b,c\n1,\"\",\"\"\n2,3,4\n", "a|b|c", "1||", "2|3|4"),
        spectrum("empty, CRLF", "a,b,c\r\n1,\"\",\"\"\r\n2,3,4\r\n", "a|b|c", "1||", "2|3|4"),
        spectrum("escaped quotes", "a,b\n1,\"so \"\"it\"\" goes\"\n\"\"\"\",\"\"\"\"\"\"\n", "a|b", "1|so \"it\" goes",
            "\"|\"\""),
        spectrum("JSON", "key,val\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"at\"\": [1.5, 2]}\"\n", "key|val",
            "1|{\"type\": \"Point\", \"at\": [1.5, 2]}"),
        spectrum("newlines", "a,b,c\n\"Once \nit\nrained\",5,6\n7,8,9\n", "a|b|c", "Once \nit\nrained|5|6", "7|8|9"),
        spectrum("newlines, CRLF", "a,b,c\r\n\"Once \r\nit\r\nrained\",5,6\r\n7,8,9\r\n", "a|b|c",
            "Once \r\nit\r\nrained|5|6", "7|8|9"),
        spectrum("quotes and newlines", "a,b\n1,\"he\n\"\"said\"\"\nso\"\n2,3\n", "a|b", "1|he\n\"said\"\nso", "2|3"),
        spectrum("simple", "a,b,c\n4,5,6\n", "a|b|c", "4|5|6"),
        spectrum("simple, CRLF", "a,b,c\r\n4,5,6\r\n", "a|b|c", "4|5|6"),
        spectrum("UTF-8", "a,b\n1,नमस्ते\n2,ʤ €\n", "a|b", "1|नमस्ते", "2|ʤ €"),
        spectrum("location coordinates",
            "where,\"Seen from\",note\n\"18.52° N, 73.86° E\",\"18°31'13.4\"\"N 73°51'24.5\"\"E\",near\n",
            "where|Seen from|note", "18.52° N, 73.86° E|18°31'13.4\"N 73°51'24.5\"E|near"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spectrum")
  void everyCaseOfTheSpectrumIsRead(String name, String text, List<List<String>> rows) throws IOException {
    assertEquals(rows, fields(text), name);
    assertEquals(rows, fields(text.stripTrailing()), name + ", without a line end at the end");
    assertEquals(rows, CsvTable.top(text, ',', 20).stream().map(Line::fields).toList(), name + ", at the top");
  }

  @Test
  void rowsOfAnyLengthAndFilesOfNoneAreRead() throws IOException {
    assertEquals(List.of(List.of("a", "b"), List.of("1"), List.of("1", "2", "3")), fields("a,b\n1\n1,2,3\n"));
    assertEquals(List.of(List.of("a", "b"), List.of("2", "")), fields("a,b\n\"\",\"\"\n2,\"\"\n"));
    assertEquals(List.of(), fields(""));
  }

  @Test
  void rowsAreCountedAsASpreadsheetCountsThem() throws IOException {
    List<Line> lines = all("a,b\n\n1,\"x\ny\"\n,\n2,3\n".getBytes(UTF_8), new Encoding(UTF_8, 0, null), ',');
    assertEquals(List.of(1L, 3L, 5L), lines.stream().map(Line::number).toList());
  }

  @Test
  void whatCannotBeReadOnSaysWhere() {
    assertEquals("In the row that begins in line 3 a quote (\") is left open.",
        refusal("a,b\n1,2\n3,\"left open\n4,5\n"));
    assertTrue(refusal("a,b\n1," + "x".repeat(70_000)).startsWith("In the row that begins in line 2 a cell"),
        () -> refusal("a,b\n1," + "x".repeat(70_000)));
    assertTrue(refusal("a,b\n" + ",".repeat(600) + "\n").contains("too many cells"));
    assertTrue(refusal("a,b\n1,\"" + "x\n".repeat(4_000_000)).contains("too long"));
  }

  @Test
  void theEncodingIsFoundOut() throws IOException {
    String text = "name;city\r\nJosé;Zürich\r\n";
    Charset windows = Charset.forName("windows-1252");
    encoded(text.getBytes(UTF_8), "UTF-8", true, true);
    encoded(("\uFEFF" + text).getBytes(UTF_8), "UTF-8", true, true);
    encoded(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE), "UTF-16LE", false, true);
    encoded(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE), "UTF-16BE", false, true);
    encoded(text.getBytes(StandardCharsets.UTF_16LE), "UTF-16LE", false, false);
    encoded(text.getBytes(StandardCharsets.UTF_16BE), "UTF-16BE", false, false);
    encoded(text.getBytes(windows), "Windows-1252", false, false);
    assertNull(FileRules.encoding(new byte[] {1, 0, 2, 2, 0, 7, 7, 7}, true));
    assertNull(FileRules.encoding(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, (byte) 0xFF}, false));
    assertEquals("UTF-8", FileRules.encoding(NOTHING, true).name());
  }

  private void encoded(byte[] bytes, String name, boolean utf8, boolean certain) throws IOException {
    Encoding encoding = FileRules.encoding(bytes, utf8);
    assertNotNull(encoding, name);
    assertEquals(name, encoding.name());
    assertEquals(certain, encoding.guess() == null, name);
    assertEquals(List.of(List.of("name", "city"), List.of("José", "Zürich")),
        all(bytes, encoding, ';').stream().map(Line::fields).toList(), name);
  }

  @Test
  void otherFilesAreKnownByTheirBytes() {
    assertEquals(Format.SHEET, FileRules.format(Books.of("a")));
    assertEquals(Format.OLE, FileRules.format(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 1}));
    assertEquals(Format.OTHER, FileRules.format("%PDF-1.7".getBytes(UTF_8)));
    assertEquals(Format.TEXT, FileRules.format("PKx,y".getBytes(UTF_8)));
    assertEquals(Format.TEXT, FileRules.format(NOTHING));
    assertTrue(FileRules.isProtected(FileRules.PROTECTED.getBytes(StandardCharsets.UTF_16LE)));
    assertTrue(FileRules.refusal(Format.OLE, false).contains(".xls"));
    assertTrue(FileRules.refusal(Format.OLE, true).contains("password"));
  }

  @Test
  void noCellOfAReportIsAFormulaAndAllOfItCanBeReadAgain() throws IOException {
    for (String word : List.of("=1+1", "+91 98200", "-2", "@x", "\tx", "plain", "a,b", "say \"x\"", "two\nlines", "")) {
      List<String> row = List.of("x", word);
      String text = RefusedRules.row(row, 2, "E-mail is missing");
      List<String> read = fields(text).getFirst();
      assertTrue(word.isEmpty() || "=+-@\t".indexOf(read.get(1).charAt(0)) < 0, word);
      assertEquals(List.of("x", word, "E-mail is missing"), read.stream().map(RefusedRules::plain).toList());
    }
    assertEquals("\uFEFFa,b," + HeaderRules.REASON + "\r\n", RefusedRules.header(List.of("a", "b"), true));
    assertEquals("'tis", RefusedRules.plain("'tis"));
  }
}
