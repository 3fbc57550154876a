/**
 * The people behind the mirrored courses: one row for each, rolled up over all courses by the address without a known
 * prefix of the organisation, and the way from there to an account.
 *
 * <p>Reading order: {@link com.mas.domain.learning.student.StudentContract},
 * {@link com.mas.domain.learning.student.StudentVerticle}, {@code RollUp} (keeps the rows) with
 * {@code RollUpRepository}, {@code StudentService} (lists) with {@code StudentRules}, {@code StudentFilter} and
 * {@code StudentRepository}, {@code StudentAccountService} (promotion), {@code DemoService}.
 *
 * <p>Invariants:
 * <ul>
 * <li>{@code student.students} is what a plain {@code GROUP BY} over {@code mrlearn.shared_learners} joined with
 *     {@code mrlearn.shared_learner_accounts} says, as soon as no note is left. It can be made again.
 * <li>The mirror and identity note what changes ({@code mrlearn.shared_learner_changes},
 *     {@code identity.shared_account_changes}) in the transaction of the change, so that no process and no kill can
 *     come between the two; {@code student.changes} has what is to be made again for other reasons. Whoever takes the
 *     notes makes the rows in the same statement, one taker at a time in the whole cluster.
 * <li>The notes are looked at two seconds after a run moved on, behind each promotion and each start, and every minute.
 * <li>A student has the account that all tied enrolments of the address have in common. An address that only looks
 *     alike after a part of it was dropped is somebody else's.
 * <li>A learner without an address is in no row. Two learners with one address are one student with two enrolments. A
 *     phone that two students share is told, and identifies neither.
 * <li>Promotion may be repeated, also at the same time: an existing account is kept, its password only changed when one
 *     is given, and who is in a batch stays there.
 * </ul>
 *
 * <p>Submissions of exams are read from the view {@code mrtest.shared_submissions}; the list does without them when it
 * cannot be read.
 */
package com.mas.domain.learning.student;
