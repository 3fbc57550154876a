package com.mas.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Examples;
import com.mas.bus.Json;
import com.mas.bus.Request;
import com.mas.bus.Schemas;
import com.mas.testkit.Sample;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each request of the build, asked by one node of a cluster and answered by another one. */
class WireIT {
  private static Vertx asking;
  private static Vertx answering;
  private static Bus bus;
  /** The bodies that the answering node was asked with, by address. */
  private static final Map<String, Object> ASKED = new ConcurrentHashMap<>();

  private static final class Everything extends DomainVerticle {
    Everything(Bus bus) {
      super(bus, new Capacity("everything", 1, 100));
    }

    @Override
    protected void open() {
      Modules.REQUESTS.values().forEach(this::register);
    }

    private <Q, A> void register(Request<Q, A> request) {
      answer(request, (call, body) -> {
        if (body != null) {
          ASKED.put(request.address(), body);
        }
        return answerOf(request);
      });
    }
  }

  @SuppressWarnings("unchecked")
  private static <A> A answerOf(Request<?, A> request) {
    return (A) Sample.of(request.answer());
  }

  /** Returns a body that keeps its bounds, with something in every place. */
  private static Object bodyOf(Class<?> type) throws IOException {
    ObjectNode components = Json.MAPPER.createObjectNode();
    JsonNode schema = new Schemas(Schemas.Side.BUS, components.withObject("/components/schemas"), (of, part) -> null)
        .of(type);
    return Json.MAPPER.treeToValue(new Examples(components).of("", schema), type);
  }

  @BeforeAll
  static void join() throws Exception {
    List<String> members = ClusterNode.members(2);
    answering = ClusterNode.join(members.getFirst(), members);
    Boot.await(answering.deployVerticle(new Everything(new Bus(answering, Clock.systemUTC())),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    asking = ClusterNode.join(members.getLast(), members);
    bus = new Bus(asking, Clock.systemUTC());
  }

  @AfterAll
  static void leave() {
    Boot.await(asking.close());
    Boot.await(answering.close());
  }

  @TestFactory
  Stream<DynamicTest> everyRequestAndItsAnswerKeepTheirTypesBetweenNodes() {
    return Modules.REQUESTS.values().stream().map(request -> DynamicTest.dynamicTest(request.address(), () -> {
      Object body = bodyOf(request.body());
      Call call = bus.systemCall("my-analytics-school", Duration.ofSeconds(10));
      assertEquals((Object) answerOf(request), Boot.await(bus.sendRaw(call, request, body)));
      assertEquals(body, ASKED.get(request.address()));
    }));
  }
}
