package com.mas.process;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Speaks Socket.IO over one WebSocket, in one namespace, with text only. */
public final class SignalClient implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  public record Event(String name, JsonNode body) {}

  private final String namespace;
  private final String prefix;
  private final Traffic traffic;
  /** Held, since one that nobody holds is closed with its sockets. */
  private final WebSocketClient client;
  private final WebSocket socket;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Map<Integer, JsonNode> answers = new ConcurrentHashMap<>();
  private final Map<Integer, String> questions = new ConcurrentHashMap<>();
  private final AtomicReference<String> connected = new AtomicReference<>();
  private final AtomicInteger asked = new AtomicInteger();

  /** Waits for the answer to CONNECT; see {@link #greeting}. What is said is added to {@code traffic}. */
  public SignalClient(Vertx vertx, Api api, String namespace, String token, Traffic traffic) throws Exception {
    this.namespace = namespace;
    this.traffic = traffic;
    prefix = namespace.equals("/") ? "" : namespace + ",";
    URI at = URI.create(api.base());
    client = vertx.createWebSocketClient();
    try {
      socket = client.connect(new WebSocketConnectOptions().setHost(at.getHost())
          .setPort(at.getPort()).setURI("/socket.io/?EIO=4&transport=websocket"))
          .toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception refused) {
      client.close();
      throw refused;
    }
    socket.textMessageHandler(this::take);
    socket.exceptionHandler(broken -> {}); // its end is what is looked at
    traffic.add(namespace, "connect", Json.MAPPER.valueToTree(Map.of("token", token)));
    socket.writeTextMessage("40" + prefix + Json.write(Map.of("token", token)));
    eventually("the namespace answers", LIMIT, () -> connected.get() != null || socket.isClosed());
  }

  private void take(String text) {
    if (text.equals("2")) {
      socket.writeTextMessage("3");
    } else if (text.startsWith("40") || text.startsWith("44")) {
      if (text.startsWith("44")) {
        traffic.add(namespace, "connect_error", Json.read(text.substring(text.indexOf('{')), JsonNode.class));
      }
      connected.set(text);
    } else if (text.startsWith("43")) {
      int json = text.indexOf('[');
      int id = Integer.parseInt(text.substring(2 + prefix.length(), json));
      JsonNode answer = Json.read(text.substring(json), JsonNode.class).path(0);
      traffic.add(namespace, questions.get(id) + ".ack", answer);
      answers.put(id, answer);
    } else if (text.startsWith("42")) {
      JsonNode event = Json.read(text.substring(text.indexOf('[')), JsonNode.class);
      traffic.add(namespace, "told." + event.path(0).asText(), event.path(1));
      events.add(new Event(event.path(0).asText(), event.path(1)));
    }
  }

  /** The packet that answered CONNECT; null when the connection ended before. */
  public String greeting() {
    return connected.get();
  }

  public boolean isClosed() {
    return socket.isClosed();
  }

  /** Waits for the acknowledgement; an IllegalStateException when the connection ends before it comes. */
  public JsonNode ask(String event, Object body) {
    int id = asked.incrementAndGet();
    questions.put(id, event);
    traffic.add(namespace, event, Json.MAPPER.valueToTree(body));
    socket.writeTextMessage("42" + prefix + id + Json.write(List.of(event, body)));
    eventually(event + " is acknowledged", LIMIT, () -> answers.containsKey(id) || socket.isClosed());
    JsonNode answer = answers.remove(id);
    if (answer == null) {
      throw new IllegalStateException("the connection ended before " + event + " was acknowledged");
    }
    return answer;
  }

  public JsonNode did(String event, Object body) {
    JsonNode answer = ask(event, body);
    assertTrue(answer.path("ok").asBoolean(), answer::toString);
    return answer;
  }

  /** Waits for an event whose body has these words in it. */
  public JsonNode hears(String event, String words) {
    return hears(event, words, LIMIT);
  }

  public JsonNode hears(String event, String words, Duration limit) {
    AtomicReference<JsonNode> heard = new AtomicReference<>();
    eventually(event + " with " + words + " comes", limit, () -> events.stream()
        .filter(each -> each.name.equals(event) && each.body.toString().contains(words))
        .findFirst().map(each -> {
          heard.set(each.body);
          return true;
        }).orElse(false));
    return heard.get();
  }

  public boolean heard(String event) {
    return events.stream().anyMatch(each -> each.name.equals(event));
  }

  @Override
  public void close() {
    socket.close();
    client.close();
  }
}
