package com.mas.domain.learning.credential;

import static com.mas.domain.learning.credential.Registry.asked;
import static com.mas.domain.learning.credential.Registry.verdicts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.domain.learning.credential.CredentialContract.ClaimAll;
import com.mas.domain.learning.credential.CredentialContract.Credential;
import com.mas.domain.learning.credential.CredentialContract.GetCredential;
import com.mas.domain.learning.credential.CredentialContract.GetMyDocument;
import com.mas.domain.learning.credential.CredentialContract.GetMyFile;
import com.mas.domain.learning.credential.CredentialContract.IssueCredential;
import com.mas.domain.learning.credential.CredentialContract.ListCredentials;
import com.mas.domain.learning.credential.CredentialContract.ListMine;
import com.mas.domain.learning.credential.CredentialContract.ListOpenBadges;
import com.mas.domain.learning.credential.CredentialContract.RevokeCredential;
import com.mas.domain.learning.credential.CredentialContract.State;
import com.mas.domain.learning.credential.CredentialContract.UpdateMine;
import com.mas.domain.learning.credential.IssuerContract.Issuer;
import com.mas.domain.learning.credential.IssuerContract.IssuerState;
import com.mas.domain.learning.credential.IssuerContract.UpdateIssuer;
import com.mas.domain.learning.credential.VerifyContract.CheckName;
import com.mas.domain.learning.credential.VerifyContract.GetStatusList;
import com.mas.domain.learning.credential.VerifyContract.Verdict;
import com.mas.domain.learning.credential.VerifyContract.Verification;
import com.mas.domain.people.identity.PersonContract;
import com.mas.domain.people.identity.PersonContract.PersonVerified;
import com.mas.testkit.Verifiers;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialIT {
  @AutoClose private static final Registry registry = new Registry();

  private final Issuer issuer = registry.issuer("i" + UUID.randomUUID().toString().substring(0, 8));

  private static String someone() {
    return "p" + UUID.randomUUID() + "@learner.example";
  }

  private static Map<CheckName, Verdict> allBut(Map<CheckName, Verdict> others) {
    Map<CheckName, Verdict> all = new java.util.TreeMap<>();
    for (CheckName name : CheckName.values()) {
      all.put(name, others.getOrDefault(name, Verdict.PASSED));
    }
    all.remove(CheckName.CHAIN); // there is none
    all.remove(CheckName.STORE);
    return all;
  }

  @Test
  void whoHasAnAccountHoldsItAtOnce() {
    String email = someone();
    UUID holder = registry.account(email);
    Credential made = registry.issued(issuer, "SQL for Analysts", "  " + email.toUpperCase(java.util.Locale.ROOT));
    assertEquals(State.ISSUED, made.state());
    assertEquals(holder, made.holderId());
    assertEquals(email, made.recipientEmail());
    assertEquals(Registry.BASE + "/verify/" + made.id(), made.verifyUrl());
    assertTrue(made.cid().startsWith("bafkrei"));
    List<Credential> mine = registry.ask(holder, CredentialContract.MINE, new ListMine(null, null)).items();
    assertEquals(List.of(made), mine);
  }

  @Test
  void whatWasIssuedUnclaimedIsClaimedLaterAndIsAsValidAsBefore() {
    String email = someone();
    Credential made = registry.issued(issuer, "Cloud", email);
    assertEquals(State.UNCLAIMED, made.state());
    assertNull(made.holderId());
    registry.anchor();
    String document = registry.text("SELECT document FROM credential.credentials WHERE id = ?", made.id());
    assertEquals(allBut(Map.of()), verdicts(registry.verify(made.id())));

    UUID holder = registry.account(email);
    var told = PersonContract.VERIFIED.request("credential", Duration.ofSeconds(5));
    registry.ask(registry.product(), told, new PersonVerified(holder, registry.tenant, email));
    registry.ask(registry.product(), told, new PersonVerified(holder, registry.tenant, email));
    Credential claimed = registry.ask(CredentialContract.GET, new GetCredential(made.id()));
    assertEquals(State.CLAIMED, claimed.state());
    assertEquals(holder, claimed.holderId());
    assertEquals(allBut(Map.of()), verdicts(registry.verify(made.id())));
    assertEquals(document, registry.ask(holder, CredentialContract.MY_DOCUMENT, new GetMyDocument(made.id(), null))
        .text());
  }

  @Test
  void aClaimThatNobodyToldIsFoundByTheSweepAndAnAddressThatIsNotVerifiedClaimsNothing() {
    String email = someone();
    Credential made = registry.issued(issuer, "Swept", email);
    UUID holder = registry.account(email);
    registry.execute("UPDATE identity.users SET email_verified_at = NULL WHERE id = ?", holder);
    registry.run(CredentialContract.CLAIM_ALL, new ClaimAll());
    assertEquals(State.UNCLAIMED, registry.ask(CredentialContract.GET, new GetCredential(made.id())).state());
    registry.execute("UPDATE identity.users SET email_verified_at = now() WHERE id = ?", holder);
    assertEquals(1, registry.run(CredentialContract.CLAIM_ALL, new ClaimAll()).claimed());
    assertEquals(holder, registry.ask(CredentialContract.GET, new GetCredential(made.id())).holderId());
    assertEquals(0, registry.run(CredentialContract.CLAIM_ALL, new ClaimAll()).claimed());
  }

  @Test
  void aSecondOneIsAConflictWithTheFirstUntilThatIsRevoked() {
    String email = someone();
    Credential first = registry.issued(issuer, "Once", email);
    FailureException twice = registry.refused(Failure.CONFLICT, CredentialContract.ISSUE,
        asked(issuer, "ONCE", email));
    assertTrue(Json.write(twice.detail().data()).contains(first.id().toString()));
    IssueCredential numbered = new IssueCredential(issuer.id(), "Other", null, "Asha", email, null, null, "N-1");
    registry.ask(CredentialContract.ISSUE, numbered);
    registry.refused(Failure.CONFLICT, CredentialContract.ISSUE,
        new IssueCredential(issuer.id(), "Third", null, "Ravi", someone(), null, null, "N-1"));
    registry.ask(CredentialContract.REVOKE, new RevokeCredential(first.id(), "A mistake in the name"));
    assertNotEquals(first.id(), registry.issued(issuer, "Once", email).id());
    registry.refused(Failure.CONFLICT, CredentialContract.REVOKE, new RevokeCredential(first.id(), "Again"));
  }

  @Test
  void manyAtOnceIssueOne() {
    IssueCredential ask = asked(issuer, "Race", someone());
    List<Future<Credential>> asked =
        IntStream.range(0, 20).mapToObj(i -> registry.send(CredentialContract.ISSUE, ask)).toList();
    Registry.await(Future.join(new ArrayList<>(asked)).otherwiseEmpty());
    assertEquals(1, asked.stream().filter(Future::succeeded).count());
    asked.stream().filter(Future::failed).forEach(each -> Registry.refused(Failure.CONFLICT, each));
    assertEquals(0, registry.number("SELECT count(*) FROM credential.entries e WHERE NOT EXISTS ("
        + "SELECT FROM credential.credentials c WHERE c.entry = e.number)"));
  }

  @Test
  void outsideVerifiersAcceptItAndItsStatusAndRefuseWhatIsChangedOrRevoked(@TempDir Path folder) throws Exception {
    UUID holder = registry.account("verifiers@learner.example");
    Credential good = registry.issued(issuer, "Shown elsewhere", "verifiers@learner.example");
    ObjectNode document = document(holder, good);
    assertEquals("Shown elsewhere", document.at("/credentialSubject/achievement/name").asText());
    assertFalse(document.toString().contains("learner.example"), "the address itself is not told");
    String list = document.at("/credentialStatus/statusListCredential").asText();
    assertEquals(Registry.BASE + "/api/credentials/status/0", list);
    JsonNode before = statusList();
    List<Verifiers.Verdict> verdicts = Verifiers.ask(folder, Map.of(list, before), List.of(document, before,
        document.deepCopy().put("name", "Another")));
    assertTrue(verdicts.get(0).isAcceptedByAll() && verdicts.get(0).status(), verdicts::toString);
    assertTrue(verdicts.get(1).bySuite().values().stream().allMatch("accepted"::equals), verdicts::toString);
    assertTrue(verdicts.get(2).isRefusedByAll(), verdicts::toString);

    registry.ask(CredentialContract.REVOKE, new RevokeCredential(good.id(), "Given by mistake"));
    JsonNode after = statusList();
    Verifiers.Verdict revoked = Verifiers.ask(folder, Map.of(list, after), List.of(document)).getFirst();
    assertTrue(revoked.isRefusedByAll() && !revoked.status(), revoked::toString);
    JsonNode forged = after.deepCopy();
    ((ObjectNode) forged.get("credentialSubject")).set("encodedList", before.at("/credentialSubject/encodedList"));
    Verifiers.Verdict cheated = Verifiers.ask(folder, Map.of(list, forged), List.of(document)).getFirst();
    assertTrue(cheated.isRefusedByAll() && !cheated.status(), cheated::toString);
    Verification shown = registry.verify(good.id());
    assertTrue(shown.revoked() && !shown.valid());
    assertEquals("Given by mistake", shown.revokedReason());
    assertEquals(Verdict.FAILED, verdicts(shown).get(CheckName.STATUS));
  }

  private static ObjectNode document(UUID holder, Credential of) {
    return Json.read(registry.ask(holder, CredentialContract.MY_DOCUMENT, new GetMyDocument(of.id(), null)).text(),
        ObjectNode.class);
  }

  private static JsonNode statusList() {
    return Json.read(registry.ask(registry.anybody(), VerifyContract.STATUS_LIST, new GetStatusList(0, null)).text(),
        JsonNode.class);
  }

  @Test
  void aListThatHasNoEntriesIsNotThere() {
    Registry.refused(Failure.NOT_FOUND, registry.bus.send(registry.anybody(), VerifyContract.STATUS_LIST,
        new GetStatusList(7, null)));
  }

  @Test
  void walletsGetTheDocumentsThatAreGoodWithoutAnEnvelope() {
    String email = someone();
    UUID holder = registry.account(email);
    Credential first = registry.issued(issuer, "First", email);
    registry.clock.advance(Duration.ofMinutes(1));
    Credential second = registry.issued(issuer, "Second", email);
    Credential third = registry.issued(issuer, "Third", email);
    registry.ask(CredentialContract.REVOKE, new RevokeCredential(third.id(), "Wrong"));
    JsonNode all = Json.read(registry.ask(holder, CredentialContract.OPEN_BADGES,
        new ListOpenBadges(null, null, null, null)).text(), JsonNode.class);
    assertEquals(List.of(document(holder, first), document(holder, second)),
        List.of(all.at("/credential/0"), all.at("/credential/1")));
    assertEquals(2, all.path("credential").size());
    assertTrue(all.path("compactJwsString").isArray());
    JsonNode later = Json.read(registry.ask(holder, CredentialContract.OPEN_BADGES,
        new ListOpenBadges(second.issuedAt(), null, null, null)).text(), JsonNode.class);
    assertEquals(1, later.path("credential").size());
  }

  @Test
  void onlyTheHolderTakesOrShowsWhatIsHeld() {
    String email = someone();
    UUID holder = registry.account(email);
    Credential made = registry.issued(issuer, "Mine", email);
    UUID other = registry.account(someone());
    registry.refused(Failure.NOT_FOUND, other, CredentialContract.MY_DOCUMENT, new GetMyDocument(made.id(), null));
    registry.refused(Failure.NOT_FOUND, other, CredentialContract.MY_FILE, new GetMyFile(made.id(), null));
    registry.refused(Failure.NOT_FOUND, other, CredentialContract.UPDATE_MINE,
        new UpdateMine(made.id(), Change.to(true)));
    assertEquals(List.of(), registry.ask(other, CredentialContract.MINE, new ListMine(null, null)).items());
    assertEquals("आ. K.", registry.verify(made.id()).recipient());
    assertTrue(registry.ask(holder, CredentialContract.UPDATE_MINE, new UpdateMine(made.id(), Change.to(true)))
        .showsName());
    assertEquals("आशा Kulkarni", registry.verify(made.id()).recipient());
  }

  @Test
  void anotherTenantSeesNothing() {
    Credential made = registry.issued(issuer, "Ours", someone());
    Registry.refused(Failure.NOT_FOUND,
        registry.send("other", registry.admin, CredentialContract.GET, new GetCredential(made.id())));
    Registry.refused(Failure.NOT_FOUND, registry.send("other", registry.admin, CredentialContract.REVOKE,
        new RevokeCredential(made.id(), "Not theirs")));
    Registry.refused(Failure.NOT_FOUND,
        registry.send("other", registry.admin, CredentialContract.ISSUE, asked(issuer, "Theirs", someone())));
    assertEquals(0L, Registry.await(registry.send("other", registry.admin, CredentialContract.LIST,
        new ListCredentials("Ours", null, null, null, null))).total());
  }

  @Test
  void theListIsSearchedAndFiltered() {
    String email = someone();
    registry.issued(issuer, "Findable 100%", email);
    assertEquals(1L, found(new ListCredentials("findABLE 100%", State.UNCLAIMED, issuer.id(), null, null)));
    assertEquals(1L, found(new ListCredentials(email, null, null, null, null)));
    assertEquals(0L, found(new ListCredentials("' OR 1=1 --", null, issuer.id(), null, null)));
    assertEquals(0L, found(new ListCredentials(email, State.REVOKED, null, null, null)));
  }

  private static Long found(ListCredentials ask) {
    return registry.ask(CredentialContract.LIST, ask).total();
  }

  @Test
  void aBlockedIssuerIssuesNothingAndWhatItIssuedFailsItsCheck() {
    Credential made = registry.issued(issuer, "Before", someone());
    registry.ask(IssuerContract.UPDATE, new UpdateIssuer(issuer.id(), Change.none(), Change.to(IssuerState.BLOCKED),
        Change.none(), Change.to("Sold certificates")));
    registry.refused(Failure.UNPROCESSABLE, CredentialContract.ISSUE, asked(issuer, "After", someone()));
    Verification shown = registry.verify(made.id());
    assertEquals(Verdict.FAILED, verdicts(shown).get(CheckName.ISSUER));
    assertFalse(shown.valid());
    Issuer again = registry.ask(IssuerContract.UPDATE, new UpdateIssuer(issuer.id(), Change.none(),
        Change.to(IssuerState.APPROVED), Change.none(), Change.none()));
    assertNull(again.stateReason());
    assertTrue(registry.verify(made.id()).valid());
  }

  @Test
  void whatCannotBeIssuedIsRefusedWithItsPlace() {
    FailureException day = registry.refused(Failure.INVALID, CredentialContract.ISSUE, new IssueCredential(issuer.id(),
        "Tomorrow", null, "Asha", someone(), null, java.time.LocalDate.of(2027, 1, 1), null));
    assertEquals("/completedOn", day.detail().errors().getFirst().path());
    registry.refused(Failure.INVALID, CredentialContract.ISSUE, asked(issuer, " \u2003 ", someone()));
    registry.refused(Failure.INVALID, CredentialContract.ISSUE, asked(issuer, "x", "no address"));
    registry.refused(Failure.INVALID, CredentialContract.ISSUE,
        new IssueCredential(issuer.id(), "x", null, "Asha", someone(), -1.0, null, null));
    registry.refused(Failure.NOT_FOUND, CredentialContract.ISSUE,
        new IssueCredential(UUID.randomUUID(), "x", null, "Asha", someone(), null, null, null));
  }
}
