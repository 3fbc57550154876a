package com.mas.process;

import static com.mas.testkit.Eventually.eventually;

import com.mas.testkit.Ports;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestTokens;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Nodes of one cluster, each a process of its own that keeps its ports, so that it can be killed, frozen and started
 * again. The providers live in this process, where no fault of a node reaches them, and count what they were asked.
 */
public final class Fleet implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Sandbox sandbox;
  private final Path folder;
  private final Map<String, String> settings = new HashMap<>();
  private final List<String> roles;
  private final int count;
  private final int ports;
  private final int clusterPorts;
  private final Map<Integer, ServerProcess> nodes = new HashMap<>();

  private Fleet(List<String> roles, Path folder, Map<String, String> stores) throws Exception {
    this.folder = folder;
    this.roles = roles;
    this.count = roles.size();
    sandbox = new Sandbox(vertx, Clock.systemUTC());
    ports = Ports.free(count);
    clusterPorts = Ports.free(count);
    settings.putAll(Map.of("CLUSTER", "true", "RATE_LIMITS", "false", "SANDBOX", "false", "UNREADY_SECONDS", "2",
        "ACCESS_LOG", "false", "QUIET_HOURS", "none", "JWT_SECRET", TestTokens.SECRET));
    settings.put("EVENT_LOOPS", "2"); // also where there are two cores: what is handed over between loops is tried, too
    settings.putAll(sandbox.settings("graphy", "mail"));
    settings.put("CLUSTER_MEMBERS", IntStream.range(0, count).mapToObj(i -> "127.0.0.1:" + (clusterPorts + i))
        .collect(Collectors.joining(",")));
    settings.putAll(stores);
  }

  /** @param stores DATABASE_URL and REDIS_URL, and what else the nodes shall be told */
  public static Fleet start(int count, Path folder, Map<String, String> stores) throws Exception {
    return start(Collections.nCopies(count, "all"), folder, stores);
  }

  /** Starts as {@link #start(int, Path, Map)} does, with the setting {@code ROLES} of each node. */
  public static Fleet start(List<String> roles, Path folder, Map<String, String> stores) throws Exception {
    Fleet fleet = new Fleet(roles, folder, stores);
    try {
      fleet.launch(0);
      fleet.node(0).awaitReady(); // the others then find a cluster to join
      for (int i = 1; i < fleet.count; i++) {
        fleet.launch(i);
      }
      for (int i = 1; i < fleet.count; i++) {
        fleet.node(i).awaitReady();
      }
      return fleet;
    } catch (Throwable e) {
      fleet.close();
      throw e;
    }
  }

  /** Starts it, or starts it again, and does not wait for it. */
  public void launch(int i) throws IOException {
    Map<String, String> own = new HashMap<>(settings);
    own.put("ROLES", roles.get(i));
    own.put("PORT", Integer.toString(ports + i));
    own.put("CLUSTER_PORT", Integer.toString(clusterPorts + i));
    nodes.put(i, ServerProcess.launch(folder.resolve("node" + i), own));
  }

  public ServerProcess node(int i) {
    return nodes.get(i);
  }

  /** Returns the address of a node that is or will be up. */
  public Api api(int i) {
    return new Api("http://127.0.0.1:" + port(i));
  }

  public int port(int i) {
    return ports + i;
  }

  public List<Integer> ports() {
    return IntStream.range(0, count).mapToObj(this::port).toList();
  }

  /** Returns what the mail server has taken: {@code received}, {@code recipients}, {@code mostPerRecipient}. */
  public long mails(String what) throws IOException {
    return sandbox.ask("mail", "GET", "counts", null).getLong(what);
  }

  public void freeze(int i) throws Exception {
    signal("STOP", i);
  }

  public void thaw(int i) throws Exception {
    signal("CONT", i);
  }

  private void signal(String name, int i) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(node(i).pid())).inheritIO().start().waitFor();
  }

  @Override
  public void close() throws IOException {
    for (ServerProcess node : new ArrayList<>(nodes.values())) {
      node.close();
    }
    List<Long> gone = nodes.values().stream().map(ServerProcess::pid).toList();
    eventually("all nodes are gone", () -> gone.stream().noneMatch(ServerProcess::lives));
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(1, TimeUnit.MINUTES).join();
  }
}
