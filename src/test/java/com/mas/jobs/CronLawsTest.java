package com.mas.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class CronLawsTest {
  private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Property
  void theNextSlotIsLaterAndOnTheClockOfItsZone(
      @ForAll @LongRange(min = 1_500_000_000L, max = 2_500_000_000L) long second,
      @ForAll @IntRange(max = 59) int minute, @ForAll @IntRange(max = 23) int hour) {
    Instant after = Instant.ofEpochSecond(second);
    Instant next = CronRules.next(minute + " " + hour + " * * *", INDIA, after);
    assertTrue(next.isAfter(after));
    assertFalse(next.isAfter(after.plus(Duration.ofDays(1))));
    assertEquals(hour, next.atZone(INDIA).getHour());
    assertEquals(minute, next.atZone(INDIA).getMinute());
  }

  @Property
  void noSlotLiesBetweenAnInstantAndItsNextSlot(
      @ForAll @LongRange(min = 1_500_000_000L, max = 2_500_000_000L) long second,
      @ForAll @IntRange(min = 1, max = 600) int earlier) {
    Instant after = Instant.ofEpochSecond(second);
    Instant next = CronRules.next("*/15 * * * *", INDIA, after);
    Instant between = next.minusSeconds(earlier);
    assertEquals(between.isBefore(after) ? CronRules.next("*/15 * * * *", INDIA, between) : next,
        CronRules.next("*/15 * * * *", INDIA, between));
  }

  @Property
  void anIntervalStaysOnItsGrid(@ForAll @IntRange(min = 1, max = 100_000) int seconds,
      @ForAll @LongRange(max = 10_000_000) long passed) {
    Duration every = Duration.ofSeconds(seconds);
    Instant slot = Instant.ofEpochSecond(1_700_000_000);
    Instant now = slot.plusSeconds(passed);
    Instant next = CronRules.next(every, slot, now);
    assertTrue(next.isAfter(now));
    assertFalse(next.minus(every).isAfter(now));
    assertEquals(0, Duration.between(slot, next).toSeconds() % seconds);
  }

  @Example
  void anHourThatDoesNotExistOrComesTwiceDoesNotStopTheSchedule() {
    Instant slot = Instant.parse("2026-03-28T00:00:00Z");
    for (int day = 0; day < 300; day++) { // over both changes of the clock
      Instant next = CronRules.next("30 2 * * *", BERLIN, slot);
      assertTrue(next.isAfter(slot)
          && Duration.between(slot, next).compareTo(Duration.ofHours(50)) < 0, next::toString);
      slot = next;
    }
  }

  @Example
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> CronRules.check("every now and then"));
    assertThrows(IllegalArgumentException.class, () -> CronRules.check("61 * * * *"));
  }
}
