package com.mas.domain.people.identity;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code identity.email_changes}: of each account the address that it is to get, until it is confirmed. */
final class AddressRepository {
  private static final String ASK = """
      INSERT INTO identity.email_changes (user_id, email, created_at, expires_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (user_id) DO UPDATE
      SET email = excluded.email, code_hash = NULL, attempts = 0, created_at = excluded.created_at,
        expires_at = excluded.expires_at""";

  private static final String WANTED =
      "SELECT email, code_hash FROM identity.email_changes WHERE user_id = $1 AND expires_at > $2";

  // only for the address that the code is mailed to: another one may be asked for meanwhile
  private static final String PUT = """
      UPDATE identity.email_changes SET code_hash = $3, attempts = 0, expires_at = $4
      WHERE user_id = $1 AND email = $2 RETURNING user_id""";

  // counted before it is compared: guesses made side by side are counted one by one
  private static final String ATTEMPT = """
      UPDATE identity.email_changes SET attempts = attempts + 1
      WHERE user_id = $1 AND code_hash IS NOT NULL AND expires_at > $2 AND attempts < $3
      RETURNING email, code_hash""";

  private static final String TAKE =
      "DELETE FROM identity.email_changes WHERE user_id = $1 AND code_hash = $2 RETURNING user_id";

  /** @param codeHash of the code that confirms the address; null: none is made yet */
  record Wanted(String email, byte @Nullable [] codeHash) {}

  private static final Rows<Wanted> ROWS = Rows.of(Wanted.class);

  private final Database db;

  AddressRepository(Database db) {
    this.db = db;
  }

  void ask(Tx tx, UUID userId, String email, Instant now, Instant expiresAt) {
    tx.send(ASK, userId, email, now, expiresAt);
  }

  Optional<String> wanted(UUID userId, Instant now) {
    return ROWS.first(db.query(WANTED, userId, now)).map(Wanted::email);
  }

  /** Returns whether the address is still the one that is asked for. */
  boolean put(UUID userId, String email, Buffer hash, Instant expiresAt) {
    return db.write(PUT, userId, email, hash, expiresAt).size() == 1;
  }

  /** Returns what the live code confirms, if it may be guessed at once more. */
  Optional<Wanted> attempt(UUID userId, Instant now, int most) {
    return ROWS.first(db.write(ATTEMPT, userId, now, most));
  }

  /** Returns true for exactly one of those who take the same code. */
  boolean take(Tx tx, UUID userId, Buffer hash) {
    return tx.query(TAKE, userId, hash).size() == 1;
  }
}
