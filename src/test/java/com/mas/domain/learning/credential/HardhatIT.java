package com.mas.domain.learning.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.outbound.HttpCaller;
import com.mas.outbound.evm.Eip1559;
import com.mas.outbound.evm.EvmClient;
import com.mas.outbound.evm.EvmClient.Receipt;
import com.mas.outbound.evm.EvmKey;
import com.mas.outbound.evm.EvmRefusal;
import com.mas.outbound.evm.Hex;
import com.mas.sandbox.evm.EvmSimulator;
import com.mas.testkit.House;
import com.mas.testkit.NodeJs;
import com.mas.testkit.Ports;
import com.mas.testkit.TurnableClock;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sends what we sign to a chain that others have written. */
class HardhatIT {
  private static final EvmKey KEY = EvmKey.of(EvmSimulator.ACCOUNT_KEY);

  private static Eip1559.Signed signed(long nonce, int gwei, int root) {
    return new Eip1559(EvmSimulator.CHAIN_ID, nonce, ChainRules.GWEI.multiply(BigInteger.valueOf(gwei)),
        ChainRules.GWEI.multiply(BigInteger.valueOf(gwei + 100L)), 30_000, KEY.address(),
        Hex.keccak(new byte[] {(byte) root})).signed(KEY);
  }

  @Test
  void aChainOfOthersTakesOurTransactionsAndRefusesAsOurSimulatorDoes() throws Exception {
    int port = Ports.free(1);
    Process chain = NodeJs.start(Map.of(), "node", "chain.mjs", String.valueOf(port));
    try (House house = new House(TurnableClock.at("2026-03-10T09:00:00Z"))) {
      assertEquals("ready", chain.inputReader().readLine());
      String url = "http://127.0.0.1:" + port;
      EvmClient node = new EvmClient(new HttpCaller(house.vertx, house.clock, new Random(7),
          new HttpCaller.Config("Chain", url, Duration.ofSeconds(20), 1, Duration.ofMillis(5), Duration.ofSeconds(1),
              2 << 20, 1_000, Duration.ofSeconds(1))));
      assertEquals(EvmSimulator.CHAIN_ID, house.on(node::chainId));
      assertTrue(house.on(node::latest).baseFee().signum() > 0 && house.on(node::tip).signum() > 0);
      long gas = house.on(() -> node.gas(KEY.address(), KEY.address(), new byte[32]));
      assertTrue(ChainRules.gas(gas).orElseThrow() >= 21_000, () -> gas + " gas");

      Eip1559.Signed first = signed(0, 2, 1);
      send(house, node, first);
      assertEquals(EvmRefusal.Kind.KNOWN, refused(house, node, first));
      assertEquals(EvmRefusal.Kind.UNDERPRICED, refused(house, node, signed(0, 2, 2)));
      Eip1559.Signed dearer = signed(0, 60, 1);
      send(house, node, dearer);
      assertEquals(Optional.empty(), house.on(() -> node.receipt(dearer.hash())));
      assertEquals(1, house.on(() -> node.transactions(KEY.address(), "pending")));
      mine(url);
      assertEquals(Optional.empty(), house.on(() -> node.receipt(first.hash())), "the dearer one took its place");
      Receipt receipt = house.on(() -> node.receipt(dearer.hash())).orElseThrow();
      assertTrue(receipt.succeeded());
      assertEquals(house.on(node::latest).number(), receipt.block());
      assertEquals(1, house.on(() -> node.transactions(KEY.address(), "latest")));
      assertEquals(0, house.on(() -> node.transactions(KEY.address(), Hex.quantity(receipt.block() - 1))));
      assertEquals(EvmRefusal.Kind.NONCE_USED, refused(house, node, signed(0, 90, 3)));
    } finally {
      chain.destroyForcibly();
    }
  }

  private static void send(House house, EvmClient node, Eip1559.Signed transaction) {
    house.on(() -> {
      node.send(transaction.raw());
      return null;
    });
  }

  private static EvmRefusal.Kind refused(House house, EvmClient node, Eip1559.Signed transaction) {
    return assertThrows(EvmRefusal.class, () -> send(house, node, transaction)).kind();
  }

  private static void mine(String url) throws Exception {
    assertEquals(200,
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build().send(
            HttpRequest.newBuilder(URI.create(url))
                .header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"evm_mine\",\"params\":[]}"))
                .build(),
            BodyHandlers.ofString()).statusCode());
  }
}
