package com.mas.process.cluster;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.ClusterScript;
import com.mas.process.ClusterScript.Node;
import com.mas.process.SharedShell;
import com.mas.process.WatchingClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host on one node, viewers on another; nodes are killed below both. */
class TerminalClusterProcessIT {
  private static final Duration BACK = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path data;

  @Test
  void aSessionGoesOnOverNodesAndSurvivesTheirDeath() throws Exception {
    try (ClusterScript cluster = ClusterScript.start(3, data)) {
      List<Node> nodes = cluster.nodes();
      eventually("all three have met", PATIENCE, () -> cluster.out.toString().contains("Members {size:3"));
      String servers = nodes.stream().map(node -> node.api().base()).collect(Collectors.joining(","));
      try (SharedShell shell = new SharedShell(servers, Api.ADMIN, Api.PASSWORD);
          WatchingClient far = new WatchingClient(nodes.get(1).api().base(), shell.page());
          WatchingClient moving = new WatchingClient(nodes.get(2).api().base(), shell.page())) {
        shell.enter("printf '\\033[31mone\\n'; echo $((100 + 1))");
        far.sees("101", PATIENCE);
        moving.sees("101", PATIENCE);
        shell.says("2 watch");
        shell.enter("g 1");
        eventually("one of them types over the cluster", PATIENCE, () -> {
          far.type("echo far-$((200 + 2))\r");
          moving.type("echo far-$((200 + 2))\r");
          return far.text().contains("far-202");
        });
        shell.enter("for i in $(seq 1 2000); do echo line-$i; done; echo done-$((300 + 3))");
        far.sees("done-303", PATIENCE);
        moving.sees("done-303", PATIENCE);
        assertTrue(far.text().contains("line-2000\ndone-303"), far::text);
        seeTheSame(far, moving);

        // the host's node dies: the host is back on the next one, the viewers stay where they are
        long killed = System.nanoTime();
        kill(nodes.get(0));
        eventually("the host has come back", PATIENCE,
            () -> shell.out.lines().stream().filter("connected"::equals).count() > 1);
        shell.enter("echo after-$((400 + 4))");
        far.sees("after-404", PATIENCE);
        moving.sees("after-404", PATIENCE);
        Duration away = Duration.ofNanos(System.nanoTime() - killed);
        seeTheSame(far, moving);

        // a viewer's node dies: it goes to another and has the screen
        kill(nodes.get(2));
        eventually("the viewer notices", PATIENCE, moving::isClosed);
        long lost = System.nanoTime();
        moving.connect(nodes.get(1).api().base());
        moving.sees("after-404", PATIENCE);
        Duration gone = Duration.ofNanos(System.nanoTime() - lost);
        seeTheSame(far, moving);
        System.out.println("host's node killed: all back after " + away.toMillis() + " ms; viewer's: "
            + gone.toMillis() + " ms");
        assertTrue(away.compareTo(BACK) < 0, "back after " + away);
        assertTrue(gone.compareTo(BACK) < 0, "back after " + gone);
      }
    }
  }

  private static void kill(Node node) {
    ProcessHandle.of(node.pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Waits, since what was typed until the host allowed it is still echoed, to one viewer before the other. */
  private static void seeTheSame(WatchingClient one, WatchingClient other) {
    eventually("both see the same", PATIENCE, () -> one.text().equals(other.text()));
  }
}
