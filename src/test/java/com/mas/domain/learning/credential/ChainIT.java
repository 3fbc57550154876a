package com.mas.domain.learning.credential;

import static com.mas.domain.learning.credential.Registry.verdicts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.learning.credential.CredentialContract.Credential;
import com.mas.domain.learning.credential.IssuerContract.Issuer;
import com.mas.domain.learning.credential.OutsideContract.*;
import com.mas.domain.learning.credential.VerifyContract.*;
import com.mas.sandbox.evm.EvmSimulator;
import com.mas.testkit.Sandbox;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes roots into the simulated chain, whatever it does to them. Each root must be there once. */
class ChainIT {
  private static final String EVM = "evm";
  private static final String SEND = " path=eth_sendRawTransaction";
  @AutoClose private static final Registry registry = new Registry(true);

  private final Issuer issuer = registry.issuer("c" + UUID.randomUUID().toString().substring(0, 8));
  private Credential made;
  private String root;
  private long anchor;

  @BeforeEach
  void anAnchoredCredential() {
    registry.sandbox.reset(EVM);
    registry.execute("TRUNCATE credential.chain_accounts, credential.chain_transactions, credential.chain_anchors");
    made = registry.issued(issuer, "SQL " + UUID.randomUUID(), "p" + UUID.randomUUID() + "@learner.example");
    registry.anchor();
    root = registry.text("SELECT '0x' || encode(root, 'hex') FROM credential.anchors ORDER BY number DESC LIMIT 1");
    anchor = registry.number("SELECT max(number) FROM credential.anchors");
  }

  private static ChainMoved advance() {
    return registry.run(OutsideContract.ADVANCE_CHAIN, new AdvanceChain());
  }

  private static void mine(int blocks) {
    registry.sandbox.ask(EVM, "POST", "mine", new JsonObject().put("blocks", blocks));
  }

  private static void well() {
    registry.sandbox.well(EVM);
  }

  private static void fault(String written) {
    registry.sandbox.fault(EVM, written);
  }

  private static Chain chain() {
    Chain chain = registry.ask(OutsideContract.GET, new GetOutside()).chain();
    assertNotNull(chain);
    return chain;
  }

  /** Returns the data of what the blocks of the chain have. */
  private static List<String> written() {
    return registry.sandbox.ask(EVM, "GET", "transactions", null).getJsonArray("transactions").stream()
        .map(JsonObject.class::cast).filter(each -> !each.getBoolean("fails")).map(each -> each.getString("data"))
        .toList();
  }

  private Check check() {
    return registry.verify(made.id()).checks().stream().filter(each -> each.name() == CheckName.CHAIN).findFirst()
        .orElseThrow();
  }

  private String state() {
    return registry.text("SELECT state FROM credential.chain_anchors WHERE anchor = ?", anchor);
  }

  private long attempts() {
    return registry.number("SELECT count(*) FROM credential.chain_transactions WHERE anchor = ?", anchor);
  }

  /** Lets the chain be well, and proves that it ends with the root in it, once. */
  private void isWrittenOnce() {
    well();
    for (int i = 0; i < 12 && !"confirmed".equals(state()); i++) {
      advance();
      mine(1);
    }
    assertEquals("confirmed", state(), () -> chain().toString());
    assertEquals(List.of(root), written());
    assertEquals(Verdict.PASSED, check().verdict());
  }

  @Test
  void aRootIsWrittenAndItsCheckSaysHowFarItIs() {
    assertEquals(Verdict.NOT_CHECKED, check().verdict());
    assertEquals(1, registry.number("SELECT count(*) FROM jobs.job WHERE unique_key = ?",
        "credential-chain:anchor:" + anchor));
    assertEquals(new ChainMoved(1, 0, 1), advance());
    assertEquals("The root was sent to chain 1337 and waits for a block.", check().detail());
    mine(1);
    advance();
    assertEquals(ChainState.MINED, registry.ask(registry.anybody(), VerifyContract.HEADS, new ListHeads(1, null))
        .items().getFirst().chain());
    assertEquals(Verdict.NOT_CHECKED, check().verdict());
    mine(2);
    assertEquals(new ChainMoved(0, 1, 0), advance());
    Verification shown = registry.verify(made.id());
    assertTrue(shown.valid());
    assertEquals(Verdict.PASSED, check().verdict());
    String transaction = registry.text("SELECT hash FROM credential.chain_transactions WHERE anchor = ?", anchor);
    assertEquals(new VerifyContract.OnChain("chain 1337", 1337, transaction, 1L), shown.anchor().chain());
    assertEquals(List.of("log:" + anchor, "eip155:1337:" + transaction), shown.anchor().proof().anchors());
    assertEquals(List.of(root), written());
    assertEquals(0, advance().open());
  }

  @Test
  void theCheckIsOfTheDayOfTheLastLookAndNeedsNoChain() {
    isWrittenOnce();
    Instant then = registry.clock.instant();
    registry.clock.advance(Duration.ofDays(3));
    fault("close");
    assertEquals(then, check().at());
    assertEquals(Verdict.PASSED, check().verdict());
    Registry.refused(Failure.PROVIDER_FAILED, registry.bus.send(registry.product(), OutsideContract.ADVANCE_CHAIN,
        new AdvanceChain()));
    well();
    advance();
    assertEquals(registry.clock.instant(), check().at(), "it is looked at again");
  }

  @Test
  void whatIsBrokenOffAnywhereIsGoneOnWith() {
    for (String fault : List.of("close" + SEND, "lose" + SEND, "status status=503 retryAfter=0" + SEND,
        "garbage" + SEND, "close path=eth_getTransactionReceipt", "busy path=eth_estimateGas",
        "close path=eth_getTransactionCount", "maintenance status=200 path=eth_chainId")) {
      anAnchoredCredential();
      fault(fault);
      registry.refusalOrAnswer();
      assertTrue(check().verdict() == Verdict.NOT_CHECKED && registry.verify(made.id()).valid(), fault);
      isWrittenOnce();
    }
  }

  /** A call that breaks off is what a process that is killed there leaves. */
  @Test
  void thirtyTimesBrokenOffAtRandomEachRootIsThereOnce() {
    Random random = new Random(Long.getLong("seed", 18));
    List<String> kinds = List.of("close", "lose", "status status=500", "truncated");
    List<String> roots = new ArrayList<>(List.of(root));
    for (int round = 0; round < 30; round++) {
      fault(kinds.get(random.nextInt(kinds.size())) + " afterRequests=" + random.nextInt(9) + " times=1");
      registry.refusalOrAnswer();
      if (random.nextInt(3) == 0) {
        mine(1 + random.nextInt(2));
      }
      if (random.nextInt(3) == 0) {
        registry.issued(issuer, "Random " + round, "p" + UUID.randomUUID() + "@learner.example");
        registry.anchor();
        roots.add(registry.text(
            "SELECT '0x' || encode(root, 'hex') FROM credential.anchors ORDER BY number DESC LIMIT 1"));
      }
      if (random.nextInt(4) == 0) {
        registry.sandbox.ask(EVM, "POST", "reorganise",
            new JsonObject().put("blocks", 1 + random.nextInt(2)).put("lose", random.nextInt(2)));
      }
      if (random.nextInt(6) == 0) {
        registry.clock.advance(Duration.ofMinutes(11));
      }
    }
    well();
    for (int i = 0; i < 40 && advance().open() > 0; i++) {
      mine(1);
    }
    assertEquals(roots.stream().sorted().toList(), written().stream().sorted().toList());
    assertEquals(roots.size(), chain().confirmed());
  }

  @Test
  void manyAtOnceWriteItOnce() {
    List<Future<ChainMoved>> asked = IntStream.range(0, 8).mapToObj(i -> registry.bus.send(registry.product(),
        OutsideContract.ADVANCE_CHAIN, new AdvanceChain())).toList();
    Registry.await(Future.join(new ArrayList<>(asked)));
    assertEquals(1, attempts());
    isWrittenOnce();
  }

  @Test
  void aTransactionThatIsKnownAlreadyIsSent() {
    advance();
    advance();
    assertNull(chain().problem());
    assertEquals(1, attempts());
    assertTrue(registry.sandbox.calls(EVM, "eth_sendRawTransaction") >= 2);
    isWrittenOnce();
  }

  @Test
  void whatTheNodeForgotIsSentAgainAsItWas() {
    advance();
    registry.sandbox.ask(EVM, "POST", "drop", null);
    isWrittenOnce();
    assertEquals(1, attempts());
  }

  @Test
  void whatIsFoundTooCheapIsMadeDearerAtOnce() {
    fault("underpriced times=1" + SEND);
    advance();
    assertEquals(2, attempts());
    assertEquals(1, registry.number("SELECT count(DISTINCT nonce) FROM credential.chain_anchors"));
    isWrittenOnce();
  }

  @Test
  void whatNoBlockTakesIsReplacedByADearerOneUpToABound() {
    advance();
    baseFee(60);
    mine(3);
    advance();
    assertEquals(1, attempts(), "its time is not over");
    registry.clock.advance(Duration.ofMinutes(10));
    advance();
    assertEquals(2, attempts());
    baseFee(1_000);
    registry.clock.advance(Duration.ofMinutes(10));
    advance();
    assertEquals(2, attempts(), "it would cost too much");
    assertTrue(chain().problem().contains("EVM_MAX_FEE_GWEI"), chain()::problem);
    baseFee(60);
    isWrittenOnce();
    assertNull(chain().problem());
  }

  private static void baseFee(int gwei) {
    registry.sandbox.ask(EVM, "PUT", "baseFee", new JsonObject().put("gwei", gwei));
  }

  @Test
  void aRootWaitsWhileTheChainIsTooDear() {
    baseFee(900);
    mine(1);
    advance();
    assertEquals("waiting", state());
    assertTrue(chain().problem().contains("EVM_MAX_FEE_GWEI"), chain()::problem);
    baseFee(10);
    mine(1);
    isWrittenOnce();
  }

  @Test
  void anAccountThatCannotPayIsTold() {
    fault("noFunds");
    advance();
    assertTrue(chain().problem().contains("fill it up"), chain()::problem);
    isWrittenOnce();
    anAnchoredCredential();
    fault("noFunds" + SEND);
    advance();
    assertTrue(chain().problem().contains("fill it up"), chain()::problem);
    isWrittenOnce();
  }

  @Test
  void whatTheChainWouldRevertIsNotSentUntilAPersonSaysSo() {
    fault("reverts");
    advance();
    assertEquals("failed", state());
    assertEquals(Verdict.FAILED, check().verdict());
    assertFalse(registry.verify(made.id()).valid());
    assertTrue(chain().problem().contains("not today"), chain()::problem);
    well();
    assertEquals(0, advance().sent());
    assertEquals(1, registry.ask(OutsideContract.RETRY, new RetryOutside()).anchors());
    assertEquals(0, registry.ask(OutsideContract.RETRY, new RetryOutside()).anchors());
    isWrittenOnce();
  }

  @Test
  void whatTheChainRevertsHasFailedWhenThatIsFinal() {
    fault("fails" + SEND);
    advance();
    mine(1);
    advance();
    assertEquals("mined", state());
    mine(2);
    advance();
    assertEquals("failed", state());
    assertEquals(1, chain().failed());
    assertEquals(0, advance().sent());
    registry.ask(OutsideContract.RETRY, new RetryOutside());
    isWrittenOnce();
  }

  @Test
  void aNumberThatAnotherProgramTookIsGivenUpWhenThatIsFinal() {
    fault("close" + SEND);
    registry.refusalOrAnswer();
    well();
    registry.sandbox.ask(EVM, "POST", "foreign", new JsonObject().put("account", chain().account()));
    advance();
    assertTrue(chain().problem().contains("no other program"), chain()::problem);
    mine(5);
    advance();
    assertEquals("sent", state(), "a node may lag behind");
    registry.clock.advance(Duration.ofMinutes(10));
    advance();
    isWrittenOnce();
    assertEquals(1, registry.number("SELECT nonce FROM credential.chain_anchors WHERE anchor = ?", anchor));
  }

  @Test
  void aNodeThatSaysNonceTooLowOfWhatItHasNotGotIsAskedAgain() {
    fault("nonceTooLow" + SEND);
    advance();
    assertEquals("sent", state());
    assertTrue(chain().problem().contains("nonce too low"), chain()::problem);
    isWrittenOnce();
  }

  @Test
  void whatABlockLostIsPutBackAndIsThereOnceInTheEnd() {
    for (int lose = 0; lose < 2; lose++) {
      anAnchoredCredential();
      advance();
      mine(1);
      advance();
      assertEquals("mined", state());
      registry.sandbox.ask(EVM, "POST", "reorganise", new JsonObject().put("lose", lose));
      advance();
      assertEquals("sent", state());
      assertEquals(Verdict.NOT_CHECKED, check().verdict());
      isWrittenOnce();
      assertEquals(1, attempts());
    }
  }

  @Test
  void evenWhatWasConfirmedIsPutBackWhenTheChainHasItNoMore() {
    isWrittenOnce();
    registry.sandbox.ask(EVM, "POST", "reorganise", new JsonObject().put("blocks", 60).put("lose", 1));
    advance();
    assertEquals("sent", state());
    isWrittenOnce();
  }

  @Test
  void aNodeOfAnotherChainIsToldNothing() {
    Sandbox sandbox = registry.sandbox;
    FailureException refused = Registry.refusal(registry.onVirtualThread(() -> new ChainService(registry.db,
        new ChainRepository(registry.db), null, registry.node(), new ChainService.Config(1,
            registry.chainKey(), 3, BigInteger.TEN, Duration.ofMinutes(10)),
        registry.clock).advance()));
    assertEquals(Failure.NOT_CONFIGURED, refused.failure());
    assertEquals(0, sandbox.calls(EVM, "eth_sendRawTransaction"));
    assertEquals(EvmSimulator.CHAIN_ID, chain().chainId());
  }

  @Test
  void aChangedTransactionOrRootIsFoundByTheChain() {
    isWrittenOnce();
    registry.execute("UPDATE credential.chain_transactions SET raw = set_byte(raw, 60, get_byte(raw, 60) # 1)");
    assertEquals(Verdict.FAILED, check().verdict());
    registry.execute("UPDATE credential.chain_transactions SET raw = set_byte(raw, 60, get_byte(raw, 60) # 1)");
    assertEquals(Verdict.PASSED, check().verdict());
    registry.execute("ALTER TABLE credential.anchors DISABLE TRIGGER USER");
    registry.execute("UPDATE credential.anchors SET root = set_byte(root, 3, get_byte(root, 3) # 1) WHERE number = ?",
        anchor);
    assertEquals(Verdict.FAILED, check().verdict());
    assertEquals("The transaction tells another root.", check().detail());
    registry.execute("UPDATE credential.anchors SET root = set_byte(root, 3, get_byte(root, 3) # 1) WHERE number = ?",
        anchor);
    registry.execute("ALTER TABLE credential.anchors ENABLE TRIGGER USER");
    registry.execute("DELETE FROM credential.chain_transactions");
    assertEquals("The transaction is not known here.", check().detail());
  }

  @Test
  void whatWasAnchoredBeforeThereWasAChainIsNotChecked() {
    registry.execute("DELETE FROM credential.chain_anchors");
    assertEquals(Verdict.NOT_CHECKED, check().verdict());
    assertTrue(registry.verify(made.id()).valid());
    assertEquals(Verdict.PASSED, verdicts(registry.verify(made.id())).get(CheckName.LOG));
    assertEquals(new ChainMoved(0, 0, 0), advance());
  }
}
