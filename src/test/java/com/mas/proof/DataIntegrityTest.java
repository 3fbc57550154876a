package com.mas.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checks the vectors that the W3C publishes with the suites. */
class DataIntegrityTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
  private static final LinkedData EXAMPLES = new LinkedData(Map.of("https://www.w3.org/ns/credentials/examples/v2",
      "{\"@context\": {\"@vocab\": \"https://www.w3.org/ns/credentials/examples#\"}}"));

  private static ObjectNode document() throws Exception {
    return (ObjectNode) JSON.readTree("""
        {"@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
         "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33", "type": ["VerifiableCredential", "AlumniCredential"],
         "name": "Alumni Credential", "description": "A minimum viable example of an Alumni Credential.",
         "issuer": "https://vc.example/issuers/5678", "validFrom": "2023-01-01T00:00:00Z",
         "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"}}""");
  }

  private static ObjectNode config(String suite, String method) throws Exception {
    ObjectNode config = (ObjectNode) JSON.readTree("""
        {"type": "DataIntegrityProof", "cryptosuite": "%s", "created": "2023-02-24T23:36:38Z",
         "verificationMethod": "%s", "proofPurpose": "assertionMethod"}""".formatted(suite, method));
    return config.set("@context", document().get("@context"));
  }

  private static boolean isSigned(byte[] bytes, String value) throws Exception {
    byte[] named = Multibase.decoded(KEY);
    byte[] encoded = Arrays.copyOf(HexFormat.of().parseHex("302a300506032b6570032100"), 44);
    System.arraycopy(named, 2, encoded, 12, 32);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    signature.update(bytes);
    return signature.verify(Multibase.decoded(value));
  }

  private static byte[] toSign(String suite, String method) throws Exception {
    return DataIntegrity.toSign(EXAMPLES, suite, config(suite, method), document());
  }

  @Test
  void thePublishedSignaturesFitWhatIsSignedHere() throws Exception {
    String byIssuer = "https://vc.example/issuers/5678#" + KEY;
    String byKey = "did:key:" + KEY + "#" + KEY;
    assertTrue(isSigned(toSign(DataIntegrity.JCS, byIssuer),
        "z63t83Y53KfzJ5ZosfKTnqfMcKB2dmTrfjSaQjeNNjAD5srBowQfmWqeRb8rRjmeEuCBEsddF9LsVogtuTsijJKh4"));
    assertTrue(isSigned(toSign(DataIntegrity.JCS, byKey),
        "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"));
    assertTrue(isSigned(toSign(DataIntegrity.RDFC, byIssuer),
        "z21EVs3eXERqTn4acNHT9viboqgzUaQ3kTmhPT3eA8qrVPE7CrQq78WkzctnMX5W4CrzcKnHw8V6dvy5pgWYCU5e9"));
    assertTrue(isSigned(toSign(DataIntegrity.RDFC, byKey),
        "z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme"));
  }

  @Test
  void theStatementsOfAProofAreThePublishedOnes() throws Exception {
    assertEquals("""
        _:c14n0 <http://purl.org/dc/terms/created> "2023-02-24T23:36:38Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
        _:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/security#DataIntegrityProof> .
        _:c14n0 <https://w3id.org/security#cryptosuite> \
        "eddsa-rdfc-2022"^^<https://w3id.org/security#cryptosuiteString> .
        _:c14n0 <https://w3id.org/security#proofPurpose> <https://w3id.org/security#assertionMethod> .
        _:c14n0 <https://w3id.org/security#verificationMethod> <https://vc.example/issuers/5678#%s> .
        """.formatted(KEY), new String(EXAMPLES.canonical(
        config(DataIntegrity.RDFC, "https://vc.example/issuers/5678#" + KEY)), StandardCharsets.UTF_8));
  }

  @Test
  void theOrderOfMembersAndOfListsWithoutOrderDoesNotMatter() throws Exception {
    ObjectNode other = document();
    other.set("name", other.remove("name"));
    other.putArray("type").add("AlumniCredential").add("VerifiableCredential");
    assertArrayEquals(EXAMPLES.canonical(document()), EXAMPLES.canonical(other));
  }

  @Test
  void unknownContextsAndTermsAreRefused() throws Exception {
    LinkedData bundled = new LinkedData(Map.of());
    ObjectNode foreign = document();
    assertThrows(IllegalArgumentException.class, () -> bundled.canonical(foreign));
    ObjectNode term = document();
    term.putArray("@context").add("https://www.w3.org/ns/credentials/v2");
    assertThrows(IllegalArgumentException.class, () -> bundled.canonical(term));
  }

  @Test
  void textOfAKeyIsReadAsItWasWritten() {
    assertEquals(KEY, Multibase.base58(Multibase.decoded(KEY)));
    assertEquals("z112", Multibase.base58(new byte[] {0, 0, 1}));
    assertArrayEquals(new byte[] {0, 0, 1}, Multibase.decoded("z112"));
    assertArrayEquals(new byte[0], Multibase.decoded("z"));
    for (String none : new String[] {"", "6Mk", "z0", "zIl", "z" + "2".repeat(2_000)}) {
      assertThrows(IllegalArgumentException.class, () -> Multibase.decoded(none), none);
    }
  }
}
