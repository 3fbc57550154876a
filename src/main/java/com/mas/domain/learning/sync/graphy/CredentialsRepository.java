package com.mas.domain.learning.sync.graphy;

import com.mas.db.Database;
import com.mas.db.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** SQL of the service account. Passwords and tokens come and go sealed. */
final class CredentialsRepository {
  private static final String FIND = "SELECT * FROM mrlearn.auth_credentials WHERE tenant = $1";
  /** Held until the transaction ends; there may be no row yet to lock. */
  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('mrlearn.session ' || $1, 0))";
  private static final String SAVE = """
      INSERT INTO mrlearn.auth_credentials AS c
        (tenant, email, encrypted_password, encrypted_session, authenticated_at, expires_at)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (tenant) DO UPDATE SET email = EXCLUDED.email, encrypted_password = EXCLUDED.encrypted_password,
        encrypted_session = EXCLUDED.encrypted_session, session_version = c.session_version + 1,
        authenticated_at = EXCLUDED.authenticated_at, expires_at = EXCLUDED.expires_at, refused_at = NULL
      RETURNING *""";
  private static final String REFUSED =
      "UPDATE mrlearn.auth_credentials SET refused_at = $2, encrypted_session = NULL WHERE tenant = $1";
  private static final String DELETE = "DELETE FROM mrlearn.auth_credentials WHERE tenant = $1";

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
    return one(db.query(FIND, tenant));
  }

  Optional<Credentials> find(Tx tx, String tenant) {
    return one(tx.query(FIND, tenant));
  }

  void lock(Tx tx, String tenant) {
    tx.query(LOCK, tenant);
  }

  Credentials save(Tx tx, String tenant, String email, String password, String session, Instant expiresAt) {
    return one(tx.query(SAVE, tenant, email, password, session, at(clock.instant()), at(expiresAt))).orElseThrow();
  }

  void refused(Tx tx, String tenant) {
    tx.query(REFUSED, tenant, at(clock.instant()));
  }

  void delete(String tenant) {
    db.query(DELETE, tenant);
  }

  private static Optional<Credentials> one(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    return Optional.of(new Credentials(row.getString("email"), row.getString("encrypted_password"),
        row.getString("encrypted_session"), row.getLong("session_version"), instant(row, "authenticated_at"),
        instant(row, "expires_at"), instant(row, "refused_at")));
  }

  private static Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
