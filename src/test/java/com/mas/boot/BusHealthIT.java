package com.mas.boot;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Bus;
import com.mas.bus.BusHealth;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Request;
import com.mas.testkit.Alone;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two real nodes whose map of addresses is spoilt. */
@Alone
class BusHealthIT {
  public record Question(String text) {}

  public record Told(String text) {}

  private static final Request<Question, Told> ASK =
      Request.of("health.ask", Question.class, Told.class, Duration.ofSeconds(1));

  private final Part one = new Part();
  private final Part two = new Part();

  private static final class Part {
    private ClusterSetup node;
    private Bus bus;
    private BusHealth health;

    void join(String member, List<String> members) {
      node = ClusterNode.start(member, members);
      bus = new Bus(node.vertx(), Clock.systemUTC());
      health = new BusHealth(node.vertx(), bus, manager(), Set.of(ASK.address()));
      Boot.await(health.open(Duration.ofHours(1)));
    }

    HazelcastClusterManager manager() {
      return node.manager();
    }

    List<RegistrationInfo> registrations() {
      Promise<List<RegistrationInfo>> found = Promise.promise();
      manager().getRegistrations(ASK.address(), found);
      return Boot.await(found.future());
    }

    void remove(RegistrationInfo registration) {
      Promise<Void> done = Promise.promise();
      manager().removeRegistration(ASK.address(), registration, done);
      Boot.await(done.future());
    }

    void add(RegistrationInfo registration) {
      Promise<Void> done = Promise.promise();
      manager().addRegistration(ASK.address(), registration, done);
      Boot.await(done.future());
    }

    String deploy() {
      return Boot.await(node.vertx().deployVerticle(new DomainVerticle(bus, new Capacity("health-test", 1, 100)) {
        @Override
        protected void open() {
          answer(ASK, (call, question) -> new Told(question.text()));
        }
      }, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    }

    void check() {
      Boot.await(health.check());
    }
  }

  @BeforeEach
  void join() throws IOException {
    List<String> members = ClusterNode.members(2);
    one.join(members.get(0), members);
    two.join(members.get(1), members);
    eventually("each sees the other",
        () -> one.manager().getNodes().size() == 2 && two.manager().getNodes().size() == 2);
  }

  @AfterEach
  void leave() {
    Boot.await(one.node.vertx().close());
    Boot.await(two.node.vertx().close());
  }

  @Test
  void anAddressThatTheMapHasLostIsPutBackAndGoesWithItsVerticle() {
    String deployed = two.deploy();
    eventually("it is known", () -> one.registrations().size() == 1);
    two.registrations().forEach(two::remove);
    assertEquals(List.of(), one.registrations());
    two.check();
    assertEquals(List.of(), one.registrations(), "what is missing once may be on its way");
    two.check();
    assertEquals(1, two.health.view().reasserted());
    assertEquals(List.of(two.manager().getNodeId()),
        one.registrations().stream().map(RegistrationInfo::nodeId).toList());
    eventually("it is asked again", () -> answered(one));
    Boot.await(two.node.vertx().undeploy(deployed));
    eventually("nothing stays behind", () -> one.registrations().isEmpty());
  }

  @Test
  void aRegistrationOfADeadNodeIsRemovedByAnyOther() {
    two.deploy();
    eventually("it is known", () -> one.registrations().size() == 1);
    two.add(new RegistrationInfo("00000000-dead-dead-dead-000000000000", 7, false));
    assertEquals(2, one.registrations().size());
    one.check();
    assertEquals(0, one.health.view().ghosts());
    one.check();
    assertEquals(1, one.health.view().ghosts());
    assertEquals(List.of(two.manager().getNodeId()),
        one.registrations().stream().map(RegistrationInfo::nodeId).toList());
    for (int i = 0; i < 10; i++) {
      assertTrue(answered(one));
    }
  }

  @Test
  void whatANodeDoesNotAnswerIsSeenByTheOthersAndRemovedByItself() {
    one.add(new RegistrationInfo(two.manager().getNodeId(), 7, false));
    one.check();
    one.check();
    BusHealth.Peer seen = one.health.view().peers().getFirst();
    assertEquals(two.manager().getNodeId(), seen.id());
    assertEquals(List.of(ASK.address()), seen.stale());
    assertNull(seen.trouble());
    two.check();
    two.check();
    assertEquals(1, two.health.view().ghosts());
    one.check();
    assertEquals(List.of(), one.health.view().peers().getFirst().stale());
    assertTrue(one.health.view().peers().getFirst().millis() < 2000);
  }

  @Test
  void aNodeThatDoesNotAnswerItsProbeIsInTrouble() {
    one.check();
    Boot.await(two.health.close());
    eventually("it is told", () -> {
      one.check();
      List<BusHealth.Peer> peers = one.health.view().peers();
      return !peers.isEmpty() && peers.getFirst().trouble() != null && one.health.view().undelivered() > 0;
    });
  }

  private static boolean answered(Part asker) {
    try {
      return Boot.await(asker.bus.send(asker.bus.systemCall(null, Duration.ofSeconds(1)), ASK, new Question("here?")))
          .text().equals("here?");
    } catch (RuntimeException e) {
      return false;
    }
  }
}
