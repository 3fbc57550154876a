package com.mas.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DocumentSignerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant AT = Instant.parse("2026-03-10T06:30:00Z");
  private static final DocumentSigner SIGNER = DocumentSigner.of(null, "a secret of the test, long enough");
  private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  private static ObjectNode document() throws Exception {
    return (ObjectNode) JSON.readTree("""
        {"@context": ["https://www.w3.org/ns/credentials/v2"], "name": "Schön, \\"er\\" 😀", "b": {"z": true, "a": []}}
        """);
  }

  /** Verifies as a reader does who has nothing but the document. */
  private static boolean isGood(ObjectNode signed) throws Exception {
    ObjectNode proof = signed.get("proof").deepCopy();
    ObjectNode rest = signed.deepCopy();
    rest.remove("proof");
    byte[] signature = decoded(proof.remove("proofValue").asText(), 64);
    String[] method = proof.get("verificationMethod").asText().split("#");
    assertEquals("did:key:" + method[1], method[0]);
    byte[] named = decoded(method[1], 34);
    assertEquals("ed01", HexFormat.of().formatHex(named, 0, 2));
    byte[] prefix = HexFormat.of().parseHex("302a300506032b6570032100");
    byte[] encoded = Arrays.copyOf(prefix, prefix.length + 32);
    System.arraycopy(named, 2, encoded, prefix.length, 32);
    PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    Signature check = Signature.getInstance("Ed25519");
    check.initVerify(key);
    check.update(sha(DocumentSigner.canonical(proof)));
    check.update(sha(DocumentSigner.canonical(rest)));
    return check.verify(signature);
  }

  @Test
  void whoeverHasTheDocumentCanCheckIt() throws Exception {
    ObjectNode signed = SIGNER.sign(document(), AT);
    assertTrue(isGood(signed));
    assertFalse(isGood(signed.deepCopy().put("name", "Somebody else's")));
    assertEquals(document(), signed.deepCopy().without("proof"));
  }

  @Test
  void theSameDocumentHasTheSameProofOnEveryNodeAndNoOtherSecretGivesIt() throws Exception {
    DocumentSigner node = DocumentSigner.of("", "a secret of the test, long enough");
    assertEquals(SIGNER.sign(document(), AT), node.sign(document(), AT));
    assertNotEquals(SIGNER.did(), DocumentSigner.of("another secret of at least 32 characters", "x").did());
  }

  @Test
  void theKeyOfTheStandardsOwnTestHasTheNameThatItIsKnownBy() {
    // RFC 8032, section 7.1, test 1, as did:key writes it
    byte[] key = HexFormat.of().parseHex("ed01d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    assertEquals("z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw", DocumentSigner.multibase(key));
  }

  @Test
  void membersAreInTheOrderOfTheirNamesAndNothingIsThereThatIsNotSaid() throws Exception {
    assertEquals("{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],\"b\":{\"a\":[],\"z\":true},"
        + "\"name\":\"Schön, \\\"er\\\" 😀\"}", DocumentSigner.canonical(document()));
    assertThrows(IllegalArgumentException.class, () -> DocumentSigner.canonical(JSON.readTree("1.5")));
    assertThrows(IllegalArgumentException.class, () -> DocumentSigner.canonical(JSON.readTree("\"a\\nb\"")));
  }

  private static byte[] sha(String text) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] decoded(String multibase, int length) {
    assertEquals('z', multibase.charAt(0));
    BigInteger number = BigInteger.ZERO;
    for (char digit : multibase.substring(1).toCharArray()) {
      number = number.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(ALPHABET.indexOf(digit)));
    }
    byte[] bytes = number.toByteArray();
    byte[] all = new byte[length];
    int from = Math.max(0, bytes.length - length);
    System.arraycopy(bytes, from, all, length - (bytes.length - from), bytes.length - from);
    return all;
  }
}
