package com.mas.domain.ai.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.ai.model.ModelContract.Complete;
import com.mas.domain.ai.model.ModelContract.Completion;
import com.mas.module.Parts;
import com.mas.module.SettingsReader;
import com.mas.sandbox.SandboxVerticle;
import com.mas.testkit.TestInstallation;
import com.mas.testkit.TurnableClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole answer, or a failure that says why there is none. */
class ModelIT {
  private static final Complete ASK =
      new Complete("test", "Answer with JSON.", "activity: away for 3 days", 100, 0.2, true);

  private static final Vertx vertx = Vertx.vertx();
  private static final TurnableClock clock = TurnableClock.at("2026-03-10T12:00:00Z");
  private static final Bus bus = new Bus(vertx, clock);
  private static final SandboxVerticle sandbox = new SandboxVerticle("127.0.0.1", 0, clock);

  @BeforeAll
  static void open() {
    await(vertx.deployVerticle(sandbox));
  }

  @AfterAll
  static void close() {
    await(vertx.close());
  }

  @Test
  void answersWithTheTextAndWhatItCost() throws Exception {
    fault("{\"kind\":\"none\"}");
    Completion answer = ask(SandboxVerticle.LLM_KEY, ASK);
    assertEquals(new Completion("{\"reason\":\"What stands out is away for 3 days.\"}", "llama-3.3-70b-versatile", 90,
        20), answer);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "PROVIDER_FAILED | {\"kind\":\"status\",\"status\":500}",
      "PROVIDER_FAILED | {\"kind\":\"status\",\"status\":400}",
      "PROVIDER_UNAUTHENTICATED | {\"kind\":\"status\",\"status\":403}",
      "TOO_MANY_REQUESTS | {\"kind\":\"status\",\"status\":429}",
      "PROVIDER_FAILED | {\"kind\":\"close\"}",
      "PROVIDER_FAILED | {\"kind\":\"cut\"}"})
  void saysWhyThereIsNoAnswer(Failure expected, String fault) throws Exception {
    fault(fault);
    assertEquals(expected, refused(SandboxVerticle.LLM_KEY, ASK));
  }

  @Test
  void withoutAKeyNothingIsAsked() throws Exception {
    fault("{\"kind\":\"none\"}");
    assertEquals(Failure.NOT_CONFIGURED, refused("", ASK));
    assertEquals(Failure.PROVIDER_UNAUTHENTICATED, refused("of somebody else", ASK));
  }

  @Test
  void aPromptAndAnAnswerAreBounded() {
    assertEquals(Failure.INVALID, refused(SandboxVerticle.LLM_KEY,
        new Complete("test", "x".repeat(ModelContract.MAX_PROMPT), "y", 100, null, false)));
    assertEquals(Failure.INVALID, refused(SandboxVerticle.LLM_KEY,
        new Complete("test", "x", "y", ModelContract.MAX_TOKENS + 1, null, false)));
  }

  private static Failure refused(String key, Complete ask) {
    CompletionException failed = assertThrows(CompletionException.class, () -> ask(key, ask));
    return assertInstanceOf(FailureException.class, failed.getCause()).failure();
  }

  /** Uses a verticle and a circuit of its own each time. */
  private static Completion ask(String key, Complete ask) {
    String id = await(vertx.deployVerticle(new ModelModule().plan(SettingsReader.of(Path.of("conf/application.yaml"),
        Map.of("GROQ_BASE_URL", base(), "GROQ_API_KEY", key)))
        .verticle(new Parts(vertx, bus, null, null, TestInstallation.PLAIN, Map.of()), new Capacity("model", 1, 100)),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    try {
      return await(bus.send(bus.systemCall(null, Duration.ofSeconds(20)), ModelContract.COMPLETE, ask));
    } finally {
      await(vertx.undeploy(id));
    }
  }

  private static void fault(String fault) throws Exception {
    assertEquals(200, HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(base() + "/_sandbox/faults"))
        .header("content-type", "application/json").PUT(HttpRequest.BodyPublishers.ofString("[" + fault + "]"))
        .build(), BodyHandlers.ofString()).statusCode());
  }

  private static String base() {
    return "http://127.0.0.1:" + sandbox.port() + "/llm";
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
