package com.mas.domain.engagement.risk;

import com.mas.domain.engagement.risk.RiskContract.Part;
import com.mas.domain.engagement.risk.RiskContract.Signal;
import com.mas.domain.engagement.risk.RiskContract.Tier;
import com.mas.domain.engagement.risk.RiskContract.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds what would move a learner to the next lower tier: the least change of one signal, or else of several together.
 */
final class LowerTier {
  private static final double[] AS_FAR_AS = {0.25, 0.5, 0.75, 0.9};
  private static final double[] MEANS = {40, 50, 60, 70, 80, 90, 100};

  private final RiskRules rules;

  LowerTier(RiskRules rules) {
    this.rules = rules;
  }

  /** A change for the better, and what it is for the learner. */
  private record Step(Signal signal, Facts facts, String words) {}

  static Tier next(Tier tier) {
    return tier == Tier.HIGH ? Tier.MEDIUM : tier == Tier.MEDIUM ? Tier.LOW : null;
  }

  /** Each suffices by itself; the signal that adds most first. Empty when the tier is low. */
  List<Way> ways(Facts facts, Cohort cohort, RiskRules.Assessment now) {
    List<Way> ways = new ArrayList<>();
    if (now.tier() == Tier.LOW) {
      return ways;
    }
    List<Signal> order = now.parts().stream().map(Part::signal).toList();
    for (Signal signal : order) {
      steps(signal, facts, cohort).stream().filter(step -> isLower(step.facts(), cohort, now.tier())).findFirst()
          .ifPresent(step -> ways.add(new Way(List.of(signal), sentence(List.of(step.words())))));
    }
    return ways.isEmpty() ? together(facts, cohort, now.tier(), order) : ways;
  }

  /** The whole of each signal, one after the other, until it is enough. */
  private List<Way> together(Facts facts, Cohort cohort, Tier tier, List<Signal> order) {
    Facts better = facts;
    List<Signal> signals = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (Signal signal : order) {
      List<Step> steps = steps(signal, better, cohort);
      if (!steps.isEmpty()) {
        better = steps.getLast().facts();
        signals.add(signal);
        words.add(steps.getLast().words());
        if (isLower(better, cohort, tier)) {
          return List.of(new Way(List.copyOf(signals), sentence(words)));
        }
      }
    }
    return List.of();
  }

  private boolean isLower(Facts facts, Cohort cohort, Tier than) {
    return rules.tierOf(facts, cohort).compareTo(than) < 0;
  }

  /** Returns the steps from the smallest to the largest. */
  private static List<Step> steps(Signal signal, Facts facts, Cohort cohort) {
    List<Step> steps = new ArrayList<>();
    switch (signal) {
      case INACTIVITY -> {
        steps.add(new Step(signal, facts.active(facts.activity()), "being active again"));
        for (double share : AS_FAR_AS) {
          steps.add(new Step(signal, facts.active(Cohort.quantile(cohort.activity(), share)),
              "being at least as active as " + Math.round(share * 100) + " % of the batch"));
        }
      }
      case LEARNING_PROGRESS -> {
        for (double share : facts.finished() || facts.progress() == null && !facts.isExpectedToLearn()
            ? new double[0] : AS_FAR_AS) {
          steps.add(new Step(signal, facts.gotTo(Cohort.quantile(cohort.progress(), share)),
              "getting at least as far in the courses as " + Math.round(share * 100) + " % of the batch"));
        }
      }
      case TESTS -> {
        for (double mean : MEANS) {
          if (facts.testMean() != null && mean > facts.testMean()) {
            steps.add(new Step(signal, facts.scoring(mean), "a test mean of " + RiskWords.amount(mean)));
          }
        }
      }
      case WARNINGS -> {
        for (int left = facts.warnings() - 1; left >= 0; left--) {
          steps.add(new Step(signal, facts.warned(left),
              RiskWords.counted(facts.warnings() - left, "warning") + " resolved"));
        }
      }
      case PLACEMENT -> {
        for (int left = facts.openSteps() == null ? -1 : facts.openSteps() - 1; left >= 0; left--) {
          steps.add(new Step(signal, facts.open(left), left == 0 ? "agreement, payment and diagnostic all settled"
              : (facts.openSteps() - left) + " more of agreement, payment and diagnostic settled"));
        }
      }
    }
    return steps;
  }

  private static String sentence(List<String> words) {
    String text = String.join(", and ", words);
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }
}
