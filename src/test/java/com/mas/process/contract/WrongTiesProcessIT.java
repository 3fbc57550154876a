package com.mas.process.contract;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP: accounts whose addresses only look like a learner's, decisions by hand, and a restart between them. */
class WrongTiesProcessIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String COURSE = "64b0c1f2a9e8d7c6b5000009";
  private static final String JIGAR = "jigar.modi31@mail.example";
  private static final String VIGNESH = "vignesh.annamalai32@campus.example";
  private static final String PASSWORD = "Some-Pass-123";
  private static final String LEARNERS = "/api/graphy/sync/learner-accounts";

  @TempDir private Path data;
  private Api api;
  private String admin;

  private JsonNode get(String path) throws IOException {
    Reply reply = api.get(path, admin);
    assertEquals(200, reply.status(), () -> path + ": " + reply.text());
    return reply.data();
  }

  private JsonNode ask(String method, String path, String json, int status) throws IOException {
    Reply reply = api.ask(method, path, admin, json);
    assertEquals(status, reply.status(), () -> path + ": " + reply.text());
    return reply.data();
  }

  private String account(String email, String phone) throws IOException {
    Map<String, Object> body = new HashMap<>(Map.of("email", email, "fullName", "Somebody Else", "phone", phone));
    body.put("password", PASSWORD);
    Reply made = api.post("/api/admin/users", admin, body);
    assertEquals(201, made.status(), made::text);
    return made.data().path("id").asText();
  }

  private JsonNode run(String config) throws Exception {
    String run = ask("POST", "/api/graphy/sync/configs/" + config + "/run", null, 202).path("runId").asText();
    return ended(run);
  }

  private JsonNode ended(String run) {
    eventually("the run is over", LIMIT,
        () -> !get("/api/graphy/sync/runs/" + run).path("status").asText().equals("running"));
    try {
      return get("/api/graphy/sync/runs/" + run);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long xp(Sql sql, String account) {
    return sql.number("SELECT sum(amount) FROM gamification.xp_events WHERE type IN ('module_completed', 'reversal')"
        + " AND user_id = '" + account + "'");
  }

  @Test
  void whoOnlyLooksLikeALearnerGetsNothingAndAPersonsDecisionHolds() throws Exception {
    try (TestDatabase database = TestDatabase.create(); Sql sql = new Sql(database.url())) {
      Map<String, String> settings = Map.of("DATABASE_URL", database.url(), "REDIS_URL", TestServers.redis().url(),
          "SANDBOX", "true");
      String anne;
      String config;
      String jigar;
      try (ServerProcess server = ServerProcess.start(data, settings)) {
        api = server.api();
        admin = api.admin();
        anne = account("anne-" + JIGAR, "+919811111111");
        account("bob-" + VIGNESH, "+919822222222");
        JsonNode made = ask("POST", "/api/graphy/sync/configs",
            "{\"graphyCourseId\":\"" + COURSE + "\",\"includeDetailedReports\":true}", 201);
        config = made.path("id").asText();
        JsonNode first = ended(made.path("runId").asText());
        assertEquals("success", first.path("status").asText(), first::toString);
        assertEquals(0, xp(sql, anne));
        assertEquals(0, sql.number("SELECT count(*) FROM mrlearn.learners WHERE mobile LIKE '+9198%'"));
        assertFalse(get("/api/graphy/sync/configs/" + config + "/reminders/preview?limit=200").toString()
            .contains("9822222222"));
        eventually("the students are there", LIMIT,
            () -> get("/api/graphy/sync/students?search=jigar.modi31").size() == 1);
        assertFalse(get("/api/graphy/sync/students?search=jigar.modi31").path(0).path("hasMasAccount").asBoolean());
        assertEquals(JIGAR, get("/api/graphy/sync/students?search=jigar.modi31").path(0).path("emailKey").asText());
        JsonNode unlinked = get(LEARNERS + "?search=jigar.modi31");
        assertEquals("unlinked", unlinked.path(0).path("state").asText(), unlinked::toString);
        assertEquals(0, unlinked.path(0).path("candidates").size());
        jigar = unlinked.path(0).path("graphyUserId").asText();

        // by hand she is his, for once; then it turns out that she is not
        JsonNode linked = ask("PUT", LEARNERS + "/" + jigar, "{\"accountId\":\"" + anne + "\",\"reason\":\"a test\"}",
            200);
        assertEquals(anne, linked.path("accountId").asText(), linked::toString);
        assertTrue(run(config).path("xpAwards").asInt() > 0);
        eventually("the XP has come", LIMIT, () -> xp(sql, anne) > 0);
        assertTrue(ask("POST", LEARNERS + "/" + jigar + "/unlink", "{\"reason\":\"not his\"}", 200)
            .path("awardsToTakeBack").asInt() > 0);
        eventually("the XP is gone", LIMIT, () -> xp(sql, anne) == 0);
        eventually("and that is told", LIMIT,
            () -> get("/api/graphy/sync/wrong-ties").path(0).path("state").asText().equals("repaired"));
      }
      try (ServerProcess server = ServerProcess.start(data, settings)) {
        api = server.api();
        admin = api.admin();
        assertEquals("kept_apart", get(LEARNERS + "?state=kept_apart").path(0).path("state").asText());
        ask("POST", "/api/graphy/sync/students/create-mas-account", "{\"emailKey\":\"" + JIGAR + "\"}", 200);
        String own = sql.text("SELECT id FROM identity.users WHERE email = '" + JIGAR + "'");
        assertEquals(0, run(config).path("xpAwards").asInt(), "kept apart from everybody");
        ask("POST", "/api/graphy/sync/students/create-mas-account", "{\"emailKey\":\"" + JIGAR + "\"}", 409);
        assertEquals(own, ask("DELETE", LEARNERS + "/" + jigar, null, 200).path("accountId").asText());
        assertTrue(run(config).path("xpAwards").asInt() > 0);
        eventually("his own account has the XP", LIMIT, () -> xp(sql, own) > 0);
        assertEquals(0, xp(sql, anne));
        JsonNode log = get("/api/graphy/sync/learner-accounts-log?graphyUserId=" + jigar + "&limit=200");
        assertTrue(log.toString().contains("\"detail\":\"not his\"") && log.toString().contains("repaired"),
            log::toString);
        assertEquals("setting", get("/api/graphy/sync/email-prefixes").path(0).path("source").asText());
      }
    }
  }
}
