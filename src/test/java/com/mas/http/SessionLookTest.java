package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.Principal.Role;
import com.mas.http.AccessTokens.Sessions.State;
import com.mas.http.EdgeServer.Reply;
import com.mas.testkit.TestTokens;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A token that the node has not seen is looked up before the request goes on, and its body waits. */
class SessionLookTest {
  @AutoClose private final EdgeServer server = new EdgeServer();
  private final UUID user = UUID.randomUUID();

  private String token(Role role) {
    Map<String, Object> claims = server.tokens.claims(user, role, "batch_lead");
    claims.put("sid", UUID.randomUUID().toString());
    claims.put("gen", 0);
    return TestTokens.sign(claims);
  }

  private CompletableFuture<Reply> create(String token, int bytes) {
    String thing = "{\"name\":\"" + UUID.randomUUID() + "\",\"kind\":\"NEW\",\"tags\":[{\"label\":\"a\"}]}";
    return server.ask("POST", "/api/things").token(token).json(thing + " ".repeat(bytes)).start();
  }

  @Test
  void aBodyThatCameBeforeTheAnswerIsReadInFull() throws Exception {
    for (int bytes : new int[] {0, 60_000}) {
      Promise<State> answer = Promise.promise();
      CompletableFuture<Void> asked = new CompletableFuture<>();
      server.sessions.set((who, session, generation) -> {
        asked.complete(null);
        return answer.future();
      });
      CompletableFuture<Reply> reply = create(token(Role.USER), bytes);
      asked.get();
      assertTrue(!reply.isDone());
      answer.complete(new State(true, 0));
      assertEquals(201, reply.get().status());
    }
  }

  @Test
  void anEndedSessionsRequestIsRefusedAndItsConnectionGoesOn() throws Exception {
    server.sessions.set((who, session, generation) -> Future.succeededFuture(new State(false, 1)));
    for (int bytes : new int[] {0, 200_000}) {
      assertEquals(401, create(token(Role.USER), bytes).get().status());
    }
    assertEquals(200, server.ask("GET", "/api/things").token(token(Role.USER)).reply().status(), "open to everybody");
  }

  @Test
  void whileSessionsCannotBeSeenNobodyIsLetIn() throws Exception {
    server.sessions.set((who, session, generation) -> Future.failedFuture(Failure.UNAVAILABLE.with("away")));
    Reply reply = create(token(Role.USER), 0).get();
    assertEquals(503, reply.status());
    assertTrue(reply.header("retry-after") != null);
    assertEquals(200, server.ask("GET", "/api/things").token(token(Role.USER)).reply().status());
  }

  @Test
  void whatOnlyAdministratorsSeeIsRefusedAlike() {
    String admin = token(Role.ADMIN);
    assertEquals(200, server.ask("GET", "/asyncapi/bus.json").token(admin).reply().status());
    server.sessions.set((who, session, generation) -> Future.succeededFuture(new State(false, 1)));
    assertEquals(401, server.ask("GET", "/asyncapi/bus.json").token(token(Role.ADMIN)).reply().status());
    assertEquals(403, server.ask("GET", "/asyncapi/bus.json").token(server.tokens.of(Role.USER)).reply().status());
  }
}
