package com.mas.testkit;

import com.mas.bus.Json;
import com.mas.bus.Principal.Role;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Access tokens as the product issues them, and as an attacker would. Written by hand, not with the library that
 * verifies them, so that a mistake of one is not hidden by the other.
 */
public final class TestTokens {
  public static final String SECRET = "a-secret-of-the-tests-that-is-long-enough-for-hs256";
  public static final String TENANT = "my-analytics-school";

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Clock clock;

  public TestTokens(Clock clock) {
    this.clock = clock;
  }

  /** A good token, valid for ten minutes. */
  public String of(UUID user, Role role, String... capabilities) {
    return sign(claims(user, role, capabilities));
  }

  public String of(Role role, String... capabilities) {
    return of(UUID.randomUUID(), role, capabilities);
  }

  /** The claims of a good token, to be changed and signed. */
  public Map<String, Object> claims(UUID user, Role role, String... capabilities) {
    long now = clock.instant().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", user.toString());
    claims.put("iss", "mas");
    claims.put("aud", "mas-api");
    claims.put("iat", now);
    claims.put("exp", now + 600);
    claims.put("role", role.name());
    claims.put("caps", List.of(capabilities));
    claims.put("tenant", TENANT);
    return claims;
  }

  public static String sign(Map<String, Object> claims) {
    return sign("HS256", "HmacSHA256", SECRET, claims);
  }

  /** @param algorithm as the header says it; {@code mac} as the JDK names what is really used */
  public static String sign(String algorithm, String mac, String secret, Map<String, Object> claims) {
    return signed(unsigned(algorithm, claims), mac, secret);
  }

  /** Signs as the server does what has a header of its own. */
  public static String sign(Map<String, Object> header, Map<String, Object> claims) {
    return signed(part(header) + "." + part(claims), "HmacSHA256", SECRET);
  }

  private static String signed(String signed, String mac, String secret) {
    try {
      Mac hmac = Mac.getInstance(mac);
      hmac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), mac));
      return signed + "." + BASE64.encodeToString(hmac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Header and claims without a signature. */
  public static String unsigned(String algorithm, Map<String, Object> claims) {
    return part(Map.of("alg", algorithm, "typ", "JWT")) + "." + part(claims);
  }

  private static String part(Map<String, Object> json) {
    return BASE64.encodeToString(Json.write(json).getBytes(StandardCharsets.UTF_8));
  }
}
