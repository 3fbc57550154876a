package com.mas.boot;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Nodes that join a cluster as the product does, for tests of one part of it alone. */
public final class ClusterNode {
  private static final String HOST = "127.0.0.1";
  private static final int EVENT_LOOPS = 2;

  private ClusterNode() {}

  /** Addresses of a cluster's members to be; all of them were free at the same time, so no two are alike. */
  public static List<String> members(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.ofLiteral(HOST)));
      }
      return held.stream().map(socket -> HOST + ":" + socket.getLocalPort()).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  /** Returns when it is ready. @param member one of the members */
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
