package com.mas.domain.people.identity;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.mas.bus.Call;
import com.mas.meters.Meters;
import com.mas.redis.RateLimit;
import io.micrometer.core.instrument.Counter;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.concurrent.Callable;

/** bcrypt, on the verticle's own worker pool, in turns. Each call costs one run of it, whatever the answer. */
final class Passwords {
  private static final String LETTERS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int SALT_LETTERS = 21;
  private static final int HASH_LETTERS = 30;

  /** Runs blocking work elsewhere and waits for it. */
  interface Elsewhere {
    <T> T run(Callable<T> work);
  }

  private final Elsewhere workers;
  private final Turns turns;
  private final int cost;
  private final String nobodys;
  private final Counter runs = Meters.counter("identity.bcrypt.runs", "Passwords that were hashed or compared");

  /** @param cost of new hashes: two to its power rounds */
  Passwords(Elsewhere workers, Turns turns, int cost) {
    this.workers = workers;
    this.turns = turns;
    this.cost = cost;
    this.nobodys = madeUp(cost);
  }

  String hash(Call call, String password) {
    return turns.take(network(call), () -> workers.run(() -> {
      runs.increment();
      return BCrypt.withDefaults().hashToString(cost, password.toCharArray());
    }));
  }

  /** @param hash null for an account that there is not, or that has no password: then false, after as much work */
  boolean matches(Call call, String password, String hash) {
    boolean possible = hash != null && PasswordRules.fits(password);
    return turns.take(network(call), () -> workers.run(() -> {
      runs.increment();
      char[] tried = possible ? password.toCharArray() : new char[] {'x'};
      return BCrypt.verifyer().verify(tried, hash != null ? hash : nobodys).verified && possible;
    }));
  }

  /** Returns whether the hash was made with another cost than new ones are. */
  boolean isStale(String hash) {
    return hash.length() > 7 && !hash.substring(4, 6).equals("%02d".formatted(cost));
  }

  /** Returns a hash of the right form that no password has: making a true one would cost each start a run. */
  static String madeUp(int cost) {
    SecureRandom random = new SecureRandom();
    StringBuilder hash = new StringBuilder("$2a$%02d$".formatted(cost));
    for (int i = 0; i < SALT_LETTERS; i++) {
      hash.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    hash.append('.');
    for (int i = 0; i < HASH_LETTERS; i++) {
      hash.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return hash.append('.').toString();
  }

  /** Returns who shares a turn: addresses that one client can usually have many of. Empty for the product itself. */
  static String network(Call call) {
    if (call.address() == null) {
      return "";
    }
    try {
      InetAddress literal = InetAddress.ofLiteral(call.address());
      return literal instanceof Inet4Address ? call.address().substring(0, call.address().lastIndexOf('.'))
          : RateLimit.network(call.address());
    } catch (IllegalArgumentException e) {
      return call.address();
    }
  }
}
