package com.mas.realtime.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.testkit.Alone;
import com.mas.testkit.NodeJs;
import com.mas.testkit.RoundRobinProxy;
import com.mas.testkit.TestServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Nodes are killed, and one is told to go, while clients of all kinds listen to ten rooms: they come back and have
 * missed nothing. The long form is {@code mvn test -Dtest=SeatSurvivesNodeIT -Dkills=20 -Dsockets=200}.
 */
@Alone
class SeatSurvivesNodeIT {
  private static final int KILLS = Integer.getInteger("kills", 2);
  private static final int SOCKETS = Integer.getInteger("sockets", 60);
  private static final int GO_ON_MS = 3_500;
  private static final int STAYS = 2;
  private static final int SEATED_WITHIN_MS = 3_000;

  @Test
  void whoSatOnAKilledNodeIsBackInTheRoomWithEverythingInOrderOnce() throws Exception {
    List<Integer> times = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    try (TestCluster cluster = TestCluster.start(3, TestServers.redis().url());
        RoundRobinProxy proxy = RoundRobinProxy.start(cluster.nodes().stream().map(TestCluster.Node::port).toList())) {
      Process clients = NodeJs.start(Map.of(), "node", "survive.mjs", "http://127.0.0.1:" + proxy.port(),
          "http://127.0.0.1:" + cluster.nodes().get(STAYS).port(), String.valueOf(SOCKETS), String.valueOf(GO_ON_MS));
      try (BufferedReader out = clients.inputReader(StandardCharsets.UTF_8);
          PrintStream in = new PrintStream(clients.getOutputStream(), true, StandardCharsets.UTF_8)) {
        assertEquals("READY", out.readLine());
        for (int kill = 0; kill < KILLS; kill++) {
          cluster.nodes().get(kill % STAYS).kill();
          times.addAll(seats("killed", in, out, broken));
          cluster.restart(kill % STAYS);
        }
        cluster.nodes().getFirst().drain();
        seats("told to go", in, out, broken);
      } finally {
        clients.destroyForcibly();
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(times.size() > 0);
    Collections.sort(times);
    int p95 = times.get((times.size() - 1) * 95 / 100);
    System.out.println(KILLS + " kills, " + SOCKETS + " sockets: " + times.size() + " seats were taken again, p50 "
        + times.get(times.size() / 2) + " ms, p95 " + p95 + " ms");
    assertTrue(p95 <= SEATED_WITHIN_MS, "p95 " + p95 + " ms");
  }

  /** Milliseconds from the end of the node until its clients were back, or those that were disturbed by it. */
  private static List<Integer> seats(String what, PrintStream in, BufferedReader out, List<String> broken)
      throws IOException {
    in.println(System.currentTimeMillis());
    String line = out.readLine();
    System.out.println("a node was " + what + ": " + line);
    JsonNode seen = Json.read(line, JsonNode.class);
    if (seen.path("offline").asInt() + seen.path("strangers").asInt() + seen.path("wrong").asInt() > 0) {
      broken.add(line);
    }
    List<Integer> times = new ArrayList<>();
    seen.path("times").forEach(time -> times.add(time.asInt()));
    return times;
  }
}
