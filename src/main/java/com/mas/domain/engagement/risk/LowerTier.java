package com.mas.domain.engagement.risk;

import com.mas.domain.engagement.risk.RiskContract.Part;
import com.mas.domain.engagement.risk.RiskContract.Signal;
import com.mas.domain.engagement.risk.RiskContract.Tier;
import com.mas.domain.engagement.risk.RiskContract.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Finds what would move a learner to the next lower tier: the least change of one signal, or else of several together.
 * Names what the learner or the batch lead can do. Resolving a warning is no help by itself: it is offered only beside
 * something that is, and as the talk that should come before it.
 */
final class LowerTier {
  private static final double[] AS_FAR_AS = {0.25, 0.5, 0.75, 0.9};
  private static final int[] SESSIONS = {1, 2, 3, 4, 6, 8, 12};
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
    List<Signal> order = Stream.concat(now.parts().stream().map(Part::signal).filter(each -> each != Signal.WARNINGS),
        Stream.of(Signal.WARNINGS)).toList();
    for (Signal signal : order.subList(0, order.size() - 1)) {
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
        steps.add(new Step(signal, facts.active(0), "doing something in the courses this week"));
        for (double share : AS_FAR_AS) {
          steps.add(new Step(signal, facts.active(Cohort.quantile(cohort.activity(), share)),
              "being at least as active as " + Math.round(share * 100) + " % of the batch"));
        }
        Facts active = steps.getLast().facts();
        for (int more : facts.presence().missed() > 0 ? SESSIONS : new int[0]) {
          steps.add(new Step(signal, active.with(active.presence().attending(more)),
              "coming to the next " + (more == 1 ? "session" : more + " sessions") + " and being active in between"));
        }
      }
      case LEARNING_PROGRESS -> {
        Facts.Work work = facts.work();
        Facts caughtUp = facts.caughtUp();
        if (work.missing() != null && work.missing() > 0) {
          steps.add(new Step(signal, caughtUp, "handing in the work that is missing"));
        }
        for (double share : work.isFinished() || work.progress() == null && !work.isExpected()
            ? new double[0] : AS_FAR_AS) {
          steps.add(new Step(signal, caughtUp.gotTo(Cohort.quantile(cohort.progress(), share)),
              (work.missing() == null || work.missing() == 0 ? "" : "handing in what is missing and ")
                  + "getting at least as far in the courses as " + Math.round(share * 100) + " % of the batch"));
        }
      }
      case TESTS -> {
        for (double mean : MEANS) {
          if (facts.graded().mean() != null && mean > facts.graded().mean()) {
            steps.add(new Step(signal, facts.scoring(mean), "bringing the test mean to " + RiskWords.amount(mean)));
          }
        }
      }
      case WARNINGS -> {
        if (facts.warnings() != null && facts.warnings() > 0) {
          steps.add(new Step(signal, facts.warned(0), "a talk about the "
              + (facts.warnings() == 1 ? "warning" : facts.warnings() + " warnings") + " that settles "
              + (facts.warnings() == 1 ? "it" : "them")));
        }
      }
      case PLACEMENT -> {
        for (int left = facts.openSteps() == null ? -1 : facts.openSteps() - 1; left >= 0; left--) {
          steps.add(new Step(signal, facts.open(left), left == 0
              ? "settling what is open of agreement, payment and diagnostic"
              : "settling " + (facts.openSteps() - left) + " more of agreement, payment and diagnostic"));
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
