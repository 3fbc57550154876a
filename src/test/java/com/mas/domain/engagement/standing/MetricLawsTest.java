package com.mas.domain.engagement.standing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Change;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MetricLawsTest {
  private static final MetricConfig RULES = MetricConfig.read(Path.of("conf", "rules", "standing.yaml"));
  private static final BigDecimal HUNDRED = new BigDecimal("100");
  private static final Sources NOTHING = new Sources(0, 0, null, null, null, null, null);

  @Provide
  Arbitrary<Sources> sources() {
    return Combinators.combine(Arbitraries.integers().between(0, 40), Arbitraries.integers().between(0, 40), of(5),
        of(5), of(100), of(100), of(100))
        .as((came, missed, weekly, communication, skills, learning, tests) -> new Sources(came, came + missed, weekly,
            communication, skills, learning, tests));
  }

  private static Arbitrary<BigDecimal> of(int most) {
    return Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.valueOf(most)).ofScale(2).injectNull(0.3);
  }

  private static BigDecimal overall(Sources sources) {
    return MetricRules.refreshed(Metric.NONE, sources, RULES).overall();
  }

  @Property
  void theScoreIsWithinAHundredAndTakingUpTheSameTwiceChangesNothing(@ForAll("sources") Sources sources) {
    Metric once = MetricRules.refreshed(Metric.NONE, sources, RULES);
    assertTrue(once.overall().signum() >= 0 && once.overall().compareTo(HUNDRED) <= 0);
    assertEquals(once, MetricRules.refreshed(once, sources, RULES));
  }

  @Property
  void whatOthersTellAndWhatSourcesSayDoNotDisturbEachOther(@ForAll("sources") Sources sources,
      @ForAll @IntRange(max = 100) int test, @ForAll @IntRange(max = 100) int interview) {
    Metric first = MetricRules.refreshed(
        MetricRules.told(Metric.NONE, Change.to((double) test), Change.to((double) interview), NOTHING, RULES), sources,
        RULES);
    Metric second = MetricRules.told(MetricRules.told(
        MetricRules.refreshed(Metric.NONE, sources, RULES), Change.none(), Change.to((double) interview), sources,
        RULES), Change.to((double) test), Change.none(), sources, RULES);
    assertEquals(first, second);
  }

  @Property
  void comingOnceMoreNeverLowersTheScore(@ForAll("sources") Sources some) {
    Sources more = new Sources(some.came() + 1, some.sessions() + 1, some.weekly(), some.communication(), some.skills(),
        some.learning(), some.tests());
    assertTrue(overall(more).compareTo(overall(some)) >= 0);
  }

  @Property
  void aBetterWeekNeverLowersTheRating(@ForAll @IntRange(max = 500) int one, @ForAll @IntRange(max = 500) int other,
      @ForAll("sources") Sources some) {
    BigDecimal low = BigDecimal.valueOf(Math.min(one, other), 2);
    BigDecimal high = BigDecimal.valueOf(Math.max(one, other), 2);
    BigDecimal best = MetricRules.superMentor(high, some.skills(), 50);
    assertTrue(best.compareTo(MetricRules.superMentor(low, some.skills(), 50)) >= 0);
    assertTrue(best.compareTo(BigDecimal.valueOf(5)) <= 0);
  }

  @Test
  void eachComponentHasItsWeight() {
    Metric tested = MetricRules.told(Metric.NONE, Change.to(100.0), Change.none(), NOTHING, RULES);
    assertEquals(new BigDecimal("15.00"), tested.overall());
    assertEquals(Metric.NONE, MetricRules.told(tested, Change.to(null), Change.none(), NOTHING, RULES));
    assertEquals(new BigDecimal("10.00"),
        MetricRules.told(Metric.NONE, Change.none(), Change.to(100.0), NOTHING, RULES).overall());
    assertEquals(new BigDecimal("15.00"), overall(new Sources(1, 1, null, null, null, null, null)));
    assertEquals(new BigDecimal("15.00"), overall(new Sources(0, 0, null, null, null, HUNDRED, null)));
    assertEquals(new BigDecimal("30.00"), overall(new Sources(0, 0, null, null, HUNDRED, null, null)));
    assertEquals(new BigDecimal("15.00"), overall(new Sources(0, 0, null, BigDecimal.valueOf(5), null, null, null)));
    assertEquals(new BigDecimal("15.00"), overall(new Sources(0, 0, null, null, null, null, HUNDRED)));
  }

  @Test
  void whatAPersonEnteredStandsBeforeTheLedgersTestsUntilItIsCleared() {
    Sources scored = new Sources(0, 0, null, null, null, null, BigDecimal.valueOf(25));
    Metric mirrored = MetricRules.refreshed(Metric.NONE, scored, RULES);
    assertEquals(new BigDecimal("25.00"), mirrored.evalTest());
    Metric told = MetricRules.told(mirrored, Change.to(90.0), Change.none(), scored, RULES);
    assertEquals(new BigDecimal("90.00"), MetricRules.refreshed(told, scored, RULES).evalTest());
    assertEquals(mirrored, MetricRules.told(told, Change.to(null), Change.none(), scored, RULES));
  }

  @Test
  void weeklyAndSkillsCountHalfEachAndOneAloneCountsWhole() {
    BigDecimal four = BigDecimal.valueOf(4);
    BigDecimal sixty = BigDecimal.valueOf(60);
    assertEquals(new BigDecimal("3.50"), MetricRules.superMentor(four, sixty, 50));
    assertEquals(new BigDecimal("4.00"), MetricRules.superMentor(four, null, 50));
    assertEquals(new BigDecimal("3.00"), MetricRules.superMentor(null, sixty, 50));
    assertNull(MetricRules.superMentor(null, null, 50));
  }

  @Property
  void aWeekIsItsSevenDaysAndTheNextDayIsTheNextWeeks(@ForAll @IntRange(max = 20_000) int days) {
    LocalDate monday = LocalDate.of(2000, 1, 3).plusWeeks(days % 10_000);
    var week = RatingRules.weekOf(monday);
    assertTrue(RatingRules.exists(week));
    for (int day = 1; day < 7; day++) {
      assertEquals(week, RatingRules.weekOf(monday.plusDays(day)));
    }
    assertTrue(RatingRules.weekOf(monday.plusDays(7)).compareTo(week) > 0);
  }

  @Test
  void theLastDaysOfAYearMayBelongToTheNext() {
    assertEquals(new RatingRules.Week(2026, 53), RatingRules.weekOf(LocalDate.of(2027, 1, 3)));
    assertEquals(new RatingRules.Week(2025, 1), RatingRules.weekOf(LocalDate.of(2024, 12, 30)));
    assertTrue(RatingRules.exists(new RatingRules.Week(2026, 53)));
    assertTrue(!RatingRules.exists(new RatingRules.Week(2025, 53)));
  }

  @Test
  void aSkillIsAsGivenElseTheMeanOfItsLevelsElseTheImpression() {
    BigDecimal ten = BigDecimal.TEN;
    assertEquals(new BigDecimal("10.00"), RatingRules.overall(ten, HUNDRED, null, null, null));
    assertEquals(new BigDecimal("55.00"), RatingRules.overall(null, HUNDRED, ten, null, BigDecimal.ONE));
    assertEquals(new BigDecimal("20.00"), RatingRules.overall(null, null, null, null, BigDecimal.ONE));
    assertNull(RatingRules.overall(null, null, null, null, null));
  }

  @Test
  void wrongRulesAreNamed() {
    String weights =
        "weights: {evalTest: 15, learnProgress: 15, superMentor: 30, communication: 15, attendance: %s}";
    assertTrue(said(weights.formatted("15, mockInterview: 11") + "\nweeklyShare: 50").contains("100, not 101"));
    assertTrue(said(weights.formatted("15") + "\nweeklyShare: 50").contains("all six"));
    assertTrue(said(weights.formatted("15, mockInterview: 10") + "\nweeklyShare: 101").contains("weeklyShare"));
    assertTrue(said(weights.formatted("15, mockInterview: 10, luck: 1") + "\nweeklyShare: 50").contains("luck"));
  }

  private static String said(String yaml) {
    return assertThrows(IllegalArgumentException.class, () -> MetricConfig.parse(yaml)).getMessage();
  }
}
