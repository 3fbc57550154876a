package com.mas.domain.people.privacy;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.boot.Modules;
import com.mas.bus.Json;
import com.mas.db.Table;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.redis.RedisLink;
import com.mas.testkit.House;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import com.mas.testkit.TestTokens;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** People's own data over HTTP: a server with the sandbox's people, whose rows are in tables of all domains. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OwnDataProcessIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String PASSWORD = "learner-password-1";
  private static final String TEMPORARY = "a-temporary-one-1";
  private static final String SUMS = "SELECT concat_ws(' ', count(*), sum(amount)) FROM gamification.xp_events";
  private static final String TOTALS =
      "SELECT concat_ws(' ', count(*), sum(total_xp)) FROM gamification.student_progress";
  /** Tables whose rows their readers take at any moment. */
  private static final Set<String> NOTES =
      Set.of("identity.account_changes", "student.changes", "mrlearn.learner_changes");
  /** Students whose total is not the sum of their ledger. */
  private static final String UNEVEN = """
      SELECT count(*) FROM gamification.student_progress p WHERE total_xp <> (SELECT coalesce(sum(amount), 0)
        FROM gamification.xp_events e WHERE e.user_id = p.user_id)""";

  @TempDir private static Path data;
  private static Map<String, String> settings;
  private static TestDatabase database;
  private static ServerProcess server;
  private static Sql sql;
  private static Vertx vertx;
  private static RedisLink redis;
  private static Traces asha;
  private static Traces ravi;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.create();
    settings = Map.of("SANDBOX", "true", "DATABASE_URL", database.url(), "REDIS_URL", TestServers.redis().url(),
        "RATE_LIMITS", "false", "JWT_SECRET", TestTokens.SECRET, "ERASURE_GRACE_DAYS", "7");
    server = ServerProcess.start(data, settings);
    sql = new Sql(database.url());
    vertx = Vertx.vertx();
    redis = RedisLink.connect(vertx, TestServers.redis().url());
    House.await(redis.ready(5_000));
    String email = "asha.kulkarni@learner.example";
    asha = new Traces(me(email, PASSWORD), email, "919800000017", "Asha Kulkarni");
    ravi = made("ravi.menon@learner.example", "919800000018", "Ravi Menon");
    asha.leave(sql, ravi);
    ravi.leave(sql, asha);
  }

  @AfterAll
  static void stop() throws Exception {
    House.await(redis.close());
    House.await(vertx.close());
    sql.close();
    server.close();
    database.close();
  }

  private static Api api() {
    return server.api();
  }

  private static String me(String email, String password) throws IOException {
    return api().get("/api/auth/me", api().login(email, password)).data().path("id").asText();
  }

  private static Traces made(String email, String phone, String name, String... capabilities) throws IOException {
    Reply reply = api().post("/api/admin/users", api().admin(), Map.of("email", email, "password", TEMPORARY,
        "fullName", name, "phone", "+" + phone, "role", capabilities.length == 0 ? "USER" : "ADMIN", "capabilities",
        List.of(capabilities)));
    assertEquals(201, reply.status(), reply::text);
    api().takeOver(email, TEMPORARY, PASSWORD);
    return new Traces(reply.data().path("id").asText(), email, phone, name);
  }

  private static Reply exported(String path, String token) throws IOException {
    Reply started = api().ask("POST", path, token, null);
    assertEquals(202, started.status(), started::text);
    eventually("the export is complete", PATIENCE,
        () -> "completed".equals(data(path, token).path("state").asText()));
    Reply file = api().get(path + "/file", token);
    assertEquals(200, file.status(), file::text);
    return file;
  }

  private static JsonNode data(String path, String token) {
    try {
      return api().get(path, token).data();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for the readers of notes of changes, and for the work that they store. */
  private static void gone(Traces person) {
    Set<String> left = new TreeSet<>(person.rows(sql).keySet());
    try {
      eventually("no row tells " + person.name(), PATIENCE, () -> {
        if (!person.rows(sql, left).isEmpty()) {
          run("student-roll-up");
          return false;
        }
        Set<String> others = person.rows(sql).keySet(); // work that was stored meanwhile
        left.addAll(others);
        return others.isEmpty();
      });
    } catch (AssertionError late) {
      assertEquals(Map.of(), person.rows(sql), late.getMessage());
    }
  }

  /** Runs a schedule at once, that comes each minute by itself. */
  private static void run(String schedule) {
    try {
      Reply begun = api().post("/api/admin/jobs/schedules/" + schedule + "/run", api().admin(), Map.of());
      assertEquals(200, begun.status(), begun::text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> names(JsonNode file) {
    Set<String> names = new TreeSet<>();
    file.path("tables").fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  @Order(1)
  void anExportHasEveryRowOfThePersonAndNoneOfAnother() throws Exception {
    String token = api().login(asha.email(), PASSWORD);
    assertEquals(404, api().get("/api/me/export", token).status());
    Set<String> expected = new TreeSet<>(asha.rows(sql).keySet()); // before: work in the background adds rows
    String text = exported("/api/me/export", token).text();
    JsonNode file = Json.read(text, JsonNode.class);
    assertEquals(asha.id(), file.path("person").asText());
    Map<String, Table> own = Modules.tables().stream().filter(table -> !table.keys().isEmpty())
        .collect(Collectors.toMap(Table::name, table -> table));
    expected.retainAll(own.keySet());
    expected.removeIf(table -> table.startsWith("privacy."));
    // rows that their table's parent tells, and notes that are taken within a minute
    expected.addAll(Set.of("notification.attempts", "notification.statuses", "terminal.links", "terminal.recordings",
        "mrlearn.learner_reports", "reminder.marks", "reminder.logs"));
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(names(file));
    missing.removeAll(NOTES);
    assertEquals(Set.of(), missing);
    assertTrue(expected.size() >= 40, () -> expected.size() + ": " + expected);
    for (String part : List.of(ravi.phone(), "secret-hash", "password_hash", "code_hash", "token_hash")) {
      assertFalse(text.contains(part), part);
    }
    own.values().stream().filter(table -> table.keys().stream().allMatch(key -> key instanceof Table.Id))
        .forEach(table -> file.path("tables").path(table.name()).forEach(row -> assertTrue(table.keys().stream()
            .anyMatch(key -> row.path(key.column()).asText().equals(asha.id())), () -> table.name() + ": " + row)));
    assertEquals(1, file.at("/tables/identity.users").size());
    assertEquals(sql.number("SELECT count(*) FROM gamification.xp_events WHERE user_id = '" + asha.id() + "'"),
        file.at("/tables/gamification.xp_events").size());
    String his = api().login(ravi.email(), PASSWORD);
    assertEquals(404, api().get("/api/me/export/file", his).status());
  }

  @Test
  @Order(2)
  void threeExportsADayAreEnough() throws Exception {
    String token = api().login(ravi.email(), PASSWORD);
    sql.change("INSERT INTO notification.items (id, tenant, user_id, key, template, category, title, body, created_at)"
        + " SELECT gen_random_uuid(), tenant, id, 'many-' || n, 't', 'c', 'x', repeat('y', 500), now()"
        + " FROM identity.users, generate_series(1, 2345) n WHERE id = '" + ravi.id() + "'");
    for (int i = 0; i < 3; i++) {
      JsonNode file = Json.read(exported("/api/me/export", token).text(), JsonNode.class);
      assertEquals(sql.number("SELECT count(*) FROM notification.items WHERE user_id = '" + ravi.id() + "'"),
          file.at("/tables/notification.items").size());
    }
    assertTrue(sql.number("SELECT count(*) FROM privacy.export_parts") > 9, "files in several parts");
    Reply fourth = api().ask("POST", "/api/me/export", token, null);
    assertEquals(429, fourth.status(), fourth::text);
    assertEquals("too_many_exports", fourth.json().path("reason").asText(), fourth::text);
    sql.change("UPDATE privacy.exports SET expires_at = now() - interval '1 second' WHERE person = '" + ravi.id()
        + "'");
    assertEquals(404, api().get("/api/me/export/file", token).status());
  }

  @Test
  @Order(3)
  void anErasureIsProvedPlannedAndCancelled() throws Exception {
    String token = api().login(ravi.email(), PASSWORD);
    assertEquals(401, api().post("/api/me/erasure", token, Map.of("password", "wrong-password-1")).status());
    assertEquals(400, api().post("/api/me/erasure", token, Map.of()).status());
    Reply planned = api().post("/api/me/erasure", token, Map.of("password", PASSWORD));
    assertEquals(202, planned.status(), planned::text);
    assertEquals("waiting", planned.data().path("state").asText());
    Reply again = api().post("/api/me/erasure", token, Map.of("password", PASSWORD));
    assertEquals(planned.data(), again.data());
    assertEquals(planned.data(), data("/api/me/erasure", token));
    Reply cancelled = api().ask("POST", "/api/me/erasure/cancel", token, null);
    assertEquals("cancelled", cancelled.data().path("state").asText(), cancelled::text);
    assertEquals(404, api().get("/api/me/erasure", token).status());
    assertEquals(422, api().post("/api/me/erasure", api().admin(), Map.of("password", Api.PASSWORD)).status());
  }

  @Test
  @Order(4)
  void nothingTellsAnErasedPersonAndTheSumsStay() throws Exception {
    String sums = sql.text(SUMS);
    String totals = sql.text(TOTALS);
    Map<String, Long> his = ravi.rows(sql);
    String token = api().login(asha.email(), PASSWORD);
    assertEquals(200, api().get("/api/student/daily-cards", token).status());
    eventually("her cards are in Redis", PATIENCE, () -> !asha.keys(redis).isEmpty());
    Reply planned = api().post("/api/me/erasure", token, Map.of("password", PASSWORD));
    assertEquals(202, planned.status(), planned::text);
    // the grace is over
    String id = planned.data().path("id").asText();
    sql.change("UPDATE privacy.erasures SET due_at = now() - interval '1 minute' WHERE id = '" + id + "'; "
        + "UPDATE jobs.job SET state = 'ready', run_at = now() WHERE address = 'privacy.erasure.work'"
        + " AND state = 'delayed' AND body ->> 'id' = '" + id + "'");
    eventually("the erasure has begun", PATIENCE, () -> sql.number("SELECT count(*) FROM runs.run WHERE kind ="
        + " 'privacy.erasure' AND state = 'running'") == 1);
    server.kill();
    server = ServerProcess.start(data, settings);
    eventually("the erasure is complete", PATIENCE, () -> {
      run("run-revival");
      return "completed".equals(sql.text("SELECT state FROM privacy.erasures WHERE id = '" + id + "'"));
    });
    gone(asha);
    assertEquals(List.of(), asha.keys(redis), "Redis");
    assertEquals(List.of(), asha.files(data), "files");
    assertEquals(sums, sql.text(SUMS));
    assertEquals(totals, sql.text(TOTALS));
    assertEquals(0, sql.number(UNEVEN));
    assertEquals(401, api().get("/api/auth/me", token).status());
    assertEquals(401, api().tryLogin(asha.email(), PASSWORD).status());
    Map<String, Long> left = ravi.rows(sql);
    his.keySet().removeAll(Set.of("identity.session_ends", "jobs.job", "jobs.finished"));
    his.keySet().removeAll(NOTES);
    left.keySet().retainAll(his.keySet());
    // rows about both of them are his alone, and a row about him that she had made stays
    assertEquals(his.keySet(), left.keySet());
    for (String table : List.of("gamification.xp_events", "mrlearn.learners", "meeting.chat", "standing.warnings")) {
      assertTrue(left.get(table) > 0, table);
    }
    assertEquals(1, data("/api/admin/erasures?state=completed", api().admin()).size());
  }

  @Test
  @Order(5)
  void anAdministratorWithTheCapabilityExportsAndErasesAtOnce() throws Exception {
    Traces keeper = made("keeper@mas.example", "919800000019", "Kavya Keeper", "data_protection");
    Traces plain = made("plain@mas.example", "919800000020", "Plain Admin", "finance");
    Traces meera = made("meera@learner.example", "919800000021", "Meera Joshi");
    meera.leave(sql, ravi);
    String path = "/api/admin/users/" + meera.id();
    assertEquals(403, api().ask("POST", path + "/export", api().login(plain.email(), PASSWORD), null).status());
    String token = api().login(keeper.email(), PASSWORD);
    assertTrue(exported(path + "/export", token).text().contains(meera.email()));
    assertEquals(404, api().get("/api/me/export", api().login(meera.email(), PASSWORD)).status());
    assertEquals(403, api().ask("POST", "/api/admin/users/" + plain.id() + "/erasure", token, null).status());
    Reply erased = api().ask("POST", path + "/erasure", token, null);
    assertEquals(202, erased.status(), erased::text);
    assertEquals(403, api().tryLogin(meera.email(), PASSWORD).status());
    gone(meera);
    assertEquals(404, api().ask("POST", path + "/erasure", token, null).status());
  }
}
