package com.mas.realtime.terminal.screen;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Draws a screen by escape sequences, first the main buffer with its scrollback, line by line, so that lines that were
 * wrapped are
 * wrapped again; then the alternate one, if it is shown; then what is not seen.
 */
final class ScreenDump {
  private final Screen screen;
  private final byte[] unfinished;
  private final StringBuilder out = new StringBuilder(4096);
  private long style = Style.PLAIN;
  private int underline;
  private Row.Link link;

  ScreenDump(Screen screen, byte[] unfinished) {
    this.screen = screen;
    this.unfinished = unfinished;
  }

  byte[] bytes() {
    out.append("\030\033c"); // CAN ends whatever sequence the other is in the middle of
    if (!screen.title.isEmpty()) {
      out.append("\033]2;").append(screen.title).append("\033\\");
    }
    screen.palette.forEach((key, colour) -> out.append("\033]").append(key).append(';').append(colour)
        .append("\033\\"));
    Grid main = screen.grids[Screen.MAIN];
    if (!screen.isAlternate() && !isPlain(screen.grids[Screen.ALTERNATE].saved)) {
      out.append("\033[?47h");
      save(screen.grids[Screen.ALTERNATE]);
      out.append("\033[?47l\033[H");
    }
    rows(main);
    if (screen.isAlternate()) {
      place(main);
      out.append("\033[?1049h");
      neutral();
      out.append("\033[2J\033[H");
      rows(screen.grid);
    }
    save(screen.grid);
    tabs();
    cursor();
    charsets(screen.charsets, screen.shift);
    modes();
    pen(screen.pen, screen.penExtra);
    printed();
    byte[] text = out.toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream all = new ByteArrayOutputStream(text.length + unfinished.length);
    all.writeBytes(text);
    all.writeBytes(unfinished);
    return all.toByteArray();
  }

  private void rows(Grid grid) {
    List<Row> rows = new ArrayList<>(grid.history);
    rows.addAll(List.of(grid.rows));
    int end = rows.size();
    if (grid.history.isEmpty()) {
      while (end > 0 && rows.get(end - 1).used() == 0 && !(end > 1 && rows.get(end - 2).wrapped)) {
        end--; // blank lines below need no drawing
      }
    }
    boolean continued = false;
    for (int i = 0; i < end; i++) {
      Row row = rows.get(i);
      Row next = i + 1 < end ? rows.get(i + 1) : null;
      boolean wraps = row.wrapped && next != null;
      int used = Math.max(row.used(), continued ? 1 : 0);
      if (wraps) {
        used = comesByItself(row, next) ? row.cells.length - 1 : row.cells.length;
      }
      cells(row, used);
      if (continued && used < row.cells.length && Style.back(row.styles[0]) != 0) {
        sgr(Style.PLAIN, 0);
        out.append("\033[K"); // the line came with the background of its first character
      }
      if (!wraps && next != null) {
        if (Style.back(style) != 0) {
          sgr(Style.PLAIN, 0);
        }
        out.append("\r\n");
      }
      continued = wraps;
    }
    link(null);
    sgr(Style.PLAIN, 0);
  }

  /** Returns whether the last cell is the gap that the wide character of the next line leaves. */
  private static boolean comesByItself(Row row, Row next) {
    int last = row.cells.length - 1;
    return (row.cells[last] & Row.LEADING) != 0 && (next.cells[0] & Row.WIDE) != 0 && row.styles[last] == next.styles[0]
        && row.extra(last).equals(next.extra(0));
  }

  private void cells(Row row, int used) {
    for (int i = 0; i < used; i++) {
      int cell = row.cells[i];
      boolean half = (cell & Row.SPACER) != 0;
      if (half && i > 0 && (row.cells[i - 1] & Row.WIDE) != 0) {
        continue;
      }
      cell(row, i, half ? ' ' : cell & Row.CODE);
    }
  }

  private void cell(Row row, int column, int code) {
    Row.Extra extra = row.extra(column);
    link(extra.link());
    sgr(row.styles[column], extra.underline());
    out.appendCodePoint(code).append(extra.marks());
  }

  private void sgr(long wanted, int wantedUnderline) {
    if ((wanted & Style.PROTECTED) != (style & Style.PROTECTED)) {
      out.append((wanted & Style.PROTECTED) != 0 ? "\033[1\"q" : "\033[0\"q");
    }
    if ((wanted & ~Style.PROTECTED) != (style & ~Style.PROTECTED) || wantedUnderline != underline) {
      out.append(Sgr.of(wanted, wantedUnderline));
    }
    style = wanted;
    underline = wantedUnderline;
  }

  private void link(Row.Link wanted) {
    if (wanted == null ? link != null : !wanted.equals(link)) {
      out.append("\033]8;").append(wanted == null ? ";" : wanted.parameters() + ";" + wanted.uri()).append("\033\\");
      link = wanted;
    }
  }

  private void pen(long pen, Row.Extra extra) {
    link(extra.link());
    sgr(pen, extra.underline());
  }

  /** Returns whether a program can ask to repeat the character before the cursor, which has the pen's style then. */
  private boolean repeats() {
    int column = Repetition.column(screen);
    if (column < 0) {
      return false;
    }
    Row row = screen.grid.rows[screen.y];
    Row.Extra extra = row.extra(column);
    return row.styles[column] == screen.pen && extra.underline() == screen.penExtra.underline()
        && Objects.equals(extra.link(), screen.penExtra.link());
  }

  /** Prints the last character once more, as the last of all, if a program can ask to repeat it. */
  private void printed() {
    if (repeats()) {
      int column = Repetition.column(screen);
      Row row = screen.grid.rows[screen.y];
      int line = screen.is(Mode.ORIGIN) ? screen.y - screen.top : screen.y;
      out.append("\033[").append(line + 1).append(';').append(column + 1).append('H');
      if (screen.is(Mode.INSERT)) {
        out.append("\033[").append(screen.printed).append('P'); // it makes room for itself
      }
      out.appendCodePoint(row.cells[column] & Row.CODE).append(row.extra(column).marks());
    } else if (screen.pending) {
      out.append('\0'); // nothing follows what was printed to bring the cursor there
    }
  }

  private void neutral() {
    link(null);
    sgr(Style.PLAIN, 0);
    out.append("\033(B\033)B\033*B\033+B\017");
  }

  /** Brings cursor, pen and character sets to what was saved. */
  private void place(Grid grid) {
    Grid.Saved saved = grid.saved;
    moveTo(grid.rows[saved.y], saved.x, saved.y, saved.pending);
    charsets(saved.charsets, saved.shift);
    pen(saved.pen, saved.penExtra);
  }

  private static boolean isPlain(Grid.Saved saved) {
    boolean plain = saved.x == 0 && !saved.pending && saved.y == 0 && saved.pen == Style.PLAIN
        && saved.penExtra.isNone() && saved.shift == 0;
    for (int charset : saved.charsets) {
      plain &= charset == Charsets.ASCII;
    }
    return plain;
  }

  private void save(Grid grid) {
    if (!isPlain(grid.saved)) {
      place(grid);
      out.append("\0337");
      neutral();
      gap(grid);
    }
  }

  /** Draws the gap before a wide character again, where {@link #place} has drawn a blank of its own. */
  private void gap(Grid grid) {
    int line = grid.saved.y;
    if (grid.saved.pending && line + 1 < grid.rows.length && grid.rows[line].wrapped
        && comesByItself(grid.rows[line], grid.rows[line + 1])) {
      Row next = grid.rows[line + 1];
      out.append("\033[").append(line + 1).append(';').append(grid.rows[line].cells.length).append('H');
      cell(next, 0, next.cells[0] & Row.CODE);
      link(null);
      sgr(Style.PLAIN, 0);
    }
  }

  private void tabs() {
    boolean usual = true;
    for (int i = 1; i < screen.columns; i++) {
      usual &= screen.tabs.get(i) == (i % 8 == 0);
    }
    if (!usual) {
      out.append("\033[3g");
      for (int i = screen.tabs.nextSetBit(0); i >= 0 && i < screen.columns; i = screen.tabs.nextSetBit(i + 1)) {
        out.append("\033[").append(i + 1).append("G\033H");
      }
    }
  }

  private void cursor() {
    if (screen.top != 0 || screen.bottom != screen.lines) {
      out.append("\033[").append(screen.top + 1).append(';').append(screen.bottom).append('r');
    }
    int line = screen.y;
    if (screen.is(Mode.ORIGIN)) {
      out.append("\033[?6h");
      line -= screen.top;
    }
    moveTo(screen.grid.rows[screen.y], screen.x, line, screen.pending && !repeats());
  }

  /**
   * @param pending only a character in the last column brings the cursor behind it, so the one that is there is drawn
   * again
   */
  private void moveTo(Row row, int x, int line, boolean pending) {
    boolean half = pending && (row.cells[x] & Row.SPACER) != 0 && (row.cells[x - 1] & Row.WIDE) != 0;
    int column = half ? x - 1 : x;
    out.append("\033[").append(line + 1).append(';').append(column + 1).append('H');
    if (pending) {
      cell(row, column, row.cells[column] & Row.CODE);
      link(null);
      sgr(Style.PLAIN, 0);
    }
  }

  private void charsets(int[] charsets, int shift) {
    for (int i = 0; i < charsets.length; i++) {
      if (charsets[i] != Charsets.ASCII) {
        out.append('\033').append("()*+".charAt(i)).append((char) charsets[i]);
      }
    }
    switch (shift) {
      case 1 -> out.append('\016');
      case 2 -> out.append("\033n");
      case 3 -> out.append("\033o");
      default -> {}
    }
  }

  private void modes() {
    for (Mode mode : Mode.values()) {
      if (mode != Mode.ORIGIN && screen.is(mode) != mode.byDefault()) {
        out.append("\033[").append(mode.number).append(screen.is(mode) ? 'h' : 'l');
      }
    }
    if (screen.cursorStyle != 0) {
      out.append("\033[").append(screen.cursorStyle).append(" q");
    }
  }
}
