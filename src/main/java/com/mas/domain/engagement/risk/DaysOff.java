package com.mas.domain.engagement.risk;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * Days of India on which nobody expects a learner: the school's holidays, and approved leave. Time that is measured
 * here leaves them out.
 */
record DaysOff(Set<LocalDate> holidays, Set<LocalDate> leave) {
  /** Days of the first and of the last weeks, of which the second are measured by the first. */
  static final int WEEKS_DAYS = 14;
  /** Expected days below which nothing is said of how much was done in them. */
  static final int LEAST_DAYS = 7;
  /** Active days of the first weeks below which there is nothing to fall from. */
  private static final int LEAST_ACTIVE = 3;
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");

  static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, IST);
  }

  /** @param last of a sign of life; whole days since then, never below 0 */
  int idleDays(Instant last, Instant now) {
    return (int) Math.max(0, Duration.between(last, now).toDays() - off(day(last).plusDays(1), day(now)));
  }

  /** Days from one to the other, both included, on which the learner was expected; null below a week. */
  Double expectedDays(LocalDate from, LocalDate to) {
    long days = ChronoUnit.DAYS.between(from, to) + 1 - off(from, to);
    return days < LEAST_DAYS ? null : (double) days;
  }

  /** Returns how much was done for each week of these days, both included; null without a week to expect it in. */
  Double perWeek(int acts, LocalDate from, LocalDate to) {
    Double days = expectedDays(from, to);
    return days == null ? null : acts * 7 / days;
  }

  /**
   * Active days of the last weeks for one of the first ones, each measured by the days on which the learner was
   * expected; null before there are both, without enough of such days, and where the first weeks were quiet.
   */
  Double trend(int firstDays, int lastDays, LocalDate began, LocalDate lastWeeks, LocalDate today) {
    LocalDate firstEnd = began.plusDays(WEEKS_DAYS - 1);
    Double first = expectedDays(began, firstEnd);
    Double last = expectedDays(lastWeeks, today);
    return !firstEnd.isBefore(lastWeeks) || first == null || last == null || firstDays < LEAST_ACTIVE ? null
        : lastDays / last / (firstDays / first);
  }

  private long off(LocalDate from, LocalDate to) {
    return holidays.stream().filter(day -> isWithin(day, from, to)).count()
        + leave.stream().filter(day -> isWithin(day, from, to) && !holidays.contains(day)).count();
  }

  private static boolean isWithin(LocalDate day, LocalDate from, LocalDate to) {
    return !day.isBefore(from) && !day.isAfter(to);
  }
}
