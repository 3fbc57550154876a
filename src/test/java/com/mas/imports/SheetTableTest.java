package com.mas.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.imports.Books.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheetTableTest {
  private static final int MB = 1 << 20;

  @TempDir private Path folder;

  private List<Line> read(byte[] book) throws IOException {
    Path file = Books.file(folder, book);
    List<Line> all = new ArrayList<>();
    try (SheetTable table = new SheetTable(file, ZipGuard.check(file))) {
      for (List<Line> next = table.next(500); !next.isEmpty(); next = table.next(500)) {
        all.addAll(next);
      }
    }
    return all;
  }

  private String refusal(byte[] book) {
    FailureException refused = assertThrows(FailureException.class, () -> read(book));
    assertEquals(Failure.UNPROCESSABLE, refused.failure());
    return refused.getMessage();
  }

  private String refusal(Map<String, Content> parts) {
    return refusal(Books.zip(parts));
  }

  private static Map<String, Content> with(String part, Content content) {
    Map<String, Content> parts = Books.parts(Books.sheet(""));
    parts.put(part, content);
    return parts;
  }

  @Test
  void cellsAreReadAsAPersonReadsThem() throws IOException {
    List<Line> lines = read(Books.zip(Books.parts(Books.sheet("""
        <row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><t>in &amp; line</t></is></c></row>\
        <row r="3"/>\
        <row r="5"><c r="A5"><v>9.8200123456E10</v></c><c r="B5" s="1"><v>46091</v></c><c r="C5" t="b"><v>1</v></c>\
        <c r="D5" t="e"><v>#N/A</v></c><c r="E5"><f>1+1</f><v>2</v></c><c r="XFD5"><v>1</v></c></row>"""))));
    assertEquals(List.of(2L, 5L), lines.stream().map(Line::number).toList());
    assertEquals(List.of("shared", "", "in & line"), lines.getFirst().fields());
    assertEquals(List.of("98200123456", "2026-03-10", "TRUE", "#N/A", "2"),
        lines.getLast().fields().stream().map(word -> word.equalsIgnoreCase("true") ? "TRUE" : word).toList());
  }

  @Test
  void whatAFormulaYieldsIsReadAsIfItHadBeenTyped() throws IOException {
    List<Line> lines = read(Books.zip(Books.parts(Books.sheet("""
        <row r="1"><c r="A1" s="1"><f>TODAY()</f><v>46091</v></c><c r="B1" s="1"><f>NOW()</f><v>46091.75</v></c>\
        <c r="C1"><f>A1</f><v>46091</v></c><c r="D1" t="str"><f>"00"&amp;7</f><v>007</v></c>\
        <c r="E1" s="1" t="str"><f>"none"</f><v>none</v></c><c r="F1" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c>\
        <c r="G1" s="1"><f>1+</f></c><c r="H1"><f>A1*1E6</f><v>4.6091E10</v></c>\
        <c r="I1" t="b"><f>1=1</f><v>1</v></c></row>"""))));
    assertEquals(List.of("2026-03-10", "2026-03-10T18:00", "46091", "007", "none", "#DIV/0!", "", "46091000000",
        "true"), lines.getFirst().fields());
  }

  @Test
  void aWorkbookNeedNotHaveStylesOrSharedTexts() throws IOException {
    Map<String, Content> parts = Books.parts(Books.sheet(
        "<row r=\"1\"><c><v>46091</v></c></row><row><c t=\"inlineStr\"><is><t>x</t></is></c></row>"));
    parts.keySet().removeAll(List.of("xl/styles.xml", "xl/sharedStrings.xml"));
    parts.put("[Content_Types].xml", Content.of("""
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
        <Override PartName="/xl/workbook.xml" ContentType=\
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""));
    assertEquals(List.of(List.of("46091"), List.of("x")),
        read(Books.zip(parts)).stream().map(Line::fields).toList());
  }

  @Test
  void aHiddenSheetIsNotRead() throws IOException {
    Map<String, Content> parts = Books.parts(Books.sheet(Books.row(1, List.of("hidden"))));
    parts.put("xl/worksheets/sheet2.xml", Books.sheet(Books.row(1, List.of("seen"))));
    parts.put("xl/workbook.xml", Books.workbook("hidden"));
    assertEquals(List.of("seen"), read(Books.zip(parts)).getFirst().fields());
  }

  @Test
  void bombsAreRefusedBeforeTheyAreOpened() {
    String packed = "The workbook holds more than can be read";
    assertTrue(refusal(with(Books.SHEET, Books.sheet(Content.repeated("<row r=\"1\"><c t=\"inlineStr\"><is><t>",
        "x".repeat(MB), 200, "</t></is></c></row>")))).startsWith("The workbook"), "a cell of 200 MB");
    assertTrue(refusal(with("xl/sharedStrings.xml", Content.repeated("<sst>", "<si><t>"
        + "x".repeat(200_000) + "</t></si>", 1_000, "</sst>"))).startsWith(packed), "200 MB of shared texts");
    assertTrue(refusal(with(Books.SHEET, Books.sheet(Content.repeated("", "<row r=\"1\">" + " ".repeat(4_000)
        + "</row>", 100_000, "")))).startsWith(packed), "400 MB of blanks");
    assertTrue(refusal(with(Books.SHEET, Books.sheet(Content.repeated("<row r=\"1\">", noise(8_000), 600, "</row>"))))
        .contains("longer than spreadsheets allow"), "a row of 4.8 MB");
  }

  /** Cells that do not pack well. */
  private static String noise(int length) {
    java.util.Random random = new java.util.Random(7);
    StringBuilder cells = new StringBuilder();
    while (cells.length() < length) {
      cells.append("<c><v>").append(random.nextLong()).append("</v></c>");
    }
    return cells.toString();
  }

  @Test
  void archivesThatAreNoWorkbooksAreRefused() {
    assertTrue(refusal(Map.of("a.txt", Content.of("x"))).contains("no workbook"));
    Map<String, Content> many = Books.parts(Books.sheet(""));
    for (int i = 0; i < 20_000; i++) {
      many.put("xl/media/" + i, Content.of(""));
    }
    assertTrue(refusal(many).contains("more than 1000 parts"));
    byte[] good = Books.of("a,b", "1,2");
    assertEquals("The workbook is damaged.", refusal(Arrays.copyOf(good, good.length / 2)));
    assertEquals("The workbook is damaged.", refusal("PK\3\4 is all".getBytes(StandardCharsets.ISO_8859_1)));
    assertTrue(refusal(with("XL/Workbook.xml", Content.of("<x/>"))).contains("twice"));
  }

  @Test
  void documentTypesAreRefused() {
    assertTrue(refusal(with(Books.SHEET, Content.of("""
        <!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>\
        &f;</t></is></c></row></sheetData></worksheet>"""))).contains("document type"));
    assertTrue(refusal(with("xl/sharedStrings.xml", Content.of("""
        <!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>""")))
        .contains("document type"));
    assertTrue(refusal(with(Books.SHEET, out -> out.write(
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><!DOCTYPE x []><x/>".getBytes(StandardCharsets.UTF_16))))
        .contains("not in UTF-8"));
  }

  @Test
  void aBrokenSheetSaysAfterWhichRow() {
    assertTrue(refusal(with(Books.SHEET, Content.of("<worksheet><sheetData>" + Books.row(1, List.of("a"))
        + "<row r=\"2\"><c r=\"A2\"><v>1</w></c></row>"))).startsWith("The workbook is damaged"));
  }

  @Test
  void aMillionEmptyRowsAreNoRows() throws IOException {
    byte[] book = Books.zip(Books.parts(Books.sheet(out -> {
      Content.of(Books.row(1, List.of("a"))).to(out);
      for (int i = 2; i <= 1_048_575; i++) {
        Content.of("<row r=\"" + i + "\" spans=\"1:1\" x=\"" + Integer.toHexString(i * 7919) + "\"/>").to(out);
      }
      Content.of(Books.row(1_048_576, List.of("z"))).to(out);
    })));
    assertEquals(List.of(1L, 1_048_576L), read(book).stream().map(Line::number).toList());
  }
}
