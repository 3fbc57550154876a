package com.mas.domain.learning.education;

import static java.time.ZoneOffset.UTC;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.db.Tx;
import com.mas.domain.learning.education.EducationContract.Application;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.Onboarding;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

final class ApplicationRepository {
  private static final String MATCHING = """
        FROM education.applications
       WHERE tenant = $1
         AND ($2::uuid IS NULL OR batch_id = $2)
         AND ($3::uuid IS NULL OR user_id = $3)
         AND ($4::text IS NULL OR state = $4)
      """;

  private static final String LIST = "SELECT *" + MATCHING + " ORDER BY created_at DESC, id DESC LIMIT $5 OFFSET $6";
  private static final String COUNT = "SELECT count(*)" + MATCHING;
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
             state_changed_at = CASE WHEN state = $3 THEN state_changed_at ELSE $8 END,
             enrolled_at = coalesce(enrolled_at, CASE WHEN $3 = 'enrolled' THEN $8 END)
       WHERE tenant = $1 AND id = $2
      RETURNING *
      """;

  private final Database db;

  ApplicationRepository(Database db) {
    this.db = db;
  }

  Page<Application> list(String tenant, UUID batchId, UUID userId, ApplicationState state, Slice slice) {
    String wire = state == null ? null : state.wire();
    return slice.page(
        db.send(LIST, tenant, batchId, userId, wire, slice.limit(), slice.offset()),
        db.send(COUNT, tenant, batchId, userId, wire),
        ApplicationRepository::read);
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
   * @param at when it was made, and came to its state
   * @return empty when the person has a live application to this batch
   */
  Optional<Application> insert(Tx tx, UUID id, String tenant, UUID batchId, UUID userId, ApplicationState state,
      Onboarding flags, Instant at) {
    return first(tx.query(INSERT, id, tenant, batchId, userId, state.wire(), flags.mouSigned(), flags.paymentDone(),
        flags.diagnosticDone(), at.atOffset(UTC)));
  }

  Optional<Application> update(Tx tx, String tenant, UUID id, ApplicationState state, String reason, Onboarding flags,
      Instant now) {
    return first(tx.query(UPDATE, tenant, id, state.wire(), reason, flags.mouSigned(), flags.paymentDone(),
        flags.diagnosticDone(), now.atOffset(UTC)));
  }

  private static Optional<Application> first(RowSet<Row> rows) {
    return Slice.all(rows, ApplicationRepository::read).stream().findFirst();
  }

  private static Application read(Row row) {
    ApplicationState state = ApplicationState.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
    OffsetDateTime enrolledAt = row.getOffsetDateTime("enrolled_at");
    return new Application(row.getUUID("id"), row.getUUID("batch_id"), row.getUUID("user_id"),
        state, row.getString("state_reason"), ApplicationRules.next(state),
        new Onboarding(row.getBoolean("mou_signed"), row.getBoolean("payment_done"), row.getBoolean("diagnostic_done")),
        row.getOffsetDateTime("created_at").toInstant(), row.getOffsetDateTime("state_changed_at").toInstant(),
        enrolledAt == null ? null : enrolledAt.toInstant());
  }
}
