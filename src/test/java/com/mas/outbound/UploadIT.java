package com.mas.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.outbound.ClientCredentials.Client;
import com.mas.outbound.ClientCredentials.Way;
import com.mas.outbound.Outgoing.Part;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Forms, uploads, streams and tokens over real HTTP. */
@ExtendWith(VertxExtension.class)
class UploadIT {
  private Vertx vertx;
  private OutsideServer outside;
  private HttpCaller caller;
  private final TurnableClock clock = TurnableClock.at("2026-03-02T10:00:00Z");

  @BeforeEach
  void listen(Vertx given) {
    vertx = given;
    outside = new OutsideServer(vertx);
    caller = new HttpCaller(vertx, clock, new Random(1), new HttpCaller.Config("Test",
        "http://127.0.0.1:" + outside.port() + "/base", Duration.ofSeconds(10), 3, Duration.ofMillis(2),
        Duration.ofSeconds(5), 1000, 100, Duration.ofMillis(100)));
  }

  @Test
  void aFormArrivesAsItsFields() {
    outside.answer = request -> request.setExpectMultipart(true).endHandler(end -> request.response().end(
        request.getHeader("content-type") + " " + new TreeMap<>(Map.of("a", request.getFormAttribute("a"),
            "b", request.getFormAttribute("b")))));
    assertEquals("application/x-www-form-urlencoded {a=1 & 2, b=ü}",
        ok(caller.call(Outgoing.form("/f", Map.of("a", "1 & 2", "b", "ü")))).text());
  }

  @Test
  void anUploadArrivesAsItsFilesAndFields() {
    byte[] binary = IntStream.range(0, 256).collect(java.io.ByteArrayOutputStream::new,
        java.io.ByteArrayOutputStream::write, (a, b) -> {}).toByteArray();
    List<String> files = new CopyOnWriteArrayList<>();
    outside.answer = request -> request.setExpectMultipart(true).uploadHandler(file -> {
      Buffer content = Buffer.buffer();
      file.handler(content::appendBuffer).endHandler(end -> files.add(file.name() + " " + file.filename() + " "
          + file.contentType() + " " + Base64.getEncoder().encodeToString(content.getBytes())));
    }).endHandler(end -> request.response().end(request.path() + " " + request.getFormAttribute("kind") + " "
        + request.getHeader("x-key")));
    Incoming taken = ok(caller.call(Outgoing.multipart("/up", List.of(Part.field("kind", "Zeugnis ü"),
        Part.file("document", "a.pdf", "application/pdf", binary))).with("x-key", "k")));
    assertEquals("/base/up Zeugnis ü k", taken.text());
    assertEquals(List.of("document a.pdf application/pdf " + Base64.getEncoder().encodeToString(binary)), files);
  }

  @Test
  void anUploadIsSentOnceAndItsAnswerIsBounded() {
    outside.answer = request -> request.endHandler(end -> request.response().setStatusCode(503).end()).resume();
    Outgoing upload = Outgoing.multipart("/up", List.of(Part.field("a", "b")));
    assertEquals(Failure.PROVIDER_FAILED, failure(caller.call(upload)).failure());
    assertEquals(1, outside.asked.get());
    outside.answer = request -> request.endHandler(end -> request.response().end("x".repeat(1001))).resume();
    assertTrue(failure(caller.call(upload)).getMessage().contains("more than 1000 bytes"));
  }

  @Test
  void aLargeAnswerIsPassedOnToAFile(@TempDir Path folder) throws Exception {
    String large = "0123456789".repeat(100_000);
    outside.answer = request -> request.response().end(large);
    Path file = folder.resolve("large");
    AsyncFile target = ok(vertx.fileSystem().open(file.toString(), new OpenOptions()));
    Incoming head = ok(caller.stream(Outgoing.get("/x", Map.of()), target, 1_000_000, Duration.ofSeconds(10)));
    assertEquals(200, head.status());
    assertEquals(0, head.body().length);
    assertEquals(large, Files.readString(file));
  }

  @Test
  void aStreamEndsAtItsBoundAndAtItsTime(@TempDir Path folder) throws Exception {
    outside.answer = request -> request.response().setChunked(true).write("x".repeat(50_000))
        .compose(more -> request.response().write("x".repeat(50_000)));
    Path file = folder.resolve("bounded");
    AsyncFile target = ok(vertx.fileSystem().open(file.toString(), new OpenOptions()));
    assertTrue(failure(caller.stream(Outgoing.get("/x", Map.of()), target, 60_000, Duration.ofSeconds(10)))
        .getMessage().contains("more than 60000 bytes"));
    ok(target.flush());
    assertTrue(Files.size(file) <= 60_000, "no more than allowed is written");
    AsyncFile another = ok(vertx.fileSystem().open(folder.resolve("late").toString(), new OpenOptions()));
    assertTrue(failure(caller.stream(Outgoing.get("/x", Map.of()), another, 200_000, Duration.ofMillis(300)))
        .getMessage().contains("did not answer within"));
  }

  @Test
  void aStreamThatBreaksOffFails(@TempDir Path folder) {
    outside.answer = request -> request.response().putHeader("content-length", "100").write("only this")
        .onComplete(sent -> vertx.setTimer(20, later -> request.connection().close()));
    AsyncFile target = ok(vertx.fileSystem().open(folder.resolve("broken").toString(), new OpenOptions()));
    assertEquals(Failure.PROVIDER_FAILED, failure(caller.stream(Outgoing.get("/x", Map.of()), target, 1000,
        Duration.ofSeconds(10))).failure());
  }

  @Test
  void aTokenIsAskedForOnceAndKeptUntilShortlyBeforeItsEnd() {
    Tokens tokens = new Tokens();
    ClientCredentials client = client();
    List<Future<Incoming>> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      calls.add(client.call(Outgoing.get("/api", Map.of())));
    }
    calls.forEach(call -> assertEquals("Bearer token-1", ok(call).text()));
    assertEquals("grant_type=client_credentials&scope=read", tokens.body);
    assertEquals("my%20id:a%2Bsecret".replace("%20", "+"), new String(Base64.getDecoder().decode(
        tokens.authorization.substring("Basic ".length())), StandardCharsets.US_ASCII));
    clock.advance(Duration.ofSeconds(3569));
    assertEquals("Bearer token-1", ok(client.call(Outgoing.get("/api", Map.of()))).text());
    clock.advance(Duration.ofSeconds(2));
    assertEquals("Bearer token-2", ok(client.call(Outgoing.get("/api", Map.of()))).text());
    assertEquals(2, tokens.given.get());
  }

  @Test
  void aRefusedTokenIsReplacedOnceForAllWhoHeldIt() {
    Tokens tokens = new Tokens();
    ClientCredentials client = client();
    ok(client.call(Outgoing.get("/api", Map.of())));
    tokens.refused = "Bearer token-1";
    List<Future<Incoming>> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      calls.add(client.call(Outgoing.get("/api", Map.of())));
    }
    calls.forEach(call -> assertEquals("Bearer token-2", ok(call).text()));
    assertEquals(2, tokens.given.get());
  }

  @Test
  void aProviderThatRefusesTheNewTokenTooIsNotAskedForEver() {
    Tokens tokens = new Tokens();
    tokens.refused = "";
    assertEquals(401, ok(client().call(Outgoing.get("/api", Map.of()))).status());
    assertEquals(2, tokens.given.get());
  }

  @Test
  void aClientThatIsGivenNoTokenIsToldSoAndMayTryAgain() {
    outside.answer = request -> request.response().setStatusCode(400).end("{\"error\":\"invalid_client\"}");
    ClientCredentials client = client();
    FailureException failure = failure(client.call(Outgoing.get("/api", Map.of())));
    assertEquals(Failure.PROVIDER_UNAUTHENTICATED, failure.failure());
    assertTrue(!failure.getMessage().contains("a+secret"), failure.getMessage());
    Tokens tokens = new Tokens();
    assertEquals("Bearer token-1", ok(client.call(Outgoing.get("/api", Map.of()))).text());
    assertEquals(1, tokens.given.get());
  }

  @Test
  void aClientShowsWhoItIsInTheWayThatItsProviderKnows() {
    Map<Way, String> sent = Map.of(Way.BASIC, "grant_type=client_credentials", Way.FORM,
        "grant_type=client_credentials&client_id=me&client_secret=s", Way.JSON,
        "{\"grant_type\":\"client_credentials\",\"client_id\":\"me\",\"client_secret\":\"s\"}", Way.LOGIN,
        "{\"client_id\":\"me\",\"client_secret\":\"s\"}");
    sent.forEach((way, body) -> {
      Tokens tokens = new Tokens();
      ClientCredentials client = new ClientCredentials(caller, caller, new Client("/token", "me", "s", "", way), clock);
      assertEquals("Bearer token-1", ok(client.call(Outgoing.get("/api", Map.of()))).text());
      assertEquals(body, tokens.body);
      assertEquals(way == Way.BASIC, tokens.authorization != null);
    });
  }

  private ClientCredentials client() {
    return new ClientCredentials(caller, caller, new ClientCredentials.Client("/token", "my id", "a+secret", "read"),
        clock);
  }

  /** A server of tokens and, below another path, of what they open. */
  private final class Tokens {
    final AtomicInteger given = new AtomicInteger();
    volatile String body;
    volatile String authorization;
    /** The one that opens nothing; empty: all. */
    volatile String refused = "none";

    Tokens() {
      outside.answer = request -> {
        String shown = request.getHeader("authorization");
        if (request.path().equals("/base/token")) {
          authorization = shown;
          request.body().onSuccess(form -> {
            body = form.toString();
            request.response().end("{\"access_token\":\"token-" + given.incrementAndGet()
                + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
          });
        } else {
          request.response().setStatusCode(refused.isEmpty() || shown.equals(refused) ? 401 : 200).end(shown);
        }
      };
    }
  }

  private static <T> T ok(Future<T> call) {
    return call.toCompletionStage().toCompletableFuture().join();
  }

  private static FailureException failure(Future<?> call) {
    return (FailureException) assertThrows(CompletionException.class, () -> ok(call)).getCause();
  }
}
