package com.mas.domain.ai.model;

import static java.util.Map.entry;

import com.mas.bus.FailureException;
import com.mas.domain.ai.model.ModelContract.Complete;
import com.mas.outbound.HttpCaller;
import com.mas.sandbox.HttpSandboxConformance;
import com.mas.sandbox.model.ModelSimulator;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;

class ModelSandboxIT extends HttpSandboxConformance {
  private static final Vertx vertx = Vertx.vertx();
  private static final TurnableClock clock = TurnableClock.at("2026-03-10T12:00:00Z");
  private static final Sandbox sandbox = new Sandbox(vertx, clock);

  @AfterAll
  static void close() {
    House.await(vertx.close());
  }

  ModelSandboxIT() {
    super("llm", "completions");
  }

  @Override
  protected Sandbox sandbox() {
    return sandbox;
  }

  @Override
  protected Verdict call(boolean isPatient) {
    HttpCaller caller = new HttpCaller(vertx, clock, new Random(7), new HttpCaller.Config("language model",
        sandbox.url("llm"), isPatient ? Duration.ofSeconds(20) : Duration.ofMillis(400), 1, Duration.ofSeconds(1),
        Duration.ofSeconds(1), 1 << 20, 8, Duration.ofSeconds(30)));
    try {
      new ChatCompletions(caller, ModelSimulator.KEY, "llama-3.3-70b-versatile").complete(
          new Complete("test", "Answer with JSON.", "activity: away for 3 days", 100, 0.2, true));
      return Verdict.USED;
    } catch (FailureException failed) {
      return Verdict.of(failed);
    } finally {
      House.await(caller.close());
    }
  }

  /** Leaves it to whoever asked to judge what it says, as long as it came to an end. */
  @Override
  protected Map<String, Verdict> declared() {
    return Map.ofEntries(entry("status status=400", Verdict.UNREACHABLE), entry("status status=401", Verdict.REFUSED),
        entry("status status=403", Verdict.REFUSED), entry("status status=429", Verdict.RETRY),
        entry("status status=500", Verdict.UNREACHABLE), entry("maintenance", Verdict.UNREACHABLE),
        entry("maintenance status=200", Verdict.UNREACHABLE), entry("redirect", Verdict.UNREACHABLE),
        entry("hang", Verdict.UNREACHABLE), entry("close", Verdict.UNREACHABLE), entry("lose", Verdict.UNREACHABLE),
        entry("expire", Verdict.REFUSED), entry("slow delayMs=50", Verdict.USED),
        entry("slow delayMs=5000", Verdict.UNREACHABLE), entry("slowBody delayMs=100", Verdict.USED),
        entry("slowBody delayMs=50000", Verdict.UNREACHABLE), entry("truncated", Verdict.UNREACHABLE),
        entry("contentType", Verdict.USED), entry("garbage", Verdict.UNREACHABLE), entry("huge", Verdict.UNREACHABLE),
        entry("malformed", Verdict.USED), entry("multiline", Verdict.USED), entry("long", Verdict.USED),
        entry("cut", Verdict.UNREACHABLE), entry("invented", Verdict.USED));
  }

  @Override
  protected Ask good(int n) {
    return ask(n, ModelSimulator.KEY);
  }

  @Override
  protected Ask wrong() {
    return ask(0, "gsk_somebody_elses");
  }

  private static Ask ask(int n, String key) {
    return new Ask("POST", "/chat/completions",
        Map.of("content-type", "application/json", "authorization", "Bearer " + key),
        "{\"model\":\"llama-3.3-70b-versatile\",\"messages\":[{\"role\":\"user\",\"content\":\"" + "x".repeat(9_000) + n
            + "\"}]}");
  }
}
