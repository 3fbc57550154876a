package com.mas.realtime.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerStopTest {
  private final CompletableFuture<CloseReason> ended = new CompletableFuture<>();
  private final CompletableFuture<Short> code = new CompletableFuture<>();
  private HttpServer http;

  private void listen(Vertx vertx, EngineServer engine) throws Exception {
    vertx.deployVerticle(new AbstractVerticle() {
      @Override
      public void start(Promise<Void> started) {
        http = vertx.createHttpServer().requestHandler(engine.mount());
        http.listen(0, "127.0.0.1").<Void>mapEmpty().onComplete(started);
      }
    }).await(10, TimeUnit.SECONDS);
  }

  /**
   * JavaScript's client hands a packet on a moment after it came, and a close at once: a message beside it is
   * delivered when the client is back, and again by the recovery, as the client's offset is then still before it.
   */
  @Test
  void whoPollsIsToldOfTheEndInAnAnswerOfItsOwnAfterWhatWasSaidBefore() throws Exception {
    Vertx vertx = Vertx.vertx();
    CompletableFuture<EngineSession> opened = new CompletableFuture<>();
    try (EngineServer engine = new EngineServer(vertx, EngineConfig.of("stop", (origin, host) -> true),
        (session, handshake) -> {
          opened.complete(session);
          return listener();
        }); HttpClient client = HttpClient.newHttpClient()) {
      listen(vertx, engine);
      String polls = "http://127.0.0.1:" + http.actualPort() + "/?EIO=4&transport=polling";
      get(client, polls).get(10, TimeUnit.SECONDS);
      EngineSession session = opened.get(10, TimeUnit.SECONDS);
      polls += "&sid=" + session.sid();
      CompletableFuture<String> first = get(client, polls);
      session.execute(() -> {
        session.send(Message.packet('4', "the last words"));
        session.close(CloseReason.SERVER_SHUTTING_DOWN);
      });
      assertEquals("4the last words", first.get(10, TimeUnit.SECONDS));
      assertEquals("1", get(client, polls).get(10, TimeUnit.SECONDS));
      assertEquals(0, engine.sessionCount());
    } finally {
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }

  private static CompletableFuture<String> get(HttpClient client, String url) {
    return client.sendAsync(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .thenApply(HttpResponse::body);
  }

  @Test
  void anHttpServerThatStopsDoesNotWaitForItsSocketsButTellsThem() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (EngineServer engine = new EngineServer(vertx, EngineConfig.of("stop", (origin, host) -> true),
        (session, handshake) -> listener())) {
      listen(vertx, engine);
      WebSocketClient client = vertx.createWebSocketClient();
      WebSocket socket = client.connect(http.actualPort(), "127.0.0.1", "/?EIO=4&transport=websocket")
          .await(10, TimeUnit.SECONDS);
      socket.closeHandler(closed -> code.complete(socket.closeStatusCode()));
      http.shutdown(60, TimeUnit.SECONDS).await(20, TimeUnit.SECONDS);
      assertEquals(1001, code.get(10, TimeUnit.SECONDS).intValue());
      assertEquals(CloseReason.SERVER_SHUTTING_DOWN, ended.get(10, TimeUnit.SECONDS));
      assertEquals(0, engine.sessionCount());
    } finally {
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }

  private EngineListener listener() {
    return new EngineListener() {
      @Override
      public void text(byte[] packet, int from, int to) {}

      @Override
      public void binary(byte[] content) {}

      @Override
      public void closed(CloseReason reason) {
        ended.complete(reason);
      }
    };
  }
}
