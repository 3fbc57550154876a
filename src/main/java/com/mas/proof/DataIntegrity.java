package com.mas.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * W3C Data Integrity proofs by Ed25519, in both suites: what is signed, and whether a signature is good. Keys are named
 * by {@code did:key}, so that nobody is asked about them.
 */
public final class DataIntegrity {
  /** Signs the document's canonical JSON. */
  public static final String JCS = "eddsa-jcs-2022";
  /** Signs the statements that the document makes as linked data. */
  public static final String RDFC = "eddsa-rdfc-2022";

  private static final byte[] ED25519_KEY = {(byte) 0xed, 1};
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final int KEY_BYTES = 32;
  private static final String DID_KEY = "did:key:";
  private static final LinkedData LINKED = new LinkedData(Map.of());

  /**
   * Tells what was found about one proof.
   *
   * @param fault what is wrong with it; null: nothing
   */
  public record Finding(String suite, String fault) {
    public boolean isGood() {
      return fault == null;
    }
  }

  private DataIntegrity() {}

  /** Returns the name of a public key, as it stands behind {@code did:key:}. */
  public static String keyName(byte[] publicKey) {
    byte[] named = Arrays.copyOf(ED25519_KEY, ED25519_KEY.length + KEY_BYTES);
    System.arraycopy(publicKey, 0, named, ED25519_KEY.length, KEY_BYTES);
    return Multibase.base58(named);
  }

  /**
   * Returns the 64 bytes that are signed.
   *
   * @param config the proof without its value
   * @param document without proofs
   */
  public static byte[] toSign(String suite, ObjectNode config, ObjectNode document) {
    return toSign(LINKED, suite, config, document);
  }

  static byte[] toSign(LinkedData linked, String suite, ObjectNode config, ObjectNode document) {
    byte[] both = Arrays.copyOf(Sha256.of(canonical(linked, suite, config)), 64);
    System.arraycopy(Sha256.of(canonical(linked, suite, document)), 0, both, 32, 32);
    return both;
  }

  private static byte[] canonical(LinkedData linked, String suite, ObjectNode document) {
    return switch (suite) {
      case JCS -> Jcs.bytes(document);
      case RDFC -> linked.canonical(document);
      default -> throw new IllegalArgumentException("The suite " + suite + " is unknown.");
    };
  }

  /** Returns a finding for each proof of a document, which names its issuer; none for a document without proofs. */
  public static List<Finding> findings(ObjectNode signed) {
    ObjectNode document = signed.deepCopy();
    JsonNode proofs = document.remove("proof");
    List<Finding> findings = new ArrayList<>();
    for (JsonNode proof : proofs == null ? List.<JsonNode>of() : proofs.isArray() ? proofs : List.of(proofs)) {
      String suite = proof.path("cryptosuite").asText();
      findings.add(new Finding(suite, proof instanceof ObjectNode known ? fault(known, suite, document)
          : "The proof is no object."));
    }
    return findings;
  }

  private static String fault(ObjectNode proof, String suite, ObjectNode document) {
    if (!"DataIntegrityProof".equals(proof.path("type").asText())
        || !"assertionMethod".equals(proof.path("proofPurpose").asText())) {
      return "The proof is not one by which an issuer asserts something.";
    }
    String issuer = document.path("issuer").isObject() ? document.at("/issuer/id").asText()
        : document.path("issuer").asText();
    String method = proof.path("verificationMethod").asText();
    if (!issuer.startsWith(DID_KEY) || !method.equals(issuer + "#" + issuer.substring(DID_KEY.length()))) {
      return "The proof is not by the key of the issuer.";
    }
    ObjectNode config = proof.deepCopy();
    String value = config.path("proofValue").asText();
    config.remove("proofValue");
    if (suite.equals(JCS) ? !config.path("@context").equals(document.path("@context")) : config.has("@context")) {
      return "The proof is made under another context than the document.";
    }
    config.set("@context", document.path("@context"));
    try {
      return isSignedBy(issuer, toSign(suite, config, document), value) ? null
          : "The signature does not fit the document.";
    } catch (IllegalArgumentException e) {
      return "The signature cannot be checked: " + e.getMessage();
    }
  }

  /**
   * Returns whether the bytes were signed by the key that the name has.
   *
   * @param did such as {@code did:key:z6Mk…}
   * @param value of the signature, in base 58 behind a z
   */
  public static boolean isSignedBy(String did, byte[] bytes, String value) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(key(did.substring(DID_KEY.length())));
      signature.update(bytes);
      return signature.verify(Multibase.decoded(value));
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return false; // a key or a signature that is none
    }
  }

  private static PublicKey key(String name) throws GeneralSecurityException {
    byte[] named = Multibase.decoded(name);
    if (named.length != ED25519_KEY.length + KEY_BYTES || named[0] != ED25519_KEY[0] || named[1] != ED25519_KEY[1]) {
      throw new IllegalArgumentException("The issuer's key is not of Ed25519.");
    }
    byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KEY_BYTES);
    System.arraycopy(named, ED25519_KEY.length, encoded, X509_PREFIX.length, KEY_BYTES);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }
}
