package com.mas.domain.learning.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import com.mas.proof.DataIntegrity;
import com.mas.proof.DataIntegrity.Finding;
import com.mas.proof.MerkleTree;
import com.mas.secrets.DocumentSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks credentials of earlier builds, which are committed: whatever changes in the code, they must stay good. A new
 * version of the hashed view adds a file, made with GOLDEN=write; none is ever made again.
 */
class OldCredentialsTest {
  private static final Path SAMPLES = Path.of("src", "test", "resources", "domain", "credential", "samples");
  private static final DocumentSigner SIGNER = DocumentSigner.of(null, "the secret of committed samples, long enough");
  private static final Instant AT = Instant.parse("2026-01-06T00:00:00Z");

  /** @param path hashes from the leaf to the root, in hexadecimal */
  record Sample(Certified certified, ObjectNode document, int position, int size, List<String> path, String root,
      String head) {}

  private static Sample made() {
    Certified certified = new Certified(UUID.fromString("01970000-0000-7000-8000-000000000001"),
        UUID.fromString("01970000-0000-7000-8000-000000000002"), "भारतीय SQL “for” Analysts ₹", "All of it.",
        "asha@learner.example", "Asha Kulkarni", 7.5, LocalDate.of(2026, 1, 5), AT, "00112233445566778899aabbccddeeff",
        HashedViewRules.VERSION, "ab".repeat(32));
    ObjectNode document = SIGNER.sign(DocumentRules.credential(certified,
        new DocumentRules.Signer(SIGNER.did(), "Sandbox Campus", "https://campus.example"), "https://campus.example",
        94), AT);
    byte[] leaf = HashedViewRules.leaf(certified);
    MerkleTree tree = MerkleTree.of(List.of(MerkleTree.leaf(new byte[] {1}), leaf, MerkleTree.leaf(new byte[] {2})));
    return new Sample(certified, document, 1, 3, tree.path(1).stream().map(HexFormat.of()::formatHex).toList(),
        HexFormat.of().formatHex(tree.root()),
        LogRules.head(0, LogRules.NOTHING, tree.root(), 3, AT, SIGNER.did(), SIGNER::sign));
  }

  @Test
  void whatWasEverIssuedStaysGood() throws Exception {
    Path newest = SAMPLES.resolve("v" + HashedViewRules.VERSION + ".json");
    if ("write".equals(System.getenv("GOLDEN")) && !Files.exists(newest)) {
      Files.createDirectories(SAMPLES);
      Files.writeString(newest, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(made()) + "\n");
    }
    try (Stream<Path> files = Files.list(SAMPLES)) {
      List<Path> all = files.toList();
      assertTrue(all.contains(newest), "make it with GOLDEN=write");
      for (Path file : all) {
        Sample sample = Json.MAPPER.readValue(file.toFile(), Sample.class);
        assertEquals(List.of(true, true),
            DataIntegrity.findings(sample.document).stream().map(Finding::isGood).toList(), file::toString);
        byte[] root = HexFormat.of().parseHex(sample.root);
        assertTrue(MerkleTree.verifies(HashedViewRules.leaf(sample.certified), sample.position, sample.size,
            sample.path.stream().map(HexFormat.of()::parseHex).toList(), root), file::toString);
        assertNull(LogRules.fault(sample.head, Json.read(sample.head, JsonNode.class), root, sample.size, null,
            sample.document.at("/issuer/id").asText()), file::toString);
      }
    }
  }
}
