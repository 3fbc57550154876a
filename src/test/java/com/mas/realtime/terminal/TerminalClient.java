package com.mas.realtime.terminal;

import static com.mas.testkit.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.mas.bus.Json;
import com.mas.realtime.terminal.screen.Screen;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A host or a viewer; what a viewer is sent draws on a screen of its own. */
final class TerminalClient {
  private static final int MOST_KEPT = 1 << 20;

  final WebSocket socket;
  private final Screen screen = new Screen(80, 24, 500);
  private final StringBuilder received = new StringBuilder();
  private final List<JsonNode> messages = new ArrayList<>();
  private long bytes;

  /** Listens before it is connected: the first message may be here before the one who connects goes on. */
  private TerminalClient(ClientWebSocket socket) {
    this.socket = socket;
    socket.binaryMessageHandler(this::take);
    socket.textMessageHandler(text -> message(Control.read(text)));
  }

  /** @param protocol empty: the token comes in the first frame, null for none */
  static TerminalClient open(
      Vertx vertx, WebSocketClient client, int port, UUID session, boolean host, String protocol, String token) {
    WebSocketConnectOptions options = new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port)
        .setURI("/ws/terminal?session=" + session + (host ? "&role=host" : ""));
    if (!protocol.isEmpty()) {
      options.addSubProtocol(protocol).addSubProtocol("token." + token);
    }
    ClientWebSocket socket = client.webSocket();
    TerminalClient opened = new TerminalClient(socket);
    Promise<WebSocket> connected = Promise.promise();
    // on one event loop, so that the handlers are there before a close that comes with the handshake
    vertx.getOrCreateContext().runOnContext(turn -> socket.connect(options).onComplete(connected));
    TerminalHouse.await(connected.future());
    if (protocol.isEmpty() && token != null) {
      opened.socket.writeTextMessage(Json.write(Map.of("token", token, "name", "Meera")));
    }
    return opened;
  }

  private synchronized void take(Buffer frame) {
    bytes += frame.length();
    received.append(frame.toString(StandardCharsets.UTF_8));
    received.delete(0, Math.max(0, received.length() - MOST_KEPT));
    screen.write(frame.getBytes(), 0, frame.length());
  }

  private synchronized void message(JsonNode message) {
    messages.add(message);
    if (message.has("columns")) {
      screen.resize(message.path("columns").asInt(), message.path("lines").asInt());
    }
  }

  void write(String text) {
    socket.writeBinaryMessage(Buffer.buffer(text));
  }

  void say(Object message) {
    socket.writeTextMessage(Json.write(message));
  }

  synchronized String line(int index) {
    return screen.text(index);
  }

  synchronized byte[] dump() {
    return screen.dump();
  }

  synchronized int columns() {
    return screen.columns();
  }

  synchronized String received() {
    return received.toString();
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized JsonNode last(String type) {
    return messages.reversed().stream().filter(message -> message.path("type").asText().equals(type)).findFirst()
        .orElse(MissingNode.getInstance());
  }

  String id() {
    eventually("it is told its id", () -> last("hello").has("you"));
    return last("hello").path("you").asText();
  }

  void sees(int line, String text) {
    eventually("line " + line + " is " + text, () -> line(line).equals(text));
  }

  void hears(String text) {
    eventually("it receives " + text, () -> received().contains(text));
  }

  int closeCode() {
    eventually("it is closed", () -> socket.isClosed() && socket.closeStatusCode() != null);
    return socket.closeStatusCode();
  }
}
