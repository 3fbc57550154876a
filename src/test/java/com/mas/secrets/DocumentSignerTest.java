package com.mas.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.proof.DataIntegrity;
import com.mas.proof.DataIntegrity.Finding;
import com.mas.proof.Multibase;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentSignerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant AT = Instant.parse("2026-03-10T06:30:00Z");
  private static final DocumentSigner SIGNER = DocumentSigner.of(null, "a secret of the test, long enough");
  /** A key that the W3C publishes for tests. */
  private static final DocumentSigner PUBLISHED = new DocumentSigner(Arrays.copyOfRange(
      Multibase.decoded("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"), 2, 34));

  private static ObjectNode document() throws Exception {
    ObjectNode document = (ObjectNode) JSON.readTree("""
        {"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
         "type": ["VerifiableCredential"], "name": "Schön, \\"er\\" 😀\\n₹ 5", "validFrom": "2026-01-05T00:00:00Z",
         "credentialSubject": {"id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc34"}}
        """);
    return document.put("issuer", SIGNER.did());
  }

  private static List<Boolean> verdicts(ObjectNode signed) {
    return DataIntegrity.findings(signed).stream().map(Finding::isGood).toList();
  }

  @Test
  void whoeverHasTheDocumentCanCheckBothProofs() throws Exception {
    ObjectNode signed = SIGNER.sign(document(), AT);
    assertEquals(List.of("eddsa-rdfc-2022", "eddsa-jcs-2022"),
        DataIntegrity.findings(signed).stream().map(Finding::suite).toList());
    assertEquals(List.of(true, true), verdicts(signed));
    assertEquals(document(), signed.deepCopy().without("proof"));
  }

  @Test
  void whatIsChangedIsFoundByBoth() throws Exception {
    ObjectNode signed = SIGNER.sign(document(), AT);
    assertEquals(List.of(false, false), verdicts(signed.deepCopy().put("name", "Somebody else's")));
    assertEquals(List.of(false, false), verdicts(signed.deepCopy().put("validFrom", "2026-01-06T00:00:00Z")));
    assertEquals(List.of(false, false), verdicts(signed.deepCopy().put("unheardOf", "is in no context")));
    assertEquals(List.of(false, false),
        verdicts(signed.deepCopy().put("issuer", DocumentSigner.of(null, "another secret, long enough").did())));
    ObjectNode later = signed.deepCopy();
    later.withArray("proof").forEach(proof -> ((ObjectNode) proof).put("created", "2026-03-11T06:30:00Z"));
    assertEquals(List.of(false, false), verdicts(later));
    ObjectNode swapped = signed.deepCopy();
    swapped.withArray("proof").forEach(proof -> ((ObjectNode) proof).put("proofValue", "z1"));
    assertEquals(List.of(false, false), verdicts(swapped));
    ObjectNode foreign = signed.deepCopy();
    foreign.putArray("@context").add("https://www.w3.org/ns/credentials/v2").add("https://elsewhere.example/v1");
    assertEquals(List.of(false, false), verdicts(foreign));
    assertEquals(List.of(), verdicts(document()));
  }

  @Test
  void aTermThatNoContextDefinesIsNotSigned() throws Exception {
    ObjectNode document = document().put("unheardOf", "is in no context");
    assertThrows(IllegalArgumentException.class, () -> SIGNER.sign(document, AT));
  }

  @Test
  void theSameDocumentHasTheSameProofsOnEveryNodeAndNoOtherSecretGivesThem() throws Exception {
    DocumentSigner node = DocumentSigner.of("", "a secret of the test, long enough");
    assertEquals(SIGNER.sign(document(), AT), node.sign(document(), AT));
    assertNotEquals(SIGNER.did(), DocumentSigner.of("another secret of at least 32 characters", "x").did());
  }

  @Test
  void proofsOfBeforeThatStandAloneAreStillChecked() throws Exception {
    ObjectNode signed = SIGNER.sign(document(), AT);
    ObjectNode alone = signed.deepCopy().set("proof", signed.withArray("proof").get(1));
    assertEquals(List.of(true), verdicts(alone));
    assertFalse(verdicts(alone.put("name", "x")).getFirst());
  }

  @Test
  void thePublishedKeyHasItsPublishedName() {
    assertEquals("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", PUBLISHED.did());
    assertTrue(PUBLISHED.sign(new byte[64]).length == 64);
  }
}
