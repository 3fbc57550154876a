package com.mas.process.contract;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.boot.Modules;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.sandbox.SandboxVerticle;
import com.mas.sandbox.graphy.GraphySimulator;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A full sync with reports, one request at a time and without pauses, by a whole server; {@code -Dlearners=20000} for
 * the size of the issue. What lives on the server's heap must not grow with the learners that were read.
 */
class FullSyncProcessIT {
  private static final int LEARNERS = Integer.getInteger("learners", 2_000);
  private static final String COURSE = "large";
  private static final Duration PATIENCE = Duration.ofMinutes(7);
  /** Live at the most above what was live when a tenth was done: buffers and caches, not learners. */
  private static final long SLACK_KB = 24 << 10;
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  @TempDir private Path data;

  @Test
  void aFullSyncBalancesAndTheServersHeapStaysFlat() throws Exception {
    Vertx vertx = Vertx.vertx();
    SandboxVerticle sandbox = new SandboxVerticle("127.0.0.1", 0, Clock.systemUTC(), Modules.SIMULATORS);
    vertx.deployVerticle(sandbox).toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    String graphy = "http://127.0.0.1:" + sandbox.port() + "/graphy";
    Reply scaled = new Api(graphy + "/sandbox/").ask("PUT", "scale", null,
        "{\"courseId\":\"" + COURSE + "\",\"learners\":" + LEARNERS + "}");
    assertEquals(200, scaled.status(), scaled::text);
    try (TestDatabase database = TestDatabase.create();
        ServerProcess server = ServerProcess.start(data,
            Map.of("DATABASE_URL", database.url(), "REDIS_URL", TestServers.redis().url(), "RATE_LIMITS", "false",
                "SANDBOX", "false", "GRAPHY_BASE_URL", graphy))) {
      String token = server.api().admin();
      assertEquals(200, server.api().post("/api/graphy/auth/login", token, Map.of("email",
          GraphySimulator.EMAIL, "password", GraphySimulator.PASSWORD)).status());
      Reply inWords = server.api().post("/api/graphy/sync/configs", token, Map.of("graphyCourseId", COURSE,
          "intervalHours", "daily"));
      assertEquals(400, inWords.status(), inWords::text);
      assertEquals("/intervalHours", inWords.json().path("errors").path(0).path("path").textValue(), inWords::text);
      Reply made = server.api().post("/api/graphy/sync/configs", token, Map.of("graphyCourseId", COURSE));
      assertEquals(201, made.status(), made::text);
      String path = "/api/graphy/sync/runs/" + made.data().path("runId").textValue();
      List<Long> live = new ArrayList<>();
      eventually("the run ends", PATIENCE, () -> {
        JsonNode run = server.api().get(path, token).data();
        if (run.path("percent").asDouble() >= 10 * (live.size() + 1)) {
          live.add(liveKilobytes(server.pid()));
        }
        return !run.path("status").textValue().equals("running");
      });
      JsonNode run = server.api().get(path, token).data();
      assertEquals("success", run.path("status").textValue(), run::toString);
      assertEquals(LEARNERS, run.path("learnersFetched").asInt());
      assertEquals(LEARNERS, run.path("learnersNew").asInt());
      assertEquals(LEARNERS, run.path("reportsFetched").asInt());
      System.out.println("full sync of " + LEARNERS + " learners with reports: " + run.path("durationMs")
          + " ms; live heap in KB at each tenth: " + live);
      assertTrue(Collections.max(live) - live.getFirst() < SLACK_KB, () -> "the heap grew: " + live);
      assertEquals(0, server.stop());
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }
  }

  /**
   * Returns the size of reachable objects, counted while the server stands still, so that it does not include what is
   * allocated meanwhile.
   */
  private static long liveKilobytes(long pid) throws IOException {
    String histogram = jcmd(pid, "GC.class_histogram");
    Matcher total = TOTAL.matcher(histogram);
    assertTrue(total.find(), histogram);
    return Long.parseLong(total.group(1)) >> 10;
  }

  private static String jcmd(long pid, String command) throws IOException {
    Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
        Long.toString(pid), command).redirectErrorStream(true).start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertEquals(0, jcmd.waitFor(), said);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return said;
  }
}
