package com.mas.secrets;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.proof.DataIntegrity;
import com.mas.proof.Multibase;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Signs JSON documents with W3C data-integrity proofs, one of each suite ({@code eddsa-rdfc-2022} and
 * {@code eddsa-jcs-2022}): most verifiers know only one of them. The Ed25519 key is derived from the same secret as
 * {@link Vault}'s, so all nodes sign alike; its public half is the signer's name, a {@code did:key}, so that whoever
 * has the document can check it without asking anybody. Thread-safe.
 */
public final class DocumentSigner {
  private static final List<String> SUITES = List.of(DataIntegrity.RDFC, DataIntegrity.JCS);
  private static final int KEY_BYTES = 32;

  private final PrivateKey key;
  private final String name;

  DocumentSigner(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
      KeyPair pair = generator.generateKeyPair();
      byte[] encoded = pair.getPublic().getEncoded();
      this.key = pair.getPrivate();
      this.name = DataIntegrity.keyName(Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
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
   * Adds the proofs as a set: each signs the document without the others. The same document, at the same instant, gives
   * the same proofs.
   *
   * @param document with {@code @context} and without a proof; of terms that its contexts define
   */
  public ObjectNode sign(ObjectNode document, Instant created) {
    ArrayNode proofs = document.arrayNode();
    SUITES.forEach(suite -> proofs.add(proof(suite, document, created)));
    return document.deepCopy().set("proof", proofs);
  }

  /** Returns the proof of one suite. That of linked data says nothing of the context, which is the document's. */
  private ObjectNode proof(String suite, ObjectNode document, Instant created) {
    ObjectNode proof = document.objectNode().put("type", "DataIntegrityProof").put("cryptosuite", suite)
        .put("created", created.toString()).put("verificationMethod", did() + "#" + name)
        .put("proofPurpose", "assertionMethod");
    proof.set("@context", document.get("@context"));
    byte[] signed = sign(DataIntegrity.toSign(suite, proof, document));
    if (suite.equals(DataIntegrity.RDFC)) {
      proof.remove("@context");
    }
    return proof.put("proofValue", Multibase.base58(signed));
  }

  /** Returns the 64 bytes of the signature of any bytes. */
  public byte[] sign(byte[] bytes) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign", e);
    }
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
