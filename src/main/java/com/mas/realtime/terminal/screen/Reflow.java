package com.mas.realtime.terminal.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A change of size. Lines of the main buffer, scrollback included, are wrapped anew at the new width, and the cursor
 * stays with its
 * text; when the screen grows, rows come back from the scrollback, when it shrinks they leave into it. The alternate
 * buffer is cut
 * or filled up: its program draws it again.
 */
final class Reflow {
  private final Screen screen;
  private final List<Row> out = new ArrayList<>();
  private int width;
  private int cursorRow;
  private int cursorColumn;
  private int screenStart;

  Reflow(Screen screen) {
    this.screen = screen;
  }

  void to(int columns, int lines) {
    if (columns == screen.columns && lines == screen.lines) {
      return;
    }
    Grid main = screen.grids[Screen.MAIN];
    Grid alternate = screen.grids[Screen.ALTERNATE];
    boolean shown = !screen.isAlternate();
    cursorColumn = shown ? screen.x + (screen.pending ? 1 : 0) : main.saved.x;
    cursorRow = main.history.size() + (shown ? screen.y : main.saved.y);
    main(main, columns, lines);
    int x = Math.min(cursorColumn, columns - 1);
    if (shown) {
      screen.x = x;
      screen.y = cursorRow;
      screen.pending = cursorColumn == columns;
      cut(alternate, columns, lines, 0);
    } else {
      main.saved.x = x;
      main.saved.y = cursorRow;
      int up = Math.max(0, screen.y - lines + 1);
      cut(alternate, columns, lines, up);
      screen.y -= up;
      screen.x = Math.min(screen.x, columns - 1);
      screen.pending = false;
    }
    for (Grid grid : screen.grids) {
      grid.columns = columns;
      grid.saved.x = Math.min(grid.saved.x, columns - 1);
      grid.saved.y = Math.min(grid.saved.y, lines - 1);
      grid.saved.pending = false;
    }
    screen.columns = columns;
    screen.lines = lines;
    screen.top = 0;
    screen.bottom = lines;
  }

  private static void cut(Grid grid, int columns, int lines, int up) {
    Row[] rows = Arrays.copyOfRange(grid.rows, up, up + lines);
    for (int i = 0; i < lines; i++) {
      if (rows[i] == null) {
        rows[i] = new Row(columns);
      }
      rows[i].resize(columns);
    }
    grid.rows = rows;
  }

  private void main(Grid grid, int columns, int lines) {
    List<Row> rows = new ArrayList<>(grid.history);
    screenStart = rows.size();
    rows.addAll(List.of(grid.rows));
    width = columns;
    if (columns == grid.columns) {
      out.addAll(rows);
    } else {
      wrapAnew(rows);
    }
    int surplus = out.size() - screenStart - lines;
    while (surplus > 0 && out.size() - 1 > cursorRow && out.getLast().used() == 0) {
      out.removeLast();
      surplus--;
    }
    while (out.size() < lines) {
      out.add(new Row(columns));
    }
    int start = Math.max(0, Math.min(out.size() - lines, surplus <= 0 ? out.size() - lines : screenStart + surplus));
    grid.history.clear();
    for (int i = Math.max(0, start - grid.historyLimit); i < start; i++) {
      grid.history.addLast(out.get(i));
    }
    grid.rows = out.subList(start, start + lines).toArray(new Row[0]);
    cursorRow = Screen.bounded(cursorRow - start, 0, lines - 1);
  }

  private void wrapAnew(List<Row> rows) {
    int oldCursor = cursorRow;
    int oldStart = screenStart;
    for (int i = 0; i < rows.size();) {
      int end = i + 1;
      while (end < rows.size() && rows.get(end - 1).wrapped) {
        end++;
      }
      line(rows, i, end, oldCursor, oldStart);
      i = end;
    }
  }

  /** One line of text, which rows {@code [from, to)} hold. */
  private void line(List<Row> rows, int from, int to, int oldCursor, int oldStart) {
    if (oldStart == from) {
      screenStart = out.size();
    }
    Row row = new Row(width);
    out.add(row);
    int at = 0;
    for (int r = from; r < to; r++) {
      if (r > from && r == oldStart) {
        screenStart = out.size() - 1;
      }
      Row source = rows.get(r);
      boolean last = r == to - 1;
      int length = last ? source.used() : source.cells.length;
      if (r == oldCursor && last) {
        length = Math.max(length, Math.min(cursorColumn, source.cells.length));
      }
      for (int i = 0; i < length; i++) {
        int cell = source.cells[i];
        if ((cell & Row.LEADING) != 0 && !last) {
          continue;
        }
        int need = (cell & Row.WIDE) != 0 ? 2 : 1;
        if (at + need > width) {
          if (at < width) {
            row.cells[at] = ' ' | Row.LEADING;
          }
          row.wrapped = true;
          row = new Row(width);
          out.add(row);
          at = 0;
        }
        if (r == oldCursor && i == cursorColumn) {
          moveCursor(at);
        }
        row.cells[at] = cell & ~Row.LEADING;
        row.style(at, source.styles[i]);
        row.extra(at, source.extra(i));
        row.wide |= source.wide;
        at++;
      }
      if (r == oldCursor && cursorColumn >= length && !cursorMoved) {
        moveCursor(Math.min(at + cursorColumn - length, width));
      }
    }
  }

  private boolean cursorMoved;

  private void moveCursor(int column) {
    if (!cursorMoved) {
      cursorMoved = true;
      cursorRow = out.size() - 1;
      cursorColumn = column;
    }
  }
}
