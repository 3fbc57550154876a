package com.mas.testkit;

/** Makes requests as {@link com.mas.bus.Asked} does. */
public final class Asked {
  private Asked() {}

  /** @param namesAndValues in turn; a null value is a null of the JSON */
  public static <Q extends Record> Q with(Class<Q> type, Object... namesAndValues) {
    return com.mas.bus.Asked.with(type, namesAndValues);
  }
}
