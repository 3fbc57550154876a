package com.mas.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusTest {
  public record Question(String text, @Nullable Integer times) {}

  public record Said(String text, UUID by) {}

  private static final Request<Question, Said> ECHO =
      Request.of("test.echo", Question.class, Said.class, Duration.ofSeconds(5));

  private static final Request<Question, Said> OTHER =
      Request.of("test.other", Question.class, Said.class, Duration.ofSeconds(5));
  private static final Reason SOLD = Reason.of(Failure.CONFLICT, "sold", "It is sold.");

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, Clock.systemUTC());
  private final UUID user = UUID.randomUUID();

  @AfterEach
  void close() {
    wait(vertx.close());
  }

  @Test
  void theAnswerOfTheSameJvmIsTheVeryObject() {
    AtomicReference<Said> given = new AtomicReference<>();
    deploy(10, (call, question) -> {
      given.set(new Said(question.text(), call.userId()));
      return given.get();
    });
    Said answer = wait(bus.send(call(1000), ECHO, new Question("hello", 1)));
    assertSame(given.get(), answer);
    assertEquals(user, answer.by());
  }

  @Test
  void aWorkerInAnotherLanguageMayAskInPlainJson() {
    deploy(10, (call, question) -> new Said(question.text() + " to " + call.tenant(), null));
    JsonObject message = new JsonObject()
        .put("call", new JsonObject().put("requestId", "r1").put("tenant", "mr-mentor").put("deadline", Long.MAX_VALUE))
        .put("body", new JsonObject().put("text", "hello").put("somethingNewer", true));
    Object reply = wait(vertx.eventBus().request("test.echo", message)).body();
    assertEquals(new Said("hello to mr-mentor", null), Envelope.open(reply, Said.class).body());
  }

  @Test
  void aMessageWithoutABodyIsRefused() {
    deploy(10, (call, question) -> new Said(question.text(), null));
    JsonObject message = new JsonObject()
        .put("call", new JsonObject().put("requestId", "r1").put("deadline", Long.MAX_VALUE));
    Throwable refusal = assertThrows(ReplyException.class,
        () -> wait(vertx.eventBus().request("test.echo", message)));
    assertEquals(Failure.INVALID.wireCode(), ((ReplyException) refusal).failureCode());
  }

  @Test
  void whatCrossesTheWireComesBackEqual() {
    Envelope.Codec codec = new Envelope.Codec();
    var buffer = io.vertx.core.buffer.Buffer.buffer("prefix");
    codec.encodeToWire(buffer, Envelope.local(call(1000), new Question("नमस्ते", null)));
    Envelope read = Envelope.open(codec.decodeFromWire(6, buffer), Question.class);
    assertEquals(new Question("नमस्ते", null), read.body());
    assertEquals(user, read.call().principal().userId());
  }

  @Test
  void everyFailureArrivesWithItsCodeAndWords() {
    for (Failure failure : Failure.values()) {
      Bus each = bus;
      var deployed = deploy(10, (call, question) -> {
        throw failure.with("because").data(new Question("existing", 7)).retryAfter(3);
      });
      FailureException e = failure(each.send(call(1000), ECHO, new Question("x", 1)));
      assertEquals(failure, e.failure());
      assertEquals("because", e.detail().message());
      assertEquals(3, e.detail().retryAfterSeconds());
      assertEquals("existing", ((java.util.Map<?, ?>) e.detail().data()).get("text"));
      wait(vertx.undeploy(deployed));
    }
  }

  @Test
  void aReasonIsToldBesideItsCode() {
    deploy(10, (call, question) -> {
      throw SOLD.refusal().data("the rest").at("/text");
    });
    FailureException e = failure(bus.send(call(1000), ECHO, new Question("x", 1)));
    assertEquals(Failure.CONFLICT, e.failure());
    assertEquals(new FailureException.Detail("It is sold.", "sold",
        List.of(new FailureException.FieldError("/text", "It is sold.")), "the rest", null), e.detail());
  }

  @Test
  void theReasonOfAnotherDomainIsNotPassedOn() {
    deploy(new DomainVerticle(bus, new Capacity("other", 1, 10)) {
      @Override
      protected void open() {
        answer(OTHER, (call, question) -> {
          throw SOLD.refusal();
        });
      }
    });
    deploy(10, (call, question) -> bus.send(call, OTHER, question).await());
    FailureException e = failure(bus.send(call(1000), ECHO, new Question("x", 1)));
    assertEquals(Failure.CONFLICT, e.failure());
    assertEquals("It is sold.", e.detail().message());
    assertNull(e.detail().reason());
    assertEquals("sold", failure(bus.send(call(1000), OTHER, new Question("x", 1))).detail().reason());
  }

  @Test
  void aDefectIsInternalAndTellsNothing() {
    deploy(10, (call, question) -> {
      throw new IllegalStateException("table xp_events, password hunter2");
    });
    FailureException e = failure(bus.send(call(1000), ECHO, new Question("x", 1)));
    assertEquals(Failure.INTERNAL, e.failure());
    assertTrue(!e.detail().message().contains("hunter2"));
  }

  @Test
  void nobodyThereIsUnavailable() {
    assertEquals(Failure.UNAVAILABLE, failure(bus.send(call(1000), ECHO, new Question("x", 1))).failure());
  }

  @Test
  void handlersRunSideBySideAndTheOneTooManyIsRefused() {
    Promise<Void> gate = Promise.promise();
    AtomicInteger inside = new AtomicInteger();
    deploy(3, (call, question) -> {
      inside.incrementAndGet();
      gate.future().await();
      return new Said("done", null);
    });
    List<Future<Said>> asked = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      asked.add(bus.send(call(5000), ECHO, new Question("x", i)));
    }
    assertEquals(Failure.OVERLOADED, failure(bus.send(call(5000), ECHO, new Question("x", 4))).failure());
    gate.complete();
    asked.forEach(BusTest::wait);
    assertEquals(3, inside.get());
  }

  @Test
  void aMessagePastItsDeadlineIsDropped() {
    AtomicInteger handled = new AtomicInteger();
    deploy(10, (call, question) -> new Said("n" + handled.incrementAndGet(), null));
    assertEquals(Failure.TIMEOUT, failure(bus.send(call(-1), ECHO, new Question("x", 1))).failure());
    vertx.eventBus().send("test.echo", Envelope.local(call(-1), new Question("x", 1)));
    assertEquals("n1", wait(bus.send(call(1000), ECHO, new Question("x", 1))).text());
  }

  @Test
  void stoppingWaitsForWhatIsInHand() {
    Promise<Void> gate = Promise.promise();
    Promise<Void> inside = Promise.promise();
    String id = deploy(3, (call, question) -> {
      inside.complete();
      gate.future().await();
      return new Said("finished", null);
    });
    Future<Said> asked = bus.send(call(5000), ECHO, new Question("x", 1));
    wait(inside.future());
    Future<Void> gone = vertx.undeploy(id);
    gate.complete();
    assertEquals("finished", wait(asked).text());
    wait(gone);
  }

  @Test
  void anUnblockedAnswerRunsOnAnEventLoopAndIsBoundedAndDrainedLikeAnyOther() {
    Promise<Said> gate = Promise.promise();
    Promise<Boolean> inside = Promise.promise();
    String id = deployUnblocked(1, (call, question) -> {
      inside.tryComplete(Context.isOnEventLoopThread());
      return gate.future();
    });
    Future<Said> asked = bus.send(call(5000), ECHO, new Question("x", 1));
    assertTrue(wait(inside.future()));
    assertEquals(Failure.OVERLOADED, failure(bus.send(call(1000), ECHO, new Question("x", 1))).failure());
    Future<Void> gone = vertx.undeploy(id);
    gate.complete(new Said("finished", user));
    assertEquals(new Said("finished", user), wait(asked));
    wait(gone);
    assertEquals(Failure.UNAVAILABLE, failure(bus.send(call(1000), ECHO, new Question("x", 1))).failure());
  }

  @Test
  void anUnblockedAnswerFailsInItsFutureOrAtOnce() {
    deployUnblocked(10, (call, question) -> switch (question.text()) {
      case "throw" -> throw Failure.CONFLICT.with("thrown");
      case "fail" -> Future.failedFuture(Failure.NOT_FOUND.with("failed"));
      default -> throw new IllegalStateException("password hunter2");
    });
    assertEquals(Failure.CONFLICT, failure(bus.send(call(1000), ECHO, new Question("throw", 1))).failure());
    assertEquals(Failure.NOT_FOUND, failure(bus.send(call(1000), ECHO, new Question("fail", 1))).failure());
    assertEquals(Failure.INTERNAL, failure(bus.send(call(1000), ECHO, new Question("break", 1))).failure());
  }

  private String deployUnblocked(int inHand, DomainVerticle.UnblockedAnswer<Question, Said> answer) {
    return deploy(new DomainVerticle(bus, new Capacity("test", 1, inHand)) {
      @Override
      protected void open() {
        answerUnblocked(ECHO, answer);
      }
    });
  }

  private String deploy(int inHand, DomainVerticle.Answer<Question, Said> answer) {
    return deploy(new DomainVerticle(bus, new Capacity("test", 1, inHand)) {
      @Override
      protected void open() {
        answer(ECHO, answer);
      }
    });
  }

  private String deploy(DomainVerticle verticle) {
    return wait(vertx.deployVerticle(verticle, new DeploymentOptions()
        .setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  private Call call(long millis) {
    Principal principal = new Principal(user, Principal.Role.USER, Set.of(), "my-analytics-school");
    return new Call("request-1", null, "my-analytics-school", principal, System.currentTimeMillis() + millis, null,
        null);
  }

  private static FailureException failure(Future<?> future) {
    try {
      wait(future);
    } catch (RuntimeException e) {
      return assertInstanceOf(FailureException.class, e instanceof CompletionException ? e.getCause() : e);
    }
    throw new AssertionError("it did not fail");
  }

  private static <T> T wait(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
