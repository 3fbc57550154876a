package com.mas.sandbox;

import java.util.EnumMap;
import java.util.Map;

/** The faults that strike one request. */
record Distortion(Map<Fault.Kind, Fault> faults) {
  static final Distortion NONE = new Distortion(new EnumMap<>(Fault.Kind.class));

  boolean has(Fault.Kind kind) {
    return faults.containsKey(kind);
  }

  /** Only for a kind that {@link #has} confirms. */
  int value(Fault.Kind kind) {
    return faults.get(kind).value();
  }

  /** Returns the number of rows of a page that was asked for so many. */
  int rows(int asked) {
    return has(Fault.Kind.SHORT_PAGE) ? Math.min(asked, value(Fault.Kind.SHORT_PAGE)) : asked;
  }

  int tooMany() {
    return has(Fault.Kind.WRONG_TOTAL) ? value(Fault.Kind.WRONG_TOTAL) : 0;
  }
}
