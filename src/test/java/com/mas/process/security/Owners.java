package com.mas.process.security;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ContractOperation;
import com.mas.testkit.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Things of people of the one-command start's batch, one for each operation whose path names such a thing. */
final class Owners {
  private static final List<String> ORDER = List.of("GET", "PUT", "PATCH", "POST", "DELETE");
  private static final Map<String, ?> SKILLS = Map.of("skills", List.of(Map.of("skillName", "SQL", "smRating", 4)));
  private static final Duration ASIDE = Duration.ofSeconds(60);

  /** @param ids by the path's parameters; {@code said} what the body must have, by its properties */
  record Owned(String owner, String token, Map<String, String> ids, Map<String, ?> said) {
    String path(ContractOperation operation) {
      String path = operation.path();
      for (Map.Entry<String, String> id : ids.entrySet()) {
        path = path.replace("{" + id.getKey() + "}", id.getValue());
      }
      assertTrue(!path.contains("{"), path);
      return path;
    }

    ObjectNode body(ObjectNode sample) {
      said.forEach((name, value) -> sample.set(name, Json.MAPPER.valueToTree(value)));
      return sample;
    }
  }

  private final Map<String, Owned> byOperation = new HashMap<>();
  private final Api api;
  private final String student;
  private final String lead;
  private final String mentor;

  Owners(Api api, TestDatabase database) throws IOException, SQLException {
    this.api = api;
    student = api.login("asha.kulkarni@learner.example", "learner-password-1");
    lead = api.login("batch.lead@mas.example", "lead-password-1");
    mentor = api.login("super.mentor@mas.example", "mentor-password-1");
    String studentId = me(student);
    ownLeave();
    ownBatch(studentId);
    ownMentees(studentId);
    ownMeeting(database, studentId);
    ownTerminal(database);
    String card = first("/api/student/daily-cards", student);
    own("dailycards.card.dismiss", "the student", student, Map.of("id", card));
  }

  boolean knows(String operation) {
    return byOperation.containsKey(operation);
  }

  Owned of(String operation) {
    return byOperation.get(operation);
  }

  /** Looking before changing, and what ends something last. */
  static List<ContractOperation> inOrder(List<ContractOperation> operations) {
    return operations.stream().sorted(Comparator
        .<ContractOperation>comparingInt(each -> each.id().matches(".*\\.(end|cancel|withdraw)") ? 1 : 0)
        .thenComparingInt(each -> each.id().equals("mentoring.booking.cancel") ? 1 : 0)
        .thenComparingInt(each -> ORDER.indexOf(each.method()))
        .thenComparingInt(each -> each.method().equals("DELETE") ? -each.path().length() : 0)
        .thenComparing(ContractOperation::path)).toList();
  }

  private void own(String operation, String owner, String token, Map<String, String> ids) {
    byOperation.put(operation, new Owned(owner, token, ids, Map.of()));
  }

  private void ownLeave() throws IOException {
    LocalDate begin = LocalDate.now(ZoneOffset.UTC).plusDays(40);
    String leave = made(student, "/api/student/me/leaves", Map.of("startsOn", begin.toString(),
        "endsOn", begin.plusDays(1).toString(), "reason", "A wedding"));
    own("gamification.leave.withdraw", "the student", student, Map.of("id", leave));
    own("gamification.leave.decide", "the lead", lead, Map.of("id", leave));
  }

  private void ownBatch(String studentId) throws IOException {
    String batch = first("/api/batchlead/batches", lead);
    String day = LocalDate.now(ZoneOffset.UTC).minusDays(7).toString();
    Stream.of("get", "applications", "day", "totals").forEach(each ->
        own("education.led_batch." + each, "the lead", lead, Map.of("id", batch, "date", day)));
    Stream.of("standing.led_warning.list", "standing.led_warning.create", "standing.led_skill.list",
        "standing.led_skill.history", "standing.led_metric.get")
        .forEach(each -> own(each, "the lead", lead, Map.of("userId", studentId)));
    byOperation.put("standing.led_skill.save", new Owned("the lead", lead, Map.of("userId", studentId), SKILLS));
    String atRisk = risky();
    Stream.of("review", "miss_ozone", "ai_classroom")
        .forEach(each -> own("risk.led_student." + each, "the lead", lead, Map.of("userId", atRisk)));
    own("standing.led_warning.resolve", "the lead", lead, Map.of("warningId",
        made(lead, "/api/batchlead/students/" + studentId + "/warnings", warning())));
  }

  /** Scores come by a job. */
  private String risky() throws IOException {
    api.ask("POST", "/api/batchlead/risk-students/recompute", lead, null);
    String path = "/api/batchlead/risk-students";
    eventually("somebody is at risk", ASIDE, () -> !student(path).isEmpty());
    return student(path);
  }

  private String student(String path) throws IOException {
    return api.get(path, lead).data().path(0).path("id").asText();
  }

  private void ownMentees(String studentId) throws IOException {
    Stream.of("standing.mentee_warning.create", "standing.mentee_rating.get", "standing.mentee_rating.save",
        "standing.mentee_rating.history", "standing.mentee_skill.list", "standing.mentee_skill.history",
         "standing.mentee_metric.get")
        .forEach(each -> own(each, "the mentor", mentor, Map.of("userId", studentId)));
    byOperation.put("standing.mentee_skill.save", new Owned("the mentor", mentor, Map.of("userId", studentId), SKILLS));
    own("standing.mentee_warning.resolve", "the mentor", mentor, Map.of("warningId",
        made(mentor, "/api/supermentor/students/" + studentId + "/warnings", warning())));
  }

  private void ownMeeting(TestDatabase database, String studentId) throws IOException, SQLException {
    Instant start = Instant.now().plus(Duration.ofMinutes(8));
    Map<String, String> times = Map.of("startsAt", start.toString(), "endsAt", start.plusSeconds(1800).toString());
    Map<String, String> later =
        Map.of("startsAt", start.plusSeconds(9000).toString(), "endsAt", start.plusSeconds(10_800).toString());
    String slot = slot(times);
    String meeting = made(student, "/api/bookings", Map.of("slotId", slot, "title", "Career advice"));
    own("mentoring.slot.cancel", "the mentor", mentor, Map.of("id", slot(later)));
    Stream.of("mentoring.booking.get", "mentoring.booking.cancel", "meeting.room.get", "meeting.chat.list",
        "meeting.log.list", "meeting.attendance.get", "meeting.recording.list", "meeting.ice.get")
        .forEach(each -> own(each, "the student", student, Map.of("id", meeting)));
    own("meeting.room.end", "the mentor", mentor, Map.of("id", meeting));
    own("meeting.lobby.list", "the mentor", mentor, Map.of("id", meeting));
    byOperation.put("meeting.deputy.set",
        new Owned("the mentor", mentor, Map.of("id", meeting), Map.of("userId", studentId)));
    api.get("/api/meetings/" + meeting, mentor);
    own("meeting.lobby.decide", "the mentor", mentor, Map.of("meetingId", meeting, "userId", studentId));
    execute(database, "INSERT INTO meeting.admissions (room_id, user_id, name, state, asked_at) VALUES ('" + meeting
        + "', '" + studentId + "', 'Asha', 'waiting', now())");
    String recording = UUID.randomUUID().toString();
    execute(database, "INSERT INTO meeting.recordings (id, room_id, started_by, started_at, stopped_at) VALUES ('"
        + recording + "', '" + meeting + "', '" + me(mentor) + "', now(), now())");
    own("meeting.recording.describe", "the mentor", mentor, Map.of("id", recording));
    eventually("the booking is told", ASIDE, () -> !first("/api/notifications", student).isEmpty());
    own("notification.item.read", "the student", student, Map.of("id", first("/api/notifications", student)));
  }

  private String slot(Map<String, String> times) throws IOException {
    Reply made = api.post("/api/slots", mentor, times);
    assertTrue(made.status() == 201, made::text);
    return made.data().path("slots").path(0).path("id").asText();
  }

  private void ownTerminal(TestDatabase database) throws IOException, SQLException {
    Reply made = api.post("/api/terminal-sessions", student, Map.of("title", "A shell"));
    assertTrue(made.status() == 201, made::text);
    String session = made.data().path("id").asText();
    String link = made.data().path("links").path(0).path("id").asText();
    String recording = UUID.randomUUID().toString();
    execute(database, "INSERT INTO terminal.recordings (id, session_id, columns, lines, started_at, updated_at)"
        + " VALUES ('" + recording + "', '" + session + "', 80, 24, now(), now())");
    Stream.of("session.get", "session.close", "keyboard.grant", "keyboard.revoke").forEach(each ->
        own("terminal." + each, "the student", student, Map.of("id", session)));
    Stream.of("link.create", "recording.list").forEach(each ->
        own("terminal." + each, "the student", student, Map.of("sessionId", session)));
    own("terminal.link.revoke", "the student", student, Map.of("sessionId", session, "id", link));
    Stream.of("read", "remove", "download").forEach(each -> own("terminal.recording." + each, "the student", student,
        Map.of("sessionId", session, "id", recording)));
  }

  private static Map<String, String> warning() {
    return Map.of("type", "behavior", "severity", "low", "description", "Late three times");
  }

  private String me(String token) throws IOException {
    return api.get("/api/auth/me", token).data().path("id").asText();
  }

  private String made(String token, String path, Map<String, String> body) throws IOException {
    Reply reply = api.post(path, token, body);
    assertTrue(reply.status() == 201, () -> path + ": " + reply.text());
    return reply.data().path("id").asText();
  }

  private String first(String path, String token) {
    try {
      JsonNode data = api.get(path, token).data();
      return (data.isArray() ? data : data.path("items")).path(0).path("id").asText();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
