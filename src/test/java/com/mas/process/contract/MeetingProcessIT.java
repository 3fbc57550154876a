package com.mas.process.contract;

import static com.mas.process.SharedServer.PASSWORD;
import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.MeetingHouse;
import com.mas.process.SharedServer;
import com.mas.process.SignalClient;
import com.mas.process.Sql;
import com.mas.process.Traffic;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A meeting from the slot to the attendance, over REST and Socket.IO of a running server. */
class MeetingProcessIT {
  private final Vertx vertx = Vertx.vertx();
  private final Traffic traffic = new Traffic();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void twoPeopleMeetAndTheirAttendanceRemains() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    MeetingHouse.People people = MeetingHouse.newPeople(server);
    String mentor = api.login(people.mentor(), PASSWORD);
    String student = api.login(people.student(), PASSWORD);
    try (SignalClient nobody = client(api, "/", "not.a.token");
        SignalClient bell = client(api, "/notifications", student)) {
      assertTrue(nobody.greeting().startsWith("44"), nobody::greeting);
      String meeting = MeetingHouse.book(api, mentor, student);
      assertEquals("1", bell.hears("notification", "Career advice").path("unread").asText());
      meet(api, meeting, mentor, student, api.login(people.guest(), PASSWORD));
      after(api, meeting, student);
      traffic.fits(api);
    }
  }

  private SignalClient client(Api api, String namespace, String token) throws Exception {
    return new SignalClient(vertx, api, namespace, token, traffic);
  }

  private void meet(Api api, String meeting, String mentor, String student, String stranger) throws Exception {
    Map<String, String> room = Map.of("roomId", meeting);
    try (SignalClient host = client(api, "/", mentor);
        SignalClient guest = client(api, "/", stranger);
        SignalClient tab = client(api, "/", student);
        SignalClient newTab = client(api, "/", student)) {
      assertFalse(host.ask("chat-message", Map.of("roomId", meeting, "message", "Too early")).path("ok").asBoolean());
      assertEquals("invalid", host.ask("join-room", join(meeting, "no\0name")).path("code").asText());
      String hostSocket = host.did("join-room", join(meeting, "Mentor")).path("socketId").asText();
      JsonNode joined = tab.did("join-room", join(meeting, "<b>Asha</b>"));
      assertEquals(2, joined.path("users").size());
      assertEquals("Asha Kulkarni", host.hears("room-users-updated", "Asha").path("users").path(1).path("userName")
          .asText());

      assertEquals("invalid",
          tab.ask("chat-message", Map.of("roomId", meeting, "message", "no\0text")).path("code").asText());

      tab.did("offer", Map.of("roomId", meeting, "targetSocketId", hostSocket, "sdp", "v=0", "mine", 1));
      JsonNode offer = host.hears("offer", "v=0");
      assertEquals(joined.path("socketId"), offer.path("fromSocketId"));
      assertEquals(1, offer.path("mine").asInt());
      assertFalse(offer.has("targetSocketId"));

      assertEquals("waiting", guest.ask("join-room", join(meeting, "Guest")).path("outcome").asText());
      JsonNode forged = guest.ask("offer", Map.of("targetSocketId", hostSocket, "sdp", "forged"));
      assertFalse(forged.path("ok").asBoolean());
      JsonNode request = host.hears("lobby-request", "Gopal Rao");
      assertFalse(tab.heard("lobby-request"));
      assertFalse(tab.ask("admit-user", Map.of("userId", request.path("userId"), "admit", true)).path("ok")
          .asBoolean());
      host.did("admit-user", Map.of("userId", request.path("userId"), "admit", true));
      assertTrue(guest.hears("lobby-decision", meeting).path("admitted").asBoolean());
      guest.did("join-room", join(meeting, "Guest"));

      assertEquals("elsewhere", newTab.ask("join-room", join(meeting, "Asha")).path("outcome").asText());
      newTab.did("takeover-connection", join(meeting, "Asha"));
      tab.hears("connection-taken-over", meeting);
      assertFalse(tab.ask("chat-message", Map.of("roomId", meeting, "message", "Ghost")).path("ok").asBoolean());

      JsonNode said = newTab.did("chat-message", Map.of("roomId", meeting, "message", "<script>1</script>", "t", 7,
          "userId", hostSocket, "userName", "Meera Iyer", "senderName", "Meera Iyer", "number", 99,
          "sentAt", "2001-01-01", "fromSocketId", hostSocket));
      assertEquals(1, said.path("number").asInt());
      JsonNode message = host.hears("chat-message", "<script>");
      assertEquals(7, message.path("t").asInt());
      assertEquals("Asha Kulkarni", message.path("userName").asText());
      assertEquals("Asha Kulkarni", message.path("senderName").asText());
      assertEquals(api.get("/api/auth/me", student).data().path("id"), message.path("userId"));
      assertEquals(said.path("number"), message.path("number"));
      assertEquals(said.path("sentAt"), message.path("sentAt"));
      assertNotEquals(hostSocket, message.path("fromSocketId").asText());
      newTab.did("raise-hand", Map.of("roomId", meeting, "raised", true, "userName", "Meera Iyer"));
      assertEquals("Asha Kulkarni", host.hears("raise-hand", "true").path("userName").asText());
      assertFalse(newTab.ask("start-recording", room).path("ok").asBoolean());
      host.did("start-recording", room);
      newTab.hears("recording-started", meeting);
      newTab.did("recording-consent", Map.of("roomId", meeting, "given", false));
      host.hears("recording-stopped", meeting);

      newTab.did("leave-room", room);
      assertFalse(newTab.ask("end-meeting", room).path("ok").asBoolean());
      endBeforeItsStart(host, guest, room);
      try (Sql sql = SharedServer.get().sql()) {
        sql.change("UPDATE mentoring.bookings SET starts_at = now() WHERE id = '" + meeting + "'");
      }
      host.did("end-meeting", room);
      guest.hears("meeting-ended", "chair");
    }
  }

  /** It has to be meant; then all are out, and may come back. The host begins before taking the seat again. */
  private static void endBeforeItsStart(SignalClient host, SignalClient guest, Map<String, String> room) {
    assertEquals("not_begun", host.ask("end-meeting", room).path("reason").asText());
    host.did("end-meeting", Map.of("roomId", room.get("roomId"), "early", true));
    guest.hears("meeting-ended", "early");
    guest.did("join-room", room);
    host.did("initialize-meeting", room);
    assertFalse(guest.heard("meeting-started"), "nobody is there yet");
    host.did("join-room", room);
    guest.hears("meeting-started", "Meera Iyer");
  }

  private static Map<String, String> join(String meeting, String name) {
    return Map.of("roomId", meeting, "userId", UUID.randomUUID().toString(), "userName", name);
  }

  private static void after(Api api, String meeting, String student) throws Exception {
    JsonNode attendance = api.get("/api/meetings/" + meeting + "/attendance", student).data();
    assertEquals(3, attendance.path("attendees").size(), attendance::toString);
    assertEquals("<script>1</script>", api.get("/api/meetings/" + meeting + "/chat", student).data().path(0)
        .path("text").asText());
    assertTrue(api.get("/api/meetings/" + meeting + "/log", student).text().contains("did not consent"));
    eventually("the booking is closed", Duration.ofSeconds(30),
        () -> api.get("/api/bookings/" + meeting, student).data().path("state").asText().equals("missed")); // too short
  }
}
