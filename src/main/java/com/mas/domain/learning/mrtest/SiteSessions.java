package com.mas.domain.learning.mrtest;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.domain.learning.mrtest.LoginRepository.Login;
import com.mas.domain.learning.mrtest.MrTestContract.SessionStatus;
import com.mas.domain.learning.mrtest.SiteClient.Page;
import com.mas.domain.learning.mrtest.SiteClient.Sent;
import com.mas.outbound.Incoming;
import com.mas.runs.Politeness;
import com.mas.runs.Slice;
import com.mas.secrets.Vault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the tenant's session at the site: stored sealed, renewed by the stored password, by one node at a time. */
final class SiteSessions {
  private static final Logger LOG = LoggerFactory.getLogger(SiteSessions.class);
  private static final String LOG_IN_AGAIN = "please sign in to Mr. Test again.";
  private static final String SESSION = "session";
  private static final String PASSWORD = "password";
  private static final int FORMS = 2;

  private final Database db;
  private final LoginRepository logins;
  private final SiteClient client;
  private final Vault vault;
  private final Aside aside;

  /** Reads an answer on another thread than the one that waits for it, so that the next page can be asked for. */
  interface Aside {
    Optional<Page> read(Callable<Optional<Page>> work);
  }

  SiteSessions(Database db, LoginRepository logins, SiteClient client, Vault vault, Aside aside) {
    this.db = db;
    this.logins = logins;
    this.client = client;
    this.vault = vault;
    this.aside = aside;
  }

  /** @param version of the session: whoever finds it refused asks for a newer one */
  private record Live(String session, long version) {}

  SessionStatus logIn(String tenant, String username, String password) {
    return db.transaction(tx -> {
      logins.lock(tx, tenant);
      String session = client.logIn(username, password)
          .orElseThrow(() -> refused("Mr. Test refused the user name or the password."));
      return status(tenant, Optional.of(logins.save(tx, tenant, username, seal(tenant, PASSWORD, password),
          seal(tenant, SESSION, session))));
    });
  }

  SessionStatus logOut(String tenant) {
    logins.delete(tenant);
    return status(tenant, Optional.empty());
  }

  SessionStatus status(String tenant) {
    return status(tenant, logins.find(tenant));
  }

  /**
   * Fails with {@code provider_unauthenticated} when there is no login that could be used.
   *
   * @param details the pause before each page for a person's eyes, see {@link Open#detail}
   */
  Open open(String tenant, Politeness details) {
    return new Open(tenant, details, live(tenant, logins.find(tenant).orElseThrow(() -> refused(
        "There is no session at Mr. Test; " + LOG_IN_AGAIN))));
  }

  /**
   * One tenant's session while a slice of work lasts, for the threads of one verticle. One request at a time: an answer
   * is read while the next one is on its way.
   */
  final class Open {
    private final String tenant;
    private final Politeness details;
    private Live live;
    private Future<?> turn = Future.succeededFuture();

    private Open(String tenant, Politeness details, Live live) {
      this.tenant = tenant;
      this.details = details;
      this.live = live;
    }

    /** Asks for a page; a session that has ended is renewed once, and then nobody asks any more. */
    Page page(String path, Map<String, String> query, boolean script) {
      return page(Politeness.NONE, path, query, script);
    }

    /** Asks for a page of one thing, after a pause. Two that are asked for at once come one after the other. */
    Page detail(String path) {
      return page(details, path, Map.of(), false);
    }

    private Page page(Politeness politeness, String path, Map<String, String> query, boolean script) {
      Answered first = ask(politeness, path, query, script, Long.MIN_VALUE);
      Optional<Page> page = aside.read(() -> client.read(first.answer));
      if (page.isEmpty()) {
        Answered second = ask(Politeness.NONE, path, query, script, first.version);
        page = aside.read(() -> client.read(second.answer));
      }
      return page.orElseThrow(() -> refused(
          "Mr. Test leads to its login though it has just given a session; " + LOG_IN_AGAIN));
    }

    /** @param version of the session in which it was asked */
    private record Answered(Incoming answer, long version) {}

    /** @param refused version of a session that has ended; it is renewed unless another thread has done so */
    private Answered ask(Politeness politeness, String path, Map<String, String> query, boolean script, long refused) {
      Future<?> before = turn;
      Promise<Void> mine = Promise.promise();
      turn = mine.future();
      try {
        before.await();
        Slice.pause(politeness.next());
        if (live.version == refused) {
          live = renewed(tenant, refused);
        }
        return new Answered(client.ask(live.session, path, query, script), live.version);
      } finally {
        mine.complete();
      }
    }

    /** Sends a form with the newest token. One that the site has changed meanwhile is asked for anew, once. */
    Sent send(String path, Map<String, String> fields) {
      for (int attempt = 1;; attempt++) {
        Page form = page(path, Map.of(), false);
        Sent sent = client.send(live.session, path, form, fields);
        if (!sent.loginWanted() && !sent.tokenRefused()) {
          return sent;
        }
        if (attempt >= FORMS) {
          throw sent.loginWanted() ? refused("Mr. Test wants a login for each form; " + LOG_IN_AGAIN)
              : Failure.PROVIDER_FAILED.with("Mr. Test refuses the token of its own form.");
        }
      }
    }

    SiteClient client() {
      return client;
    }
  }

  /**
   * After the session of that version was refused: the one that somebody else has made meanwhile, or a new one by the
   * stored password. A refusal is remembered, so that it is not repeated until an administrator logs in.
   */
  private Live renewed(String tenant, long refusedVersion) {
    Optional<Live> live = db.transaction(tx -> {
      logins.lock(tx, tenant);
      Login known = logins.find(tx, tenant)
          .orElseThrow(() -> refused("The session at Mr. Test has ended; " + LOG_IN_AGAIN));
      if (known.version() > refusedVersion || known.refusedAt() != null) {
        return Optional.of(live(tenant, known));
      }
      String password = unseal(tenant, PASSWORD, known.password());
      Optional<String> session = client.logIn(known.username(), password);
      if (session.isEmpty()) {
        logins.refused(tx, tenant);
        return Optional.empty();
      }
      Login saved = logins.save(tx, tenant, known.username(), seal(tenant, PASSWORD, password),
          seal(tenant, SESSION, session.get()));
      LOG.info("logged in to Mr. Test again for {}", tenant);
      return Optional.of(new Live(session.get(), saved.version()));
    });
    return live.orElseThrow(() -> refused("Mr. Test refuses the stored password; " + LOG_IN_AGAIN));
  }

  private Live live(String tenant, Login known) {
    if (known.refusedAt() != null) {
      throw refused("Mr. Test refuses the stored password; " + LOG_IN_AGAIN);
    }
    return new Live(unseal(tenant, SESSION, known.session()), known.version());
  }

  private SessionStatus status(String tenant, Optional<Login> stored) {
    if (stored.isEmpty()) {
      return new SessionStatus(false, null, null, "There is no session at Mr. Test.");
    }
    Login known = stored.get();
    String reason = known.refusedAt() != null ? "Mr. Test refuses the stored password; " + LOG_IN_AGAIN
        : vault.open(known.session(), purpose(tenant, SESSION)).isEmpty() ? unreadable() : null;
    return new SessionStatus(reason == null, known.username(), known.authenticatedAt(), reason);
  }

  private String seal(String tenant, String what, String plain) {
    return vault.seal(plain, purpose(tenant, what));
  }

  private String unseal(String tenant, String what, String sealed) {
    return vault.open(sealed, purpose(tenant, what)).orElseThrow(() -> refused(unreadable()));
  }

  private static String purpose(String tenant, String what) {
    return "mrtest " + what + " of " + tenant;
  }

  private static String unreadable() {
    return "The stored credentials were sealed under another key; " + LOG_IN_AGAIN;
  }

  private static FailureException refused(String why) {
    return Failure.PROVIDER_UNAUTHENTICATED.with(why);
  }
}
