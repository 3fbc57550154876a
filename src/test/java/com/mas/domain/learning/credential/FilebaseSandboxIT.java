package com.mas.domain.learning.credential;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.FailureException;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.s3.S3Client;
import com.mas.outbound.s3.S3Place;
import com.mas.outbound.s3.SigV4;
import com.mas.sandbox.SandboxConformance;
import com.mas.sandbox.filebase.FilebaseSimulator;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TurnableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;

class FilebaseSandboxIT extends SandboxConformance {
  @AutoClose private static final House house = new House(TurnableClock.at("2026-03-10T09:00:00Z"));
  private static final Sandbox sandbox = new Sandbox(house.vertx, house.clock);

  FilebaseSandboxIT() {
    super("filebase", "put");
  }

  @Override
  protected Sandbox sandbox() {
    return sandbox;
  }

  private static ContentStore store(Duration patience, SigV4.Keys keys) {
    S3Place place = new S3Place(sandbox.url("filebase"), "us-east-1", FilebaseSimulator.BUCKET, true);
    return new ContentStore.Filebase(S3Client.of(new HttpCaller(house.vertx, house.clock, new Random(7),
        new HttpCaller.Config("Filebase", place.site(), patience, 2, Duration.ofMillis(5), Duration.ofSeconds(2),
            2 << 20, 1_000, Duration.ofSeconds(1))),
        place, keys, house.clock), "there");
  }

  private static void put(int n, Duration patience, SigV4.Keys keys) {
    assertTrue(House.await(store(patience, keys).put(new UUID(7, n), ("file " + n).getBytes(StandardCharsets.US_ASCII)))
        .isPresent());
  }

  @Override
  protected Verdict call(boolean isPatient) {
    try {
      put(0, isPatient ? Duration.ofSeconds(20) : Duration.ofMillis(400), FilebaseSimulator.KEYS);
      return Verdict.USED;
    } catch (FailureException failed) {
      return Verdict.of(failed);
    }
  }

  @Override
  protected Map<String, Verdict> declared() {
    return Map.ofEntries(entry("status status=403", Verdict.REFUSED), entry("status status=404", Verdict.REFUSED),
        entry("status status=429 retryAfter=0", Verdict.RETRY), entry("status status=500", Verdict.UNREACHABLE),
        entry("status status=503 retryAfter=0", Verdict.UNREACHABLE), entry("status status=500 times=1", Verdict.USED),
        entry("maintenance retryAfter=0", Verdict.UNREACHABLE), entry("redirect", Verdict.UNREACHABLE),
        entry("hang", Verdict.UNREACHABLE), entry("close", Verdict.UNREACHABLE), entry("lose", Verdict.UNREACHABLE),
        entry("expire", Verdict.REFUSED), entry("slow delayMs=50", Verdict.USED),
        entry("slow delayMs=5000", Verdict.UNREACHABLE), entry("slowBody delayMs=100", Verdict.USED),
        entry("truncated", Verdict.USED), entry("contentType", Verdict.USED), entry("garbage", Verdict.USED),
        entry("huge megabytes=8", Verdict.UNREACHABLE), entry("lateName", Verdict.USED),
        entry("noName times=1", Verdict.USED), entry("otherName", Verdict.USED));
  }

  @Override
  protected void callOverTheWire(int n) {
    put(n, Duration.ofSeconds(20), FilebaseSimulator.KEYS);
  }

  @Override
  protected boolean isRefusedWithWrongCredentials() {
    return Verdict.of(House.refusal(store(Duration.ofSeconds(20), SigV4.Keys.of("another", "key"))
        .put(new UUID(7, 7), new byte[] {1}))) == Verdict.REFUSED;
  }
}
