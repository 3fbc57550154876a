package com.mas.domain.people.identity;

import com.mas.bus.Call;
import com.mas.redis.RateLimit;
import com.mas.redis.RateLimit.Verdict;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * Bounds attempts over the whole cluster, per account and per client address; an account that there is not is counted
 * like any other, so that being refused tells nothing. A success gives its attempt back: only failures weigh, so a
 * class behind one address can log in, while guesses add up.
 */
final class Attempts {
  enum Kind {
    LOGIN(10, 50, Duration.ofMinutes(15)),
    CODE_REQUEST(5, 20, Duration.ofMinutes(15)),
    CODE_GUESS(10, 50, Duration.ofMinutes(15)),
    PASSWORD_GUESS(10, 50, Duration.ofMinutes(15)),
    SIGN_UP(5, 20, Duration.ofHours(1));

    final int perAccount;
    final int perAddress;
    final Duration window;

    Kind(int perAccount, int perAddress, Duration window) {
      this.perAccount = perAccount;
      this.perAddress = perAddress;
      this.window = window;
    }
  }

  private final RateLimit limit;
  private final boolean on;

  Attempts(RateLimit limit, boolean on) {
    this.limit = limit;
    this.on = on;
  }

  /** Counts one; fails with TOO_MANY_REQUESTS and the time to wait. */
  void count(Kind kind, Call call, String account) {
    if (!on) {
      return;
    }
    Future<Verdict> byAccount = limit.allow(accountKey(kind, call, account), kind.perAccount, kind.window);
    Future<Verdict> byAddress = call.address() == null
        ? byAccount
        : limit.allow(addressKey(kind, call), kind.perAddress, kind.window);
    refuseUnlessAllowed(byAccount.await());
    refuseUnlessAllowed(byAddress.await());
  }

  /** Not waited for. */
  void giveBack(Kind kind, Call call, String account) {
    if (on) {
      limit.giveBack(accountKey(kind, call, account));
      if (call.address() != null) {
        limit.giveBack(addressKey(kind, call));
      }
    }
  }

  private static void refuseUnlessAllowed(Verdict verdict) {
    if (!verdict.allowed()) {
      throw IdentityContract.TOO_MANY_ATTEMPTS.refusal()
          .retryAfter(verdict.retryAfterSeconds());
    }
  }

  private static String accountKey(Kind kind, Call call, String account) {
    return kind + ":account:" + call.tenant() + ":" + account;
  }

  private static String addressKey(Kind kind, Call call) {
    return kind + ":address:" + RateLimit.network(call.address());
  }
}
