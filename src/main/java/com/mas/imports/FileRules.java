package com.mas.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;

/** Decides what a file is by its bytes; its name says nothing. */
final class FileRules {
  /** Bytes of the beginning that are looked at. */
  static final int HEAD = 64 << 10;
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
  private static final byte[] OLE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};
  /** Part of every workbook that a password protects, in UTF-16. */
  static final String PROTECTED = "EncryptedPackage";
  private static final String TAKEN = "Save it as .xlsx or as CSV and upload that.";

  enum Format { TEXT, SHEET, OLE, OTHER }

  private FileRules() {}

  static Format format(byte[] head) {
    if (starts(head, ZIP)) {
      return Format.SHEET;
    }
    if (starts(head, OLE)) {
      return Format.OLE;
    }
    boolean known = starts(head, EMPTY_ZIP) || starts(head, "%PDF") || starts(head, "{\\rtf")
        || starts(head, new byte[] {0x1F, (byte) 0x8B}) || starts(head, new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    return known ? Format.OTHER : Format.TEXT;
  }

  /** Returns the reason why a file of this format is not read, in words for a person; null when it is. */
  static String refusal(Format format, boolean isProtected) {
    return switch (format) {
      case TEXT, SHEET -> null;
      case OLE -> isProtected ? "The workbook is protected by a password. Remove the password and upload it again."
          : "This is a workbook in the old format (.xls). " + TAKEN;
      case OTHER -> "This is neither a table in CSV nor a workbook (.xlsx). " + TAKEN;
    };
  }

  /**
   * Says how a text is encoded.
   *
   * @param mark bytes of the mark at the beginning, which are not read
   * @param guess what the person is told about it; null: it is certain
   */
  record Encoding(Charset charset, int mark, String guess) {
    String name() {
      return charset.equals(WINDOWS) ? "Windows-1252" : charset.name();
    }
  }

  /**
   * Tells how a text is encoded; null when it is no text.
   *
   * @param utf8 whether the whole file is valid UTF-8
   */
  static Encoding encoding(byte[] head, boolean utf8) {
    if (starts(head, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF})) {
      return utf8 ? new Encoding(UTF_8, 3, null) : null;
    }
    if (starts(head, new byte[] {(byte) 0xFF, (byte) 0xFE})) {
      return new Encoding(UTF_16LE, 2, null);
    }
    if (starts(head, new byte[] {(byte) 0xFE, (byte) 0xFF})) {
      return new Encoding(UTF_16BE, 2, null);
    }
    int even = 0;
    int odd = 0;
    for (int i = 0; i < head.length; i++) {
      if (head[i] == 0) {
        even += i % 2 == 0 ? 1 : 0;
        odd += i % 2;
      }
    }
    if (even + odd > 0) {
      boolean wide = head.length > 1 && Math.max(even, odd) > head.length / 3 && Math.min(even, odd) == 0;
      return wide ? new Encoding(odd > 0 ? UTF_16LE : UTF_16BE, 0,
          "The file has no byte order mark; it was read as UTF-16.") : null;
    }
    return utf8 ? new Encoding(UTF_8, 0, null) : new Encoding(WINDOWS, 0,
        "The file is not in UTF-8; it was read as Windows-1252. Look at letters with accents.");
  }

  /** Returns whether bytes tell of a workbook with a password. */
  static boolean isProtected(byte[] bytes) {
    return new String(bytes, ISO_8859_1).contains(new String(PROTECTED.getBytes(UTF_16LE), ISO_8859_1));
  }

  /** Returns the delimiters that are tried, the usual ones first. */
  static List<Character> delimiters() {
    return List.of(',', ';', '\t', '|');
  }

  private static boolean starts(byte[] head, String with) {
    return starts(head, with.getBytes(ISO_8859_1));
  }

  private static boolean starts(byte[] head, byte[] with) {
    return head.length >= with.length && Arrays.equals(head, 0, with.length, with, 0, with.length);
  }
}
