package com.mas.imports;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;

/** Reads the first visible sheet of a workbook that {@link ZipGuard} has let through. */
final class SheetTable implements Table {
  private static final int MOST_FIELDS = 500;
  private static final int LAST_ROW = 1 << 20;

  private final ReadableWorkbook workbook;
  private final String sheet;
  private final List<String> others;
  private final Stream<Row> stream;
  private final Iterator<Row> rows;
  private final long all;
  private long read;
  private int last;

  SheetTable(Path file, ZipGuard.Contents contents) throws IOException {
    this.all = Math.max(1, contents.rows());
    ReadableWorkbook opened = null;
    try {
      opened = new ReadableWorkbook(file.toFile(), new ReadingOptions(contents.isStyled(), false));
      List<Sheet> visible = opened.getSheets()
          .filter(each -> each.getVisibility() == SheetVisibility.VISIBLE).toList();
      if (visible.isEmpty()) {
        throw Failure.UNPROCESSABLE.with("The workbook has no visible sheet.");
      }
      sheet = visible.getFirst().getName();
      others = visible.stream().skip(1).map(Sheet::getName).limit(20).toList();
      stream = visible.getFirst().openStream();
      rows = stream.iterator();
      workbook = opened;
    } catch (IOException | RuntimeException e) {
      if (opened != null) {
        opened.close();
      }
      throw e instanceof FailureException known ? known : damaged();
    }
  }

  String sheet() {
    return sheet;
  }

  /** Returns the names of the visible sheets that are not read. */
  List<String> others() {
    return others;
  }

  @Override
  public List<Line> next(int most) {
    List<Line> lines = new ArrayList<>(most);
    try {
      long length = 0;
      while (lines.size() < most && length < LONGEST && rows.hasNext()) {
        Row row = rows.next();
        last = number(row);
        read++;
        Line line = new Line(last, fields(row));
        if (!line.isBlank()) {
          lines.add(line);
          length += line.length();
        }
      }
    } catch (FailureException e) {
      throw e;
    } catch (RuntimeException e) {
      throw damaged();
    }
    return lines;
  }

  /**
   * Returns the number of a row, by which reports and checkpoints go. A row that has none stands below the one before;
   * the reader then gives it the number of rows so far.
   */
  private int number(Row row) {
    int number = row.getRowNum() == read ? last + 1 : row.getRowNum();
    if (number <= last || number > LAST_ROW) {
      throw damaged();
    }
    return number;
  }

  /** Returns the cells up to the last one that has a word; those far to the right are no part of a table. */
  private static List<String> fields(Row row) {
    List<String> fields = new ArrayList<>();
    for (Cell cell : row) {
      if (cell != null && cell.getColumnIndex() < MOST_FIELDS) {
        while (fields.size() < cell.getColumnIndex()) {
          fields.add("");
        }
        fields.add(text(cell));
      }
    }
    return fields;
  }

  private static String text(Cell cell) {
    String raw = cell.getRawValue();
    return switch (cell.getType()) {
      case EMPTY -> "";
      case STRING, ERROR, BOOLEAN -> cell.getText() == null ? "" : cell.getText();
      case FORMULA, NUMBER -> switch (cell.getValue()) {
        case BigDecimal _ -> number(cell, raw);
        case Boolean yes -> yes.toString();
        case null, default -> raw == null ? "" : raw;
      };
    };
  }

  /**
   * Writes numbers, those that formulas yield among them, as a person reads them: dates as ISO 8601, all others without
   * an exponent.
   */
  private static String number(Cell cell, String raw) {
    if (isDate(cell.getDataFormatString())) {
      LocalDateTime date = cell.asDate();
      return date.toLocalTime().equals(LocalTime.MIDNIGHT) ? date.toLocalDate().toString() : date.toString();
    }
    try {
      BigDecimal number = new BigDecimal(raw.strip());
      return Math.abs(number.scale()) > 40 || number.precision() > 40 ? raw
          : number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return raw;
    }
  }

  private static boolean isDate(String format) {
    if (format == null) {
      return false;
    }
    String bare = format.replaceAll("\"[^\"]*\"|\\\\.|\\[[^\\]]*]", "").toLowerCase(Locale.ROOT);
    return bare.indexOf('y') >= 0 || bare.indexOf('d') >= 0 || bare.contains("h:") || bare.contains("mm:");
  }

  private FailureException damaged() {
    return Failure.UNPROCESSABLE.with("The workbook is damaged" + (read == 0 ? "." : " after row " + read + ".")
        + " Open it, save it as .xlsx again, and upload that.");
  }

  @Override
  public int percent() {
    return (int) Math.min(100, read * 100 / all);
  }

  @Override
  public void close() throws IOException {
    stream.close();
    workbook.close();
  }
}
