package com.mas.realtime.terminal.screen;

/**
 * Colours and attributes of a cell in one {@code long}: foreground in bits 0-25, background in bits 26-51 (each 24 bits
 * of value under 2 bits of kind), attributes above.
 */
final class Style {
  static final long PLAIN = 0;
  static final long BOLD = 1L << 52;
  static final long DIM = 1L << 53;
  static final long ITALIC = 1L << 54;
  static final int UNDERLINE_SHIFT = 55;
  static final long UNDERLINE = 7L << UNDERLINE_SHIFT;
  static final long BLINK = 1L << 58;
  static final long INVERSE = 1L << 59;
  static final long HIDDEN = 1L << 60;
  static final long STRIKE = 1L << 61;
  static final long PROTECTED = 1L << 62;
  static final long OVERLINE = 1L << 63;

  static final int INDEXED = 1 << 24;
  static final int RGB = 2 << 24;
  private static final int BACK_SHIFT = 26;
  private static final long COLOUR = (1L << BACK_SHIFT) - 1;
  private static final long BACK = COLOUR << BACK_SHIFT;

  private Style() {}

  /** 0 for the default, or {@link #INDEXED} or {@link #RGB} with the value. */
  static int fore(long style) {
    return (int) (style & COLOUR);
  }

  static int back(long style) {
    return (int) (style >>> BACK_SHIFT & COLOUR);
  }

  static long withFore(long style, int colour) {
    return style & ~COLOUR | colour;
  }

  static long withBack(long style, int colour) {
    return style & ~BACK | (long) colour << BACK_SHIFT;
  }

  static long withUnderline(long style, int kind) {
    return style & ~UNDERLINE | (long) kind << UNDERLINE_SHIFT;
  }

  static int underline(long style) {
    return (int) (style >>> UNDERLINE_SHIFT & 7);
  }

  /** Returns the part of a style that erased cells keep: the background. */
  static long erased(long style) {
    return style & BACK;
  }
}
