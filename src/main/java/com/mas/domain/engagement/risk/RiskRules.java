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
    Quiet quiet = quiet(facts, cohort);
    int known = values.keySet().stream().mapToInt(config.weights()::get).sum();
    double score = score(values);
    List<Part> parts = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      Double value = values.get(signal);
      double weight = value == null || known == 0 ? 0 : 100.0 * config.weights().get(signal) / known;
      parts.add(new Part(signal, value == null ? null : tenths(value), tenths(weight),
          value == null ? 0 : tenths(value * weight / 100), RiskWords.seen(signal, facts, cohort, quiet)));
    }
    parts.sort(Comparator.comparingDouble(Part::points).reversed());
    return new Assessment(score, tier(score), List.copyOf(parts));
  }

  /** Computes only the tier, for who tries many changes. */
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
    put(values, Signal.INACTIVITY, quiet(facts, cohort).most());
    put(values, Signal.LEARNING_PROGRESS, learning(facts, cohort));
    put(values, Signal.TESTS, tests(facts, cohort));
    put(values, Signal.WARNINGS, facts.warnings() == null ? null
        : Math.min(100.0, (double) facts.warnings() * config.warnings().each()));
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

  /**
   * Says where inactivity comes from: the signal is the highest of these.
   *
   * @param compared beside the others, and beside the learner's own first weeks
   * @param idle by days without a sign of life
   * @param missed by sessions
   */
  record Quiet(double compared, double idle, double missed) {
    double most() {
      return Math.max(compared, Math.max(idle, missed));
    }
  }

  Quiet quiet(Facts facts, Cohort cohort) {
    RiskConfig.Inactivity rules = config.inactivity();
    Facts.Presence seen = facts.presence();
    double compared = seen.activity() == null ? 0
        : compared(cohort, rules.rankShare(), cohort.activity(), seen.activity());
    if (seen.trend() != null) {
      double drop = 100 * Math.clamp(1 - seen.trend(), 0, 1);
      compared = (1 - rules.trendShare()) * compared + rules.trendShare() * drop;
    }
    double idle = 0;
    for (RiskConfig.Idle step : rules.idle()) {
      idle = seen.idleDays() != null && seen.idleDays() >= step.days() ? step.atLeast() : idle;
    }
    return new Quiet(compared * rules.comparedAtMost() / 100, idle,
        seen.sessions() < rules.leastSessions() ? 0 : 100.0 * seen.missed() / seen.sessions());
  }

  /** Nothing at all where there are courses is the highest; without courses and due work it is not known. */
  private Double learning(Facts facts, Cohort cohort) {
    Facts.Work work = facts.work();
    if (work.progress() == null && work.isExpected()) {
      return 100.0;
    }
    RiskConfig.Learning rules = config.learning();
    double sum = 0;
    double shares = 0;
    if (work.progress() != null) {
      double share = 1 - rules.missingShare() - rules.lateShare();
      sum += share * behindInCourses(work, cohort);
      shares += share;
    }
    if (work.missing() != null) {
      sum += rules.missingShare() * 100 * work.missing();
      shares += rules.missingShare();
    }
    if (work.delay() != null && isComparable(cohort) && cohort.delays().length > 0) {
      sum += rules.lateShare() * (100 - Cohort.behind(cohort.delays(), work.delay()));
      shares += rules.lateShare();
    }
    if (shares == 0) {
      return null;
    }
    boolean begun = work.progress() == null || work.progress() > 0 || work.isFinished();
    return begun ? sum / shares : Math.max(sum / shares, isDue(cohort) ? rules.nothingAtLeast() : 0);
  }

  private double behindInCourses(Facts.Work work, Cohort cohort) {
    return work.isFinished() ? 0
        : compared(cohort, config.learning().rankShare(), cohort.progress(), work.progress());
  }

  /** Returns whether the others have begun; before that nobody is late. */
  private boolean isDue(Cohort cohort) {
    return isComparable(cohort) && Cohort.quantile(cohort.progress(), 0.5) > 0;
  }

  private Double tests(Facts facts, Cohort cohort) {
    Facts.Graded graded = facts.graded();
    if (graded.mean() == null) {
      return null;
    }
    RiskConfig.Tests rules = config.tests();
    double low = (1 - rules.lastShare() - rules.lowestShare()) * low(graded.mean())
        + rules.lastShare() * low(graded.last() == null ? graded.mean() : graded.last())
        + rules.lowestShare() * low(graded.lowest() == null ? graded.mean() : graded.lowest());
    boolean alone = !isComparable(cohort) || cohort.tests().length == 0;
    double value = alone ? low
        : rules.rankShare() * Cohort.behind(cohort.tests(), graded.mean()) + (1 - rules.rankShare()) * low;
    return graded.mean() < rules.pass() ? Math.max(value, rules.failedAtLeast()) : value;
  }

  /** 0 for a good mark, 100 for one that is not enough to pass. */
  private double low(double mark) {
    RiskConfig.Tests rules = config.tests();
    return Math.clamp(100 * (rules.good() - mark) / (rules.good() - rules.pass()), 0, 100);
  }

  private double compared(Cohort cohort, double rankShare, double[] sorted, double value) {
    if (!isComparable(cohort) || sorted.length == 0) {
      return 0;
    }
    double shortfall = Cohort.shortfall(sorted, value);
    boolean near = shortfall <= 100 * (1 - config.near()); // so is everybody where the median has nothing
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
