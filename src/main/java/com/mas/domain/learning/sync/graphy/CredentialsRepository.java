package com.mas.domain.learning.sync.graphy;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** SQL of the service account. Passwords and tokens come and go sealed. */
final class CredentialsRepository {
  private static final String COLUMNS = """
      email, encrypted_password AS password, encrypted_session AS session, session_version AS version,
      authenticated_at, expires_at, refused_at""";
  private static final String FIND = "SELECT " + COLUMNS + " FROM mrlearn.auth_credentials WHERE tenant = $1";
  /** Held until the transaction ends; there may be no row yet to lock. */
  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('mrlearn.session ' || $1, 0))";
  private static final String SAVE = """
      INSERT INTO mrlearn.auth_credentials AS c
        (tenant, email, encrypted_password, encrypted_session, authenticated_at, expires_at)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (tenant) DO UPDATE SET email = EXCLUDED.email, encrypted_password = EXCLUDED.encrypted_password,
        encrypted_session = EXCLUDED.encrypted_session, session_version = c.session_version + 1,
        authenticated_at = EXCLUDED.authenticated_at, expires_at = EXCLUDED.expires_at, refused_at = NULL
      RETURNING\s""" + COLUMNS;
  private static final String REFUSED =
      "UPDATE mrlearn.auth_credentials SET refused_at = $2, encrypted_session = NULL WHERE tenant = $1";
  private static final String DELETE = "DELETE FROM mrlearn.auth_credentials WHERE tenant = $1";

  private static final Rows<Credentials> ROWS = Rows.of(Credentials.class);

  private final Database db;
  private final Clock clock;

  CredentialsRepository(Database db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * @param session sealed; null after a refusal
   * @param version grows with each login
   */
  record Credentials(String email, String password, String session, long version, Instant authenticatedAt,
      Instant expiresAt, Instant refusedAt) {}

  Optional<Credentials> find(String tenant) {
    return ROWS.first(db.query(FIND, tenant));
  }

  Optional<Credentials> find(Tx tx, String tenant) {
    return ROWS.first(tx.query(FIND, tenant));
  }

  void lock(Tx tx, String tenant) {
    tx.query(LOCK, tenant);
  }

  Credentials save(Tx tx, String tenant, String email, String password, String session, Instant expiresAt) {
    return ROWS.first(tx.query(SAVE, tenant, email, password, session, clock.instant(), expiresAt)).orElseThrow();
  }

  void refused(Tx tx, String tenant) {
    tx.query(REFUSED, tenant, clock.instant());
  }

  void delete(String tenant) {
    db.query(DELETE, tenant);
  }
}
