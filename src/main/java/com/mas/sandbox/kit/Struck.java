package com.mas.sandbox.kit;

import java.util.Map;

/** The faults that strike one call. */
public final class Struck {
  static final Struck NONE = new Struck(Map.of());
  private static final int EVERY = 10;
  private static final int PRIME = 7_919;
  private static final int OTHER_PRIME = 7_907;
  private static final int FIRST = 13;

  private final Map<Kind, Fault> faults;

  Struck(Map<Kind, Fault> faults) {
    this.faults = faults;
  }

  public boolean has(Kind kind) {
    return faults.containsKey(kind);
  }

  /** Returns a value of a kind that {@link #has} confirms. */
  public int value(Kind kind, String field) {
    return faults.get(kind).value(field);
  }

  /** Returns the only value of a kind that {@link #has} confirms. */
  public int value(Kind kind) {
    return value(kind, kind.fields().getFirst().name());
  }

  /** Returns the number of rows of a page for which so many were asked. */
  public int rows(int asked) {
    return has(Kind.SHORT_PAGE) ? Math.min(asked, value(Kind.SHORT_PAGE)) : asked;
  }

  /** Returns the total that a list tells. */
  public int total(int total) {
    return total + (has(Kind.WRONG_TOTAL) ? value(Kind.WRONG_TOTAL) : 0);
  }

  /** Returns which row stands at a position of a list: one of {@code total}, each at one position. */
  public int at(int position, int total) {
    if (!has(Kind.UNORDERED)) {
      return position;
    }
    int prime = total % PRIME == 0 ? OTHER_PRIME : PRIME;
    return (int) (((long) position * prime + FIRST) % total);
  }

  /** Returns whether the row at a position stands there twice. */
  public boolean twice(int position) {
    return has(Kind.DUPLICATE_ROWS) && position % EVERY == 0;
  }
}
