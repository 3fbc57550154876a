package com.mas.domain.learning.analysis;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.outbound.HttpCaller;
import com.mas.sandbox.HttpSandboxConformance;
import com.mas.sandbox.analysis.AnalysisSimulator;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AnalysisSandboxIT extends HttpSandboxConformance {
  private static final UUID COMMENT = UUID.randomUUID();
  private static final Vertx vertx = Vertx.vertx();
  private static final TurnableClock clock = TurnableClock.at("2026-03-10T12:00:00Z");
  private static final Sandbox sandbox = new Sandbox(vertx, clock);

  @AfterAll
  static void close() {
    House.await(vertx.close());
  }

  AnalysisSandboxIT() {
    super("analysis", "sentiment");
  }

  @Override
  protected Sandbox sandbox() {
    return sandbox;
  }

  @Override
  protected Verdict call(boolean isPatient) {
    try {
      Answers.Sentiments told = told("/sentiment", isPatient, AnalysisSimulator.KEY);
      return told.of().isEmpty() ? Verdict.UNREADABLE : Verdict.USED;
    } catch (FailureException failed) {
      return Verdict.of(failed);
    }
  }

  private static Answers.Sentiments told(String path, boolean isPatient, String key) {
    HttpCaller caller = new HttpCaller(vertx, clock, new Random(7), new HttpCaller.Config("sentiment worker",
        sandbox.url("analysis"), isPatient ? Duration.ofSeconds(20) : Duration.ofMillis(400), 1, Duration.ofSeconds(1),
        Duration.ofSeconds(1), 1 << 20, 8, Duration.ofSeconds(30)));
    try {
      JsonNode answer = new HttpWorker(caller, "sentiment worker", path, key, Duration.ZERO, clock).ask(null, request(),
          Duration.ofSeconds(90));
      return Answers.sentiments(answer, Set.of(COMMENT));
    } finally {
      House.await(caller.close());
    }
  }

  private static ObjectNode request() {
    ObjectNode request = Json.MAPPER.createObjectNode().put("type", "sentiment");
    request.putArray("items").addObject().put("submissionId", COMMENT.toString()).put("text", "The lab starts late");
    return request;
  }

  @Test
  void anAnswerInRunPodsQueueIsAskedForUntilTheTimeIsOver() {
    assertEquals(1, told("/v2/sentiment/runsync", true, AnalysisSimulator.KEY).of().size());
    sandbox.fault("analysis", "queued path=runsync");
    assertEquals(1, told("/v2/sentiment/runsync", true, AnalysisSimulator.KEY).of().size(), "asked for by its id");
    sandbox.fault("analysis", "failed path=runsync");
    assertEquals(Failure.PROVIDER_FAILED, assertThrows(FailureException.class,
        () -> told("/v2/sentiment/runsync", true, AnalysisSimulator.KEY)).failure());
    sandbox.well("analysis");
  }

  @Override
  protected Map<String, Verdict> declared() {
    return Map.ofEntries(entry("status status=400", Verdict.REFUSED), entry("status status=401", Verdict.REFUSED),
        entry("status status=403", Verdict.REFUSED), entry("status status=429", Verdict.RETRY),
        entry("status status=500", Verdict.UNREACHABLE), entry("maintenance", Verdict.UNREACHABLE),
        entry("maintenance status=200", Verdict.UNREACHABLE), entry("redirect", Verdict.UNREACHABLE),
        entry("hang", Verdict.UNREACHABLE), entry("close", Verdict.UNREACHABLE), entry("lose", Verdict.UNREACHABLE),
        entry("expire", Verdict.REFUSED), entry("slow delayMs=50", Verdict.USED),
        entry("slow delayMs=5000", Verdict.UNREACHABLE), entry("slowBody delayMs=100", Verdict.USED),
        entry("slowBody delayMs=50000", Verdict.UNREACHABLE), entry("truncated", Verdict.UNREACHABLE),
        entry("contentType", Verdict.USED), entry("garbage", Verdict.UNREACHABLE), entry("huge", Verdict.UNREACHABLE),
        entry("others", Verdict.REFUSED), entry("half", Verdict.UNREADABLE), entry("nan", Verdict.UNREADABLE),
        entry("sum", Verdict.UNREADABLE), entry("failed", Verdict.UNREACHABLE), entry("shapeless", Verdict.REFUSED),
        entry("queued", Verdict.USED));
  }

  @Override
  protected Ask good(int n) {
    return ask(n, AnalysisSimulator.KEY);
  }

  @Override
  protected Ask wrong() {
    return ask(0, "rpa_somebody_elses");
  }

  private static Ask ask(int n, String key) {
    return new Ask("POST", "/sentiment", Map.of("content-type", "application/json", "authorization", "Bearer " + key),
        "{\"items\":[{\"submissionId\":\"" + n + "\",\"text\":\"" + "x".repeat(9_000) + n + "\"}]}");
  }
}
