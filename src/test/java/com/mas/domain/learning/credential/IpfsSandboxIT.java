package com.mas.domain.learning.credential;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.FailureException;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.ipfs.IpfsClient;
import com.mas.sandbox.HttpSandboxConformance;
import com.mas.sandbox.ipfs.IpfsSimulator;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TurnableClock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;

class IpfsSandboxIT extends HttpSandboxConformance {
  @AutoClose private static final House house = new House(TurnableClock.at("2026-03-10T09:00:00Z"));
  private static final Sandbox sandbox = new Sandbox(house.vertx, house.clock);

  IpfsSandboxIT() {
    super("ipfs", "add");
  }

  @Override
  protected Sandbox sandbox() {
    return sandbox;
  }

  @Override
  protected Verdict call(boolean isPatient) {
    ContentStore store = new ContentStore.Ipfs(new IpfsClient(new HttpCaller(house.vertx, house.clock, new Random(7),
        new HttpCaller.Config("IPFS", sandbox.url("ipfs"),
            isPatient ? Duration.ofSeconds(20) : Duration.ofMillis(400), 2, Duration.ofMillis(5),
            Duration.ofSeconds(2), 2 << 20, 1_000, Duration.ofSeconds(1))),
        IpfsSimulator.TOKEN), "there");
    try {
      assertTrue(House.await(store.put(new UUID(7, 7), new byte[] {1, 2, 3})).isPresent());
      return Verdict.USED;
    } catch (FailureException failed) {
      return failed.getMessage().contains("cannot be read") ? Verdict.UNREADABLE : Verdict.of(failed);
    }
  }

  /** Files are sent once: whoever keeps them sends them again. */
  @Override
  protected Map<String, Verdict> declared() {
    return Map.ofEntries(entry("status status=401", Verdict.REFUSED), entry("status status=404", Verdict.UNREACHABLE),
        entry("status status=429 retryAfter=0", Verdict.RETRY), entry("status status=500", Verdict.UNREACHABLE),
        entry("status status=503 retryAfter=0", Verdict.UNREACHABLE),
        entry("maintenance retryAfter=0", Verdict.UNREACHABLE), entry("maintenance status=200", Verdict.UNREADABLE),
        entry("redirect", Verdict.UNREACHABLE), entry("hang", Verdict.UNREACHABLE),
        entry("close", Verdict.UNREACHABLE), entry("lose", Verdict.UNREACHABLE), entry("expire", Verdict.REFUSED),
        entry("slow delayMs=50", Verdict.USED), entry("slow delayMs=5000", Verdict.UNREACHABLE),
        entry("slowBody delayMs=100", Verdict.USED), entry("slowBody delayMs=50000", Verdict.UNREACHABLE),
        entry("truncated", Verdict.UNREACHABLE), entry("contentType", Verdict.USED),
        entry("garbage", Verdict.UNREADABLE), entry("huge", Verdict.UNREACHABLE), entry("otherName", Verdict.USED));
  }

  @Override
  protected Ask good(int n) {
    return add(IpfsSimulator.TOKEN, n);
  }

  @Override
  protected Ask wrong() {
    return add("Bearer another", 0);
  }

  private static Ask add(String token, int n) {
    return new Ask("POST", "/api/v0/add?cid-version=1", Map.of("authorization", token, "content-type",
        "multipart/form-data; boundary=b"),
        "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f\"\r\n"
            + "content-type: application/pdf\r\n\r\nfile " + n + "\r\n--b--\r\n");
  }
}
