package com.mas.outbound.evm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.outbound.evm.Eip1559.Sent;
import com.mas.outbound.evm.Eip1559.Signed;
import com.mas.testkit.NodeJs;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Eip1559Test {
  private static final EvmKey KEY = EvmKey.of("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
  private static final String ACCOUNT = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
  private static final BigInteger N =
      new BigInteger("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141", 16);

  private static Eip1559 some(Random random) {
    byte[] data = new byte[random.nextInt(40)];
    random.nextBytes(data);
    BigInteger tip = new BigInteger(random.nextInt(50), random);
    return new Eip1559(1 + random.nextInt(Integer.MAX_VALUE - 1), random.nextInt(3) == 0 ? 0 : random.nextInt(1 << 20),
        tip, tip.add(new BigInteger(random.nextInt(60), random)), 21_000 + random.nextInt(500_000), ACCOUNT, data);
  }

  @Test
  void hashesAndAccountsAreThoseOfEthereum() {
    assertEquals("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
        Hex.data(Hex.keccak(new byte[0])));
    assertEquals(ACCOUNT, KEY.address());
    assertEquals("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf", EvmKey.of("0".repeat(63) + "1").address());
    assertFalse(KEY.toString().contains("ac0974"));
  }

  @Test
  void whatIsNoKeyIsNone() {
    for (String wrong : new String[] {"", "0x", "ab", "0".repeat(64), N.toString(16), "g".repeat(64),
        "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff8"}) {
      assertFalse(EvmKey.isKey(wrong), wrong);
      assertThrows(IllegalArgumentException.class, () -> EvmKey.of(wrong));
    }
    assertTrue(EvmKey.isKey("0x" + N.subtract(BigInteger.ONE).toString(16)));
  }

  @Test
  void whatWasSignedIsReadAsItWasAndNamesItsSender() {
    Random random = new Random(18);
    for (int i = 0; i < 200; i++) {
      Eip1559 transaction = some(random);
      Signed signed = transaction.signed(KEY);
      Sent sent = Eip1559.read(signed.raw());
      assertEquals(ACCOUNT, sent.from());
      assertEquals(signed.hash(), sent.hash());
      assertArrayEquals(transaction.data(), sent.transaction().data());
      assertArrayEquals(signed.raw(), sent.transaction().signed(KEY).raw(), "the same bytes each time");
      assertArrayEquals(transaction.data(), Eip1559.said(signed.raw()).data());
    }
  }

  @Test
  void aChangedByteNamesNobodyOrSomebodyElse() {
    byte[] raw = some(new Random(5)).signed(KEY).raw();
    for (int i = 0; i < raw.length; i++) {
      byte[] changed = raw.clone();
      changed[i] ^= 1;
      String from;
      try {
        from = Eip1559.read(changed).from();
      } catch (IllegalArgumentException | ArithmeticException refused) {
        continue;
      }
      assertNotEquals(ACCOUNT, from, "byte " + i);
    }
  }

  /** Both halves of s are good signatures; chains take the lower one alone, so that a transaction has one hash. */
  @Test
  void theUpperHalfIsNoSignature() {
    byte[] hash = Hex.keccak("a root".getBytes(StandardCharsets.US_ASCII));
    EvmKey.Signature signature = KEY.sign(hash);
    assertTrue(signature.s().compareTo(N.shiftRight(1)) <= 0);
    assertEquals(ACCOUNT, EvmKey.signer(hash, signature).orElseThrow());
    assertTrue(EvmKey.signer(hash, new EvmKey.Signature(!signature.odd(), signature.r(),
        N.subtract(signature.s()))).isEmpty());
    assertTrue(EvmKey.signer(hash, new EvmKey.Signature(false, BigInteger.ZERO, signature.s())).isEmpty());
    assertTrue(EvmKey.signer(hash, new EvmKey.Signature(false, N, signature.s())).isEmpty());
  }

  @Test
  void ethersReadsWhatWeSign() throws Exception {
    Random random = new Random(7);
    List<Eip1559> transactions = new ArrayList<>();
    List<String> command = new ArrayList<>(List.of("node", "transactions.mjs"));
    for (int i = 0; i < 60; i++) {
      transactions.add(some(random));
      command.add(Hex.data(transactions.getLast().signed(KEY).raw()));
    }
    List<String> lines = NodeJs.run(60, Map.of(), command.toArray(String[]::new)).lines().toList();
    assertEquals(transactions.size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      JsonNode read = Json.MAPPER.readTree(lines.get(i));
      Eip1559 transaction = transactions.get(i);
      assertEquals(2, read.path("type").asInt());
      assertEquals(transaction.chainId(), read.path("chainId").asLong());
      assertEquals(transaction.nonce(), read.path("nonce").asLong());
      assertEquals(transaction.tip().toString(), read.path("tip").asText());
      assertEquals(transaction.maxFee().toString(), read.path("maxFee").asText());
      assertEquals(transaction.gas(), read.path("gas").asLong());
      assertEquals(ACCOUNT, read.path("to").asText());
      assertEquals(ACCOUNT, read.path("from").asText());
      assertEquals("0", read.path("value").asText());
      assertEquals(Hex.data(transaction.data()), read.path("data").asText());
      assertEquals(transaction.signed(KEY).hash(), read.path("hash").asText());
      assertTrue(read.path("same").asBoolean(), "the same bytes when ethers writes it");
    }
  }

  @Test
  void aNodesNoIsUnderstoodByItsWords() {
    Map.of("nonce too low: next nonce 5, tx nonce 4", EvmRefusal.Kind.NONCE_USED,
        "already known", EvmRefusal.Kind.KNOWN, "AlreadyKnown", EvmRefusal.Kind.KNOWN,
        "replacement transaction underpriced", EvmRefusal.Kind.UNDERPRICED,
        "Nonce too low. Expected nonce to be 1 but got 0.", EvmRefusal.Kind.NONCE_USED,
        "Sender doesn't have enough funds to send tx", EvmRefusal.Kind.NO_FUNDS,
        "execution reverted: Credential already exists", EvmRefusal.Kind.REVERTED,
        "insufficient funds for gas * price + value", EvmRefusal.Kind.NO_FUNDS,
        "daily request count exceeded, request rate limited", EvmRefusal.Kind.LATER,
        "intrinsic gas too low", EvmRefusal.Kind.OTHER)
        .forEach((words, kind) -> assertEquals(kind, new EvmRefusal(-32_000, words).kind(), words));
    assertEquals(EvmRefusal.Kind.REVERTED, new EvmRefusal(3, "no").kind());
    assertEquals(EvmRefusal.Kind.LATER, new EvmRefusal(-32_005, "limit").kind());
  }
}
