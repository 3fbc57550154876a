package com.mas.imports;

import com.mas.bus.Failure;
import com.mas.imports.FileRules.Encoding;
import com.mas.imports.FileRules.Format;
import com.mas.imports.HeaderRules.Header;
import com.mas.imports.ImportKind.Column;
import com.mas.imports.ImportRepository.Stored;
import com.mas.imports.ImportsContract.Found;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A file that was guarded and understood, at the row below its headers. Not thread-safe. */
final class Opened implements Closeable {
  private final Spool spool;
  private final Table table;
  private final Header header;
  private final Found found;
  /** Rows that were read while the headers were looked for, or too far. */
  private final List<Line> ahead = new ArrayList<>();

  private Opened(Spool spool, Table table, Header header, Found found, List<Line> top) {
    this.spool = spool;
    this.table = table;
    this.header = header;
    this.found = found;
    top.stream().filter(line -> line.number() > header.row()).forEach(ahead::add);
  }

  /**
   * Fetches, guards and opens it.
   *
   * @throws com.mas.bus.FailureException UNPROCESSABLE, in words for a person, when it cannot be taken
   */
  static Opened open(ImportRepository files, Stored file, List<Column> columns, Importer.Aside aside)
      throws IOException {
    Spool spool = Spool.fetch(files, file.id(), file.parts());
    try {
      return aside.run(() -> open(spool, columns));
    } catch (RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  private static Opened open(Spool spool, List<Column> columns) throws IOException {
    Format format = FileRules.format(spool.head());
    String refusal = FileRules.refusal(format, spool.isProtected());
    if (refusal != null) {
      throw Failure.UNPROCESSABLE.with(refusal);
    }
    return format == Format.SHEET ? sheet(spool, columns) : text(spool, columns);
  }

  private static Opened sheet(Spool spool, List<Column> columns) throws IOException {
    SheetTable table = new SheetTable(spool.file(), ZipGuard.check(spool.file()));
    try {
      List<Line> top = table.next(HeaderRules.ROWS);
      Header header = HeaderRules.find(columns, top);
      List<String> notes = table.others().isEmpty() ? List.of()
          : List.of("Only the first sheet is read; not read: " + String.join(", ", table.others()) + ".");
      return new Opened(spool, table, header, new Found("xlsx", null, null, table.sheet(), header.row(),
          header.mapped(), header.ignored(), notes), top);
    } catch (RuntimeException e) {
      table.close();
      throw e;
    }
  }

  private static Opened text(Spool spool, List<Column> columns) throws IOException {
    Encoding encoding = FileRules.encoding(spool.head(), spool.isUtf8());
    if (encoding == null) {
      throw Failure.UNPROCESSABLE.with("This is neither a text in an encoding that we know nor a workbook (.xlsx)."
          + " Save the table as CSV UTF-8 or as .xlsx.");
    }
    char delimiter = delimiter(spool.head(), encoding, columns);
    CsvTable table = new CsvTable(spool.file(), encoding, delimiter);
    try {
      List<Line> top = table.next(HeaderRules.ROWS);
      Header header = HeaderRules.find(columns, top);
      return new Opened(spool, table, header, new Found("csv", encoding.name(), String.valueOf(delimiter), null,
          header.row(), header.mapped(), header.ignored(),
          encoding.guess() == null ? List.of() : List.of(encoding.guess())), top);
    } catch (RuntimeException e) {
      table.close();
      throw e;
    }
  }

  /** Returns the delimiter under which most columns are found; among equals that of the most fields. */
  private static char delimiter(byte[] head, Encoding encoding, List<Column> columns) {
    String text = new String(head, encoding.mark(), head.length - encoding.mark(), encoding.charset());
    char best = ',';
    int most = -1;
    for (char delimiter : FileRules.delimiters()) {
      List<Line> top = CsvTable.top(text, delimiter, HeaderRules.ROWS);
      int fields = top.stream().mapToInt(line -> line.fields().size()).max().orElse(0);
      int score = HeaderRules.score(columns, top) * 1_000 + fields;
      if (score > most) {
        most = score;
        best = delimiter;
      }
    }
    return best;
  }

  Header header() {
    return header;
  }

  Found found() {
    return found;
  }

  /** Returns whether a row of a CSV has words to the right of the headers: most likely it has lost its quotes. */
  boolean hasTooMany(Line line) {
    return found.encoding() != null && line.fields().size() > header.fields().size() && line.fields()
        .subList(header.fields().size(), line.fields().size()).stream().anyMatch(word -> !word.isBlank());
  }

  int percent() {
    return table.percent();
  }

  /** Returns the next rows below the headers; none only at the end. */
  List<Line> next(int most) {
    List<Line> lines = new ArrayList<>(ahead.subList(0, Math.min(most, ahead.size())));
    ahead.subList(0, lines.size()).clear();
    if (lines.size() < most) {
      lines.addAll(table.next(most - lines.size()));
    }
    return lines.stream().map(line -> new Line(line.number(), line.fields().stream().map(RefusedRules::plain).toList()))
        .toList();
  }

  /** Returns the next rows, none of them after this one. */
  List<Line> until(int most, long row) {
    List<Line> lines = next(most);
    List<Line> before = lines.stream().filter(line -> line.number() <= row).toList();
    ahead.addAll(0, lines.subList(before.size(), lines.size()));
    return before;
  }

  @Override
  public void close() throws IOException {
    table.close();
    spool.close();
  }
}
