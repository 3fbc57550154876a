package com.mas.domain.learning.credential;

import static com.mas.domain.learning.credential.Registry.verdicts;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.domain.learning.credential.CredentialContract.Credential;
import com.mas.domain.learning.credential.CredentialContract.GetMyFile;
import com.mas.domain.learning.credential.CredentialContract.MakeAnchor;
import com.mas.domain.learning.credential.CredentialContract.UpdateMine;
import com.mas.domain.learning.credential.IssuerContract.Issuer;
import com.mas.domain.learning.credential.VerifyContract.Check;
import com.mas.domain.learning.credential.VerifyContract.CheckName;
import com.mas.domain.learning.credential.VerifyContract.GetPublicFile;
import com.mas.domain.learning.credential.VerifyContract.Head;
import com.mas.domain.learning.credential.VerifyContract.ListHeads;
import com.mas.domain.learning.credential.VerifyContract.Verdict;
import com.mas.domain.learning.credential.VerifyContract.Verification;
import com.mas.domain.learning.credential.VerifyContract.VerifyFile;
import com.mas.domain.learning.credential.VerifyContract.VerifyOne;
import com.mas.proof.DataIntegrity;
import com.mas.proof.DataIntegrity.Finding;
import com.mas.proof.MerkleTree;
import com.mas.proof.Sha256;
import com.mas.proof.StatusList;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks what everybody is told, and that each thing that can be forged is found by its own check. */
class VerifyIT {
  @AutoClose private static final Registry registry = new Registry();

  private final Issuer issuer = registry.issuer("v" + UUID.randomUUID().toString().substring(0, 8));
  private String email;
  private UUID holder;
  private Credential made;

  @BeforeEach
  void anAnchoredCredential() {
    email = "p" + UUID.randomUUID() + "@learner.example";
    holder = registry.account(email);
    made = registry.issued(issuer, "SQL for Analysts", email);
    registry.anchor();
  }

  /** Changes what no code of ours changes, after it was looked at: what was found then must not be told again. */
  private void forge(String sql, Object... parameters) {
    registry.verify(made.id());
    registry.execute("ALTER TABLE credential.entries DISABLE TRIGGER USER");
    registry.execute("ALTER TABLE credential.anchors DISABLE TRIGGER USER");
    registry.execute(sql, parameters);
    registry.execute("ALTER TABLE credential.entries ENABLE TRIGGER USER");
    registry.execute("ALTER TABLE credential.anchors ENABLE TRIGGER USER");
  }

  private Set<CheckName> failed() {
    Set<CheckName> failed = EnumSet.noneOf(CheckName.class);
    verdicts(registry.verify(made.id())).forEach((name, verdict) -> {
      if (verdict == Verdict.FAILED) {
        failed.add(name);
      }
    });
    return failed;
  }

  private byte[] file() {
    return Base64.getDecoder().decode(
        registry.ask(holder, CredentialContract.MY_FILE, new GetMyFile(made.id(), null)).bytes());
  }

  private static Verification dropped(byte[] bytes) {
    return registry.ask(registry.anybody(), VerifyContract.VERIFY_FILE,
        new VerifyFile(Base64.getEncoder().encodeToString(bytes)));
  }

  private static FailureException refused(Failure with, byte[] bytes) {
    return Registry.refused(with, registry.bus.send(registry.anybody(), VerifyContract.VERIFY_FILE,
        new VerifyFile(Base64.getEncoder().encodeToString(bytes))));
  }

  @Test
  void allChecksOfAGoodOnePassAndAreDated() {
    Verification shown = registry.verify(made.id());
    assertTrue(shown.valid());
    assertEquals(Arrays.stream(CheckName.values()).filter(name -> name != CheckName.CHAIN
        && name != CheckName.STORE).toList(),
        shown.checks().stream().map(Check::name).toList(), "all that can be made here");
    assertTrue(shown.checks().stream().allMatch(check -> check.verdict() == Verdict.PASSED), shown::toString);
    assertTrue(shown.checks().stream().allMatch(check -> check.at().equals(registry.clock.instant())));
    assertFalse(Json.write(shown).contains("learner.example"), "no address is told");
    assertFalse(Json.write(shown).contains("Kulkarni"), "no name is told");
  }

  @Test
  void whatWaitsForTheLogIsSaidToBeNotCheckedYet() {
    Credential fresh = registry.issued(issuer, "Fresh", email);
    Verification shown = registry.verify(fresh.id());
    assertEquals(Verdict.NOT_CHECKED, verdicts(shown).get(CheckName.INCLUSION));
    assertEquals(Verdict.NOT_CHECKED, verdicts(shown).get(CheckName.LOG));
    assertTrue(shown.valid());
  }

  @Test
  void aChangedFieldIsFoundByTheData() {
    forge("UPDATE credential.credentials SET title = 'Chief Analyst' WHERE id = ?", made.id());
    assertEquals(EnumSet.of(CheckName.CONTENT), failed());
    forge("UPDATE credential.credentials SET title = 'SQL for Analysts', hours = 400 WHERE id = ?", made.id());
    assertEquals(EnumSet.of(CheckName.CONTENT), failed());
  }

  @Test
  void aChangedRecipientIsFoundByTheDataAndTheDocument() {
    forge("UPDATE credential.credentials SET recipient_email = 'thief@learner.example' WHERE id = ?", made.id());
    assertEquals(EnumSet.of(CheckName.CONTENT, CheckName.SIGNATURE), failed());
  }

  @Test
  void aChangedDocumentOrProofIsFoundByTheSignature() {
    forge("UPDATE credential.credentials SET document = replace(document, 'Analysts', 'Chiefs') WHERE id = ?",
        made.id());
    assertEquals(EnumSet.of(CheckName.SIGNATURE), failed());
    forge("UPDATE credential.credentials SET document = replace(replace(document, 'Chiefs', 'Analysts'),"
        + " '\"proofValue\":\"z', '\"proofValue\":\"z2') WHERE id = ?", made.id());
    assertEquals(EnumSet.of(CheckName.SIGNATURE), failed());
  }

  @Test
  void anotherCredentialsDocumentIsFoundByTheSignature() {
    Credential other = registry.issued(issuer, "Another", email);
    forge("UPDATE credential.credentials SET document = (SELECT document FROM credential.credentials WHERE id = ?)"
        + " WHERE id = ?", other.id(), made.id());
    assertEquals(EnumSet.of(CheckName.SIGNATURE), failed());
  }

  @Test
  void aChangedPathIsFoundByTheInclusionAndAChangedRootByTheLogToo() {
    registry.issued(issuer, "Neighbour", email);
    made = registry.issued(issuer, "With a path", email);
    registry.anchor();
    assertEquals(EnumSet.noneOf(CheckName.class), failed());
    forge("UPDATE credential.entries SET path = set_byte(path, 3, get_byte(path, 3) # 1) WHERE number ="
        + " (SELECT entry FROM credential.credentials WHERE id = ?)", made.id());
    assertEquals(EnumSet.of(CheckName.INCLUSION), failed());
    forge("UPDATE credential.anchors SET root = set_byte(root, 3, get_byte(root, 3) # 1) WHERE number ="
        + " (SELECT max(number) FROM credential.anchors)");
    assertEquals(EnumSet.of(CheckName.INCLUSION, CheckName.LOG), failed());
    forge("UPDATE credential.anchors SET root = set_byte(root, 3, get_byte(root, 3) # 1) WHERE number ="
        + " (SELECT max(number) FROM credential.anchors)");
  }

  @Test
  void aLogThatWasWrittenAnewIsFoundByTheNextHead() {
    registry.issued(issuer, "Next", email);
    registry.anchor();
    assertEquals(EnumSet.noneOf(CheckName.class), failed());
    forge("UPDATE credential.anchors SET head = replace(head, '\"number\":', '\"number\": ') WHERE number ="
        + " (SELECT e.anchor FROM credential.credentials c JOIN credential.entries e ON e.number = c.entry"
        + " WHERE c.id = ?)", made.id());
    assertEquals(EnumSet.of(CheckName.LOG), failed());
    forge("UPDATE credential.anchors SET head = replace(head, '\"number\": ', '\"number\":')");
    assertEquals(EnumSet.noneOf(CheckName.class), failed());
  }

  @Test
  void aRevocationThatWasTakenBackBehindOurBacksIsStillThere() {
    registry.ask(CredentialContract.REVOKE, new CredentialContract.RevokeCredential(made.id(), "Plagiarism"));
    registry.execute("UPDATE credential.credentials SET state = 'issued', revoked_at = NULL WHERE id = ?", made.id());
    assertEquals(EnumSet.of(CheckName.STATUS), failed());
  }

  @Test
  void aChangedFileIsFoundByTheFile() {
    registry.execute("UPDATE credential.files SET bytes = bytes || 'x' WHERE credential_id = ?", made.id());
    assertEquals(EnumSet.of(CheckName.FILE), failed());
  }

  @Test
  void theLogIsOnlyAddedTo() {
    for (String forbidden : List.of("DELETE FROM credential.anchors", "UPDATE credential.anchors SET size = size + 1",
        "DELETE FROM credential.entries", "UPDATE credential.entries SET leaf = sha256('x')",
        "UPDATE credential.entries SET anchor = NULL, position = NULL, path = NULL WHERE anchor IS NOT NULL",
        "UPDATE credential.entries SET number = number + 100000")) {
      assertThrows(RuntimeException.class, () -> registry.execute(forbidden), forbidden);
    }
    registry.ask(CredentialContract.REVOKE, new CredentialContract.RevokeCredential(made.id(), "For good"));
    assertThrows(RuntimeException.class, () -> registry.execute("UPDATE credential.entries SET revoked_at = NULL"));
  }

  @Test
  void aDroppedCertificateIsComparedByteForByte() {
    byte[] file = file();
    assertTrue(dropped(file).valid());
    assertEquals(made.id(), dropped(file).id());
    byte[] changed = file.clone();
    changed[file.length / 2] ^= 1;
    Verification forged = dropped(changed);
    assertEquals(made.id(), forged.id());
    assertFalse(forged.valid());
    assertEquals(Verdict.FAILED, verdicts(forged).get(CheckName.FILE));
    assertTrue(registry.verify(made.id()).valid(), "what was dropped is not kept");
  }

  @Test
  void whatIsNoCertificateOfOursIsRefused() {
    refused(Failure.NOT_FOUND, "%PDF-1.7 of somebody else's".getBytes(StandardCharsets.UTF_8));
    refused(Failure.NOT_FOUND, ("%PDF-1.7 credential:" + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8));
    refused(Failure.NOT_FOUND,
        "%PDF-1.7 credential:not-a-number-but-as-long-as-one-x".getBytes(StandardCharsets.UTF_8));
    refused(Failure.UNSUPPORTED_MEDIA_TYPE, "<html>a page</html>".getBytes(StandardCharsets.UTF_8));
    refused(Failure.UNSUPPORTED_MEDIA_TYPE, new byte[0]);
  }

  @Test
  void anIdThatIsNoneIsAnsweredAsAnUnknownOne() {
    String unknown = told(UUID.randomUUID().toString());
    for (String id : List.of("x", "", "../../etc/passwd", "0".repeat(36), made.id() + "0",
        made.id().toString().substring(1), "' OR 1=1 --", "\u0000")) {
      assertEquals(unknown, told(id), id);
    }
  }

  /** Looks for what is no id as for one, so that nobody learns by the time which it is. */
  @Test
  void anIdThatIsNoneIsLookedForLikeAnUnknownOne() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Metrics.addRegistry(meters);
    try {
      Timer statements = meters.get("database.query").tag("kind", "statement").timer();
      for (String id : List.of(UUID.randomUUID().toString(), "x", "", "0".repeat(36), "' OR 1=1 --")) {
        long before = statements.count();
        told(id);
        assertEquals(before + 1, statements.count(), id);
      }
    } finally {
      Metrics.removeRegistry(meters);
    }
  }

  @Test
  void aChangedStatusListIsFoundByItsProofs() {
    registry.ask(CredentialContract.REVOKE, new CredentialContract.RevokeCredential(made.id(), "Plagiarism"));
    ObjectNode list = Json.read(registry.ask(registry.anybody(), VerifyContract.STATUS_LIST,
        new VerifyContract.GetStatusList(0, null)).text(), ObjectNode.class);
    assertEquals(List.of(true, true), DataIntegrity.findings(list).stream().map(Finding::isGood).toList());
    ((ObjectNode) list.get("credentialSubject")).put("encodedList", StatusList.encoded(IntStream.empty()));
    assertEquals(List.of(false, false), DataIntegrity.findings(list).stream().map(Finding::isGood).toList());
  }

  private static String told(String id) {
    return Registry.refused(Failure.NOT_FOUND, registry.bus.send(registry.anybody(), VerifyContract.VERIFY,
        new VerifyOne(id))).detail().toString();
  }

  @Test
  void theCertificateIsSeenByEverybodyOnceItsHolderShowsIt() {
    GetPublicFile ask = new GetPublicFile(made.id().toString(), null);
    Registry.refused(Failure.NOT_FOUND, registry.bus.send(registry.anybody(), VerifyContract.FILE, ask));
    registry.ask(holder, CredentialContract.UPDATE_MINE, new UpdateMine(made.id(), Change.to(true)));
    assertArrayEquals(file(), Base64.getDecoder().decode(
        registry.ask(registry.anybody(), VerifyContract.FILE, ask).bytes()));
    registry.ask(CredentialContract.REVOKE, new CredentialContract.RevokeCredential(made.id(), "Wrong person"));
    Registry.refused(Failure.NOT_FOUND, registry.bus.send(registry.anybody(), VerifyContract.FILE, ask));
  }

  @Test
  void headsAreAChainThatAnybodyCanFollow() {
    registry.issued(issuer, "Later", email);
    registry.anchor();
    List<Head> heads = registry.ask(registry.anybody(), VerifyContract.HEADS, new ListHeads(500, null)).items();
    assertEquals(IntStream.range(0, heads.size()).mapToObj(i -> (long) heads.size() - 1 - i).toList(),
        heads.stream().map(Head::number).toList());
    for (int i = 0; i + 1 < heads.size(); i++) {
      String before = registry.text("SELECT head FROM credential.anchors WHERE number = ?", heads.get(i + 1).number());
      assertEquals(Sha256.hex(before), heads.get(i).head().path("previous").asText());
    }
    assertEquals(LogRules.NOTHING, heads.getLast().head().path("previous").asText());
  }

  @Test
  void manyAtOncePutEachEntryIntoTheLogOnce() {
    IntStream.range(0, 30).forEach(i -> registry.issued(issuer, "Many " + i, email));
    List<Future<CredentialContract.Anchored>> asked = IntStream.range(0, 8)
        .mapToObj(i -> registry.bus.send(registry.product(), CredentialContract.ANCHOR, new MakeAnchor())).toList();
    Registry.await(Future.join(new ArrayList<>(asked)));
    assertEquals(30, asked.stream().mapToInt(each -> each.result().entries()).sum());
    assertEquals(0, registry.number("SELECT count(*) FROM credential.entries WHERE anchor IS NULL"));
    assertEquals(0, registry.anchor());
    assertEquals(0, registry.number("SELECT count(*) FROM credential.anchors a WHERE a.size <>"
        + " (SELECT count(*) FROM credential.entries e WHERE e.anchor = a.number)"));
  }

  @Test
  void theProofLeadsFromTheLeafToTheRootOfTheSignedHead() {
    IntStream.range(0, 6).forEach(i -> registry.issued(issuer, "Leaf " + i, email));
    Credential seventh = registry.issued(issuer, "Leaf 6", email);
    registry.anchor();
    VerifyContract.Anchor anchor = registry.verify(seventh.id()).anchor();
    assertEquals(7, anchor.size());
    JsonNode proof = Json.MAPPER.valueToTree(anchor.proof());
    byte[] hash = HexFormat.of().parseHex(proof.path("targetHash").asText());
    for (JsonNode step : proof.path("path")) {
      assertEquals(1, step.size(), "either left or right");
      byte[] beside = HexFormat.of().parseHex(step.elements().next().asText());
      byte[] both = new byte[65];
      both[0] = 1;
      System.arraycopy(step.has("left") ? beside : hash, 0, both, 1, 32);
      System.arraycopy(step.has("left") ? hash : beside, 0, both, 33, 32);
      hash = Sha256.of(both);
    }
    assertEquals(anchor.head().path("root").asText(), HexFormat.of().formatHex(hash));
    assertEquals(proof.path("merkleRoot").asText(), HexFormat.of().formatHex(hash));
    assertTrue(MerkleTree.sides(anchor.index(), anchor.size()).length == proof.path("path").size());
  }

  @Test
  void whoAsksTooOftenIsToldToWait() {
    registry.from("203.0.113.77");
    try {
      for (int i = 0; i < 60; i++) {
        refused(Failure.NOT_FOUND, "%PDF-1.7 nothing".getBytes(StandardCharsets.UTF_8));
      }
      FailureException late = refused(Failure.TOO_MANY_REQUESTS, "%PDF-1.7 nothing".getBytes(StandardCharsets.UTF_8));
      assertTrue(late.detail().retryAfterSeconds() > 0);
    } finally {
      registry.from(null);
    }
  }
}
