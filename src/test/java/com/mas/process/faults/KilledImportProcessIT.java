package com.mas.process.faults;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed at random instants of checks and imports of tables, again and again; {@code -Dkills=20} for
 * the long form, {@code -Dseed=N} for the instants of an earlier one.
 */
class KilledImportProcessIT {
  private static final int KILLS = Integer.getInteger("kills", 2);
  private static final int ROWS = 5_000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  /** Within so long after rows are worked on. */
  private static final Duration PAUSE = Duration.ofMillis(600);
  private static final String WORKING = "SELECT count(*) FROM imports.file WHERE state IN ('checking', 'importing')";

  @TempDir private Path data;
  private String batch;
  private String version;
  private int files;

  @Test
  void everyRowIsImportedOnceAndTheCountsAreRight() throws Exception {
    Instants instants = new Instants();
    String told = instants.told;
    try (TestDatabase database = TestDatabase.create(); Sql sql = new Sql(database.url())) {
      Map<String, String> settings = Map.of("DATABASE_URL", database.url(), "REDIS_URL", TestServers.redis().url(),
          "RATE_LIMITS", "false", "SANDBOX", "false");
      int kills = instants.kill(KILLS, PAUSE, sql, () -> ServerProcess.start(data, settings), api -> goOn(api, sql),
          WORKING, "SELECT 1");
      System.out.println(kills + " kills, " + KILLS + " of them while rows were worked on, " + files + " tables");
      try (ServerProcess server = ServerProcess.start(data, settings)) {
        for (boolean over = files == 0; !over; over = sql.number("SELECT count(*) FROM imports.file"
            + " WHERE ended_at IS NULL") == 0) {
          eventually("nothing is worked on", PATIENCE, () -> sql.number(WORKING) == 0);
          confirm(server.api(), sql);
        }
        assertEquals(files, sql.number("SELECT count(*) FROM imports.file WHERE state = 'completed'"), told);
        for (String counts : sql.text("""
            SELECT string_agg(checked::text || '|' || imported::text, '|') FROM imports.file""").split("[|]")) {
          JsonNode tally = Json.read(counts, JsonNode.class);
          assertEquals(ROWS + " " + ROWS + " 0", tally.path("rows").asInt() + " " + tally.path("added").asInt() + " "
              + tally.path("refused").asInt(), told + ": " + counts);
        }
        long all = (long) files * ROWS;
        long answers = all / ROWS / 2 * ROWS;
        assertEquals(all - answers, sql.number("SELECT count(*) FROM identity.users WHERE email LIKE 'killed-%'"),
            told);
        assertEquals(all - answers, sql.number("SELECT count(*) FROM education.applications"), told);
        assertEquals(all - answers, sql.number("SELECT count(DISTINCT user_id) FROM education.applications"), told);
        assertEquals(answers, sql.number("SELECT count(DISTINCT external_id) FROM questionnaire.submissions"), told);
        assertEquals(answers, sql.number("SELECT sum(submissions) FROM questionnaire.versions"), told);
        assertEquals(0, sql.number("SELECT count(*) FROM imports.part"), told);
        assertEquals(0, server.stop());
      }
    }
  }

  /** Goes on with what an earlier server left, or begins two other tables when nothing is left. */
  private void goOn(Api api, Sql sql) throws IOException, InterruptedException {
    if (batch == null) {
      Reply made = api.post("/api/admin/batches", api.admin(),
          Map.of("code", "KILLED", "name", "Imported meanwhile", "startsOn", "2026-01-05"));
      assertEquals(201, made.status(), made::text);
      batch = made.data().path("id").asText();
      version = version(api, sql);
    }
    if (sql.number("SELECT count(*) FROM imports.file WHERE ended_at IS NULL") == 0) {
      upload(api);
      upload(api);
    }
    confirm(api, sql);
  }

  private static void confirm(Api api, Sql sql) throws IOException {
    while (sql.number("SELECT count(*) FROM imports.file WHERE state = 'checked'") > 0) {
      String id = sql.text("SELECT id::text FROM imports.file WHERE state = 'checked' LIMIT 1");
      Reply confirmed = api.post("/api/bulk-upload/" + id + "/confirm", api.admin(), Map.of());
      assertEquals(2, confirmed.status() / 100, confirmed::text);
    }
  }

  /** Makes people who answer, beside those who are enrolled, and asks them one question. */
  private static String version(Api api, Sql sql) throws IOException {
    sql.change("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, created_at, updated_at)
        SELECT gen_random_uuid(), tenant, 'answers-' || n || '@learner.example', 'Person ' || n, 'USER', now(), now()
          FROM identity.users, generate_series(0, %d) n WHERE email = '%s'""".formatted(ROWS - 1, Api.ADMIN));
    api.post("/questionnaires/dimensions", api.admin(), Map.of("code", "KILLED", "name", "Killed"));
    Reply form = api.post("/questionnaires/forms", api.admin(), Map.of("title", "Killed", "type", "KILLED"));
    Reply made = api.post("/questionnaires/forms/" + form.data().path("id").asText() + "/versions", api.admin(),
        Map.of("schema", Map.of("sections", List.of(Map.of("title", "All", "weight", 100, "questions", List.of(Map.of(
            "id", UUID.randomUUID().toString(), "text", "Good?", "type", "YES_NO", "dimensionCode", "KILLED")))))));
    assertEquals(201, made.status(), made::text);
    String id = made.data().path("id").asText();
    Reply active = api.ask("PATCH", "/questionnaires/versions/" + id + "/publish", api.admin(), "{}");
    assertEquals(200, active.status(), active::text);
    return id;
  }

  /** Enrols with one table and answers with the next. */
  private void upload(Api api) throws IOException, InterruptedException {
    int file = ++files;
    boolean isOfAnswers = file % 2 == 0;
    String csv = isOfAnswers ? IntStream.range(0, ROWS).mapToObj(row -> file + "/" + row + ",answers-" + row
        + "@learner.example," + Api.ADMIN + ",,week " + file + ",yes").collect(Collectors.joining("\n",
            "externalId,username,facultyUsername,courseShortname,period,Q1\n", "\n"))
        : IntStream.range(0, ROWS).mapToObj(row -> "killed-" + file + "-" + row + "@learner.example,Person "
            + row + "," + file + "/" + row).collect(Collectors.joining("\n", "email,name,roll no\n", "\n"));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(HttpRequest.newBuilder(
          URI.create(api.base() + (isOfAnswers ? "/questionnaires/ingest?version=" + version
              : "/api/bulk-upload?kind=enrolments&subject=" + batch)))
          .header("Authorization", "Bearer " + api.admin()).header("Content-Type", "text/csv")
          .POST(BodyPublishers.ofString(csv)).build(), BodyHandlers.ofString());
      assertEquals(2, answer.statusCode() / 100, answer::body);
    }
  }
}
