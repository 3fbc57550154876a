package com.mas.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Signs JSON documents with a W3C data-integrity proof ({@code eddsa-jcs-2022}). The Ed25519 key is derived from the
 * same secret as {@link Vault}'s, so all nodes sign alike; its public half is the signer's name, a {@code did:key}, so
 * that whoever has the document can check it without asking anybody. Thread-safe.
 */
public final class DocumentSigner {
  private static final String BASE_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final byte[] ED25519_PUBLIC = {(byte) 0xed, 1};
  private static final int KEY_BYTES = 32;

  private final PrivateKey key;
  private final String name;

  private DocumentSigner(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
      KeyPair pair = generator.generateKeyPair();
      byte[] encoded = pair.getPublic().getEncoded();
      byte[] named = Arrays.copyOf(ED25519_PUBLIC, ED25519_PUBLIC.length + KEY_BYTES);
      System.arraycopy(encoded, encoded.length - KEY_BYTES, named, ED25519_PUBLIC.length, KEY_BYTES);
      this.key = pair.getPrivate();
      this.name = multibase(named);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a key", e);
    }
  }

  /** @param credentialsKey null or blank to derive from {@code jwtSecret} */
  public static DocumentSigner of(String credentialsKey, String jwtSecret) {
    String secret = credentialsKey == null || credentialsKey.isBlank() ? jwtSecret : credentialsKey;
    return new DocumentSigner(Hkdf.derive(secret.getBytes(StandardCharsets.UTF_8),
        "mas documents".getBytes(StandardCharsets.UTF_8), "ed25519".getBytes(StandardCharsets.UTF_8), KEY_BYTES));
  }

  /** The issuer's id in what is signed. */
  public String did() {
    return "did:key:" + name;
  }

  /**
   * Adds the proof. The same document, at the same instant, gives the same proof.
   *
   * @param document with {@code @context} and without a proof; of objects, arrays, booleans and printable text
   */
  public ObjectNode sign(ObjectNode document, Instant created) {
    ObjectNode proof = document.objectNode().put("type", "DataIntegrityProof").put("cryptosuite", "eddsa-jcs-2022")
        .put("created", created.toString()).put("verificationMethod", did() + "#" + name)
        .put("proofPurpose", "assertionMethod");
    proof.set("@context", document.get("@context"));
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(sha.digest(canonical(proof).getBytes(StandardCharsets.UTF_8)));
      signature.update(sha.digest(canonical(document).getBytes(StandardCharsets.UTF_8)));
      proof.put("proofValue", multibase(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign", e);
    }
    return document.deepCopy().set("proof", proof);
  }

  /** RFC 8785, of the kinds of values that documents here have. */
  static String canonical(JsonNode node) {
    if (node.isObject()) {
      TreeMap<String, JsonNode> members = new TreeMap<>();
      node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
      return members.entrySet().stream().map(member -> text(member.getKey()) + ":" + canonical(member.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false).map(DocumentSigner::canonical)
          .collect(Collectors.joining(",", "[", "]"));
    }
    if (node.isTextual()) {
      return text(node.textValue());
    }
    if (node.isBoolean()) {
      return node.asText();
    }
    throw new IllegalArgumentException("a signed document has no " + node.getNodeType());
  }

  private static String text(String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a signed document has printable text only");
    }
    return TextNode.valueOf(value).toString();
  }

  /** Base 58 as Bitcoin has it, behind a z. */
  static String multibase(byte[] bytes) {
    StringBuilder digits = new StringBuilder();
    BigInteger base = BigInteger.valueOf(BASE_58.length());
    for (BigInteger rest = new BigInteger(1, bytes); rest.signum() > 0; rest = rest.divide(base)) {
      digits.append(BASE_58.charAt(rest.mod(base).intValue()));
    }
    for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
      digits.append(BASE_58.charAt(0));
    }
    return "z" + digits.reverse();
  }

  /** The generator asks for the seed only. */
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1;
    private final byte[] seed;

    Fixed(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
