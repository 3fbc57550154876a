package com.mas.realtime.terminal.screen;

/**
 * Bounds the cost of sequences that touch much of the screen with few bytes. A screen is drawn on an event loop that
 * others share, so each byte pays for so many cells, and some whole screens are free in advance; who has used that up
 * is not obeyed until it has sent more. No program that draws for people comes near: one that clears a screen of 80 by
 * 24 and writes nothing at all may do so for ever.
 */
final class Effort {
  private static final int CELLS_PER_BYTE = 256;
  private static final int SCREENS_AHEAD = 64;

  private long credit;
  private long paidUpTo;

  /**
   * Returns whether the work may be done; if so, pays for it.
   *
   * @param position of the bytes so far, so that it does not matter in which pieces they came
   */
  boolean affords(long cells, long position, long screen) {
    long most = screen * SCREENS_AHEAD;
    credit = paidUpTo == 0 ? most : Math.min(most, credit + (position - paidUpTo) * CELLS_PER_BYTE);
    paidUpTo = position;
    if (cells > credit) {
      return false;
    }
    credit -= cells;
    return true;
  }
}
