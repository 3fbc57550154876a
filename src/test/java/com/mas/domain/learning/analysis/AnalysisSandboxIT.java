package com.mas.domain.learning.analysis;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.domain.learning.analysis.AnalysisContract.Pipeline;
import com.mas.outbound.HttpCaller;
import com.mas.sandbox.HttpSandboxConformance;
import com.mas.sandbox.analysis.AnalysisSimulator;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
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

  private static HttpCaller caller(boolean isPatient) {
    return new HttpCaller(vertx, clock, new Random(7), new HttpCaller.Config("sentiment worker",
        sandbox.url("analysis"), isPatient ? Duration.ofSeconds(20) : Duration.ofMillis(400), 1, Duration.ofSeconds(1),
        Duration.ofSeconds(1), 1 << 20, 8, Duration.ofSeconds(30)));
  }

  private static Answers.Sentiments told(String path, boolean isPatient, String key) {
    HttpCaller caller = caller(isPatient);
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
  void anAnswerInRunPodsQueueIsAskedForByItsId() {
    assertEquals(1, told("/v2/sentiment/runsync", true, AnalysisSimulator.KEY).of().size());
    sandbox.fault("analysis", "queued path=runsync");
    assertEquals(1, told("/v2/sentiment/runsync", true, AnalysisSimulator.KEY).of().size(), "asked for by its id");
    sandbox.fault("analysis", "failed path=runsync");
    assertEquals(Failure.PROVIDER_FAILED, assertThrows(FailureException.class,
        () -> told("/v2/sentiment/runsync", true, AnalysisSimulator.KEY)).failure());
    sandbox.well("analysis");
  }

  @Test
  void workThatStaysInTheQueueForEverFailsThePieceAfterThreeTries() {
    sandbox.faults("analysis", Sandbox.written("queued path=runsync"), Sandbox.written("queued path=status"));
    sandbox.ask("analysis", "DELETE", "requests", null);
    HttpCaller caller = caller(true);
    try (Lab lab = new Lab()) {
      lab.calm(40);
      Clock passing = new Passing(clock);
      lab.workers.put(Stage.SENTIMENT, request -> new HttpWorker(caller, "sentiment worker", "/v2/sentiment/runsync",
          AnalysisSimulator.KEY, Duration.ZERO, passing).ask(lab.product(), request, Stage.SENTIMENT.limit));
      Pipeline failed = lab.drained(lab.begun().id());
      assertEquals("FAILED The sentiment worker did not come to an end in 90 seconds.",
          failed.state().wire() + " " + failed.error());
      assertEquals(3, sandbox.calls("analysis", "runsync"));
      assertEquals(3 * 17, sandbox.calls("analysis", "status"), "every 5 seconds");
      assertEquals(0, lab.number(failed.id(), "mood IS NOT NULL"));
      assertEquals(List.of(), lab.jobs());
    } finally {
      House.await(caller.close());
      sandbox.well("analysis");
    }
  }

  /** Passes 5 seconds with each look at it, as the pause between two questions does. */
  private static final class Passing extends Clock {
    private final TurnableClock turned;

    Passing(TurnableClock turned) {
      this.turned = turned;
    }

    @Override
    public Instant instant() {
      turned.advance(Duration.ofSeconds(5));
      return turned.instant();
    }

    @Override
    public ZoneId getZone() {
      return turned.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void theVectorsOfManyCommentsAreTaken() {
    HttpCaller caller = caller(true);
    try {
      ObjectNode request = request();
      ArrayNode items = request.putArray("items");
      for (int i = 0; i < 1_000; i++) {
        ArrayNode vector = items.addObject().put("submissionId", COMMENT.toString()).put("text", "The projector fails")
            .putArray("embedding");
        for (int n = 0; n < Answers.DIMENSIONS; n++) {
          vector.add(0.0360844);
        }
      }
      JsonNode answer = new HttpWorker(caller, "topics worker", "/topic-model", AnalysisSimulator.KEY, Duration.ZERO,
          clock).ask(null, request, Duration.ofSeconds(90));
      assertEquals(1, Answers.topics(answer, Set.of(COMMENT)).of().size());
    } finally {
      House.await(caller.close());
    }
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
