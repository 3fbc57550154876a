package com.mas.http;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.mas.bus.Principal.Role;
import com.mas.http.EdgeServer.Reply;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

  private static boolean isRefused(EdgeServer server) {
    try {
      server.ask("GET", "/health/live").reply();
      return false;
    } catch (CompletionException e) {
      return true;
    }
  }
}
