package com.mas.domain.people.identity;

import com.mas.bus.Call;
import com.mas.meters.Meters;
import com.mas.redis.RateLimit;
import com.mas.redis.RateLimit.Verdict;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * Bounds attempts over the whole cluster, per client address and per account; an account that there is not is counted
 * like any other, so that being refused tells nothing. A success gives its attempt back: only failures weigh, so a
 * class behind one address can log in, while guesses add up.
 *
 * <p>Passwords are counted for an account at one address, so that strangers who guess never keep the owner out; codes,
 * which are short, and mails, which reach the owner, for the account wherever attempts come from, of which one address
 * may use up a part only. Each has a bound for the day, too: whoever goes on is let in less often.
 *
 * <p>A device that had a session of the account before is let in where its address is guessed out, a few times.
 *
 * <p>The address comes first: what it is refused for leaves no counter of an account behind.
 */
final class Attempts {
  enum Kind {
    LOGIN(10, 30, 30, 50, Duration.ofMinutes(15), true),
    CODE_REQUEST(5, 20, 10, 20, Duration.ofMinutes(15), false),
    /** Counts changes that one account asks for: each answer tells whether there is an account with the address. */
    ADDRESS_CHANGE(5, 10, 10, 20, Duration.ofMinutes(15), false),
    CODE_GUESS(10, 20, 12, 50, Duration.ofMinutes(15), false),
    PASSWORD_GUESS(10, 30, 30, 50, Duration.ofMinutes(15), true),
    SIGN_UP(5, 15, 8, 20, Duration.ofHours(1), false);

    final int perAccount;
    final int perAccountAndDay;
    /** Bounds one address and one account within a day. */
    final int perBothAndDay;
    final int perAddress;
    final Duration window;
    /** True if an account is counted for each address by itself. */
    final boolean byAddress;
    @SuppressWarnings("ImmutableEnumChecker") // counts, and is nothing that one thread hides from another
    final Counter refused = Meters.counter("identity.attempts.refused",
        "Attempts to get into accounts that were refused as too many", "kind", name().toLowerCase(Locale.ROOT));

    Kind(int perAccount, int perAccountAndDay, int perBothAndDay, int perAddress, Duration window, boolean byAddress) {
      this.perAccount = perAccount;
      this.perAccountAndDay = perAccountAndDay;
      this.perBothAndDay = perBothAndDay;
      this.perAddress = perAddress;
      this.window = window;
      this.byAddress = byAddress;
    }
  }

  /** Wrong passwords and codes for an account within a day, from anywhere, after which its owner is told. */
  static final int TOLD_AFTER = 20;
  private static final Duration DAY = Duration.ofHours(24);
  private static final int KEY_BYTES = 12;
  private static final int PER_DEVICE = 5;
  private static final int PER_DEVICE_AND_DAY = 15;
  /** All known devices of one account together: whoever has stolen many tokens guesses no more often. */
  private static final int BY_DEVICES_AND_DAY = 30;

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
    if (call.address() != null) {
      refuseUnlessAllowed(kind, limit.allow(addressKey(kind, call), kind.perAddress, kind.window).await());
    }
    if (!kind.byAddress && call.address() != null) {
      refuseUnlessAllowed(kind, limit.allow(bothKey(kind, call, account), kind.perBothAndDay, DAY).await());
    }
    String key = accountKey(kind, call, account);
    refuseUnlessAllowed(kind, limit.allow(key, kind.perAccount, kind.window).await());
    refuseUnlessAllowed(kind, limit.allow(key + ":day", kind.perAccountAndDay, DAY).await());
  }

  /** Counts a login of a device that had a session of the account, where {@link #count} refuses; fails as that does. */
  void countKnown(Call call, String account, UUID device) {
    if (on) {
      refuseUnlessAllowed(Kind.LOGIN, limit.allow(deviceKey(device), PER_DEVICE, Kind.LOGIN.window).await());
      refuseUnlessAllowed(Kind.LOGIN, limit.allow(deviceKey(device) + ":day", PER_DEVICE_AND_DAY, DAY).await());
      refuseUnlessAllowed(Kind.LOGIN, limit.allow(devicesKey(call, account), BY_DEVICES_AND_DAY, DAY).await());
    }
  }

  /** Does not wait for the answer. */
  void giveBackKnown(Call call, String account, UUID device) {
    if (on) {
      limit.giveBack(deviceKey(device));
      limit.giveBack(deviceKey(device) + ":day");
      limit.giveBack(devicesKey(call, account));
    }
  }

  /** Does not wait for the answer. */
  void giveBack(Kind kind, Call call, String account) {
    if (on) {
      if (!kind.byAddress && call.address() != null) {
        limit.giveBack(bothKey(kind, call, account));
      }
      String key = accountKey(kind, call, account);
      limit.giveBack(key);
      limit.giveBack(key + ":day");
      if (call.address() != null) {
        limit.giveBack(addressKey(kind, call));
      }
    }
  }

  /** Counts a wrong guess; true for the one that the owner is to hear of, at most once a day. */
  boolean isToBeTold(Call call, String account) {
    String key = "GUESSES:account::" + hashed(call.tenant() + "\n" + account);
    return on && !limit.allow(key, TOLD_AFTER - 1, DAY).await().allowed()
        && limit.allow(key + ":told", 1, DAY).await().allowed();
  }

  private static void refuseUnlessAllowed(Kind kind, Verdict verdict) {
    if (!verdict.allowed()) {
      kind.refused.increment();
      throw IdentityContract.TOO_MANY_ATTEMPTS.refusal()
          .retryAfter(verdict.retryAfterSeconds());
    }
  }

  private static String accountKey(Kind kind, Call call, String account) {
    String where = kind.byAddress && call.address() != null ? RateLimit.network(call.address()) : "";
    return kind + ":account:" + where + ":" + hashed(call.tenant() + "\n" + account);
  }

  private static String bothKey(Kind kind, Call call, String account) {
    return kind + ":account:" + RateLimit.network(call.address()) + ":" + hashed(call.tenant() + "\n" + account)
        + ":day";
  }

  private static String deviceKey(UUID device) {
    return Kind.LOGIN + ":device:" + device;
  }

  private static String devicesKey(Call call, String account) {
    return Kind.LOGIN + ":devices:" + hashed(call.tenant() + "\n" + account);
  }

  /** Returns a name of always the same length: clients choose how long an address is. */
  private static String hashed(String account) {
    return HexFormat.of().formatHex(Tokens.refreshHash(account).getBytes(0, KEY_BYTES));
  }

  private static String addressKey(Kind kind, Call call) {
    return kind + ":address:" + RateLimit.network(call.address());
  }
}
