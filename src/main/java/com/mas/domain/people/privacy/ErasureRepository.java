package com.mas.domain.people.privacy;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.people.privacy.PrivacyContract.Erasure;
import com.mas.domain.people.privacy.PrivacyContract.ErasureState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** {@code privacy.erasures}. */
final class ErasureRepository {
  private static final String COLUMNS = "id, tenant, person, stand_in, state, asked_at, due_at, ended_at, rows";

  private static final String INSERT = """
      INSERT INTO privacy.erasures (id, tenant, person, asked_by, stand_in, state, asked_at, due_at)
      VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7)
      ON CONFLICT (person) WHERE state IN ('waiting', 'running') DO UPDATE
        SET due_at = least(privacy.erasures.due_at, excluded.due_at) RETURNING\s""" + COLUMNS;
  private static final String FIND = "SELECT " + COLUMNS + " FROM privacy.erasures WHERE id = $1";
  private static final String LIVE = "SELECT " + COLUMNS + " FROM privacy.erasures"
      + " WHERE tenant = $1 AND person = $2 AND state IN ('waiting', 'running')";
  private static final String CANCEL = """
      UPDATE privacy.erasures SET state = 'cancelled', ended_at = $2 WHERE id = $1 AND state = 'waiting'
      RETURNING\s""" + COLUMNS;
  private static final String BEGIN = "UPDATE privacy.erasures SET state = 'running'"
      + " WHERE id = $1 AND state IN ('waiting', 'running') AND due_at <= $2 RETURNING " + COLUMNS;
  private static final String END = """
      UPDATE privacy.erasures SET state = 'completed', person = NULL, asked_by = NULL, ended_at = $2, rows = $3
      WHERE id = $1 AND state = 'running'""";
  private static final String UNTOLD = """
      SELECT count(*) AS many FROM jobs.shared_live WHERE unique_key LIKE '%.on.identity.person.erased:' || $1""";

  private static final Query<Stored> LIST = Query.of(Stored.class, COLUMNS,
      "FROM privacy.erasures WHERE tenant = $1 AND ($2::text IS NULL OR state = $2)", "asked_at DESC, id DESC");
  private static final Rows<Stored> STORED = LIST.rows();

  /** @param person null when it is over */
  record Stored(UUID id, String tenant, UUID person, UUID standIn, ErasureState state, Instant askedAt, Instant dueAt,
      Instant endedAt, long rows) {
    Erasure shown() {
      return new Erasure(id, state, askedAt, dueAt, endedAt, rows);
    }
  }

  private final Database db;

  ErasureRepository(Database db) {
    this.db = db;
  }

  /** Stores it, or makes the one that is planned due earlier; returns what there is. */
  Stored plan(Tx tx, UUID id, String tenant, UUID person, UUID askedBy, UUID standIn, Instant now, Instant due) {
    return STORED.first(tx.query(INSERT, id, tenant, person, askedBy, standIn, now, due)).orElseThrow();
  }

  Optional<Stored> find(UUID id) {
    return STORED.first(db.query(FIND, id));
  }

  Optional<Stored> live(String tenant, UUID person) {
    return STORED.first(db.query(LIVE, tenant, person));
  }

  /** Empty when it has begun or is over. */
  Optional<Stored> cancel(UUID id, Instant now) {
    return STORED.first(db.write(CANCEL, id, now));
  }

  /** Empty when it is cancelled, over, or not due. */
  Optional<Stored> begin(UUID id, Instant now) {
    return STORED.first(db.write(BEGIN, id, now));
  }

  void end(Tx tx, UUID id, Instant now, long rows) {
    tx.send(END, id, now, rows);
  }

  /** Returns how many stored requests that tell domains of the erasure are not done. */
  int untold(UUID id) {
    return db.query(UNTOLD, id.toString()).iterator().next().getInteger("many");
  }

  Page<Erasure> list(String tenant, ErasureState state, PageWindow window) {
    return LIST.page(db, window, tenant, state).map(Stored::shown);
  }
}
