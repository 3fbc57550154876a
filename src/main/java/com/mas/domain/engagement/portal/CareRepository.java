package com.mas.domain.engagement.portal;

import com.mas.db.Database;
import com.mas.db.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Knows who looks after a student. */
final class CareRepository {
  private static final String TIES = """
      SELECT EXISTS (SELECT 1 FROM identity.shared_people WHERE id = $2 AND tenant = $1) AS known,
             EXISTS (SELECT 1 FROM education.shared_students WHERE tenant = $1 AND student_id = $2
               AND batch_lead_id = $3) AS leads,
             EXISTS (SELECT 1 FROM education.shared_students WHERE tenant = $1 AND student_id = $2
               AND super_mentor_id = $3) AS mentors,
             EXISTS (SELECT 1 FROM mentoring.shared_meetings WHERE tenant = $1 AND student_id = $2
               AND mentor_id = $3 AND (state IN ('requested', 'booked')
                 OR state IN ('completed', 'missed') AND ends_at > $4)) AS meets
      """;
  private static final Rows<Ties> ROWS = Rows.of(Ties.class);

  /**
   * Says what somebody is to a student.
   *
   * @param known whether there is such a person in the tenant
   * @param leads is the batch lead of a batch of the student
   * @param mentors is the super mentor of one
   * @param meets is a mentor whom the student has asked for a meeting, or has one with the student, or had one lately
   */
  record Ties(boolean known, boolean leads, boolean mentors, boolean meets) {}

  /** Time after the end of a meeting in which the mentor goes on to see the student. */
  private static final Duration AFTERWARDS = Duration.ofDays(90);

  private final Database db;

  CareRepository(Database db) {
    this.db = db;
  }

  Ties ties(String tenant, UUID student, UUID caller, Instant now) {
    return ROWS.first(db.query(TIES, tenant, student, caller, now.minus(AFTERWARDS))).orElseThrow();
  }
}
