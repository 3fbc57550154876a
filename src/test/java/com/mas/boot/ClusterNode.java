package com.mas.boot;

import com.mas.testkit.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.stream.IntStream;

/** Nodes that join a cluster as the product does, for tests of one part of it alone. */
public final class ClusterNode {
  private static final String HOST = "127.0.0.1";
  private static final int EVENT_LOOPS = 2;

  private ClusterNode() {}

  /** Returns addresses for the members of a cluster; no other cluster of this JVM has them. */
  public static List<String> members(int count) {
    int first = Ports.free(count);
    return IntStream.range(first, first + count).mapToObj(port -> HOST + ":" + port).toList();
  }

  /**
   * Starts a node and returns when it is ready.
   *
   * @param member one of the members
   */
  public static Vertx join(String member, List<String> members) throws InterruptedException {
    ClusterSetup node = start(member, members);
    node.settle();
    return node.vertx();
  }

  /** Other members are another cluster, which this one does not meet. */
  static ClusterSetup start(String member, List<String> members) {
    int port = Integer.parseInt(member.substring(member.indexOf(':') + 1));
    return ClusterSetup.start(new Settings.Cluster(true, HOST, port, members, members.getFirst()),
        new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setPreferNativeTransport(true), null);
  }
}
