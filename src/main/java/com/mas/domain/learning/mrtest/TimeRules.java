package com.mas.domain.learning.mrtest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times as the site writes them: with an offset, or in the time of India, by numbers or as people read them. */
final class TimeRules {
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final Pattern PLAIN =
      Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\\.[0-9]+)?)?");
  /** Matches such as Nov. 28, 2026, 10:30 a.m., or noon. */
  private static final Pattern WORDS = Pattern.compile("([a-z]{3,9})\\.? ([0-9]{1,2}), ([0-9]{4}),? "
      + "(?:(noon|midnight)|([0-9]{1,2})(?::([0-9]{2}))? ?([ap])\\.?m\\.?)");

  private TimeRules() {}

  static Optional<Instant> read(String written) {
    try {
      Matcher plain = PLAIN.matcher(written);
      if (plain.matches()) {
        return of(LocalDateTime.of(number(plain, 1), number(plain, 2), number(plain, 3), number(plain, 4),
            number(plain, 5), plain.group(6) == null ? 0 : number(plain, 6)));
      }
      Matcher words = WORDS.matcher(written.strip().toLowerCase(Locale.ROOT));
      if (words.matches()) {
        int month = MONTHS.indexOf(words.group(1).substring(0, 3)) + 1;
        return of(LocalDateTime.of(number(words, 3), month, number(words, 2), hour(words),
            words.group(6) == null ? 0 : number(words, 6)));
      }
      return Optional.of(OffsetDateTime.parse(written).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int hour(Matcher words) {
    if (words.group(4) != null) {
      return words.group(4).equals("noon") ? 12 : 0;
    }
    int hour = number(words, 5);
    if (hour < 1 || hour > 12) {
      throw new DateTimeException("no hour");
    }
    return hour % 12 + (words.group(7).equals("p") ? 12 : 0);
  }

  private static int number(Matcher found, int group) {
    return Integer.parseInt(found.group(group));
  }

  private static Optional<Instant> of(LocalDateTime local) {
    return Optional.of(local.atZone(IST).toInstant());
  }
}
