package com.mas.imports;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Looks at a workbook before it is opened: inflates all of its XML once, in constant memory, and refuses what would
 * fill the memory or take for ever. What the directory of the archive says of sizes is not believed.
 */
final class ZipGuard {
  static final long LARGEST_FILE = 32L << 20;
  static final long MOST_INFLATED = 256L << 20;
  static final long MOST_STRINGS = 32L << 20;
  private static final int MOST_ENTRIES = 1_000;
  private static final int MOST_RATIO = 100;
  /** Bytes up to which the ratio does not matter. */
  private static final long SMALL = 2L << 20;
  /** Bytes between two tags: an Excel cell has at most 32,767 characters. */
  private static final long LONGEST_TEXT = 256L << 10;
  private static final long LONGEST_ROW = 4L << 20;
  private static final int SIGNATURE = 0x504B0102;
  private static final int ROW = word("<row");
  private static final int DOCTYPE = word("<!DO");
  private static final int BUFFER = 64 << 10;
  /** Letters of the place of a cell: XFD is the last column. */
  private static final int MOST_LETTERS = 3;

  /**
   * Says what a workbook has.
   *
   * @param rows of all sheets together
   * @param isStyled whether it says how numbers are shown, of which dates are some; it need not
   */
  record Contents(long rows, boolean isStyled) {}

  private ZipGuard() {}

  /**
   * Returns what the workbook has.
   *
   * @throws FailureException UNPROCESSABLE, in words for a person
   */
  static Contents check(Path file) throws IOException {
    if (Files.size(file) > LARGEST_FILE) {
      throw refused("The workbook is larger than " + (LARGEST_FILE >> 20) + " MB.");
    }
    if (entries(file) > MOST_ENTRIES) {
      throw refused("The workbook has more than " + MOST_ENTRIES + " parts.");
    }
    try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
      return check(zip);
    } catch (FailureException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw refused("The workbook is damaged.");
    }
  }

  private static Contents check(ZipFile zip) throws IOException {
    Set<String> names = new HashSet<>();
    long rows = 0;
    long total = 0;
    List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
    for (ZipArchiveEntry entry : entries) {
      String name = entry.getName().toLowerCase(Locale.ROOT);
      if (!names.add(name)) {
        throw refused("The workbook has the part " + entry.getName() + " twice.");
      }
      if (entry.getGeneralPurposeBit().usesEncryption()) {
        throw refused("The workbook is protected by a password. Remove the password and upload it again.");
      }
      if (name.endsWith(".xml") || name.endsWith(".rels")) {
        Scan scan = new Scan(name.contains("sharedstrings") ? MOST_STRINGS : MOST_INFLATED,
            entry.getCompressedSize());
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry), BUFFER)) {
          scan.all(in);
        }
        total += scan.bytes;
        rows += name.startsWith("xl/worksheets/") ? scan.rows : 0;
        if (total > MOST_INFLATED) {
          throw tooLarge();
        }
      }
    }
    if (!names.contains("[content_types].xml") || !names.contains("xl/workbook.xml")) {
      throw refused("The file is an archive, but no workbook (.xlsx). Save the table as .xlsx or as CSV.");
    }
    return new Contents(rows, names.contains("xl/styles.xml"));
  }

  /** Counts the signatures of directory entries, which the directory itself may keep quiet about. */
  private static int entries(Path file) throws IOException {
    int found = 0;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      int last = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          last = last << 8 | buffer[i] & 0xFF;
          found += last == SIGNATURE ? 1 : 0;
        }
      }
    }
    return found;
  }

  /** One entry, as it is inflated. */
  private static final class Scan {
    private final long most;
    private final long compressed;
    private long bytes;
    private long rows;
    private int last;
    private long text;
    private long row;
    private boolean isCell;
    /** Counts the letters behind a quote in the tag of a cell; -1 elsewhere. */
    private int letters = -1;

    Scan(long most, long compressed) {
      this.most = most;
      this.compressed = Math.max(1, compressed);
    }

    void all(InputStream in) throws IOException {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
        if (bytes > most || bytes > SMALL && bytes / compressed > MOST_RATIO) {
          throw tooLarge();
        }
        for (int i = 0; i < read; i++) {
          look(buffer[i]);
        }
        row += read;
        if (text > LONGEST_TEXT || row > LONGEST_ROW && rows > 0) {
          throw refused("The workbook has a cell or a row that is longer than spreadsheets allow.");
        }
      }
    }

    private void look(byte next) {
      last = last << 8 | next & 0xFF;
      text++;
      if (isCell) {
        lookAtCell(next);
      } else if (isBlank(next) && isCellName(last)) {
        isCell = true;
        letters = -1;
      }
      if (next == '<') {
        text = 0;
      } else if (last == ROW) {
        rows++;
        row = 0;
      } else if (last == DOCTYPE) {
        throw refused("The workbook has a document type, which spreadsheets never have.");
      } else if (next == 0) {
        throw refused("The workbook is damaged: its parts are not in UTF-8.");
      }
      if (text > LONGEST_TEXT) {
        throw refused("The workbook has a cell that is longer than spreadsheets allow.");
      }
    }

    /** Refuses a cell far to the right of all columns: whoever reads it makes room for those before it. */
    private void lookAtCell(int next) {
      int letter = next | 0x20;
      if (next == '>') {
        isCell = false;
      } else if (next == '"' || next == '\'') {
        letters = 0;
      } else if (letters >= 0 && letter >= 'a' && letter <= 'z') {
        letters++;
      } else if (next == '&' || letters > MOST_LETTERS && next >= '0' && next <= '9') {
        throw refused("The workbook has a cell in a column that spreadsheets do not have.");
      } else if (next != '$') {
        letters = -1;
      }
    }
  }

  /** Returns whether a blank ends the name of a cell's tag, with or without a prefix. */
  private static boolean isCellName(int last) {
    int before = last >> 16 & 0xFF;
    return (last >> 8 & 0xFF) == 'c' && (before == '<' || before == ':');
  }

  private static boolean isBlank(int next) {
    return next == ' ' || next == '\n' || next == '\r' || next == '\t';
  }

  private static int word(String four) {
    int word = 0;
    for (int i = 0; i < 4; i++) {
      word = word << 8 | four.charAt(i);
    }
    return word;
  }

  private static FailureException tooLarge() {
    return refused("The workbook holds more than can be read (" + (MOST_INFLATED >> 20)
        + " MB unpacked, or it is packed like nothing real). Split it, or save it as CSV.");
  }

  private static FailureException refused(String words) {
    return Failure.UNPROCESSABLE.with(words);
  }
}
