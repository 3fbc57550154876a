package com.mas.realtime.terminal.screen;

import java.util.Arrays;

/** ED, EL and their like: what clears, inserts and deletes at the cursor. */
final class Erase {
  private Erase() {}

  static void inDisplay(Screen screen, int how, boolean selective) {
    Row[] rows = screen.grid.rows;
    switch (how) {
      case 0 -> {
        inLine(screen, 0, selective);
        rows(screen, screen.y + 1, rows.length, selective);
      }
      case 1 -> {
        rows(screen, 0, screen.y, selective);
        inLine(screen, 1, selective);
      }
      case 2 -> rows(screen, 0, rows.length, selective);
      case 3 -> screen.grid.history.clear();
      default -> {}
    }
  }

  private static void rows(Screen screen, int from, int to, boolean selective) {
    for (int i = from; i < to; i++) {
      if (selective) {
        screen.grid.rows[i].eraseUnprotected(0, screen.columns, Style.erased(screen.pen));
      } else {
        screen.grid.rows[i].clear(Style.erased(screen.pen));
      }
    }
  }

  static void inLine(Screen screen, int how, boolean selective) {
    int from = how == 0 ? screen.x + (screen.pending ? 1 : 0) : 0;
    int to = how == 1 ? screen.x + 1 : screen.columns;
    Row row = screen.grid.rows[screen.y];
    if (selective) {
      row.eraseUnprotected(from, to, Style.erased(screen.pen));
    } else if (how <= 2) {
      row.erase(from, to, Style.erased(screen.pen));
    }
  }

  static void characters(Screen screen, int count) {
    screen.grid.rows[screen.y].erase(screen.x, Math.min(screen.columns, screen.x + count), Style.erased(screen.pen));
    screen.pending = false;
  }

  static void insertCharacters(Screen screen, int count) {
    long erased = Style.erased(screen.pen);
    screen.grid.rows[screen.y].insert(screen.x, Math.min(count, screen.columns - screen.x), erased, erased);
    screen.pending = false;
  }

  static void deleteCharacters(Screen screen, int count) {
    screen.grid.rows[screen.y].delete(screen.x, Math.min(count, screen.columns - screen.x), Style.erased(screen.pen));
    screen.pending = false;
  }

  static void insertLines(Screen screen, int count) {
    if (screen.y >= screen.top && screen.y < screen.bottom) {
      screen.grid.scrollDown(screen.y, screen.bottom, count, Style.erased(screen.pen));
      screen.carriageReturn();
    }
  }

  static void deleteLines(Screen screen, int count) {
    if (screen.y >= screen.top && screen.y < screen.bottom) {
      Grid grid = screen.grid;
      // within the screen: nothing of it is scrollback
      int n = Math.min(count, screen.bottom - screen.y);
      for (int i = 0; i < n; i++) {
        Row gone = grid.rows[screen.y];
        System.arraycopy(grid.rows, screen.y + 1, grid.rows, screen.y, screen.bottom - screen.y - 1);
        gone.clear(Style.erased(screen.pen));
        grid.rows[screen.bottom - 1] = gone;
      }
      screen.carriageReturn();
    }
  }

  /** DECALN: the screen full of E. */
  static void align(Screen screen) {
    for (Row row : screen.grid.rows) {
      row.clear(screen.pen);
      Arrays.fill(row.cells, 'E');
    }
    screen.moveTo(0, 0);
  }
}
