package com.mas.domain.engagement.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.engagement.risk.Facts.Graded;
import com.mas.domain.engagement.risk.Facts.Presence;
import com.mas.domain.engagement.risk.Facts.Work;
import com.mas.domain.engagement.risk.RiskContract.Part;
import com.mas.domain.engagement.risk.RiskContract.Signal;
import com.mas.domain.engagement.risk.RiskContract.Tier;
import com.mas.domain.engagement.risk.RiskContract.Way;
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
  private static final Presence HERE = new Presence(10.0, null, 1, 0, 0);

  @Provide
  Arbitrary<Facts> facts() {
    Arbitrary<Integer> few = Arbitraries.integers().between(0, 5);
    Arbitrary<Presence> presence = Combinators.combine(upTo(60).injectNull(0.1), upTo(2).injectNull(0.5),
        Arbitraries.integers().between(0, 60).injectNull(0.2), few)
        .as((activity, trend, idle, missed) -> new Presence(activity, trend, idle, missed + 4, missed));
    Arbitrary<Work> work = Combinators.combine(upTo(100).injectNull(0.2), Arbitraries.of(true, false),
        upTo(1).injectNull(0.4), Arbitraries.doubles().between(-10, 20).injectNull(0.4))
        .as((progress, learns, missing, delay) -> new Work(progress, learns, false, missing, delay));
    Arbitrary<Graded> graded = Combinators.combine(upTo(100), upTo(100).injectNull(0.3), upTo(100).injectNull(0.3))
        .as(Graded::new).injectNull(0.3).map(each -> each == null ? Graded.NOTHING : each);
    return Combinators.combine(presence, work, graded, few.injectNull(0.1),
        Arbitraries.integers().between(0, Facts.STEPS).injectNull(0.3)).as(Facts::new);
  }

  private static Arbitrary<Double> upTo(int most) {
    return Arbitraries.integers().between(0, 20).map(each -> each * most / 20.0);
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
    Presence seen = who.presence();
    Work work = who.work();
    Graded graded = who.graded();
    if (seen.activity() != null) {
      assertTrue(score(who.active(seen.activity() + by), others) <= now, "more activity");
    }
    if (who.warnings() != null) {
      assertTrue(score(who.warned(who.warnings() + by), others) >= now, "more warnings");
    }
    if (work.progress() != null) {
      assertTrue(score(who.gotTo(work.progress() + by), others) <= now, "further in the courses");
    }
    assertTrue(score(who.caughtUp(), others) <= now, "all work handed in");
    if (work.delay() != null) {
      assertTrue(score(new Facts(seen, new Work(work.progress(), work.isExpected(), false, work.missing(),
          work.delay() + by), graded, who.warnings(), who.openSteps()), others) >= now, "later");
    }
    if (graded.mean() != null) {
      assertTrue(score(who.scoring(Math.min(100, graded.mean() + by)), others) <= now, "better tests");
    }
    if (who.openSteps() != null && who.openSteps() > 0) {
      assertTrue(score(who.open(who.openSteps() - 1), others) <= now, "a step settled");
    }
    if (seen.trend() != null) {
      assertTrue(score(who.with(new Presence(seen.activity(), seen.trend() + by, seen.idleDays(), seen.sessions(),
          seen.missed())), others) <= now, "livelier than at first");
    }
    assertTrue(score(who.with(new Presence(seen.activity(), seen.trend(),
        (seen.idleDays() == null ? 0 : seen.idleDays()) + by, seen.sessions(), seen.missed())), others) >= now,
        "longer away");
    assertTrue(score(who.with(new Presence(seen.activity(), seen.trend(), seen.idleDays(), seen.sessions() + by,
        seen.missed() + by)), others) >= now, "more sessions missed");
    assertTrue(score(who.with(seen.attending(by)), others) <= now, "more sessions attended");
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
    Presence seen = who.presence();
    CONFIG.inactivity().idle().stream().filter(step -> seen.idleDays() != null && seen.idleDays() >= step.days())
        .forEach(step -> assertTrue(values.get(Signal.INACTIVITY) >= step.atLeast()));
    if (seen.sessions() >= CONFIG.inactivity().leastSessions()) {
      assertTrue(values.get(Signal.INACTIVITY) >= 100.0 * seen.missed() / seen.sessions());
    }
    if (who.graded().mean() != null && who.graded().mean() < CONFIG.tests().pass()) {
      assertTrue(values.get(Signal.TESTS) >= CONFIG.tests().failedAtLeast());
    }
    if (who.work().progress() == null && who.work().isExpected()) {
      assertEquals(100.0, values.get(Signal.LEARNING_PROGRESS));
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
    ways.forEach(way -> assertTrue(!way.signals().equals(List.of(Signal.WARNINGS)), "resolving is no help by itself"));
  }

  @Test
  void whoMissedAllSessionsIsToldToComeAndNotToHaveAWarningResolved() {
    Facts punctual = new Facts(new Presence(10.0, 1.0, 1, 6, 0), new Work(50.0, true, false, null, null),
        Graded.NOTHING, 0, 0);
    Facts absent = new Facts(new Presence(10.0, 1.0, 1, 6, 6), new Work(35.0, true, false, null, null),
        Graded.NOTHING, 1, 0);
    Cohort others = Cohort.of(Collections.nCopies(9, punctual));
    RiskRules.Assessment is = RULES.assess(absent, others);
    assertEquals(Tier.MEDIUM, is.tier());
    assertTrue(RiskWords.reason(is.parts()).contains("6 of 6 sessions missed"), RiskWords.reason(is.parts()));
    assertEquals("6 of 6 sessions missed", is.parts().stream().filter(part -> part.signal() == Signal.INACTIVITY)
        .findFirst().orElseThrow().words(), "what made the signal comes first, and what did not is not said");
    List<Way> ways = new LowerTier(RULES).ways(absent, others, is);
    assertTrue(ways.stream().anyMatch(way -> way.words().startsWith("Coming to the next ")), ways.toString());
    assertTrue(ways.stream().noneMatch(way -> way.words().contains("resolved")), ways.toString());
  }

  @Test
  void onlyATalkThatSettlesThemMakesWarningsPartOfAWay() {
    Facts warned = new Facts(new Presence(10.0, null, 40, 0, 0), new Work(null, false, false, null, null),
        Graded.NOTHING, 3, 3);
    List<Way> ways = new LowerTier(RULES).ways(warned, Cohort.of(List.of(warned)),
        RULES.assess(warned, Cohort.of(List.of(warned))));
    ways.stream().filter(way -> way.signals().contains(Signal.WARNINGS))
        .forEach(way -> assertTrue(way.words().contains("a talk about the 3 warnings"), way.words()));
  }

  @Property
  void aReasonIsOneBoundedSentence(@ForAll("facts") Facts who, @ForAll("cohorts") List<Facts> list) {
    String reason = RiskWords.reason(RULES.assess(who, Cohort.of(list)).parts());
    assertTrue(reason.length() <= RiskWords.LONGEST, reason);
    assertTrue(reason.endsWith(".") && !reason.contains("\n"));
  }

  @Test
  void whoAloneWasTestedIsNotComparedWithThoseWhoWereNot() {
    Facts untested = new Facts(HERE, new Work(50.0, true, false, null, null), Graded.NOTHING, 0, 0);
    Cohort others = Cohort.of(Collections.nCopies(CONFIG.leastCohort(), untested));
    assertEquals(100.0, RULES.values(untested.scoring(20), others).get(Signal.TESTS));
    assertEquals(50.0, RULES.values(untested.scoring(62.5), others).get(Signal.TESTS));
    assertEquals(0.0, RULES.values(untested.scoring(95), others).get(Signal.TESTS));
  }

  @Test
  void whatIsNotKnownLeavesItsWeightToTheOthers() {
    Facts who = new Facts(new Presence(0.0, null, 40, 0, 0), new Work(null, false, false, null, null), Graded.NOTHING,
        0, null);
    RiskRules.Assessment is = RULES.assess(who, Cohort.of(List.of(who)));
    int inactivity = CONFIG.weights().get(Signal.INACTIVITY);
    assertEquals(Math.round(1000.0 * inactivity / (inactivity + CONFIG.weights().get(Signal.WARNINGS))) / 10.0,
        is.score());
    assertNull(is.parts().stream().filter(part -> part.signal() == Signal.TESTS).findFirst().orElseThrow().value());
  }

  @Test
  void aLearnerMissingFromTheBatchsCoursesHasTheFullSignal() {
    Facts who = new Facts(HERE, new Work(null, true, false, 0.0, -3.0), Graded.NOTHING, 0, 0);
    assertEquals(100, RULES.values(who, Cohort.of(List.of(who))).get(Signal.LEARNING_PROGRESS));
  }

  @Test
  void workThatIsMissingCountsByItsWeightAndMarksThatCountForNothingSayNothing() {
    Facts fine = new Facts(HERE, new Work(50.0, true, false, 0.0, 0.0), Graded.NOTHING, 0, 0);
    Cohort others = Cohort.of(Collections.nCopies(9, fine));
    double none = RULES.values(fine, others).get(Signal.LEARNING_PROGRESS);
    double some = RULES.values(missing(fine, 0.5), others).get(Signal.LEARNING_PROGRESS);
    double all = RULES.values(missing(fine, 1), others).get(Signal.LEARNING_PROGRESS);
    assertTrue(none < some && some < all, none + ", " + some + ", " + all);
    assertNull(RULES.values(fine, others).get(Signal.TESTS));
  }

  private static Facts missing(Facts of, double share) {
    return new Facts(of.presence(), new Work(of.work().progress(), true, false, share, of.work().delay()), of.graded(),
        of.warnings(), of.openSteps());
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
        {"graceDays: 7", "grace: 7"}, {"days: 14", "days: 6"}, {"rankShare: 0.15", "rankShare: 1.5"},
        {"lateShare: 0.2", "lateShare: 0.95"}, {"trendShare: 0.25", "trendShare: -1"},
        {"lastShare: ", "lastShare: 1"}}) {
      assertThrows(IllegalArgumentException.class, () -> RiskConfig.parse(yaml.replace(wrong[0], wrong[1])), wrong[1]);
    }
  }

  private static double score(Facts facts, Cohort others) {
    return RULES.assess(facts, others).score();
  }
}
