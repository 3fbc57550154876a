package com.mas.outbound;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Decides by the status of an answer what its caller does. A provider's own quirks are judged by its vendor folder, on
 * top of this.
 */
public final class Classify {
  public enum Action {
    /** Use the answer. */
    OK,
    /** Log in again, once; then stop. */
    AUTH,
    /** The same request may succeed later. */
    RETRY,
    /** It will fail again; whoever asked must change something. */
    GIVE_UP
  }

  private Classify() {}

  /** A redirect is {@link Action#AUTH}: these interfaces redirect to their login page and nowhere else. */
  public static Action status(int status) {
    if (status >= 200 && status < 300) {
      return Action.OK;
    }
    return switch (status) {
      case 301, 302, 303, 307, 308, 401, 403 -> Action.AUTH;
      case 408, 425, 429 -> Action.RETRY;
      default -> status >= 500 && status != 501 && status != 505 ? Action.RETRY : Action.GIVE_UP;
    };
  }

  /** {@code Retry-After} as seconds or as an HTTP date; zero when absent, past or unreadable. */
  public static Duration retryAfter(String header, Instant now) {
    String value = header == null ? "" : header.strip();
    if (value.isEmpty()) {
      return Duration.ZERO;
    }
    try {
      Duration wait = value.chars().allMatch(Character::isDigit)
          ? Duration.ofSeconds(Long.parseLong(value.substring(0, Math.min(9, value.length()))))
          : Duration.between(now, ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  /**
   * The pause before attempt {@code attempt + 1}: doubled each time, spread over its upper half, and never shorter than
   * what the provider asked for.
   *
   * @param attempt 1 after the first failure
   * @param unit a random number in [0, 1)
   */
  public static Duration backoff(int attempt, Duration first, Duration longest, Duration asked, double unit) {
    long doubled = Math.min(longest.toMillis(), first.toMillis() << Math.min(20, attempt - 1));
    long spread = doubled / 2 + (long) (doubled / 2.0 * unit);
    return Duration.ofMillis(Math.max(spread, asked.toMillis()));
  }
}
