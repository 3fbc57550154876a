package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.Fixtures.RULES;
import static com.mas.domain.engagement.gamification.XpType.ASSIGNMENT_SUBMITTED;
import static com.mas.domain.engagement.gamification.XpType.DAILY_LOGIN;
import static com.mas.domain.engagement.gamification.XpType.MENTOR_CALL_COMPLETED;
import static com.mas.domain.engagement.gamification.XpType.MODULE_COMPLETED;
import static com.mas.domain.engagement.gamification.XpType.TEST_TAKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.engagement.gamification.GamificationConfig.Gate;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelRulesTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
  private static final List<XpType> ACTIONS =
      List.of(ASSIGNMENT_SUBMITTED, TEST_TAKEN, MODULE_COMPLETED, MENTOR_CALL_COMPLETED);

  @ParameterizedTest
  @CsvSource({"0,0,0,1", "60,3,1,2", "59,3,1,1", "60,2,1,1", "60,3,0,1", "1980,27,9,10", "1979,27,9,9",
      "1980,26,9,9", "1980,27,8,9", "49980,147,49,50", "10000000,10000,10000,50"})
  void aLevelTakesAllThreeGates(int xp, int actions, int longest, int level) {
    assertEquals(level, level(1, xp, actions, longest));
  }

  @Test
  void theShippedGatesAreTheirFormula() {
    for (int l = 1; l <= 50; l++) {
      assertEquals(new Gate(l, 60 * (l - 1) + 20 * (l - 1) * (l - 2), 3 * (l - 1), l - 1), RULES.levels().get(l - 1));
    }
  }

  @Property
  void moreOnAnyAxisNeverLowersTheLevel(@ForAll @IntRange(max = 60_000) int xp,
      @ForAll @IntRange(max = 160) int actions, @ForAll @IntRange(max = 55) int longest,
      @ForAll @IntRange(max = 5_000) int more) {
    int level = level(1, xp, actions, longest);
    assertTrue(level(1, xp + more, actions, longest) >= level);
    assertTrue(level(1, xp, actions + more, longest) >= level);
    assertTrue(level(1, xp, actions, longest + more) >= level);
  }

  @Property
  void aHeldLevelIsNeverLost(@ForAll @IntRange(min = 1, max = 50) int held, @ForAll @IntRange(max = 60_000) int xp,
      @ForAll @IntRange(max = 160) int actions, @ForAll @IntRange(max = 55) int longest) {
    int level = level(held, xp, actions, longest);
    assertTrue(level >= held);
    assertTrue(level >= level(1, xp, actions, longest));
  }

  @Property
  void theLevelIsTheHighestWhoseGatesAreReached(@ForAll @IntRange(max = 60_000) int xp,
      @ForAll @IntRange(max = 160) int actions, @ForAll @IntRange(max = 55) int longest) {
    int highest = RULES.levels().stream()
        .filter(gate -> xp >= gate.xp() && actions >= gate.actions() && longest >= gate.streak())
        .mapToInt(Gate::level).max().orElseThrow();
    assertEquals(highest, level(1, xp, actions, longest));
  }

  @Test
  void levelTwoIsReachedOnTheFirstDayByALoginAndThreeActions() {
    var student = new Student(RULES);
    student.grant(DAILY_LOGIN, MONDAY);
    student.grant(ASSIGNMENT_SUBMITTED, MONDAY);
    student.grant(TEST_TAKEN, MONDAY);
    assertEquals(1, student.snapshot().level());
    Decision third = student.grant(MODULE_COMPLETED, MONDAY);
    assertTrue(third.leveledUp());
    assertEquals(2, student.snapshot().level());
  }

  @Test
  void levelTenIsReachedInAboutAMonthOfSteadyWork() {
    // steady: five active days a week, never two off in a row, one or two actions on each in turn
    int days = daysToLevelTen(Set.of(DayOfWeek.WEDNESDAY, DayOfWeek.SUNDAY), 1, 2);
    assertTrue(days >= 24 && days <= 34, "took " + days + " days");
  }

  @Test
  void oneActionADayTakesLongerAndTwoLess() {
    Set<DayOfWeek> off = Set.of(DayOfWeek.WEDNESDAY, DayOfWeek.SUNDAY);
    int one = daysToLevelTen(off, 1, 1);
    int two = daysToLevelTen(off, 2, 2);
    assertTrue(one <= 45, "took " + one + " days");
    assertTrue(two >= 14 && two < one, "took " + two + " days");
  }

  private static int daysToLevelTen(Set<DayOfWeek> off, int actionsOnEven, int actionsOnOdd) {
    var student = new Student(RULES);
    int activeDays = 0;
    int actions = 0;
    for (int i = 0; i < 120; i++) {
      LocalDate day = MONDAY.plusDays(i);
      if (off.contains(day.getDayOfWeek())) {
        continue;
      }
      student.grant(DAILY_LOGIN, day);
      int today = activeDays++ % 2 == 0 ? actionsOnEven : actionsOnOdd;
      for (int n = 0; n < today; n++) {
        student.grant(ACTIONS.get(actions++ % ACTIONS.size()), day);
      }
      if (student.snapshot().level() >= 10) {
        return i + 1;
      }
    }
    throw new AssertionError("level " + student.snapshot().level() + " after 120 days");
  }

  private static int level(int held, int xp, int actions, int longest) {
    return LevelRules.level(held, xp, actions, longest, RULES.levels());
  }
}
