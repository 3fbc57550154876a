package com.mas.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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

/**
 * Verifies access tokens: JWT, HS256 and nothing else, {@code iss} = {@value #ISSUER}, {@code aud} = {@value
 * #AUDIENCE}, with {@code exp}; {@code sub} is the user's id, {@code role}, {@code caps} (optional) and {@code tenant}
 * (optional, the default platform) say what it may. Thread-safe. What was verified is remembered until it expires,
 * since with each request of a page the same token comes again.
 */
public final class AccessTokens {
  public static final String ISSUER = "mas";
  public static final String AUDIENCE = "mas-api";
  private static final int LONGEST = 4096;
  private static final int REMEMBERED = 40_000;
  private static final long LEEWAY_SECONDS = 5;

  /** Who it is, and when the token ends. */
  public record Verified(Principal principal, long expiresAtMillis) {}

  private final JWTAuth jwt;
  private final Clock clock;
  private final String defaultTenant;
  private final Cache<String, Verified> verified =
      Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();

  /** @param secret at least 32 bytes, as RFC 7518 asks for HS256 */
  public AccessTokens(Vertx vertx, String secret, Clock clock, String defaultTenant) {
    this.jwt = JWTAuth.create(vertx, new JWTAuthOptions()
        .addPubSecKey(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret))
        // expiry is checked here, by the injected clock
        .setJWTOptions(new JWTOptions().setIssuer(ISSUER).setAudience(List.of(AUDIENCE)).setIgnoreExpiration(true)));
    this.clock = clock;
    this.defaultTenant = defaultTenant;
  }

  /** Fails as {@link Failure#UNAUTHENTICATED} or {@link Failure#TOKEN_EXPIRED}. */
  public Principal verify(String token) {
    return verified(token).principal;
  }

  /** As {@link #verify}, for connections that last: they must end with the token. */
  public Verified verified(String token) {
    Verified known = verified.getIfPresent(token);
    if (known == null) {
      known = check(token);
      verified.put(token, known);
    }
    if (known.expiresAtMillis <= clock.millis()) {
      verified.invalidate(token);
      throw Failure.TOKEN_EXPIRED.with("The token has expired; please sign in again or refresh it.");
    }
    return known;
  }

  private Verified check(String token) {
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
      return new Verified(principal, Math.addExact(expires.longValue(), LEEWAY_SECONDS) * 1000);
    } catch (IllegalArgumentException | ClassCastException | NullPointerException | ArithmeticException e) {
      throw invalid(); // the library trips over claims of wrong types, and so would we
    }
  }

  private static FailureException invalid() {
    return Failure.UNAUTHENTICATED.with("The token is not valid; please sign in again.");
  }
}
