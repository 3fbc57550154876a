package com.mas.process.faults;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import com.mas.testkit.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that no packet reaches any more, and that is reached again. Not part of every run, since networks must be
 * made: {@code scripts/prove split} does, and names them by {@code -Dsplit}: namespaces {@code NAME1} to {@code NAME3}
 * with the addresses 10.77.0.11 to .13, at {@code NAMEv1} to {@code NAMEv3} of the bridge {@code NAME} with 10.77.0.1.
 */
class SplitClusterFaults {
  private static final String NET = "10.77.0.";
  private static final int CLUSTER_PORT = 5701;
  private static final int PORT = 8000;
  private static final int JOBS = 2_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  /** All but education, which the others must be asked for. */
  private static final String OTHERS = "platform,tenant,identity,model,gamification,standing,dailycards,portal,risk,"
      + "notification,reminder,graphy,sync,mentoring,meeting,terminal,student,runs,jobs,http";

  private final String name = Objects.requireNonNull(System.getProperty("split"), "run scripts/prove split");
  private final List<ServerProcess> nodes = new ArrayList<>();
  @TempDir private Path folder;

  @Test
  void aNodeThatWasCutOffIsPartOfTheClusterAgainAndTheBusDelivers() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        Sql sql = new Sql(database.url());
        SlowLink postgres = SlowLink.to(TestServers.postgres().port(), NET + "1");
        SlowLink redis = SlowLink.to(TestServers.redis().port(), NET + "1")) {
      URI url = URI.create(database.url());
      Map<String, String> stores = Map.of(
          "DATABASE_URL", "postgresql://" + url.getUserInfo() + "@" + NET + "1:" + postgres.port() + url.getPath(),
          "REDIS_URL", "redis://" + URI.create(TestServers.redis().url()).getUserInfo() + "@" + NET + "1:"
              + redis.port());
      for (int i = 1; i <= 3; i++) {
        nodes.add(node(i, stores));
        nodes.getLast().awaitReady();
      }
      String token = nodes.getFirst().api().admin();
      eventually("all have met", PATIENCE, () -> members(0).contains("size:3"));
      assertAnswers(token);

      ip("link", "set", name + "v3", "nomaster");
      Storm storm = Storm.store(sql, JOBS, 0, Duration.ofSeconds(1));
      eventually("it is given up", PATIENCE, () -> members(0).contains("size:2"));
      storm.await(0, PATIENCE);
      assertEquals(JOBS, storm.granted());
      assertEquals(0, storm.dead());

      ip("link", "set", name + "v3", "master", name);
      long healed = System.nanoTime();
      eventually("it is one of three again", PATIENCE, () -> members(0).contains("size:3"));
      System.out.printf("healed: one of three again after %.1f s%n", (System.nanoTime() - healed) / 1e9);
      eventually("it is ready", PATIENCE, () -> nodes.getLast().api().get("/health/ready", null).status() == 200);
      eventually("it reaches what only others answer", PATIENCE,
          () -> nodes.getLast().api().get("/api/admin/batches", token).status() == 200);
      System.out.printf("healed: the bus delivers again after %.1f s%n", (System.nanoTime() - healed) / 1e9);
      eventually("nobody believes in ghosts", PATIENCE, () -> isClean(token));
      System.out.printf("healed: no ghosts after %.1f s%n", (System.nanoTime() - healed) / 1e9);
      assertAnswers(token);
      Storm after = Storm.store(sql, JOBS, 0, Duration.ofSeconds(1));
      after.await(0, PATIENCE);
      assertEquals(JOBS, after.granted());
      assertEquals(0, after.unbalanced());
    } finally {
      for (ServerProcess node : nodes) {
        node.close();
      }
    }
  }

  private ServerProcess node(int i, Map<String, String> stores) throws IOException {
    Map<String, String> settings = new HashMap<>(stores);
    settings.putAll(Map.of("CLUSTER", "true", "CLUSTER_HOST", NET + "1" + i, "CLUSTER_PORT", "" + CLUSTER_PORT,
        "CLUSTER_MEMBERS", NET + "11:5701," + NET + "12:5701," + NET + "13:5701", "HOST", NET + "1" + i,
        "PORT", "" + PORT, "ROLES", i == 3 ? OTHERS : "all", "JWT_SECRET", TestTokens.SECRET, "RATE_LIMITS", "false",
        "ACCESS_LOG", "false"));
    return ServerProcess.launch(folder.resolve("node" + i), settings, List.of("ip", "netns", "exec", name + i));
  }

  /** Through the node that has to ask the others. */
  private void assertAnswers(String token) throws IOException {
    for (int i = 0; i < 50; i++) {
      Reply reply = nodes.getLast().api().get("/api/admin/batches", token);
      assertEquals(200, reply.status(), reply::text);
    }
  }

  /** Each of the three tells of two others that it reaches and that answer all that the map says. */
  private boolean isClean(String token) throws IOException {
    JsonNode up = nodes.getFirst().api().get("/api/admin/nodes", token).data();
    int clean = 0;
    for (JsonNode node : up) {
      JsonNode peers = node.at("/report/bus/peers");
      boolean good = node.path("up").asBoolean() && peers.size() == 2;
      for (JsonNode peer : peers) {
        good &= peer.path("trouble").isMissingNode() && peer.path("stale").isEmpty();
      }
      clean += good ? 1 : 0;
    }
    return clean == 3;
  }

  private String members(int node) {
    return nodes.get(node).out.lines().stream().filter(line -> line.contains("Members {")).reduce((a, b) -> b)
        .orElse("");
  }

  private static void ip(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }
}
