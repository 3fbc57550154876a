package com.mas.domain.learning.education;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.education.EducationContract.*;
import com.mas.domain.learning.education.MyApplicationContract.MyApplication;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

final class ApplicationRepository {
  private static final Query<ApplicationRow> LIST = Query.of(ApplicationRow.class, "*", """
      FROM education.applications
       WHERE tenant = $1
         AND ($2::uuid IS NULL OR batch_id = $2)
         AND ($3::uuid IS NULL OR user_id = $3)
         AND ($4::text IS NULL OR state = $4)
      """, "created_at DESC, id DESC");
  private static final Rows<ApplicationRow> ROWS = LIST.rows();
  private static final Query<MyApplication> MINE = Query.of(MyApplication.class, """
      a.id, a.batch_id, b.name AS batch_name, b.state AS batch_state, b.starts_on, b.ends_on, a.state, a.state_reason,
      a.mou_signed, a.payment_done, a.diagnostic_done, a.created_at, a.state_changed_at, a.roll_number""", """
      FROM education.applications a JOIN education.batches b ON b.id = a.batch_id
       WHERE a.tenant = $1 AND a.user_id = $2
      """, "a.created_at DESC, a.id DESC");

  private static final String GET = "SELECT * FROM education.applications WHERE tenant = $1 AND id = $2";
  private static final String GET_FOR_UPDATE = GET + " FOR UPDATE";

  private static final String LIVE = """
      SELECT * FROM education.applications
       WHERE batch_id = $1 AND user_id = $2 AND state NOT IN ('withdrawn', 'rejected')
      """;

  private static final String INSERT = """
      INSERT INTO education.applications
        (id, tenant, batch_id, user_id, state, mou_signed, payment_done, diagnostic_done,
         created_at, state_changed_at, enrolled_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, CASE WHEN $5 = 'enrolled' THEN $9::timestamptz END)
      ON CONFLICT (batch_id, user_id) WHERE state NOT IN ('withdrawn', 'rejected') DO NOTHING
      RETURNING *
      """;

  private static final String UPDATE = """
      UPDATE education.applications
         SET state = $3, state_reason = $4, mou_signed = $5, payment_done = $6, diagnostic_done = $7,
             roll_number = $9,
             state_changed_at = CASE WHEN state = $3 THEN state_changed_at ELSE $8 END,
             enrolled_at = coalesce(enrolled_at, CASE WHEN $3 = 'enrolled' THEN $8 END)
       WHERE tenant = $1 AND id = $2
      RETURNING *
      """;

  private static final String ROLL_NUMBER = """
      SELECT id FROM education.applications
       WHERE batch_id = $1 AND lower(roll_number) = lower($2) AND id <> $3 AND state NOT IN ('withdrawn', 'rejected')
      """;

  private final Database db;

  ApplicationRepository(Database db) {
    this.db = db;
  }

  private record ApplicationRow(UUID id, UUID batchId, UUID userId, ApplicationState state, String stateReason,
      Onboarding onboarding, Instant createdAt, Instant stateChangedAt, Instant enrolledAt, String rollNumber) {
    Application application() {
      return new Application(id, batchId, userId, state, stateReason, ApplicationRules.next(state), onboarding,
          createdAt, stateChangedAt, enrolledAt, rollNumber);
    }
  }

  Page<Application> list(String tenant, UUID batchId, UUID userId, ApplicationState state, PageWindow window) {
    return LIST.page(db, window, tenant, batchId, userId, state).map(ApplicationRow::application);
  }

  Page<MyApplication> mine(String tenant, UUID person, PageWindow window) {
    return MINE.page(db, window, tenant, person);
  }

  Optional<Application> get(String tenant, UUID id) {
    return first(db.query(GET, tenant, id));
  }

  Optional<Application> getForUpdate(Tx tx, String tenant, UUID id) {
    return first(tx.query(GET_FOR_UPDATE, tenant, id));
  }

  Optional<Application> live(Tx tx, UUID batchId, UUID userId) {
    return first(tx.query(LIVE, batchId, userId));
  }

  /**
   * Returns nothing when the person has a live application to this batch.
   *
   * @param at when it was made, and came to its state
   */
  Optional<Application> insert(Tx tx, UUID id, String tenant, UUID batchId, UUID userId, ApplicationState state,
      Onboarding flags, Instant at) {
    return first(tx.query(INSERT, id, tenant, batchId, userId, state, flags.mouSigned(), flags.paymentDone(),
        flags.diagnosticDone(), at));
  }

  Optional<Application> update(Tx tx, String tenant, UUID id, ApplicationState state, String reason, Onboarding flags,
      String rollNumber, Instant now) {
    return first(tx.query(UPDATE, tenant, id, state, reason, flags.mouSigned(), flags.paymentDone(),
        flags.diagnosticDone(), now, rollNumber));
  }

  /** Returns whether somebody else who has not left the batch has the number. */
  boolean isTaken(Tx tx, Application by, String rollNumber) {
    return tx.query(ROLL_NUMBER, by.batchId(), rollNumber, by.id()).size() > 0;
  }

  private static Optional<Application> first(RowSet<Row> rows) {
    return ROWS.first(rows).map(ApplicationRow::application);
  }
}
