package com.mas.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphyFaultsTest {
  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-01T06:30:00Z"), ZoneOffset.UTC);
  private static final String COURSE = "64b0c1f2a9e8d7c6b5000005";
  private static final String LEARNERS = "/t/api/course/" + COURSE + "/learners";

  private SandboxFixture graphy;

  @BeforeEach
  void start() {
    graphy = new SandboxFixture(CLOCK).loggedIn();
  }

  @AfterEach
  void stop() {
    graphy.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500, 503})
  void statusIsAnsweredUntilCleared(int status) {
    graphy.fault(kind("status").put("status", status).put("retryAfter", 7));
    HttpResponse<Buffer> answer = graphy.get(LEARNERS);
    assertEquals(status, answer.statusCode());
    assertEquals(status == 429 || status == 503 ? "7" : null, answer.getHeader("Retry-After"));
    graphy.delete("/sandbox/faults");
    assertEquals(200, graphy.get(LEARNERS).statusCode());
  }

  @Test
  void faultStrikesAfterSoManyRequestsSoManyTimesAtItsPathOnly() {
    graphy.fault(kind("status").put("status", 500).put("path", "learners").put("afterRequests", 2).put("times", 2));
    List<Integer> statuses = IntStream.range(0, 6).mapToObj(i -> {
      assertEquals(200, graphy.get("/t/api/course/list").statusCode());
      return graphy.get(LEARNERS).statusCode();
    }).toList();
    assertEquals(List.of(200, 200, 500, 500, 200, 200), statuses);
    JsonObject fault = graphy.get("/sandbox/faults").bodyAsJsonObject().getJsonArray("faults").getJsonObject(0);
    assertEquals(6, fault.getInteger("seen"));
    assertEquals(2, fault.getInteger("happened"));
  }

  @Test
  void faultCanWaitForAPage() {
    graphy.fault(kind("status").put("status", 503).put("page", 200));
    assertEquals(200, graphy.get(LEARNERS + "?start=100").statusCode());
    assertEquals(503, graphy.get(LEARNERS + "?start=200").statusCode());
  }

  @Test
  void faultForTheSameRequestsReplacesTheOlderOne() {
    graphy.fault(kind("status").put("status", 500));
    graphy.fault(kind("status").put("status", 403));
    assertEquals(1, graphy.get("/sandbox/faults").bodyAsJsonObject().getJsonArray("faults").size());
    assertEquals(403, graphy.get(LEARNERS).statusCode());
  }

  @Test
  void severalFaultsStrikeTogether() {
    assertEquals(200, graphy.put("/sandbox/faults", new JsonArray()
        .add(kind("wrongTotal").put("delta", 5)).add(kind("shortPage").put("rows", 3))).statusCode());
    JsonObject page = graphy.learnersPage(COURSE, 0);
    assertEquals(3, page.getJsonArray("data").size());
    graphy.delete("/sandbox/faults");
    assertEquals(page.getInteger("total") - 5, graphy.learnersPage(COURSE, 0).getInteger("total"));
    assertEquals(100, graphy.learnersPage(COURSE, 0).getJsonArray("data").size());
  }

  @Test
  void htmlIsTheLoginPageWithStatus200() {
    graphy.fault(kind("html"));
    HttpResponse<Buffer> answer = graphy.get(LEARNERS);
    assertEquals(200, answer.statusCode());
    assertTrue(answer.getHeader("Content-Type").startsWith("text/html"));
    assertTrue(answer.bodyAsString().contains("<form"));
  }

  @Test
  void redirectLeadsToTheLoginPage() {
    graphy.fault(kind("redirect"));
    HttpResponse<Buffer> answer = graphy.get(LEARNERS);
    assertEquals(302, answer.statusCode());
    assertEquals("/graphy/t/public/login", answer.getHeader("Location"));
    assertTrue(graphy.get("/t/public/login").bodyAsString().contains("<form"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"truncated", "close"})
  void brokenConnectionFailsTheRequestAndOnlyThisOne(String kind) {
    graphy.fault(kind(kind).put("times", 1));
    assertThrows(Exception.class, () -> graphy.get(LEARNERS));
    assertEquals(200, graphy.get(LEARNERS).statusCode());
    JsonObject log = graphy.get("/sandbox/requests").bodyAsJsonObject();
    assertEquals(0, log.getInteger("inFlight"));
    assertTrue(log.getJsonArray("recent").stream().anyMatch(line -> ((JsonObject) line).getInteger("status") == 0));
  }

  @Test
  void slowAnswersTakeTheirTime() {
    graphy.fault(kind("slow").put("delayMs", 150));
    long began = System.nanoTime();
    assertEquals(200, graphy.get(LEARNERS).statusCode());
    assertTrue(System.nanoTime() - began >= 140_000_000L);
  }

  @Test
  void hangingRequestsAreAnsweredWhenFaultsAreCleared() {
    graphy.fault(kind("hang").put("path", "learners"));
    Future<HttpResponse<Buffer>> first = graphy.ask(HttpMethod.GET, LEARNERS, null);
    Future<HttpResponse<Buffer>> second = graphy.ask(HttpMethod.GET, LEARNERS, null);
    JsonObject learners = null;
    for (int i = 0; i < 2_000 && (learners == null || learners.getInteger("inFlight") < 2); i++) {
      learners = graphy.get("/sandbox/requests").bodyAsJsonObject().getJsonObject("paths").getJsonObject("learners");
    }
    assertEquals(2, learners.getInteger("inFlight"));
    assertFalse(first.isComplete() || second.isComplete());
    graphy.delete("/sandbox/faults");
    assertEquals(200, SandboxFixture.await(first).statusCode());
    assertEquals(200, SandboxFixture.await(second).statusCode());
    learners = graphy.get("/sandbox/requests").bodyAsJsonObject().getJsonObject("paths").getJsonObject("learners");
    assertEquals(2, learners.getInteger("maxConcurrent"));
    assertEquals(0, learners.getInteger("inFlight"));
  }

  @Test
  void regressTakesPercentAwayInListingAndReport() {
    List<JsonObject> before = graphy.learners(COURSE);
    graphy.fault(kind("regress").put("percent", 30));
    List<JsonObject> after = graphy.learners(COURSE);
    for (int i = 0; i < before.size(); i++) {
      double expected = Math.max(0, before.get(i).getDouble("progress") - 30);
      assertEquals(expected, after.get(i).getDouble("progress"), 0.11);
      assertFalse(after.get(i).getBoolean("completed"));
      assertNull(after.get(i).getValue("completionDate"));
    }
    String user = after.getFirst().getString("_id");
    assertEquals(after.getFirst().getDouble("progress"), graphy.report(COURSE, user).getDouble("progress"));
  }

  @Test
  void unorderedPagesHoldTheSameLearners() {
    List<String> before = ids(graphy.learners(COURSE));
    graphy.fault(kind("unordered"));
    List<String> after = ids(graphy.learners(COURSE));
    assertNotEquals(before, after);
    assertEquals(Set.copyOf(before), Set.copyOf(after));
    assertEquals(before.size(), after.size());
  }

  @Test
  void duplicateRowsStandTwiceInTheirPage() {
    graphy.fault(kind("duplicateRows"));
    List<String> page = ids(graphy.rows(LEARNERS + "?start=0&size=100"));
    assertEquals(110, page.size());
    assertEquals(100, page.stream().distinct().count());
  }

  @Test
  void missingPhonesAndMissingEmailsAreMissingEverywhere() {
    graphy.fault(kind("missingPhones"));
    graphy.fault(kind("missingEmails"));
    for (String path : List.of("/t/api/user/get", LEARNERS)) {
      for (JsonObject row : graphy.rows(path + "?start=0&size=100")) {
        assertNull(row.getString("email"));
        assertNull(row.getString("mobile"));
        assertNull(row.getString("phone"));
      }
    }
    assertNull(graphy.report(SandboxVerticle.GRAPHY_COURSE, GraphyLearners.id(0)).getString("mobile"));
  }

  @Test
  void nullCourseUrlIsNullForAllCourses() {
    graphy.fault(kind("nullCourseUrl"));
    assertTrue(graphy.rows("/t/api/course/list").stream()
        .allMatch(row -> row.getJsonObject("spayee:resource").getValue("spayee:courseUrl") == null));
  }

  @Test
  void expiredSessionsAreRefusedAndANewLoginHelps() {
    graphy.fault(kind("expireSessions").put("path", "learners").put("afterRequests", 1));
    assertEquals(200, graphy.get(LEARNERS).statusCode());
    assertEquals(401, graphy.get(LEARNERS).statusCode());
    assertEquals(401, graphy.get("/t/api/course/list").statusCode());
    graphy.loggedIn();
    assertEquals(200, graphy.get(LEARNERS).statusCode());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{\"kind\":\"explode\"}|kind",
      "{}|kind",
      "{\"kind\":\"status\"}|status",
      "{\"kind\":\"status\",\"status\":200}|status",
      "{\"kind\":\"slow\",\"delayMs\":999999999}|delayMs",
      "{\"kind\":\"slow\",\"percent\":5}|percent",
      "{\"kind\":\"html\",\"retryAfter\":5}|retryAfter",
      "{\"kind\":\"html\",\"path\":\"somewhere\"}|path",
      "{\"kind\":\"html\",\"page\":-1}|page",
      "{\"kind\":\"html\",\"times\":\"two\"}|times",
      "{\"kind\":\"html\",\"afterRequests\":1.5}|afterRequests",
      "{\"kind\":\"html\",\"colour\":\"red\"}|colour",
      "7|''"})
  void badSwitchIsRefusedWithTheNameOfTheField(String body, String field) {
    HttpResponse<Buffer> answer = graphy.put("/sandbox/faults", Json.decodeValue(body));
    assertEquals(400, answer.statusCode());
    assertEquals(field, answer.bodyAsJsonObject().getJsonObject("error").getString("field"));
    assertEquals(0, graphy.get("/sandbox/faults").bodyAsJsonObject().getJsonArray("faults").size());
  }

  private static JsonObject kind(String kind) {
    return new JsonObject().put("kind", kind);
  }

  private static List<String> ids(List<JsonObject> rows) {
    return rows.stream().map(row -> row.getString("_id")).collect(Collectors.toList());
  }
}
