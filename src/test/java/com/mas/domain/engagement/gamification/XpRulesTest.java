package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.Fixtures.RULES;
import static com.mas.domain.engagement.gamification.Fixtures.ist;
import static com.mas.domain.engagement.gamification.XpType.ACTION_MILESTONE;
import static com.mas.domain.engagement.gamification.XpType.BADGE_UNLOCKED;
import static com.mas.domain.engagement.gamification.XpType.DAILY_LOGIN;
import static com.mas.domain.engagement.gamification.XpType.STREAK_MILESTONE;
import static com.mas.domain.engagement.gamification.XpType.TENURE_BONUS;
import static com.mas.domain.engagement.gamification.XpType.TEST_TAKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.mas.domain.engagement.gamification.GamificationContract.Multipliers;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers of the product's rules, one by one; the laws are in {@link XpLawsTest}. */
class XpRulesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 31);
  private static final Recent STALE = new Recent(0, false, StreakDays.NONE);

  @ParameterizedTest
  @CsvSource({"daily_login,5", "assignment_submitted,40", "test_taken,50", "module_completed,60",
      "mentor_call_completed,80", "streak_milestone,50", "action_milestone,100", "tenure_bonus,25"})
  void eachTypeHasItsBase(String type, int base) {
    LedgerRow award = decide(Snapshot.ZERO, Grant.of(type(type), "s", ist(DAY)), STALE).award();
    assertEquals(base, award.baseXp());
    assertEquals(base, award.amount());
    assertEquals(Multipliers.NONE, award.multipliers());
  }

  @ParameterizedTest
  @CsvSource({"assignment_submitted,true", "test_taken,true", "module_completed,true", "mentor_call_completed,true",
      "daily_login,false", "streak_milestone,false", "action_milestone,false", "tenure_bonus,false"})
  void onlyFourTypesAreMeaningful(String type, boolean meaningful) {
    Snapshot next = decide(Snapshot.ZERO, Grant.of(type(type), "s", ist(DAY)), STALE).next();
    assertEquals(meaningful ? 1 : 0, next.meaningfulActions());
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,1.02", "2,1.04", "7,1.14", "24,1.48", "25,1.5", "26,1.5", "100,1.5"})
  void theStreakSoFarMultipliesUpToItsCap(int streak, BigDecimal factor) {
    assertEquals(factor, decide(withStreak(streak, DAY.minusDays(1)), test(), STALE).award().multipliers().streak());
  }

  @ParameterizedTest
  @CsvSource({"0,1.12", "1,1.12", "2,1.12", "3,1", "40,1"}) // one missed day is forgiven
  void aLapsedStreakMultipliesNoMore(int daysAgo, BigDecimal factor) {
    assertEquals(factor, decide(withStreak(6, DAY.minusDays(daysAgo)), test(), STALE).award().multipliers().streak());
  }

  @ParameterizedTest
  @CsvSource({"100,1.25", "90,1.25", "89.99,1.1", "75,1.1", "74.99,1", "40,1", "39.99,0.75", "0,0.75", ",1"})
  void theScoreMultiplies(Double score, BigDecimal factor) {
    var grant = new Grant(TEST_TAKEN, "s", ist(DAY), score, null, null, false);
    assertEquals(factor, decide(Snapshot.ZERO, grant, STALE).award().multipliers().quality());
  }

  @ParameterizedTest
  @CsvSource({"EARLY,1.1", "ON_TIME,1", "LATE,0.8", ",1"})
  void theTimingMultiplies(Timing timing, BigDecimal factor) {
    var grant = new Grant(TEST_TAKEN, "s", ist(DAY), null, timing, null, false);
    assertEquals(factor, decide(Snapshot.ZERO, grant, STALE).award().multipliers().timing());
  }

  @Test
  void theFirstMeaningfulActionOfTheDayIsFreshAndALoginNever() {
    var first = new Recent(0, true, StreakDays.NONE);
    assertEquals(new BigDecimal("1.1"), decide(Snapshot.ZERO, test(), first).award().multipliers().freshness());
    assertEquals(BigDecimal.ONE, decide(Snapshot.ZERO, test(), STALE).award().multipliers().freshness());
    Grant login = Grant.of(DAILY_LOGIN, "s", ist(DAY));
    assertEquals(BigDecimal.ONE, decide(Snapshot.ZERO, login, first).award().multipliers().freshness());
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,1", "2,0.9", "3,0.75", "4,0.6", "5,0.5", "6,0.5", "1000,0.5"})
  void farmingPaysLessAndLess(int sameType, BigDecimal factor) {
    var recent = new Recent(sameType, false, StreakDays.NONE);
    assertEquals(factor, decide(Snapshot.ZERO, test(), recent).award().multipliers().antiFarm());
  }

  @Test
  void theProductIsClampedAtBothEnds() {
    var best = new Grant(TEST_TAKEN, "s", ist(DAY), 100.0, Timing.EARLY, null, false);
    LedgerRow most = decide(withStreak(30, DAY), best, new Recent(0, true, StreakDays.NONE)).award();
    assertEquals(new BigDecimal("2"), most.multipliers().total()); // 1.5 * 1.25 * 1.1 * 1.1 = 2.26875
    assertEquals(100, most.amount());
    var worst = new Grant(TEST_TAKEN, "s", ist(DAY), 10.0, Timing.LATE, null, false);
    LedgerRow least = decide(Snapshot.ZERO, worst, new Recent(9, false, StreakDays.NONE)).award();
    assertEquals(new BigDecimal("0.5"), least.multipliers().total()); // 0.75 * 0.8 * 0.5 = 0.3
    assertEquals(25, least.amount());
  }

  @ParameterizedTest
  @CsvSource({"50,0.75,38", "50,0.77,39", "50,1.03,52", "50,1.029999,51", "5,0.5,3", "5,1.1,6", "40,1.0125,41",
      "1,0.4999999,0", "60,1,60"})
  void halvesRoundUp(int base, BigDecimal total, int amount) {
    BigDecimal one = BigDecimal.ONE;
    assertEquals(amount, XpRules.amount(base, new Multipliers(one, one, one, one, one, total)));
  }

  @Test
  void theFactorsAreStoredByName() throws Exception {
    var grant = new Grant(TEST_TAKEN, "s", ist(DAY), 95.0, Timing.LATE, null, false);
    var recent = new Recent(2, true, StreakDays.NONE);
    Multipliers multipliers = decide(withStreak(5, DAY), grant, recent).award().multipliers();
    String json = "{\"streak\":1.1,\"quality\":1.25,\"timing\":0.8,\"freshness\":1.1,\"antiFarm\":0.9,\"total\":1.089}";
    var mapper = JsonMapper.builder().build();
    assertEquals(json, mapper.writeValueAsString(multipliers));
    assertEquals(multipliers, mapper.readValue(json, Multipliers.class));
  }

  @Test
  void theSeventhDayBringsAStreakMilestone() {
    Decision seventh = decide(withStreak(6, DAY.minusDays(1)), test(), STALE);
    assertEquals(List.of(TEST_TAKEN, STREAK_MILESTONE), seventh.rows().stream().map(LedgerRow::type).toList());
    LedgerRow milestone = seventh.rows().getLast();
    assertEquals("streak:1", milestone.sourceId());
    assertEquals(50, milestone.amount());
    assertFalse(milestone.countsForStreak());
    assertEquals(seventh.award().amount() + 50, seventh.next().totalXp());
    assertEquals(1, decide(seventh.next(), test(), STALE).rows().size(), "not again on the same day");
  }

  @ParameterizedTest
  @CsvSource({"9,10", "24,25", "49,50", "99,100", "249,250", "499,500"})
  void anActionMilestoneIsReachedOnce(int before, int after) {
    var student = new Snapshot(0, before, 1, Streak.NONE);
    Decision reached = decide(student, test(), STALE);
    assertEquals(ACTION_MILESTONE, reached.rows().getLast().type());
    assertEquals("actions:" + after, reached.rows().getLast().sourceId());
    assertEquals(100, reached.rows().getLast().amount());
    assertEquals(1, decide(reached.next(), test(), STALE).rows().size());
  }

  @Test
  void aJumpReachesEachMilestoneOnItsWayOnce() {
    assertEquals(List.of("actions:10", "actions:25", "actions:50"), XpRules.actionMilestones(9, 99, RULES));
    assertEquals(List.of(), XpRules.actionMilestones(10, 24, RULES));
    assertEquals(List.of("streak:2", "streak:3"),
        XpRules.streakMilestones(new Streak(7, 7, DAY, 1, 7), new Streak(21, 21, DAY, 3, 14)));
  }

  @Test
  void aLevelIsReachedThroughAMilestonesXp() {
    // level 5 takes 480 xp, 12 actions, streak 4; the 10th action is long past, so only XP is missing
    var student = new Snapshot(425, 24, 4, new Streak(6, 6, DAY.minusDays(1), 0, 6));
    Decision decision = decide(student, Grant.of(DAILY_LOGIN, "s", ist(DAY)), STALE);
    assertEquals(425 + 6 + 50, decision.next().totalXp());
    assertTrue(decision.leveledUp());
    assertEquals(5, decision.next().level());
  }

  @Test
  void aBadgeBringsItsOwnXpAndMultipliesNothing() {
    var badge = new Grant(BADGE_UNLOCKED, "first_step", ist(DAY), null, null, 75, false);
    Decision decision = decide(withStreak(20, DAY.minusDays(1)), badge, new Recent(7, true, StreakDays.NONE));
    assertEquals(75, decision.award().amount());
    assertEquals(Multipliers.NONE, decision.award().multipliers());
    assertFalse(decision.award().countsForStreak());
    assertEquals(DAY.minusDays(1), decision.next().streak().lastActive());
  }

  @Test
  void aBaseIsNeitherMissingNorGivenTwice() {
    Grant bare = Grant.of(BADGE_UNLOCKED, "first_step", ist(DAY));
    assertThrows(IllegalArgumentException.class, () -> decide(Snapshot.ZERO, bare, STALE));
    var inflated = new Grant(TEST_TAKEN, "s", ist(DAY), null, null, 5_000, false);
    assertThrows(IllegalArgumentException.class, () -> decide(Snapshot.ZERO, inflated, STALE));
  }

  @ParameterizedTest
  @CsvSource({"-0.1", "100.1", "NaN"})
  void aScoreOutsideItsRangeIsRefused(double score) {
    assertThrows(IllegalArgumentException.class, () -> new Grant(TEST_TAKEN, "s", ist(DAY), score, null, null, false));
  }

  @Test
  void aBackfillEarnsButLeavesTheStreakAlone() {
    Snapshot before = withStreak(20, DAY);
    var old = new Grant(TEST_TAKEN, "s", ist(DAY.minusYears(1)), null, null, null, true);
    Decision decision = decide(before, old, STALE);
    assertEquals(before.streak(), decision.next().streak());
    assertEquals(BigDecimal.ONE, decision.award().multipliers().streak());
    assertFalse(decision.award().countsForStreak());
    assertEquals(50, decision.award().amount());
    assertEquals(1, decision.next().meaningfulActions());
  }

  @Test
  void aBackDatedGrantIsMultipliedByTheStreakOfItsDay() {
    var student = new Student(RULES);
    List.of(0, 1, 2, 5, 6).forEach(i -> student.grant(DAILY_LOGIN, DAY.plusDays(i)));
    assertEquals(2, student.snapshot().streak().current());
    Decision late = student.grant(TEST_TAKEN, DAY.plusDays(3));
    assertEquals(new BigDecimal("1.06"), late.award().multipliers().streak());
    assertEquals(6, student.snapshot().streak().current());
    assertEquals(DAY.plusDays(6), student.snapshot().streak().lastActive());
  }

  @Test
  void anEventJustAfterMidnightInKolkataIsTheNextDays() {
    var before = Grant.of(TEST_TAKEN, "a", Instant.parse("2026-03-31T18:29:59.999Z"));
    var after = Grant.of(TEST_TAKEN, "b", Instant.parse("2026-03-31T18:30:00Z"));
    Decision first = decide(Snapshot.ZERO, before, STALE);
    assertEquals(DAY, first.next().streak().lastActive());
    Decision second = decide(first.next(), after, STALE);
    assertEquals(new Streak(2, 2, DAY.plusDays(1), 0, 2), second.next().streak());
  }

  @ParameterizedTest
  @CsvSource({"-1,0", "0,0", "29,0", "30,1", "59,1", "60,2", "365,12"})
  void aTenureBonusIsDueForEachFullThirtyDays(int days, int due) {
    List<Grant> bonuses = XpRules.tenureBonuses("e1", ist(DAY, 23, 59), DAY.plusDays(days), RULES);
    assertEquals(due, bonuses.size());
    for (int n = 1; n <= due; n++) {
      assertEquals(Grant.of(TENURE_BONUS, "e1:" + n, ist(DAY.plusDays(30L * n), 23, 59)), bonuses.get(n - 1));
    }
  }

  private static Snapshot withStreak(int current, LocalDate lastActive) {
    return current == 0 ? Snapshot.ZERO : new Snapshot(0, 0, 1, new Streak(current, current, lastActive, current / 7,
        Math.min(current, 14)));
  }

  private static Grant test() {
    return Grant.of(TEST_TAKEN, "s", ist(DAY));
  }

  private static XpType type(String wire) {
    return XpType.valueOf(wire.toUpperCase(java.util.Locale.ROOT));
  }

  private static Decision decide(Snapshot before, Grant grant, Recent recent) {
    return XpRules.decide(before, grant, recent, RULES);
  }
}
