package com.mas.realtime.terminal.screen;

import java.util.Arrays;

/** One line of cells. A blank cell holds a space; a wide character is followed by a cell marked {@link #SPACER}. */
final class Row {
  static final int CODE = (1 << 21) - 1;
  static final int WIDE = 1 << 24;
  static final int SPACER = 1 << 25;
  /** The last cell of a line that a wide character did not fit into. */
  static final int LEADING = 1 << 26;
  private static final int MOST_MARKS = 8;

  /**
   * Properties that few cells have.
   *
   * @param marks combining characters, may be empty
   * @param underline colour as in {@link Style}, 0 for the text's own
   * @param link null for none
   */
  record Extra(String marks, int underline, Link link) {
    static final Extra NONE = new Extra("", 0, null);

    boolean isNone() {
      return marks.isEmpty() && underline == 0 && link == null;
    }

    Extra withoutMarks() {
      return new Extra("", underline, link);
    }
  }

  /** @param parameters as the program gave them, such as {@code id=…} */
  record Link(String parameters, String uri) {}

  int[] cells;
  long[] styles;
  /** Null while no cell has any. */
  Extra[] extras;
  /** The next line continues this one. */
  boolean wrapped;
  /** All styles are {@link Style#PLAIN} for certain: most of what scrolls past, and filling them is dear. */
  boolean plain = true;
  /** True if there may be wide characters. */
  boolean wide;

  Row(int columns) {
    cells = new int[columns];
    styles = new long[columns];
    Arrays.fill(cells, ' ');
  }

  void clear(long style) {
    Arrays.fill(cells, ' ');
    style(0, cells.length, style);
    plain = style == Style.PLAIN;
    extras = null;
    wrapped = false;
    wide = false;
  }

  /** Blanks the cells; wide characters that are cut lose their other half. */
  void erase(int from, int to, long style) {
    if (from >= to) {
      return;
    }
    cut(from, to, style);
    blank(from, to, style);
    if (to == cells.length) {
      wrapped = false;
    }
  }

  void eraseUnprotected(int from, int to, long style) {
    for (int i = from; i < to; i++) {
      if ((styles[i] & Style.PROTECTED) == 0) {
        erase(i, i + 1, style);
      }
    }
  }

  /**
   * Blanks the other halves of wide characters before {@code [from, to)} is overwritten.
   *
   * @param style of what overwrites them
   */
  void cut(int from, int to, long style) {
    cut(from, to, style, Extra.NONE);
  }

  /** @param extra of what stays of a wide character, too */
  void cut(int from, int to, long style, Extra extra) {
    if (!wide) {
      return;
    }
    if (from > 0 && from < cells.length && (cells[from] & SPACER) != 0) {
      cells[from - 1] = ' ';
      style(from - 1, style);
      extra(from - 1, extra);
    }
    if (to < cells.length && (cells[to] & SPACER) != 0) {
      cells[to] = ' ';
      style(to, style);
      extra(to, extra);
    }
  }

  /**
   * Makes room at {@code from}; what is pushed over the edge is lost.
   *
   * @param edge style of the last cell where half of a wide character was lost
   */
  void insert(int from, int count, long style, long edge) {
    cut(from, from, style);
    int moved = cells.length - from - count;
    if (moved > 0) {
      move(from, from + count, moved);
    }
    int last = cells.length - 1;
    if ((cells[last] & WIDE) != 0) {
      cells[last] = ' ';
      style(last, edge);
    }
    wrapped = false;
    blank(from, Math.min(cells.length, from + count), style);
  }

  void delete(int from, int count, long style) {
    cut(from, Math.min(cells.length, from + count), style);
    int moved = cells.length - from - count;
    if (moved > 0) {
      move(from + count, from, moved);
    }
    wrapped = false;
    blank(Math.max(from, cells.length - count), cells.length, style);
  }

  void style(int from, int to, long style) {
    if (!plain || style != Style.PLAIN) {
      Arrays.fill(styles, from, to, style);
      plain = false;
    }
  }

  void style(int column, long style) {
    styles[column] = style;
    plain &= style == Style.PLAIN;
  }

  private void blank(int from, int to, long style) {
    Arrays.fill(cells, from, to, ' ');
    style(from, to, style);
    if (extras != null) {
      Arrays.fill(extras, from, to, null);
    }
  }

  private void move(int from, int to, int count) {
    System.arraycopy(cells, from, cells, to, count);
    System.arraycopy(styles, from, styles, to, count);
    if (extras != null) {
      System.arraycopy(extras, from, extras, to, count);
    }
  }

  Extra extra(int column) {
    return extras == null || extras[column] == null ? Extra.NONE : extras[column];
  }

  void extra(int column, Extra extra) {
    if (extra.isNone()) {
      if (extras != null) {
        extras[column] = null;
      }
      return;
    }
    if (extras == null) {
      extras = new Extra[cells.length];
    }
    extras[column] = extra;
  }

  void combine(int column, int mark) {
    Extra old = extra(column);
    if (old.marks().length() < MOST_MARKS) {
      extra(column, new Extra(old.marks() + Character.toString(mark), old.underline(), old.link()));
    }
  }

  boolean isBlank(int column) {
    return (cells[column] & ~LEADING) == ' ' && styles[column] == Style.PLAIN && extra(column).isNone();
  }

  /** Columns up to the last cell that is not blank. */
  int used() {
    int end = cells.length;
    while (end > 0 && isBlank(end - 1)) {
      end--;
    }
    return end;
  }

  /** Without reflow: cut off, or filled up with blanks. */
  void resize(int columns) {
    int old = cells.length;
    cells = Arrays.copyOf(cells, columns);
    styles = Arrays.copyOf(styles, columns);
    if (extras != null) {
      extras = Arrays.copyOf(extras, columns);
    }
    if (columns > old) {
      Arrays.fill(cells, old, columns, ' ');
    } else if (columns < old && (cells[columns - 1] & WIDE) != 0) {
      cells[columns - 1] = ' ';
    }
    if (columns != old) {
      wrapped = false;
    }
  }
}
