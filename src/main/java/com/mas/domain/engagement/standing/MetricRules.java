package com.mas.domain.engagement.standing;

import com.mas.bus.Change;
import com.mas.domain.engagement.standing.MetricConfig.Weights;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Computes the components and what they add up to. Everything is rounded half up to two decimals. */
final class MetricRules {
  static final BigDecimal ZERO = BigDecimal.ZERO.setScale(2);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  /** Factor from 0-5 to 0-100. */
  private static final BigDecimal TWENTY = BigDecimal.valueOf(20);

  private MetricRules() {}

  /** Keeps what people told as it is: the mock interview, and the evaluation test before the ledger's. */
  static Metric refreshed(Metric before, Sources sources, MetricConfig config) {
    BigDecimal test = before.toldEvalTest() == null ? twoPlaces(sources.tests()) : before.toldEvalTest();
    return weighed(new Metric(test, twoPlaces(sources.learning()),
        superMentor(sources.weekly(), sources.skills(), config.weeklyShare()), hundred(sources.communication()),
        attendance(sources.came(), sources.sessions()), before.mockInterview(), null, before.toldEvalTest()),
        config.weights());
  }

  /** Takes what a person tells; a test that is cleared leaves the word to the ledger again. */
  static Metric told(Metric before, Change<Double> evalTest, Change<Double> mockInterview, Sources sources,
      MetricConfig config) {
    return refreshed(new Metric(before.evalTest(), before.learnProgress(), before.superMentor(),
        before.communication(), before.attendance(),
        mockInterview.isMade() ? entered(mockInterview.value()) : before.mockInterview(), before.overall(),
        evalTest.isMade() ? entered(evalTest.value()) : before.toldEvalTest()), sources, config);
  }

  /** 0-5, or null without either; one alone counts whole. */
  static BigDecimal superMentor(BigDecimal weekly, BigDecimal skills, int weeklyShare) {
    if (weekly == null || skills == null) {
      BigDecimal one = weekly == null ? skills : weekly.multiply(TWENTY);
      return one == null ? null : one.divide(TWENTY, 2, RoundingMode.HALF_UP);
    }
    BigDecimal share = BigDecimal.valueOf(weeklyShare);
    BigDecimal combined = weekly.multiply(TWENTY).multiply(share).add(skills.multiply(HUNDRED.subtract(share)));
    return combined.divide(HUNDRED.multiply(TWENTY), 2, RoundingMode.HALF_UP);
  }

  static BigDecimal attendance(int came, int sessions) {
    return sessions == 0 ? null
        : HUNDRED.multiply(BigDecimal.valueOf(came)).divide(BigDecimal.valueOf(sessions), 2, RoundingMode.HALF_UP);
  }

  private static BigDecimal hundred(BigDecimal ofFive) {
    return ofFive == null ? null : twoPlaces(ofFive.multiply(TWENTY));
  }

  private static Metric weighed(Metric metric, Weights weights) {
    BigDecimal sum = part(metric.evalTest(), weights.evalTest())
        .add(part(metric.learnProgress(), weights.learnProgress()))
        .add(part(metric.superMentor(), weights.superMentor()).multiply(TWENTY))
        .add(part(metric.communication(), weights.communication()))
        .add(part(metric.attendance(), weights.attendance()))
        .add(part(metric.mockInterview(), weights.mockInterview()));
    return new Metric(metric.evalTest(), metric.learnProgress(), metric.superMentor(), metric.communication(),
        metric.attendance(), metric.mockInterview(), sum.divide(HUNDRED, 2, RoundingMode.HALF_UP),
        metric.toldEvalTest());
  }

  private static BigDecimal part(BigDecimal component, int weight) {
    return component == null ? BigDecimal.ZERO : component.multiply(BigDecimal.valueOf(weight));
  }

  /** Rounds what people enter. It is a double, since a decimal of a billion places would be worked on in full. */
  static BigDecimal entered(Double number) {
    return number == null ? null : twoPlaces(BigDecimal.valueOf(number));
  }

  static BigDecimal twoPlaces(BigDecimal number) {
    return number == null ? null : number.setScale(2, RoundingMode.HALF_UP);
  }
}
