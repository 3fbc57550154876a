package com.mas.domain.learning.sync.graphy;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.domain.learning.sync.graphy.CredentialsRepository.Credentials;
import com.mas.domain.learning.sync.graphy.GraphyApi.Tokens;
import com.mas.domain.learning.sync.graphy.GraphyContract.SessionStatus;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.secrets.Vault;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tenant's session at Graphy: stored sealed, renewed by the stored password, by one node at a time. */
final class GraphySession {
  private static final Logger LOG = LoggerFactory.getLogger(GraphySession.class);
  private static final String LOG_IN_AGAIN = "please sign in to Graphy again.";

  private final Database db;
  private final CredentialsRepository credentials;
  private final HttpCaller caller;
  private final GraphyApi api;
  private final Vault vault;

  GraphySession(Database db, CredentialsRepository credentials, HttpCaller caller, GraphyApi api, Vault vault) {
    this.db = db;
    this.credentials = credentials;
    this.caller = caller;
    this.api = api;
    this.vault = vault;
  }

  /** @param version of the session: whoever finds it refused asks for a newer one */
  record Live(Tokens tokens, long version) {}

  SessionStatus logIn(String tenant, String email, String password) {
    return db.transaction(tx -> {
      credentials.lock(tx, tenant);
      Tokens tokens = authenticate(email,
          password).orElseThrow(() -> refused("Graphy refused the e-mail or the password."));
      return status(tenant, Optional.of(credentials.save(tx, tenant, email, seal(tenant, "password", password),
          seal(tenant, "session", GraphyApi.write(tokens)), GraphyApi.expiry(tokens))));
    });
  }

  SessionStatus logOut(String tenant) {
    credentials.delete(tenant);
    return status(tenant, Optional.empty());
  }

  SessionStatus status(String tenant) {
    return status(tenant, credentials.find(tenant));
  }

  /** The stored session. Fails with {@code provider_unauthenticated} when there is none that could be used. */
  Live stored(String tenant) {
    Credentials known = credentials.find(tenant).orElseThrow(() -> refused("There is no session at Graphy; "
        + LOG_IN_AGAIN));
    return open(tenant, known);
  }

  /**
   * After the session of that version was refused: the one that somebody else has made meanwhile, or a new one by the
   * stored password. A refusal is remembered, so that it is not repeated until an administrator logs in.
   */
  Live renewed(String tenant, long refusedVersion) {
    Optional<Live> live = db.transaction(tx -> {
      credentials.lock(tx, tenant);
      Credentials known = credentials.find(tx, tenant)
          .orElseThrow(() -> refused("The session at Graphy has ended; " + LOG_IN_AGAIN));
      if (known.version() > refusedVersion || known.refusedAt() != null) {
        return Optional.of(open(tenant, known));
      }
      String password = unseal(tenant, "password", known.password());
      Optional<Tokens> tokens = authenticate(known.email(), password);
      if (tokens.isEmpty()) {
        credentials.refused(tx, tenant);
        return Optional.empty();
      }
      Credentials saved = credentials.save(tx, tenant, known.email(), seal(tenant, "password", password),
          seal(tenant, "session", GraphyApi.write(tokens.get())), GraphyApi.expiry(tokens.get()));
      LOG.info("logged in to Graphy again for {}", tenant);
      return Optional.of(new Live(tokens.get(), saved.version()));
    });
    return live.orElseThrow(() -> refused("Graphy refuses the stored password; " + LOG_IN_AGAIN));
  }

  /** Empty when Graphy refuses; fails when it cannot answer. */
  private Optional<Tokens> authenticate(String email, String password) {
    Incoming answer = caller.call(api.login(email, password)).await();
    Tokens tokens = answer.status() == 200 ? GraphyApi.tokens(answer) : null;
    if (tokens == null && !GraphyApi.isRefusal(answer)) {
      throw Failure.PROVIDER_FAILED.with("Graphy answered the login with status " + answer.status() + ".");
    }
    return Optional.ofNullable(tokens);
  }

  private Live open(String tenant, Credentials known) {
    if (known.refusedAt() != null) {
      throw refused("Graphy refuses the stored password; " + LOG_IN_AGAIN);
    }
    return new Live(GraphyApi.read(unseal(tenant, "session", known.session())), known.version());
  }

  private SessionStatus status(String tenant, Optional<Credentials> stored) {
    if (stored.isEmpty()) {
      return new SessionStatus(false, null, null, null, "There is no session at Graphy.");
    }
    Credentials known = stored.get();
    String reason = known.refusedAt() != null ? "Graphy refuses the stored password; " + LOG_IN_AGAIN
        : vault.open(known.session(), purpose(tenant, "session")).isEmpty() ? unreadable() : null;
    return new SessionStatus(reason == null, known.email(), known.authenticatedAt(), known.expiresAt(), reason);
  }

  private String seal(String tenant, String what, String plain) {
    return vault.seal(plain, purpose(tenant, what));
  }

  private String unseal(String tenant, String what, String sealed) {
    return vault.open(sealed, purpose(tenant, what)).orElseThrow(() -> refused(unreadable()));
  }

  private static String purpose(String tenant, String what) {
    return "mrlearn " + what + " of " + tenant;
  }

  private static String unreadable() {
    return "The stored credentials were sealed under another key; " + LOG_IN_AGAIN;
  }

  /**
   * Returns what an answer means that wants a login although there was one just now: a refusal, or, where it is only a
   * page for people, that the provider is away, for which no administrator has to sign in.
   */
  static FailureException refusedAnew(Incoming answer) {
    return GraphyApi.isRefusal(answer)
        ? refused("Graphy refuses a session that it has just given; please sign in to Graphy again.")
        : Failure.PROVIDER_FAILED.with("Graphy answers with a page for people; it may be under maintenance.");
  }

  static FailureException refused(String why) {
    return Failure.PROVIDER_UNAUTHENTICATED.with(why);
  }
}
