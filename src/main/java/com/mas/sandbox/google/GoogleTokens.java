package com.mas.sandbox.google;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** Signs tokens as Google does, and publishes the key. Keys are made when they are first needed. */
final class GoogleTokens {
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
  private static final String KEY = "sandbox-1";
  private static final int BITS = 2048;

  /** @param verified whether Google says that the address is the person's */
  record Person(String subject, String email, boolean verified, String name) {}

  private KeyPair published;
  private KeyPair another;

  JsonObject keys() {
    RSAPublicKey key = (RSAPublicKey) published().getPublic();
    return new JsonObject().put("keys", new JsonArray().add(new JsonObject().put("kty", "RSA").put("alg", "RS256")
        .put("use", "sig").put("kid", KEY).put("n", number(key.getModulus()))
        .put("e", number(key.getPublicExponent()))));
  }

  /** @param forged whether it is signed with a key that is not published */
  String signed(JsonObject claims, boolean forged) {
    String head = text(new JsonObject().put("alg", "RS256").put("kid", KEY).put("typ", "JWT")) + "." + text(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign((forged ? another() : published()).getPrivate());
      signature.update(head.getBytes(StandardCharsets.US_ASCII));
      return head + "." + URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String challenge(String verifier) {
    try {
      return URL.encodeToString(MessageDigest.getInstance("SHA-256")
          .digest((verifier == null ? "" : verifier).getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyPair published() {
    if (published == null) {
      published = made();
    }
    return published;
  }

  private KeyPair another() {
    if (another == null) {
      another = made();
    }
    return another;
  }

  private static KeyPair made() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(JsonObject json) {
    return URL.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    return URL.encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
  }
}
