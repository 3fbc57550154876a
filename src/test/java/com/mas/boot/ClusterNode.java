package com.mas.boot;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;

/** Joins a cluster as the product does, for tests of one part of it alone. */
public final class ClusterNode {
  private static final int EVENT_LOOPS = 2;

  private ClusterNode() {}

  /** @param port of this node, one of the members, each of which is {@code 127.0.0.1:PORT} */
  public static Vertx join(int port, List<String> members) throws InterruptedException {
    ClusterSetup node = ClusterSetup.start(new Settings.Cluster(true, "127.0.0.1", port, members, members.getFirst()),
        new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setPreferNativeTransport(true), null);
    node.settle();
    return node.vertx();
  }
}
