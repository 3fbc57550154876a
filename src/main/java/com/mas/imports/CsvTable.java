package com.mas.imports;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.imports.FileRules.Encoding;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads CSV as RFC 4180 has it, with any delimiter and encoding. */
final class CsvTable implements Table {
  /** Rows of one file, blank ones among them, which cost time as well. */
  static final int MOST_LINES = 5_000_000;
  private static final int MOST_FIELDS = 500;
  private static final int LONGEST_FIELD = 64 << 10;
  private static final int LONGEST_RECORD = 256 << 10;
  private static final int BUFFER = 64 << 10;
  private static final Pattern LINE = Pattern.compile("line (\\d+)");

  private final FileChannel channel;
  private final long size;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private long number;

  CsvTable(Path file, Encoding encoding, char delimiter) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
    size = channel.size();
    channel.position(encoding.mark());
    reader = reader(new BufferedReader(new InputStreamReader(
        new BufferedInputStream(Channels.newInputStream(channel), BUFFER), encoding.charset()), BUFFER), delimiter,
        false);
    records = reader.iterator();
  }

  /** Returns the first rows of a text that may be cut off anywhere. */
  static List<Line> top(String text, char delimiter, int rows) {
    List<Line> top = new ArrayList<>();
    long number = 0;
    try (CsvReader<CsvRecord> reader = reader(new StringReader(text), delimiter, true)) {
      for (Iterator<CsvRecord> records = reader.iterator(); records.hasNext() && top.size() < rows;) {
        Line line = new Line(++number, records.next().getFields());
        if (!line.isBlank()) {
          top.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CsvParseException e) {
      return top; // told when the file itself is read
    }
    return top;
  }

  private static CsvReader<CsvRecord> reader(Reader from, char delimiter, boolean cut) {
    return CsvReader.builder().fieldSeparator(delimiter).skipEmptyLines(false).allowUnclosedQuote(cut)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .maxBufferSize(LONGEST_RECORD)
        .build(CsvRecordHandler.builder().maxFields(MOST_FIELDS).maxFieldSize(LONGEST_FIELD)
            .maxRecordSize(LONGEST_RECORD).build(), from);
  }

  @Override
  public List<Line> next(int most) {
    List<Line> lines = new ArrayList<>(most);
    try {
      long length = 0;
      while (lines.size() < most && length < LONGEST && records.hasNext()) {
        Line line = new Line(++number, records.next().getFields());
        if (number > MOST_LINES) {
          throw Failure.UNPROCESSABLE.with("The file has more than 5,000,000 rows, blank ones among them; remove those"
              + " or split it.");
        }
        if (!line.isBlank()) {
          lines.add(line);
          length += line.length();
        }
      }
    } catch (CsvParseException e) {
      throw broken(e);
    }
    return lines;
  }

  /** Says where and why reading ended. */
  private FailureException broken(RuntimeException e) {
    StringBuilder all = new StringBuilder();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      all.append(cause.getMessage()).append(' ');
    }
    Matcher line = LINE.matcher(all);
    String where = line.find() ? "In the row that begins in line " + line.group(1) : "After row " + number;
    String words = all.toString();
    return Failure.UNPROCESSABLE.with(where + (words.contains("nclosed") ? " a quote (\") is left open."
        : words.contains("fter closing quote") ? " something stands after a closing quote (\")."
            : " a cell or the row is too long, or it has too many cells."));
  }

  @Override
  public int percent() {
    try {
      return size == 0 ? 100 : (int) Math.min(100, channel.position() * 100 / size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
    channel.close();
  }
}
