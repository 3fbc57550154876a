package com.mas.domain.learning.mrtest;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** SQL of each tenant's staff account at the site, sealed. */
final class LoginRepository {
  private static final String COLUMNS = "username, password, session, version, authenticated_at, refused_at";
  private static final String FIND = "SELECT " + COLUMNS + " FROM mrtest.logins WHERE tenant = $1";
  /** One login at a time in the whole cluster, also the first one. */
  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('mrtest login ' || $1, 0))";
  private static final String SAVE = """
      INSERT INTO mrtest.logins AS l (tenant, username, password, session, authenticated_at)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (tenant) DO UPDATE SET username = EXCLUDED.username, password = EXCLUDED.password,
        session = EXCLUDED.session, version = l.version + 1, authenticated_at = EXCLUDED.authenticated_at,
        refused_at = NULL
      RETURNING\s""" + COLUMNS;
  private static final String REFUSED = "UPDATE mrtest.logins SET refused_at = $2, session = NULL WHERE tenant = $1";
  private static final String DELETE = "DELETE FROM mrtest.logins WHERE tenant = $1";

  private static final Rows<Login> ROWS = Rows.of(Login.class);

  private final Database db;
  private final Clock clock;

  LoginRepository(Database db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * @param session sealed, as {@code password}; null after a refusal
   * @param version grows with each login
   */
  record Login(String username, String password, String session, long version, Instant authenticatedAt,
      Instant refusedAt) {
    @Override
    public String toString() {
      return "Login[" + username + "]";
    }
  }

  Optional<Login> find(String tenant) {
    return ROWS.first(db.query(FIND, tenant));
  }

  Optional<Login> find(Tx tx, String tenant) {
    return ROWS.first(tx.query(FIND, tenant));
  }

  void lock(Tx tx, String tenant) {
    tx.query(LOCK, tenant);
  }

  Login save(Tx tx, String tenant, String username, String password, String session) {
    return ROWS.first(tx.query(SAVE, tenant, username, password, session, clock.instant())).orElseThrow();
  }

  void refused(Tx tx, String tenant) {
    tx.query(REFUSED, tenant, clock.instant());
  }

  void delete(String tenant) {
    db.query(DELETE, tenant);
  }
}
