package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Bus;
import com.mas.bus.BusDocument;
import com.mas.bus.Json;
import com.mas.module.ConsolePage;
import com.mas.realtime.engineio.Channels;
import com.mas.redis.LocalRateLimit;
import com.mas.secrets.Fingerprint;
import com.mas.seed.DemoAccount;
import com.mas.testkit.TestTokens;
import com.mas.testkit.TurnableClock;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** The edge over a free port, with the shop behind it, and plain clients to talk to it. */
final class EdgeServer implements AutoCloseable {
  static final int MOST_BYTES = 1 << 20;

  final TurnableClock clock = TurnableClock.at("2026-03-02T09:00:00+05:30");
  final TestTokens tokens = new TestTokens(clock);
  final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  final Bus bus = new Bus(vertx, clock);
  final Shop shop = new Shop(bus);
  final AtomicBoolean accepting = new AtomicBoolean(true);
  final AtomicBoolean cacheIsUp = new AtomicBoolean(true);
  final AtomicBoolean storeIsUp = new AtomicBoolean(true);
  /** Answers whether a session goes on; by default all do. */
  final AtomicReference<AccessTokens.Sessions> sessions = new AtomicReference<>(
      (user, session, generation) -> Future.succeededFuture(new AccessTokens.Sessions.State(true, generation)));
  final Tenants tenants = new Tenants(List.of(TestTokens.TENANT, "mr-mentor"), List.of("https://app.example"));
  final Unread unread;
  final Connections connections;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
  private final HttpVerticle http;
  private final String deployment;

  EdgeServer() {
    this(false, true, "");
  }

  EdgeServer(boolean development, boolean docs, String metricsToken) {
    this(development, docs, metricsToken, "127.0.0.0/8", Unread.Bounds.of(64 << 20, 1000, Duration.ofSeconds(15)));
  }

  /** Starts a server whose connections are bounded; without proxies those of the tests are a client's own. */
  EdgeServer(String proxies, Unread.Bounds bounds) {
    this(false, true, "", proxies, bounds);
  }

  private EdgeServer(boolean development, boolean docs, String metricsToken, String trusted, Unread.Bounds bounds) {
    Proxies proxies = Proxies.of(trusted.isEmpty() ? List.of() : List.of(trusted));
    unread = new Unread(bounds);
    connections = new Connections(unread, proxies, Channels::of);
    HttpVerticle.Config config =
        new HttpVerticle.Config("127.0.0.1", 0, MOST_BYTES, tenants, development, docs,
            List.of(new DemoAccount("A learner", "asha@learner.example", "a-password-1")), metricsToken, true, proxies,
            new LocalRateLimit(clock), Duration.ofSeconds(5), connections, PAGES,
            Fingerprint.of(TestTokens.SECRET));
    Probes probes = new Probes(accepting::get, List.of(
        new Probes.Check("store", true, () -> storeIsUp.get() ? Future.succeededFuture() : Future.failedFuture("down")),
        new Probes.Check("cache", false, () -> cacheIsUp.get() ? Future.succeededFuture()
            : Future.failedFuture("down"))),
        () -> "# metrics\n");
    http = new HttpVerticle(bus, Contract.load("contract-http", Shop.CATALOGUE, Map.of()),
        new BusDocument(Shop.CATALOGUE, Map.of(), Map.of(), Map.of(), Map.of()),
        new AccessTokens(vertx, TestTokens.SECRET, clock, TestTokens.TENANT,
            (user, session, generation) -> sessions.get().look(user, session, generation)),
        config, probes,
        each -> Map.of("/raw/", request -> request.response().end("raw"),
            "/socket/", request -> request.toWebSocket().onSuccess(EdgeServer::flood), "/broken/", request -> {
              throw new IllegalArgumentException("as the decoder of queries does");
            }));
    get(vertx.deployVerticle(shop, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    deployment = get(vertx.deployVerticle(http));
  }

  /** Writes as terminals do: past the HTTP layer, with no regard to what waits. */
  private static void flood(ServerWebSocket socket) {
    ChannelHandlerContext channel = ((WebSocketInternal) socket).channelHandlerContext();
    for (int i = 0; i < 128; i++) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[32 << 10]));
    }
  }

  private static final List<ConsolePage> PAGES = List.of(
      ConsolePage.of(1, "learn", "mine", "home", "Mine", "of those without a role", "role:USER"),
      ConsolePage.of(2, "run", "runs", "layers", "Runs", "of operators", "role:ADMIN", "capability:queue_viewer"),
      ConsolePage.of(3, "connect", "calls", "camera", "Calls", "of all", "user"));

  static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(15, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return http.port();
  }

  Future<Void> stop() {
    return vertx.undeploy(deployment);
  }

  Ask ask(String method, String path) {
    return new Ask(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(10)), method);
  }

  /** Sends exactly these bytes and returns what comes back until the server closes. */
  String raw(String request) {
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    shop.released.tryComplete();
    get(vertx.close());
    client.close();
  }

  record Reply(int status, Map<String, List<String>> headers, byte[] bytes) {
    String header(String name) {
      return headers.getOrDefault(name, List.of()).stream().findFirst().orElse(null);
    }

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return Json.read(text(), JsonNode.class);
    }

    String code() {
      return json().path("code").asText();
    }
  }

  final class Ask {
    private final HttpRequest.Builder builder;
    private final String method;
    private byte[] body;

    Ask(HttpRequest.Builder builder, String method) {
      this.builder = builder;
      this.method = method;
    }

    Ask header(String name, String value) {
      builder.header(name, value);
      return this;
    }

    Ask token(String token) {
      return header("Authorization", "Bearer " + token);
    }

    Ask json(String text) {
      return header("Content-Type", "application/json").bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    Ask bytes(byte[] bytes) {
      body = bytes;
      return this;
    }

    CompletableFuture<Reply> start() {
      HttpRequest.BodyPublisher publisher =
          body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body);
      return client.sendAsync(builder.method(method, publisher).build(), HttpResponse.BodyHandlers.ofByteArray())
          .thenApply(response -> new Reply(response.statusCode(), response.headers().map(), response.body()));
    }

    Reply reply() {
      return start().orTimeout(15, TimeUnit.SECONDS).join();
    }
  }
}
