package com.mas.realtime.terminal.screen;

import java.util.ArrayDeque;

/** One buffer, main or alternate: the rows that are seen, and those that were scrolled out at the top. */
final class Grid {
  /** State that DECSC keeps and DECRC brings back. */
  static final class Saved {
    int x;
    int y;
    boolean pending;
    long pen;
    Row.Extra penExtra = Row.Extra.NONE;
    int[] charsets = new int[4];
    int shift;
  }

  Row[] rows;
  int columns;
  final ArrayDeque<Row> history = new ArrayDeque<>();
  final int historyLimit;
  Saved saved = new Saved();

  Grid(int columns, int lines, int historyLimit) {
    this.columns = columns;
    this.historyLimit = historyLimit;
    rows = new Row[lines];
    for (int i = 0; i < lines; i++) {
      rows[i] = new Row(columns);
    }
  }

  /** Rows of {@code [top, bottom)} move up; those that leave at the top of the screen are kept as scrollback. */
  void scrollUp(int top, int bottom, int count, long style) {
    int n = Math.min(count, bottom - top);
    for (int i = 0; i < n; i++) {
      Row gone = rows[top];
      Row fresh = top == 0 && historyLimit > 0 ? keep(gone) : gone;
      System.arraycopy(rows, top + 1, rows, top, bottom - top - 1);
      fresh.clear(style);
      rows[bottom - 1] = fresh;
    }
  }

  /** Puts the row into the scrollback and answers one to use instead. */
  private Row keep(Row row) {
    history.addLast(row);
    Row spare = history.size() > historyLimit ? history.pollFirst() : null;
    return spare != null && spare.cells.length == columns ? spare : new Row(columns);
  }

  void scrollDown(int top, int bottom, int count, long style) {
    int n = Math.min(count, bottom - top);
    for (int i = 0; i < n; i++) {
      Row fresh = rows[bottom - 1];
      System.arraycopy(rows, top, rows, top + 1, bottom - top - 1);
      fresh.clear(style);
      rows[top] = fresh;
    }
  }

  void clear(long style) {
    for (Row row : rows) {
      row.clear(style);
    }
  }

  void reset() {
    clear(Style.PLAIN);
    history.clear();
    saved = new Saved();
  }
}
