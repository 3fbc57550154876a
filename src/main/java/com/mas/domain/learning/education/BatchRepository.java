package com.mas.domain.learning.education;

import com.mas.bus.Page;
import com.mas.db.Columns;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.education.EducationContract.*;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

final class BatchRepository {
  /** The states that have a seat, as a list of SQL. */
  static final String SEATED = ApplicationRules.SEATED.stream().map(state -> "'" + state.wire() + "'")
      .collect(Collectors.joining(", ", "(", ")"));

  private static final String COLUMNS = """
      b.*, (SELECT count(*) FROM education.applications a WHERE a.batch_id = b.id AND a.state IN %s) AS students,
           (SELECT count(*) FROM education.batch_courses c WHERE c.batch_id = b.id) AS courses
      """.formatted(SEATED);

  private static final Query<Batch> LIST = Query.of(Batch.class, COLUMNS, """
      FROM education.batches b
       WHERE b.tenant = $1
         AND ($2::text IS NULL OR position(lower($2) IN lower(b.code || ' ' || b.name)) > 0)
         AND ($3::text IS NULL OR b.state = $3)
         AND ($4::uuid IS NULL OR b.batch_lead_id = $4)
      """, "b.starts_on DESC, b.id DESC");
  private static final Rows<Batch> ROWS = LIST.rows();

  private static final String SELECT = "SELECT " + COLUMNS + " FROM education.batches b WHERE b.tenant = $1";
  private static final String GET = SELECT + " AND b.id = $2";
  private static final String GET_FOR_UPDATE = GET + " FOR UPDATE OF b";
  private static final String GET_FOR_SHARE = GET + " FOR SHARE OF b";
  private static final String BY_CODE = SELECT + " AND lower(b.code) = lower($2)";
  private static final String FIND = SELECT + " AND b.id = ANY ($2)";

  private static final String OF_USER = SELECT + """
         AND b.id IN (SELECT batch_id FROM education.applications WHERE user_id = $2 AND state IN %1$s)
       ORDER BY (SELECT min(created_at) FROM education.applications
                  WHERE batch_id = b.id AND user_id = $2 AND state IN %1$s), b.id
      """.formatted(SEATED);

  private static final Columns WRITTEN = Columns.of(CreateBatch.class);
  private static final String INSERT = """
      INSERT INTO education.batches (id, tenant, created_at, updated_at, %s) VALUES ($2, $1, $3, $3, %s)
      ON CONFLICT (tenant, lower(code)) DO NOTHING
      RETURNING *, 0 AS students, 0 AS courses
      """.formatted(WRITTEN.names(), WRITTEN.numbers(3));
  private static final String UPDATE = "UPDATE education.batches SET updated_at = $3, " + WRITTEN.assigned(3)
      + " WHERE tenant = $1 AND id = $2";

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

  Page<Batch> list(String tenant, String q, BatchState state, UUID lead, PageWindow window) {
    return LIST.page(db, window, tenant, q, state, lead);
  }

  Optional<Batch> get(String tenant, UUID id) {
    return ROWS.first(db.query(GET, tenant, id));
  }

  Optional<Batch> getForUpdate(Tx tx, String tenant, UUID id) {
    return ROWS.first(tx.query(GET_FOR_UPDATE, tenant, id));
  }

  Optional<Batch> getForShare(Tx tx, String tenant, UUID id) {
    return ROWS.first(tx.query(GET_FOR_SHARE, tenant, id));
  }

  Optional<Batch> byCode(String tenant, String code) {
    return ROWS.first(db.query(BY_CODE, tenant, code));
  }

  List<Batch> find(String tenant, List<UUID> ids) {
    return ROWS.all(db.query(FIND, tenant, ids.toArray(UUID[]::new)));
  }

  List<Batch> ofUser(String tenant, UUID userId) {
    return ROWS.all(db.query(OF_USER, tenant, userId));
  }

  /** Returns nothing when the tenant has a batch of that code. */
  Optional<Batch> insert(UUID id, String tenant, CreateBatch batch, Instant now) {
    return ROWS.first(db.write(INSERT, WRITTEN.values(batch, tenant, id, now)));
  }

  void update(Tx tx, String tenant, Batch batch, Instant now) {
    tx.query(UPDATE, WRITTEN.values(batch, tenant, batch.id(), now));
  }

  /** Returns false when it is not there or not empty. */
  boolean delete(String tenant, UUID id) {
    return db.write(DELETE, tenant, id).rowCount() == 1;
  }
}
