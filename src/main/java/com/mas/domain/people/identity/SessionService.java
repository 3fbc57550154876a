package com.mas.domain.people.identity;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Text;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.IdentityContract.*;
import com.mas.domain.people.identity.RefreshRules.Decision;
import com.mas.domain.people.identity.TokenRepository.Found;
import com.mas.domain.people.identity.TokenRepository.Fresh;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs in, keeps sessions going and ends them. */
final class SessionService {
  private static final Logger LOG = LoggerFactory.getLogger(SessionService.class);
  /** Expired tokens are kept so long, so that a theft can still be traced. */
  static final Duration RETENTION = Duration.ofDays(7);
  private static final int MAX_USER_AGENT = 200;

  /** Lifetimes of the two kinds of tokens. */
  record Lives(Duration access, Duration refresh) {}

  private final Database db;
  private final UserRepository users;
  private final TokenRepository repository;
  private final LoginChain chain;
  private final Attempts attempts;
  private final Guesses guesses;
  private final Tokens tokens;
  private final UuidV7 ids;
  private final Lives lives;
  private final Bus bus;
  private final Clock clock;

  SessionService(IdentityParts parts, Guesses guesses, LoginChain chain, Tokens tokens, Lives lives, Bus bus) {
    this.guesses = guesses;
    this.db = parts.db();
    this.users = parts.users();
    this.repository = new TokenRepository(db);
    this.attempts = parts.attempts();
    this.ids = parts.ids();
    this.clock = parts.clock();
    this.chain = chain;
    this.tokens = tokens;
    this.lives = lives;
    this.bus = bus;
  }

  Session logIn(Call call, Login login) {
    String email = EmailRules.normal(login.email());
    UUID device = count(call, email, login.deviceToken());
    boolean known = device != null;
    LoginChain.Tried tried = chain.attempt(call, email, login.password() == null ? "" : login.password(), known);
    User user = tried.user();
    if (user == null) {
      guesses.wrong(call, email);
      tried.mustBeAnswered(call, email, known);
      throw IdentityContract.WRONG_PASSWORD.refusal();
    }
    if (user.isActive() && user.emailVerifiedAt() == null) {
      throw Failure.EMAIL_NOT_VERIFIED.with(
          "Please verify your e-mail address first: ask for a code at /api/auth/otp/request with purpose"
              + " verify_email.");
    }
    Session session = open(call, user, login.userAgent());
    if (device == null) {
      attempts.giveBack(Attempts.Kind.LOGIN, call, email);
    } else {
      attempts.giveBackKnown(call, email, device);
    }
    return session;
  }

  /** Returns the known device by which the login is counted, since its address is guessed out; null when it is not. */
  private UUID count(Call call, String email, String deviceToken) {
    try {
      attempts.count(Attempts.Kind.LOGIN, call, email);
      return null;
    } catch (FailureException tooMany) {
      UUID device = deviceToken == null ? null
          : repository.device(call.tenant(), email, Tokens.refreshHash(deviceToken)).orElseThrow(() -> tooMany);
      if (device == null) {
        throw tooMany;
      }
      attempts.countKnown(call, email, device);
      return device;
    }
  }

  /** Begins a session for somebody whose credentials were checked when the account was as it is in {@code user}. */
  Session open(Call call, User user, String userAgent) {
    if (!user.isActive()) {
      throw disabled();
    }
    Instant now = clock.instant();
    String refresh = tokens.refresh();
    Fresh fresh = fresh(call, refresh, userAgent, now);
    if (!repository.open(user.id(), user.generation(), fresh, now)) {
      throw IdentityContract.ACCOUNT_CHANGED.refusal();
    }
    return session(user, fresh.id(), refresh, fresh, now);
  }

  /** A user's sessions outlive a change of what he may do; only their access tokens end with the old generation. */
  void goOn(Tx tx, User before, User after) {
    repository.restamp(tx, after.id(), before.generation(), after.generation());
  }

  /** Tells that all sessions before the user's generation have ended, once that is committed. */
  void ended(Call call, User after) {
    ended(call, after.id(), null, after.generation());
  }

  Session refresh(Call call, Refresh refresh) {
    Instant now = clock.instant();
    String shown = refresh.refreshToken() == null ? "" : refresh.refreshToken();
    Buffer hash = Tokens.refreshHash(shown);
    String next = tokens.successor(shown);
    Fresh fresh = fresh(call, next, refresh.userAgent(), now);
    // refusals are values here, not exceptions: the revocation that goes with one must be committed
    record Result(Decision decision, User user, UUID family) {}
    Result result = db.transaction(tx -> {
      Optional<User> owner = repository.lockOwner(tx, call.tenant(), hash);
      Optional<Found> found = owner.isEmpty() ? Optional.empty() : repository.find(tx, hash);
      if (found.isEmpty()) {
        return new Result(Decision.REVOKED, null, null);
      }
      User user = owner.get();
      Decision decision = RefreshRules.decide(found.get().shown(), user.generation(), user.isActive(), now);
      if (decision == Decision.ROTATE || decision == Decision.AGAIN) {
        repository.rotate(tx, found.get().id(), fresh, now);
      } else if (decision == Decision.REUSED) {
        repository.revokeFamily(tx, found.get().family(), now);
      }
      return new Result(decision, user, found.get().family());
    });
    return switch (result.decision) {
      case ROTATE, AGAIN -> session(result.user, result.family, next, fresh, now);
      case REUSED -> {
        ended(call, result.user.id(), result.family, null);
        LOG.warn("an old refresh token of user {} was used again from {}; the session is ended", result.user.id(),
            call.address());
        throw Failure.REFRESH_TOKEN_REUSED.with(
            "This refresh token was used before, so the session was ended; please sign in again.");
      }
      case REVOKED -> throw IdentityContract.SESSION_ENDED.refusal();
      case EXPIRED -> throw Failure.TOKEN_EXPIRED.with("The session has expired; please sign in again.");
      case DISABLED -> throw disabled();
    };
  }

  Done logOut(Call call, Logout logout) {
    Buffer hash = Tokens.refreshHash(logout.refreshToken() == null ? "" : logout.refreshToken());
    Optional<SessionsEnded> ended = db.transaction(tx -> {
      Optional<User> known = repository.lockOwner(tx, call.tenant(), hash);
      return known.flatMap(owner -> repository.find(tx, hash).map(token -> {
        // an old or revoked token must not be able to end the sessions that the owner has now
        boolean live = token.shown().revokedAt() == null && token.shown().generation() == owner.generation()
            && token.shown().expiresAt().isAfter(clock.instant());
        if (live && Boolean.TRUE.equals(logout.everywhere())) {
          users.endSessions(tx, owner.id());
          return new SessionsEnded(owner.id(), null, owner.generation() + 1);
        } else if (live) {
          repository.revokeFamily(tx, token.family(), clock.instant());
          return new SessionsEnded(owner.id(), token.family(), null);
        }
        return null;
      }));
    });
    ended.ifPresent(end -> ended(call, end.userId(), end.session(), end.generation()));
    return new Done("Signed out.");
  }

  private void ended(Call call, UUID user, UUID family, Integer generation) {
    bus.publish(call, IdentityContract.SESSIONS_ENDED, new SessionsEnded(user, family, generation));
  }

  private Session session(User user, UUID family, String refresh, Fresh fresh, Instant now) {
    return new Session(tokens.access(user, family, now, lives.access), "Bearer", (int) lives.access.toSeconds(),
        refresh,
        fresh.expiresAt(), user.account());
  }

  private Fresh fresh(Call call, String refresh, String userAgent, Instant now) {
    String agent = userAgent == null ? null : Text.cut(userAgent, MAX_USER_AGENT);
    return new Fresh(ids.next(), Tokens.refreshHash(refresh), now.plus(lives.refresh), call.address(), agent);
  }

  private static FailureException disabled() {
    return Failure.ACCOUNT_DISABLED.with("This account is disabled; please contact your administrator.");
  }
}
