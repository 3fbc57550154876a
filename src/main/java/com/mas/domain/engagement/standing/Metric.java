package com.mas.domain.engagement.standing;

import java.math.BigDecimal;

/**
 * The six components, each null until there is something to measure, and what they add up to. All 0-100, but the super
 * mentor's 0-5; two decimals.
 *
 * @param toldEvalTest what a person entered as the evaluation test, which stands before what the ledger says; null when
 *     nobody did
 */
record Metric(BigDecimal evalTest, BigDecimal learnProgress, BigDecimal superMentor, BigDecimal communication,
    BigDecimal attendance, BigDecimal mockInterview, BigDecimal overall, BigDecimal toldEvalTest) {
  static final Metric NONE = new Metric(null, null, null, null, null, null, MetricRules.ZERO, null);
}
