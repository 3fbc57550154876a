package com.mas.domain.engagement.standing;

import java.math.BigDecimal;
import java.util.stream.Stream;

/** Parameters that are whole columns. */
final class Columns {
  private Columns() {}

  /** Returns the numbers as text, to be cast, since the driver takes no arrays of decimals. Nulls stay. */
  static String[] numbers(Stream<BigDecimal> column) {
    return column.map(number -> number == null ? null : number.toPlainString()).toArray(String[]::new);
  }
}
