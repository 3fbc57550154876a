package com.mas.domain.engagement.risk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.mas.domain.engagement.risk.RiskContract.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code conf/rules/risk.yaml}, which says what each number means; whoever holds one holds a checked one. */
record RiskConfig(Map<Signal, Integer> weights, Tiers tiers, int graceDays, int windowDays, int reviewHours,
    int leastCohort, double near, Inactivity inactivity, Learning learning, Tests tests, Warnings warnings) {

  record Tiers(int medium, int high) {}

  record Inactivity(double rankShare, int comparedAtMost, double trendShare, List<Idle> idle, int leastSessions) {}

  record Idle(int days, int atLeast) {}

  record Learning(double rankShare, double missingShare, double lateShare, int nothingAtLeast) {}

  record Tests(double rankShare, double lastShare, double lowestShare, double good, double pass,
      int failedAtLeast) {}

  record Warnings(int each) {}

  /** @throws IllegalArgumentException that says what is wrong in the file */
  RiskConfig {
    that(weights != null && weights.keySet().containsAll(List.of(Signal.values())), "weights names all five signals");
    that(weights.values().stream().allMatch(weight -> weight != null && weight >= 0)
        && weights.values().stream().mapToInt(Integer::intValue).sum() == 100,
        "weights are 0 or more and together 100");
    that(tiers != null && 0 < tiers.medium && tiers.medium < tiers.high && tiers.high <= 100,
        "tiers: 0 < medium < high <= 100");
    that(graceDays >= 0, "graceDays is 0 or more");
    that(windowDays >= 1 && windowDays <= 366, "windowDays is 1 to 366");
    that(reviewHours >= 1, "reviewHours is 1 or more");
    that(leastCohort >= 2, "leastCohort is 2 or more");
    that(near > 0 && near <= 1, "near is above 0, to 1");
    that(inactivity != null && inactivity.idle != null && learning != null && tests != null && warnings != null,
        "inactivity with idle, learning, tests and warnings are there");
    that(share(inactivity.rankShare) && share(learning.rankShare) && share(tests.rankShare), "rankShare is 0 to 1");
    that(share(inactivity.trendShare), "inactivity.trendShare is 0 to 1");
    that(share(learning.missingShare) && share(learning.lateShare) && learning.missingShare + learning.lateShare < 1,
        "learning: missingShare and lateShare are 0 or more and together less than 1");
    that(share(tests.lastShare) && share(tests.lowestShare) && share(tests.lastShare + tests.lowestShare),
        "tests: lastShare and lowestShare are 0 or more and together 1 at the most");
    for (int i = 0; i < inactivity.idle.size(); i++) {
      Idle step = inactivity.idle.get(i);
      Idle before = i == 0 ? new Idle(0, 0) : inactivity.idle.get(i - 1);
      that(step.days > before.days && step.atLeast >= before.atLeast && step.atLeast <= 100,
          "inactivity.idle rises in days and atLeast, to 100 at the most");
    }
    that(percent(inactivity.comparedAtMost), "inactivity.comparedAtMost is 0 to 100");
    that(inactivity.leastSessions >= 1, "inactivity.leastSessions is 1 or more");
    that(percent(learning.nothingAtLeast), "learning.nothingAtLeast is 0 to 100");
    that(percent(tests.failedAtLeast), "tests.failedAtLeast is 0 to 100");
    that(0 <= tests.pass && tests.pass < tests.good && tests.good <= 100, "tests: 0 <= pass < good <= 100");
    that(warnings.each >= 1 && warnings.each <= 100, "warnings.each is 1 to 100");
    weights = Map.copyOf(weights);
  }

  static RiskConfig read(Path yaml) {
    try {
      return parse(Files.readString(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException("The rules of risk cannot be read: " + yaml, e);
    }
  }

  static RiskConfig parse(String yaml) {
    try {
      return YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build().readValue(yaml, RiskConfig.class);
    } catch (JsonProcessingException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException("The rules of risk: " + why.getMessage(), e);
    }
  }

  private static boolean share(double value) {
    return value >= 0 && value <= 1;
  }

  private static boolean percent(int value) {
    return value >= 0 && value <= 100;
  }

  private static void that(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
