package com.mas.http;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Capacity;
import com.mas.bus.Principal.Role;
import com.mas.db.Database;
import com.mas.domain.platform.settings.SettingsContract;
import com.mas.domain.platform.settings.SettingsVerticle;
import com.mas.http.EdgeServer.Reply;
import com.mas.secrets.Fingerprint;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestTokens;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes that are sent twice, with the answers kept in PostgreSQL. */
class IdempotencyIT {
  @AutoClose private static final TestDatabase database = TestDatabase.create();

  private EdgeServer server;
  private Database db;
  private final UUID user = UUID.randomUUID();

  @BeforeEach
  void start() {
    server = new EdgeServer();
    db = Database.open(server.vertx, database.url(), 4);
    EdgeServer.get(server.vertx.deployVerticle(new SettingsVerticle(server.bus, new Capacity("platform", 1, 100), db,
        List.of()),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  @AfterEach
  void stop() {
    server.shop.released.tryComplete();
    EdgeServer.get(db.close());
    server.close();
  }

  private EdgeServer.Ask outcome(String kind, String key) {
    return server.ask("POST", "/api/outcome").token(server.tokens.of(user, Role.USER)).header("Idempotency-Key", key)
        .json("{\"kind\":\"" + kind + "\"}");
  }

  private EdgeServer.Ask never() {
    return server.ask("POST", "/api/never").token(server.tokens.of(user, Role.USER)).header("Idempotency-Key", "k");
  }

  @Test
  void aReplayGetsTheFirstAnswer() {
    Reply first = outcome("fine", "k").reply();
    Reply second = outcome("fine", "k").reply();
    assertEquals(202, first.status());
    assertNull(first.header("idempotent-replayed"));
    assertEquals(202, second.status());
    assertEquals("true", second.header("idempotent-replayed"));
    assertEquals("application/json", second.header("content-type"));
    assertEquals(first.text(), second.text());
    assertNotEquals(first.header("x-request-id"), second.header("x-request-id"));
    assertEquals(1, server.shop.outcomes.get());
  }

  @Test
  void withoutAKeyEachRequestCounts() {
    for (int i = 0; i < 2; i++) {
      server.ask("POST", "/api/outcome").token(server.tokens.of(user, Role.USER)).json("{\"kind\":\"fine\"}").reply();
    }
    assertEquals(2, server.shop.outcomes.get());
  }

  @Test
  void aKeyWithAnotherBodyIsAConflict() {
    outcome("fine", "k").reply();
    Reply other = outcome("conflict", "k").reply();
    assertEquals(409, other.status());
    assertEquals("idempotency_key_reused", other.code());
    assertEquals(1, server.shop.outcomes.get());
  }

  /** Fails where a body that is short, as a number or a password, can be found by hashing all that it may be. */
  @Test
  void whatIsKeptOfABodyCannotBeTriedOutWithoutTheSecret() throws Exception {
    outcome("fine", "k").reply();
    String kept = EdgeServer.get(db.read("SELECT fingerprint FROM platform.idempotency_key WHERE principal_id = $1",
        user)).iterator().next().getString(0);
    String head = "POST /api/outcome\n" + TestTokens.TENANT + "\n";
    byte[] all = (head + "{\"kind\":\"fine\"}").getBytes(StandardCharsets.UTF_8);
    assertNotEquals(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all)), kept);
    byte[] body = "{\"kind\":\"fine\"}".getBytes(StandardCharsets.UTF_8);
    assertEquals(Fingerprint.of(TestTokens.SECRET).of(head, body), kept, "all nodes with the secret know it again");
    assertNotEquals(Fingerprint.of("another secret of at least 32 characters").of(head, body), kept);
  }

  @Test
  void aKeyIsOfOneCallerAndOneOperation() {
    outcome("fine", "k").reply();
    Reply another = server.ask("POST", "/api/outcome").token(server.tokens.of(Role.USER)).header("Idempotency-Key", "k")
        .json("{\"kind\":\"fine\"}").reply();
    assertNull(another.header("idempotent-replayed"));
    UUID thing = UUID.randomUUID();
    assertEquals(200, server.ask("PUT", "/api/things/" + thing).token(server.tokens.of(user, Role.USER))
        .header("Idempotency-Key", "k").json("{\"name\":\"a\"}").reply().status());
    assertEquals(2, server.shop.outcomes.get());
  }

  @Test
  void ofManyAtOnceOneDoesTheWork() {
    List<CompletableFuture<Reply>> replies =
        IntStream.range(0, 20).mapToObj(i -> outcome("wait", "k").start()).toList();
    eventually("all but one have been refused", () -> replies.stream().filter(CompletableFuture::isDone).count() == 19);
    server.shop.released.complete();
    CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new)).join();
    assertEquals(1, server.shop.outcomes.get());
    assertEquals(1, replies.stream().filter(reply -> reply.join().status() == 202).count());
    replies.stream().map(CompletableFuture::join).filter(reply -> reply.status() != 202).forEach(reply -> {
      assertEquals(409, reply.status());
      assertEquals("already_running", reply.code());
      assertNotNull(reply.header("retry-after"));
    });
    assertEquals("true", outcome("wait", "k").reply().header("idempotent-replayed"));
  }

  @Test
  void aRefusalIsReplayedToo() {
    Reply first = outcome("conflict", "k").reply();
    Reply second = outcome("conflict", "k").reply();
    assertEquals(409, second.status());
    assertEquals("application/problem+json", second.header("content-type"));
    assertEquals(first.text(), second.text());
    assertEquals(1, server.shop.outcomes.get());
  }

  @Test
  void whatMaySucceedLaterIsTriedAgain() {
    assertEquals(503, outcome("busy", "k").reply().status());
    assertEquals(503, outcome("busy", "k").reply().status());
    assertEquals(2, server.shop.outcomes.get());
  }

  @Test
  void afterATimeoutTheKeyStaysTakenForItsLease() {
    assertEquals("timeout", never().reply().code());
    assertEquals("already_running", never().reply().code());
    server.clock.advance(Duration.ofSeconds(31));
    assertEquals("timeout", never().reply().code());
    assertEquals(2, server.shop.outcomes.get());
  }

  @Test
  void anInvalidRequestTakesNoKey() {
    assertEquals(400, outcome("nonsense", "k").reply().status());
    assertEquals(202, outcome("fine", "k").reply().status());
  }

  @Test
  void aKeyIsShortAndVisible() {
    assertEquals(400, outcome("fine", "a b").reply().status());
    assertEquals(400, outcome("fine", "k".repeat(256)).reply().status());
    assertEquals(202, outcome("fine", "k".repeat(255)).reply().status());
  }

  @Test
  void anAnswerIsKeptForADayAndThenPurged() {
    outcome("fine", "k").reply();
    server.clock.advance(SettingsContract.KEPT.minusMinutes(1));
    assertEquals("true", outcome("fine", "k").reply().header("idempotent-replayed"));
    server.clock.advance(Duration.ofMinutes(2));
    assertTrue(EdgeServer.get(purge()).deleted() >= 1);
    assertNull(outcome("fine", "k").reply().header("idempotent-replayed"));
    server.clock.advance(SettingsContract.KEPT);
    assertNull(outcome("fine", "k").reply().header("idempotent-replayed"));
  }

  @Test
  void nothingIsDoneWhenTheKeyCannotBeTaken() {
    try (EdgeServer alone = new EdgeServer()) {
      Reply reply = alone.ask("POST", "/api/outcome").token(alone.tokens.of(user, Role.USER))
          .header("Idempotency-Key", "k")
          .json("{\"kind\":\"fine\"}").reply();
      assertEquals(503, reply.status());
      assertNotNull(reply.header("retry-after"));
      assertEquals(0, alone.shop.outcomes.get());
    }
  }

  private Future<SettingsContract.PurgedIdempotent> purge() {
    return server.bus.send(server.bus.systemCall(null, Duration.ofSeconds(5)), SettingsContract.PURGE_IDEMPOTENT,
        new SettingsContract.PurgeIdempotent());
  }
}
