package com.mas.testkit;

import com.mas.boot.Modules;
import com.mas.sandbox.SandboxVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The simulators of outside providers for tests of one process, on a free port; it goes with its Vert.x. */
public final class Sandbox {
  private final SandboxVerticle verticle;

  public Sandbox(Vertx vertx, Clock clock) {
    verticle = new SandboxVerticle("127.0.0.1", 0, clock, Modules.SIMULATORS);
    House.await(vertx.deployVerticle(verticle));
  }

  public int port() {
    return verticle.port();
  }

  /** @param simulator its name, such as whatsapp */
  public String url(String simulator) {
    return verticle.url(simulator);
  }

  /** Returns the settings that lead a server to these simulators. */
  public Map<String, String> settings(String... simulators) {
    Map<String, String> settings = new HashMap<>();
    for (String simulator : simulators) {
      settings.putAll(verticle.desk(simulator).simulator().settings(url(simulator), name -> ""));
    }
    return settings;
  }

  public int smtpPort() {
    return Integer.parseInt(settings("mail").get("SMTP_PORT"));
  }

  /** @param body a {@link JsonObject} or {@link JsonArray}, or one of them as text; null for none */
  public JsonObject ask(String simulator, String method, String target, Object body) {
    return House.await(send(simulator, method, target, body));
  }

  /** Uses a switch, and does not wait for the answer. */
  public Future<JsonObject> send(String simulator, String method, String target, Object body) {
    return verticle.desk(simulator).ask(method, target, body instanceof String text ? Json.decodeValue(text) : body);
  }

  /** Switches on these faults and no others. */
  public void faults(String simulator, JsonObject... faults) {
    ask(simulator, "PUT", "faults", new JsonArray(List.of(faults)));
  }

  /** Switches on this fault and no other, written as {@code status status=429 path=learners}. */
  public void fault(String simulator, String written) {
    faults(simulator, written(written));
  }

  public static JsonObject written(String fault) {
    String[] words = fault.split(" ");
    JsonObject json = new JsonObject().put("kind", words[0]);
    for (int i = 1; i < words.length; i++) {
      String[] nameAndValue = words[i].split("=", 2);
      String value = nameAndValue[1];
      json.put(nameAndValue[0], value.matches("-?[0-9]+") ? (Object) Integer.parseInt(value) : value);
    }
    return json;
  }

  /** Switches off all faults. */
  public void well(String simulator) {
    ask(simulator, "DELETE", "faults", null);
  }

  /** Makes a simulator as new. */
  public void reset(String simulator) {
    ask(simulator, "DELETE", "", null);
  }

  /** Waits for the n-th call since the record was reset, by this path; null: by any. */
  public void awaitCall(String simulator, String path, long n) {
    ask(simulator, "GET", "requests?count=" + n + (path == null ? "" : "&path=" + path), null);
  }

  /** Returns how many calls have come since the record was reset, by this path; null: by any. */
  public long calls(String simulator, String path) {
    JsonObject calls = ask(simulator, "GET", "requests", null);
    JsonObject counted = path == null ? calls : calls.getJsonObject("paths").getJsonObject(path, new JsonObject());
    return counted.getLong("count", 0L);
  }

  /** Returns the last calls with a body, oldest first. */
  public List<String> bodies(String simulator) {
    List<String> bodies = new ArrayList<>();
    ask(simulator, "GET", "requests", null).getJsonArray("recent")
        .forEach(call -> bodies.add(((JsonObject) call).getString("body")));
    return bodies;
  }
}
