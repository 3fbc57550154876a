package com.mas.domain.learning.mrtest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads cells of sheets with scores, as functions of values. */
final class EvalRules {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,7}(?:\\.[0-9]{1,3})?");
  private static final Pattern OUT_OF = Pattern.compile("(-?[0-9.,]+) ?(?:/|out of|of) ?([0-9.,]+)");
  private static final Pattern ISO = Pattern.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?");
  /** Matches days in the order of India. */
  private static final Pattern DAY_FIRST = Pattern.compile("([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})");
  /** Matches what a spreadsheet makes of a long number. */
  private static final Pattern SHORTENED = Pattern.compile("[0-9](?:[.,][0-9]+)?[eE]\\+?[0-9]{1,2}");

  private EvalRules() {}

  /** A score and what it is out of. */
  record Marks(BigDecimal score, BigDecimal total) {
    /** Returns the share of the total, never below 0. */
    BigDecimal percentage() {
      return score.signum() < 0 ? BigDecimal.ZERO.setScale(2)
          : score.multiply(HUNDRED).divide(total, 2, RoundingMode.HALF_UP);
    }
  }

  /**
   * Reads such as 37.5, 37.5 / 50, and 75 %.
   *
   * @param total of a column of its own; null for none: 100
   */
  static Optional<Marks> marks(String score, String total) {
    Matcher both = OUT_OF.matcher(score.strip().toLowerCase(Locale.ROOT));
    if (both.matches() && total == null) {
      return marks(number(both.group(1)), number(both.group(2)));
    }
    boolean percent = score.strip().endsWith("%");
    BigDecimal given = number(percent ? score.strip().substring(0, score.strip().length() - 1) : score);
    return marks(given, percent || total == null ? HUNDRED : number(total));
  }

  private static Optional<Marks> marks(BigDecimal score, BigDecimal total) {
    return score == null || total == null || total.signum() <= 0 || score.compareTo(total) > 0
        || score.compareTo(total.negate()) < 0 ? Optional.empty() : Optional.of(new Marks(score, total));
  }

  private static BigDecimal number(String written) {
    String plain = written.strip().replace(",", "");
    return NUMBER.matcher(plain).matches() ? new BigDecimal(plain) : null;
  }

  static Optional<LocalDate> day(String written) {
    try {
      Matcher iso = ISO.matcher(written);
      if (iso.matches()) {
        return Optional.of(LocalDate.of(part(iso, 1), part(iso, 2), part(iso, 3)));
      }
      Matcher first = DAY_FIRST.matcher(written);
      return first.matches() ? Optional.of(LocalDate.of(part(first, 3), part(first, 2), part(first, 1)))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int part(Matcher found, int group) {
    return Integer.parseInt(found.group(group));
  }

  /** Returns whether a spreadsheet has shortened a phone number. */
  static boolean isShortened(String phone) {
    return SHORTENED.matcher(phone.strip()).matches();
  }

  /** Returns the last ten digits; null for fewer. */
  static String digits(String phone) {
    String digits = phone == null ? "" : phone.replaceAll("[^0-9]", "");
    return digits.length() < 10 ? null : digits.substring(digits.length() - 10);
  }
}
