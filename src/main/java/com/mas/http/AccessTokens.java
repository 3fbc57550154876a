package com.mas.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Verifies access tokens: JWT, HS256 and nothing else, {@code iss} = {@value #ISSUER}, {@code aud} = {@value
 * #AUDIENCE}, with {@code exp}; {@code sub} is the user's id, {@code role}, {@code caps} (optional) and {@code tenant}
 * (optional, the default tenant) say what it may; {@code tmp}: the password must be changed first; {@code sid} and
 * {@code gen} (optional): of which session of the user, and of which generation of them. Thread-safe.
 *
 * <p>A token that this process has not seen is looked up: whether its session goes on ({@link Sessions}). What was
 * verified is remembered until it expires, since with each request of a page the same token comes again, and costs
 * nothing then. Sessions that are known to have ended ({@link #ended}) are refused. That all ends are known is the word
 * of {@link #current}: without it for {@value #TRUSTED_MILLIS} ms each token is looked up again at that interval, so
 * that nothing hangs on an announcement that got lost. With it a token is looked up again after {@value #AGAIN_MILLIS}
 * ms, so that ends need not be remembered for longer; those that there is no room for make all tokens be looked up.
 */
public final class AccessTokens {
  public static final String ISSUER = "mas";
  public static final String AUDIENCE = "mas-api";
  static final long TRUSTED_MILLIS = 5_000;
  static final long AGAIN_MILLIS = 15 * 60_000;
  static final int REMEMBERED = 40_000;
  private static final int LONGEST = 4096;
  private static final long LEEWAY_SECONDS = 5;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  /** Caller whose token was verified, and the end of the token. */
  public record Verified(Principal principal, long expiresAtMillis) {}

  /** Says what has become of a session. */
  @FunctionalInterface
  public interface Sessions {
    /** @param session may be null; {@code generation} may be null, but not both */
    Future<State> look(UUID user, UUID session, Integer generation);

    /** @param generation of the user's sessions now, null for no such user */
    record State(boolean alive, Integer generation) {}
  }

  /**
   * @param looks the state of {@link #looks} at which it was compared with the ends that are known
   * @param history the state of {@link #history} at which it was looked up
   * @param askedAt when that was, in milliseconds
   * @param verified what is answered, made once
   */
  private record Known(Verified holder, boolean temporary, UUID session, Integer generation, int looks, int history,
      long askedAt, Future<Principal> principal, Future<Verified> verified) {
    Known at(int looks) {
      return new Known(holder, temporary, session, generation, looks, history, askedAt, principal, verified);
    }
  }

  private final JWTAuth jwt;
  private final Clock clock;
  private final String defaultTenant;
  private final Sessions sessions;
  private final Cache<String, Known> verified =
      Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();
  private final Cache<UUID, Boolean> endedSessions;
  /** First generation of tokens that still counts, by user. */
  private final Cache<UUID, Integer> generations;
  /** Requests of one page come side by side: they wait for one look. By token. */
  private final ConcurrentMap<String, Future<Known>> looking = new ConcurrentHashMap<>();
  /** Grows with each end, so that a known token is compared again once, and at all other times costs nothing. */
  private final AtomicInteger looks = new AtomicInteger();
  /** Grows when ends may have been missed. */
  private final AtomicInteger history = new AtomicInteger();
  /** Up to this time all ends are known, in milliseconds. */
  private volatile long currentAt;

  /** @param secret at least 32 bytes, as RFC 7518 asks for HS256 */
  public AccessTokens(Vertx vertx, String secret, Clock clock, String defaultTenant, Sessions sessions) {
    this.jwt = JWTAuth.create(vertx, new JWTAuthOptions()
        .addPubSecKey(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret))
        // expiry is checked here, by the injected clock
        .setJWTOptions(new JWTOptions().setIssuer(ISSUER).setAudience(List.of(AUDIENCE)).setIgnoreExpiration(true)));
    this.clock = clock;
    this.defaultTenant = defaultTenant;
    this.sessions = sessions;
    this.endedSessions = ends(clock);
    this.generations = ends(clock);
  }

  private <T> Cache<UUID, T> ends(Clock clock) {
    return Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run)
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .expireAfterWrite(Duration.ofMillis(AGAIN_MILLIS).plusMinutes(5))
        .<UUID, T>evictionListener((id, end, cause) -> {
          if (cause == RemovalCause.SIZE) {
            forget();
          }
        }).build();
  }

  /** The token that the request brings, not verified; null for none. */
  static String shown(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7) ? null : header.substring(7).trim();
  }

  /**
   * Returns the holder; complete at once for a token that is known, else perhaps later and on any thread. Fails as
   * {@link Failure#UNAUTHENTICATED}, {@link Failure#TOKEN_EXPIRED}, {@link Failure#PASSWORD_CHANGE_REQUIRED}, or {@link
   * Failure#UNAVAILABLE} when the session cannot be looked up.
   */
  public Future<Principal> verify(String token) {
    Known known = remembered(token);
    return known != null && !known.temporary ? known.principal
        : look(token).compose(AccessTokens::unlessTemporary).map(Verified::principal);
  }

  /** Verifies as {@link #verify} does, for connections that last: they must end with the token. */
  public Future<Verified> verified(String token) {
    return look(token).compose(AccessTokens::unlessTemporary);
  }

  /**
   * Verifies as {@link #verify} does, for the few operations that are allowed before a temporary password is changed.
   */
  public Future<Principal> verifyWithTemporaryPassword(String token) {
    Known known = remembered(token);
    return known != null ? known.principal : look(token).compose(Known::principal);
  }

  /**
   * Refuses from now on the tokens of this session and of the user's earlier generations.
   *
   * @param session may be null
   * @param generation the first that still counts; null: all do
   */
  public void ended(UUID user, UUID session, Integer generation) {
    if (session != null) {
      endedSessions.put(session, true);
    }
    if (generation != null) {
      generations.asMap().merge(user, generation, Math::max);
    }
    looks.incrementAndGet();
  }

  /** All ends up to that time, in milliseconds, have been told by {@link #ended}. */
  public void current(long atMillis) {
    currentAt = atMillis;
  }

  /** Ends may have been missed: each token is looked up again. */
  public void forget() {
    history.incrementAndGet();
  }

  private static Future<Verified> unlessTemporary(Known known) {
    return !known.temporary ? known.verified : Future.failedFuture(Failure.PASSWORD_CHANGE_REQUIRED.with(
        "This password is a temporary one; please change it first, at /api/auth/password/change."));
  }

  /** Null unless the token is known to be good at this moment. */
  private Known remembered(String token) {
    Known known = verified.getIfPresent(token);
    if (known == null) {
      return null;
    }
    long now = clock.millis();
    if (known.holder.expiresAtMillis <= now || known.history != history.get() || isDue(known, now)) {
      return null;
    }
    int seen = looks.get(); // before comparing: an end that comes meanwhile makes the next one compare again
    if (known.looks != seen) {
      if (hasEnded(known)) {
        return null;
      }
      known = known.at(seen);
      verified.put(token, known);
    }
    return known;
  }

  /** Returns whether it is time to look the token up; it is also after the clock was put back. */
  private boolean isDue(Known known, long now) {
    long age = now - known.askedAt;
    long silence = now - currentAt;
    return namesSession(known) && (age < 0 || age >= AGAIN_MILLIS
        || age >= TRUSTED_MILLIS && (silence < 0 || silence >= TRUSTED_MILLIS));
  }

  private Future<Known> look(String token) {
    Known known = remembered(token);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    try {
      known = check(token);
    } catch (FailureException e) {
      return Future.failedFuture(e);
    }
    if (known.holder.expiresAtMillis <= clock.millis()) {
      verified.invalidate(token);
      return Future.failedFuture(
          Failure.TOKEN_EXPIRED.with("The token has expired; please sign in again or refresh it."));
    }
    if (!namesSession(known)) {
      verified.put(token, known);
      return Future.succeededFuture(known);
    }
    if (hasEnded(known)) {
      verified.invalidate(token);
      return Future.failedFuture(over());
    }
    Promise<Known> mine = Promise.promise();
    Future<Known> others = looking.putIfAbsent(token, mine.future());
    if (others != null) {
      return others;
    }
    Known asked = known;
    sessions.look(known.holder.principal.userId(), known.session, known.generation)
        .transform(told -> told.succeeded() ? answered(token, asked, told.result())
            : Future.<Known>failedFuture(unavailable(told.cause())))
        .onComplete(answer -> {
          looking.remove(token);
          mine.handle(answer);
        });
    return mine.future();
  }

  private Future<Known> answered(String token, Known asked, Sessions.State state) {
    if (!state.alive()) {
      remember(asked, state);
    }
    if (!state.alive() || hasEnded(asked)) {
      verified.invalidate(token);
      return Future.failedFuture(over());
    }
    verified.put(token, asked);
    return Future.succeededFuture(asked);
  }

  /** Remembers the answer, so that an ended token is refused without another look. */
  private void remember(Known asked, Sessions.State state) {
    if (asked.generation != null && state.generation() != null && asked.generation < state.generation()) {
      generations.asMap().merge(asked.holder.principal.userId(), state.generation(), Math::max);
    } else if (asked.session != null && Objects.equals(asked.generation, state.generation())) {
      endedSessions.put(asked.session, true);
    }
  }

  private static boolean namesSession(Known known) {
    return known.session != null || known.generation != null;
  }

  private boolean hasEnded(Known known) {
    Integer first = generations.getIfPresent(known.holder.principal.userId());
    return known.session != null && endedSessions.getIfPresent(known.session) != null
        || known.generation != null && first != null && known.generation < first;
  }

  private static FailureException over() {
    return Failure.UNAUTHENTICATED.with("The session has ended; please sign in again.");
  }

  private static FailureException unavailable(Throwable cause) {
    return cause instanceof FailureException said && said.failure().httpStatus() == 503 ? said
        : Failure.UNAVAILABLE.with("Your session could not be checked; please try again.")
            .retryAfter(2);
  }

  private Known check(String token) {
    int seen = looks.get();
    int since = history.get();
    try {
      if (token.length() > LONGEST || !FORM.matcher(token).matches() || hasDemands(token)) {
        throw invalid();
      }
      // with a static key the library answers at once; a future that is not there yet counts as "no"
      Future<User> user = jwt.authenticate(new TokenCredentials(token));
      if (!user.succeeded()) {
        throw invalid();
      }
      JsonObject claims = user.result().attributes().getJsonObject("accessToken");
      if (!(claims.getValue("exp") instanceof Number expires)
          || claims.getValue("nbf") instanceof Number begins && begins.longValue() > clock.instant().getEpochSecond()
              + LEEWAY_SECONDS) {
        throw invalid();
      }
      Set<String> capabilities = new HashSet<>();
      claims.getJsonArray("caps", new JsonArray()).forEach(capability -> capabilities.add((String) capability));
      Principal principal = new Principal(UUID.fromString(claims.getString("sub")),
          Principal.Role.valueOf(claims.getString("role")), capabilities,
          (String) claims.getValue("tenant", defaultTenant));
      String session = claims.getString("sid");
      Verified holder = new Verified(principal, Math.addExact(expires.longValue(), LEEWAY_SECONDS) * 1000);
      return new Known(holder, Boolean.TRUE.equals(claims.getBoolean("tmp")),
          session == null ? null : UUID.fromString(session), claims.getInteger("gen"), seen, since, clock.millis(),
          Future.succeededFuture(principal), Future.succeededFuture(holder));
    } catch (IllegalArgumentException | ClassCastException | NullPointerException | ArithmeticException e) {
      throw invalid(); // the library trips over claims of wrong types, and so would we
    }
  }

  /** Returns whether its header demands what is not known here, which RFC 7515 has refused. */
  private static boolean hasDemands(String token) {
    byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
    return new String(header, StandardCharsets.UTF_8).contains("\"crit\"");
  }

  private static FailureException invalid() {
    return Failure.UNAUTHENTICATED.with("The token is not valid; please sign in again.");
  }
}
