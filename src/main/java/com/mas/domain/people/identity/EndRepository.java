package com.mas.domain.people.identity;

import com.mas.db.Database;
import com.mas.domain.people.identity.IdentityContract.CheckSession;
import com.mas.domain.people.identity.IdentityContract.Ends;
import com.mas.domain.people.identity.IdentityContract.SessionState;
import com.mas.domain.people.identity.IdentityContract.SessionsEnded;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.stream.StreamSupport;

/** Keeps which sessions have ended: {@code identity.session_ends}. */
final class EndRepository {
  // all tokens of a family are revoked together, so that any of them tells
  private static final String STATE = """
      SELECT u.generation, u.status = 'active' AND ($3::integer IS NULL OR u.generation = $3)
        AND ($2::uuid IS NULL OR coalesce((SELECT t.revoked_at IS NULL AND t.user_id = u.id
          FROM identity.refresh_tokens t WHERE t.family = $2 LIMIT 1), false)) AS alive
      FROM identity.users u WHERE u.id = $1""";

  // the statement's own snapshot says which transactions were open, so nothing falls between two answers
  private static final String ENDS = """
      SELECT s.next, e.user_id, e.family, e.generation
      FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS next) s
        LEFT JOIN identity.session_ends e ON e.xid >= $1::bigint
      LIMIT $2""";

  private static final String PURGE =
      "DELETE FROM identity.session_ends WHERE ended_at < clock_timestamp() - interval '1 day'";

  private final Database db;

  EndRepository(Database db) {
    this.db = db;
  }

  Future<SessionState> state(CheckSession asked) {
    return db.read(STATE, asked.userId(), asked.session(), asked.generation()).map(rows -> {
      if (rows.size() == 0) {
        return new SessionState(false, null);
      }
      Row row = rows.iterator().next();
      return new SessionState(row.getBoolean("alive"), row.getInteger("generation"));
    });
  }

  Future<Ends> since(Long since) {
    return db.read(ENDS, since, IdentityContract.ENDS_LIMIT + 1).map(rows -> ends(since, rows));
  }

  private static Ends ends(Long since, RowSet<Row> rows) {
    long next = rows.iterator().next().getLong("next");
    // a database that was put back, or another one, counts its transactions anew
    boolean complete = since != null && since <= next && rows.size() <= IdentityContract.ENDS_LIMIT;
    return new Ends(next, complete, !complete ? List.of() : StreamSupport.stream(rows.spliterator(), false)
        .filter(row -> row.getUUID("user_id") != null)
        .map(row -> new SessionsEnded(row.getUUID("user_id"), row.getUUID("family"), row.getInteger("generation")))
        .toList());
  }

  void purge() {
    db.query(PURGE);
  }
}
