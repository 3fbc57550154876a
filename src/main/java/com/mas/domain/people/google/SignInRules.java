package com.mas.domain.people.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.domain.people.identity.LoginContract.Vouched;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what is derived from a proof, where Google may lead back to, and which tokens count. */
final class SignInRules {
  /** Difference between two clocks that is let pass. */
  static final Duration SKEW = Duration.ofMinutes(5);
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final long LATEST_SECOND = 253_402_300_799L;
  private static final String SCOPE = "openid email profile";

  private SignInRules() {}

  /** Parts of a sign-in that the proof gives: they are never stored. */
  record Derived(String state, String nonce, String verifier) {
    static Derived from(String proof) {
      return new Derived(digest("state:" + proof), digest("nonce:" + proof), digest("verifier:" + proof));
    }
  }

  /** Returns SHA-256 as base64url without padding, as PKCE has it. */
  static String digest(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(text));
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns the address at Google to which the browser is sent. */
  static String url(String accounts, String client, String redirectUri, Derived derived) {
    return url(accounts, client, redirectUri, derived, SCOPE, Map.of("prompt", "select_account"));
  }

  /** Returns the address at Google where a person permits something for good. */
  static String consentUrl(String accounts, String client, String redirectUri, Derived derived, String scope) {
    return url(accounts, client, redirectUri, derived, "openid email " + scope,
        Map.of("prompt", "consent", "access_type", "offline"));
  }

  private static String url(String accounts, String client, String redirectUri, Derived derived, String scope,
      Map<String, String> more) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("client_id", client);
    query.put("redirect_uri", redirectUri);
    query.put("response_type", "code");
    query.put("scope", scope);
    query.put("state", derived.state());
    query.put("nonce", derived.nonce());
    query.put("code_challenge", digest(derived.verifier()));
    query.put("code_challenge_method", "S256");
    query.putAll(more);
    return accounts + "/o/oauth2/v2/auth?" + query.entrySet().stream()
        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /**
   * Returns where Google leads back to; nothing when it may not lead there.
   *
   * @param asked null for the usual one
   * @param allowed the usual one first
   * @param loopback whether pages of this machine may
   */
  static Optional<String> redirect(String asked, List<String> allowed, boolean loopback) {
    if (asked == null) {
      return allowed.stream().findFirst();
    }
    return allowed.contains(asked) || loopback && isLoopback(asked) ? Optional.of(asked) : Optional.empty();
  }

  private static boolean isLoopback(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() != null && LOOPBACK.contains(uri.getHost()) && uri.getUserInfo() == null
          && uri.getFragment() == null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Returns whose the account is; nothing when the claims are not Google's for this client, this sign-in and this time.
   *
   * @param claims of a token whose signature was checked
   */
  static Optional<Vouched> vouched(JsonNode claims, String issuer, String client, String nonce, Instant now) {
    JsonNode audience = claims.path("aud");
    boolean isOurs = audience.isArray()
        ? client.equals(claims.path("azp").asText()) && contains(audience, client) : client.equals(audience.asText());
    String subject = claims.path("sub").asText();
    String email = claims.path("email").asText();
    boolean isFresh = at(claims, "exp").plus(SKEW).isAfter(now) && claims.path("iat").isNumber()
        && !at(claims, "iat").minus(SKEW).isAfter(now);
    if (!isOurs || !isFresh || !issuer.equals(claims.path("iss").asText())
        || !nonce.equals(claims.path("nonce").asText())
        || subject.isEmpty() || subject.length() > 255 || email.indexOf('@') < 1 || email.length() > 254) {
      return Optional.empty();
    }
    return Optional.of(new Vouched(issuer, subject, email, claims.path("email_verified").asText().equals("true"),
        claims.path("name").asText(null)));
  }

  private static boolean contains(JsonNode all, String text) {
    for (JsonNode each : all) {
      if (text.equals(each.asText())) {
        return true;
      }
    }
    return false;
  }

  /** Returns 1970 for what is no time, which has ended whatever it is. */
  private static Instant at(JsonNode claims, String name) {
    long seconds = claims.path(name).asLong();
    return Instant.ofEpochSecond(Math.clamp(seconds, 0, LATEST_SECOND));
  }
}
