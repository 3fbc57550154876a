package com.mas.domain.people.identity;

import com.mas.bus.Json;
import com.mas.domain.people.identity.IdentityContract.*;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes the secrets that are handed out, and what is kept of them. */
final class Tokens {
  static final String ISSUER = "mas";
  static final String AUDIENCE = "mas-api";
  private static final String HMAC = "HmacSHA256";
  private static final int REFRESH_BYTES = 32;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String HEADER = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

  private final SecretKeySpec key;
  private final SecretKeySpec codeKey;
  private final SecretKeySpec successorKey;
  private final SecureRandom random = new SecureRandom();

  Tokens(String jwtSecret) {
    this.key = new SecretKeySpec(jwtSecret.getBytes(StandardCharsets.UTF_8), HMAC);
    // a key of its own, so that no code's hash can ever be a token's signature
    this.codeKey = new SecretKeySpec(hmac(key, "one-time codes"), HMAC);
    this.successorKey = new SecretKeySpec(hmac(key, "refresh tokens"), HMAC);
  }

  /**
   * A JWT, HS256.
   *
   * @param session the family of its refresh tokens
   */
  String access(User user, UUID session, Instant now, Duration life) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("aud", AUDIENCE);
    claims.put("sub", user.id());
    claims.put("role", user.role());
    claims.put("caps", user.capabilities());
    claims.put("tenant", user.tenant());
    claims.put("sid", session);
    claims.put("gen", user.generation());
    if (user.mustChangePassword() && user.passwordHash() != null) {
      claims.put("tmp", true);
    }
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(life).getEpochSecond());
    claims.put("jti", UUID.randomUUID());
    String signed = HEADER + "." + encode(Json.write(claims));
    return signed + "." + BASE64.encodeToString(hmac(key, signed));
  }

  /** 256 random bits as text. */
  String refresh() {
    byte[] bytes = new byte[REFRESH_BYTES];
    random.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /**
   * Returns the token that comes after this one, always the same: tabs that wake at once, and a client that lost the
   * answer, are given one successor between them.
   */
  String successor(String refresh) {
    return BASE64.encodeToString(hmac(successorKey, refresh));
  }

  /** Unsalted and quick, which is right for 256 random bits and nothing less. */
  static Buffer refreshHash(String token) {
    try {
      return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Six digits; ten for staff. */
  String code(boolean staff) {
    return staff ? String.format("%010d", random.nextLong(10_000_000_000L))
        : String.format("%06d", random.nextInt(1_000_000));
  }

  /** Keyed, since a million codes could be tried against a plain hash. */
  Buffer codeHash(UUID userId, Purpose purpose, String code) {
    return Buffer.buffer(hmac(codeKey, userId + "\n" + purpose + "\n" + code));
  }

  /** Returns the keyed hash of a code that gives an account the address. */
  Buffer addressHash(UUID userId, String email, String code) {
    return Buffer.buffer(hmac(codeKey, userId + "\nCHANGE_EMAIL " + email + "\n" + code));
  }

  static boolean same(Buffer one, Buffer other) {
    return MessageDigest.isEqual(one.getBytes(), other.getBytes());
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
