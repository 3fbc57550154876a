package com.mas.domain.people.google;

import com.mas.db.Database;
import com.mas.db.Rows;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;

/** {@code google.sign_ins}. */
final class SignInRepository {
  private static final String ADD =
      "INSERT INTO google.sign_ins (state, tenant, redirect_uri, expires_at) VALUES ($1, $2, $3, $4)";
  private static final String TAKE =
      "DELETE FROM google.sign_ins WHERE state = $1 AND tenant = $2 RETURNING redirect_uri, expires_at";

  private static final Rows<Begun> BEGUN = Rows.of(Begun.class);

  private final Database db;

  SignInRepository(Database db) {
    this.db = db;
  }

  record Begun(String redirectUri, Instant expiresAt) {}

  void add(byte[] state, String tenant, String redirectUri, Instant expiresAt) {
    db.write(ADD, Buffer.buffer(state), tenant, redirectUri, expiresAt);
  }

  /** Returns it once. */
  Optional<Begun> take(byte[] state, String tenant) {
    return BEGUN.first(db.write(TAKE, Buffer.buffer(state), tenant));
  }
}
