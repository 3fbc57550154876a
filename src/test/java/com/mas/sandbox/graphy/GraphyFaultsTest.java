package com.mas.sandbox.graphy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.sandbox.graphy.GraphySimulator;
import com.mas.testkit.House;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphyFaultsTest {
  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-01T06:30:00Z"), ZoneOffset.UTC);
  private static final String COURSE = "64b0c1f2a9e8d7c6b5000005";
  private static final String LEARNERS = "/t/api/course/" + COURSE + "/learners";

  @AutoClose private final GraphyFixture graphy = new GraphyFixture(CLOCK).loggedIn();

  @Test
  void faultStrikesAfterSoManyRequestsSoManyTimesAtItsPathOnly() {
    graphy.faults("status status=500 path=learners afterRequests=2 times=2");
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
    graphy.faults("status status=503 page=200");
    assertEquals(200, graphy.get(LEARNERS + "?start=100").statusCode());
    assertEquals(503, graphy.get(LEARNERS + "?start=200").statusCode());
  }

  @Test
  void severalFaultsStrikeTogether() {
    graphy.faults("wrongTotal delta=5", "shortPage rows=3");
    JsonObject page = graphy.learnersPage(COURSE, 0);
    assertEquals(3, page.getJsonArray("data").size());
    graphy.well();
    assertEquals(page.getInteger("total") - 5, graphy.learnersPage(COURSE, 0).getInteger("total"));
    assertEquals(100, graphy.learnersPage(COURSE, 0).getJsonArray("data").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"truncated", "close"})
  void brokenConnectionFailsTheRequestAndOnlyThisOne(String kind) {
    graphy.faults(kind + " times=1");
    assertThrows(Exception.class, () -> graphy.get(LEARNERS));
    assertEquals(200, graphy.get(LEARNERS).statusCode());
    JsonObject log = graphy.calls();
    assertEquals(0, log.getInteger("inFlight"));
    assertTrue(log.getJsonArray("recent").stream().anyMatch(line -> ((JsonObject) line).getInteger("status") == 0));
  }

  @Test
  void hangingRequestsAreAnsweredWhenFaultsAreCleared() {
    graphy.faults("hang path=learners");
    Future<HttpResponse<Buffer>> first = graphy.ask(HttpMethod.GET, LEARNERS, null);
    Future<HttpResponse<Buffer>> second = graphy.ask(HttpMethod.GET, LEARNERS, null);
    graphy.awaitCall("learners", 2);
    assertEquals(2, learners().getInteger("inFlight"));
    assertFalse(first.isComplete() || second.isComplete());
    graphy.well();
    assertEquals(200, House.await(first).statusCode());
    assertEquals(200, House.await(second).statusCode());
    assertEquals(2, learners().getInteger("maxConcurrent"));
    assertEquals(0, learners().getInteger("inFlight"));
  }

  @Test
  void regressTakesPercentAwayInListingAndReport() {
    List<JsonObject> before = graphy.learners(COURSE);
    graphy.faults("regress percent=30");
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
    graphy.faults("unordered");
    List<String> after = ids(graphy.learners(COURSE));
    assertNotEquals(before, after);
    assertEquals(Set.copyOf(before), Set.copyOf(after));
    assertEquals(before.size(), after.size());
  }

  @Test
  void duplicateRowsStandTwiceInTheirPage() {
    graphy.faults("duplicateRows");
    List<String> page = ids(graphy.rows(LEARNERS + "?start=0&size=100"));
    assertEquals(110, page.size());
    assertEquals(100, page.stream().distinct().count());
  }

  @Test
  void missingPhonesAndMissingEmailsAreMissingEverywhere() {
    graphy.faults("missingPhones", "missingEmails");
    for (String path : List.of("/t/api/user/get", LEARNERS)) {
      for (JsonObject row : graphy.rows(path + "?start=0&size=100")) {
        assertNull(row.getString("email"));
        assertNull(row.getString("mobile"));
        assertNull(row.getString("phone"));
      }
    }
    assertNull(graphy.report(GraphySimulator.COURSE, GraphyLearners.id(0)).getString("mobile"));
  }

  @Test
  void nullCourseUrlIsNullForAllCourses() {
    graphy.faults("nullCourseUrl");
    assertTrue(graphy.rows("/t/api/course/list").stream()
        .allMatch(row -> row.getJsonObject("spayee:resource").getValue("spayee:courseUrl") == null));
  }

  @Test
  void expiredSessionsAreRefusedAndANewLoginHelps() {
    graphy.faults("expire path=learners afterRequests=1");
    assertEquals(200, graphy.get(LEARNERS).statusCode());
    assertEquals(401, graphy.get(LEARNERS).statusCode());
    assertEquals(401, graphy.get("/t/api/course/list").statusCode());
    graphy.loggedIn();
    assertEquals(200, graphy.get(LEARNERS).statusCode());
  }

  private JsonObject learners() {
    return graphy.calls().getJsonObject("paths").getJsonObject("learners");
  }

  private static List<String> ids(List<JsonObject> rows) {
    return rows.stream().map(row -> row.getString("_id")).collect(Collectors.toList());
  }
}
