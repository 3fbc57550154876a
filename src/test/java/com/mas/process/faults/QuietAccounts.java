package com.mas.process.faults;

import com.mas.bus.Principal.Role;
import com.mas.process.Sql;
import com.mas.testkit.TestTokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Accounts that are made behind the server's back: one that it makes is a mail. */
final class QuietAccounts {
  private static final Duration LIFE = Duration.ofHours(2);

  private QuietAccounts() {}

  static UUID make(Sql sql, String name, Role role) {
    UUID id = UUID.randomUUID();
    sql.change("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
        VALUES ('%s', '%s', '%s@mas.example', '%s', '%s', now(), now(), now())
        """.formatted(id, TestTokens.TENANT, name, name, role));
    return id;
  }

  /** Makes an account, and returns a token of it. */
  static String signedIn(Sql sql, String name, Role role) {
    return token(make(sql, name, role), role);
  }

  /** Returns a token that lasts longer than those of the server. */
  static String token(UUID user, Role role) {
    Map<String, Object> claims = new TestTokens(Clock.systemUTC()).claims(user, role);
    claims.put("exp", Instant.now().plus(LIFE).getEpochSecond());
    return TestTokens.sign(claims);
  }
}
