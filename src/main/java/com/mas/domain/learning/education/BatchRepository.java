package com.mas.domain.learning.education;

import static java.time.ZoneOffset.UTC;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.db.Tx;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

final class BatchRepository {
  static final String[] SEATED = ApplicationRules.SEATED.stream().map(ApplicationState::wire).toArray(String[]::new);

  /** $1 is the tenant and $2 the seated states in all that begins with this. */
  private static final String SELECT = """
      SELECT b.id, b.code, b.name, b.state, b.starts_on, b.ends_on, b.batch_lead_id, b.super_mentor_id,
             b.created_at, b.updated_at,
             (SELECT count(*) FROM education.applications a WHERE a.batch_id = b.id AND a.state = ANY ($2)) AS students,
             (SELECT count(*) FROM education.batch_courses c WHERE c.batch_id = b.id) AS courses
        FROM education.batches b
       WHERE b.tenant = $1
      """;

  private static final String GET = SELECT + " AND b.id = $3";
  private static final String GET_FOR_UPDATE = GET + " FOR UPDATE OF b";
  private static final String GET_FOR_SHARE = GET + " FOR SHARE OF b";
  private static final String BY_CODE = SELECT + " AND lower(b.code) = lower($3)";
  private static final String FIND = SELECT + " AND b.id = ANY ($3)";

  private static final String OF_USER = SELECT + """
         AND b.id IN (SELECT batch_id FROM education.applications WHERE user_id = $3 AND state = ANY ($2))
       ORDER BY (SELECT min(created_at) FROM education.applications
                  WHERE batch_id = b.id AND user_id = $3 AND state = ANY ($2)), b.id
      """;

  private static final String LIST = SELECT + """
         AND ($3::text IS NULL OR position(lower($3) IN lower(b.code || ' ' || b.name)) > 0)
         AND ($4::text IS NULL OR b.state = $4)
         AND ($5::uuid IS NULL OR b.batch_lead_id = $5)
       ORDER BY b.starts_on DESC, b.id DESC
       LIMIT $6 OFFSET $7
      """;

  private static final String COUNT = """
      SELECT count(*)
        FROM education.batches b
       WHERE b.tenant = $1
         AND ($2::text IS NULL OR position(lower($2) IN lower(b.code || ' ' || b.name)) > 0)
         AND ($3::text IS NULL OR b.state = $3)
         AND ($4::uuid IS NULL OR b.batch_lead_id = $4)
      """;

  private static final String INSERT = """
      INSERT INTO education.batches
        (id, tenant, code, name, state, starts_on, ends_on, batch_lead_id, super_mentor_id, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
      ON CONFLICT (tenant, lower(code)) DO NOTHING
      """;

  private static final String UPDATE = """
      UPDATE education.batches
         SET code = $3, name = $4, state = $5, starts_on = $6, ends_on = $7, batch_lead_id = $8, super_mentor_id = $9,
             updated_at = $10
       WHERE tenant = $1 AND id = $2
      """;

  private static final String DELETE = """
      DELETE FROM education.batches b
       WHERE b.tenant = $1 AND b.id = $2
         AND NOT EXISTS (SELECT 1 FROM education.applications a WHERE a.batch_id = b.id)
         AND NOT EXISTS (SELECT 1 FROM education.attendance a WHERE a.batch_id = b.id)
      """;

  private final Database db;

  BatchRepository(Database db) {
    this.db = db;
  }

  Page<Batch> list(String tenant, String q, BatchState state, UUID lead, Slice slice) {
    String wire = state == null ? null : state.wire();
    return slice.page(
        db.send(LIST, tenant, SEATED, q, wire, lead, slice.limit(), slice.offset()),
        db.send(COUNT, tenant, q, wire, lead),
        BatchRepository::read);
  }

  Optional<Batch> get(String tenant, UUID id) {
    return first(db.query(GET, tenant, SEATED, id));
  }

  Optional<Batch> getForUpdate(Tx tx, String tenant, UUID id) {
    return first(tx.query(GET_FOR_UPDATE, tenant, SEATED, id));
  }

  Optional<Batch> getForShare(Tx tx, String tenant, UUID id) {
    return first(tx.query(GET_FOR_SHARE, tenant, SEATED, id));
  }

  Optional<Batch> byCode(String tenant, String code) {
    return first(db.query(BY_CODE, tenant, SEATED, code));
  }

  List<Batch> find(String tenant, List<UUID> ids) {
    return Slice.all(db.query(FIND, tenant, SEATED, ids.toArray(UUID[]::new)), BatchRepository::read);
  }

  List<Batch> ofUser(String tenant, UUID userId) {
    return Slice.all(db.query(OF_USER, tenant, SEATED, userId), BatchRepository::read);
  }

  /** @return false when the tenant has a batch of that code */
  boolean insert(UUID id, String tenant, CreateBatch batch, Instant now) {
    return db.query(INSERT, id, tenant, batch.code(), batch.name(), batch.state().wire(), batch.startsOn(),
        batch.endsOn(), batch.batchLeadId(), batch.superMentorId(), now.atOffset(UTC)).rowCount() == 1;
  }

  void update(Tx tx, String tenant, Batch batch, Instant now) {
    tx.query(UPDATE, tenant, batch.id(), batch.code(), batch.name(), batch.state().wire(), batch.startsOn(),
        batch.endsOn(), batch.batchLeadId(), batch.superMentorId(), now.atOffset(UTC));
  }

  /** @return false when it is not there or not empty */
  boolean delete(String tenant, UUID id) {
    return db.query(DELETE, tenant, id).rowCount() == 1;
  }

  private static Optional<Batch> first(RowSet<Row> rows) {
    return Slice.all(rows, BatchRepository::read).stream().findFirst();
  }

  private static Batch read(Row row) {
    return new Batch(row.getUUID("id"), row.getString("code"), row.getString("name"),
        BatchState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getLocalDate("starts_on"), row.getLocalDate("ends_on"),
        row.getUUID("batch_lead_id"), row.getUUID("super_mentor_id"),
        row.getInteger("students"), row.getInteger("courses"),
        row.getOffsetDateTime("created_at").toInstant(), row.getOffsetDateTime("updated_at").toInstant());
  }
}
