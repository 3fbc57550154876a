package com.mas.realtime.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.testkit.NodeJs;
import com.mas.testkit.RoundRobinProxy;
import com.mas.testkit.TestServers;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A node is killed while 60 clients of all kinds listen to ten rooms: they come back and have missed nothing. Run by
 * hand, {@code mvn test -Dtest=SeatSurvivesNode}: recovery does not hold this yet, since some polling clients come back
 * without what they missed, and seats take up to 5 s.
 */
class SeatSurvivesNode {
  private static final int CLIENTS = 60;
  private static final int GO_ON_MS = 4_000;

  @Test
  void whoSatOnAKilledNodeIsBackInTheRoomWithEverythingInOrderOnce() throws Exception {
    try (TestCluster cluster = TestCluster.start(3, TestServers.redis().url());
        RoundRobinProxy proxy = RoundRobinProxy.start(cluster.nodes().stream().map(TestCluster.Node::port).toList())) {
      Process clients = NodeJs.start(Map.of(), "node", "survive.mjs", "http://127.0.0.1:" + proxy.port(),
          "http://127.0.0.1:" + cluster.nodes().get(2).port(), String.valueOf(CLIENTS), String.valueOf(GO_ON_MS));
      try (BufferedReader out = clients.inputReader(StandardCharsets.UTF_8);
          PrintStream in = new PrintStream(clients.getOutputStream(), true, StandardCharsets.UTF_8)) {
        String line = out.readLine();
        while (line != null && !line.equals("READY")) {
          line = out.readLine();
        }
        cluster.nodes().getFirst().kill();
        in.println(System.currentTimeMillis());
        String last = out.readLine();
        assertTrue(clients.waitFor(60, TimeUnit.SECONDS));
        System.out.println("seats after a kill: " + last);
        JsonNode seen = Json.read(last, JsonNode.class);
        assertEquals(0, seen.path("offline").asInt(), last);
        assertEquals(0, seen.path("strangers").asInt(), last);
        assertEquals(0, seen.path("wrong").asInt(), last);
        assertTrue(seen.path("restored").asInt() > 0, last);
      } finally {
        clients.destroyForcibly();
      }
    }
  }
}
