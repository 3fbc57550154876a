package com.mas.domain.learning.education;

import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.imports.RowImport.Verdict;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Seats of many people at once, by one statement. */
final class EnrolmentRepository {
  /** Looks at the newest application of each: a live one, else the last that ended. */
  private static final String ENROL = """
      WITH given AS (
        SELECT * FROM unnest($3::uuid[], $4::uuid[], $5::text[]) WITH ORDINALITY AS g (id, user_id, roll, place)
      ), before AS (
        SELECT DISTINCT ON (a.user_id) a.id, a.user_id, a.state, a.roll_number
          FROM education.applications a WHERE a.batch_id = $2 AND a.user_id = ANY ($4)
         ORDER BY a.user_id, a.state IN ('withdrawn', 'rejected'), a.created_at DESC
      ), taken AS (
        SELECT lower(a.roll_number) AS roll, a.user_id FROM education.applications a
         WHERE a.batch_id = $2 AND a.state NOT IN ('withdrawn', 'rejected')
           AND lower(a.roll_number) IN (SELECT lower(roll) FROM given)
      ), judged AS (
        SELECT g.*, b.id AS known, b.state, b.roll_number,
               EXISTS (SELECT 1 FROM taken t WHERE t.roll = lower(g.roll) AND t.user_id <> g.user_id) AS taken
          FROM given g LEFT JOIN before b USING (user_id)
      ), added AS (
        INSERT INTO education.applications (id, tenant, batch_id, user_id, state, mou_signed, payment_done,
          diagnostic_done, roll_number, created_at, state_changed_at, enrolled_at)
        SELECT id, $1, $2, user_id, 'enrolled', false, true, false, roll, $6, $6, $6
          FROM judged WHERE known IS NULL AND NOT taken ORDER BY user_id
        ON CONFLICT (batch_id, user_id) WHERE state NOT IN ('withdrawn', 'rejected') DO NOTHING
        RETURNING user_id
      ), numbered AS (
        UPDATE education.applications a SET roll_number = j.roll FROM judged j
         WHERE a.id = j.known AND a.state = ANY ($7) AND a.roll_number IS NULL AND j.roll IS NOT NULL AND NOT j.taken
        RETURNING a.user_id
      )
      SELECT j.state, j.roll_number, j.roll, j.taken, a.user_id IS NOT NULL AS added, n.user_id IS NOT NULL AS numbered
        FROM judged j LEFT JOIN added a USING (user_id) LEFT JOIN numbered n USING (user_id) ORDER BY j.place
      """;

  private static final List<ApplicationState> STAYING = List.of(ApplicationState.PAID,
      ApplicationState.BATCH_ALLOCATED, ApplicationState.ENROLLED, ApplicationState.COMPLETED);
  private static final Rows<Judged> JUDGED = Rows.of(Judged.class);

  /** @param rollNumber null: none is given */
  record Seat(UUID id, UUID userId, String rollNumber) {}

  private record Judged(ApplicationState state, String rollNumber, String roll, boolean taken, boolean added,
      boolean numbered) {
    Verdict verdict() {
      if (added) {
        return Verdict.ADDED;
      }
      if (numbered) {
        return Verdict.CHANGED;
      }
      if (state != null && !STAYING.contains(state)) {
        return Verdict.refused("email", state == ApplicationState.WITHDRAWN || state == ApplicationState.REJECTED
            ? "belongs to a person whose application to this batch is " + state.wire() + "; enrol them by hand"
            : "belongs to a person whose application to this batch is " + state.wire() + "; move it on by hand");
      }
      if (taken) {
        return Verdict.refused("rollNumber", "belongs to another person in this batch");
      }
      if (roll != null && rollNumber != null && !roll.equalsIgnoreCase(rollNumber)) {
        return Verdict.refused("rollNumber", "differs from the present one, " + rollNumber + "; change it by hand");
      }
      return Verdict.SAME;
    }
  }

  private final Clock clock;

  EnrolmentRepository(Clock clock) {
    this.clock = clock;
  }

  /** Returns a verdict for each, in their order. No person and no roll number is among them twice. */
  List<Verdict> enrol(Tx tx, Batch batch, String tenant, List<Seat> seats) {
    if (seats.isEmpty()) {
      return List.of();
    }
    return JUDGED.all(tx.query(ENROL, tenant, batch.id(), seats.stream().map(Seat::id).toArray(UUID[]::new),
        seats.stream().map(Seat::userId).toArray(UUID[]::new),
        seats.stream().map(Seat::rollNumber).toArray(String[]::new), clock.instant(), STAYING))
        .stream().map(Judged::verdict).toList();
  }
}
