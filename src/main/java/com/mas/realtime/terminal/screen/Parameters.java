package com.mas.realtime.terminal.screen;

/** The numbers of a control sequence; those after a colon belong to the one before. */
final class Parameters {
  private static final int MOST = 32;
  private static final int LARGEST = 99_999;

  private final int[] values = new int[MOST];
  private final boolean[] sub = new boolean[MOST];
  private int count;
  private boolean any;

  void clear() {
    count = 0;
    values[0] = 0;
    sub[0] = false;
    any = false;
  }

  void add(int b) {
    any = true;
    if (count >= MOST) {
      return;
    }
    if (b == ';' || b == ':') {
      count++;
      if (count < MOST) {
        values[count] = 0;
        sub[count] = b == ':';
      }
    } else {
      values[count] = Math.min(LARGEST, values[count] * 10 + b - '0');
    }
  }

  boolean isEmpty() {
    return !any;
  }

  int size() {
    return Math.min(MOST, count + 1);
  }

  /** 0 where none is given. */
  int at(int index) {
    return index < size() ? values[index] : 0;
  }

  boolean isSub(int index) {
    return index < size() && sub[index];
  }

  /** A count: at least 1. */
  int count(int index) {
    return Math.max(1, at(index));
  }
}
