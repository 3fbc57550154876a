package com.mas.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes come and are killed, one at once after the other. */
class ClusterChangeIT {
  private static final int CHANGES = 3;
  private static final int ADDRESSES = 300;
  /** What a dead node held is nobody's for a third of a second, until it is known to be dead. */
  private static final int KNOWN_WITHIN_MS = 1_500;

  private final List<ClusterSetup> nodes = new ArrayList<>();

  @AfterEach
  void leave() {
    nodes.forEach(node -> Boot.await(node.vertx().close()));
  }

  @Test
  void anAddressIsFoundSoonThoughANodeIsKilledAsAnotherHasJustCome() throws Exception {
    List<String> members = List.of("127.0.0.1:" + freePort(), "127.0.0.1:" + freePort(), "127.0.0.1:" + freePort());
    List<Boolean> joinedWithoutShare = new CopyOnWriteArrayList<>();
    ClusterSetup stays = join(members, 0);
    stays.manager().getHazelcastInstance().getCluster().addMembershipListener(new Joined(joinedWithoutShare));
    IntStream.range(0, ADDRESSES).forEach(n -> stays.vertx().eventBus().consumer("change." + n, message -> {}));
    ClusterSetup older = join(members, 1);
    for (int change = 0; change < CHANGES; change++) {
      ClusterSetup comes = join(members, 2 - change % 2);
      older.manager().getHazelcastInstance().getLifecycleService().terminate();
      long killed = System.nanoTime();
      for (ClusterSetup asker : List.of(stays, comes)) {
        assertEquals(ADDRESSES, Future.all(IntStream.range(0, ADDRESSES).mapToObj(n -> look(asker, "change." + n))
            .toList()).await(20, TimeUnit.SECONDS).<List<RegistrationInfo>>list().stream()
            .filter(found -> found.stream().anyMatch(one -> one.nodeId().equals(stays.manager().getNodeId()))).count());
      }
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
      assertTrue(took < KNOWN_WITHIN_MS, "found after " + took + " ms");
      older = comes;
    }
    assertEquals(Collections.nCopies(1 + CHANGES, true), joinedWithoutShare,
        "who is sent a share before its start is over refuses it");
  }

  private ClusterSetup join(List<String> members, int which) throws InterruptedException {
    ClusterSetup node = ClusterSetup.start(new Settings.Cluster(true, "127.0.0.1",
        Integer.parseInt(members.get(which).split(":")[1]), members, "of changes"), new VertxOptions(), null);
    nodes.add(node);
    node.settle();
    return node;
  }

  private static Future<List<RegistrationInfo>> look(ClusterSetup asker, String address) {
    Promise<List<RegistrationInfo>> found = Promise.promise();
    asker.manager().getRegistrations(address, found);
    return found.future();
  }

  private record Joined(List<Boolean> withoutShare) implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      withoutShare.add(event.getMember().isLiteMember());
    }

    @Override
    public void memberRemoved(MembershipEvent event) {}
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
