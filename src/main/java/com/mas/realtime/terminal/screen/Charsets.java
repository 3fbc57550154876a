package com.mas.realtime.terminal.screen;

/** Character sets that a program can designate: ASCII, British, DEC's line drawing. */
final class Charsets {
  static final int ASCII = 'B';
  static final int BRITISH = 'A';
  static final int DRAWING = '0';
  /** Characters for 0x5F to 0x7E. */
  private static final String LINES = " ◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

  private Charsets() {}

  static int of(int designator) {
    return designator == DRAWING || designator == BRITISH ? designator : ASCII;
  }

  static int map(int charset, int code) {
    if (charset == DRAWING && code >= 0x5F && code <= 0x7E) {
      return LINES.charAt(code - 0x5F);
    }
    return charset == BRITISH && code == '#' ? '£' : code;
  }
}
