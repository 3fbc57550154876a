package com.mas.sandbox.graphy;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sessions of the one service account. A session is valid by its signature, so those of before a restart go on, for 30
 * days, or until {@link #expireAll}. Five wrong passwords in a row lock the account for a quarter of an hour, as the
 * real one is feared to do.
 */
final class GraphySession {
  /** Documented, and worth nothing: the account exists in this simulator only. */
  static final String EMAIL = "admin@mrlearn.example";
  static final String PASSWORD = "sandbox-password";
  static final Duration LIFE = Duration.ofDays(30);

  private static final int ATTEMPTS = 5;
  private static final long LOCKED_MS = Duration.ofMinutes(15).toMillis();
  private static final byte[] KEY = "the simulator's key guards nothing".getBytes(StandardCharsets.UTF_8);
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  record Login(String cUjwt, String sessionId, String microserviceToken) {}

  enum Refusal { NONE, WRONG, LOCKED }

  private int generation;
  private long logins;
  private int failures;
  private long lockedUntil;

  Refusal check(String email, String password, long now) {
    if (now < lockedUntil) {
      return Refusal.LOCKED;
    }
    if (EMAIL.equalsIgnoreCase(email.strip()) && PASSWORD.equals(password)) {
      failures = 0;
      return Refusal.NONE;
    }
    if (++failures >= ATTEMPTS) {
      failures = 0;
      lockedUntil = now + LOCKED_MS;
    }
    return Refusal.WRONG;
  }

  Login open(long now) {
    String header = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    String claims = encode(new JsonObject()
        .put("p", encode(generation + ":" + ++logins + ":" + now))
        .put("e", encode(EMAIL))
        .put("exp", (now + LIFE.toMillis()) / 1_000)
        .encode());
    String signed = header + '.' + claims;
    String jwt = signed + '.' + BASE64.encodeToString(mac(signed));
    return new Login(jwt, sessionId(jwt), HexFormat.of().formatHex(mac("microservice " + jwt)));
  }

  /** Returns whether both cookies are there and belong together. */
  boolean holds(String cUjwt, String sessionId, long now) {
    if (cUjwt == null || sessionId == null || !same(sessionId, sessionId(cUjwt))) {
      return false;
    }
    String[] parts = cUjwt.split("\\.", -1);
    if (parts.length != 3 || !same(parts[2], BASE64.encodeToString(mac(parts[0] + '.' + parts[1])))) {
      return false;
    }
    // signed by us, so it has the form that we gave it
    JsonObject claims = new JsonObject(decode(parts[1]));
    String made = decode(claims.getString("p"));
    return claims.getLong("exp") * 1_000 > now && made.startsWith(generation + ":");
  }

  void expireAll() {
    generation++;
  }

  void unlock() {
    failures = 0;
    lockedUntil = 0;
  }

  private static String sessionId(String jwt) {
    return HexFormat.of().withUpperCase().formatHex(mac("session " + jwt), 0, 16);
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] mac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is part of every Java", e);
    }
  }

  private static String encode(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String text) {
    return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
  }
}
