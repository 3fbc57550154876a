package com.mas.domain.people.google;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.people.google.SignInRepository.Begun;
import com.mas.domain.people.google.SignInRules.Derived;
import com.mas.domain.people.identity.LoginContract.BeginSignIn;
import com.mas.domain.people.identity.LoginContract.FinishSignIn;
import com.mas.domain.people.identity.LoginContract.SignInBegun;
import com.mas.domain.people.identity.LoginContract.Vouched;
import com.mas.redis.RateLimit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Signing in at Google: begun here, done there, finished here. */
final class SignInService {
  /** Time that a person has at Google. */
  static final Duration LIFE = Duration.ofMinutes(10);
  private static final int PROOF_BYTES = 32;
  private static final int MOST_AN_HOUR = 60;

  /**
   * @param accounts where people sign in; the issuer of tokens
   * @param redirects where they may come back to, the usual one first
   * @param loopback whether pages of this machine may, too
   * @param limits false only for load tests
   */
  record Config(String accounts, GoogleClient.Client client, List<String> redirects, boolean loopback,
      boolean limits) {}

  private final SignInRepository signIns;
  private final GoogleClient google;
  private final Config config;
  private final RateLimit limit;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /** @param google null when nobody signs in with Google here */
  SignInService(SignInRepository signIns, GoogleClient google, Config config, RateLimit limit, Clock clock) {
    this.signIns = signIns;
    this.google = google;
    this.config = config;
    this.limit = limit;
    this.clock = clock;
  }

  SignInBegun begin(Call call, BeginSignIn ask) {
    mustBeConfigured();
    String redirectUri = SignInRules.redirect(ask.redirectUri(), config.redirects(), config.loopback())
        .orElseThrow(() -> Failure.INVALID.with("Google may not lead people back there."));
    if (call.address() != null) {
      count(key(call), "Too many sign-ins were begun from this address; please wait before the next one.");
    }
    String proof = proof();
    Derived derived = Derived.from(proof);
    Instant expiresAt = clock.instant().plus(LIFE);
    signIns.add(SignInRules.sha256(derived.state()), call.tenant(), redirectUri, expiresAt);
    return new SignInBegun(SignInRules.url(config.accounts(), config.client().id(), redirectUri, derived), proof,
        expiresAt);
  }

  String proof() {
    byte[] secret = new byte[PROOF_BYTES];
    random.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /** Fails when a person begins to connect too often. */
  void countConsent(Call call) {
    count("google-consent:" + call.userId(), "You have begun to connect with Google too often; please wait before the "
        + "next time.");
  }

  private void count(String key, String refusal) {
    if (!config.limits()) {
      return;
    }
    RateLimit.Verdict verdict = limit.allow(key, MOST_AN_HOUR, Duration.ofHours(1)).await();
    if (!verdict.allowed()) {
      throw Failure.TOO_MANY_REQUESTS.with(refusal).retryAfter(verdict.retryAfterSeconds());
    }
  }

  /** Returns what sign-ins of one network are counted by. */
  private static String key(Call call) {
    return "google-sign-in:" + RateLimit.network(call.address());
  }

  Vouched finish(Call call, FinishSignIn ask) {
    mustBeConfigured();
    Derived derived = Derived.from(ask.proof());
    if (!MessageDigest.isEqual(bytes(derived.state()), bytes(ask.state()))) {
      throw over();
    }
    Begun begun = signIns.take(SignInRules.sha256(ask.state()), call.tenant())
        .filter(each -> each.expiresAt().isAfter(clock.instant()))
        .orElseThrow(SignInService::over);
    Vouched account = google.claims(ask.code(), derived.verifier(), begun.redirectUri())
        .flatMap(claims -> SignInRules.vouched(claims, config.accounts(), config.client().id(), derived.nonce(),
            clock.instant()))
        .orElseThrow(SignInService::over);
    if (config.limits() && call.address() != null) {
      limit.giveBack(key(call)).await(); // a school behind one address signs in all morning
    }
    return account;
  }

  private static FailureException over() {
    return Failure.INVALID_CREDENTIALS.with("This sign-in with Google is over.");
  }

  private void mustBeConfigured() {
    if (google == null) {
      throw Failure.NOT_CONFIGURED.with("Signing in with Google is not set up: GOOGLE_CLIENT_ID is empty.");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
