package com.mas.domain.learning.analysis;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bridge.BridgeKeys;
import com.mas.bridge.BridgeKeys.Key;
import com.mas.bridge.BridgeVerticle;
import com.mas.domain.learning.analysis.AnalysisContract.ListTopics;
import com.mas.domain.learning.analysis.AnalysisContract.Pipeline;
import com.mas.domain.learning.analysis.AnalysisContract.PipelineState;
import com.mas.outbound.HttpCaller;
import io.vertx.core.net.NetSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The mock workers of {@code scripts/examples}, in their own languages, behind whole pipelines. */
class AnalysisExamplesIT {
  private static final Path EXAMPLES = Path.of("scripts", "examples").toAbsolutePath();
  private static final String KEY = "a key that only the test knows";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Map<Stage, String> ADDRESSES = Map.of(Stage.SENTIMENT, "workers.sentiment", Stage.EMBEDDING,
      "workers.embedding", Stage.TOPICS, "workers.topics", Stage.RECOMMENDATIONS, "workers.recommendations");
  private static final Map<Stage, String> PATHS = Map.of(Stage.SENTIMENT, "/sentiment", Stage.EMBEDDING,
      "/embeddings/runsync", Stage.TOPICS, "/topic-model", Stage.RECOMMENDATIONS, "/recommendations/runsync");

  @AutoClose private final Lab lab = new Lab();

  @Test
  void theWorkerInPythonAnalysesAtTheBridge() throws Exception {
    String sha = HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(KEY.getBytes(StandardCharsets.UTF_8)));
    BridgeVerticle bridge = new BridgeVerticle(lab.bus, Map.of(), new BridgeVerticle.Config("127.0.0.1", 0,
        new BridgeKeys(List.of(new Key("analysis", sha, null, Set.of(), Set.copyOf(ADDRESSES.values())))),
        NetSocket::close));
    Lab.await(lab.vertx.deployVerticle(bridge));
    Process python = start(Map.of("BRIDGE", "127.0.0.1:" + bridge.port(), "BRIDGE_KEY", KEY), "python3",
        "analysis-worker.py");
    try {
      assertEquals("ready", line(python));
      eventually("it is registered", () -> ADDRESSES.values().stream().allMatch(lab.bus::isAnsweredHere));
      ADDRESSES.forEach((stage, address) -> put(stage, new BusWorker(lab.bus, address)));
      assertCompletes();
    } finally {
      python.destroyForcibly().waitFor();
    }
  }

  @Test
  void theWorkerInNodeAnalysesOverHttpAndInRunPodsEnvelope() throws Exception {
    Process node = start(Map.of("WORKER_KEY", KEY, "PORT", "0"), "node", "analysis-worker.mjs");
    try {
      String base = "http://127.0.0.1:" + line(node).replaceFirst("ready on port ", "");
      PATHS.forEach((stage, path) -> put(stage, new HttpWorker(new HttpCaller(lab.vertx, lab.clock, new Random(7),
          AnalysisModule.caller(stage, base)), AnalysisModule.name(stage), path, KEY, Duration.ZERO, lab.clock)));
      assertCompletes();
    } finally {
      node.destroyForcibly().waitFor();
    }
  }

  /** Puts a worker of the outside in the place of the house's own. */
  private void put(Stage stage, Worker worker) {
    UnaryOperator<JsonNode> asking = request -> worker.ask(lab.product(), request, LIMIT);
    lab.workers.put(stage, asking);
  }

  private void assertCompletes() {
    lab.fill(60);
    Pipeline done = lab.drained(lab.begun().id());
    assertEquals(PipelineState.COMPLETED, done.state(), done.error());
    assertEquals(60, done.moods().positive() + done.moods().neutral() + done.moods().negative());
    assertTrue(done.moods().negative() >= 20, () -> done.moods().toString());
    assertTrue(lab.ask(AnalysisContract.TOPICS, new ListTopics(done.id(), null, null)).total() > 0);
    assertEquals(4, lab.number("SELECT count(*) FROM analysis.recommendations WHERE pipeline_id = ?", done.id()));
  }

  private static Process start(Map<String, String> environment, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command[0], EXAMPLES.resolve(command[1]).toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String line(Process process) throws IOException {
    return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
  }
}
