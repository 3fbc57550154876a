package com.mas.domain.learning.credential;

import static java.util.Map.entry;

import com.mas.bus.FailureException;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.evm.EvmClient;
import com.mas.outbound.evm.EvmRefusal;
import com.mas.sandbox.HttpSandboxConformance;
import com.mas.sandbox.evm.EvmSimulator;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TurnableClock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;

class EvmSandboxIT extends HttpSandboxConformance {
  @AutoClose private static final House house = new House(TurnableClock.at("2026-03-10T09:00:00Z"));
  private static final Sandbox sandbox = new Sandbox(house.vertx, house.clock);
  private static final String ACCOUNT = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

  EvmSandboxIT() {
    super("evm", "eth_estimateGas");
  }

  @Override
  protected Sandbox sandbox() {
    return sandbox;
  }

  private static EvmClient client(Duration patience) {
    return new EvmClient(new HttpCaller(house.vertx, house.clock, new Random(7), new HttpCaller.Config("Chain",
        sandbox.settings("evm").get("EVM_RPC_URL"), patience, 2, Duration.ofMillis(5), Duration.ofSeconds(2), 2 << 20,
        1_000, Duration.ofSeconds(1))));
  }

  @Override
  protected Verdict call(boolean isPatient) {
    try {
      EvmClient client = client(isPatient ? Duration.ofSeconds(20) : Duration.ofMillis(400));
      house.on(() -> client.gas(ACCOUNT, ACCOUNT, new byte[32]));
      return Verdict.USED;
    } catch (EvmRefusal refused) {
      return refused.kind() == EvmRefusal.Kind.LATER ? Verdict.RETRY : Verdict.REFUSED;
    } catch (FailureException failed) {
      return failed.getMessage().contains("cannot be read") ? Verdict.UNREADABLE : Verdict.of(failed);
    }
  }

  @Override
  protected Map<String, Verdict> declared() {
    return Map.ofEntries(entry("status status=401", Verdict.REFUSED), entry("status status=404", Verdict.REFUSED),
        entry("status status=429 retryAfter=0", Verdict.RETRY), entry("status status=500", Verdict.UNREACHABLE),
        entry("status status=503 retryAfter=0", Verdict.UNREACHABLE), entry("status status=500 times=1", Verdict.USED),
        entry("maintenance retryAfter=0", Verdict.UNREACHABLE), entry("maintenance status=200", Verdict.UNREADABLE),
        entry("redirect", Verdict.UNREACHABLE), entry("hang", Verdict.UNREACHABLE),
        entry("close", Verdict.UNREACHABLE), entry("lose", Verdict.UNREACHABLE), entry("expire", Verdict.REFUSED),
        entry("slow delayMs=50", Verdict.USED), entry("slow delayMs=5000", Verdict.UNREACHABLE),
        entry("slowBody delayMs=100", Verdict.USED), entry("slowBody delayMs=50000", Verdict.UNREACHABLE),
        entry("truncated", Verdict.UNREADABLE), entry("contentType", Verdict.USED),
        entry("garbage", Verdict.UNREADABLE), entry("huge", Verdict.UNREACHABLE), entry("noFunds", Verdict.REFUSED),
        entry("reverts", Verdict.REFUSED), entry("busy", Verdict.RETRY), entry("underpriced", Verdict.USED),
        entry("nonceTooLow", Verdict.USED), entry("fails", Verdict.USED));
  }

  @Override
  protected Ask good(int n) {
    return rpc(EvmSimulator.KEY);
  }

  @Override
  protected Ask wrong() {
    return rpc("another");
  }

  private static Ask rpc(String key) {
    return new Ask("POST", "/v3/" + key, Map.of("content-type", "application/json"),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_estimateGas\",\"params\":[{\"from\":\"" + ACCOUNT
            + "\",\"to\":\"" + ACCOUNT + "\"}]}");
  }
}
