package com.mas.boot;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.mas.testkit.Alone;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes come and are killed, one at once after the other. */
@Alone
class ClusterChangeIT {
  private static final int CHANGES = 3;
  private static final int ADDRESSES = 300;
  /** Time within which a node must be known to be dead; until then, for a third of a second, its work has no owner. */
  private static final int KNOWN_WITHIN_MS = 1_500;

  private final List<ClusterSetup> nodes = new ArrayList<>();

  @AfterEach
  void leave() {
    nodes.forEach(node -> Boot.await(node.vertx().close()));
  }

  @Test
  void anAddressIsFoundSoonThoughANodeIsKilledAsAnotherHasJustCome() throws Exception {
    List<String> members = ClusterNode.members(3);
    List<Boolean> joinedWithoutShare = new CopyOnWriteArrayList<>();
    ClusterSetup stays = join(members.get(0), members);
    stays.manager().getHazelcastInstance().getCluster().addMembershipListener(new Joined(joinedWithoutShare));
    IntStream.range(0, ADDRESSES).forEach(n -> stays.vertx().eventBus().consumer("change." + n, message -> {}));
    ClusterSetup older = join(members.get(1), members);
    for (int change = 0; change < CHANGES; change++) {
      ClusterSetup comes = join(members.get(2 - change % 2), members);
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
    eventually("all are told of", () -> joinedWithoutShare.size() == 1 + CHANGES);
    assertFalse(joinedWithoutShare.contains(false), "who is sent a share before its start is over refuses it");
  }

  private ClusterSetup join(String member, List<String> members) throws InterruptedException {
    ClusterSetup node = ClusterNode.start(member, members);
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
}
