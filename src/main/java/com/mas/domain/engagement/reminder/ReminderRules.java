package com.mas.domain.engagement.reminder;

import com.mas.bus.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Decides who is reminded, in which words, and when a run gives up. */
final class ReminderRules {
  private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
  /** Counts how many failures one after the other are no coincidence. */
  static final int FAILURES_IN_A_ROW = 10;
  /** Number of the last attempts that are looked at. */
  static final int LOOKED_AT = 20;
  /** Number of failures among them that ends a run. */
  static final int TOO_MANY = 14;

  /** Longest part of an unreadable number that people are shown. */
  private static final int MOST_SHOWN = 60;

  private ReminderRules() {}

  /**
   * Returns when the period that {@code now} is in ends. The grid is {@code anchor} plus whole intervals; its beginning
   * belongs to the period, its end to the next.
   */
  static Instant periodEnd(Instant anchor, int intervalHours, Instant now) {
    return periodSince(anchor, intervalHours, now).plus(Duration.ofHours(intervalHours));
  }

  /** Returns when the period that {@code now} is in began. */
  static Instant periodSince(Instant anchor, int intervalHours, Instant now) {
    long length = Duration.ofHours(intervalHours).toMillis();
    long periods = Math.floorDiv(now.toEpochMilli() - anchor.toEpochMilli(), length);
    return anchor.plusMillis(periods * length);
  }

  /** Returns the first that is a number for certain, as it is read, or null. */
  static String phone(List<String> candidates, UnaryOperator<String> read) {
    return candidates.stream().filter(Objects::nonNull).map(read).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** Returns the first that could be several numbers or is a wrong one, as it was written, or null. */
  static String unclear(List<String> candidates, Predicate<String> isUnclear) {
    return candidates.stream().filter(Objects::nonNull).filter(isUnclear).findFirst()
        .map(typed -> Text.cut(typed, MOST_SHOWN)).orElse(null);
  }

  /**
   * The five places of the template: name, course, progress, modules left to do, and the day until which nobody will
   * write again.
   */
  static List<String> parameters(String name, String course, double percent, Integer modulesLeft, Instant periodUntil) {
    String day = periodUntil.atZone(INDIA).getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    return List.of(Text.isVisible(name) ? Text.stripped(name) : "there", course, (int) Math.floor(percent) + "%",
        modulesLeft == null ? "a few" : String.valueOf(Math.max(1, modulesLeft)), day);
  }

  /** The end of the address behind the template's button. */
  static String button(String courseId) {
    return "courses/" + courseId + "/take";
  }

  /** @param failed whether each of the last attempts failed, the newest last; what was skipped is no attempt */
  static boolean isCluster(List<Boolean> failed) {
    int inARow = 0;
    int failures = 0;
    for (boolean each : failed.subList(Math.max(0, failed.size() - LOOKED_AT), failed.size())) {
      inARow = each ? inARow + 1 : 0;
      failures += each ? 1 : 0;
    }
    return inARow >= FAILURES_IN_A_ROW || failures >= TOO_MANY;
  }

  /** Returns the status of a run that is over. A run with nobody to remind has not failed. */
  static String status(int sent, int failed, boolean stopped) {
    if (failed == 0 && !stopped) {
      return "success";
    }
    return sent > 0 ? "partial" : "failed";
  }

  /** Estimates from the pace so far; null when there is none yet. */
  static Long etaSeconds(int done, int total, Duration elapsed) {
    return done == 0 ? null : Math.ceilDiv(elapsed.toMillis() * Math.max(0, total - done), done * 1_000L);
  }

  /** The pause before the next attempt at one learner. */
  static Duration pause(int attempts, Integer askedSeconds) {
    long doubled = 5L << Math.min(6, attempts);
    return Duration.ofSeconds(Math.max(doubled, askedSeconds == null ? 0 : askedSeconds));
  }
}
