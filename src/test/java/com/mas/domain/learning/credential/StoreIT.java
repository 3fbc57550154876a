package com.mas.domain.learning.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Change;
import com.mas.domain.learning.credential.CredentialContract.Credential;
import com.mas.domain.learning.credential.CredentialContract.UpdateMine;
import com.mas.domain.learning.credential.IssuerContract.Issuer;
import com.mas.domain.learning.credential.OutsideContract.AdvanceStore;
import com.mas.domain.learning.credential.OutsideContract.GetOutside;
import com.mas.domain.learning.credential.OutsideContract.RetryOutside;
import com.mas.domain.learning.credential.OutsideContract.Store;
import com.mas.domain.learning.credential.OutsideContract.StoreMoved;
import com.mas.domain.learning.credential.VerifyContract.Check;
import com.mas.domain.learning.credential.VerifyContract.CheckName;
import com.mas.domain.learning.credential.VerifyContract.Verdict;
import com.mas.jobs.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keeps certificates in the simulated stores, whatever they do. */
class StoreIT {
  private static final String FILEBASE = "filebase";
  private static final String IPFS = "ipfs";
  @AutoClose private static final Registry registry = new Registry(true);

  private final Issuer issuer = registry.issuer("s" + UUID.randomUUID().toString().substring(0, 8));
  private final String email = "p" + UUID.randomUUID() + "@learner.example";
  private Credential made;

  @BeforeEach
  void aCredential() {
    registry.sandbox.reset(FILEBASE);
    registry.sandbox.reset(IPFS);
    registry.execute("DELETE FROM credential.files");
    registry.execute("TRUNCATE credential.outside_garbage");
    made = registry.issued(issuer, "SQL " + UUID.randomUUID(), email);
  }

  private static StoreMoved advance() {
    return registry.run(OutsideContract.ADVANCE_STORE, new AdvanceStore());
  }

  private static StoreMoved advanceIpfs() {
    return registry.on(() -> new StoreService(registry.db, new StoreRepository(registry.db), new Jobs(registry.clock),
        registry.ipfs(), registry.clock).advance());
  }

  private static void fault(String simulator, String written) {
    registry.sandbox.fault(simulator, written);
  }

  private static Store store() {
    return registry.ask(OutsideContract.GET, new GetOutside()).store();
  }

  private Check check() {
    return registry.verify(made.id()).checks().stream().filter(each -> each.name() == CheckName.STORE).findFirst()
        .orElseThrow();
  }

  private static Map<String, String> objects() {
    Map<String, String> objects = new TreeMap<>();
    registry.sandbox.ask(FILEBASE, "GET", "objects", null).getJsonObject("objects")
        .forEach(each -> objects.put(each.getKey(), (String) each.getValue()));
    return objects;
  }

  private static List<Object> pins() {
    return registry.sandbox.ask(IPFS, "GET", "pins", null).getJsonArray("pins").stream().toList();
  }

  @Test
  void aCertificateIsKeptUnderTheNameOfItsBytes() {
    assertEquals(Verdict.NOT_CHECKED, check().verdict());
    assertTrue(registry.verify(made.id()).valid());
    assertEquals(1, registry.number("SELECT count(*) FROM jobs.job WHERE unique_key = 'credential-store:new'"));
    assertEquals(new StoreMoved(1, 0, 0), advance());
    assertEquals(Map.of("credentials/" + made.id() + ".pdf", made.cid()), objects());
    assertEquals(Verdict.PASSED, check().verdict());
    assertEquals(new StoreMoved(0, 0, 0), advance());
    assertEquals("filebase:sandbox-certificates", store().place());
    assertEquals(1, store().stored());
  }

  /** Everybody who knows the name of a file can read it in the store: only those are told it who may see it. */
  @Test
  void theNameIsToldOnceTheHolderShowsTheCertificate() {
    UUID holder = registry.account(email);
    registry.run(CredentialContract.CLAIM_ALL, new CredentialContract.ClaimAll());
    assertNull(registry.verify(made.id()).cid());
    registry.ask(holder, CredentialContract.UPDATE_MINE, new UpdateMine(made.id(), Change.to(true)));
    assertEquals(made.cid(), registry.verify(made.id()).cid());
  }

  @Test
  void whileTheStoreIsAwayItIsTriedAgainLaterAndLater() {
    for (String fault : List.of("close", "lose path=put", "status status=503 retryAfter=0", "expire times=9",
        "maintenance status=503 retryAfter=0")) {
      aCredential();
      fault(FILEBASE, fault);
      assertEquals(new StoreMoved(0, 0, 0), advance(), fault);
      assertEquals(Verdict.NOT_CHECKED, check().verdict(), fault);
      assertTrue(registry.verify(made.id()).valid(), fault);
      assertTrue(store().problem() != null, fault);
      long calls = registry.sandbox.calls(FILEBASE, null);
      advance();
      assertEquals(calls, registry.sandbox.calls(FILEBASE, null), "not at once");
      registry.sandbox.well(FILEBASE);
      registry.clock.advance(Duration.ofMinutes(1));
      assertEquals(1, advance().stored(), fault);
      assertNull(store().problem());
      assertEquals(1, objects().size());
    }
    long slots = registry.number("SELECT count(*) FROM jobs.job WHERE unique_key LIKE 'credential-store:1%'");
    assertTrue(slots >= 5, () -> slots + " jobs go on with it");
  }

  @Test
  void aNameThatIsToldLaterIsAskedForAgain() {
    fault(FILEBASE, "lateName path=put");
    assertEquals(1, advance().stored());
    aCredential();
    fault(FILEBASE, "noName");
    assertEquals(0, advance().stored());
    assertTrue(store().problem().contains("not told"), store()::problem);
    assertEquals(Verdict.NOT_CHECKED, check().verdict());
    registry.sandbox.well(FILEBASE);
    registry.clock.advance(Duration.ofMinutes(1));
    assertEquals(1, advance().stored());
  }

  @Test
  void anotherNameIsAnErrorThatIsShownUntilAPersonHasItTriedAgain() {
    fault(FILEBASE, "otherName");
    assertEquals(new StoreMoved(0, 1, 0), advance());
    assertEquals(Verdict.FAILED, check().verdict());
    assertTrue(!registry.verify(made.id()).valid());
    assertEquals(1, store().refused());
    assertTrue(store().problem().contains(made.cid()), store()::problem);
    registry.sandbox.well(FILEBASE);
    assertEquals(new StoreMoved(0, 0, 0), advance());
    assertEquals(1, registry.ask(OutsideContract.RETRY, new RetryOutside()).files());
    assertEquals(1, advance().stored());
    assertEquals(Verdict.PASSED, check().verdict());
  }

  @Test
  void whatTheStoreHasLostOrChangedIsFoundAtTheNextLook() {
    advance();
    Instant then = registry.clock.instant();
    registry.clock.advance(Duration.ofDays(8));
    assertEquals(then, check().at(), "dated by the last look");
    advance();
    assertEquals(registry.clock.instant(), check().at());
    registry.sandbox.ask(FILEBASE, "DELETE", "objects", null);
    registry.clock.advance(Duration.ofDays(8));
    advance();
    assertEquals(Verdict.NOT_CHECKED, check().verdict());
    assertEquals(1, advance().stored());
    registry.clock.advance(Duration.ofDays(8));
    fault(FILEBASE, "otherName");
    advance();
    assertEquals(Verdict.FAILED, check().verdict());
  }

  @Test
  void whatIsHereNoMoreIsRemovedThere() {
    advance();
    registry.execute("DELETE FROM credential.files WHERE credential_id = ?", made.id());
    fault(FILEBASE, "close");
    assertEquals(0, advance().removed());
    registry.sandbox.well(FILEBASE);
    assertEquals(1, advance().removed());
    assertEquals(Map.of(), objects());
    assertEquals(0, registry.number("SELECT count(*) FROM credential.outside_garbage"));
  }

  @Test
  void aNodeOfIpfsKeepsThemLikewise() {
    assertEquals(new StoreMoved(1, 0, 0), advanceIpfs());
    assertEquals(List.of(made.cid()), pins());
    registry.clock.advance(Duration.ofDays(8));
    registry.sandbox.ask(IPFS, "DELETE", "pins", null);
    advanceIpfs();
    assertEquals(1, advanceIpfs().stored(), "it was lost, and is there again");
    registry.execute("DELETE FROM credential.files WHERE credential_id = ?", made.id());
    assertEquals(1, advanceIpfs().removed());
    assertEquals(List.of(), pins());
    aCredential();
    fault(IPFS, "otherName");
    assertEquals(new StoreMoved(0, 1, 0), advanceIpfs());
    aCredential();
    fault(IPFS, "lose path=add");
    assertEquals(new StoreMoved(0, 0, 0), advanceIpfs());
    registry.sandbox.well(IPFS);
    registry.clock.advance(Duration.ofMinutes(1));
    assertEquals(1, advanceIpfs().stored());
    assertEquals(List.of(made.cid()), pins());
  }

  @Test
  void anotherStoreGetsAllThatTheFirstOneHad() {
    advance();
    assertEquals(1, advanceIpfs().stored());
    assertEquals(List.of(made.cid()), pins());
  }

  /** A call that breaks off is what a process that is killed there leaves. */
  @Test
  void thirtyTimesBrokenOffAtRandomEachIsThereOnce() {
    Random random = new Random(Long.getLong("seed", 18));
    IntStream.range(0, 12).forEach(i -> registry.issued(issuer, "Random " + i, email));
    for (int round = 0; round < 30; round++) {
      fault(FILEBASE, List.of("close", "lose", "status status=500", "noName").get(random.nextInt(4)) + " afterRequests="
          + random.nextInt(6));
      advance();
      registry.clock.advance(Duration.ofMinutes(random.nextInt(3)));
    }
    registry.sandbox.well(FILEBASE);
    registry.clock.advance(Duration.ofHours(2));
    advance();
    assertEquals(13, store().stored());
    assertEquals(registry.column("SELECT 'credentials/' || id || '.pdf=' || cid FROM credential.credentials c"
        + " JOIN credential.files f ON f.credential_id = c.id").stream().sorted().toList(),
        objects().entrySet().stream().map(Object::toString).sorted().collect(Collectors.toList()));
    assertEquals(0, store().waiting());
  }
}
