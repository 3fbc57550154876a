package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.Fixtures.RULES;
import static com.mas.domain.engagement.gamification.Fixtures.ist;
import static com.mas.domain.engagement.gamification.Fixtures.runAliveOn;
import static com.mas.domain.engagement.gamification.Fixtures.runEndingOn;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.engagement.gamification.GamificationConfig.Freezes;
import com.mas.domain.engagement.gamification.GamificationConfig.Streaks;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class StreakRulesTest {
  private static final Streaks SHIPPED = RULES.streaks();
  /** Holds the settings of an institute whose students have the weekends off. */
  private static final Streaks WORKING_WEEKS = new Streaks(1, 7, Set.of(SATURDAY, SUNDAY), new Freezes(7, 2));
  /** Every day a working day, and no freezes: what a person can check by hand. */
  private static final Streaks RULE = new Streaks(1, 7, Set.of(), new Freezes(7, 0));
  private static final LocalDate MONDAY = LocalDate.of(2028, 2, 7);
  private static final LocalDate DAY = LocalDate.of(2028, 2, 27);

  @Provide
  Arbitrary<SortedSet<LocalDate>> active() {
    return Fixtures.daySets(40);
  }

  @Provide
  Arbitrary<LocalDate> day() {
    return Fixtures.days();
  }

  @Test
  void consecutiveDaysCountThroughALeapDay() {
    assertEquals(new Streak(4, 4, LocalDate.of(2028, 3, 1), 0, 0), streak(0, 1, 2, 3));
  }

  @Test
  void consecutiveDaysCountThroughTheYearsEnd() {
    var days = List.of(LocalDate.of(2025, 12, 31), LocalDate.of(2026, 1, 1));
    assertEquals(2, StreakRules.of(days, Set.of(), RULE).current());
  }

  @Test
  void oneMissedDayIsForgivenButNotCounted() {
    assertEquals(3, streak(0, 1, 3).current());
  }

  @Test
  void everySecondDayKeepsTheStreak() {
    assertEquals(5, streak(0, 2, 4, 6, 8).current());
  }

  @Test
  void twoMissedDaysResetToOneAndKeepTheLongest() {
    assertEquals(new Streak(1, 3, DAY.plusDays(5), 0, 0), streak(0, 1, 2, 5));
  }

  @Test
  void aStreakIsAliveUntilTwoDaysAreMissed() {
    Streak streak = streak(0, 1, 2);
    assertEquals(3, StreakRules.asOf(streak, DAY.plusDays(2), Set.of(), RULE));
    assertEquals(3, StreakRules.asOf(streak, DAY.plusDays(4), Set.of(), RULE));
    assertEquals(0, StreakRules.asOf(streak, DAY.plusDays(5), Set.of(), RULE));
    assertEquals(0, StreakRules.asOf(Streak.NONE, DAY, Set.of(), RULE));
  }

  @Test
  void aLateDayThatClosesAGapJoinsTheRunsAndDoesNotRewind() {
    Set<LocalDate> days = days(0, 1, 2, 5, 6, 7);
    Streak before = StreakRules.of(days, Set.of(), RULE);
    assertEquals(3, before.current());
    Streak joined = StreakRules.with(before, DAY.plusDays(3), new StreakDays(days, Set.of()), RULE);
    assertEquals(new Streak(7, 7, DAY.plusDays(7), 1, 0), joined);
  }

  @Test
  void milestonesAreCountedAtEachMultipleOfSeven() {
    Streak streak = Streak.NONE;
    for (int i = 1; i <= 30; i++) {
      streak = StreakRules.with(streak, DAY.plusDays(i), StreakDays.NONE, RULE);
      assertEquals(i / 7, streak.milestones(), "after day " + i);
    }
  }

  @Test
  void aBackDatedDayWithoutTheActiveDaysIsRefused() {
    Streak before = streak(0, 1);
    assertTrue(StreakRules.needsActiveDays(before, DAY));
    assertFalse(StreakRules.needsActiveDays(before, DAY.plusDays(1)));
    assertFalse(StreakRules.needsActiveDays(Streak.NONE, DAY));
    assertThrows(IllegalArgumentException.class, () -> StreakRules.with(before, DAY, StreakDays.NONE, RULE));
  }

  @Test
  void theDayTurnsAtMidnightInKolkata() {
    assertEquals(LocalDate.of(2026, 3, 31), StreakRules.dayOf(Instant.parse("2026-03-31T18:29:59.999999Z")));
    assertEquals(LocalDate.of(2026, 4, 1), StreakRules.dayOf(Instant.parse("2026-03-31T18:30:00Z")));
    assertEquals(LocalDate.of(2028, 2, 29), StreakRules.dayOf(Instant.parse("2028-02-28T18:30:00Z")));
    assertEquals(LocalDate.of(2026, 1, 1), StreakRules.dayOf(Instant.parse("2025-12-31T18:30:00Z")));
  }

  @Property
  void theSetFunctionIsTheDefinition(@ForAll("active") SortedSet<LocalDate> days) {
    Streak streak = StreakRules.of(days, Set.of(), RULE);
    assertEquals(days.isEmpty() ? null : days.last(), streak.lastActive());
    assertEquals(days.isEmpty() ? 0 : runEndingOn(days.last(), days), streak.current());
    assertEquals(days.stream().mapToInt(day -> runEndingOn(day, days)).max().orElse(0), streak.longest());
    assertEquals(days.stream().filter(day -> runEndingOn(day, days) % 7 == 0).count(), streak.milestones());
  }

  @Property
  void arrivalOrderAndRepetitionDoNotMatter(@ForAll("active") SortedSet<LocalDate> days,
      @ForAll("active") SortedSet<LocalDate> off, @ForAll long seed) {
    var arrivals = new ArrayList<>(days);
    arrivals.addAll(days);
    Collections.shuffle(arrivals, new Random(seed));
    Streak streak = Streak.NONE;
    var seen = new TreeSet<LocalDate>();
    for (LocalDate day : arrivals) {
      var known = new StreakDays(StreakRules.needsActiveDays(streak, day) ? seen : Set.of(), off);
      streak = StreakRules.with(streak, day, known, SHIPPED);
      seen.add(day);
      assertEquals(StreakRules.of(seen, off, SHIPPED), streak, "after " + day);
    }
  }

  @Property(tries = 3000)
  void aFurtherActiveDayOrDayOffNeverTakesAnythingBack(@ForAll("active") SortedSet<LocalDate> days,
      @ForAll("active") SortedSet<LocalDate> more, @ForAll("active") SortedSet<LocalDate> off,
      @ForAll("active") SortedSet<LocalDate> moreOff) {
    Streak before = StreakRules.of(days, off, SHIPPED);
    var all = new TreeSet<>(days);
    all.addAll(more);
    var allOff = new TreeSet<>(off);
    allOff.addAll(moreOff);
    for (Streak after : List.of(StreakRules.of(all, off, SHIPPED), StreakRules.of(days, allOff, SHIPPED),
        StreakRules.of(all, allOff, SHIPPED))) {
      assertTrue(after.longest() >= before.longest());
      assertTrue(after.milestones() >= before.milestones());
      assertTrue(days.isEmpty() || !after.lastActive().isBefore(before.lastActive()));
    }
  }

  @Test
  void whoWorksMondayToFridayKeepsTheStreakOverEachWeekend() {
    var days = new TreeSet<LocalDate>();
    for (int day = 0; day < 28; day++) {
      if (day % 7 < 5) {
        days.add(MONDAY.plusDays(day));
      }
    }
    Streak streak = StreakRules.of(days, Set.of(), WORKING_WEEKS);
    assertEquals(20, streak.current());
    assertEquals(2, streak.milestones());
    assertEquals(20, StreakRules.asOf(streak, MONDAY.plusDays(29), Set.of(), WORKING_WEEKS), "on Tuesday");
  }

  @Test
  void weekendsAreDaysLikeOthersUnlessTheInstituteSaysSo() {
    assertEquals(Set.of(), SHIPPED.weeklyOff());
    assertEquals(1, StreakRules.of(week(4, 7), Set.of(), SHIPPED).current(), "Friday, then Monday: two missed");
    assertEquals(2, StreakRules.of(week(4, 6), Set.of(), SHIPPED).current(), "Friday, then Sunday: one forgiven");
    assertEquals(2, StreakRules.of(week(4, 7), Set.of(), WORKING_WEEKS).current());
  }

  @Test
  void holidaysAndLeaveAreNotMissed() {
    var days = Set.of(MONDAY, MONDAY.plusDays(10)); // until the Thursday of the next week
    assertEquals(1, StreakRules.of(days, Set.of(), SHIPPED).current());
    var off = new TreeSet<LocalDate>();
    for (int day = 1; day < 9; day++) {
      off.add(MONDAY.plusDays(day));
    }
    assertEquals(2, StreakRules.of(days, off, SHIPPED).current(), "but one day, which is forgiven");
    Streak one = StreakRules.of(Set.of(MONDAY), Set.of(), SHIPPED);
    assertEquals(1, StreakRules.asOf(one, MONDAY.plusDays(9), off, SHIPPED));
  }

  @Test
  void aDayOffThatIsWorkedOnCounts() {
    assertEquals(7, StreakRules.of(week(0, 1, 2, 3, 4, 5, 6), Set.of(), SHIPPED).current());
  }

  @Test
  void aFreezeIsEarnedBySevenActiveDaysAndUsedByItself() {
    Set<LocalDate> seven = week(0, 1, 2, 3, 4, 7, 8); // Monday to Tuesday of the next week
    Streak one = StreakRules.of(seven, Set.of(), WORKING_WEEKS);
    assertEquals(1, StreakRules.freezes(one, WORKING_WEEKS));
    LocalDate friday = MONDAY.plusDays(11); // Wednesday is forgiven, Thursday takes the freeze
    assertEquals(7, StreakRules.asOf(one, friday, Set.of(), WORKING_WEEKS));
    assertEquals(0, StreakRules.freezesLeft(one, friday, Set.of(), WORKING_WEEKS));
    Streak saved = StreakRules.with(one, friday, StreakDays.NONE, WORKING_WEEKS);
    assertEquals(8, saved.current());
    assertEquals(0, StreakRules.freezes(saved, WORKING_WEEKS));
    assertEquals(1, StreakRules.with(one, MONDAY.plusDays(15), StreakDays.NONE, WORKING_WEEKS).current());
    assertEquals(1, StreakRules.of(week(0, 1, 2, 3, 4, 7, 10), Set.of(), WORKING_WEEKS).current(),
        "six days earn none");
  }

  @Test
  void noMoreThanTwoFreezesAreHeldAndTheyEndWithTheRun() {
    Streak streak = Streak.NONE;
    for (int day = 0; day < 40; day++) {
      streak = StreakRules.with(streak, MONDAY.plusDays(day), StreakDays.NONE, SHIPPED);
    }
    assertEquals(2, StreakRules.freezes(streak, SHIPPED));
    Streak broken = StreakRules.with(streak, MONDAY.plusDays(60), StreakDays.NONE, SHIPPED);
    assertEquals(new Streak(1, 40, MONDAY.plusDays(60), 5, 1), broken);
  }

  @Property
  void theStreakOfADayLooksOnlyBack(@ForAll("active") SortedSet<LocalDate> days,
      @ForAll("active") SortedSet<LocalDate> asked) {
    Streak streak = StreakRules.of(days, Set.of(), RULE);
    for (LocalDate day : asked) {
      var known = new StreakDays(days, Set.of());
      assertEquals(runAliveOn(day, days), StreakRules.asOf(streak, day, known, RULE), "on " + day);
    }
  }

  @Property
  void everyMomentOfAnIstDayIsThatDayWhateverTheMachinesZone(@ForAll("day") LocalDate day,
      @ForAll @LongRange(max = 86_399_999) long milli) {
    Instant moment = ist(day, 0, 0).plusMillis(milli);
    TimeZone machine = TimeZone.getDefault();
    try {
      for (String zone : List.of("Pacific/Kiritimati", "America/Los_Angeles", "Europe/London", "Asia/Kolkata")) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        assertEquals(day, StreakRules.dayOf(moment), zone);
      }
    } finally {
      TimeZone.setDefault(machine);
    }
  }

  private static Set<LocalDate> days(int... offsets) {
    var days = new TreeSet<LocalDate>();
    for (int offset : offsets) {
      days.add(DAY.plusDays(offset));
    }
    return days;
  }

  private static Set<LocalDate> week(int... offsets) {
    var days = new TreeSet<LocalDate>();
    for (int offset : offsets) {
      days.add(MONDAY.plusDays(offset));
    }
    return days;
  }

  private static Streak streak(int... offsets) {
    return StreakRules.of(days(offsets), Set.of(), RULE);
  }
}
