package com.mas.domain.ai.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.ai.model.ModelContract.Complete;
import com.mas.domain.ai.model.ModelContract.Completion;
import com.mas.module.Parts;
import com.mas.module.SettingsReader;
import com.mas.sandbox.model.ModelSimulator;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestInstallation;
import com.mas.testkit.TurnableClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A whole answer, or a failure that says why there is none. */
class ModelIT {
  private static final Complete ASK =
      new Complete("test", "Answer with JSON.", "activity: away for 3 days", 100, 0.2, true);

  private static final Vertx vertx = Vertx.vertx();
  private static final TurnableClock clock = TurnableClock.at("2026-03-10T12:00:00Z");
  private static final Bus bus = new Bus(vertx, clock);
  private static final Sandbox sandbox = new Sandbox(vertx, clock);

  @BeforeEach
  void well() {
    sandbox.reset("llm");
  }

  @AfterAll
  static void close() {
    House.await(vertx.close());
  }

  @Test
  void answersWithTheTextAndWhatItCost() {
    Completion answer = ask(ModelSimulator.KEY, ASK);
    assertEquals(new Completion("{\"reason\":\"What stands out is away for 3 days.\"}", "llama-3.3-70b-versatile", 90,
        20), answer);
  }

  @Test
  void withoutAKeyNothingIsAsked() {
    assertEquals(Failure.NOT_CONFIGURED, refused("", ASK));
    assertEquals(Failure.PROVIDER_UNAUTHENTICATED, refused("of somebody else", ASK));
  }

  @Test
  void aPromptAndAnAnswerAreBounded() {
    assertEquals(Failure.INVALID, refused(ModelSimulator.KEY,
        new Complete("test", "x".repeat(ModelContract.MAX_PROMPT), "y", 100, null, false)));
    assertEquals(Failure.INVALID, refused(ModelSimulator.KEY,
        new Complete("test", "x", "y", ModelContract.MAX_TOKENS + 1, null, false)));
  }

  private static Failure refused(String key, Complete ask) {
    return assertThrows(FailureException.class, () -> ask(key, ask)).failure();
  }

  /** Uses a verticle and a circuit of its own each time. */
  private static Completion ask(String key, Complete ask) {
    String id = House.await(vertx.deployVerticle(new ModelModule().plan(SettingsReader.of(
        Path.of("conf/application.yaml"),
        Map.of("GROQ_BASE_URL", sandbox.url("llm"), "GROQ_API_KEY", key)))
        .verticle(new Parts(vertx, bus, null, null, TestInstallation.PLAIN, Map.of()), new Capacity("model", 1, 100)),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    try {
      return House.await(bus.send(bus.systemCall(null, Duration.ofSeconds(20)), ModelContract.COMPLETE, ask));
    } finally {
      House.await(vertx.undeploy(id));
    }
  }
}
