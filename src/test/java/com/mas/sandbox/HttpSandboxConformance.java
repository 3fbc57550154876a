package com.mas.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Checks on the wire that a simulator of an HTTP provider behaves as each fault of the dialect says. */
public abstract class HttpSandboxConformance extends SandboxConformance {
  private static final int MEGABYTE = 1 << 20;
  private static final int DELAY_MS = 120;
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** One request, below the simulator's own path. */
  public record Ask(String method, String path, Map<String, String> headers, String body) {}

  @FunctionalInterface
  private interface Check {
    void run(Ask ask) throws Exception;
  }

  protected HttpSandboxConformance(String simulator, String path) {
    super(simulator, path);
  }

  /** Returns the n-th of many different good requests for {@link #path}. */
  protected abstract Ask good(int n);

  /** Returns a good request with credentials that are not. */
  protected abstract Ask wrong();

  @Override
  protected final void callOverTheWire(int n) {
    assertEquals(200, send(good(n)).statusCode());
  }

  @Override
  protected final boolean isRefusedWithWrongCredentials() {
    return isRefusal(send(wrong()));
  }

  /** Returns whether the provider says that the credentials are not right; most do by the status. */
  protected boolean isRefusal(HttpResponse<byte[]> answer) {
    return answer.statusCode() == 401;
  }

  @TestFactory
  Stream<DynamicTest> eachFaultOfTheDialectIsSeenOnTheWire() {
    Map<String, Check> checks = Map.ofEntries(
        Map.entry("status status=418", ask -> assertEquals(418, send(ask).statusCode())),
        Map.entry("status status=429 retryAfter=7", ask -> assertEquals("7", retryAfter(ask, 429))),
        Map.entry("maintenance retryAfter=9", ask -> assertEquals("9", retryAfter(ask, 503))),
        Map.entry("maintenance status=200", ask -> {
          HttpResponse<byte[]> page = send(ask);
          assertTrue(type(page).startsWith("text/html") && new String(page.body(),
              StandardCharsets.UTF_8).contains("<form"), type(page));
        }),
        Map.entry("redirect", ask -> {
          HttpResponse<byte[]> led = send(ask);
          assertEquals(302, led.statusCode());
          String target = led.headers().firstValue("location").orElseThrow();
          assertTrue(target.startsWith("/" + simulator() + "/"), target);
        }),
        Map.entry("hang", this::hangs),
        Map.entry("close", this::breaks),
        Map.entry("lose", this::breaks),
        Map.entry("truncated", this::breaks),
        Map.entry("expire", ask -> assertTrue(isRefusal(send(ask)))),
        Map.entry("slow delayMs=" + DELAY_MS, this::takesLong),
        Map.entry("slowBody delayMs=" + DELAY_MS, this::takesLong),
        Map.entry("contentType", ask -> assertEquals("text/plain", type(send(ask)))),
        Map.entry("garbage", ask -> {
          HttpResponse<byte[]> answer = send(ask);
          assertEquals(200, answer.statusCode());
          assertThrows(DecodeException.class,
              () -> Json.decodeValue(Buffer.buffer(answer.body())));
        }),
        Map.entry("huge megabytes=2", ask -> assertTrue(send(ask).body().length > 2 * MEGABYTE)));
    TreeSet<String> checked = new TreeSet<>(List.of("unordered", "duplicateRows", "shortPage", "wrongTotal"));
    checks.keySet().forEach(fault -> checked.add(fault.split(" ")[0]));
    description().getJsonArray("kinds").stream().map(JsonObject.class::cast)
        .filter(kind -> !kind.getString("effect").equals("own"))
        .forEach(kind -> assertTrue(checked.contains(kind.getString("kind")), kind::encode));
    return checks.entrySet().stream().map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
      reset();
      Ask ask = good(0);
      sandbox().fault(simulator(), each.getKey() + " path=" + path());
      each.getValue().run(ask);
      sandbox().well(simulator());
      callOverTheWire(1);
    }));
  }

  private void hangs(Ask ask) throws Exception {
    CompletableFuture<HttpResponse<byte[]>> answer = HTTP.sendAsync(request(ask),
        HttpResponse.BodyHandlers.ofByteArray());
    sandbox().awaitCall(simulator(), path(), 1);
    assertFalse(answer.isDone());
    sandbox().well(simulator());
    assertEquals(200, answer.get(20, TimeUnit.SECONDS).statusCode());
  }

  private void breaks(Ask ask) {
    assertThrows(IOException.class, () -> HTTP.send(request(ask), HttpResponse.BodyHandlers.ofByteArray()));
  }

  private void takesLong(Ask ask) {
    long began = System.nanoTime();
    byte[] slow = send(ask).body();
    assertTrue(System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(DELAY_MS * 9 / 10));
    assertNotEquals(0, slow.length);
  }

  private String retryAfter(Ask ask, int status) {
    HttpResponse<byte[]> answer = send(ask);
    assertEquals(status, answer.statusCode());
    return answer.headers().firstValue("retry-after").orElse("");
  }

  @Test
  void outsideItsRoutesThereIsNothing() {
    Ask good = good(0);
    for (Ask outside : List.of(new Ask("GET", "", Map.of(), null), new Ask("GET", "/", Map.of(), null),
        new Ask("GET", "/nowhere", good.headers, null), new Ask("DELETE", good.path, good.headers, good.body),
        new Ask("PUT", good.path, good.headers, good.body), new Ask("GET", "/sandboxes", Map.of(), null),
        new Ask(good.method, good.path.replaceFirst("\\?.*", "") + "/more", good.headers, good.body))) {
      int status = send(outside).statusCode();
      assertTrue(status == 404 || status == 405, () -> outside + " answers " + status);
    }
  }

  @Test
  void theSwitchesAreThereForOtherProcessesToo() {
    assertEquals(Json.encode(description()), Json.encode(new JsonObject(
        Buffer.buffer(send(new Ask("GET", "/sandbox", Map.of(), null)).body()))));
    Ask good = good(0);
    Ask fault = new Ask("PUT", "/sandbox/faults", Map.of("content-type", "application/json"),
        "{\"kind\":\"status\",\"status\":500,\"times\":1}");
    assertEquals(200, send(fault).statusCode());
    assertEquals(500, send(good).statusCode());
    HttpResponse<byte[]> wrong = send(new Ask("PUT", "/sandbox/faults", Map.of(), "{\"kind\":\"explode\"}"));
    assertEquals(400, wrong.statusCode());
    assertEquals("kind", new JsonObject(Buffer.buffer(wrong.body())).getJsonObject("error")
        .getString("field"));
    assertEquals(400, send(new Ask("GET", "/sandbox/nothing", Map.of(), null)).statusCode());
    assertEquals(200, send(new Ask("GET", "/sandbox/requests?count=1&waitMs=1000", Map.of(), null)).statusCode());
    assertArrayEquals(send(new Ask("DELETE", "/sandbox", Map.of(), null)).body(),
        send(new Ask("GET", "/sandbox", Map.of(), null)).body());
  }

  /** Sends it and waits for the whole answer. */
  protected final HttpResponse<byte[]> send(Ask ask) {
    try {
      return HTTP.send(request(ask), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError(ask + " broke off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest request(Ask ask) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sandbox().url(simulator()) + ask.path))
        .timeout(Duration.ofSeconds(20)).method(ask.method, ask.body == null
            ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(ask.body));
    ask.headers.forEach(request::header);
    return request.build();
  }

  private static String type(HttpResponse<?> response) {
    return response.headers().firstValue("content-type").orElse("");
  }
}
