package com.mas.realtime.terminal.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.realtime.terminal.screen.Screen;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The socket to a relay. Lost, it is opened again at the next of the servers, and the whole screen is sent first.
 * Output never
 * waits for the network: what it does not take in time is replaced by the whole screen, later. Everything happens on
 * one thread.
 */
final class RelayLink implements WebSocket.Listener {
  private static final int PIECE = 32 << 10;
  private static final int MOST_WAITING = 1 << 20;
  private static final long FIRST_PAUSE_MS = 150;
  private static final long LONGEST_PAUSE_MS = 2000;
  private static final int OVER = 4400;

  /** Receives the messages of the relay. */
  interface Listener {
    void typed(byte[] keys);

    void state(JsonNode state);

    /** @param name whose keystrokes come from now on */
    void typing(String name);

    /** @param finished the session is over; else the connection is lost and comes back */
    void disconnected(String why, boolean finished);

    void connected();
  }

  private final HttpClient client;
  private final List<URI> addresses;
  private final String token;
  private final Listener listener;
  private final Screen screen;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
      work -> Thread.ofPlatform().daemon().name("relay").unstarted(work));
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final StringBuilder text = new StringBuilder();
  private WebSocket socket;
  private boolean sending;
  private boolean stale;
  private boolean finished;
  private int attempt;
  /** Control messages, a line each. */
  private String unsaid = "";

  RelayLink(HttpClient client, List<URI> addresses, String token, Screen screen, Listener listener) {
    this.client = client;
    this.addresses = addresses;
    this.token = token;
    this.screen = screen;
    this.listener = listener;
    thread.execute(this::connect);
  }

  private void connect() {
    client.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(2)).subprotocols("terminal.v1", "token." + token)
        .buildAsync(addresses.get(attempt++ % addresses.size()), this)
        .whenComplete((opened, failure) -> thread.execute(() -> {
          if (failure != null) {
            reconnect();
          } else {
            socket = opened;
            attempt--; // this one is good
            sending = false;
            stale = true;
            listener.connected();
            say(sizeMessage());
          }
        }));
  }

  private void reconnect() {
    if (!finished) {
      long pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * (1L << Math.min(attempt, 4)));
      thread.schedule(this::connect, attempt <= addresses.size() ? FIRST_PAUSE_MS : pause, TimeUnit.MILLISECONDS);
    }
  }

  /** Output of the shell; draws it, too. */
  void output(byte[] bytes) {
    thread.execute(() -> {
      screen.write(bytes, 0, bytes.length);
      if (socket == null || stale) {
        return;
      }
      waiting.writeBytes(bytes);
      if (waiting.size() > MOST_WAITING) {
        waiting.reset();
        stale = true;
      }
      next();
    });
  }

  void resize(int columns, int lines) {
    thread.execute(() -> {
      screen.resize(columns, lines);
      say(sizeMessage());
    });
  }

  void withScreen(Consumer<Screen> work) {
    thread.execute(() -> work.accept(screen));
  }

  void tell(Map<String, ?> control) {
    thread.execute(() -> say(Json.write(control)));
  }

  private String sizeMessage() {
    return Json.write(Map.of("type", "size", "columns", screen.columns(), "lines", screen.lines()));
  }

  /** Control messages go before output that waits. */
  private void say(String json) {
    if (socket == null) {
      return;
    }
    unsaid = unsaid.isEmpty() ? json : unsaid + "\n" + json;
    next();
  }

  private void next() {
    if (sending || socket == null) {
      return;
    }
    if (!unsaid.isEmpty()) {
      int end = unsaid.indexOf('\n');
      String json = end < 0 ? unsaid : unsaid.substring(0, end);
      unsaid = end < 0 ? "" : unsaid.substring(end + 1);
      sent(socket.sendText(json, true));
      return;
    }
    if (stale) {
      stale = false;
      waiting.reset();
      if (!screen.isUntouched()) {
        waiting.writeBytes(screen.dump());
      }
    }
    if (waiting.size() > 0) {
      byte[] all = waiting.toByteArray();
      int piece = Math.min(all.length, PIECE);
      waiting.reset();
      waiting.write(all, piece, all.length - piece);
      sent(socket.sendBinary(ByteBuffer.wrap(all, 0, piece), true));
    }
  }

  private void sent(CompletionStage<WebSocket> done) {
    sending = true;
    done.whenComplete((by, failure) -> thread.execute(() -> {
      if (by == socket && socket != null || failure != null) {
        sending = false;
        next();
      }
    }));
  }

  /** Ends the session for everybody. */
  void end() {
    thread.execute(() -> {
      finished = true;
      say(Json.write(Map.of("type", "end")));
      if (socket == null) {
        listener.disconnected("", true);
      }
    });
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    message.writeBytes(bytes);
    if (last) {
      listener.typed(message.toByteArray());
      message.reset();
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      try {
        JsonNode said = Json.MAPPER.readTree(text.toString());
        switch (said.path("type").asText()) {
          case "state" -> listener.state(said);
          case "typing" -> listener.typing(said.path("name").asText());
          default -> {}
        }
      } catch (JsonProcessingException e) {
        listener.disconnected("the relay said what can not be read", false);
      }
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    thread.execute(() -> lost(from, reason.isEmpty() ? "closed with " + code : reason, code >= OVER && code != 4408
        && code != 4429));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    thread.execute(() -> lost(from, "the connection is lost", false));
  }

  private void lost(WebSocket which, String why, boolean over) {
    if (socket != which && socket != null) {
      return;
    }
    socket = null;
    finished |= over;
    listener.disconnected(why, finished);
    attempt++;
    reconnect();
  }
}
