package com.mas.process.contract;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.db.Migrator;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that an earlier release has used is brought up, and what was in it is served. */
class UpgradeProcessIT {
  private static final String RELEASED = "0040";
  private static final String EMAIL = "rohan.d77@learner.example";
  private static final String PASSWORD = "rohans-password-1";
  private static final String ID = "00000000-0000-7000-8000-0000000000";
  private static final String CONFIGS = "/api/graphy/sync/configs/";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path data;
  private Api api;
  private String admin;

  private static void leaveBehind(TestDatabase database) throws Exception {
    URI url = URI.create(database.url());
    String[] login = url.getUserInfo().split(":", 2);
    Flyway.configure().dataSource("jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath(), login[0],
        login[1]).locations(Migrator.LOCATION).target(RELEASED).load().migrate();
    try (InputStream file = UpgradeProcessIT.class.getResourceAsStream("/upgrade/left-by-" + RELEASED + ".sql");
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .replace("$PASSWORD$", BCrypt.withDefaults().hashToString(4, PASSWORD.toCharArray())));
    }
  }

  private JsonNode get(String path, String token) throws IOException {
    Reply reply = api.get(path, token);
    assertEquals(200, reply.status(), () -> path + ": " + reply.text());
    return reply.data();
  }

  private static List<String> texts(JsonNode rows, String field) {
    List<String> texts = new ArrayList<>();
    rows.forEach(row -> texts.add(row.path(field).asText()));
    return texts;
  }

  @Test
  void whatAnEarlierReleaseLeftIsServedAndGoesOn() throws Exception {
    try (TestDatabase database = TestDatabase.createEmpty()) {
      leaveBehind(database);
      try (ServerProcess server = ServerProcess.start(data, Map.of("DATABASE_URL", database.url(), "REDIS_URL",
          TestServers.redis().url(), "SANDBOX", "true"))) {
        api = server.api();
        admin = api.admin();
        String rohan = api.login(EMAIL, PASSWORD);
        assertEquals("Rohan Deshmukh", get("/api/auth/me", rohan).path("fullName").asText());
        whoHadSignedUp();
        whatWasEarned(rohan);
        whatWasSent();
        education();
        mirroredLearners();
        wrongTies();
        jobs();
        phones();
        try (Sql sql = new Sql(database.url())) {
          assertEquals("as it was", sql.text("SELECT value FROM platform.system_config WHERE key = 'kept'"));
          assertEquals(0, sql.number("SELECT count(*) FROM jobs.schedule WHERE key = 'token-purge-of-old'"));
        }
        assertTrue(server.out.lines().stream().noneMatch(line -> line.matches("\\S+ ERROR .*")), server.out::toString);
      }
    }
  }

  private void whoHadSignedUp() throws IOException {
    Reply only = api.tryLogin("tara@x.example", PASSWORD);
    assertEquals("email_not_verified", only.json().path("code").asText(), only::text);
    assertEquals(401, api.tryLogin("uma@x.example", PASSWORD).status(), "nobody knows whose password it is");
  }

  private void whatWasEarned(String rohan) throws IOException {
    eventually("his log-in of just now is counted, too", LIMIT,
        () -> texts(get("/api/student/me/xp?limit=50", rohan), "type").contains("daily_login"));
    JsonNode[] earned = atOneMoment(rohan);
    JsonNode progress = earned[0];
    assertTrue(progress.path("totalXp").asInt() >= 150 && progress.path("level").asInt() >= 2, progress::toString);
    assertEquals(2, progress.path("currentStreak").asInt());
    JsonNode ledger = earned[1];
    assertTrue(texts(ledger, "type").containsAll(Set.of("assignment_submitted", "module_completed", "test_taken")),
        ledger::toString);
    int sum = 0;
    for (JsonNode entry : ledger) {
      sum += entry.path("amount").asInt();
    }
    assertEquals(progress.path("totalXp").asInt(), sum);
    assertTrue(get("/api/student/me/badges", rohan).toString().contains("first_step"));

    eventually("nothing is awarded during a rebuild", LIMIT, () -> {
      JsonNode[] before = atOneMoment(rohan);
      Reply rebuilt = api.post("/api/admin/students/" + ID + "01/progress/rebuild", admin, Map.of());
      assertEquals(200, rebuilt.status(), rebuilt::text);
      JsonNode[] after = atOneMoment(rohan);
      if (!before[1].equals(after[1])) {
        return false;
      }
      assertEquals(before[0], after[0], "the ledger says the same as what was kept of it");
      return true;
    });
  }

  /** Returns progress and ledger as they are while nothing is awarded: a badge may come at any time after a log-in. */
  private JsonNode[] atOneMoment(String student) {
    JsonNode[] read = new JsonNode[2];
    eventually("nothing is awarded between two looks", LIMIT, () -> {
      read[0] = get("/api/student/me/progress", student);
      read[1] = get("/api/student/me/xp?limit=50", student);
      return read[0].equals(get("/api/student/me/progress", student));
    });
    return read;
  }

  private void whatWasSent() throws IOException {
    JsonNode sent = get("/api/admin/notifications/deliveries?recipient=" + EMAIL + "&limit=50", admin);
    assertTrue(new TreeSet<>(texts(sent, "key")).containsAll(Set.of("old-1", "old-2")), sent::toString);
    assertEquals(List.of("unknown"), texts(get("/api/admin/notifications/deliveries?key=old-2", admin), "state"));
  }

  private void education() throws IOException {
    assertTrue(texts(get("/api/admin/batches", admin), "code").contains("DA-1"));
    assertEquals(List.of("enrolled"), texts(get("/api/admin/batches/" + ID + "21/applications", admin), "state"));
    assertEquals(List.of("late"), texts(get("/api/admin/batches/" + ID + "21/attendance", admin), "state"));
  }

  private void mirroredLearners() throws Exception {
    assertEquals(Set.of("40.0", "0.0"), Set.copyOf(texts(get(CONFIGS + ID + "31/learners", admin), "progressPercent")
        .stream().map(text -> String.valueOf(Double.parseDouble(text))).toList()));
    assertEquals(List.of("success"), texts(get(CONFIGS + ID + "31/runs", admin), "status"));
    assertTrue(get("/api/graphy/sync/runs/" + ID + "51", admin).toString().contains("no report"));
    eventually("he is among the students", LIMIT, () -> {
      JsonNode students = get("/api/graphy/sync/students?search=rohan.d77%40learner.example", admin);
      return students.size() == 1 && students.path(0).path("hasMasAccount").asBoolean()
          && students.path(0).path("accountId").asText().equals(ID + "01");
    });

    // a sync of today's over the learners of then
    Reply run = api.post(CONFIGS + ID + "31/run", admin, Map.of());
    assertEquals(202, run.status(), run::text);
    eventually("it has ended", LIMIT, () -> get("/api/graphy/sync/runs/" + run.data().path("runId").asText(), admin)
        .path("status").asText().equals("success"));
    JsonNode rohan = get(CONFIGS + ID + "31/learners?search=rohan.d77%40learner", admin);
    assertEquals(40.0, rohan.path(0).path("progressPercent").asDouble(), rohan::toString);
    assertTrue(get(CONFIGS + ID + "31/learners?limit=200", admin).size() > 50);
  }

  private void phones() throws Exception {
    assertEquals(List.of("+919900000077"), texts(get("/api/admin/users?search=rohan.d77%40learner", admin), "phone"));
    assertEquals(List.of("+6591234567"), texts(get("/api/admin/users?search=wei.tan%40learner", admin), "phone"));
    eventually("a message goes to the number as it was written", LIMIT, () -> texts(
        get("/api/admin/notifications/deliveries?key=left-over-3", admin), "recipient").equals(List.of("6591234567")));
    eventually("and nobody is written to at one that is not certain", LIMIT, () -> texts(
        get("/api/admin/notifications/deliveries?key=left-over-4", admin), "reason").equals(List.of("phone_unclear")));
  }

  /** Anne was given what Kavya had learnt. */
  private void wrongTies() throws Exception {
    String anne = api.login("anne-kavya.rao@learner.example", PASSWORD);
    eventually("the XP is taken back", LIMIT, () -> texts(get("/api/student/me/xp", anne), "type")
        .contains("reversal"));
    JsonNode ledger = get("/api/student/me/xp", anne);
    int left = 0;
    for (JsonNode entry : ledger) {
      left += entry.path("type").asText().matches("module_completed|reversal") ? entry.path("amount").asInt() : 0;
    }
    assertEquals(0, left, ledger::toString);
    eventually("and that is told", LIMIT, () -> texts(get("/api/graphy/sync/wrong-ties", admin), "state")
        .equals(List.of("repaired")));
    JsonNode tie = get("/api/graphy/sync/wrong-ties", admin).path(0);
    assertEquals("alike_address", tie.path("cause").asText(), tie::toString);
    assertEquals(ID + "a3", tie.path("accountId").asText());
    assertEquals(66, tie.path("xpTakenBack").asInt());
    assertTrue(tie.path("phoneRemoved").asBoolean());
    assertTrue(texts(get("/api/graphy/sync/learner-accounts-log", admin), "act").containsAll(Set.of("found",
        "repaired")));
    assertTrue(get("/api/graphy/sync/email-prefixes", admin).toString().contains(
        "{\"prefix\":\"acme\",\"known\":true,\"source\":\"upgrade\""));
    JsonNode kavya = get("/api/graphy/sync/students?search=kavya.rao", admin).path(0);
    assertTrue(!kavya.path("hasMasAccount").asBoolean() && !kavya.has("phone"), kavya::toString);
    assertEquals("mary-jane.dsouza@inbox.example",
        get("/api/graphy/sync/students?search=mary-jane", admin).path(0).path("emailKey").asText());
  }

  private void jobs() throws Exception {
    assertEquals("completed", get("/api/admin/jobs/" + ID + "62", admin).at("/job/state").asText());
    eventually("a mail that was stored before goes out", LIMIT, () -> texts(
        get("/api/admin/notifications/deliveries?key=left-over", admin), "state").equals(List.of("sent")));
    eventually("and its job is done", LIMIT, () -> get("/api/admin/jobs/" + ID + "61", admin).at("/job/state").asText()
        .equals("completed"));
  }
}
