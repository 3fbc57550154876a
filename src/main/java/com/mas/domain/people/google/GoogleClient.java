package com.mas.domain.people.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks with Google: exchanges codes, and checks tokens with Google's keys. Thread-safe. */
final class GoogleClient {
  private static final Logger LOG = LoggerFactory.getLogger(GoogleClient.class);
  /** Keys are read again for a token that names another one, but not more often. */
  private static final Duration KEYS_AGAIN = Duration.ofMinutes(1);

  /** @param id and {@code secret} of the client at Google */
  record Client(String id, String secret) {
    @Override
    public String toString() {
      return "Client[" + id + "]";
    }
  }

  /**
   * Permission of a person.
   *
   * @param claims that Google makes of the person; null for a renewal
   * @param refreshToken null when Google gives none
   * @param seconds that the access token lives
   */
  record Granted(JsonNode claims, String accessToken, String refreshToken, long seconds, Set<String> scopes) {
    boolean mayUse(String scope) {
      return scopes.contains(scope);
    }

    @Override
    public String toString() {
      return "Granted[hidden]";
    }
  }

  private record Keys(Set<String> ids, JWTAuth check, Instant readAt) {}

  private final Vertx vertx;
  private final HttpCaller oauth;
  private final HttpCaller api;
  private final Client client;
  private final Clock clock;
  private volatile Keys keys;

  GoogleClient(Vertx vertx, HttpCaller oauth, HttpCaller api, Client client, Clock clock) {
    this.vertx = vertx;
    this.oauth = oauth;
    this.api = api;
    this.client = client;
    this.clock = clock;
  }

  /**
   * Exchanges a code for what Google says of the person; nothing when Google does not accept the code, or when the
   * token's signature is not Google's.
   *
   * @throws FailureException PROVIDER_FAILED when Google does not answer as it should
   */
  Optional<JsonNode> claims(String code, String verifier, String redirectUri) {
    return exchanged(code, verifier, redirectUri).flatMap(answer -> checked(answer.getString("id_token")));
  }

  /** Exchanges a code for a permission; nothing as in {@link #claims}. */
  Optional<Granted> granted(String code, String verifier, String redirectUri) {
    return exchanged(code, verifier, redirectUri).flatMap(answer -> checked(answer.getString("id_token"))
        .map(claims -> granted(answer, claims)));
  }

  /** Renews a permission; nothing when Google does not accept the token any more. */
  Optional<Granted> renewed(String refreshToken) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refreshToken);
    return tokens(form, "access_token").map(answer -> granted(answer, null));
  }

  /**
   * Gives a permission back; that it is over already is no failure.
   *
   * @throws FailureException PROVIDER_FAILED when Google does not answer as it should
   */
  void revoke(String token) {
    Incoming answer = asked(oauth, Outgoing.form("/revoke", Map.of("token", token)));
    if (answer.status() != 200 && !"invalid_token".equals(json(answer).getValue("error"))) {
      LOG.warn("Google takes no permission back: status {}", answer.status());
      throw unreachable();
    }
  }

  /** Lets the calling virtual thread wait. */
  void pause(Duration time) {
    vertx.timer(time.toMillis(), TimeUnit.MILLISECONDS).await();
  }

  /** Returns what leads to most interfaces of Google. */
  HttpCaller api() {
    return api;
  }

  private Optional<JsonObject> exchanged(String code, String verifier, String redirectUri) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirectUri);
    form.put("code_verifier", verifier);
    return tokens(form, "id_token");
  }

  private Optional<JsonObject> tokens(Map<String, String> form, String needed) {
    form.put("client_id", client.id());
    form.put("client_secret", client.secret());
    Incoming answer = asked(oauth, Outgoing.form("/token", form).with("accept", "application/json"));
    JsonObject json = json(answer);
    if (answer.status() == 200 && json.getValue(needed) instanceof String) {
      return Optional.of(json);
    }
    if (answer.status() == 400 && "invalid_grant".equals(json.getValue("error"))) {
      return Optional.empty();
    }
    LOG.warn("Google gives no tokens: status {}, {}", answer.status(), json.getValue("error"));
    throw unreachable();
  }

  private static Granted granted(JsonObject answer, JsonNode claims) {
    if (!(answer.getValue("access_token") instanceof String access)) {
      throw unreachable();
    }
    return new Granted(claims, access, answer.getValue("refresh_token") instanceof String refresh ? refresh : null,
        answer.getValue("expires_in") instanceof Number seconds ? seconds.longValue() : 0,
        Set.of(String.valueOf(answer.getValue("scope")).split(" ")));
  }

  private Optional<JsonNode> checked(String token) {
    String keyId = keyId(token);
    Keys known = keys;
    if (known == null || !known.ids.contains(keyId) && known.readAt.plus(KEYS_AGAIN).isBefore(clock.instant())) {
      known = read();
      keys = known;
    }
    try {
      JsonObject claims = known.check.authenticate(new TokenCredentials(token)).await().attributes()
          .getJsonObject("accessToken");
      return claims == null ? Optional.empty() : Optional.of(Json.read(claims.encode(), JsonNode.class));
    } catch (Exception e) {
      LOG.warn("a token of a sign-in is not Google's: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static String keyId(String token) {
    int end = token.indexOf('.');
    try {
      return new JsonObject(new String(Base64.getUrlDecoder().decode(token.substring(0, Math.max(end, 0))),
          StandardCharsets.UTF_8)).getString("kid", "");
    } catch (IllegalArgumentException | DecodeException | ClassCastException e) {
      return "";
    }
  }

  /** Times are looked at by the product's clock, not by the library's. */
  private Keys read() {
    JsonArray all =
        json(asked(api, Outgoing.get("/oauth2/v3/certs", Map.of()))).getValue("keys") instanceof JsonArray found ? found
            : new JsonArray();
    JWTAuthOptions options = new JWTAuthOptions().setJWTOptions(new JWTOptions().setIgnoreExpiration(true));
    Set<String> ids = new TreeSet<>();
    for (Object each : all) {
      if (each instanceof JsonObject key && "RSA".equals(key.getValue("kty")) && "RS256".equals(key.getValue("alg"))) {
        options.addJwk(key);
        ids.add(key.getString("kid", ""));
      }
    }
    if (ids.isEmpty()) {
      throw unreachable();
    }
    return new Keys(ids, JWTAuth.create(vertx, options), clock.instant());
  }

  private static Incoming asked(HttpCaller caller, Outgoing question) {
    try {
      return caller.call(question).await();
    } catch (FailureException e) {
      LOG.warn("Google cannot be asked: {}", e.getMessage());
      throw unreachable();
    }
  }

  private static FailureException unreachable() {
    return Failure.PROVIDER_FAILED.with("Google did not answer as it should.");
  }

  private static JsonObject json(Incoming answer) {
    try {
      return answer.complete() ? new JsonObject(answer.text()) : new JsonObject();
    } catch (DecodeException | ClassCastException e) {
      return new JsonObject();
    }
  }
}
