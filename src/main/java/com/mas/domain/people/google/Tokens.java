package com.mas.domain.people.google;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.people.google.ConnectionRepository.Held;
import com.mas.domain.people.google.ConnectionRepository.Key;
import com.mas.domain.people.google.GoogleClient.Granted;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.Notify;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.secrets.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals the tokens of connections, and keeps access tokens fresh: one node renews one, and holds no lock meanwhile. */
final class Tokens {
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
  /** Before its end, when an access token is not used any more. */
  private static final Duration EARLY = Duration.ofMinutes(1);
  /** Longer than Google is waited for; a node that has died keeps others from renewing for so long. */
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int MOST_POLLS = 60;
  private static final int PAUSE_SECONDS = 5;

  /** @param access in the clear, of that version */
  record Live(String access, long version) {}

  private final Database db;
  private final Jobs jobs;
  private final Vault vault;
  private final ConnectionRepository repository;
  private final GoogleClient google;
  private final Clock clock;
  private final AtomicBoolean isTold = new AtomicBoolean();

  /** @param google null when Google is not set up: then nothing is renewed */
  Tokens(Database db, Jobs jobs, Vault vault, ConnectionRepository repository, GoogleClient google, Clock clock) {
    this.db = db;
    this.jobs = jobs;
    this.vault = vault;
    this.repository = repository;
    this.google = google;
    this.clock = clock;
  }

  static String sealing(Key key, String what) {
    return "google " + what + " token of " + key.tenant() + " " + key.userId() + " " + key.purpose().wire();
  }

  String seal(Key key, String what, String plain) {
    return vault.seal(plain, sealing(key, what));
  }

  /** Returns a lasting token; fails when it was sealed with another key than this server has. */
  String opened(String sealed, String sealing) {
    return vault.open(sealed, sealing).orElseThrow(this::sealed);
  }

  private FailureException sealed() {
    if (isTold.compareAndSet(false, true)) {
      LOG.error("permissions of people at Google cannot be opened: CREDENTIALS_KEY is not the one that sealed them");
    }
    return ConnectionContract.SEALED.refusal();
  }

  Live live(Call call, Key key, Held held) {
    mustBeWhole(held);
    boolean isFresh = held.accessToken() != null && held.accessUntil().minus(EARLY).isAfter(clock.instant());
    return (isFresh ? opened(key, held) : Optional.<Live>empty()).orElseGet(() -> renewed(call, key, held.version()));
  }

  private Optional<Live> opened(Key key, Held held) {
    return held.accessToken() == null ? Optional.empty()
        : vault.open(held.accessToken(), sealing(key, "access")).map(access -> new Live(access, held.version()));
  }

  /** Returns a newer token than that version's: the one that another node gets, or a new one. */
  Live renewed(Call call, Key key, long refused) {
    for (int poll = 0; poll < MOST_POLLS; poll++) {
      Held held = repository.find(key).orElseThrow(ConnectionContract.NOT_CONNECTED::refusal);
      mustBeWhole(held);
      Optional<Live> live = held.version() > refused ? opened(key, held) : Optional.empty();
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      if (live.isEmpty() && !held.isBeingRenewed(now)) {
        live = asked(call, key, held, now);
      }
      if (live.isPresent()) {
        return live.get();
      }
      google.pause(POLL);
    }
    throw ConnectionContract.GOOGLE_AWAY.refusal().retryAfter(PAUSE_SECONDS);
  }

  /** Asks Google, under a lease; nothing when another node has it, or when the connection has changed meanwhile. */
  private Optional<Live> asked(Call call, Key key, Held held, Instant now) {
    String refresh = opened(held.refreshToken(), sealing(key, "refresh"));
    Instant until = now.plus(LEASE);
    if (!repository.lease(key, held.version(), now, until)) {
      return Optional.empty();
    }
    Optional<Granted> granted;
    try {
      granted = atGoogle(() -> google.renewed(refresh));
    } catch (RuntimeException e) {
      repository.release(key, held.version(), until);
      throw e;
    }
    if (granted.isEmpty()) {
      broken(call, key, held.version());
      return Optional.empty();
    }
    Granted given = granted.get();
    return repository.renew(key, held.version(), seal(key, "access", given.accessToken()),
        clock.instant().plusSeconds(given.seconds()),
        given.refreshToken() == null ? null : seal(key, "refresh", given.refreshToken()))
            ? Optional.of(new Live(given.accessToken(), held.version() + 1)) : Optional.empty();
  }

  /** Marks it, unless it has changed since that version. Tells the person, once. */
  void broken(Call call, Key key, long version) {
    db.transaction(tx -> {
      if (repository.broke(tx, key, version, clock.instant())) {
        tell(call, tx, key);
      }
      return null;
    });
  }

  private void tell(Call call, Tx tx, Key key) {
    LOG.warn("Google refuses the permission for a {}; its person is told", key.purpose().wire());
    jobs.store(tx, NotificationContract.NOTIFY, Notify.user(key.userId(), "google_broken",
        Map.of("what", key.purpose().title), "google-broken:" + key.purpose().wire() + ":" + clock.millis()),
        JobOptions.on(NotificationContract.QUEUE).because(call));
  }

  private static void mustBeWhole(Held held) {
    if (held.isBroken()) {
      throw ConnectionContract.BROKEN.refusal();
    }
  }

  static <T> T atGoogle(Supplier<T> question) {
    try {
      return question.get();
    } catch (FailureException e) {
      throw e.failure() == Failure.PROVIDER_FAILED ? ConnectionContract.GOOGLE_AWAY.refusal() : e;
    }
  }
}
