package com.mas.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.testkit.Eventually;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class HttpCallerIT {
  private Vertx vertx;
  private OutsideServer outside;
  private HttpCaller caller;

  @BeforeEach
  void listen(Vertx given) {
    vertx = given;
    outside = new OutsideServer(vertx);
    caller = caller(100, Duration.ofSeconds(15));
  }

  @Test
  void serverErrorIsTriedAgainWithAPauseAndThenFails() {
    outside.answer = request -> request.response().setStatusCode(503).end("{}");
    assertEquals(Failure.PROVIDER_FAILED, failure(caller.call(get())).failure());
    assertEquals(3, outside.asked.get());
  }

  @Test
  void whatIsNotRepeatableIsSentOnce() {
    outside.answer = request -> request.response().setStatusCode(503).end();
    failure(caller.call(Outgoing.form("/login", Map.of("a", "b"))));
    assertEquals(1, outside.asked.get());
  }

  @Test
  void secondAttemptMaySucceed() {
    outside.answer = request -> request.response().setStatusCode(outside.asked.get() == 1 ? 429 : 200).end("ok");
    assertEquals("ok", ok(caller.call(get())).text());
  }

  @Test
  void providerThatAsksForALongPauseIsNotBothered() {
    outside.answer = request -> request.response().setStatusCode(429).putHeader("Retry-After", "3600").end();
    FailureException failure = failure(caller.call(get()));
    assertEquals(Failure.TOO_MANY_REQUESTS, failure.failure());
    assertEquals(3601, failure.detail().retryAfterSeconds());
    assertEquals(1, outside.asked.get());
  }

  @Test
  void whatMustNotBeDoneTwiceIsSentOnceAndEveryAnswerIsAnAnswer() {
    outside.answer = request -> request.response().setStatusCode(503).end("later");
    assertEquals("later", ok(caller.once(get())).text());
    assertEquals(1, outside.asked.get());
  }

  @Test
  void anAnswerThatIsLostIsToldFromARequestThatNeverLeft() {
    outside.answer = request -> request.connection().close();
    assertEquals(Failure.TIMEOUT, failure(caller.once(get())).failure());
    assertEquals(1, outside.asked.get());
    outside.close();
    HttpCaller fresh = caller(100, Duration.ofSeconds(15)); // the other may not have put the lost connection away yet
    assertEquals(Failure.PROVIDER_FAILED, failure(fresh.once(get())).failure());
  }

  @Test
  void redirectIsAnAnswerAndIsNotFollowed() {
    outside.answer = request -> request.response().setStatusCode(302)
        .putHeader("Location", "http://169.254.169.254/").end();
    assertEquals(302, ok(caller.call(get())).status());
    assertEquals(1, outside.asked.get());
  }

  @Test
  void answerThatNeverEndsIsCutOffByTime() {
    outside.answer = request -> request.response().setChunked(true).write("{");
    assertTrue(failure(caller(100, Duration.ofMillis(300)).call(get())).getMessage().contains("did not answer within"));
  }

  @Test
  void answerThatIsTooLargeIsRefused() {
    outside.answer = request -> request.response().end("x".repeat(100_001));
    assertTrue(failure(caller.call(get())).getMessage().contains("more than 100000 bytes"));
  }

  @Test
  void answerThatIsTooLargeIsNotTriedAgainAndOpensNoCircuit() {
    HttpCaller fragile = caller(3, Duration.ofSeconds(15));
    outside.answer = request -> request.response().end("x".repeat(100_001));
    for (int i = 0; i < 5; i++) {
      assertTrue(ok(fragile.bounded(get())).isEmpty());
      assertTrue(failure(fragile.call(get())).getMessage().contains("more than 100000 bytes"));
    }
    assertEquals(10, outside.asked.get());
    outside.answer = request -> request.response().end("ok");
    assertEquals("ok", ok(fragile.bounded(get())).orElseThrow().text());
  }

  @Test
  void brokenOffAnswerIsMarkedAsSuch() {
    outside.answer = request -> {
      request.response().putHeader("Content-Length", "100").write("{\"data\":");
      vertx.setTimer(20, later -> request.connection().close());
    };
    Incoming incoming = ok(caller.call(get()));
    assertFalse(incoming.complete());
    assertEquals("{\"data\":", incoming.text());
  }

  @Test
  void circuitOpensAfterFailuresInARowAndClosesAgainByItself() {
    HttpCaller fragile = caller(3, Duration.ofSeconds(15));
    outside.answer = request -> request.response().setStatusCode(500).end();
    failure(fragile.call(get()));
    int before = outside.asked.get();
    assertTrue(failure(fragile.call(get())).getMessage().contains("left alone"));
    assertEquals(before, outside.asked.get());
    outside.answer = request -> request.response().end("ok");
    Eventually.eventually("the circuit closes",
        () -> fragile.call(get()).toCompletionStage().toCompletableFuture().join().status() == 200);
  }

  @Test
  void idOfAProviderCannotLeaveItsFolder() {
    outside.answer = request -> request.response().end(request.uri());
    assertEquals("/base/x/..%2F..%2Fadmin%3Fa",
        ok(caller.call(Outgoing.get("/x/" + Outgoing.segment("../../admin?a"), Map.of()))).text());
  }

  @Test
  void printedRequestsAndAnswersShowNoSecrets() {
    assertEquals("GET /x", Outgoing.get("/x", Map.of("key", "s3cret")).with("cookie", "s3cret").toString());
    assertEquals("200, 6 bytes", new Incoming(200, Map.of(), "s3cret".getBytes(StandardCharsets.UTF_8),
        true).toString());
  }

  private HttpCaller caller(int breakerFailures, Duration patience) {
    return new HttpCaller(vertx, TurnableClock.at("2026-03-02T10:00:00Z"), new Random(1), new HttpCaller.Config("Test",
        "http://127.0.0.1:" + outside.port() + "/base/", patience, 3, Duration.ofMillis(2),
        Duration.ofSeconds(5), 100_000, breakerFailures, Duration.ofMillis(100)));
  }

  private static Outgoing get() {
    return Outgoing.get("/x", Map.of());
  }

  private static <T> T ok(Future<T> call) {
    return call.toCompletionStage().toCompletableFuture().join();
  }

  private static FailureException failure(Future<?> call) {
    return (FailureException) assertThrows(CompletionException.class, () -> ok(call)).getCause();
  }
}
