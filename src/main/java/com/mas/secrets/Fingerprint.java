package com.mas.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells whether bytes are those of before, where they cannot be kept: HMAC-SHA-256 under a key that is derived from the
 * server's secret. Whoever has the database alone cannot try which short number or password a fingerprint is of. All
 * nodes make the same. Thread-safe.
 */
public final class Fingerprint {
  private static final String HMAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final SecretKeySpec key;

  private Fingerprint(byte[] key) {
    this.key = new SecretKeySpec(key, HMAC);
  }

  public static Fingerprint of(String jwtSecret) {
    return new Fingerprint(Hkdf.derive(jwtSecret.getBytes(StandardCharsets.UTF_8),
        "mas fingerprints".getBytes(StandardCharsets.UTF_8), "hmac-sha-256".getBytes(StandardCharsets.UTF_8),
        KEY_BYTES));
  }

  /** Returns 64 hexadecimal digits; the two parts are told apart by the length of the first. */
  public String of(String head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      byte[] first = head.getBytes(StandardCharsets.UTF_8);
      mac.update((first.length + "\n").getBytes(StandardCharsets.UTF_8));
      mac.update(first);
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
