package com.mas.domain.people.identity;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.people.identity.RefreshRules.Shown;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** {@code identity.refresh_tokens}. */
final class TokenRepository {
  // one statement, so that a session cannot begin on a password that is no longer the password
  private static final String OPEN = """
      WITH owner AS (
        UPDATE identity.users SET last_login_at = $5 WHERE id = $2 AND generation = $3 AND status = 'active'
        RETURNING id, generation)
      INSERT INTO identity.refresh_tokens (id, user_id, family, generation, token_hash, created_at, expires_at, address,
        user_agent)
      SELECT $1, id, $1, generation, $4, $5, $6, $7, $8 FROM owner
      RETURNING id""";

  private static final String LOCK_OWNER = """
      SELECT id, tenant, email, full_name, phone, password_hash, role, capabilities, status, email_verified_at,
        must_change_password, generation, last_login_at, created_at, campus, department, program
      FROM identity.users
      WHERE tenant = $1 AND id = (SELECT user_id FROM identity.refresh_tokens WHERE token_hash = $2)
      FOR NO KEY UPDATE""";

  private static final String SHOWN = """
      SELECT t.id, t.family, t.generation, t.expires_at, t.used_at, t.revoked_at,
        coalesce(bool_or(s.used_at IS NOT NULL), false) AS successor_used
      FROM identity.refresh_tokens t LEFT JOIN identity.refresh_tokens s ON s.parent = t.id
      WHERE t.token_hash = $1
      GROUP BY t.id""";

  private static final String USE = "UPDATE identity.refresh_tokens SET used_at = $2 WHERE id = $1 AND used_at IS NULL";

  private static final String SUCCEED = """
      INSERT INTO identity.refresh_tokens
        (id, user_id, family, parent, generation, token_hash, created_at, expires_at, address, user_agent)
      SELECT $1, user_id, family, id, generation, $3, $4, $5, $6, $7 FROM identity.refresh_tokens WHERE id = $2
      ON CONFLICT (token_hash) DO NOTHING""";

  private static final String REVOKE_FAMILY = """
      WITH revoked AS (
        UPDATE identity.refresh_tokens SET revoked_at = $2 WHERE family = $1 AND revoked_at IS NULL
        RETURNING user_id, family)
      INSERT INTO identity.session_ends (user_id, family) SELECT DISTINCT user_id, family FROM revoked""";

  private static final String RESTAMP =
      "UPDATE identity.refresh_tokens SET generation = $3 WHERE user_id = $1 AND generation = $2";

  /** A token as it is handed out, and what is kept of it. */
  record Fresh(UUID id, Buffer hash, Instant expiresAt, String address, String userAgent) {}

  record Found(UUID id, UUID family, Shown shown) {}

  private static final String DEVICE = """
      SELECT t.family FROM identity.refresh_tokens t JOIN identity.users u ON u.id = t.user_id
      WHERE t.token_hash = $3 AND u.tenant = $1 AND u.email = $2 AND t.generation = u.generation""";

  private static final Rows<Found> FOUND = Rows.of(Found.class);

  private final Database db;

  TokenRepository(Database db) {
    this.db = db;
  }

  /** Begins a family. False when the user is no longer of that generation, or disabled. */
  boolean open(UUID userId, int generation, Fresh token, Instant now) {
    return db.write(OPEN, token.id, userId, generation, token.hash, now,
        token.expiresAt, token.address, token.userAgent).size() == 1;
  }

  /**
   * Returns the family of a token that the account was given, whether good, used or ended; none of before its sessions
   * were ended, as by a new password.
   */
  Optional<UUID> device(String tenant, String email, Buffer hash) {
    for (Row row : db.query(DEVICE, tenant, email, hash)) {
      return Optional.of(row.getUUID(0));
    }
    return Optional.empty();
  }

  /** The owner of the token, whose row is locked: his refreshes happen one after the other. */
  Optional<User> lockOwner(Tx tx, String tenant, Buffer hash) {
    return UserRepository.ROWS.first(tx.query(LOCK_OWNER, tenant, hash));
  }

  /** Finds a token. Call it after {@link #lockOwner}, so that it sees what an earlier refresh did. */
  Optional<Found> find(Tx tx, Buffer hash) {
    return FOUND.first(tx.query(SHOWN, hash));
  }

  /** Adds the successor, unless a twin of the request has done so. */
  void rotate(Tx tx, UUID used, Fresh next, Instant now) {
    tx.send(USE, used, now);
    tx.send(SUCCEED, next.id, used, next.hash, now, next.expiresAt,
        next.address,
        next.userAgent);
  }

  void revokeFamily(Tx tx, UUID family, Instant now) {
    tx.send(REVOKE_FAMILY, family, now);
  }

  /** The user's row is locked. */
  void restamp(Tx tx, UUID userId, int from, int to) {
    tx.send(RESTAMP, userId, from, to);
  }
}
