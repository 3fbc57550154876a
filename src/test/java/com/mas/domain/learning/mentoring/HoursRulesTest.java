package com.mas.domain.learning.mentoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.mentoring.MentorContract.Availability;
import com.mas.domain.learning.mentoring.MentorContract.Hours;
import com.mas.domain.learning.mentoring.MentorContract.OtherDay;
import com.mas.domain.learning.mentoring.MentorContract.Span;
import com.mas.domain.learning.mentoring.MentoringRules.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HoursRulesTest {
  private static final Instant NOW = Instant.parse("2026-03-10T06:00:00Z");
  private static final List<Span> SPANS = List.of(new Span("00:00", "24:00"), new Span("00:00", "02:30"),
      new Span("01:30", "03:10"), new Span("02:00", "03:00"), new Span("02:30", "04:00"), new Span("23:00", "24:00"));

  /** Every zone of the JDK, on the days about its next two changes of the clocks. */
  @Test
  void timesLieWithinTheHoursThatTheClockOnTheWallShowsInEveryZone() {
    int changes = 0;
    for (String name : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneId zone = ZoneId.of(name);
      Instant at = NOW;
      for (int i = 0; i < 2; i++) {
        ZoneOffsetTransition change = zone.getRules().nextTransition(at);
        if (change == null) {
          assertAbout(zone, NOW.atZone(zone).toLocalDate());
          break;
        }
        changes++;
        at = change.getInstant();
        for (int day = -1; day <= 1; day++) {
          assertAbout(zone, at.atZone(zone).toLocalDate().plusDays(day));
        }
      }
    }
    assertTrue(changes > 200, () -> "few zones change their clocks");
  }

  private static void assertAbout(ZoneId zone, LocalDate day) {
    for (Span span : SPANS) {
      for (int minutes : new int[] {30, 45}) {
        assertDay(zone, day, span, minutes);
      }
    }
  }

  private static void assertDay(ZoneId zone, LocalDate day, Span span, int minutes) {
    List<Hours> week = new ArrayList<>();
    for (int weekday = 1; weekday <= 7; weekday++) {
      week.add(new Hours(weekday, span.from(), span.until()));
    }
    Availability hours = new Availability(zone.getId(), minutes, 28, week, List.of());
    Instant from = day.atStartOfDay(zone).toInstant();
    Instant until = day.plusDays(1).atStartOfDay(zone).toInstant();
    List<Period> times = HoursRules.expand(hours, from, until);
    String told = zone + " " + day + " " + span + " " + times;
    Instant last = from;
    for (Period time : times) {
      assertFalse(time.startsAt().isBefore(last), told);
      assertEquals(Duration.ofMinutes(minutes), Duration.between(time.startsAt(), time.endsAt()), told);
      ZonedDateTime shown = time.startsAt().atZone(zone);
      ZonedDateTime end = time.endsAt().minusNanos(1).atZone(zone);
      assertEquals(day, shown.toLocalDate(), told);
      assertTrue(minute(shown) >= HoursRules.minute(span.from()), told);
      assertTrue(minute(end) < HoursRules.minute(span.until()), told);
      last = time.endsAt();
    }
    if (zone.getRules().getOffset(from).equals(zone.getRules().getOffset(until))
        && Duration.between(from, until).equals(Duration.ofDays(1))) {
      assertEquals((HoursRules.minute(span.until()) - HoursRules.minute(span.from())) / minutes, times.size(), told);
    }
  }

  private static int minute(ZonedDateTime shown) {
    return shown.getHour() * 60 + shown.getMinute();
  }

  @Test
  void onTheDayOfAChangeSkippedTimesAreNotThereAndDoubledOnesAreOnce() {
    assertEquals(List.of("2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z"),
        starts("Europe/Berlin", LocalDate.of(2026, 3, 29), new Span("02:00", "04:00")));
    assertEquals(List.of("2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z"),
        starts("Europe/Berlin", LocalDate.of(2026, 10, 25), new Span("02:00", "03:00")));
    assertEquals(List.of("2026-03-10T03:30:00Z"),
        starts("Asia/Kolkata", LocalDate.of(2026, 3, 10), new Span("09:00", "09:50")));
  }

  private static List<String> starts(String zone, LocalDate day, Span span) {
    Availability hours = new Availability(zone, 30, 28, List.of(), List.of(new OtherDay(day, List.of(span))));
    Instant from = day.atStartOfDay(ZoneId.of(zone)).toInstant();
    return HoursRules.expand(hours, from, from.plus(Duration.ofHours(25))).stream()
        .map(time -> time.startsAt().toString()).toList();
  }

  @Test
  void hoursOfADayTakeThePlaceOfThoseOfTheWeek() {
    List<Hours> week = List.of(new Hours(2, "09:00", "10:00"));
    LocalDate tuesday = LocalDate.of(2026, 3, 10);
    Instant from = Instant.parse("2026-03-09T00:00:00Z");
    Instant until = Instant.parse("2026-03-12T00:00:00Z");
    assertEquals(2, HoursRules.expand(new Availability("Asia/Kolkata", 30, 28, week, List.of()), from, until).size());
    assertEquals(0, HoursRules.expand(new Availability("Asia/Kolkata", 30, 28, week,
        List.of(new OtherDay(tuesday, List.of()))), from, until).size());
    assertEquals(4, HoursRules.expand(new Availability("Asia/Kolkata", 30, 28, week,
        List.of(new OtherDay(tuesday, List.of(new Span("20:00", "22:00"))))), from, until).size());
  }

  @Test
  void spansOfADayDoNotOverlap() {
    assertTrue(HoursRules.isRight(List.of(new Span("10:00", "11:00"), new Span("09:00", "10:00"))));
    assertFalse(HoursRules.isRight(List.of(new Span("10:00", "11:00"), new Span("09:00", "10:01"))));
    assertFalse(HoursRules.isRight(List.of(new Span("10:00", "10:00"))));
    assertEquals("24:00", HoursRules.time(HoursRules.minute("24:00")));
    assertTrue(HoursRules.zone("Asia/Kolkata").isPresent());
    assertTrue(HoursRules.zone("Mars/Base").isEmpty() && HoursRules.zone("+05:30").isEmpty());
  }

  @Property
  void aPauseIsKeptOnBothSides(@ForAll @IntRange(max = 240) int start, @ForAll @IntRange(max = 60) int pause) {
    Period taken = new Period(NOW.plusSeconds(7200), NOW.plusSeconds(9000));
    Period time = new Period(NOW.plusSeconds(60L * start), NOW.plusSeconds(60L * start + 1800));
    boolean apart = start + 30 + pause <= 120 || start >= 150 + pause;
    assertEquals(!apart, HoursRules.clashes(time, taken, Duration.ofMinutes(pause)));
    assertEquals(!apart, HoursRules.clashes(taken, time, Duration.ofMinutes(pause)));
  }
}
