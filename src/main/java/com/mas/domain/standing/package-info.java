/**
 * How a student stands with the people who look after them: warnings.
 *
 * <p>Reading order: {@link com.mas.domain.standing.StandingContract} →
 * {@link com.mas.domain.standing.StandingVerticle} → {@code WarningService} with {@code WarningRules} and
 * {@code WarningRepository}; {@code Care} says whose student somebody is.
 *
 * <p>Invariants:
 * <ul>
 *   <li>A student's warnings change only under the lock of the student's row of {@code strikes}, whose count is that of
 *       the active ones.
 *   <li>The product warns once for a student and a day of absence, whatever is repeated, and never when three are
 *       active; whichever becomes the third active one escalates, and tells those who lead the student's batches.
 *   <li>A batch lead acts on students of batches that are theirs, a super mentor on mentees: students of batches that
 *       they mentor. Anybody else's student is FORBIDDEN, a person without a seat in the tenant NOT_FOUND.
 *   <li>A day is a day in Asia/Kolkata.
 * </ul>
 *
 * <p>Published for the SQL of other domains: {@code standing.shared_warnings} (student_id, tenant, type, severity,
 * active, created_at), one row for each warning there ever was.
 */
package com.mas.domain.standing;
