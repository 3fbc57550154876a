package com.mas.realtime.terminal.screen;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The screen model against another terminal's own recordings: Alacritty's, {@code alacritty_terminal/tests/ref}, which
 * are not part of this project. Prints a line for each: equal, or how many cells differ and the first of them. A cell
 * is its character and marks, both colours, attributes, underline's colour and link; also compared is where lines wrap.
 *
 * <p>Where the two should differ, ours does what xterm.js does, which viewers run: after the test pattern (DECALN) the
 * cursor is at the top ({@code decaln_reset}); characters that are not protected are erased selectively, which
 * Alacritty does not know ({@code selective_erasure}); SGR 21 underlines twice and does not end bold ({@code
 * underline}).
 *
 * <p>{@code java -cp target/test-classes:target/classes:target/lib/* com.mas.realtime.terminal.screen.RefRecordings
 * FOLDER}
 */
public final class RefRecordings {
  private static final List<String> COLOURS =
      List.of("Black", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "White");
  private static final Map<String, Long> ATTRIBUTES = Map.of("BOLD", Style.BOLD, "DIM", Style.DIM, "ITALIC",
      Style.ITALIC, "INVERSE", Style.INVERSE, "HIDDEN", Style.HIDDEN, "STRIKEOUT", Style.STRIKE);
  private static final List<String> UNDERLINES =
      List.of("UNDERLINE", "DOUBLE_UNDERLINE", "UNDERCURL", "DOTTED_UNDERLINE", "DASHED_UNDERLINE");
  private static final int SCROLLBACK = 500;

  private RefRecordings() {}

  public static void main(String[] arguments) throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.list(Path.of(arguments[0]))) {
      folders = all.filter(each -> Files.exists(each.resolve("alacritty.recording"))).sorted().toList();
    }
    int equal = 0;
    for (Path folder : folders) {
      String result = Files.exists(folder.resolve("grid.json")) && Files.size(folder.resolve("grid.json")) > 0
          ? compare(folder) : "its grid.json is not there";
      equal += result.equals("equal") ? 1 : 0;
      System.out.println(folder.getFileName() + ": " + result);
    }
    System.out.println(equal + " of " + folders.size() + " are equal");
  }

  private static String compare(Path folder) throws IOException {
    JsonNode size = Json.MAPPER.readTree(folder.resolve("size.json").toFile());
    JsonNode grid = Json.MAPPER.readTree(folder.resolve("grid.json").toFile());
    Screen screen = new Screen(size.path("columns").asInt(), size.path("screen_lines").asInt(), SCROLLBACK);
    byte[] recording = Files.readAllBytes(folder.resolve("alacritty.recording"));
    screen.write(recording, 0, recording.length);
    List<String> differences = new ArrayList<>();
    JsonNode rows = grid.at("/raw/inner");
    int zero = grid.at("/raw/zero").asInt();
    for (int line = 0; line < screen.lines(); line++) {
      // kept from the bottom up, in a ring
      JsonNode cells = rows.get((zero + screen.lines() - 1 - line) % rows.size()).path("inner");
      for (int column = 0; column < screen.columns(); column++) {
        String expected = expected(cells.get(column));
        String found = found(screen.grid.rows[line], column, screen.columns());
        if (!expected.equals(found)) {
          differences.add("line " + line + " column " + column + " should be " + expected + " and is " + found);
        }
      }
    }
    return differences.isEmpty() ? "equal" : differences.size() + " cells differ; " + differences.getFirst();
  }

  private static String expected(JsonNode cell) {
    List<String> flags = List.of(cell.path("flags").asText().split(" \\| "));
    long style = Style.withBack(Style.withFore(Style.PLAIN, colour(cell.path("fg"))), colour(cell.path("bg")));
    for (String flag : flags) {
      style |= ATTRIBUTES.getOrDefault(flag, 0L);
      if (UNDERLINES.contains(flag)) {
        style = Style.withUnderline(style, 1 + UNDERLINES.indexOf(flag));
      }
    }
    StringBuilder marks = new StringBuilder();
    JsonNode extra = cell.path("extra");
    extra.path("zerowidth").forEach(mark -> marks.append(mark.asText()));
    JsonNode underline = extra.path("underline_color");
    // a tab in a cell is there to be copied as one
    return described(cell.path("c").asText().replace('\t', ' '), marks.toString(), style,
        underline.isObject() ? colour(underline) : 0, extra.path("hyperlink").path("inner").path("uri").asText(),
        flags.contains("WIDE_CHAR"), flags.contains("WRAPLINE"));
  }

  private static int colour(JsonNode colour) {
    if (colour.has("Spec")) {
      JsonNode rgb = colour.path("Spec");
      return Style.RGB | rgb.path("r").asInt() << 16 | rgb.path("g").asInt() << 8 | rgb.path("b").asInt();
    }
    if (colour.has("Indexed")) {
      return Style.INDEXED | colour.path("Indexed").asInt();
    }
    String name = colour.path("Named").asText();
    boolean bright = name.startsWith("Bright");
    int index = COLOURS.indexOf(bright ? name.substring("Bright".length()) : name);
    return index < 0 ? 0 : Style.INDEXED | index + (bright ? COLOURS.size() : 0);
  }

  private static String found(Row row, int column, int columns) {
    Row.Extra extra = row.extra(column);
    return described(Character.toString(row.cells[column] & Row.CODE), extra.marks(), row.styles[column]
        & ~Style.PROTECTED, extra.underline(), extra.link() == null ? "" : extra.link().uri(),
        (row.cells[column] & Row.WIDE) != 0, row.wrapped && column == columns - 1);
  }

  private static String described(String text, String marks, long style, int underline, String link, boolean wide,
      boolean wraps) {
    return "'" + text + marks + "' " + Long.toHexString(style) + (underline == 0 ? "" : " _" + underline)
        + (link.isEmpty() ? "" : " " + link) + (wide ? " wide" : "") + (wraps ? " wraps" : "");
  }
}
