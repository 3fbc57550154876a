package com.mas.secrets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM under one key, which is derived by HKDF from {@code CREDENTIALS_KEY}, or from {@code JWT_SECRET} where
 * that is not set. A sealed value reads {@code v1.<key id>.<base64url of nonce and ciphertext>}: the key id tells a
 * rotated key from a forged value, and neither is ever a crash.
 */
public final class Vault {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKey key;
  private final String keyId;

  private Vault(byte[] keyMaterial, byte[] salt) {
    this.key = new SecretKeySpec(Hkdf.derive(keyMaterial, salt, bytes("aes-256-gcm"), 32), "AES");
    this.keyId = HexFormat.of().formatHex(Hkdf.derive(keyMaterial, salt, bytes("key id"), 6));
  }

  /** @param credentialsKey any text of high entropy, or null or blank to derive from {@code jwtSecret} */
  public static Vault of(String credentialsKey, String jwtSecret) {
    return credentialsKey == null || credentialsKey.isBlank()
        ? new Vault(bytes(jwtSecret), bytes("mas credentials from JWT_SECRET"))
        : new Vault(bytes(credentialsKey), bytes("mas credentials"));
  }

  /** @param purpose what and whose it is; a value sealed for one purpose does not open for another */
  public String seal(String plain, String purpose) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(bytes(plain));
      byte[] both = ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
      return "v1." + keyId + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(both);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt", e);
    }
  }

  /** Empty when the value was sealed under another key, for another purpose, or was changed since. */
  public Optional<String> open(String sealed, String purpose) {
    String[] parts = sealed == null ? new String[0] : sealed.split("\\.", -1);
    if (parts.length != 3 || !parts[0].equals("v1") || !parts[1].equals(keyId)) {
      return Optional.empty();
    }
    try {
      ByteBuffer both = ByteBuffer.wrap(Base64.getUrlDecoder().decode(parts[2]));
      byte[] nonce = new byte[NONCE_BYTES];
      both.get(nonce);
      byte[] rest = new byte[both.remaining()];
      both.get(rest);
      return Optional.of(new String(cipher(Cipher.DECRYPT_MODE, nonce, purpose).doFinal(rest), StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | RuntimeException e) {
      return Optional.empty(); // not a value of ours
    }
  }

  /** Public name of the key; changes with the key and tells nothing about it. */
  public String keyId() {
    return keyId;
  }

  private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bytes(purpose));
    return cipher;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
