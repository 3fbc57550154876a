package com.mas.realtime.terminal.screen;

import com.mas.bus.Text;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A terminal's whole state, and what its programs can do to it; see the package for what it promises. */
public final class Screen {
  static final int MAIN = 0;
  static final int ALTERNATE = 1;
  private static final Set<Mode> MOUSE = EnumSet.of(Mode.MOUSE_X10, Mode.MOUSE_PRESS, Mode.MOUSE_DRAG, Mode.MOUSE_MOVE);
  private static final Set<Mode> MOUSE_ENCODING =
      EnumSet.of(Mode.MOUSE_UTF8, Mode.MOUSE_SGR, Mode.MOUSE_URXVT, Mode.MOUSE_PIXELS);
  private static final int MOST_COLUMNS = 1000;
  private static final int MOST_LINES = 500;
  private static final int MOST_TITLE = 512;
  private static final int MOST_PALETTE = 300;
  private static final int TAB = 8;

  final Grid[] grids = new Grid[2];
  Grid grid;
  int columns;
  int lines;
  int x;
  int y;
  /** The cursor stands on the last column and the next character wraps. */
  boolean pending;
  int top;
  /** Exclusive. */
  int bottom;
  long pen;
  Row.Extra penExtra = Row.Extra.NONE;
  final int[] charsets = new int[4];
  int shift;
  BitSet tabs = new BitSet();
  private final boolean[] modes = new boolean[Mode.values().length];
  String title = "";
  int cursorStyle;
  /** Colours that OSC 4, 10, 11 and 12 set, by "4;number" or "10". */
  final Map<String, String> palette = new TreeMap<>();
  /** Columns of the character that was printed last, with nothing after it; else 0. */
  int printed;
  private final VtParser parser = new VtParser(this);
  private boolean untouched = true;

  /** @param scrollback rows that are kept above the screen */
  public Screen(int columns, int lines, int scrollback) {
    this.columns = bounded(columns, 2, MOST_COLUMNS);
    this.lines = bounded(lines, 1, MOST_LINES);
    grids[MAIN] = new Grid(this.columns, this.lines, scrollback);
    grids[ALTERNATE] = new Grid(this.columns, this.lines, 0);
    reset();
  }

  public void write(byte[] bytes, int from, int to) {
    untouched &= from == to;
    parser.feed(bytes, from, to);
  }

  public void resize(int columns, int lines) {
    new Reflow(this).to(bounded(columns, 2, MOST_COLUMNS), bounded(lines, 1, MOST_LINES));
  }

  /**
   * Escape sequences that draw this in another terminal of this size, after resetting it, whatever state that was in.
   */
  public byte[] dump() {
    return new ScreenDump(this, parser.unfinished()).bytes();
  }

  public int columns() {
    return columns;
  }

  public int lines() {
    return lines;
  }

  public String title() {
    return title;
  }

  /** Returns whether nothing has been written yet. */
  public boolean isUntouched() {
    return untouched;
  }

  /** The text of a row of the screen, without the blanks at its end. */
  public String text(int line) {
    StringBuilder text = new StringBuilder();
    Row row = grid.rows[line];
    for (int i = 0; i < row.used(); i++) {
      if ((row.cells[i] & Row.SPACER) == 0) {
        text.appendCodePoint(row.cells[i] & Row.CODE).append(row.extra(i).marks());
      }
    }
    return text.toString();
  }

  static int bounded(int value, int least, int most) {
    return Math.max(least, Math.min(value, most));
  }

  void reset() {
    grid = grids[MAIN];
    for (Grid each : grids) {
      each.reset();
      Arrays.fill(each.saved.charsets, Charsets.ASCII);
    }
    softReset();
    x = 0;
    y = 0;
    pending = false;
    for (Mode mode : Mode.values()) {
      modes[mode.ordinal()] = mode.byDefault();
    }
    title = "";
    palette.clear();
    cursorStyle = 0;
    printed = 0;
    tabs = new BitSet();
    for (int i = TAB; i < MOST_COLUMNS; i += TAB) {
      tabs.set(i);
    }
  }

  /** DECSTR. */
  void softReset() {
    top = 0;
    bottom = lines;
    pen = Style.PLAIN;
    penExtra = Row.Extra.NONE;
    Arrays.fill(charsets, Charsets.ASCII);
    shift = 0;
    for (Mode mode : new Mode[] {Mode.INSERT, Mode.ORIGIN, Mode.CURSOR_KEYS, Mode.KEYPAD, Mode.PASTE, Mode.FOCUS,
        Mode.REVERSE_WRAP}) {
      modes[mode.ordinal()] = false;
    }
    modes[Mode.WRAP.ordinal()] = true;
    modes[Mode.VISIBLE.ordinal()] = true;
    grid.saved = new Grid.Saved();
    Arrays.fill(grid.saved.charsets, Charsets.ASCII);
  }

  boolean is(Mode mode) {
    return modes[mode.ordinal()];
  }

  void set(Mode mode, boolean on) {
    // one kind of mouse report and one encoding at a time: setting one takes the place of the others, any reset ends it
    if (MOUSE.contains(mode)) {
      MOUSE.forEach(each -> modes[each.ordinal()] = false);
    } else if (MOUSE_ENCODING.contains(mode)) {
      MOUSE_ENCODING.forEach(each -> modes[each.ordinal()] = false);
    }
    modes[mode.ordinal()] = on;
    if (mode == Mode.ORIGIN) {
      moveTo(0, 0);
    }
  }

  boolean isAlternate() {
    return grid == grids[ALTERNATE];
  }

  /** Printable ASCII, the bulk of all output. */
  void printAscii(byte[] bytes, int from, int to) {
    int at = from;
    if (charsets[shift] != Charsets.ASCII || is(Mode.INSERT)) {
      while (at < to) {
        print(Charsets.map(charsets[shift], bytes[at++]));
      }
      return;
    }
    while (at < to) {
      wrapIfPending();
      Row row = grid.rows[y];
      int count = Math.min(to - at, columns - x);
      row.cut(x, x + count, pen, penExtra);
      int[] cells = row.cells;
      for (int i = 0; i < count; i++) {
        cells[x + i] = bytes[at + i];
      }
      row.style(x, x + count, pen);
      if (row.extras != null || !penExtra.isNone()) {
        for (int i = 0; i < count; i++) {
          row.extra(x + i, penExtra);
        }
      }
      at += count;
      advance(count);
    }
    printed = 1;
  }

  void print(int code) {
    int width = Widths.of(code);
    if (width == 0) {
      combine(code);
      return;
    }
    boolean behind = pending;
    wrapIfPending();
    if (width == 2 && x + 1 >= columns) {
      if (!is(Mode.WRAP)) {
        if (!behind) {
          grid.rows[y].cut(x, x, pen);
        }
        printed = 2;
        return;
      }
      put(x, ' ' | Row.LEADING);
      wrap();
    }
    Row row = grid.rows[y];
    if (is(Mode.INSERT) && x + width < columns) {
      row.insert(x, width, Style.erased(pen), pen);
    }
    row.cut(x, x + width, pen, penExtra);
    put(x, width == 2 ? code | Row.WIDE : code);
    if (width == 2) {
      row.wide = true;
      put(x + 1, ' ' | Row.SPACER);
    }
    advance(width);
    printed = width;
  }

  private void put(int column, int cell) {
    Row row = grid.rows[y];
    row.cut(column, column + 1, pen, penExtra);
    row.cells[column] = cell;
    row.style(column, pen);
    row.extra(column, penExtra);
  }

  private void advance(int count) {
    x += count;
    if (x >= columns) {
      x = columns - 1;
      pending = true;
    }
  }

  void combine(int mark) {
    int column = pending ? x : Math.max(0, x - 1);
    Row row = grid.rows[y];
    if ((row.cells[column] & Row.SPACER) != 0 && column > 0) {
      column--;
    }
    row.combine(column, mark);
  }

  private void wrapIfPending() {
    if (pending && is(Mode.WRAP)) {
      wrap();
    }
    pending = false;
  }

  private void wrap() {
    grid.rows[y].wrapped = true;
    pending = false;
    lineFeed();
    x = 0;
  }

  void lineFeed() {
    if (y + 1 == bottom) {
      grid.scrollUp(top, bottom, 1, Style.erased(pen));
    } else if (y + 1 < lines) {
      y++;
    }
    pending = false;
  }

  void reverseLineFeed() {
    if (y == top) {
      grid.scrollDown(top, bottom, 1, Style.erased(pen));
    } else if (y > 0) {
      y--;
    }
    pending = false;
  }

  void carriageReturn() {
    x = 0;
    pending = false;
  }

  void backspace() {
    x = Math.max(0, x - 1);
    pending = false;
  }

  void tab(int count) {
    for (int i = 0; i < count && x < columns - 1; i++) {
      int next = tabs.nextSetBit(x + 1);
      x = next < 0 || next >= columns ? columns - 1 : next;
      pending = false;
    }
  }

  void backTab(int count) {
    for (int i = 0; i < count && x > 0; i++) {
      x = Math.max(0, tabs.previousSetBit(x - 1));
    }
    pending = false;
  }

  /** Zero-based; within the scroll region in origin mode. */
  void moveTo(int column, int line) {
    boolean origin = is(Mode.ORIGIN);
    x = bounded(column, 0, columns - 1);
    y = origin ? bounded(line + top, top, bottom - 1) : bounded(line, 0, lines - 1);
    pending = false;
  }

  /** Up when negative; stops at the margins if it starts within them. */
  void moveLines(int count) {
    int least = y >= top ? top : 0;
    int most = y < bottom ? bottom - 1 : lines - 1;
    y = bounded(y + count, least, most);
    pending = false;
  }

  void moveColumns(int count) {
    x = bounded(x + count, 0, columns - 1);
    pending = false;
  }

  void region(int first, int end) {
    int last = end <= 0 ? lines : Math.min(end, lines);
    int start = Math.max(0, first);
    if (start < last - 1) {
      top = start;
      bottom = last;
      moveTo(0, 0);
    }
  }

  void save() {
    Grid.Saved saved = grid.saved;
    saved.x = x;
    saved.y = y;
    saved.pending = pending;
    saved.pen = pen;
    saved.penExtra = penExtra;
    saved.charsets = charsets.clone();
    saved.shift = shift;
  }

  void restore() {
    Grid.Saved saved = grid.saved;
    x = Math.min(saved.x, columns - 1);
    y = is(Mode.ORIGIN) ? bounded(saved.y, top, bottom - 1) : Math.min(saved.y, lines - 1);
    pen = saved.pen;
    penExtra = saved.penExtra;
    charsets[shift] = saved.charsets[saved.shift]; // which one is in use stays as it is
    pending = saved.pending && x == columns - 1;
  }

  void alternate(boolean on) {
    if (on == isAlternate()) {
      return;
    }
    grid = grids[on ? ALTERNATE : MAIN];
    if (on) {
      grid.clear(Style.erased(pen));
    }
  }

  void title(String text) {
    title = Text.cut(text, MOST_TITLE);
  }

  /** @param colour null takes the setting back */
  void palette(String key, String colour) {
    if (colour == null) {
      palette.remove(key);
    } else if (palette.size() < MOST_PALETTE || palette.containsKey(key)) {
      palette.put(key, colour);
    }
  }
}
