package com.mas.domain.people.identity;

import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.people.identity.IdentityContract.Purpose;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.Locale;
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

  private static final String PURGE = "DELETE FROM identity.one_time_codes WHERE expires_at < $1";

  private final Database db;

  CodeRepository(Database db) {
    this.db = db;
  }

  void put(UUID userId, Purpose purpose, Buffer hash, Instant now, Instant expiresAt) {
    db.query(PUT, userId, name(purpose), hash, UserRepository.time(now), UserRepository.time(expiresAt));
  }

  /** The live code's hash, if it may be guessed at once more. */
  Optional<Buffer> attempt(UUID userId, Purpose purpose, int maxAttempts, Instant now) {
    RowSet<Row> rows = db.query(ATTEMPT, userId, name(purpose), UserRepository.time(now), maxAttempts);
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getBuffer("code_hash"));
  }

  /** True for exactly one of those who take the same code. */
  boolean take(Tx tx, UUID userId, Purpose purpose, Buffer hash) {
    return tx.query(TAKE, userId, name(purpose), hash).size() == 1;
  }

  void forget(Tx tx, UUID userId, Purpose purpose) {
    tx.send(FORGET, userId, name(purpose));
  }

  int purgeExpired(Instant now) {
    return db.query(PURGE, UserRepository.time(now)).rowCount();
  }

  private static String name(Purpose purpose) {
    return purpose.name().toLowerCase(Locale.ROOT);
  }
}
