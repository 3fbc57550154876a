package com.mas.realtime.terminal.screen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Checks laws for every stream of bytes, whatever program wrote it.
 */
class ScreenLawsTest {
  private static final List<String> PIECES = List.of("a", "word ", "日本", "e\u0301", "😀", "\r\n", "\n", "\r", "\b",
      "\t", "\033[%d;%dH",
      "\033[%dm", "\033[38;5;%dm", "\033[48;2;%d;9;%dm", "\033[4:%dm", "\033[58:5:%dm", "\033[m", "\033[%dA",
      "\033[%dB", "\033[%dC",
      "\033[%dD", "\033[%dJ", "\033[%dK", "\033[%d@", "\033[%dP", "\033[%dL", "\033[%dM", "\033[%dX", "\033[%dS",
      "\033[%dT",
      "\033[%d;%dr", "\033[r", "\033[?6h", "\033[?6l", "\033[?7l", "\033[?7h", "\033[4h", "\033[4l", "\0337", "\0338",
      "\033M", "\033D",
      "\033E", "\033H", "\033[3g", "\033[?1049h", "\033[?1049l", "\033[?25l", "\033[?2004h", "\033[?1002h",
      "\033[?1006h",
      "\033(0", "\033(B", "\016", "\017", "\033)0", "\033]2;title %d\007",
      "\033]8;;https://learner.example/%d\033\\", "\033]8;;\033\\",
      "\033[%d q", "\033[1\"q", "\033[0\"q", "\033[?%dJ", "\033#8", "\033[%db", "=\033[%db",
      "xxxxxxxxxxxxxxxxxxxxxxxxxxx",
      "\033Pq#0\033\\", "\033[!p", "\033",
      "\033[", "\033]0;half");

  @Property(tries = 800)
  void anySplitOfTheInputGivesTheSameScreen(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int pieces) {
    byte[] input = input(new Random(seed), pieces);
    Screen whole = screen();
    whole.write(input, 0, input.length);
    Screen split = screen();
    Random random = new Random(~seed);
    for (int at = 0; at < input.length;) {
      int end = Math.min(input.length, at + 1 + random.nextInt(7));
      split.write(input, at, end);
      at = end;
    }
    assertEquals(described(whole), described(split));
    assertArrayEquals(whole.dump(), split.dump());
  }

  @Property(tries = 800)
  void aDumpDrawsTheSameScreenAndTheSameDump(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int pieces) {
    Random random = new Random(seed);
    Screen screen = screen();
    byte[] input = input(random, pieces);
    screen.write(input, 0, input.length);
    byte[] dump = screen.dump();
    Screen other = screen();
    byte[] before = input(random, 20);
    other.write(before, 0, before.length);
    other.write(dump, 0, dump.length);
    assertEquals(described(screen), described(other));
    assertEquals(readable(dump), readable(other.dump()));
  }

  /** All viewers are drawn anew when the size changes: who was there sees what somebody sees who comes afterwards. */
  @Property(tries = 800)
  void aDumpAfterChangesOfSizeDrawsTheSameScreen(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int changes) {
    Random random = new Random(seed);
    Screen screen = screen();
    for (int i = 0; i < changes; i++) {
      byte[] input = input(random, random.nextInt(20));
      screen.write(input, 0, input.length);
      screen.resize(2 + random.nextInt(40), 1 + random.nextInt(12));
    }
    byte[] dump = screen.dump();
    Screen other = new Screen(screen.columns, screen.lines, 10);
    other.write(dump, 0, dump.length);
    assertEquals(described(screen), described(other));
    byte[] after = input(random, 20);
    screen.write(after, 0, after.length);
    other.write(after, 0, after.length);
    assertEquals(described(screen), described(other));
  }

  /** The cursor was saved behind the gap that a wide character leaves at the end of a line. */
  @Example
  void theGapBeforeAWideCharacterIsDrawnAgain() {
    aDumpDrawsTheSameScreenAndTheSameDump(-79, 47);
  }

  /** A wide character was printed last where lines do not wrap, and the cursor stood still in its second half. */
  @Example
  void theWideCharacterAtTheEdgeOfALineThatDoesNotWrapIsDrawnOnce() {
    aDumpDrawsTheSameScreenAndTheSameDump(-22859022767580L, 60);
  }

  @Property(tries = 1000)
  void aLateViewerSeesWhatAnEarlyOneDoes(@ForAll long seed) {
    byte[] input = input(new Random(seed), 60);
    int cut = new Random(seed).nextInt(input.length + 1);
    Screen early = screen();
    early.write(input, 0, cut);
    byte[] dump = early.dump();
    Screen late = screen();
    late.write(dump, 0, dump.length);
    early.write(input, cut, input.length);
    late.write(input, cut, input.length);
    assertEquals(described(early), described(late));
  }

  @Property(tries = 1000)
  void noSizeAndNoBytesBreakIt(@ForAll byte[] noise, @ForAll long seed) {
    Random random = new Random(seed);
    Screen screen = screen();
    for (int i = 0; i < 6; i++) {
      byte[] input = input(random, 15);
      screen.write(input, 0, input.length);
      screen.write(noise, 0, noise.length);
      screen.resize(2 + random.nextInt(40), 1 + random.nextInt(12));
      assertTrue(screen.x >= 0 && screen.x < screen.columns && screen.y >= 0 && screen.y < screen.lines,
          "the cursor is on the screen");
      assertTrue(screen.grids[Screen.MAIN].history.size() <= 10, "the scrollback is bounded");
      for (Grid grid : screen.grids) {
        assertEquals(screen.lines, grid.rows.length);
        for (Row row : grid.rows) {
          assertEquals(screen.columns, row.cells.length);
        }
      }
      screen.dump();
    }
  }

  @Property(tries = 500)
  void textSurvivesASmallerWidthAndBack(@ForAll long seed, @ForAll @IntRange(min = 4, max = 40) int width) {
    Random random = new Random(seed);
    Screen screen = new Screen(20, 30, 100);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      for (int j = random.nextInt(50); j > 0; j--) {
        text.append(random.nextInt(9) == 0 ? "字" : Character.toString('a' + random.nextInt(26)));
      }
      text.append("\r\n");
    }
    byte[] input = text.toString().getBytes(StandardCharsets.UTF_8);
    screen.write(input, 0, input.length);
    String before = lines(screen);
    screen.resize(width, 30);
    assertEquals(before.strip(), lines(screen).strip());
    screen.resize(20, 30);
    assertEquals(before.strip(), lines(screen).strip());
  }

  private static Screen screen() {
    return new Screen(12, 5, 10);
  }

  static byte[] input(Random random, int pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < pieces; i++) {
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      int bound = random.nextInt(5) == 0 ? 300 : 8;
      out.writeBytes(piece.replace("%d", "" + random.nextInt(bound)).getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  /** Logical lines: rows that wrap are joined. */
  private static String lines(Screen screen) {
    StringBuilder text = new StringBuilder();
    List<Row> rows = new ArrayList<>(screen.grids[Screen.MAIN].history);
    rows.addAll(List.of(screen.grids[Screen.MAIN].rows));
    for (Row row : rows) {
      for (int i = 0; i < (row.wrapped ? row.cells.length : row.used()); i++) {
        if ((row.cells[i] & (Row.SPACER | Row.LEADING)) == 0) {
          text.appendCodePoint(row.cells[i] & Row.CODE);
        }
      }
      if (!row.wrapped) {
        text.append('\n');
      }
    }
    return text.toString();
  }

  static String described(Screen screen) {
    StringBuilder text = new StringBuilder();
    text.append(screen.x).append(' ').append(screen.y).append(' ').append(screen.pending).append(' ')
        .append(screen.top).append('-')
        .append(screen.bottom).append(' ').append(screen.pen).append(screen.penExtra).append(screen.title)
        .append(screen.cursorStyle)
        .append(screen.isAlternate()).append(screen.shift);
    for (Mode mode : Mode.values()) {
      text.append(screen.is(mode) ? mode.number + " " : "");
    }
    List<Row> rows = new ArrayList<>(screen.grid.history);
    rows.addAll(List.of(screen.grid.rows));
    for (Row row : rows) {
      text.append('\n');
      for (int i = 0; i < row.cells.length; i++) {
        text.append('[').appendCodePoint(row.cells[i] & Row.CODE).append(row.cells[i] & (Row.WIDE | Row.SPACER))
            .append(' ')
            .append(row.styles[i]).append(row.extra(i).isNone() ? "" : row.extra(i)).append(']');
      }
    }
    return text.toString();
  }

  private static String readable(byte[] dump) {
    return new String(dump, StandardCharsets.UTF_8).replace('\033', '^');
  }
}
