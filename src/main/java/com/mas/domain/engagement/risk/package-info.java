/**
 * Finds the students who are at risk of not getting through, with the reasons and what would help.
 *
 * <p>Reading order: {@link com.mas.domain.engagement.risk.RiskContract} → {@link
 * com.mas.domain.engagement.risk.RiskVerticle} → {@code ScoreService} (the computation; one statement for the facts of
 * a batch: {@code FactRepository}, which leaves out {@code DaysOff}), {@code LeadService} (what a batch lead sees and
 * does), {@code ReasonRules} (what a language model is asked, and which answer is shown) → {@code RiskRules} (a score
 * from {@code Facts} beside a {@code Cohort}), {@code RiskWords} (what was seen, in words), {@code LowerTier} (what
 * would lower it) → {@code RiskRepository}. {@code RiskReport} prints what the rules are worth on real learners: {@code
 * ReportCard}, {@code Marks}, {@code Enrolment} with its {@code Coursework}; {@code Tuning} chooses among {@code
 * Candidate}s. The rules' parameters are {@code conf/rules/risk.yaml}.
 *
 * <p>The signals: <em>inactivity</em> (what was done in the last weeks, beside the batch and beside the own first
 * weeks; days without a sign of life and sessions missed set floors), <em>learning progress</em> (the pace in the
 * batch's courses, so at the same age; the work that was due and is missing; how late it was handed in), <em>tests</em>
 * (mean, last and lowest mark against fixed marks, and the mean beside the batch), <em>warnings</em> (active ones),
 * <em>placement</em> (what is not settled of the place in the batch: agreement, payment, diagnostic). Tests are those
 * that the ledger has the scores of; a mean that a person entered in standing stands before theirs.
 *
 * <p>Invariants:
 * <ul>
 *   <li>A score is the sum of its parts' points. A signal that nothing is known of leaves its weight to the others, but
 *       who should be in a course and is not has the full signal of learning.
 *   <li>Approved leave and holidays are no inactivity: no day off counts, and no session or work of such a day.
 *   <li>Advice names what the learner or the lead can do: resolving a warning is none by itself.
 *   <li>Who somebody is, is never an input: only what was done.
 *   <li>Each signal moves the score one way; the order of a cohort says nothing.
 *   <li>There is one row for each seat that was scored last, none for who has left; the later computation wins.
 *   <li>A review outlives computations. A reason keeps its wording as long as it says the same.
 *   <li>The language model is told signals in words, never who they are of, and only for rows that are shown. What it
 *       says is shown only if it is one short sentence without a number that it was not told.
 *   <li>A batch lead acts on students of batches that are theirs: anybody else's is FORBIDDEN; a person without a seat
 *       in the tenant, and a student without a score, are NOT_FOUND.
 * </ul>
 */
package com.mas.domain.engagement.risk;
