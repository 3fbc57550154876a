package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.Fixtures.RULES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.mas.domain.engagement.gamification.GamificationContract.Axis;
import com.mas.domain.engagement.gamification.GamificationContract.Progress;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ProgressRulesTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 31);

  @Test
  void aNewStudentHasEverythingBeforeThem() throws Exception {
    Progress ribbon = ribbon(Snapshot.ZERO);
    assertEquals("{\"level\":1,\"totalXp\":0,\"meaningfulActions\":0,\"currentStreak\":0,\"longestStreak\":0,"
        + "\"freezes\":0,\"isOnFireToday\":false,\"axes\":{\"xp\":{\"current\":0,\"required\":60,\"percent\":0},"
        + "\"actions\":{\"current\":0,\"required\":3,\"percent\":0},"
        + "\"streak\":{\"current\":0,\"required\":1,\"percent\":0}},\"overallPercent\":0,\"blockingAxis\":\"xp\","
        + "\"blockingWords\":\"60 more XP to reach level 2.\","
        + "\"unseenBadges\":[]}",
        JsonMapper.builder().build().writeValueAsString(ribbon));
  }

  @Test
  void percentagesRunFromThisLevelsGateToTheNext() {
    // level 3 takes 160 xp, 6 actions, streak 2; level 4 takes 300, 9, 3
    Progress ribbon = ribbon(new Snapshot(229, 8, 3, new Streak(2, 2, TODAY, 0, 2)));
    assertEquals(new Axis(229, 300, 49), ribbon.axes().xp());
    assertEquals(new Axis(8, 9, 66), ribbon.axes().actions());
    assertEquals(new Axis(2, 3, 0), ribbon.axes().streak());
    assertEquals(38, ribbon.overallPercent());
    assertEquals("streak", ribbon.blockingAxis());
    assertTrue(ribbon.isOnFireToday());
  }

  @Test
  void theStreakAxisShowsTheLongestAndTheRibbonTheLivingOne() {
    Progress lapsed = ribbon(new Snapshot(0, 0, 1, new Streak(4, 12, TODAY.minusDays(5), 1, 4)));
    assertEquals(0, lapsed.currentStreak());
    assertEquals(12, lapsed.longestStreak());
    assertEquals(12, lapsed.axes().streak().current());
    Progress forgiven = ribbon(new Snapshot(0, 0, 1, new Streak(4, 12, TODAY.minusDays(2), 1, 4)));
    assertEquals(4, forgiven.currentStreak());
    assertFalse(forgiven.isOnFireToday());
  }

  @Test
  void theLastLevelIsWhole() {
    Progress ribbon = ribbon(new Snapshot(50_000, 150, 50, new Streak(1, 60, TODAY, 8, 1)));
    assertEquals(100, ribbon.overallPercent());
    assertEquals(49_980, ribbon.axes().xp().required());
    assertEquals("xp", ribbon.blockingAxis());
  }

  @Property
  void theBlockingAxisIsTheLowestAndNoPercentageLeavesItsRange(@ForAll @IntRange(max = 60_000) int xp,
      @ForAll @IntRange(max = 160) int actions, @ForAll @IntRange(max = 55) int longest,
      @ForAll @IntRange(min = 1, max = 50) int held) {
    int level = LevelRules.level(held, xp, actions, longest, RULES.levels());
    Progress ribbon = ribbon(new Snapshot(xp, actions, level, new Streak(0, longest, null, 0, 0)));
    int lowest = Stream.of(ribbon.axes().xp(), ribbon.axes().actions(), ribbon.axes().streak())
        .peek(axis -> assertTrue(axis.percent() >= 0 && axis.percent() <= 100))
        .peek(axis -> assertEquals(level == 50 || axis.current() >= axis.required(), axis.percent() == 100))
        .mapToInt(Axis::percent).min().orElseThrow();
    assertTrue(level == 50 || lowest < 100, "all gates of the next level are open");
    Axis blocking = switch (ribbon.blockingAxis()) {
      case "xp" -> ribbon.axes().xp();
      case "actions" -> ribbon.axes().actions();
      default -> ribbon.axes().streak();
    };
    assertEquals(lowest, blocking.percent());
    assertTrue(ribbon.overallPercent() >= lowest);
  }

  private static Progress ribbon(Snapshot snapshot) {
    return ProgressRules.ribbon(snapshot, List.of(), TODAY, Set.of(), RULES);
  }
}
