package com.mas.realtime.terminal.screen;

/** Repeats what was printed just before, as REP asks for. */
final class Repetition {
  private Repetition() {}

  /** Prints the character before the cursor again, with its marks; nothing when something came after it. */
  static void repeat(Screen screen, int count) {
    int column = column(screen);
    if (column < 0) {
      return;
    }
    Row row = screen.grid.rows[screen.y];
    int code = row.cells[column] & Row.CODE;
    String marks = row.extra(column).marks();
    int ofLine = Math.max(1, screen.columns / screen.printed);
    int whole = (screen.lines + 2) * ofLine;
    for (int i = count <= whole ? count : whole + (count - whole) % ofLine; i > 0; i--) {
      screen.print(code);
      marks.codePoints().forEach(screen::combine);
    }
  }

  /** Returns where the character is that a program can ask to repeat; below 0 when it can ask for none. */
  static int column(Screen screen) {
    int column = screen.printed == 0 ? -1 : (screen.pending ? screen.columns : screen.x) - screen.printed;
    if (column < 0) {
      return -1;
    }
    int cell = screen.grid.rows[screen.y].cells[column];
    // a wide character at the edge of lines that do not wrap leaves the cursor in its second half, or does not fit
    boolean cramped = screen.printed == 2 && (cell & Row.WIDE) == 0;
    return cramped || (cell & Row.SPACER) != 0 ? -1 : column;
  }
}
