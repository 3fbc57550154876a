package com.mas.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Workbooks for tests, honest and hostile ones, as bytes. */
final class Books {
  static final String SHEET = "xl/worksheets/sheet1.xml";
  private static final String OPEN = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";

  private Books() {}

  /** Writes what an entry of the archive has. */
  @FunctionalInterface
  interface Content {
    void to(OutputStream out) throws IOException;

    static Content of(String text) {
      return out -> out.write(text.getBytes(UTF_8));
    }

    /** Repeats a text so often, between two others. */
    static Content repeated(String before, String text, int times, String after) {
      return out -> {
        out.write(before.getBytes(UTF_8));
        byte[] block = text.getBytes(UTF_8);
        for (int i = 0; i < times; i++) {
          out.write(block);
        }
        out.write(after.getBytes(UTF_8));
      };
    }
  }

  /** Returns the parts that every workbook has, and one visible sheet. */
  static Map<String, Content> parts(Content sheet) {
    Map<String, Content> parts = new LinkedHashMap<>();
    parts.put("[Content_Types].xml", Content.of("""
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
        <Override PartName="/xl/workbook.xml" ContentType=\
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>\
        <Override PartName="/xl/styles.xml" ContentType=\
        "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>\
        <Override PartName="/xl/sharedStrings.xml" ContentType=\
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"""));
    parts.put("_rels/.rels", Content.of("""
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" \
        Target="xl/workbook.xml"/></Relationships>"""));
    parts.put("xl/workbook.xml", workbook("visible"));
    parts.put("xl/_rels/workbook.xml.rels", Content.of("""
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
        <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" \
        Target="worksheets/sheet1.xml"/>\
        <Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" \
        Target="worksheets/sheet2.xml"/></Relationships>"""));
    parts.put("xl/styles.xml", Content.of("""
        <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
        <numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>\
        <cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"""));
    parts.put("xl/sharedStrings.xml", Content.of("""
        <sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>shared</t></si></sst>"""));
    parts.put(SHEET, sheet);
    parts.put("xl/worksheets/sheet2.xml", Content.of(OPEN + "<sheetData/></worksheet>"));
    return parts;
  }

  /** @param state of the first of its two sheets */
  static Content workbook(String state) {
    return Content.of("""
        <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" \
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>\
        <sheet name="People" sheetId="1" state="%s" r:id="r1"/><sheet name="Notes" sheetId="2" r:id="r2"/>\
        </sheets></workbook>""".formatted(state));
  }

  static Content sheet(String rows) {
    return Content.of(OPEN + "<sheetData>" + rows + "</sheetData></worksheet>");
  }

  static Content sheet(Content rows) {
    return out -> {
      Content.of(OPEN + "<sheetData>").to(out);
      rows.to(out);
      Content.of("</sheetData></worksheet>").to(out);
    };
  }

  /** Returns rows of inline texts, from the first row on. */
  static Content rows(Stream<List<String>> rows) {
    return out -> {
      int number = 1;
      for (Iterator<List<String>> each = rows.iterator(); each.hasNext();) {
        out.write(row(number++, each.next()).getBytes(UTF_8));
      }
    };
  }

  static String row(int number, List<String> cells) {
    return IntStream.range(0, cells.size()).mapToObj(i -> "<c r=\"" + (char) ('A' + i) + number
        + "\" t=\"inlineStr\"><is><t>" + cells.get(i).replace("&", "&amp;").replace("<", "&lt;") + "</t></is></c>")
        .collect(Collectors.joining("", "<row r=\"" + number + "\">", "</row>"));
  }

  static byte[] of(String... rows) {
    return zip(parts(sheet(rows(Arrays.stream(rows).map(row -> List.of(row.split(",", -1)))))));
  }

  static byte[] zip(Map<String, Content> parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, Content> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        part.getValue().to(zip);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Path file(Path folder, byte[] bytes) {
    try {
      return Files.write(Files.createTempFile(folder, "book", ".bin"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
