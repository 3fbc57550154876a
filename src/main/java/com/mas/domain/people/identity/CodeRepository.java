package com.mas.domain.people.identity;

import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.domain.people.identity.IdentityContract.*;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** {@code identity.one_time_codes}. */
final class CodeRepository {
  private static final String PUT = """
      INSERT INTO identity.one_time_codes (user_id, purpose, code_hash, created_at, expires_at)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (user_id, purpose) DO UPDATE
      SET code_hash = excluded.code_hash, attempts = 0, created_at = excluded.created_at,
        expires_at = excluded.expires_at""";

  // counted before it is compared: guesses made side by side are counted one by one
  private static final String ATTEMPT = """
      UPDATE identity.one_time_codes SET attempts = attempts + 1
      WHERE user_id = $1 AND purpose = $2 AND expires_at > $3 AND attempts < $4
      RETURNING code_hash""";

  private static final String TAKE =
      "DELETE FROM identity.one_time_codes WHERE user_id = $1 AND purpose = $2 AND code_hash = $3 RETURNING user_id";

  private static final String FORGET = "DELETE FROM identity.one_time_codes WHERE user_id = $1 AND purpose = $2";

  private static final String FORGET_ALL = "DELETE FROM identity.one_time_codes WHERE user_id = $1";

  private final Database db;

  CodeRepository(Database db) {
    this.db = db;
  }

  void put(UUID userId, Purpose purpose, Buffer hash, Instant now, Instant expiresAt) {
    db.write(PUT, userId, purpose, hash, now, expiresAt);
  }

  /** The live code's hash, if it may be guessed at once more. */
  Optional<Buffer> attempt(UUID userId, Purpose purpose, int maxAttempts, Instant now) {
    return PageWindow.all(db.write(ATTEMPT, userId, purpose, now, maxAttempts), row -> row.getBuffer("code_hash"))
        .stream().findFirst();
  }

  /** True for exactly one of those who take the same code. */
  boolean take(Tx tx, UUID userId, Purpose purpose, Buffer hash) {
    return tx.query(TAKE, userId, purpose, hash).size() == 1;
  }

  void forgetAll(Tx tx, UUID userId) {
    tx.send(FORGET_ALL, userId);
  }

  void forget(Tx tx, UUID userId, Purpose purpose) {
    tx.send(FORGET, userId, purpose);
  }
}
