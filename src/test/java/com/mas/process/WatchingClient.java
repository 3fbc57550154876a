package com.mas.process;

import static com.mas.testkit.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.realtime.terminal.screen.Screen;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A viewer of a shared terminal, with a screen of its own, that asks for the keyboard. */
public final class WatchingClient implements WebSocket.Listener, AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String session;
  private final String token;
  private final StringBuilder words = new StringBuilder();
  private Screen screen;
  private volatile WebSocket socket;
  private volatile boolean closed;

  public WatchingClient(String base, String page) {
    String[] parts = page.substring(page.indexOf('#') + 1).split("[=&]");
    session = parts[1];
    token = parts[3];
    connect(base);
  }

  public void connect(String base) {
    screen = new Screen(80, 24, 500);
    closed = false;
    client.newWebSocketBuilder().subprotocols("terminal.v1", "token." + token)
        .buildAsync(URI.create(base.replaceFirst("^http", "ws") + "/ws/terminal?session=" + session), this).join();
    socket.sendText(Json.write(Map.of("type", "ask")), true).join();
  }

  public void type(String keys) {
    if (!closed) {
      socket.sendBinary(ByteBuffer.wrap(keys.getBytes(StandardCharsets.UTF_8)), true).join();
    }
  }

  public synchronized String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < screen.lines(); i++) {
      text.append(screen.text(i)).append('\n');
    }
    return text.toString();
  }

  public void sees(String text, Duration limit) {
    eventually("it sees " + text, limit, () -> text().contains(text));
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public void onOpen(WebSocket opened) {
    socket = opened;
    opened.request(1);
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    synchronized (this) {
      screen.write(bytes, 0, bytes.length);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    words.append(data);
    if (last) {
      JsonNode said = Json.read(words.toString(), JsonNode.class);
      words.setLength(0);
      if (said.has("columns")) {
        synchronized (this) {
          screen.resize(said.path("columns").asInt(), said.path("lines").asInt());
        }
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed |= from == socket;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    closed |= from == socket;
  }

  @Override
  public void close() {
    socket.abort();
    client.close();
  }
}
