package com.mas.bridge;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bridge.BridgeKeys.Key;
import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Request;
import com.mas.realtime.engineio.Channels;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bridge over real sockets. Workers in their own languages are in {@code BridgeProcessIT}. */
class BridgeIT {
  record Name(String name) {}

  record Greeting(String text) {}

  private static final Request<Name, Greeting> GREET =
      Request.of("test.greet", Name.class, Greeting.class, Duration.ofSeconds(5));
  private static final Request<Name, Greeting> SECRET =
      Request.of("test.secret", Name.class, Greeting.class, Duration.ofSeconds(5));
  private static final Request<JsonNode, JsonNode> WORK =
      Request.of("worker.work", JsonNode.class, JsonNode.class, Duration.ofSeconds(5));
  private static final String KEY = "a key of the test";

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, Clock.systemUTC());
  private BridgeVerticle bridge;

  @BeforeEach
  void open() throws Exception {
    await(vertx.deployVerticle(new DomainVerticle(bus, new Capacity("bridge-test", 1, 100)) {
      @Override
      protected void open() {
        answer(GREET, (call, name) -> new Greeting("Hello " + name.name() + " of " + call.tenant()));
        answer(SECRET, (call, name) -> new Greeting("never"));
      }
    }, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    Key key = new Key("worker", sha256(KEY), "mas", Set.of(GREET.address()), Set.of(WORK.address()));
    bridge = new BridgeVerticle(bus, Map.of(GREET.address(), GREET, SECRET.address(), SECRET),
        new BridgeVerticle.Config("127.0.0.1", 0, new BridgeKeys(List.of(key)), Channels::cut));
    await(vertx.deployVerticle(bridge));
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void aWorkerAsksWhatItsKeyNamesAndNothingElse() throws IOException {
    try (Peer peer = new Peer(bridge.port())) {
      assertEquals("worker", peer.logIn(KEY).path("body").path("name").asText());
      peer.send("{'type':'send','address':'test.greet','replyAddress':'r1','body':{'name':'Ravi'}}");
      JsonNode answer = peer.read();
      assertEquals(List.of("message", "r1", "Hello Ravi of mas"), List.of(answer.path("type").asText(),
          answer.path("address").asText(), answer.path("body").path("text").asText()));
      for (String address : List.of("test.secret", "bus.probe.x", "worker.work")) {
        peer.send("{'type':'send','address':'" + address + "','replyAddress':'r2','body':{'name':'Ravi'}}");
        assertEquals("forbidden", peer.read().path("code").asText());
      }
      peer.send("{'type':'register','address':'test.greet'}");
      assertEquals("forbidden", peer.read().path("code").asText());
      peer.send("{'type':'publish','address':'test.greet','body':{}}");
      assertEquals("invalid", peer.read().path("code").asText());
      peer.send("{'type':'ping'}");
      assertEquals("pong", peer.read().path("type").asText());
    }
  }

  @Test
  void aWorkerIsAskedAnswersFailsAndLosesNothingWhenItGoes() throws Exception {
    try (Peer peer = new Peer(bridge.port())) {
      peer.logIn(KEY);
      peer.send("{'type':'register','address':'worker.work'}");
      JsonNode body = Json.read("{\"n\":7}", JsonNode.class);
      Future<JsonNode> asked = ask(peer, body);
      JsonNode message = peer.readWork();
      assertEquals(7, message.path("body").path("body").path("n").asInt());
      assertEquals("mas", message.path("body").path("call").path("tenant").asText());
      peer.send("{'type':'send','address':'" + message.path("replyAddress").asText() + "','body':{'body':{'m':8}}}");
      assertEquals(8, await(asked).path("m").asInt());

      asked = ask(peer, body);
      peer.send("{'type':'send','address':'" + peer.readWork().path("replyAddress").asText()
          + "','body':{'failure':{'code':'unprocessable','message':'No.'}}}");
      assertEquals(Failure.UNPROCESSABLE, failure(asked).failure());

      asked = ask(peer, body);
      peer.readWork();
      peer.close();
      assertEquals(Failure.UNAVAILABLE, failure(asked).failure());
      eventually("nobody answers it any more", () -> failure(bus.sendRaw(bus.systemCall("mas", Duration.ofSeconds(2)),
          WORK, body)).failure() == Failure.UNAVAILABLE);
    }
  }

  @Test
  void whoHasNoKeyOrSpeaksNonsenseIsShownTheDoor() throws IOException {
    for (String first : List.of("{'type':'send','address':'test.greet','body':{'name':'x'}}", "nonsense", "[]",
        "{'type':'send','address':'bridge.login','body':{'key':'a key of the tesT'}}",
        "{'type':'register','address':'worker.work'}")) {
      try (Peer peer = new Peer(bridge.port())) {
        peer.send(first);
        if (first.equals("[]")) {
          peer.logIn("still wrong");
        }
        assertThrows(IOException.class, () -> {
          for (int i = 0; i < 4; i++) {
            assertEquals("err", peer.read().path("type").asText());
          }
        }, first);
      }
    }
    for (int length : List.of(0, -1, 5000, 1 << 21, Integer.MAX_VALUE)) {
      try (Peer peer = new Peer(bridge.port())) {
        peer.out.writeInt(length);
        assertEquals("err", peer.read().path("type").asText());
        assertThrows(IOException.class, peer::read);
      }
    }
  }

  @Test
  void aWorkerThatHasEnoughIsSparedAndTheRestIsForOthers() throws IOException {
    try (Peer peer = new Peer(bridge.port())) {
      peer.logIn(KEY);
      peer.send("{'type':'register','address':'worker.work'}");
      JsonNode body = Json.read("{}", JsonNode.class);
      ask(peer, body);
      List<Future<JsonNode>> asked = java.util.stream.IntStream.range(0, 100).mapToObj(i -> bus.<JsonNode>sendRaw(
          bus.systemCall("mas", Duration.ofSeconds(4)), WORK, body)).toList();
      eventually("those beyond the bound are refused at once", () -> asked.stream().filter(Future::failed)
          .filter(one -> failure(one).failure() == Failure.OVERLOADED).count() == 37);
    }
  }

  @Test
  void whoDoesNotReadIsHeardLaterAndLosesNoAnswer() throws Exception {
    try (Peer peer = new Peer(bridge.port())) {
      peer.logIn(KEY);
      String name = "x".repeat(200_000);
      Future<Void> asked = vertx.executeBlocking(() -> {
        for (int i = 0; i < 200; i++) { // 40 MB each way: more than the system holds for either side
          peer.send("{'type':'send','address':'test.greet','replyAddress':'r" + i + "','body':{'name':'" + name
              + "'}}");
        }
        return null;
      }, false);
      Set<String> answered = new HashSet<>();
      for (int i = 0; i < 200; i++) {
        JsonNode answer = peer.read();
        assertTrue(answered.add(answer.path("address").asText()));
        assertTrue(answer.path("type").asText().equals("message")
            || answer.path("code").asText().equals("overloaded"), answer::toString);
      }
      await(asked);
    }
  }

  @Test
  void aWorkerThatNeverReadsWhatItIsAskedIsLetGo() throws IOException {
    try (Peer peer = new Peer(bridge.port())) {
      peer.logIn(KEY);
      peer.send("{'type':'register','address':'worker.work'}");
      JsonNode large = Json.read("{\"text\":\"" + "x".repeat(900_000) + "\"}", JsonNode.class);
      Future<JsonNode> first = ask(peer, large);
      for (int i = 0; i < 40; i++) {
        bus.sendRaw(bus.systemCall("mas", Duration.ofSeconds(4)), WORK, large);
      }
      assertEquals(Failure.UNAVAILABLE, failure(first).failure());
    }
  }

  @Test
  void mistakesInTheFileAreAllNamed() throws IOException {
    Path file = folder.resolve("keys.yaml");
    Files.writeString(file, """
        keys:
          - {name: a, sha256: short, asks: [no.such.address], answers: [test.greet]}
          - {name: a, sha256: %s}
        """.formatted(sha256("x")));
    String message = assertThrows(IllegalArgumentException.class,
        () -> BridgeKeys.read(file, Set.of("test.greet"))).getMessage();
    for (String part : List.of("64 hexadecimal", "no.such.address", "answers itself", "name of its own")) {
      assertTrue(message.contains(part), message);
    }
  }

  /** Asks as soon as the peer is registered. */
  private Future<JsonNode> ask(Peer peer, JsonNode body) throws IOException {
    peer.send("{'type':'ping'}"); // frames are taken in their order
    assertEquals("pong", peer.read().path("type").asText());
    return bus.sendRaw(bus.systemCall("mas", Duration.ofSeconds(4)), WORK, body);
  }

  private static FailureException failure(Future<?> asked) {
    try {
      await(asked);
      throw new AssertionError("it succeeded");
    } catch (CompletionException e) {
      return (FailureException) e.getCause();
    }
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static String sha256(String key) {
    try {
      return HexFormat.of().formatHex(
          java.security.MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Frames by hand; quotes are written as apostrophes. */
  private static final class Peer implements AutoCloseable {
    private final Socket socket;
    private final DataOutputStream out;
    private final DataInputStream in;

    Peer(int port) throws IOException {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(10_000);
      out = new DataOutputStream(socket.getOutputStream());
      in = new DataInputStream(socket.getInputStream());
    }

    void send(String frame) throws IOException {
      byte[] bytes = frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }

    JsonNode read() throws IOException {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return Json.MAPPER.readTree(bytes);
    }

    JsonNode readWork() throws IOException {
      JsonNode frame = read();
      if (!frame.has("replyAddress")) {
        throw new EOFException("not work: " + frame);
      }
      return frame;
    }

    JsonNode logIn(String key) throws IOException {
      send("{'type':'send','address':'bridge.login','replyAddress':'login','body':{'key':'" + key + "'}}");
      return read();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
