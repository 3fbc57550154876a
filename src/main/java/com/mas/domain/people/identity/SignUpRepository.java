package com.mas.domain.people.identity;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** {@code identity.sign_ups}: of accounts that are not verified, at most {@value #MOST} of each. */
final class SignUpRepository {
  static final int MOST = 5;

  private static final String ADD = """
      INSERT INTO identity.sign_ups (id, user_id, password_hash, full_name, phone, created_at)
      VALUES ($1, $2, $3, $4, $5, $6)""";

  private static final String TRIM = """
      DELETE FROM identity.sign_ups WHERE user_id = $1
        AND id NOT IN (SELECT id FROM identity.sign_ups WHERE user_id = $1 ORDER BY id DESC LIMIT $2)""";

  private static final String OF_USER = """
      SELECT id, password_hash, full_name, phone FROM identity.sign_ups WHERE user_id = $1 ORDER BY id DESC""";

  private static final String FORGET = "DELETE FROM identity.sign_ups WHERE user_id = $1";

  private static final String CONTEST =
      "UPDATE identity.users SET contested = true WHERE id = $1 AND email_verified_at IS NULL";

  private static final String IS_CONTESTED = "SELECT contested FROM identity.users WHERE id = $1";

  /** Holds what one sign-up stated. */
  record Waiting(UUID id, String passwordHash, String fullName, String phone) {
    @Override
    public String toString() {
      return "Waiting[" + id + "]";
    }
  }

  private static final Rows<Waiting> ROWS = Rows.of(Waiting.class);

  private final Database db;

  SignUpRepository(Database db) {
    this.db = db;
  }

  /** The account's row is locked. */
  void add(Tx tx, UUID userId, Waiting signUp, Instant now) {
    tx.send(ADD, signUp.id, userId, signUp.passwordHash, signUp.fullName, signUp.phone, now);
    tx.send(TRIM, userId, MOST);
  }

  /** Marks the account as contested: from now on a code alone does not tell whose sign-up it proves. */
  void contest(Tx tx, UUID userId) {
    tx.send(CONTEST, userId);
  }

  boolean isContested(Tx tx, UUID userId) {
    return tx.query(IS_CONTESTED, userId).iterator().next().getBoolean("contested");
  }

  /** Newest first. */
  List<Waiting> of(UUID userId) {
    return ROWS.all(db.query(OF_USER, userId));
  }

  List<Waiting> of(Tx tx, UUID userId) {
    return ROWS.all(tx.query(OF_USER, userId));
  }

  void forget(Tx tx, UUID userId) {
    tx.send(FORGET, userId);
  }

  /** Drops the sign-ups of an account that an administrator vouches for. */
  void setAside(Tx tx, User user) {
    if (user.emailVerifiedAt() == null) {
      forget(tx, user.id());
      contest(tx, user.id());
    }
  }
}
