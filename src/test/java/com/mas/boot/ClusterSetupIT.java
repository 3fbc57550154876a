package com.mas.boot;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Event;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Request;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two real nodes of one cluster, in one JVM. */
class ClusterSetupIT {
  public record Question(String text, UUID id) {}

  public record Told(String node, String text, String requestId, UUID askedBy) {}

  private static final Request<Question, Told> ASK =
      Request.of("cluster.ask", Question.class, Told.class, Duration.ofSeconds(10));
  private static final Request<Question, Told> FAIL =
      Request.of("cluster.fail", Question.class, Told.class, Duration.ofSeconds(10));
  private static final Event<Question> SAID = Event.of("cluster.said", Question.class);
  private static final UUID USER = UUID.fromString("01935b2e-0000-7000-8000-000000000007");

  private static Vertx one;
  private static Vertx two;
  private static Bus busOne;
  private static Bus busTwo;

  @BeforeAll
  static void join() throws IOException {
    List<String> members = ClusterNode.members(2);
    one = ClusterNode.start(members.get(0), members).vertx();
    two = ClusterNode.start(members.get(1), members).vertx();
    busOne = new Bus(one, Clock.systemUTC());
    busTwo = new Bus(two, Clock.systemUTC());
  }

  @AfterAll
  static void leave() {
    Boot.await(one.close());
    Boot.await(two.close());
  }

  @Test
  void theNearConsumerAnswersAndTheFarOneWhenItIsGone() {
    String near = deploy(one, busOne, "one");
    String far = deploy(two, busTwo, "two");
    Question question = new Question("नमस्ते", USER);
    eventually("both are known", () -> ask(busTwo, question).node().equals("two"));
    for (int i = 0; i < 50; i++) {
      assertEquals("one", ask(busOne, question).node());
    }
    Boot.await(one.undeploy(near));
    Told answer = ask(busOne, question);
    assertEquals(new Told("two", "नमस्ते", "request-1", USER), answer);
    Boot.await(two.undeploy(far));
    // a message that was sent before the cluster knew is lost and ends as a time-out
    eventually("it is known that nobody answers",
        () -> failure(() -> Boot.await(busOne.send(call(500), ASK, question))).failure() == Failure.UNAVAILABLE);
  }

  @Test
  void everyFailureCrossesTheClusterWithItsCodeAndWords() {
    String far = deploy(two, busTwo, "two");
    eventually("it is known", () -> failure(() -> Boot.await(busOne.send(call(), FAIL, new Question("INVALID", USER))))
        .failure() == Failure.INVALID);
    for (Failure each : Failure.values()) {
      FailureException e = failure(() -> Boot.await(busOne.send(call(), FAIL, new Question(each.name(), USER))));
      assertEquals(each, e.failure());
      assertEquals("because", e.detail().message());
      assertEquals(Map.of("text", "existing", "id", USER.toString()), e.detail().data());
    }
    Boot.await(two.undeploy(far));
  }

  @Test
  void anAnnouncementReachesBothNodes() {
    AtomicBoolean near = new AtomicBoolean();
    AtomicBoolean far = new AtomicBoolean();
    Boot.await(busOne.observe(SAID, said -> near.set(true)).completion());
    Boot.await(busTwo.observe(SAID, said -> far.set(USER.equals(said.id()))).completion());
    eventually("both heard it", () -> {
      busOne.publish(call(), SAID, new Question("hello", USER));
      return near.get() && far.get();
    });
  }

  private static String deploy(Vertx vertx, Bus bus, String node) {
    DomainVerticle verticle = new DomainVerticle(bus, new Capacity("cluster-test", 1, 100)) {
      @Override
      protected void open() {
        answer(ASK, (call, question) -> new Told(node, question.text(), call.requestId(), call.userId()));
        answer(FAIL, (call, question) -> {
          throw Failure.valueOf(question.text()).with("because").data(new Question("existing", question.id()));
        });
      }
    };
    return Boot.await(vertx.deployVerticle(verticle, new DeploymentOptions()
        .setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  private static Told ask(Bus bus, Question question) {
    return Boot.await(bus.send(call(), ASK, question));
  }

  private static Call call() {
    return call(20_000);
  }

  private static Call call(long milliseconds) {
    Principal principal = new Principal(USER, Principal.Role.USER, Set.of("batch_lead"), "mr-mentor");
    return new Call("request-1", null, "mr-mentor", principal, System.currentTimeMillis() + milliseconds, null,
        "127.0.0.1");
  }

  private static FailureException failure(Runnable asking) {
    try {
      asking.run();
    } catch (CompletionException e) {
      return assertInstanceOf(FailureException.class, e.getCause());
    }
    throw new AssertionError("it did not fail");
  }
}
