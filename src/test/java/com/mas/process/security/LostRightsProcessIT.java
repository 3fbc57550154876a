package com.mas.process.security;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.process.SignalClient;
import com.mas.process.Traffic;
import com.mas.realtime.meeting.Signalling;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A right that is lost is lost at once: where it was lost, after a restart, on a node that is started later, and on
 * one that shares nothing with the first but the database, so that it hears no announcement.
 */
class LostRightsProcessIT {
  private static final String SECRET = "one-secret-for-all-nodes-of-this-test";
  private static final String FIRST = "a-temporary-one-1";
  private static final String PASSWORD = "a password of my own";
  private static final Duration MOMENT = Duration.ofSeconds(10);

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private record Person(UUID id, String email, String access, String refresh) {}

  @Test
  void whatIsLostIsLostAtOnceEverywhereAndAfterARestart() throws Exception {
    try (TestDatabase database = TestDatabase.create()) {
      Map<String, String> stores = Map.of("DATABASE_URL", database.url(), "REDIS_URL", TestServers.redis().url(),
          "JWT_SECRET", SECRET, "RATE_LIMITS", "false");
      try (ServerProcess here = ServerProcess.start(folder.resolve("here"), stores);
          ServerProcess there = ServerProcess.start(folder.resolve("there"), stores)) {
        String root = here.api().admin();
        Person leaver = person(here.api(), root, "leaver", "USER", Set.of());
        Person demoted = person(here.api(), root, "demoted", "ADMIN", Set.of());
        Person lead = person(here.api(), root, "lead", "USER", Set.of("batch_lead"));
        Person disabled = person(here.api(), root, "disabled", "USER", Set.of());
        List<Person> all = List.of(leaver, demoted, lead, disabled);
        for (Person person : all) {
          assertEquals(200, me(there.api(), person), "known on both nodes");
        }
        assertEquals(200, here.api().get("/api/batchlead/batches", lead.access).status());
        SignalClient socket =
            new SignalClient(vertx, there.api(), Signalling.NOTIFICATIONS, disabled.access, new Traffic());
        assertFalse(socket.isClosed(), socket::greeting);

        assertEquals(200, here.api().post("/api/auth/logout", null, Map.of("refreshToken", leaver.refresh)).status());
        change(here.api(), root, demoted, Map.of("role", "USER", "capabilities", List.of()));
        change(here.api(), root, lead, Map.of("capabilities", List.of()));
        change(here.api(), root, disabled, Map.of("status", "disabled"));
        for (Person person : all) {
          assertEquals(401, me(here.api(), person), person::email);
        }
        assertNoPower(here.api(), demoted, leaver.id);
        assertEquals(401, here.api().get("/api/batchlead/batches", lead.access).status());
        for (Person person : all) {
          eventually(person.email + " is refused by a node that heard nothing", MOMENT,
              () -> me(there.api(), person) == 401);
        }
        eventually("the socket of a disabled person is closed there, too", MOMENT, socket::isClosed);
        socket.close();

        String fresh = refreshed(there.api(), demoted);
        assertEquals(200, there.api().get("/api/auth/me", fresh).status());
        assertEquals(403, there.api().get("/api/admin/users", fresh).status());
        assertEquals(403, here.api().get("/api/batchlead/batches", refreshed(here.api(), lead)).status());
        assertEquals(401, there.api().post("/api/auth/refresh", null, Map.of("refreshToken", disabled.refresh))
            .status());

        assertEquals(0, here.stop());
        try (ServerProcess again = ServerProcess.start(folder.resolve("here"), stores);
            ServerProcess later = ServerProcess.start(folder.resolve("later"), stores)) {
          for (ServerProcess node : List.of(again, later)) {
            for (Person person : all) {
              assertEquals(401, me(node.api(), person), person::email);
            }
            assertEquals(200, node.api().get("/api/auth/me", root).status());
            assertNoPower(node.api(), demoted, leaver.id);
          }
        }
      }
    }
  }

  private static void assertNoPower(Api api, Person demoted, UUID student) throws IOException {
    assertEquals(401, api.get("/api/admin/users", demoted.access).status());
    assertEquals(401, api.post("/api/admin/students/" + student + "/xp", demoted.access,
        Map.of("type", "test_taken", "sourceId", "mine")).status());
    assertEquals(401, api.post("/api/admin/jobs/queues/emailQueue/pause", demoted.access, Map.of()).status());
  }

  private static int me(Api api, Person person) throws IOException {
    return api.get("/api/auth/me", person.access).status();
  }

  private static void change(Api api, String root, Person person, Map<String, Object> change) throws IOException {
    Reply reply = api.ask("PATCH", "/api/admin/users/" + person.id, root, Json.write(change));
    assertEquals(200, reply.status(), reply::text);
  }

  private static String refreshed(Api api, Person person) throws IOException {
    Reply reply = api.post("/api/auth/refresh", null, Map.of("refreshToken", person.refresh));
    assertEquals(200, reply.status(), reply::text);
    return reply.data().path("accessToken").asText();
  }

  private static Person person(Api api, String root, String name, String role, Set<String> capabilities)
      throws IOException {
    String email = name + "@x.example";
    Reply made = api.post("/api/admin/users", root,
        Map.of("email", email, "password", FIRST, "fullName", name, "role", role, "capabilities", capabilities));
    assertEquals(201, made.status(), made::text);
    api.takeOver(email, FIRST, PASSWORD);
    JsonNode session = api.tryLogin(email, PASSWORD).data();
    assertTrue(session.has("accessToken"));
    return new Person(UUID.fromString(made.data().path("id").asText()), email,
        session.path("accessToken").asText(), session.path("refreshToken").asText());
  }
}
