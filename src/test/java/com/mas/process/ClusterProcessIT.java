package com.mas.process;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api.Reply;
import com.mas.process.ClusterScript.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes on one PostgreSQL and Redis. One cluster for all tests, so that they are ordered: the later ones kill. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterProcessIT {
  @TempDir
  private static Path data;
  private static ClusterScript cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = ClusterScript.start(3, data);
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @Test
  @Order(1)
  void everyNodeServesWithTheTokenOfAnyOther() throws IOException {
    String token = cluster.nodes().getFirst().api().admin();
    Reply made = cluster.nodes().getLast().api().post("/api/admin/batches", token,
        Map.of("code", "CLUSTER-1", "name", "Made on one, read on all", "startsOn", "2026-01-05"));
    assertEquals(201, made.status(), made::text);
    String path = "/api/admin/batches/" + made.data().path("id").asText();
    for (Node node : cluster.nodes()) {
      assertEquals(200, node.api().get("/health/ready", null).status(), node.name());
      assertEquals(200, node.api().get(path, token).status(), node.name());
    }
    eventually("all three have met", () -> cluster.out.toString().contains("Members {size:3"));
  }

  @Test
  @Order(8)
  void aKilledNodeIsMissedByNobody() throws IOException {
    List<Node> left = cluster.nodes().subList(0, 2);
    String token = left.getFirst().api().admin();
    cluster.nodes().getLast().kill();
    for (Node node : left) {
      assertEquals(200, node.api().get("/api/auth/me", token).status(), node.name());
    }
    eventually("it is told of", Duration.ofSeconds(30), () -> cluster.out.toString().contains("node3 ended with status 137"));
    eventually("two are left", Duration.ofSeconds(30), () -> cluster.out.lines().stream()
        .anyMatch(line -> line.startsWith("node1") && line.matches(".*Members \\{size:2, ver:[4-9].*")));
  }

  @Test
  @Order(9)
  void aKilledScriptLeavesNothingRunning() throws Exception {
    List<Long> children = cluster.children();
    cluster.process.destroyForcibly().waitFor();
    ServerProcess.assertGone(children);
  }

  @Test
  void aTakenPortIsNamedBeforeAnythingStarts(@TempDir Path folder) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        ClusterScript refused = ClusterScript.launch(1, folder, Map.of("BASE_PORT", Integer.toString(taken.getLocalPort())))) {
      assertEquals(1, refused.exitCode(), refused.out::toString);
      eventually("it says why", () -> refused.out.toString().contains("Port " + taken.getLocalPort() + " is taken"));
    }
  }

  @Test
  void anInterruptStopsAllOfIt(@TempDir Path folder) throws Exception {
    try (ClusterScript small = ClusterScript.start(1, folder)) {
      List<Long> children = small.children();
      new ProcessBuilder("kill", "-INT", Long.toString(small.process.pid())).inheritIO().start().waitFor();
      assertEquals(0, small.exitCode(), small.out::toString);
      ServerProcess.assertGone(children);
      assertTrue(small.out.toString().contains("READY"));
    }
  }
}
