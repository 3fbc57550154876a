package com.mas.domain.people.identity;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Callable;

/** bcrypt, on the verticle's own worker pool. Each call costs one run of it, whatever the answer. */
final class Passwords {
  /** Runs blocking work elsewhere and waits for it. */
  interface Elsewhere {
    <T> T run(Callable<T> work);
  }

  private final Elsewhere workers;
  private final int cost;
  private final String nobodys;
  private final Counter runs = Metrics.counter("identity.bcrypt.runs");

  /** @param cost of new hashes: two to its power rounds */
  Passwords(Elsewhere workers, int cost) {
    this.workers = workers;
    this.cost = cost;
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    this.nobodys = hash(HexFormat.of().formatHex(random));
  }

  String hash(String password) {
    return workers.run(() -> {
      runs.increment();
      return BCrypt.withDefaults().hashToString(cost, password.toCharArray());
    });
  }

  /** @param hash null for an account that there is not, or that has no password: then false, after as much work */
  boolean matches(String password, String hash) {
    boolean possible = hash != null && PasswordRules.fits(password);
    return workers.run(() -> {
      runs.increment();
      char[] tried = possible ? password.toCharArray() : new char[] {'x'};
      return BCrypt.verifyer().verify(tried, hash != null ? hash : nobodys).verified && possible;
    });
  }
}
