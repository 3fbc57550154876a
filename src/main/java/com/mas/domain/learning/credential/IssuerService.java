package com.mas.domain.learning.credential;

import com.mas.bus.Call;
import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.UuidV7;
import com.mas.domain.learning.credential.IssuerContract.*;
import com.mas.domain.learning.credential.IssuerRepository.Shown;
import com.mas.proof.Sha256;
import com.mas.redis.RateLimit;
import com.mas.redis.RateLimit.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Issuers of a tenant, their keys, and who shows one. */
final class IssuerService {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 32;
  private static final String BEGIN = "cik_";
  private static final int PREFIX = 10;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Database db;
  private final IssuerRepository issuers;
  private final RateLimit limit;
  private final UuidV7 ids;
  private final Clock clock;

  IssuerService(Database db, IssuerRepository issuers, RateLimit limit, UuidV7 ids, Clock clock) {
    this.db = db;
    this.issuers = issuers;
    this.limit = limit;
    this.ids = ids;
    this.clock = clock;
  }

  Page<Issuer> list(Call call, ListIssuers ask) {
    return issuers.list(call.tenant(), ask.search(), ask.state(), PageWindow.of(ask));
  }

  Issuer create(Call call, CreateIssuer ask) {
    return issuers.insert(ids.next(), call.tenant(), ask, clock.instant()).orElseThrow(() -> {
      FailureException taken = IssuerContract.SLUG_TAKEN.refusal();
      return issuers.bySlug(call.tenant(), ask.slug()).map(taken::data).orElse(taken);
    });
  }

  Issuer update(Call call, UpdateIssuer ask) {
    return db.transaction(tx -> {
      Issuer before = issuers.getForUpdate(tx, call.tenant(), ask.id())
          .orElseThrow(IssuerContract.ISSUER_UNKNOWN::refusal);
      Issuer after = Change.in(before, ask);
      // a reason belongs to the state that it was given for
      Issuer reasoned = new Issuer(after.id(), after.slug(), after.name(), after.url(), after.state(),
          after.state() != before.state() && !ask.stateReason().isMade() ? null : after.stateReason(),
          after.credentials(), after.createdAt(), clock.instant());
      issuers.update(tx, call.tenant(), reasoned, clock.instant());
      return reasoned;
    });
  }

  Page<Key> keys(Call call, ListKeys ask) {
    mustHave(call, ask.id());
    return issuers.keys(call.tenant(), ask.id(), PageWindow.of(ask));
  }

  NewKey createKey(Call call, CreateKey ask) {
    mustHave(call, ask.id());
    Instant now = clock.instant();
    if (ask.expiresAt() != null && !ask.expiresAt().isAfter(now)) {
      throw Failure.INVALID.with("expiresAt must be in the future.").at("/expiresAt");
    }
    ask.addresses().stream().filter(network -> !NetworkRules.isNetwork(network)).findFirst().ifPresent(network -> {
      throw Failure.INVALID.with(network + " is no address and no network such as 192.0.2.0/24.").at("/addresses");
    });
    byte[] random = new byte[KEY_BYTES];
    RANDOM.nextBytes(random);
    String secret = BEGIN + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Key key = issuers.addKey(ask.id(), new Key(ids.next(), ask.name(), secret.substring(0, PREFIX), ask.perMinute(),
        ask.addresses(), ask.expiresAt(), null, null, now), hash(secret), call.userId());
    return new NewKey(key, secret);
  }

  Key revokeKey(Call call, RevokeKey ask) {
    return issuers.revokeKey(call.tenant(), ask.id(), ask.keyId(), clock.instant())
        .orElseThrow(IssuerContract.KEY_UNKNOWN::refusal);
  }

  Issuer mustHave(Call call, UUID id) {
    return issuers.get(call.tenant(), id).orElseThrow(IssuerContract.ISSUER_UNKNOWN::refusal);
  }

  /**
   * Tells whose key was shown, and counts its use. A key that ended, or comes from elsewhere, is refused as an unknown
   * one is.
   */
  Shown admit(Call call, String key) {
    Instant now = clock.instant();
    Shown shown = Optional.ofNullable(key).flatMap(given -> issuers.byHash(hash(given)))
        .filter(known -> known.revokedAt() == null)
        .filter(known -> known.expiresAt() == null || known.expiresAt().isAfter(now))
        .filter(known -> NetworkRules.admits(known.addresses(), call.address()))
        .orElseThrow(IssuerContract.KEY_REFUSED::refusal);
    Verdict verdict = Database.await(limit.allow("credential:key:" + shown.id(), shown.perMinute(), MINUTE));
    if (!verdict.allowed()) {
      throw IssuerContract.KEY_TOO_FAST.refusal().retryAfter(verdict.retryAfterSeconds());
    }
    if (shown.usedAt() == null || shown.usedAt().plus(MINUTE).isBefore(now)) {
      issuers.used(shown.id(), now);
    }
    return shown;
  }

  private static byte[] hash(String secret) {
    return Sha256.of(secret.getBytes(StandardCharsets.UTF_8));
  }
}
