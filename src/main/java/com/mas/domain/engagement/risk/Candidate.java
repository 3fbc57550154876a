package com.mas.domain.engagement.risk;

import com.mas.domain.engagement.risk.RiskContract.Signal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All parameters that are chosen by looking at learners, each in a few steps: more of them would fit the sample and not
 * the next one. The others are set by what they mean: the pass mark, the floors, the tiers, what a trend counts, a
 * place among the others, and the other weights.
 */
record Candidate(int inactivity, int learning, int activityAtMost, double missing, double late, double last,
    double lowest) {
  private static final int[][] WEIGHTS = {{30, 25}, {25, 30}};
  private static final double[][] MARKS = {{0, 0}, {0.2, 0.2}, {0.4, 0.3}, {0.5, 0.3}};

  static List<Candidate> all() {
    List<Candidate> all = new ArrayList<>();
    for (int[] weights : WEIGHTS) {
      for (int atMost : new int[] {50, 60, 70}) {
        for (double missing : new double[] {0.1, 0.2}) {
          for (double late : new double[] {0.1, 0.2}) {
            for (double[] marks : MARKS) {
              all.add(new Candidate(weights[0], weights[1], atMost, missing, late, marks[0], marks[1]));
            }
          }
        }
      }
    }
    return all;
  }

  static Candidate of(RiskConfig config) {
    return new Candidate(config.weights().get(Signal.INACTIVITY), config.weights().get(Signal.LEARNING_PROGRESS),
        config.inactivity().comparedAtMost(), config.learning().missingShare(), config.learning().lateShare(),
        config.tests().lastShare(), config.tests().lowestShare());
  }

  RiskConfig in(RiskConfig config) {
    Map<Signal, Integer> weights = new EnumMap<>(config.weights());
    weights.put(Signal.INACTIVITY, inactivity);
    weights.put(Signal.LEARNING_PROGRESS, learning);
    return new RiskConfig(weights, config.tiers(), config.graceDays(), config.windowDays(), config.reviewHours(),
        config.leastCohort(), config.near(),
        new RiskConfig.Inactivity(config.inactivity().rankShare(), activityAtMost, config.inactivity().trendShare(),
            config.inactivity().idle(), config.inactivity().leastSessions()),
        new RiskConfig.Learning(config.learning().rankShare(), missing, late, config.learning().nothingAtLeast()),
        new RiskConfig.Tests(config.tests().rankShare(), last, lowest, config.tests().good(), config.tests().pass(),
            config.tests().failedAtLeast()),
        config.warnings());
  }

  Map<String, Double> parameters() {
    Map<String, Double> parameters = new LinkedHashMap<>();
    parameters.put("weights.inactivity", (double) inactivity);
    parameters.put("weights.learning_progress", (double) learning);
    parameters.put("inactivity.comparedAtMost", (double) activityAtMost);
    parameters.put("learning.missingShare", missing);
    parameters.put("learning.lateShare", late);
    parameters.put("tests.lastShare", last);
    parameters.put("tests.lowestShare", lowest);
    return parameters;
  }
}
