package com.mas.realtime.socketio;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.realtime.engineio.EngineConfig;
import com.mas.realtime.engineio.RawSocket;
import com.mas.testkit.Colliding;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that speak the protocol wrongly, twice, or do not listen. */
class MisuseIT {
  private static final int BUFFERED = 300_000;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<String> ended = new AtomicReference<>();
  private SocketServer server;
  private int port;

  @BeforeEach
  void serve() throws Exception {
    server = Fixtures.own(new SocketServer(vertx,
        EngineConfig.of("misuse", (origin, host) -> true).limits(100_000, BUFFERED, 0),
        SocketConfig.DEFAULT.recovery(SocketConfig.RECOVERY_MS), Clock.systemUTC(), null));
    server.namespace("/").onDisconnect((socket, reason) -> ended.set(reason));
    port = TestNode.listen(vertx, server, 0);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private RawSocket open() throws IOException {
    RawSocket socket = RawSocket.open(port, "/socket.io/", "");
    socket.readText("0");
    return socket;
  }

  private static JsonNode connect(RawSocket socket, String packet) throws IOException {
    socket.text(packet);
    return Json.read(socket.readText("40").substring(2), JsonNode.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "451-[\"message\",{\"_placeholder\":true,\"num\":1}]", "451-[\"message\",{\"_placeholder\":true,\"num\":-1}]",
      "451-[\"message\",{\"_placeholder\":true,\"num\":0.5}]",
      "451-[\"message\",{\"_placeholder\":true,\"num\":\"0\"}]",
      "451-[\"message\",{\"_placeholder\":true,\"num\":9999999999}]", "451-[\"message\",{\"_placeholder\":true}]",
      "4511-[\"message\"]", "45999999999-[\"message\"]", "45-[\"message\"]", "451-[\"disconnect\"]", "451-{}",
      "42[\"connect\"]", "42{}", "42[]", "42[true]", "42", "47", "4", "44{}", "40", "42/nowhere,[\"x\"]", "42[\"x\"]x",
      "42/custom,[\"x\"]", "43x", "42\u0000[\"x\"]", "5", "x"})
  void whatIsNotOfTheProtocolEndsTheConnection(String packet) throws Exception {
    try (RawSocket socket = open()) {
      connect(socket, "40");
      socket.text(packet);
      if (packet.startsWith("451-")) {
        socket.binary(new byte[10]);
      }
      assertEquals(8, socket.readEnd().opcode());
      eventually("its handlers know", () -> "parse error".equals(ended.get()));
    }
  }

  /** Strict handlers trip over an argument that they do not know: {@code def chat(data)} of Python, for one. */
  @Test
  void whoDoesNotWantToRecoverGetsNoPosition() throws Exception {
    server.namespace("/").on("hello", (socket, arguments, ack) -> {
      socket.emit("greeting", "you");
      server.namespace("/").to(socket.id()).emit("greeting", "all");
    });
    try (RawSocket strict = open(); RawSocket recovering = open()) {
      JsonNode session = connect(strict, "40{\"recovery\":false}");
      assertTrue(session.path("pid").isMissingNode(), session::toString);
      strict.text("42[\"hello\"]");
      assertEquals("42[\"greeting\",\"you\"]", strict.readText("42"));
      assertEquals("42[\"greeting\",\"all\"]", strict.readText("42"));
      assertTrue(connect(recovering, "40").path("pid").isTextual());
      recovering.text("42[\"hello\"]");
      assertEquals(3, Json.read(recovering.readText("42").substring(2), JsonNode.class).size());
    }
  }

  @Test
  void attachmentsAreNeitherForgottenNorMadeLargerByPointingToThemOften() throws Exception {
    try (RawSocket socket = open()) {
      connect(socket, "40");
      socket.text("451-[\"message\",{\"_placeholder\":true,\"num\":0}]");
      socket.text("42[\"message\"]");
      assertEquals(8, socket.readEnd().opcode());
    }
    try (RawSocket socket = open()) {
      connect(socket, "40");
      socket.text("451-[\"message\"" + ",{\"_placeholder\":true,\"num\":0}".repeat(100) + "]");
      socket.binary(new byte[50_000]);
      assertEquals(8, socket.readEnd().opcode());
    }
    try (RawSocket socket = open()) {
      connect(socket, "40");
      socket.binary(new byte[] {1});
      assertEquals(8, socket.readEnd().opcode());
    }
    try (RawSocket socket = open()) {
      connect(socket, "40");
      String deep = "[".repeat(20_000) + "]".repeat(20_000);
      socket.text("42[\"message\"," + deep + "]");
      assertEquals(8, socket.readEnd().opcode());
    }
  }

  @Test
  void jsonThatIsReadIntoATreeIsShortAndMayBeLongWhereItIsOnlyPassedOn() throws Exception {
    String names = Colliding.object(3000, "1");
    for (String packet : List.of("40" + names, "451-[\"message\"," + names + "]")) {
      try (RawSocket socket = open()) {
        if (packet.startsWith("45")) {
          connect(socket, "40");
        }
        socket.text(packet);
        assertEquals(8, socket.readEnd().opcode());
      }
    }
    try (RawSocket socket = open()) {
      connect(socket, "40");
      socket.text("42[\"message\"," + names + "]");
      socket.text("420[\"join\",\"hall\"]");
      socket.readText("430");
    }
  }

  @Test
  void whoDoesNotListenIsCutOffWithAReasonAndIsNotGivenMoreAtOnceThanMayWaitWhenItComesBack() throws Exception {
    String pid;
    String offset;
    try (RawSocket lazy = open()) {
      JsonNode connected = connect(lazy, "40");
      pid = connected.path("pid").asText();
      lazy.text("420[\"join\",\"hall\"]");
      lazy.readText("430");
      Namespace main = server.namespace("/");
      main.to("hall").emit("heard", "first");
      JsonNode first = Json.read(lazy.readText("42").substring(2), JsonNode.class);
      offset = first.path(2).asText();
      String large = "x".repeat(60_000);
      for (int i = 0; i < 400 && ended.get() == null; i++) {
        main.to("hall").emit("heard", large);
      }
      eventually("it is cut off", () -> "slow consumer".equals(ended.get()));
    }
    try (RawSocket back = open()) {
      JsonNode again = connect(back, "40" + Json.write(Map.of("pid", pid, "offset", offset)));
      assertNotEquals(pid, again.path("pid").asText());
      back.text("420[\"join\",\"hall\"]");
      back.readText("430");
      server.namespace("/").to("hall").emit("heard", "anew");
      assertTrue(back.readText("42").startsWith("42[\"heard\",\"anew\""));
    }
  }

  @Test
  void aSessionThatIsAskedForManyTimesAtOnceIsOneSocketInTheEnd() throws Exception {
    String pid;
    String id;
    try (RawSocket first = open()) {
      JsonNode connected = connect(first, "40");
      pid = connected.path("pid").asText();
      id = connected.path("sid").asText();
    }
    List<RawSocket> storm = List.of(open(), open(), open(), open(), open(), open());
    try {
      for (RawSocket socket : storm) {
        socket.text("40" + Json.write(Map.of("pid", pid, "offset", "")));
      }
      int same = 0;
      for (RawSocket socket : storm) {
        JsonNode connected = Json.read(socket.readText("40").substring(2), JsonNode.class);
        if (connected.path("pid").asText().equals(pid)) {
          same++;
          assertEquals(id, connected.path("sid").asText());
        } else {
          assertNotEquals(id, connected.path("sid").asText());
        }
      }
      assertTrue(same >= 1, "taken " + same + " times");
      eventually("one has it", () -> server.namespace("/").sockets().stream().filter(socket -> socket.id().equals(id))
          .count() == 1);
    } finally {
      for (RawSocket socket : storm) {
        socket.close();
      }
    }
  }

  @Test
  void aMessageOverTheLimitEndsTheConnection() throws Exception {
    try (RawSocket socket = open()) {
      connect(socket, "40");
      socket.text("42[\"message\",\"" + "x".repeat(100_000) + "\"]");
      assertEquals(1009, socket.readEnd().code());
      assertThrows(IOException.class, socket::read);
    }
  }
}
