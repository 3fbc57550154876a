package com.mas.domain.people.files;

import com.mas.module.FileType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells what a file is by its bytes, and refuses what is several things at once: a picture that ends as an archive, a
 * document that begins as a page.
 */
final class TypeRules {
  /** Bytes of the beginning, and of the end, that are looked at. */
  static final int HEAD = 256 << 10;
  static final int TAIL = 1 << 20;
  /** Bytes in which browsers look for the signs of a page. */
  private static final int SNIFFED = 1_024;
  private static final int MOST_ENTRIES = 5_000;
  private static final int DIRECTORY = 0x02014b50;
  private static final int DIRECTORY_END = 0x06054b50;
  private static final int SHORTEST_END = 22;
  /** Cameras add notes of their own after a picture's end. */
  private static final int JPEG_TAIL = 64 << 10;
  private static final int LONGEST_COMMENT = 65_535;
  private static final Set<String> PAGES = Set.of("<!doctype", "<html", "<head", "<body", "<script", "<iframe", "<svg",
      "<?xml", "<img", "<object", "<embed", "<style", "<title", "<table", "<!--", "<a ", "<p>", "<div", "<br", "<math");
  /** Signs that a text may not have anywhere at its beginning; in other files the others occur by chance. */
  private static final List<String> ACTIVE = List.of("<!doctype html", "<html", "<script", "<svg", "<iframe");
  private static final byte[] PNG_END = {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xAE, 0x42, 0x60, (byte) 0x82};

  /**
   * Says what a file is.
   *
   * @param type null when it is refused
   * @param refusal for a person; null when it is taken
   */
  record Verdict(FileType type, String refusal) {
    private static Verdict no(String refusal) {
      return new Verdict(null, refusal);
    }
  }

  private TypeRules() {}

  /**
   * Judges a file.
   *
   * @param head its first {@link #HEAD} bytes, or all of them
   * @param tail its last {@link #TAIL} bytes, or all of them
   * @param allowed types of its kind
   */
  static Verdict judge(byte[] head, byte[] tail, long size, Set<FileType> allowed) {
    if (size == 0) {
      return Verdict.no("The file is empty.");
    }
    String start = new String(head, 0, Math.min(head.length, SNIFFED), StandardCharsets.ISO_8859_1)
        .toLowerCase(Locale.ROOT);
    if (looksLikeAPage(start)) {
      return Verdict.no("The file is a web page or a drawing that browsers run (HTML, SVG, XML). Send a PDF or a"
          + " picture instead.");
    }
    FileType type = type(head, tail, size);
    if (type == null) {
      return Verdict.no("The file is not one of these: " + names(allowed) + ". Its name does not matter.");
    }
    if (!allowed.contains(type)) {
      return Verdict.no("The file is " + type.media() + "; taken here are " + names(allowed) + ".");
    }
    String wrong = wrong(type, head, tail, size, start);
    return wrong == null ? new Verdict(type, null) : Verdict.no(wrong);
  }

  private static String names(Set<FileType> types) {
    return types.stream().map(each -> each.name().toLowerCase(Locale.ROOT)).sorted()
        .reduce((one, other) -> one + ", " + other).orElse("");
  }

  private static boolean looksLikeAPage(String start) {
    String text = start.startsWith("\u00ef\u00bb\u00bf") ? start.substring(3) : start;
    String begin = text.stripLeading();
    return PAGES.stream().anyMatch(begin::startsWith) || ACTIVE.stream().anyMatch(text::contains);
  }

  private static FileType type(byte[] head, byte[] tail, long size) {
    if (starts(head, 0, "%PDF-")) {
      return FileType.PDF;
    }
    if (starts(head, 0, "\u0089PNG\r\n\u001a\n") && starts(head, 12, "IHDR")) {
      return FileType.PNG;
    }
    if (starts(head, 0, "\u00ff\u00d8\u00ff")) {
      return FileType.JPEG;
    }
    if (starts(head, 0, "GIF87a") || starts(head, 0, "GIF89a")) {
      return FileType.GIF;
    }
    if (starts(head, 0, "RIFF") && starts(head, 8, "WEBPVP8")) {
      return FileType.WEBP;
    }
    if (starts(head, 4, "ftyp")) {
      return FileType.MP4;
    }
    if (starts(head, 0, "\u001aE\u00df\u00a3")) {
      return contains(head, 0, 64, "webm") ? FileType.WEBM : null;
    }
    if (starts(head, 0, "PK\u0003\u0004")) {
      List<String> names = entries(tail, size);
      return !names.contains("[Content_Types].xml") ? null : names.contains("word/document.xml") ? FileType.DOCX
          : names.contains("xl/workbook.xml") ? FileType.XLSX : null;
    }
    return isText(head, head.length < size) ? FileType.TEXT : null;
  }

  /** Returns why a file that begins as the type is not taken; null when it is. */
  private static String wrong(FileType type, byte[] head, byte[] tail, long size, String start) {
    boolean isArchive = type == FileType.DOCX || type == FileType.XLSX;
    if (!isArchive && end(tail) >= 0) {
      return "There is an archive (ZIP) hidden in the file. Send the " + type.name() + " alone.";
    }
    String rest = switch (type) {
      case PNG -> tail.length >= PNG_END.length && Arrays.equals(tail, tail.length - PNG_END.length, tail.length,
          PNG_END, 0, PNG_END.length) ? null : "cut off, or has something after its end";
      case JPEG -> contains(tail, Math.max(0, tail.length - JPEG_TAIL), tail.length, "\u00ff\u00d9") ? null
          : "cut off";
      case GIF -> tail[tail.length - 1] == ';' ? null : "cut off, or has something after its end";
      case WEBP -> Math.abs((ByteBuffer.wrap(head, 4, 4).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xffffffffL) + 8
          - size) <= 1 ? null : "cut off, or has something after its end";
      case PDF -> contains(tail, Math.max(0, tail.length - 2_048), tail.length, "%%EOF") ? null
          : "cut off, or has something after its end";
      case DOCX, XLSX -> entries(tail, size).stream().anyMatch(each -> each.endsWith("vbaProject.bin"))
          ? "has macros; save it without them" : null;
      case TEXT -> Stream.of("<script", "<html", "<svg").anyMatch(start::contains) ? "has parts of a web page" : null;
      case MP4, WEBM -> null;
    };
    return rest == null ? null : "The " + type.name() + " is " + rest + ".";
  }

  /** Returns the names in an archive's directory; none where the directory is not all in the tail, or is broken. */
  private static List<String> entries(byte[] tail, long size) {
    int end = end(tail);
    if (end < 0) {
      return List.of();
    }
    ByteBuffer bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
    int count = bytes.getShort(end + 10) & 0xffff;
    long directory = bytes.getInt(end + 12) & 0xffffffffL;
    long begin = end - directory;
    long told = bytes.getInt(end + 16) & 0xffffffffL;
    if (count > MOST_ENTRIES || begin < 0 || told != size - tail.length + begin) {
      return List.of(); // bytes in front that do not belong to the archive, too
    }
    List<String> names = new ArrayList<>();
    int at = (int) begin;
    while (names.size() < count && at + 46 <= end && bytes.getInt(at) == DIRECTORY) {
      int length = bytes.getShort(at + 28) & 0xffff;
      if (at + 46 + length > end) {
        break;
      }
      names.add(new String(tail, at + 46, length, StandardCharsets.UTF_8));
      at += 46 + length + (bytes.getShort(at + 30) & 0xffff) + (bytes.getShort(at + 32) & 0xffff);
    }
    return names.size() == count ? names : List.of();
  }

  /** Returns where the end of an archive's directory begins, which reaches to the last byte; -1 for no archive. */
  private static int end(byte[] tail) {
    ByteBuffer bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
    int first = Math.max(0, tail.length - SHORTEST_END - LONGEST_COMMENT);
    for (int at = tail.length - SHORTEST_END; at >= first; at--) {
      if (bytes.getInt(at) == DIRECTORY_END && (bytes.getShort(at + 20) & 0xffff) == tail.length - at - SHORTEST_END) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isText(byte[] head, boolean isCut) {
    var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(head.length + 1);
    var read = decoder.decode(ByteBuffer.wrap(head), text, !isCut);
    if (read.isError()) {
      return false;
    }
    return text.flip().chars().noneMatch(each -> each < ' ' && each != '\n' && each != '\r' && each != '\t'
        || each == 0x7f);
  }

  private static boolean starts(byte[] bytes, int at, String sign) {
    return bytes.length >= at + sign.length() && Arrays.equals(bytes, at, at + sign.length(),
        sign.getBytes(StandardCharsets.ISO_8859_1), 0, sign.length());
  }

  private static boolean contains(byte[] bytes, int from, int to, String sign) {
    for (int at = from; at <= Math.min(to, bytes.length) - sign.length(); at++) {
      if (starts(bytes, at, sign)) {
        return true;
      }
    }
    return false;
  }
}
