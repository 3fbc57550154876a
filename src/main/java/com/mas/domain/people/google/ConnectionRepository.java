package com.mas.domain.people.google;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.people.google.SignInRepository.Begun;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** {@code google.consents} and {@code google.connections}. */
final class ConnectionRepository {
  private static final String ADD_CONSENT = """
      INSERT INTO google.consents (state, tenant, user_id, purpose, redirect_uri, expires_at)
      VALUES ($1, $2, $3, $4, $5, $6)""";
  private static final String TAKE_CONSENT = """
      DELETE FROM google.consents WHERE state = $1 AND tenant = $2 AND user_id = $3 AND purpose = $4
      RETURNING redirect_uri, expires_at""";

  private static final String FIND = """
      SELECT subject, email, refresh_token, access_token, access_until, state, version, connected_at, broken_at,
        renewing_until
        FROM google.connections WHERE tenant = $1 AND user_id = $2 AND purpose = $3""";
  private static final String SAVE = """
      INSERT INTO google.connections AS c (tenant, user_id, purpose, subject, email, refresh_token, access_token,
        access_until, state, version, connected_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'connected', 1, $9)
      ON CONFLICT (tenant, user_id, purpose) DO UPDATE SET subject = excluded.subject, email = excluded.email,
        refresh_token = excluded.refresh_token, access_token = excluded.access_token,
        access_until = excluded.access_until, state = 'connected', version = c.version + 1,
        connected_at = excluded.connected_at, broken_at = NULL, renewing_until = NULL""";
  private static final String LEASE = """
      UPDATE google.connections SET renewing_until = $6
       WHERE tenant = $1 AND user_id = $2 AND purpose = $3 AND version = $4 AND state = 'connected'
         AND (renewing_until IS NULL OR renewing_until <= $5)""";
  private static final String RELEASE = """
      UPDATE google.connections SET renewing_until = NULL
       WHERE tenant = $1 AND user_id = $2 AND purpose = $3 AND version = $4 AND renewing_until = $5""";
  private static final String RENEW = """
      UPDATE google.connections SET access_token = $5, access_until = $6, refresh_token = coalesce($7, refresh_token),
        version = version + 1, renewing_until = NULL
       WHERE tenant = $1 AND user_id = $2 AND purpose = $3 AND version = $4 AND state = 'connected'""";
  private static final String BREAK = """
      UPDATE google.connections SET state = 'broken', broken_at = $5, access_token = NULL, version = version + 1,
        renewing_until = NULL
       WHERE tenant = $1 AND user_id = $2 AND purpose = $3 AND version = $4 AND state = 'connected'""";
  private static final String REMOVE = """
      DELETE FROM google.connections WHERE tenant = $1 AND user_id = $2 AND purpose = $3
      RETURNING subject, email, refresh_token, access_token, access_until, state, version, connected_at, broken_at,
        renewing_until""";
  /** Two people's locks may be one by chance; then one waits for the other, no more. */
  private static final String IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('google ' || $1::uuid, 0))";
  private static final String IS_CONNECTED =
      "SELECT EXISTS (SELECT FROM google.connections WHERE subject = $1) AS is_connected";

  private static final Rows<Begun> BEGUN = Rows.of(Begun.class);
  private static final Rows<Held> HELD = Rows.of(Held.class);

  /** Names whose connection it is, and what for. */
  record Key(String tenant, UUID userId, Purpose purpose) {}

  /**
   * @param refreshToken sealed, as {@code accessToken}
   * @param renewingUntil until then a node asks Google for a new access token; null: none does
   */
  record Held(String subject, String email, String refreshToken, String accessToken, Instant accessUntil,
      String state, long version, Instant connectedAt, Instant brokenAt, Instant renewingUntil) {
    boolean isBroken() {
      return state.equals("broken");
    }

    boolean isBeingRenewed(Instant now) {
      return renewingUntil != null && renewingUntil.isAfter(now);
    }
  }

  private final Database db;

  ConnectionRepository(Database db) {
    this.db = db;
  }

  void addConsent(byte[] state, Key key, String redirectUri, Instant expiresAt) {
    db.write(ADD_CONSENT, Buffer.buffer(state), key.tenant, key.userId, key.purpose, redirectUri, expiresAt);
  }

  /** Returns it once. */
  Optional<Begun> takeConsent(byte[] state, Key key) {
    return BEGUN.first(db.write(TAKE_CONSENT, Buffer.buffer(state), key.tenant, key.userId, key.purpose));
  }

  Optional<Held> find(Key key) {
    return HELD.first(db.query(FIND, key.tenant, key.userId, key.purpose));
  }

  /** Returns it, or nothing; until the end of the transaction no other makes one. */
  Optional<Held> lock(Tx tx, Key key) {
    tx.query(IN_TURN, key.userId);
    return HELD.first(tx.query(FIND + " FOR UPDATE", key.tenant, key.userId, key.purpose));
  }

  void save(Tx tx, Key key, String subject, String email, String refreshToken, String accessToken, Instant until,
      Instant now) {
    tx.query(SAVE, key.tenant, key.userId, key.purpose, subject, email, refreshToken, accessToken, until, now);
  }

  /** Returns whether the caller is the one that renews that version now. */
  boolean lease(Key key, long version, Instant now, Instant until) {
    return db.write(LEASE, key.tenant, key.userId, key.purpose, version, now, until).rowCount() > 0;
  }

  /** Lets others renew it; nothing when the lease is no longer the caller's. */
  void release(Key key, long version, Instant until) {
    db.write(RELEASE, key.tenant, key.userId, key.purpose, version, until);
  }

  /**
   * Returns whether it was still of that version.
   *
   * @param refreshToken null: it stays as it is
   */
  boolean renew(Key key, long version, String accessToken, Instant until, String refreshToken) {
    return db.write(RENEW, key.tenant, key.userId, key.purpose, version, accessToken, until, refreshToken)
        .rowCount() > 0;
  }

  /** Returns whether it was whole before, and of that version. */
  boolean broke(Tx tx, Key key, long version, Instant now) {
    return tx.query(BREAK, key.tenant, key.userId, key.purpose, version, now).rowCount() > 0;
  }

  Optional<Held> remove(Tx tx, Key key) {
    return HELD.first(tx.query(REMOVE, key.tenant, key.userId, key.purpose));
  }

  /** Returns whether anybody has a connection with that account at Google, in whichever tenant. */
  boolean isConnected(String subject) {
    return db.query(IS_CONNECTED, subject).iterator().next().getBoolean("is_connected");
  }
}
