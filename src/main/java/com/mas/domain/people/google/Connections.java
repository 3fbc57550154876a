package com.mas.domain.people.google;

import com.mas.bus.Call;
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
import com.mas.domain.people.google.Tokens.Live;
import com.mas.domain.people.identity.LoginContract.BeginSignIn;
import com.mas.domain.people.identity.LoginContract.FinishSignIn;
import com.mas.domain.people.identity.LoginContract.SignInBegun;
import com.mas.domain.people.identity.LoginContract.Vouched;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import com.mas.secrets.Vault;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Connects people's accounts at Google, and asks Google in their names. */
final class Connections {
  private static final int PAUSE_SECONDS = 60;

  /** Runs in the transaction that makes a connection. */
  interface Made {
    void connected(Tx tx);
  }

  private final Database db;
  private final Jobs jobs;
  private final ConnectionRepository repository;
  private final Tokens tokens;
  private final SignInService signIns;
  private final GoogleClient google;
  private final SignInService.Config config;
  private final Clock clock;

  /** @param google null when Google is not set up */
  Connections(Database db, Jobs jobs, Vault vault, SignInService signIns, GoogleClient google,
      SignInService.Config config, Clock clock) {
    this.db = db;
    this.jobs = jobs;
    this.repository = new ConnectionRepository(db);
    this.tokens = new Tokens(db, jobs, vault, repository, google, clock);
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
    signIns.countConsent(call);
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
    Granted granted = Tokens.atGoogle(() -> google.granted(ask.code(), derived.verifier(), begun.redirectUri()))
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
    String refresh = granted.refreshToken() != null ? tokens.seal(key, "refresh", granted.refreshToken())
        : before.filter(held -> held.subject().equals(account.subject()) && !held.isBroken())
            .map(Held::refreshToken).orElseThrow(ConnectionContract.PERMISSION_MISSING::refusal);
    before.filter(held -> !held.subject().equals(account.subject())).ifPresent(held -> giveBack(call, tx, key, held));
    Instant now = clock.instant();
    repository.save(tx, key, account.subject(), account.email(), refresh,
        tokens.seal(key, "access", granted.accessToken()),
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
        new Revoke(held.subject(), held.refreshToken(), Tokens.sealing(key, "refresh")),
        JobOptions.on(ConnectionContract.QUEUE).because(call));
  }

  Revoked revoke(Revoke ask) {
    mustBeOffered();
    if (repository.isConnected(ask.subject())) {
      return new Revoked(false);
    }
    google.revoke(tokens.opened(ask.token(), ask.sealing()));
    return new Revoked(true);
  }

  /**
   * Asks Google in a person's name. A token that Google refuses is renewed once; a new one that it refuses as well
   * breaks the connection.
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
    Live live = tokens.live(call, key, held);
    Incoming answer = asked(by, question, live);
    if (answer.status() == 401) {
      live = tokens.renewed(call, key, live.version());
      answer = asked(by, question, live);
    }
    return judged(call, key, live, answer);
  }

  private static Incoming asked(Function<Outgoing, Incoming> by, Outgoing question, Live live) {
    return by.apply(question.with("authorization", "Bearer " + live.access()));
  }

  private Incoming judged(Call call, Key key, Live live, Incoming answer) {
    if (answer.status() == 401) {
      tokens.broken(call, key, live.version());
      throw ConnectionContract.BROKEN.refusal();
    }
    if (!answer.complete()) {
      throw ConnectionContract.GOOGLE_AWAY.refusal();
    }
    String reason = answer.status() == 403 ? ConnectionRules.reason(answer.text()) : "";
    if (ConnectionRules.isBusy(reason)) {
      throw ConnectionContract.GOOGLE_BUSY.refusal().retryAfter(PAUSE_SECONDS);
    }
    if (ConnectionRules.isPermission(reason)) {
      tokens.broken(call, key, live.version());
      throw ConnectionContract.BROKEN.refusal();
    }
    return answer;
  }

  private void mustBeOffered() {
    if (google == null) {
      throw ConnectionContract.NOT_SET_UP.refusal();
    }
  }
}
