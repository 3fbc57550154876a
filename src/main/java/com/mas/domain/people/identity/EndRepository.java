package com.mas.domain.people.identity;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.domain.people.identity.IdentityContract.*;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;

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
      SELECT s.next, e.user_id, e.family AS session, e.generation
      FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS next) s
        LEFT JOIN identity.session_ends e ON e.xid >= $1::bigint
      LIMIT $2""";

  private static final Rows<SessionState> STATES = Rows.of(SessionState.class);
  private static final Rows<Told> TOLD = Rows.of(Told.class);

  private final Database db;

  EndRepository(Database db) {
    this.db = db;
  }

  Future<SessionState> state(CheckSession asked) {
    return db.read(STATE, asked.userId(), asked.session(), asked.generation())
        .map(rows -> STATES.first(rows).orElse(new SessionState(false, null)));
  }

  Future<Ends> since(Long since) {
    return db.read(ENDS, since, IdentityContract.ENDS_LIMIT + 1).map(rows -> ends(since, TOLD.all(rows)));
  }

  /** @param end null in the only row of nothing new */
  private record Told(long next, SessionsEnded end) {}

  private static Ends ends(Long since, List<Told> told) {
    long next = told.getFirst().next();
    // a database that was put back, or another one, counts its transactions anew
    boolean complete = since != null && since <= next && told.size() <= IdentityContract.ENDS_LIMIT;
    return new Ends(next, complete,
        complete ? told.stream().map(Told::end).filter(Objects::nonNull).toList() : List.of());
  }
}
