package com.mas.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import io.vertx.core.Future;
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
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Verifies access tokens: JWT, HS256 and nothing else, {@code iss} = {@value #ISSUER}, {@code aud} = {@value
 * #AUDIENCE}, with {@code exp}; {@code sub} is the user's id, {@code role}, {@code caps} (optional) and {@code tenant}
 * (optional, the default platform) say what it may; {@code tmp}: the password must be changed first; {@code sid} and
 * {@code gen} (optional): of which session of the user, and of which generation of them. Thread-safe. What was verified
 * is remembered until it expires, since with each request of a page the same token comes again.
 *
 * <p>Sessions that are known to have ended ({@link #ended}) are refused. Only this process remembers them, and only so
 * many; tokens that nobody spoke of live until they expire.
 */
public final class AccessTokens {
  public static final String ISSUER = "mas";
  public static final String AUDIENCE = "mas-api";
  private static final int LONGEST = 4096;
  private static final int REMEMBERED = 40_000;
  private static final long LEEWAY_SECONDS = 5;

  /** Who it is, and when the token ends. */
  public record Verified(Principal principal, long expiresAtMillis) {}

  /** @param look the state of {@link #looks} at which the token's session was looked up */
  private record Known(Verified holder, boolean temporary, UUID session, Integer generation, int look) {}

  private final JWTAuth jwt;
  private final Clock clock;
  private final String defaultTenant;
  private final Cache<String, Known> verified =
      Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();
  private final Cache<UUID, Boolean> endedSessions =
      Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();
  /** By user, the first generation that still counts. */
  private final Cache<UUID, Integer> generations =
      Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();
  /** Grows with each end, so that a known token is looked up again once, and at all other times costs nothing. */
  private final AtomicInteger looks = new AtomicInteger();

  /** @param secret at least 32 bytes, as RFC 7518 asks for HS256 */
  public AccessTokens(Vertx vertx, String secret, Clock clock, String defaultTenant) {
    this.jwt = JWTAuth.create(vertx, new JWTAuthOptions()
        .addPubSecKey(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret))
        // expiry is checked here, by the injected clock
        .setJWTOptions(new JWTOptions().setIssuer(ISSUER).setAudience(List.of(AUDIENCE)).setIgnoreExpiration(true)));
    this.clock = clock;
    this.defaultTenant = defaultTenant;
  }

  /** The token that the request brings, not verified; null for none. */
  static String shown(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7) ? null : header.substring(7).trim();
  }

  /**
   * Fails as {@link Failure#UNAUTHENTICATED}, {@link Failure#TOKEN_EXPIRED} or
   * {@link Failure#PASSWORD_CHANGE_REQUIRED}.
   */
  public Principal verify(String token) {
    return verified(token).principal;
  }

  /** As {@link #verify}, for connections that last: they must end with the token. */
  public Verified verified(String token) {
    Known known = known(token);
    if (known.temporary) {
      throw Failure.PASSWORD_CHANGE_REQUIRED.with(
          "This password is a temporary one; please change it first, at /api/auth/password/change.");
    }
    return known.holder;
  }

  /** As {@link #verify}, for the little that goes before a temporary password is changed. */
  public Principal verifyWithTemporaryPassword(String token) {
    return known(token).holder.principal;
  }

  /**
   * From now on tokens of this session are refused, and those of the user's earlier generations.
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

  private Known known(String token) {
    Known known = verified.getIfPresent(token);
    if (known == null || known.look != looks.get()) {
      int look = looks.get(); // before looking: an end that comes meanwhile makes the next one look again
      known = known == null ? check(token, look) : new Known(known.holder, known.temporary, known.session,
          known.generation, look);
      if (hasEnded(known)) {
        verified.invalidate(token);
        throw Failure.UNAUTHENTICATED.with("The session has ended; please sign in again.");
      }
      verified.put(token, known);
    }
    if (known.holder.expiresAtMillis <= clock.millis()) {
      verified.invalidate(token);
      throw Failure.TOKEN_EXPIRED.with("The token has expired; please sign in again or refresh it.");
    }
    return known;
  }

  private boolean hasEnded(Known known) {
    Integer first = generations.getIfPresent(known.holder.principal.userId());
    return known.session != null && endedSessions.getIfPresent(known.session) != null
        || known.generation != null && first != null && known.generation < first;
  }

  private Known check(String token, int look) {
    if (token.length() > LONGEST) {
      throw invalid();
    }
    try {
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
      return new Known(new Verified(principal, Math.addExact(expires.longValue(), LEEWAY_SECONDS) * 1000),
          Boolean.TRUE.equals(claims.getBoolean("tmp")), session == null ? null : UUID.fromString(session),
          claims.getInteger("gen"), look);
    } catch (IllegalArgumentException | ClassCastException | NullPointerException | ArithmeticException e) {
      throw invalid(); // the library trips over claims of wrong types, and so would we
    }
  }

  private static FailureException invalid() {
    return Failure.UNAUTHENTICATED.with("The token is not valid; please sign in again.");
  }
}
