package com.mas.domain.engagement.reminder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class ReminderLawsTest {
  @Property
  void aPeriodEndsWithinOneIntervalAndOnTheGrid(
      @ForAll @LongRange(min = 1_600_000_000L, max = 2_000_000_000L) long anchor,
      @ForAll @LongRange(min = 1_600_000_000L, max = 2_000_000_000L) long now,
      @ForAll @IntRange(min = 1, max = 720) int hours) {
    Instant at = Instant.ofEpochSecond(now);
    Instant end = ReminderRules.periodEnd(Instant.ofEpochSecond(anchor), hours, at);
    assertTrue(end.isAfter(at));
    assertFalse(end.isAfter(at.plus(Duration.ofHours(hours))));
    assertEquals(0, Math.floorMod(end.getEpochSecond() - anchor, hours * 3600L));
  }

  @Property
  void allInstantsOfAPeriodHaveOneEnd(@ForAll @LongRange(min = 1_600_000_000L, max = 2_000_000_000L) long now,
      @ForAll @IntRange(min = 1, max = 720) int hours, @ForAll @IntRange(max = 99) int percent) {
    Instant anchor = Instant.ofEpochSecond(1_650_000_000L);
    Instant at = Instant.ofEpochSecond(now);
    Instant end = ReminderRules.periodEnd(anchor, hours, at);
    Instant later = at.plusMillis(Duration.between(at, end).toMillis() * percent / 100);
    assertEquals(end, ReminderRules.periodEnd(anchor, hours, later));
    assertEquals(end.plus(Duration.ofHours(hours)), ReminderRules.periodEnd(anchor, hours, end));
  }

  @Property
  void thereAreAlwaysFiveParametersAndNoneIsEmpty(@ForAll String name, @ForAll @DoubleRange(max = 100) double percent,
      @ForAll @IntRange(min = -3, max = 40) int left) {
    List<String> parameters = ReminderRules.parameters(name, "Data Science", percent, left, Instant.EPOCH);
    assertEquals(5, parameters.size());
    assertTrue(parameters.stream().noneMatch(String::isBlank), parameters::toString);
  }

  @Property
  void oneMoreFailureNeverEndsACluster(@ForAll @Size(max = 30) List<Boolean> failed) {
    List<Boolean> worse = new ArrayList<>(failed);
    worse.add(true);
    if (ReminderRules.isCluster(failed.subList(Math.max(0, failed.size() - ReminderRules.LOOKED_AT + 1),
        failed.size()))) {
      assertTrue(ReminderRules.isCluster(worse));
    }
  }

  @Property
  void whatMostlyWorksIsNoCluster(@ForAll @IntRange(max = 500) int sent) {
    List<Boolean> failed = new ArrayList<>(Collections.nCopies(sent, false));
    for (int i = 0; i < failed.size(); i += 3) {
      failed.set(i, true);
    }
    assertFalse(ReminderRules.isCluster(failed));
  }

  @Example
  void tenFailuresInARowAreACluster() {
    List<Boolean> failed = new ArrayList<>(Collections.nCopies(50, false));
    failed.addAll(Collections.nCopies(ReminderRules.FAILURES_IN_A_ROW - 1, true));
    assertFalse(ReminderRules.isCluster(failed));
    failed.add(true);
    assertTrue(ReminderRules.isCluster(failed));
    failed.add(false);
    assertFalse(ReminderRules.isCluster(failed));
  }

  @Example
  void aRunIsCalledWhatItWas() {
    assertEquals("success", ReminderRules.status(0, 0, false));
    assertEquals("success", ReminderRules.status(5, 0, false));
    assertEquals("partial", ReminderRules.status(5, 1, false));
    assertEquals("partial", ReminderRules.status(5, 0, true));
    assertEquals("failed", ReminderRules.status(0, 1, false));
    assertEquals("failed", ReminderRules.status(0, 0, true));
  }

  @Example
  void aPhoneIsTakenFromTheFirstPlaceThatHasOne() {
    assertEquals("2", ReminderRules.phone(Arrays.asList(null, "x", "2", "3"), text -> text.equals("x") ? null : text));
    assertEquals(null, ReminderRules.phone(Arrays.asList(null, "x"), text -> null));
  }
}
