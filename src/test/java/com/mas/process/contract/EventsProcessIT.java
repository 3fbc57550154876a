package com.mas.process.contract;

import static com.mas.process.SharedServer.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.bus.Principal.Role;
import com.mas.process.Api;
import com.mas.process.MeetingHouse;
import com.mas.process.SharedServer;
import com.mas.process.SignalClient;
import com.mas.process.Traffic;
import com.mas.testkit.TestTokens;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every documented event, said and heard at a running server, has the documented form; and there is no other. */
class EventsProcessIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Vertx vertx = Vertx.vertx();
  private MeetingHouse.People people;
  private final Traffic traffic = new Traffic();
  private final TestTokens tokens = new TestTokens(Clock.systemUTC());

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void whatGoesOverSocketsIsWhatTheDocumentSays() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    people = MeetingHouse.newPeople(server);
    // side by side, since each waits for instants to come
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> parts =
          List.of(() -> expire(api, "/"), () -> expire(api, "/notifications"), () -> beToldAndMeet(api));
      for (Future<Void> part : threads.invokeAll(parts)) {
        part.get();
      }
    }
    traffic.isAll(api);
    documentIsWhole(api.get("/asyncapi.json", null).json());
  }

  private SignalClient client(Api api, String namespace, String token) throws Exception {
    return new SignalClient(vertx, api, namespace, token, traffic);
  }

  private static String token(Api api, String email) throws IOException {
    return api.login(email, PASSWORD);
  }

  private String shortToken(UUID user) {
    Map<String, Object> claims = tokens.claims(user, Role.EXPERT);
    claims.put("exp", Instant.now().plusSeconds(8).getEpochSecond());
    return TestTokens.sign(claims);
  }

  private Void expire(Api api, String namespace) throws Exception {
    UUID user = UUID.fromString(api.get("/api/auth/me", token(api, people.mentor())).data().path("id").asText());
    try (SignalClient nobody = client(api, namespace, "not.a.token");
        SignalClient renewing = client(api, namespace, shortToken(user));
        SignalClient going = client(api, namespace, shortToken(user))) {
      assertTrue(nobody.greeting().startsWith("44"), nobody::greeting);
      renewing.hears("token-expiring", "expiresAt");
      assertFalse(renewing.ask("renew-token", Map.of("token", "not.a.token")).path("ok").asBoolean());
      assertFalse(renewing.ask("renew-token", Map.of("token", token(api, people.guest()))).path("ok").asBoolean());
      renewing.did("renew-token", Map.of("token", token(api, people.mentor())));
      going.hears("token-expired", "token_expired");
      assertFalse(renewing.heard("token-expired"));
      assertTrue(renewing.ask("renew-token", Map.of("token", token(api, people.mentor()))).path("ok").asBoolean());
    }
    return null;
  }

  private Void beToldAndMeet(Api api) throws Exception {
    try (SignalClient bell = client(api, "/notifications", token(api, people.student()))) {
      // the first warning comes ten minutes before the end, which is when it begins
      String meeting = MeetingHouse.book(api, token(api, people.mentor()),
          token(api, people.student()), Instant.now().plusSeconds(45), Duration.ofMinutes(10));
      bell.hears("notification", MeetingHouse.TITLE);
      meet(api, meeting);
    }
    return null;
  }

  private void meet(Api api, String meeting) throws Exception {
    Map<String, Object> room = Map.of("roomId", meeting);
    String mentor = token(api, people.mentor());
    String student = token(api, people.student());
    try (SignalClient host = client(api, "/", mentor);
        SignalClient tab = client(api, "/", student);
        SignalClient newTab = client(api, "/", student);
        SignalClient guest = client(api, "/", token(api, people.guest()))) {
      String hostSocket = host.did("join-room", with(room, "userName", "Mentor")).path("socketId").asText();
      String tabSocket = tab.did("join-room", with(room, "userName", "Asha")).path("socketId").asText();
      host.hears("room-users-updated", "Asha");
      assertEquals(2, tab.did("get-online-users", room).path("users").size());
      signal(tab, host, "offer", hostSocket);
      signal(host, tab, "answer", tabSocket);
      signal(tab, host, "ice-candidate", hostSocket);
      assertFalse(tab.ask("offer", Map.of("targetSocketId", "nobody")).path("ok").asBoolean());

      tell(tab, host, "audio-toggle", with(room, "enabled", false));
      tell(tab, host, "video-toggle", with(room, "enabled", true));
      tell(tab, host, "raise-hand", with(room, "raised", true));
      tell(tab, host, "screen-share", with(room, "sharing", true));
      tell(tab, host, "connection-quality", Map.of("roomId", meeting, "quality", "good", "rttMs", 12));
      tell(tab, host, "chat-message", with(room, "message", "Hello"));
      assertEquals(1, host.did("get-chat-history", room).path("messages").size());
      host.did("initialize-meeting", room);
      tab.hears("meeting-started", hostSocket);

      assertEquals("waiting", guest.ask("join-room", with(room, "userName", "Guest")).path("outcome").asText());
      JsonNode asks = host.hears("lobby-request", "Gopal Rao");
      host.did("admit-user", Map.of("roomId", meeting, "userId", asks.path("userId"), "admit", true));
      guest.hears("lobby-decision", "true");
      guest.did("join-room", with(room, "userName", "Guest"));

      String me = api.get("/api/auth/me", student).data().path("id").asText();
      String path = "/api/meetings/" + meeting + "/deputy";
      assertEquals(200, api.ask("PUT", path, mentor, Json.write(Map.of("userId", me))).status());
      guest.hears("deputy-changed", me);
      assertEquals(200, api.ask("PUT", path, mentor, "{\"userId\":null}").status());
      guest.hears("deputy-changed", "\"userId\":null");

      assertEquals("elsewhere", newTab.ask("join-room", with(room, "userName", "Asha")).path("outcome").asText());
      newTab.did("takeover-connection", with(room, "userName", "Asha"));
      tab.hears("connection-taken-over", meeting);

      host.did("start-recording", room);
      newTab.hears("recording-started", meeting);
      newTab.did("recording-consent", with(room, "given", true));
      host.did("stop-recording", room);
      newTab.hears("recording-stopped", meeting);
      host.did("admit-user", Map.of("roomId", meeting, "userId", asks.path("userId"), "admit", false));
      guest.hears("removed-from-room", "removed");
      newTab.hears("user-left", "removed");
      host.did("admit-user", Map.of("roomId", meeting, "userId", asks.path("userId"), "admit", true));
      guest.did("join-room", room);
      guest.did("leave-room", room);
      newTab.hears("timer-warning", "\"minutesLeft\":10", PATIENCE);
      host.did("end-meeting", room);
      newTab.hears("meeting-ended", meeting);
    }
  }

  private static Map<String, Object> with(Map<String, Object> room, String name, Object value) {
    return Map.of("roomId", room.get("roomId"), name, value);
  }

  private static void signal(SignalClient from, SignalClient to, String event, String target) {
    from.did(event, event.equals("ice-candidate")
        ? Map.of("targetSocketId", target, "candidate", Map.of("candidate", "candidate:1", "sdpMid", "0"))
        : Map.of("targetSocketId", target, "description", Map.of("type", event, "sdp", "v=0")));
    to.hears(event, "fromSocketId");
  }

  private static void tell(SignalClient from, SignalClient to, String event, Map<String, Object> body) {
    from.did(event, body);
    to.hears(event, "fromSocketId");
  }

  /** Each message of a channel is of an operation, and each operation's is of its channel. */
  private static void documentIsWhole(JsonNode document) {
    assertEquals("3.0.0", document.path("asyncapi").asText());
    document.path("channels").properties().forEach(channel -> {
      List<String> declared = channel.getValue().path("messages").properties().stream()
          .map(message -> "#/channels/" + channel.getKey() + "/messages/" + message.getKey()).sorted().toList();
      List<String> used = document.path("operations").findValuesAsText("$ref").stream()
          .filter(reference -> reference.startsWith("#/channels/" + channel.getKey() + "/messages/"))
          .distinct().sorted().toList();
      assertEquals(declared, used);
    });
  }
}
