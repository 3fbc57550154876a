/**
 * Which students are at risk of not getting through, why, and what would help.
 *
 * <p>Reading order: {@link com.mas.domain.risk.RiskContract} → {@code RiskRules} (a score from {@code Facts} beside a
 * {@code Cohort}), {@code RiskWords} (what was seen, in words), {@code LowerTier} (what would lower it). {@code
 * RiskReport} prints what the rules are worth on real learners: {@code ReportCard}, {@code Marks}, {@code Enrolment},
 * {@code Candidate}. The rules' parameters are {@code conf/risk.yaml}.
 *
 * <p>The signals: <em>inactivity</em> (what was done in the last weeks, beside the batch; days without a sign of life and
 * sessions missed set floors), <em>learning progress</em> (the batch's courses, beside the batch), <em>tests</em> (the mean,
 * half against fixed marks), <em>warnings</em> (active ones), <em>placement</em> (what is not settled of the place in the
 * batch: agreement, payment, diagnostic).
 *
 * <p>Invariants:
 * <ul>
 *   <li>A score is the sum of its parts' points. A signal that nothing is known of leaves its weight to the others, but
 *       who should be in a course and is not has the full signal of learning.
 *   <li>Who somebody is, is never an input: only what was done.
 *   <li>Each signal moves the score one way; the order of a cohort says nothing.
 * </ul>
 */
package com.mas.domain.risk;
