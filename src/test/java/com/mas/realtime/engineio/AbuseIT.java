package com.mas.realtime.engineio;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.testkit.Alone;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that are slow, silent, greedy or broken: each is cut off for its own reason and leaves nothing behind. */
@Alone
class AbuseIT {
  private static final String PATH = "/engine.io/";
  private static final EngineConfig CALM = EngineConfig.of("abuse", (origin, host) -> true);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private EchoServer server;

  @BeforeEach
  void count() {
    Metrics.addRegistry(meters);
  }

  @AfterEach
  void close() throws Exception {
    eventually("no session is left", () -> server.engine().sessionCount() == 0);
    server.close();
    http.close();
    Metrics.removeRegistry(meters);
  }

  private void serve(EngineConfig config) throws Exception {
    server = EchoServer.start(Vertx.vertx(), config, 0);
  }

  private RawSocket open() throws IOException {
    RawSocket socket = RawSocket.open(server.port(), PATH, "");
    socket.readText("0");
    return socket;
  }

  private void eventuallyClosed(CloseReason reason, int times) {
    eventually(reason + " is counted", () -> {
      Counter counter = meters.find("socket.closed").tag("server", CALM.name())
          .tag("reason", reason.name().toLowerCase(Locale.ROOT)).counter();
      return counter != null && counter.count() == times;
    });
  }

  // ---- long-polling

  private URI uri(String sid) {
    return URI.create("http://127.0.0.1:" + server.port() + PATH + "?EIO=4&transport=polling"
        + (sid == null ? "" : "&sid=" + sid));
  }

  private HttpResponse<String> get(String sid) throws Exception {
    return http.send(HttpRequest.newBuilder(uri(sid)).timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
  }

  private int post(String sid, String body) throws Exception {
    return http.send(HttpRequest.newBuilder(uri(sid)).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString()).statusCode();
  }

  private String handshake() throws Exception {
    JsonNode hello = Json.read(get(null).body().substring(1), JsonNode.class);
    return hello.path("sid").asText();
  }

  // ----

  @Test
  void whoDoesNotReadIsCutOffWhenMoreWaitsThanMayAndIsToldWhy() throws Exception {
    serve(CALM.limits(1_000_000, 300_000, 0));
    try (RawSocket lazy = open()) {
      String large = "4" + "x".repeat(900_000);
      assertThrows(IOException.class, () -> {
        for (int i = 0; i < 200; i++) {
          lazy.text(large); // until the server reads no more of it, since it is gone
        }
      });
    }
    eventuallyClosed(CloseReason.SLOW_CONSUMER, 1);
    String sid = handshake();
    assertEquals(200, post(sid, "4" + "x".repeat(290_000)));
    assertEquals(200, post(sid, "4" + "x".repeat(290_000)));
    eventuallyClosed(CloseReason.SLOW_CONSUMER, 2);
    assertEquals("1", get(sid).body());
    assertEquals(400, get(sid).statusCode());
  }

  @Test
  void aFloodEndsTheSessionAndIsNotAnswered() throws Exception {
    serve(CALM.limits(1_000_000, 4 << 20, 100));
    try (RawSocket greedy = open()) {
      for (int i = 0; i < 1_000; i++) {
        greedy.frame(0x81, 2, "4x".getBytes(StandardCharsets.US_ASCII));
      }
      RawSocket.Frame end = greedy.readEnd();
      assertEquals(1008, end.code());
      assertEquals("too many packets", end.reason());
    } catch (IOException reset) {
      assertTrue(reset.getMessage() != null); // the rest of the flood met a closed door, before the end was read
    }
    eventuallyClosed(CloseReason.FLOOD, 1);
    String sid = handshake();
    post(sid, "4x\u001e".repeat(500) + "4x");
    eventuallyClosed(CloseReason.FLOOD, 2);
  }

  @Test
  void whoAnswersNoPingIsGoneAfterTheTimeHoweverOpenItsConnectionIs() throws Exception {
    serve(CALM.heartbeat(1_000, 500));
    String sid = handshake();
    try (RawSocket silent = open(); RawSocket alive = open()) {
      silent.readText("2");
      for (int i = 0; i < 2; i++) {
        alive.readText("2");
        alive.text("3");
      }
      assertEquals("ping timeout", silent.readEnd().reason());
      eventuallyClosed(CloseReason.PING_TIMEOUT, 2);
      assertEquals(400, get(sid).statusCode());
      alive.text("4here");
      assertEquals("4here", alive.readText("4"));
    }
  }

  @Test
  void whatIsKeptForPollsAndWhatTheyAreAnsweredIsToldAndTheSessionMayBeEnded() throws Exception {
    AtomicLong kept = new AtomicLong();
    AtomicLong answered = new AtomicLong();
    AtomicInteger closed = new AtomicInteger();
    AtomicReference<Runnable> end = new AtomicReference<>();
    serve(CALM.waiting(new Waiting() {
      @Override
      public void answered(HttpServerRequest request, int bytes, Future<Void> taken) {
        taken.onSuccess(done -> answered.addAndGet(bytes));
      }

      @Override
      public Inbox inbox(HttpServerRequest post, long announced) {
        return Inbox.NONE;
      }

      @Override
      public Outbox outbox(HttpServerRequest handshake, Runnable cut) {
        end.set(cut);
        return new Outbox() {
          @Override
          public void holds(int bytes) {
            kept.set(bytes);
          }

          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
      }
    }));
    String sid = handshake();
    String large = "4" + "x".repeat(100_000);
    post(sid, large);
    eventually("its echo is kept", () -> kept.get() > 100_000);
    post(sid, large);
    eventually("and another one", () -> kept.get() > 200_000);
    long before = answered.get();
    int polled = get(sid).body().length();
    assertTrue(polled > 200_000);
    eventually("the poll is told", () -> answered.get() - before >= polled && kept.get() == 0);
    post(sid, large);
    end.get().run();
    eventuallyClosed(CloseReason.SLOW_CONSUMER, 1);
    assertEquals(0, kept.get());
    get(sid);
    eventually("it is not counted any more", () -> closed.get() > 0);
  }

  @Test
  void halfOpenConnectionsHoldNothingForLong() throws Exception {
    serve(new EngineConfig("abuse", 25_000, 20_000, 300, 1_000_000, 4 << 20, 0, (origin, host) -> true,
        handshake -> () -> {}, Waiting.UNCOUNTED));
    String sid = handshake();
    try (RawSocket probing = RawSocket.open(server.port(), PATH, "&sid=" + sid)) {
      probing.text("2probe"); // and never the "5"
      assertEquals("3probe", probing.read().text());
      assertEquals("upgrade timeout", probing.readEnd().reason());
    }
    assertEquals(200, post(sid, "4still polling"));
    assertEquals("4still polling", get(sid).body().replace("6\u001e", ""));
    try (Socket half = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      half.getOutputStream().write(("POST " + PATH + "?EIO=4&transport=polling&sid=" + sid
          + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n4half").getBytes(StandardCharsets.US_ASCII));
    }
    eventuallyClosed(CloseReason.TRANSPORT_ERROR, 1);
  }

  @Test
  void bodiesOfPostsAreCountedAndRefusedWhereThereIsNoRoom() throws Exception {
    AtomicLong held = new AtomicLong();
    AtomicInteger open = new AtomicInteger();
    serve(CALM.waiting(new Waiting() {
      @Override
      public void answered(HttpServerRequest request, int bytes, Future<Void> taken) {}

      @Override
      public Outbox outbox(HttpServerRequest handshake, Runnable cut) {
        return Outbox.NONE;
      }

      @Override
      public Inbox inbox(HttpServerRequest post, long announced) {
        open.incrementAndGet();
        return new Inbox() {
          @Override
          public boolean add(int bytes) {
            return held.addAndGet(bytes) <= 10_000;
          }

          @Override
          public void release() {
            held.set(0);
            open.decrementAndGet();
          }
        };
      }
    }));
    String sid = handshake();
    assertEquals(200, post(sid, "4" + "x".repeat(9_000)));
    assertEquals(0, open.get(), "what was read counts no more");
    assertEquals(200, post(sid, "1"));
    assertEquals(503, post(handshake(), "4" + "x".repeat(50_000)));
    eventuallyClosed(CloseReason.TRANSPORT_ERROR, 1);
    assertEquals(0, open.get());
  }

  @Test
  void aFloodOfPingsAndOfEmptyFragmentsEndsTheConnection() throws Exception {
    serve(CALM.limits(1_000_000, 4 << 20, 100));
    for (int first : new int[] {0x89, 0x01}) {
      try (RawSocket flood = open()) {
        try {
          for (int i = 0; i < 3_000; i++) {
            flood.frame(i == 0 || first == 0x89 ? first : 0x00, 0, new byte[0]);
          }
        } catch (SocketException cutOff) {
          // before all were sent; the reason stands in the frame that came
        }
        assertEquals(1008, flood.readEnd().code());
      }
    }
    eventually("all are gone", () -> server.engine().sessionCount() == 0);
  }

  @Test
  void whatIsLargerThanAllowedIsNotRead() throws Exception {
    serve(CALM.limits(10_000, 4 << 20, 0));
    for (String body : List.of("4" + "x".repeat(10_000), "4" + "é".repeat(6_000))) {
      assertEquals(413, post(handshake(), body));
    }
    try (RawSocket liar = open()) {
      liar.frame(0x81, Long.MAX_VALUE, "4x".getBytes(StandardCharsets.US_ASCII));
      assertEquals(1009, liar.readEnd().code());
    }
    try (RawSocket parts = open()) {
      parts.frame(0x01, 6_000, new byte[6_000]);
      parts.frame(0x80, 6_000, new byte[6_000]);
      assertEquals(1009, parts.readEnd().code());
    }
    eventually("all are gone", () -> server.engine().sessionCount() == 0);
  }

  @Test
  void aGetThatABrowserRepeatsByItselfEndsTheSessionSinceAnAnswerIsLost() throws Exception {
    serve(CALM);
    String sid = handshake();
    assertEquals(200, post(sid, "4once"));
    assertEquals("4once", get(sid + "&t=a1").body());
    assertEquals(200, post(sid, "4twice"));
    assertEquals("4twice", get(sid + "&t=a2").body());
    assertEquals(400, get(sid + "&t=a2").statusCode());
    eventuallyClosed(CloseReason.TRANSPORT_ERROR, 1);
  }

  @Test
  void aStormOfReconnectsIsTakenAndLeavesNothing() throws Exception {
    serve(CALM);
    for (int round = 0; round < 5; round++) {
      List<RawSocket> sockets = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        sockets.add(open());
      }
      for (RawSocket socket : sockets) {
        socket.text("4hello");
      }
      for (RawSocket socket : sockets) {
        assertEquals("4hello", socket.readText("4"));
        socket.close();
      }
    }
    eventuallyClosed(CloseReason.TRANSPORT_CLOSE, 1_000);
    try (RawSocket after = open()) {
      after.text("4x");
      assertEquals("4x", after.readText("4"));
      assertThrows(EOFException.class, () -> {
        after.text("1");
        while (true) {
          after.read();
        }
      });
    }
  }
}
