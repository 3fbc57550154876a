/**
 * Batches, applications (an application is the enrolment too), attendance, and the outside courses that a batch
 * follows.
 *
 * <p>Reading order: {@link com.mas.domain.learning.education.EducationContract} (addresses and records),
 * {@link com.mas.domain.learning.education.EducationVerticle}, then one service, rules and repository for each of the
 * three things: batches with their courses, applications, attendance.
 *
 * <p>Invariants: a batch belongs to one tenant, and everything in it to the same one; another tenant's id reads as "no
 * such thing", and so does another lead's batch for a batch lead. A batch's code is unique in its tenant, whatever the
 * case. A person has at most one application per batch that was neither withdrawn nor rejected, and applications are
 * never moved to another batch. Only people who have a seat are marked, for days of the batch that are not in the
 * future. A day is the day in Asia/Kolkata. Nothing here knows names or addresses of people: that is identity's.
 *
 * <p>Published for the SQL of other domains: {@code education.shared_students}, a row for each seat (tenant,
 * student_id, batch_id, state, batch_state, batch_lead_id, super_mentor_id, enrolled_at, batch_name, ends_on);
 * {@code education.shared_placements}, the same seats with when they were asked for and what is not settled of them
 * (tenant, batch_id, batch_state, student_id, created_at, open_steps: of agreement, payment and diagnostic);
 * {@code education.shared_batches} (batch_id, tenant, code, name, state, starts_on, ends_on, batch_lead_id,
 * super_mentor_id); {@code education.shared_batch_courses}, what a batch follows elsewhere; {@code
 * education.shared_attendance}, the marks of those who have a seat still (tenant, student_id, batch_id, session_on,
 * state).
 */
package com.mas.domain.learning.education;
