package com.mas.domain.learning.credential;

import static java.util.Map.entry;

import com.mas.bus.FailureException;
import com.mas.outbound.HttpCaller;
import com.mas.sandbox.HttpSandboxConformance;
import com.mas.sandbox.issuers.JaiminSimulator;
import com.mas.sandbox.issuers.NsdcSimulator;
import com.mas.sandbox.issuers.UdemySimulator;
import com.mas.sources.UnreadableAnswer;
import com.mas.testkit.Sandbox;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;

/** The simulators of issuers on the wire, and what the product's client makes of their faults. */
class OutsideSandboxIT {
  @AutoClose private static final OutsideWorld world = new OutsideWorld();

  abstract static class Conformance extends HttpSandboxConformance {
    private final OutsideClient patient;
    private final OutsideClient impatient;

    Conformance(String issuer) {
      super(issuer, "list");
      this.patient = client(issuer, 20_000);
      this.impatient = client(issuer, 400);
    }

    private static OutsideClient client(String issuer, int patienceMs) {
      OutsideIssuer of = world.node.issuers.stream().filter(each -> each.id().equals(issuer)).findFirst().orElseThrow();
      return new OutsideClient(new HttpCaller(world.node.vertx, world.clock, new Random(7), new HttpCaller.Config(
          of.name(), of.address(), Duration.ofMillis(patienceMs), 2, Duration.ofMillis(5), Duration.ofSeconds(2),
          8 << 20, 1_000, Duration.ofSeconds(1))), of, world.clock);
    }

    @Override
    protected Sandbox sandbox() {
      return world.sandbox;
    }

    @Override
    protected Verdict call(boolean isPatient) {
      try {
        world.node.on(() -> (isPatient ? patient : impatient).list(Map.of()));
        return Verdict.USED;
      } catch (UnreadableAnswer unreadable) {
        return Verdict.UNREADABLE;
      } catch (FailureException failed) {
        return Verdict.of(failed);
      }
    }

    /** Returns what is made of a login that ends; one that is a token is asked for anew. */
    protected Verdict expired() {
      return Verdict.USED;
    }

    @Override
    protected Map<String, Verdict> declared() {
      Map<String, Verdict> declared = new HashMap<>(Map.ofEntries(entry("status status=401", Verdict.REFUSED),
          entry("status status=403", Verdict.REFUSED), entry("status status=404", Verdict.UNREACHABLE),
          entry("status status=429 retryAfter=0", Verdict.RETRY),
          entry("status status=429 retryAfter=1 times=1", Verdict.USED),
          entry("status status=500", Verdict.UNREACHABLE), entry("status status=500 times=1", Verdict.USED),
          entry("status status=503 retryAfter=0", Verdict.UNREACHABLE),
          entry("maintenance retryAfter=0", Verdict.UNREACHABLE),
          entry("maintenance status=200", Verdict.UNREADABLE), entry("redirect", Verdict.REFUSED),
          entry("hang", Verdict.UNREACHABLE), entry("close", Verdict.UNREACHABLE), entry("lose", Verdict.UNREACHABLE)));
      declared.putAll(Map.ofEntries(entry("expire", expired()), entry("expire times=9", Verdict.REFUSED),
          entry("slow delayMs=50", Verdict.USED), entry("slow delayMs=5000", Verdict.UNREACHABLE),
          entry("slowBody delayMs=100", Verdict.USED), entry("slowBody delayMs=50000", Verdict.UNREACHABLE),
          entry("truncated", Verdict.UNREADABLE), entry("contentType", Verdict.USED),
          entry("garbage", Verdict.UNREADABLE), entry("huge", Verdict.UNREACHABLE),
          entry("unordered", Verdict.USED), entry("duplicateRows", Verdict.USED), entry("shortPage", Verdict.USED),
          entry("wrongTotal", Verdict.USED), entry("noEmail", Verdict.USED), entry("repeated", Verdict.USED)));
      return declared;
    }

    /** Asks for a token over the wire. */
    final Map<String, String> token(String path, JsonObject login) {
      Ask ask = new Ask("POST", path, Map.of("content-type", "application/json"), login.encode());
      String token = new JsonObject(Buffer.buffer(send(ask).body())).getString("access_token");
      return Map.of("Authorization", "Bearer " + token);
    }
  }

  @Nested
  class Nsdc extends Conformance {
    Nsdc() {
      super("nsdc");
    }

    @Override
    protected Ask good(int n) {
      return new Ask("GET", "/credentials?per_page=" + (1 + n % 50), token("/auth", new JsonObject()
          .put("client_id", NsdcSimulator.CLIENT_ID).put("client_secret", NsdcSimulator.SECRET)), null);
    }

    @Override
    protected Ask wrong() {
      return new Ask("GET", "/credentials", Map.of("Authorization", "Bearer nsdc-token-0"), null);
    }
  }

  @Nested
  class Udemy extends Conformance {
    Udemy() {
      super("udemy");
    }

    @Override
    protected Ask good(int n) {
      return new Ask("GET", "/api/v1/certificates?page_size=" + (1 + n % 50), token("/oauth/token", new JsonObject()
          .put("grant_type", "client_credentials").put("client_id", UdemySimulator.CLIENT_ID)
          .put("client_secret", UdemySimulator.SECRET)), null);
    }

    @Override
    protected Ask wrong() {
      return new Ask("GET", "/api/v1/certificates", Map.of("Authorization", "Bearer udemy-token-0"), null);
    }
  }

  @Nested
  class Jaimin extends Conformance {
    Jaimin() {
      super("jaimin");
    }

    /** A key does not end: one that is refused stays so. */
    @Override
    protected Verdict expired() {
      return Verdict.REFUSED;
    }

    @Override
    protected Ask good(int n) {
      return new Ask("GET", "/api/certs?limit=" + (1 + n % 50), Map.of("X-API-Key", JaiminSimulator.KEY), null);
    }

    @Override
    protected Ask wrong() {
      return new Ask("GET", "/api/certs", Map.of("X-API-Key", "another"), null);
    }
  }
}
