package com.mas.process.contract;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.sandbox.graphy.GraphySimulator;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays a front end that was made for the system before this one, on a server that has that one's environment. */
class OldFrontEndProcessIT {
  private static final String SYNC = "/api/graphy/sync";
  private static final String COURSE = "64b0c1f2a9e8d7c6b5000009";
  private static final String ORIGIN = "https://old-front-end.example";
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir private static Path data;
  private static TestDatabase database;
  private static ServerProcess server;
  private static Api api;
  private static String admin;
  private static String config;
  private static int expiresIn;

  @BeforeAll
  static void start() throws IOException {
    database = TestDatabase.create();
    URI redis = URI.create(TestServers.redis().url());
    server = ServerProcess.start(data, Map.of("DATABASE_URL", database.url(), "REDIS_HOST", redis.getHost(),
        "REDIS_PORT", String.valueOf(redis.getPort()), "NODE_ENV", "development", "SANDBOX", "true",
        "JWT_ACCESS_TOKEN_EXPIRY", "300s", "JWT_REFRESH_TOKEN_EXPIRY", "7d", "CORS_ORIGINS", ORIGIN,
        "EMAIL_USER", "me@x.example", "EMAIL_PASS", "secret"));
    api = server.api();
    Reply login = api.tryLogin(Api.ADMIN, Api.PASSWORD);
    admin = login.data().path("accessToken").asText();
    expiresIn = login.data().path("expiresIn").asInt();
    assertEquals(200, api.post("/api/graphy/auth/login", admin, Map.of("email", GraphySimulator.EMAIL, "password",
        GraphySimulator.PASSWORD)).status());
    Reply made = api.ask("POST", SYNC + "/configs", admin, "{\"graphyCourseId\":\"" + COURSE + "\",\"batchId\":null,"
        + "\"courseTitle\":null,\"includeDetailedReports\":true}");
    assertEquals(201, made.status(), made::text);
    config = made.data().path("id").asText();
    eventually("the course is mirrored", LIMIT, () -> api.get(SYNC + "/configs/" + config + "/runs", admin).data()
        .path(0).path("status").asText().equals("success"));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    database.close();
  }

  private static Reply form(String method, String path, Map<String, String> fields) throws Exception {
    String body = fields.entrySet().stream().map(each -> each.getKey() + "="
        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create(api.base() + path))
          .header("Content-Type", "application/x-www-form-urlencoded").header("Authorization", "Bearer " + admin)
          .method(method, HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(answer.statusCode(), answer.headers().map(), answer.body());
    }
  }

  @Test
  void theOldEnvironmentIsUnderstood() throws IOException {
    assertEquals(300, expiresIn);
    Reply preflight = api.ask("OPTIONS", SYNC + "/configs", null, null, "Origin", ORIGIN,
        "Access-Control-Request-Method", "POST");
    assertEquals("true", preflight.header("access-control-allow-credentials"));
  }

  @Test
  void queriesAreTakenAsItSendsThem() throws IOException {
    for (String query : List.of("/students?search=", "/batches?search=", "/configs/" + config + "/learners?search=",
        "/students?page=1&limit=20", "/students?pageSize=20", "/configs?sortBy=createdAt", "/configs?_=171234",
        "/students?limit=500", "/students?hasAccount=1", "/students?order=DESC")) {
      Reply reply = api.get(SYNC + query, admin);
      assertEquals(200, reply.status(), () -> query + reply.text());
    }
    assertEquals("_", api.get(SYNC + "/configs?_=171234", admin).header("x-ignored-parameters"));
    Reply second = api.get(SYNC + "/configs/" + config + "/learners?page=2&limit=20", admin);
    assertEquals(20, second.json().at("/page/offset").asInt(), second::text);
  }

  @Test
  void bodiesAreTakenAsItSendsThem() throws Exception {
    String path = SYNC + "/configs/" + config;
    ObjectNode read = (ObjectNode) api.get(SYNC + "/configs", admin).data().path(0);
    read.put("reminderSkipAboveProgress", 70);
    Reply back = api.ask("PATCH", path, admin, read.toString());
    assertEquals(200, back.status(), back::text);
    assertEquals(70, back.data().path("reminderSkipAboveProgress").asInt());

    Reply formed = form("PATCH", path, Map.of("intervalHours", "24", "reminderSkipAboveProgress", "80", "enabled",
        "true"));
    assertEquals(200, formed.status(), formed::text);
    assertEquals(80, formed.data().path("reminderSkipAboveProgress").asInt());
    assertEquals(400, api.ask("PATCH", path, admin, "{\"intervalHours\":\"24\"}").status(),
        "in JSON text is no number");
    Reply unknown = api.ask("PATCH", path, admin, "{\"intervalHours\":24,\"colour\":\"red\"}");
    assertEquals("/colour", unknown.json().at("/errors/0/path").asText(), unknown::text);

    JsonNode batch = api.get("/api/admin/batches", admin).data().path(0);
    assertEquals(batch.path("id").asText(), api.ask("PATCH", path, admin, "{\"batchId\":\""
        + batch.path("id").asText() + "\"}").data().path("batchId").asText());
    Reply cleared = api.ask("PATCH", path, admin, "{\"batchId\":null}");
    assertEquals(200, cleared.status(), cleared::text);
    assertTrue(cleared.data().path("batchId").isNull(), cleared::text);
    assertEquals(404, api.ask("PATCH", path, admin, "{\"batchId\":\"01a224d5-0000-7000-8000-000000000000\"}").status());
  }

  @Test
  void fieldsHaveTheNamesThatItReads() throws IOException {
    JsonNode configured = api.get(SYNC + "/configs", admin).data().path(0);
    assertEquals("idle", configured.path("lastReminderStatus").asText(), configured::toString);
    JsonNode learner = api.get(SYNC + "/configs/" + config + "/learners", admin).data().path(0);
    for (String name : List.of("id", "syncConfigId", "graphyCourseId", "graphyUserId", "name", "progressPercent",
        "totalTimeSeconds", "isCompleted", "status", "moduleProgress")) {
      assertTrue(learner.has(name), () -> name + " in " + learner);
    }
    assertEquals(config, learner.path("syncConfigId").asText());
    assertEquals(COURSE, learner.path("graphyCourseId").asText());
    eventually("the students are there", LIMIT, () -> {
      JsonNode student = api.get(SYNC + "/students?limit=1", admin).data().path(0);
      return student.has("avgProgress") && student.path("avgProgress").equals(student.path("averageProgress"));
    });
    String batch = api.get("/api/admin/batches", admin).data().path(0).path("id").asText();
    Reply mapped = api.ask("POST", "/api/admin/batches/" + batch + "/courses", admin, "{\"provider\":\"mrlearn\","
        + "\"externalCourseId\":\"" + COURSE + "-x\",\"roadmapItemId\":null,\"courseUrl\":null}");
    assertEquals(201, mapped.status(), mapped::text);
    assertEquals(COURSE + "-x", mapped.data().path("mrLearnCourseId").asText());
  }
}
