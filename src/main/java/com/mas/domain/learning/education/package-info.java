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
 * <p>The views that other domains read are constants of the contract.
 */
package com.mas.domain.learning.education;
