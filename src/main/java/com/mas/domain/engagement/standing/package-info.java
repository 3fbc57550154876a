/**
 * Tells how a student stands with the people who look after them: warnings, weekly and skill ratings, and the
 * performance metric that all of it adds up to.
 *
 * <p>Reading order: {@link com.mas.domain.engagement.standing.StandingContract} →
 * {@link com.mas.domain.engagement.standing.StandingVerticle} → {@code WarningService} (warnings),
 * {@code RatingService} (ratings), {@code MetricService} (metrics), each with its rules and repository;
 * {@code StudentAccess} refuses callers who do not look after the student, {@code WarningNotices} stores notifications,
 * {@code MetricConfig} reads {@code conf/rules/standing.yaml}.
 *
 * <p>Invariants:
 * <ul>
 *   <li>A student's warnings change only under the lock of the student's row of {@code strikes}, whose count is that of
 *       the active ones.
 *   <li>The product warns once for a student and a day of absence, whatever is repeated, and never when three are
 *       active; whichever becomes the third active one escalates, and tells those who lead the student's batches.
 *   <li>A batch lead acts on students of batches that are theirs, a super mentor on mentees: students of batches that
 *       they mentor. Anybody else's student is FORBIDDEN, a person without a seat in the tenant NOT_FOUND.
 *   <li>A metric is one row, which changes only under its lock, by what the sources say at that moment; each value that
 *       it had is in its history. Ratings take it along in their own transaction, attendance by its event, and the
 *       nightly run makes up for what was not heard.
 *   <li>A day is a day in Asia/Kolkata, a week an ISO week of such days.
 * </ul>
 *
 * <p>The views that other domains read are constants of the contract.
 */
package com.mas.domain.engagement.standing;
