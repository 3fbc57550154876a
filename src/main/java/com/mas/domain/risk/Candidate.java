package com.mas.domain.risk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A few parameters that are tuned, each in a few steps: more of them would fit the sample and not the next one. */
record Candidate(double activityRank, double learningRank, double testsRank, int eachWarning) {
  static List<Candidate> all() {
    List<Candidate> all = new ArrayList<>();
    for (double activity : new double[] {0.3, 0.5, 0.7}) {
      for (double learning : new double[] {0.5, 1}) {
        for (double tests : new double[] {0.3, 0.5, 0.7}) {
          for (int warning : new int[] {34, 50}) {
            all.add(new Candidate(activity, learning, tests, warning));
          }
        }
      }
    }
    return all;
  }

  RiskConfig in(RiskConfig config) {
    return new RiskConfig(config.weights(), config.tiers(), config.graceDays(), config.windowDays(),
        config.reviewHours(),
        config.leastCohort(), config.near(), new RiskConfig.Inactivity(activityRank, config.inactivity().idle(),
            config.inactivity().leastSessions()),
        new RiskConfig.Learning(learningRank, config.learning().nothingAtLeast()),
        new RiskConfig.Tests(testsRank, config.tests().good(), config.tests().pass(), config.tests().failedAtLeast()),
        new RiskConfig.Warnings(eachWarning));
  }

  Map<String, Double> parameters() {
    Map<String, Double> parameters = new LinkedHashMap<>();
    parameters.put("inactivity.rankShare", activityRank);
    parameters.put("learning.rankShare", learningRank);
    parameters.put("tests.rankShare", testsRank);
    parameters.put("warnings.each", (double) eachWarning);
    return parameters;
  }
}
