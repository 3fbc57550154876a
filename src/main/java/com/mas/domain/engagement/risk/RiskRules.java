package com.mas.domain.engagement.risk;

import com.mas.domain.engagement.risk.RiskContract.Part;
import com.mas.domain.engagement.risk.RiskContract.Signal;
import com.mas.domain.engagement.risk.RiskContract.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Computes how much at risk a learner is: a weighted sum of five signals, each 0 to 100. Compared with the cohort where
 * the numbers alone say little, with floors for what is bad however the others do.
 */
final class RiskRules {
  /** The place of who is neither ahead nor behind. */
  private static final double LEVEL = 50;

  private final RiskConfig config;

  RiskRules(RiskConfig config) {
    this.config = config;
  }

  /** @param parts the one that adds most first; their points sum to the score, give or take the rounding to tenths */
  record Assessment(double score, Tier tier, List<Part> parts) {}

  Assessment assess(Facts facts, Cohort cohort) {
    Map<Signal, Double> values = values(facts, cohort);
    int known = values.keySet().stream().mapToInt(config.weights()::get).sum();
    double score = score(values);
    List<Part> parts = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      Double value = values.get(signal);
      double weight = value == null || known == 0 ? 0 : 100.0 * config.weights().get(signal) / known;
      parts.add(new Part(signal, value == null ? null : tenths(value), tenths(weight),
          value == null ? 0 : tenths(value * weight / 100), RiskWords.seen(signal, facts, cohort)));
    }
    parts.sort(Comparator.comparingDouble(Part::points).reversed());
    return new Assessment(score, tier(score), List.copyOf(parts));
  }

  /** Only the tier, for who tries many changes. */
  Tier tierOf(Facts facts, Cohort cohort) {
    return tier(score(values(facts, cohort)));
  }

  /** Returns the tier of a score as it is shown, in tenths. */
  Tier tier(double score) {
    return score >= config.tiers().high() ? Tier.HIGH : score >= config.tiers().medium() ? Tier.MEDIUM : Tier.LOW;
  }

  /** Returns whether somebody with a seat for so long is still given time to begin. */
  boolean isInGrace(Duration sinceSeat) {
    return sinceSeat.compareTo(Duration.ofDays(config.graceDays())) < 0;
  }

  /** Returns the known signals; unknown ones are absent. */
  Map<Signal, Double> values(Facts facts, Cohort cohort) {
    Map<Signal, Double> values = new EnumMap<>(Signal.class);
    put(values, Signal.INACTIVITY, inactivity(facts, cohort));
    put(values, Signal.LEARNING_PROGRESS, learning(facts, cohort));
    put(values, Signal.TESTS, tests(facts, cohort));
    put(values, Signal.WARNINGS, Math.min(100.0, (double) facts.warnings() * config.warnings().each()));
    put(values, Signal.PLACEMENT,
        facts.openSteps() == null ? null : 100.0 * facts.openSteps() / Facts.STEPS);
    return values;
  }

  /** Returns the score, in tenths. An unknown signal leaves its weight to the others. */
  double score(Map<Signal, Double> values) {
    double sum = 0;
    int known = 0;
    for (Map.Entry<Signal, Double> each : values.entrySet()) {
      int weight = config.weights().get(each.getKey());
      sum += weight * each.getValue();
      known += weight;
    }
    return known == 0 ? 0 : tenths(Math.clamp(sum / known, 0, 100));
  }

  private double inactivity(Facts facts, Cohort cohort) {
    double value = compared(cohort, config.inactivity().rankShare(), cohort.activity(), facts.activity())
        * config.inactivity().comparedAtMost() / 100;
    for (RiskConfig.Idle step : config.inactivity().idle()) {
      if (facts.idleDays() != null && facts.idleDays() >= step.days()) {
        value = Math.max(value, step.atLeast());
      }
    }
    return facts.sessions() < config.inactivity().leastSessions() ? value
        : Math.max(value, 100.0 * facts.missed() / facts.sessions());
  }

  /** Nothing at all where there are courses is the highest; without courses it is not known. */
  private Double learning(Facts facts, Cohort cohort) {
    if (facts.progress() == null) {
      return facts.isExpectedToLearn() ? 100.0 : null;
    }
    if (facts.finished()) {
      return 0.0;
    }
    double value = compared(cohort, config.learning().rankShare(), cohort.progress(), facts.progress());
    boolean begun = facts.progress() > 0;
    return begun ? value : Math.max(value, isDue(cohort) ? config.learning().nothingAtLeast() : 0);
  }

  /** Returns whether the others have begun; before that nobody is late. */
  private boolean isDue(Cohort cohort) {
    return isComparable(cohort) && Cohort.quantile(cohort.progress(), 0.5) > 0;
  }

  private Double tests(Facts facts, Cohort cohort) {
    if (facts.testMean() == null) {
      return null;
    }
    RiskConfig.Tests rules = config.tests();
    double low = Math.clamp(100 * (rules.good() - facts.testMean()) / (rules.good() - rules.pass()), 0, 100);
    boolean alone = !isComparable(cohort) || cohort.tests().length == 0;
    double value = alone ? low
        : rules.rankShare() * Cohort.behind(cohort.tests(), facts.testMean()) + (1 - rules.rankShare()) * low;
    return facts.testMean() < rules.pass() ? Math.max(value, rules.failedAtLeast()) : value;
  }

  private double compared(Cohort cohort, double rankShare, double[] sorted, double value) {
    if (!isComparable(cohort) || sorted.length == 0) {
      return 0;
    }
    double shortfall = Cohort.shortfall(sorted, value);
    boolean near = shortfall <= 100 * (1 - config.near()) && Cohort.quantile(sorted, 0.5) > 0;
    double behind = Cohort.behind(sorted, value);
    return rankShare * (near ? Math.min(behind, LEVEL) : behind) + (1 - rankShare) * shortfall;
  }

  private boolean isComparable(Cohort cohort) {
    return cohort.size() >= config.leastCohort();
  }

  private static void put(Map<Signal, Double> values, Signal signal, Double value) {
    if (value != null) {
      values.put(signal, Math.clamp(value, 0, 100));
    }
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
