package com.mas.realtime.socketio;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.realtime.engineio.EngineConfig;
import com.mas.testkit.NodeJs;
import com.mas.testkit.RoundRobinProxy;
import com.mas.testkit.TestServers;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code socket.io-client} as it is on npm: polling only, WebSocket only, with upgrade; one node, and three. */
class JavaScriptClientIT {
  private static final int SECONDS = 150;

  @Test
  void oneNodeDoesWhatTheClientExpects() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (SocketServer server = Fixtures.own(new SocketServer(vertx, EngineConfig.of("own", (origin, host) -> true),
        SocketConfig.DEFAULT.recovery(SocketConfig.RECOVERY_MS), Clock.systemUTC(), null))) {
      clients(TestNode.listen(vertx, server, 0));
    } finally {
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void threeNodesBehindAProxyThatGoesRoundDoTheSame() throws Exception {
    try (TestCluster cluster = TestCluster.start(3, TestServers.redis().url());
        RoundRobinProxy proxy = RoundRobinProxy.start(cluster.nodes().stream().map(TestCluster.Node::port).toList())) {
      clients(proxy.port());
    }
  }

  private static void clients(int port) throws Exception {
    String report = NodeJs.run(SECONDS, Map.of("URL", "http://127.0.0.1:" + port), "npx", "mocha", "--timeout", "15000",
        "--exit", "client.test.mjs");
    assertTrue(report.contains("passing") && !report.contains("pending"), () -> report);
    List.of("polling only", "WebSocket only", "with upgrade")
        .forEach(kind -> assertTrue(report.contains(kind), report));
  }
}
