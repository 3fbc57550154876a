package com.mas.domain.engagement.standing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.Objects;
import java.util.stream.Stream;

/** Weeks, and what several ratings are on average. */
final class RatingRules {
  private static final BigDecimal TWENTY = BigDecimal.valueOf(20);

  private RatingRules() {}

  /** An ISO week: from Monday to Sunday, in the year that has its Thursday. */
  record Week(int year, int number) implements Comparable<Week> {
    @Override
    public int compareTo(Week other) {
      return year == other.year ? Integer.compare(number, other.number) : Integer.compare(year, other.year);
    }
  }

  static Week weekOf(LocalDate day) {
    return new Week(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  /** Returns whether the year has that many weeks; its last one is that of 28 December. */
  static boolean exists(Week week) {
    return week.number() >= 1 && week.number() <= weekOf(LocalDate.of(week.year(), 12, 28)).number();
  }

  /** Half up to two decimals; at least one has to be there, absent ones do not count. */
  static BigDecimal mean(BigDecimal... ratings) {
    BigDecimal[] there = Stream.of(ratings).filter(Objects::nonNull).toArray(BigDecimal[]::new);
    return Stream.of(there).reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(BigDecimal.valueOf(there.length), 2, RoundingMode.HALF_UP);
  }

  /**
   * A skill's 0-100: as given, else the mean of its levels, else the 0-5 impression times 20.
   *
   * @return null when nothing is given at all
   */
  static BigDecimal overall(BigDecimal given, BigDecimal beginner, BigDecimal intermediate, BigDecimal advanced,
      BigDecimal ofFive) {
    if (given != null) {
      return MetricRules.twoPlaces(given);
    }
    if (Stream.of(beginner, intermediate, advanced).filter(Objects::nonNull).findAny().isPresent()) {
      return mean(beginner, intermediate, advanced);
    }
    return ofFive == null ? null : MetricRules.twoPlaces(ofFive.multiply(TWENTY));
  }
}
