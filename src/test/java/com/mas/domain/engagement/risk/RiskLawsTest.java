package com.mas.domain.engagement.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.engagement.risk.RiskContract.Part;
import com.mas.domain.engagement.risk.RiskContract.Signal;
import com.mas.domain.engagement.risk.RiskContract.Tier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RiskLawsTest {
  private static final RiskConfig CONFIG = RiskConfig.read(Path.of("conf", "rules", "risk.yaml"));
  private static final RiskRules RULES = new RiskRules(CONFIG);

  @Provide
  Arbitrary<Facts> facts() {
    Arbitrary<Integer> few = Arbitraries.integers().between(0, 5);
    return Combinators.combine(Arbitraries.integers().between(0, 60), Arbitraries.integers().between(0,
        60).injectNull(0.2),
        Arbitraries.integers().between(0, 100).injectNull(0.2), Arbitraries.integers().between(0,
            100).injectNull(0.3), few,
        Arbitraries.integers().between(0, Facts.STEPS).injectNull(0.3), few, Arbitraries.of(true, false))
        .as((activity, idle, progress, tests, warnings, open, missed, learns) -> new Facts(activity, idle, missed + 4,
            missed,
            progress == null ? null : (double) progress, learns, false, tests == null ? null : (double) tests, warnings,
            open));
  }

  @Provide
  Arbitrary<List<Facts>> cohorts() {
    return facts().list().ofMinSize(1).ofMaxSize(30);
  }

  @Property
  void theScoreIsTheSumOfItsPartsAndItsWeightsAreOne(@ForAll("facts") Facts who,
      @ForAll("cohorts") List<Facts> others) {
    RiskRules.Assessment is = RULES.assess(who, Cohort.of(others));
    assertTrue(is.score() >= 0 && is.score() <= 100);
    assertEquals(is.score(), is.parts().stream().mapToDouble(Part::points).sum(), 0.5);
    assertEquals(100, is.parts().stream().mapToDouble(Part::weight).sum(), 0.5);
    assertEquals(Signal.values().length, is.parts().size());
    is.parts().stream().filter(part -> part.value() == null).forEach(part -> assertEquals(0, part.points()
        + part.weight()));
  }

  @Property
  void eachSignalMovesTheScoreOneWay(@ForAll("facts") Facts who, @ForAll("cohorts") List<Facts> list,
      @ForAll @IntRange(min = 1, max = 40) int by) {
    Cohort others = Cohort.of(list);
    double now = score(who, others);
    assertTrue(score(who.active(who.activity() + by), others) <= now, "more activity");
    assertTrue(score(who.warned(who.warnings() + by), others) >= now, "more warnings");
    if (who.progress() != null) {
      assertTrue(score(who.gotTo(who.progress() + by), others) <= now, "further in the courses");
    }
    if (who.testMean() != null) {
      assertTrue(score(who.scoring(Math.min(100, who.testMean() + by)), others) <= now, "better tests");
    }
    if (who.openSteps() != null && who.openSteps() > 0) {
      assertTrue(score(who.open(who.openSteps() - 1), others) <= now, "a step settled");
    }
    Facts idler = new Facts(who.activity(), (who.idleDays() == null ? 0 : who.idleDays()) + by, who.sessions(),
        who.missed(), who.progress(), who.isExpectedToLearn(), who.finished(), who.testMean(), who.warnings(),
        who.openSteps());
    assertTrue(score(idler, others) >= now, "longer away");
    Facts absent = new Facts(who.activity(), who.idleDays(), who.sessions() + by, who.missed() + by, who.progress(),
        who.isExpectedToLearn(), who.finished(), who.testMean(), who.warnings(), who.openSteps());
    assertTrue(score(absent, others) >= now, "more sessions missed");
  }

  @Property
  void theOrderOfTheCohortSaysNothing(@ForAll("facts") Facts who, @ForAll("cohorts") List<Facts> others,
      @ForAll Random random) {
    List<Facts> shuffled = new ArrayList<>(others);
    Collections.shuffle(shuffled, random);
    assertEquals(RULES.assess(who, Cohort.of(others)), RULES.assess(who, Cohort.of(shuffled)));
  }

  @Property
  void theFloorsHoldHoweverTheOthersDo(@ForAll("facts") Facts who, @ForAll("cohorts") List<Facts> list) {
    var values = RULES.values(who, Cohort.of(list));
    CONFIG.inactivity().idle().stream().filter(step -> who.idleDays() != null && who.idleDays() >= step.days())
        .forEach(step -> assertTrue(values.get(Signal.INACTIVITY) >= step.atLeast()));
    if (who.sessions() >= CONFIG.inactivity().leastSessions()) {
      assertTrue(values.get(Signal.INACTIVITY) >= 100.0 * who.missed() / who.sessions());
    }
    if (who.testMean() != null && who.testMean() < CONFIG.tests().pass()) {
      assertTrue(values.get(Signal.TESTS) >= CONFIG.tests().failedAtLeast());
    }
    if (who.progress() == null) {
      assertEquals(who.isExpectedToLearn() ? 100.0 : null, values.get(Signal.LEARNING_PROGRESS));
    }
  }

  @Property
  void theTiersPartitionTheScores(@ForAll @IntRange(max = 1000) int tenths) {
    double score = tenths / 10.0;
    assertEquals(score < 40 ? Tier.LOW : score < 70 ? Tier.MEDIUM : Tier.HIGH, RULES.tier(score));
  }

  @Property
  void eachWayLeadsToALowerTierAndNoneIsOfferedBelow(@ForAll("facts") Facts who, @ForAll("cohorts") List<Facts> list) {
    Cohort others = Cohort.of(list);
    RiskRules.Assessment is = RULES.assess(who, others);
    var ways = new LowerTier(RULES).ways(who, others, is);
    assertTrue(is.tier() != Tier.LOW || ways.isEmpty());
    ways.forEach(way -> assertTrue(way.words().endsWith(".") && !way.signals().isEmpty()));
  }

  @Property
  void aReasonIsOneBoundedSentence(@ForAll("facts") Facts who, @ForAll("cohorts") List<Facts> list) {
    String reason = RiskWords.reason(RULES.assess(who, Cohort.of(list)).parts());
    assertTrue(reason.length() <= RiskWords.LONGEST, reason);
    assertTrue(reason.endsWith(".") && !reason.contains("\n"));
  }

  @Test
  void whoAloneWasTestedIsNotComparedWithThoseWhoWereNot() {
    Facts untested = new Facts(10, 1, 0, 0, 50.0, true, false, null, 0, 0);
    Cohort others = Cohort.of(Collections.nCopies(CONFIG.leastCohort(), untested));
    assertEquals(100.0, RULES.values(untested.scoring(20), others).get(Signal.TESTS));
    assertEquals(50.0, RULES.values(untested.scoring(65), others).get(Signal.TESTS));
    assertEquals(0.0, RULES.values(untested.scoring(95), others).get(Signal.TESTS));
  }

  @Test
  void whatIsNotKnownLeavesItsWeightToTheOthers() {
    Facts who = new Facts(0, 40, 0, 0, null, false, false, null, 0, null);
    RiskRules.Assessment is = RULES.assess(who, Cohort.of(List.of(who)));
    assertEquals(66.7, is.score()); // 30 of 45
    assertNull(is.parts().stream().filter(part -> part.signal() == Signal.TESTS).findFirst().orElseThrow().value());
  }

  @Test
  void aLearnerMissingFromTheBatchsCoursesHasTheFullSignal() {
    Facts who = new Facts(0, 0, 0, 0, null, true, false, null, 0, 0);
    assertEquals(100, RULES.values(who, Cohort.of(List.of(who))).get(Signal.LEARNING_PROGRESS));
  }

  @Test
  void whoHasJustComeIsInGraceForSevenDays() {
    assertTrue(RULES.isInGrace(Duration.ofDays(7).minusMillis(1)));
    assertEquals(false, RULES.isInGrace(Duration.ofDays(7)));
  }

  @Test
  void wrongRulesAreRefused() throws Exception {
    String yaml = Files.readString(Path.of("conf", "rules", "risk.yaml"));
    for (String[] wrong : new String[][] {{"tests: 20", "tests: 21"}, {"high: 70", "high: 30"}, {"each: 50", "each: 0"},
        {"graceDays: 7", "grace: 7"}, {"days: 14", "days: 6"}, {"rankShare: 0.3", "rankShare: 1.5"}}) {
      assertThrows(IllegalArgumentException.class, () -> RiskConfig.parse(yaml.replace(wrong[0], wrong[1])), wrong[1]);
    }
  }

  private static double score(Facts facts, Cohort others) {
    return RULES.assess(facts, others).score();
  }
}
