package com.mas.domain.people.google;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.people.google.ConnectionContract.Connection;
import com.mas.domain.people.google.ConnectionContract.ConnectionState;
import com.mas.domain.people.google.ConnectionContract.Revoke;
import com.mas.domain.people.google.ConnectionContract.Revoked;
import com.mas.domain.people.google.ConnectionRepository.Held;
import com.mas.domain.people.google.ConnectionRepository.Key;
import com.mas.domain.people.google.GoogleClient.Granted;
import com.mas.domain.people.google.SignInRepository.Begun;
import com.mas.domain.people.google.SignInRules.Derived;
import com.mas.domain.people.identity.LoginContract.BeginSignIn;
import com.mas.domain.people.identity.LoginContract.FinishSignIn;
import com.mas.domain.people.identity.LoginContract.SignInBegun;
import com.mas.domain.people.identity.LoginContract.Vouched;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.Notify;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import com.mas.secrets.Vault;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects people's accounts at Google, and asks Google in their names. */
final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  /** Before its end, when an access token is not used any more. */
  private static final Duration EARLY = Duration.ofMinutes(1);
  private static final int PAUSE_SECONDS = 60;

  /** @param access in the clear, of that version */
  private record Live(String access, long version) {}

  /** Runs in the transaction that makes a connection. */
  interface Made {
    void connected(Tx tx);
  }

  private final Database db;
  private final Jobs jobs;
  private final Vault vault;
  private final ConnectionRepository repository;
  private final SignInService signIns;
  private final GoogleClient google;
  private final SignInService.Config config;
  private final Clock clock;

  /** @param google null when Google is not set up */
  Connections(Database db, Jobs jobs, Vault vault, SignInService signIns, GoogleClient google,
      SignInService.Config config, Clock clock) {
    this.db = db;
    this.jobs = jobs;
    this.vault = vault;
    this.repository = new ConnectionRepository(db);
    this.signIns = signIns;
    this.google = google;
    this.config = config;
    this.clock = clock;
  }

  boolean isOffered() {
    return google != null;
  }

  /** Returns whether there is a connection, and Google has not refused it. */
  boolean isWhole(Key key) {
    return isOffered() && repository.find(key).filter(held -> !held.isBroken()).isPresent();
  }

  private static Key key(Call call, Purpose purpose) {
    return new Key(call.tenant(), call.userId(), purpose);
  }

  Connection status(Call call, Purpose purpose) {
    Optional<Held> held = repository.find(key(call, purpose));
    return new Connection(isOffered(), held.map(each -> each.isBroken() ? ConnectionState.BROKEN
        : ConnectionState.CONNECTED).orElse(ConnectionState.NONE), held.map(Held::email).orElse(null),
        held.map(Held::connectedAt).orElse(null), held.map(Held::brokenAt).orElse(null));
  }

  SignInBegun begin(Call call, Purpose purpose, BeginSignIn ask) {
    mustBeOffered();
    String redirectUri = SignInRules.redirect(ask.redirectUri(), config.redirects(), config.loopback())
        .orElseThrow(ConnectionContract.NO_WAY_BACK::refusal);
    signIns.count(call);
    String proof = signIns.proof();
    Derived derived = Derived.from(proof);
    Instant expiresAt = clock.instant().plus(SignInService.LIFE);
    repository.addConsent(SignInRules.sha256(derived.state()), key(call, purpose), redirectUri, expiresAt);
    return new SignInBegun(SignInRules.consentUrl(config.accounts(), config.client().id(), redirectUri, derived,
        purpose.scope), proof, expiresAt);
  }

  Connection finish(Call call, Purpose purpose, FinishSignIn ask, Made made) {
    mustBeOffered();
    Key key = key(call, purpose);
    Derived derived = Derived.from(ask.proof());
    if (!MessageDigest.isEqual(SignInRules.sha256(derived.state()), SignInRules.sha256(ask.state()))) {
      throw ConnectionContract.CONSENT_OVER.refusal();
    }
    Begun begun = repository.takeConsent(SignInRules.sha256(ask.state()), key)
        .filter(each -> each.expiresAt().isAfter(clock.instant()))
        .orElseThrow(ConnectionContract.CONSENT_OVER::refusal);
    Granted granted = atGoogle(() -> google.granted(ask.code(), derived.verifier(), begun.redirectUri()))
        .orElseThrow(ConnectionContract.CONSENT_OVER::refusal);
    Vouched account = SignInRules.vouched(granted.claims(), config.accounts(), config.client().id(), derived.nonce(),
        clock.instant()).orElseThrow(ConnectionContract.CONSENT_OVER::refusal);
    if (!granted.mayUse(purpose.scope)) {
      throw ConnectionContract.PERMISSION_MISSING.refusal();
    }
    db.transaction(tx -> {
      save(call, tx, key, granted, account);
      made.connected(tx);
      return null;
    });
    return status(call, purpose);
  }

  /** Google gives a lasting permission only when it asks the person; an earlier one is kept then. */
  private void save(Call call, Tx tx, Key key, Granted granted, Vouched account) {
    Optional<Held> before = repository.lock(tx, key);
    String refresh = granted.refreshToken() != null ? seal(key, "refresh", granted.refreshToken())
        : before.filter(held -> held.subject().equals(account.subject()) && !held.isBroken())
            .map(Held::refreshToken).orElseThrow(ConnectionContract.PERMISSION_MISSING::refusal);
    before.filter(held -> !held.subject().equals(account.subject())).ifPresent(held -> giveBack(call, tx, key, held));
    Instant now = clock.instant();
    repository.save(tx, key, account.subject(), account.email(), refresh, seal(key, "access", granted.accessToken()),
        now.plusSeconds(granted.seconds()), now);
  }

  Connection disconnect(Call call, Purpose purpose) {
    forget(call, key(call, purpose));
    return status(call, purpose);
  }

  /** Forgets a connection, and has its permission given back. */
  void forget(Call call, Key key) {
    db.transaction(tx -> {
      repository.remove(tx, key).ifPresent(held -> giveBack(call, tx, key, held));
      return null;
    });
  }

  private void giveBack(Call call, Tx tx, Key key, Held held) {
    jobs.store(tx, ConnectionContract.REVOKE,
        new Revoke(held.subject(), held.refreshToken(), sealing(key, "refresh")),
        JobOptions.on(ConnectionContract.QUEUE).because(call));
  }

  Revoked revoke(Revoke ask) {
    mustBeOffered();
    if (repository.isConnected(ask.subject())) {
      return new Revoked(false);
    }
    String token = vault.open(ask.token(), ask.sealing()).orElseThrow(ConnectionContract.SEALED::refusal);
    google.revoke(token);
    return new Revoked(true);
  }

  /**
   * Asks Google in a person's name. A token that Google refuses is renewed once.
   *
   * @return the answer, whatever its status, but for those that are failures of the connection or ask for patience
   */
  Incoming ask(Call call, Key key, Outgoing question) {
    mustBeOffered();
    return ask(call, key, question, out -> google.api().call(out).await());
  }

  /** @param by asks an interface of Google, and waits for its answer */
  Incoming ask(Call call, Key key, Outgoing question, Function<Outgoing, Incoming> by) {
    mustBeOffered();
    Held held = repository.find(key).orElseThrow(ConnectionContract.NOT_CONNECTED::refusal);
    Live live = live(call, key, held);
    Incoming answer = asked(by, question, live);
    if (answer.status() == 401) {
      live = renewed(call, key, live.version);
      answer = asked(by, question, live);
    }
    return judged(call, key, answer);
  }

  private static Incoming asked(Function<Outgoing, Incoming> by, Outgoing question, Live live) {
    return by.apply(question.with("authorization", "Bearer " + live.access));
  }

  private Incoming judged(Call call, Key key, Incoming answer) {
    if (!answer.complete() || answer.status() == 401) {
      throw ConnectionContract.GOOGLE_AWAY.refusal();
    }
    String reason = answer.status() == 403 ? ConnectionRules.reason(answer.text()) : "";
    if (ConnectionRules.isBusy(reason)) {
      throw ConnectionContract.GOOGLE_BUSY.refusal().retryAfter(PAUSE_SECONDS);
    }
    if (ConnectionRules.isPermission(reason)) {
      db.transaction(tx -> {
        broken(call, tx, key);
        return null;
      });
      throw ConnectionContract.BROKEN.refusal();
    }
    return answer;
  }

  private Live live(Call call, Key key, Held held) {
    mustBeWhole(held);
    boolean isFresh = held.accessToken() != null && held.accessUntil().minus(EARLY).isAfter(clock.instant());
    return isFresh ? vault.open(held.accessToken(), sealing(key, "access"))
        .map(access -> new Live(access, held.version())).orElseGet(() -> renewed(call, key, held.version()))
        : renewed(call, key, held.version());
  }

  /** Returns a newer token than that version's: the one that somebody else has got meanwhile, or a new one. */
  private Live renewed(Call call, Key key, long refused) {
    Optional<Live> live = db.transaction(tx -> {
      Held held = repository.lock(tx, key).orElseThrow(ConnectionContract.NOT_CONNECTED::refusal);
      mustBeWhole(held);
      Optional<String> newer = held.version() > refused && held.accessToken() != null
          ? vault.open(held.accessToken(), sealing(key, "access")) : Optional.empty();
      if (newer.isPresent()) {
        return newer.map(access -> new Live(access, held.version()));
      }
      Optional<Granted> granted = vault.open(held.refreshToken(), sealing(key, "refresh"))
          .flatMap(token -> atGoogle(() -> google.renewed(token)));
      if (granted.isEmpty()) {
        broken(call, tx, key);
        return Optional.empty();
      }
      Granted given = granted.get();
      repository.renew(tx, key, seal(key, "access", given.accessToken()), clock.instant().plusSeconds(given.seconds()),
          given.refreshToken() == null ? null : seal(key, "refresh", given.refreshToken()));
      return Optional.of(new Live(given.accessToken(), held.version() + 1));
    });
    return live.orElseThrow(ConnectionContract.BROKEN::refusal);
  }

  /** Tells the person, once. */
  private void broken(Call call, Tx tx, Key key) {
    if (repository.broke(tx, key, clock.instant())) {
      LOG.warn("Google refuses the permission for a {}; its person is told", key.purpose().wire());
      jobs.store(tx, NotificationContract.NOTIFY, Notify.user(key.userId(), "google_broken",
          Map.of("what", key.purpose().title), "google-broken:" + key.purpose().wire() + ":" + clock.millis()),
          JobOptions.on(NotificationContract.QUEUE).because(call));
    }
  }

  private static void mustBeWhole(Held held) {
    if (held.isBroken()) {
      throw ConnectionContract.BROKEN.refusal();
    }
  }

  private void mustBeOffered() {
    if (google == null) {
      throw ConnectionContract.NOT_SET_UP.refusal();
    }
  }

  static <T> T atGoogle(Supplier<T> question) {
    try {
      return question.get();
    } catch (FailureException e) {
      throw e.failure() == Failure.PROVIDER_FAILED ? ConnectionContract.GOOGLE_AWAY.refusal() : e;
    }
  }

  private String seal(Key key, String what, String plain) {
    return vault.seal(plain, sealing(key, what));
  }

  static String sealing(Key key, String what) {
    return "google " + what + " token of " + key.tenant() + " " + key.userId() + " " + key.purpose().wire();
  }
}
