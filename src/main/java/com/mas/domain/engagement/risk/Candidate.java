package com.mas.domain.engagement.risk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All parameters that are chosen by looking at learners, each in a few steps: more of them would fit the sample and not
 * the next one. The others are set by what they mean: the weights, the pass mark, the floors, the tiers.
 */
record Candidate(double near, double activityRank, int activityAtMost, double learningRank, double testsRank,
    double testsGood, int eachWarning) {
  static List<Candidate> all() {
    List<Candidate> all = new ArrayList<>();
    for (double near : new double[] {0.8, 1}) {
      for (double activity : new double[] {0.5, 0.7}) {
        for (int atMost : new int[] {50, 60, 70, 80, 90, 100}) {
          for (double learning : new double[] {0.75, 1}) {
            for (double tests : new double[] {0.3, 0.5}) {
              for (double good : new double[] {80, 85, 90}) {
                for (int warning : new int[] {34, 50}) {
                  all.add(new Candidate(near, activity, atMost, learning, tests, good, warning));
                }
              }
            }
          }
        }
      }
    }
    return all;
  }

  static Candidate of(RiskConfig config) {
    return new Candidate(config.near(), config.inactivity().rankShare(), config.inactivity().comparedAtMost(),
        config.learning().rankShare(), config.tests().rankShare(), config.tests().good(), config.warnings().each());
  }

  RiskConfig in(RiskConfig config) {
    return new RiskConfig(config.weights(), config.tiers(), config.graceDays(), config.windowDays(),
        config.reviewHours(), config.leastCohort(), near,
        new RiskConfig.Inactivity(activityRank, activityAtMost, config.inactivity().idle(),
            config.inactivity().leastSessions()),
        new RiskConfig.Learning(learningRank, config.learning().nothingAtLeast()),
        new RiskConfig.Tests(testsRank, testsGood, config.tests().pass(), config.tests().failedAtLeast()),
        new RiskConfig.Warnings(eachWarning));
  }

  Map<String, Double> parameters() {
    Map<String, Double> parameters = new LinkedHashMap<>();
    parameters.put("near", near);
    parameters.put("inactivity.rankShare", activityRank);
    parameters.put("inactivity.comparedAtMost", (double) activityAtMost);
    parameters.put("learning.rankShare", learningRank);
    parameters.put("tests.rankShare", testsRank);
    parameters.put("tests.good", testsGood);
    parameters.put("warnings.each", (double) eachWarning);
    return parameters;
  }
}
