package com.mas.http;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.mas.bus.Principal.Role;
import com.mas.http.EdgeServer.Reply;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DrainTest {
  @Test
  void whatIsInHandIsAnsweredBeforeTheServerStops() {
    try (EdgeServer server = new EdgeServer()) {
      CompletableFuture<Reply> inHand =
          server.ask("POST", "/api/outcome").token(server.tokens.of(Role.USER)).json("{\"kind\":\"wait\"}").start();
      eventually("the request is in hand", () -> server.shop.outcomes.get() == 1);
      Future<Void> stopped = server.stop();
      eventually("new connections are refused", () -> isRefused(server));
      assertFalse(stopped.isComplete());
      server.shop.released.complete();
      assertEquals(202, inHand.join().status());
      EdgeServer.get(stopped);
    }
  }

  /** Connects and sends nothing: a request that arrives while the server stops may wait until it has stopped. */
  private static boolean isRefused(EdgeServer server) {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      return !socket.isConnected();
    } catch (IOException e) {
      return true;
    }
  }
}
