package com.mas.realtime.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerStopTest {
  private final CompletableFuture<CloseReason> ended = new CompletableFuture<>();
  private final CompletableFuture<Short> code = new CompletableFuture<>();
  private HttpServer http;

  @Test
  void anHttpServerThatStopsDoesNotWaitForItsSocketsButTellsThem() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (EngineServer engine = new EngineServer(vertx, EngineConfig.of("stop", (origin, host) -> true),
        (session, handshake) -> listener())) {
      vertx.deployVerticle(new AbstractVerticle() {
        @Override
        public void start(Promise<Void> started) {
          http = vertx.createHttpServer().requestHandler(engine.mount());
          http.listen(0, "127.0.0.1").<Void>mapEmpty().onComplete(started);
        }
      }).await(10, TimeUnit.SECONDS);
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
