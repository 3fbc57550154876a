package com.mas.domain.learning.mentoring;

import com.mas.domain.learning.mentoring.MentorContract.Availability;
import com.mas.domain.learning.mentoring.MentorContract.OtherDay;
import com.mas.domain.learning.mentoring.MentorContract.Span;
import com.mas.domain.learning.mentoring.MentoringRules.Period;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Expands weekly hours into times. Hours are what the clock on the mentor's wall shows: on the day of a change of the
 * clocks a time that it skips is not there, and of an hour that it shows twice the times lie within the hours.
 */
final class HoursRules {
  private static final int HOUR = 60;

  private HoursRules() {}

  static Optional<ZoneId> zone(String name) {
    try {
      return Optional.of(ZoneId.of(name)).filter(zone -> ZoneId.getAvailableZoneIds().contains(zone.getId()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static int minute(String time) {
    return Integer.parseInt(time.substring(0, 2)) * HOUR + Integer.parseInt(time.substring(3));
  }

  static String time(int minute) {
    return "%02d:%02d".formatted(minute / HOUR, minute % HOUR);
  }

  /** Returns whether spans of one day end after they begin, and do not overlap. */
  static boolean isRight(List<Span> ofOneDay) {
    int end = 0;
    for (Span span : ofOneDay.stream().sorted(Comparator.comparing(Span::from)).toList()) {
      if (minute(span.from()) < end || minute(span.until()) <= minute(span.from())) {
        return false;
      }
      end = minute(span.until());
    }
    return true;
  }

  /** Returns the times that begin in [from, until), earliest first. */
  static List<Period> expand(Availability hours, Instant from, Instant until) {
    ZoneId zone = ZoneId.of(hours.zone());
    List<Period> times = new ArrayList<>();
    LocalDate last = until.atZone(zone).toLocalDate();
    for (LocalDate day = from.atZone(zone).toLocalDate(); !day.isAfter(last); day = day.plusDays(1)) {
      for (Span span : of(hours, day)) {
        times.addAll(cut(zone, day, span, Duration.ofMinutes(hours.slotMinutes())));
      }
    }
    return times.stream().filter(time -> !time.startsAt().isBefore(from) && time.startsAt().isBefore(until))
        .sorted(Comparator.comparing(Period::startsAt)).toList();
  }

  private static List<Span> of(Availability hours, LocalDate day) {
    return hours.days().stream().filter(other -> other.day().equals(day)).map(OtherDay::hours).findFirst()
        .orElseGet(() -> hours.hours().stream().filter(each -> each.weekday() == day.getDayOfWeek().getValue())
            .map(each -> new Span(each.from(), each.until())).toList());
  }

  private static List<Period> cut(ZoneId zone, LocalDate day, Span span, Duration each) {
    LocalDateTime start = at(day, minute(span.from()));
    LocalDateTime end = at(day, minute(span.until()));
    Instant from = instant(zone, start, true);
    Instant until = instant(zone, end, false);
    List<Period> times = new ArrayList<>();
    for (Instant at = from; !at.plus(each).isAfter(until); at = at.plus(each)) {
      times.add(new Period(at, at.plus(each)));
    }
    return times;
  }

  private static LocalDateTime at(LocalDate day, int minute) {
    return day.atStartOfDay().plusMinutes(minute);
  }

  /** @param later of the two instants at which the clock shows a time twice; of one that it skips, when it does */
  private static Instant instant(ZoneId zone, LocalDateTime shown, boolean later) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(shown);
    if (offsets.isEmpty()) {
      ZoneOffsetTransition skip = zone.getRules().getTransition(shown);
      return skip.getInstant();
    }
    return shown.toInstant(later ? offsets.getLast() : offsets.getFirst());
  }

  /** Returns whether the two overlap, with the pause between them. */
  static boolean clashes(Period time, Period other, Duration pause) {
    return time.startsAt().isBefore(other.endsAt().plus(pause)) && other.startsAt().isBefore(time.endsAt().plus(pause));
  }
}
