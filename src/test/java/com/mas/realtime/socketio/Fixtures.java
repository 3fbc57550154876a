package com.mas.realtime.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.realtime.engineio.EngineConfig;
import com.mas.realtime.engineio.GatheringEpoll;
import com.mas.realtime.socketio.Authenticator.Admission;
import com.mas.realtime.socketio.Authenticator.Refused;
import com.mas.redis.RedisLink;
import com.mas.testkit.TestServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The servers that the protocol's public suites and the load generator expect. */
final class Fixtures {
  private static final byte[] DOGE = "asdfasdf".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BIN = DOGE;

  private Fixtures() {}

  /** Echoes in the two namespaces of the protocol's suite. */
  static SocketServer protocol(SocketServer server) {
    for (String name : List.of("/", "/custom")) {
      server.namespace(name)
          .onConnect(socket -> socket.emit("auth", socket.auth()))
          .on("message", (socket, arguments, ack) -> socket.emit("message-back", arguments.all()))
          .on("message-with-ack", (socket, arguments, ack) -> ack.send(arguments.all()));
    }
    return server;
  }

  /** Adds the handlers that the tests of the JavaScript client expect. */
  static SocketServer clientSuite(Vertx vertx, SocketServer server) {
    for (String name : List.of("/foo", "/timeout_socket", "/valid", "/asd")) {
      server.namespace(name).on("getId", (socket, arguments, ack) -> ack.send(socket.id()));
    }
    server.namespace("/no")
        .authenticate((handshake, auth) -> Future.failedFuture(new Refused("Auth failed (custom namespace)", null)));
    server.namespace("/abc").onConnect(socket -> socket.emit("handshake", handshake(socket)));
    Namespace main = server.namespace("/")
        .authenticate((handshake, auth) -> vertx.timer(10).compose(later -> handshake.query().contains("fail")
            ? Future.failedFuture(new Refused("Auth failed (main namespace)", null))
            : Future.succeededFuture(Admission.ANYBODY)));
    main.on("hi", (socket, arguments, ack) -> socket.emit("hi"));
    main.on("echo", (socket, arguments, ack) -> ack.send(arguments.all()));
    main.on("ack", (socket, arguments, ack) -> socket.emitWithAck(Duration.ofSeconds(5), "ack").onSuccess(answer -> {
      if (answer.node(0).asInt() == 5 && answer.node(1).path("test").asBoolean()) {
        socket.emit("got it");
      }
    }));
    main.on("getAckDate", (socket, arguments, ack) -> ack.send(Instant.now()));
    main.on("getDate", (socket, arguments, ack) -> socket.emit("takeDate", Instant.now()));
    main.on("getDateObj", (socket, arguments, ack) -> socket.emit("takeDateObj", Map.of("date", Instant.now())));
    main.on("getUtf8", (socket, arguments, ack) -> {
      for (String text : List.of("てすと", "Я Б Г Д Ж Й", "Ä ä Ü ü ß", "utf8 — string", "utf8 — string")) {
        socket.emit("takeUtf8", text);
      }
    });
    main.on("false", (socket, arguments, ack) -> socket.emit("false", false));
    main.on("doge", (socket, arguments, ack) -> socket.emit("doge", DOGE));
    main.on("getbin", (socket, arguments, ack) -> socket.emit("takebin", BIN));
    main.on("buffa", (socket, arguments, ack) -> answerIf(socket, arguments.node(0).isBinary(), "buffack"));
    main.on("jsonbuff", (socket, arguments, ack) -> answerIf(socket,
        arguments.node(0).path("hello").asText().equals("lol") && arguments.node(0).path("message").isBinary()
            && arguments.node(0).path("goodbye").asText().equals("gotcha"),
        "jsonbuff-ack"));
    inOrder(main, List.of("abuff1", "abuff2"), "abuff2-ack");
    inOrder(main, List.of("jsonblob"), "jsonblob-ack");
    main.on("blob", (socket, arguments, ack) -> answerIf(socket, arguments.node(0).isBinary(), "back"));
    inOrder(main, List.of("blob1", "blob2", "blob3"), "blob3-ack");
    main.on("getHandshake", (socket, arguments, ack) -> ack.send(handshake(socket)));
    main.on("getId", (socket, arguments, ack) -> ack.send(socket.id()));
    return server;
  }

  private static void answerIf(Socket socket, boolean condition, String event) {
    if (condition) {
      socket.emit(event);
    }
  }

  /** The last is answered if all came before it, in their order. */
  private static void inOrder(Namespace namespace, List<String> events, String answer) {
    String first = events.getFirst();
    for (int i = 0; i < events.size(); i++) {
      int place = i;
      namespace.on(events.get(i), (socket, arguments, ack) -> {
        JsonNode seen = Json.read(socket.data(), JsonNode.class);
        int expected = seen.path(first).asInt();
        if (expected == place) {
          socket.data(Json.write(Map.of(first, place + 1)));
          answerIf(socket, place == events.size() - 1, answer);
        }
      });
    }
  }

  private static Map<String, Object> handshake(Socket socket) {
    Map<String, String> query = new HashMap<>();
    socket.handshake().query().forEach(query::put);
    Map<String, String> headers = new HashMap<>();
    socket.handshake().headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
    return Map.of("query", query, "headers", headers, "auth", socket.auth(), "address", socket.handshake().address());
  }

  /** The signalling that the load generator drives. */
  static SocketServer load(SocketServer server) {
    Namespace main = server.namespace("/");
    main.on("join-room", (socket, arguments, ack) -> {
      String room = arguments.slice(0).member("roomId").text();
      Future<Void> joined = socket.join(room);
      List<Map<String, String>> users = main.sockets(room).stream().map(member -> Map.of("socketId", member.id()))
          .toList();
      socket.to(room).emit("room-users-updated", Map.of("roomId", room, "users", users));
      joined.onComplete(known -> ack.send(Map.of("ok", true, "socketId", socket.id(), "users", users)));
    });
    for (String event : List.of("offer", "answer", "ice-candidate")) {
      main.on(event, (socket, arguments, ack) -> {
        JsonSlice body = arguments.slice(0);
        main.to(body.member("targetSocketId").text())
            .emit(event, body.with("targetSocketId", "fromSocketId", socket.id()));
        ack.send(Map.of("ok", true));
      });
    }
    main.on("chat-message", (socket, arguments, ack) -> {
      JsonSlice body = arguments.slice(0);
      main.to(body.member("roomId").text())
          .emit("chat-message", body.with("fromSocketId", "fromSocketId", socket.id()));
      ack.send(Map.of("ok", true));
    });
    return server;
  }

  /** Adds the handlers that our own tests of the client need, beside the protocol's echoes. */
  static SocketServer own(SocketServer server) {
    protocol(server);
    Namespace main = server.namespace("/").onConnect(socket -> {});
    main.onDisconnect((socket, reason) -> main.to("watching " + socket.id()).emit("left", reason));
    main.on("join", (socket, arguments, ack) -> socket.join(arguments.text(0)).onComplete(known -> ack.send()));
    main.on("say", (socket, arguments, ack) -> socket.to(arguments.text(0)).emit("heard", arguments.slice(1)));
    main.on("say-to-all", (socket, arguments, ack) -> main.to(arguments.text(0)).emit("heard", arguments.slice(1)));
    main.on("ask-me", (socket, arguments, ack) -> socket
        .emitWithAck(Duration.ofSeconds(5), "question", arguments.slice(0))
        .onSuccess(answer -> ack.send(answer.all())));
    server.namespace("/closed")
        .authenticate((handshake, auth) -> Future.failedFuture(new Refused("not today", Map.of("code", 7))));
    server.namespace("/brief").authenticate(
        (handshake, auth) -> Future.succeededFuture(new Admission("", null, Clock.systemUTC().millis() + 700)));
    return server;
  }

  /** Arguments: protocol, client or load; the port; for load also memory or redis, which keeps what recovery needs. */
  public static void main(String[] arguments) throws Exception {
    // for measures as many as the product has, for suites what is harder
    int loops = arguments[0].equals("load") ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : 2;
    Vertx vertx = GatheringEpoll.vertx(new VertxOptions().setEventLoopPoolSize(loops)
        .setPreferNativeTransport(true)).build();
    EngineConfig engine = EngineConfig.of("fixture", (origin, host) -> true).limits(1_000_000, 4 << 20, 0);
    SocketServer server = switch (arguments[0]) {
      case "protocol" -> protocol(new SocketServer(vertx, engine.heartbeat(300, 200),
          SocketConfig.DEFAULT.connectTimeout(1000), Clock.systemUTC(), null));
      case "client" -> clientSuite(vertx, new SocketServer(vertx, engine.heartbeat(2000, 20_000),
          SocketConfig.DEFAULT.recovery(SocketConfig.RECOVERY_MS), Clock.systemUTC(), null));
      default -> load(new SocketServer(vertx, engine, arguments.length > 2
          ? SocketConfig.DEFAULT.recovery(SocketConfig.RECOVERY_MS) : SocketConfig.DEFAULT, Clock.systemUTC(),
          arguments.length > 2 && arguments[2].equals("redis") ? redis(vertx) : null));
    };
    System.out.println("listening on " + TestNode.listen(vertx, server, Integer.parseInt(arguments[1]), loops)
        + " native " + vertx.isNativeTransportEnabled() + " pid " + ProcessHandle.current().pid());
  }

  private static RedisLink redis(Vertx vertx) throws Exception {
    RedisLink redis = RedisLink.connect(vertx, TestServers.redis().url());
    redis.ready(5_000).await(6, TimeUnit.SECONDS);
    return redis;
  }
}
