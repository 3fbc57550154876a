package com.mas.realtime.socketio;

import com.mas.boot.ClusterNode;
import com.mas.realtime.engineio.EngineConfig;
import com.mas.redis.RedisLink;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Nodes of one cluster, each a process of its own, with one Redis. */
final class TestCluster implements AutoCloseable {
  private static final String LISTENING = "listening on ";

  /** One node. */
  record Node(Process process, int port) {
    void kill() {
      process.destroyForcibly(); // as kill -9 does
    }

    /** SIGTERM. */
    void drain() {
      process.toHandle().destroy(); // the process's own method closes its input too, which ends it at once
    }
  }

  private final List<String> members;
  private final String redisUrl;
  private final List<Node> nodes = new ArrayList<>();

  private TestCluster(List<String> members, String redisUrl) {
    this.members = members;
    this.redisUrl = redisUrl;
  }

  static TestCluster start(int count, String redisUrl) throws IOException {
    List<String> members = ClusterNode.members(count);
    TestCluster cluster = new TestCluster(members, redisUrl);
    for (String member : members) {
      cluster.nodes.add(cluster.node(member, 0));
    }
    return cluster;
  }

  /** Starts again at its ports, after a kill. */
  void restart(int index) throws IOException {
    nodes.set(index, node(members.get(index), nodes.get(index).port));
  }

  private Node node(String member, int port) throws IOException {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
        "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
        "-cp", System.getProperty("java.class.path"), TestCluster.class.getName(), member,
        String.join(",", members), redisUrl, String.valueOf(port))
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new Node(process, port(process));
  }

  private static int port(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(LISTENING)) {
        Thread.ofVirtual().start(() -> out.lines().forEach(rest -> {})); // or its pipe fills up
        return Integer.parseInt(line.substring(LISTENING.length()));
      }
    }
    throw new IOException("the node did not start");
  }

  List<Node> nodes() {
    return nodes;
  }

  @Override
  public void close() {
    nodes.forEach(Node::kill);
  }

  /** Arguments: this node's address in the cluster, all members, Redis, the port for clients or 0. */
  public static void main(String[] arguments) throws Exception {
    Thread.ofPlatform().daemon().start(() -> { // gone with whoever started it
      try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
        in.readLine();
      } catch (IOException closed) {
        Runtime.getRuntime().halt(1);
      }
      Runtime.getRuntime().halt(0);
    });
    Vertx vertx = ClusterNode.join(arguments[0], List.of(arguments[1].split(",")));
    RedisLink redis = RedisLink.connect(vertx, arguments[2]);
    redis.ready(5_000).await(6, TimeUnit.SECONDS);
    SocketServer server = Fixtures.load(Fixtures.own(new SocketServer(vertx,
        EngineConfig.of("cluster", (origin, host) -> true).limits(1_000_000, 4 << 20, 0),
        SocketConfig.DEFAULT.recovery(SocketConfig.RECOVERY_MS), Clock.systemUTC(), redis)));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> { // in the order of the product's
      server.drain();
      server.close();
      vertx.close().await();
    }));
    System.out.println(LISTENING + TestNode.listen(vertx, server, Integer.parseInt(arguments[3])));
  }
}
