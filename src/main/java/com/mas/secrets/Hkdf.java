package com.mas.secrets;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * RFC 5869 with HMAC-SHA-256. The JDK's own KDF API keeps its output behind a provider; these lines can be checked by
 * eye.
 */
final class Hkdf {
  private static final String HMAC = "HmacSHA256";
  private static final int HASH_BYTES = 32;

  private Hkdf() {}

  static byte[] derive(byte[] keyMaterial, byte[] salt, byte[] info, int length) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(salt.length == 0 ? new byte[HASH_BYTES] : salt, HMAC));
      mac.init(new SecretKeySpec(mac.doFinal(keyMaterial), HMAC));
      byte[] out = new byte[length];
      byte[] block = {};
      for (int done = 0, counter = 1; done < length; done += HASH_BYTES, counter++) {
        mac.update(block);
        mac.update(info);
        block = mac.doFinal(new byte[] {(byte) counter});
        System.arraycopy(block, 0, out, done, Math.min(HASH_BYTES, length - done));
      }
      Arrays.fill(block, (byte) 0);
      return out;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
