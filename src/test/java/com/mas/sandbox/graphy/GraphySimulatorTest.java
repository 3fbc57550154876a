package com.mas.sandbox.graphy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class GraphySimulatorTest {
  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-01T06:30:00Z"), ZoneOffset.UTC);
  private static final String COURSE = GraphySimulator.COURSE;
  private static final String LARGEST = "64b0c1f2a9e8d7c6b5000001";

  @AutoClose private final GraphyFixture graphy = new GraphyFixture(CLOCK).loggedIn();

  @Test
  void loginSetsBothCookiesAndNamesTheMicroserviceToken() {
    var answer = graphy.login(GraphySimulator.EMAIL, GraphySimulator.PASSWORD);
    List<String> cookies = answer.cookies();
    for (String form : List.of("c_ujwt=[\\w-]+\\.[\\w-]+\\.[\\w-]+;.*", "SESSIONID=[0-9A-F]{32};.*")) {
      assertTrue(cookies.stream().anyMatch(cookie -> cookie.matches(form)), cookies::toString);
    }
    assertEquals(answer.getHeader("X-Microservice-Token"), answer.bodyAsJsonObject().getString("microserviceToken"));
  }

  @Test
  void wrongPasswordIsRefusedAndFiveInARowLockTheAccount() {
    for (int i = 0; i < 5; i++) {
      assertEquals(401, graphy.login(GraphySimulator.EMAIL, "guess").statusCode());
    }
    assertEquals(403, graphy.login(GraphySimulator.EMAIL, GraphySimulator.PASSWORD).statusCode());
    graphy.delete("/sandbox");
    assertEquals(200, graphy.login(GraphySimulator.EMAIL, GraphySimulator.PASSWORD).statusCode());
    assertEquals(400, graphy.login(GraphySimulator.EMAIL, "").statusCode());
  }

  @Test
  void nothingIsToldWithoutASession() {
    for (String path : List.of(
        "/t/api/course/list", "/t/api/course/" + COURSE + "/learners", "/t/api/user/get",
        "/t/api/course/" + COURSE + "/learners/" + GraphyLearners.id(0) + "/report")) {
      var answer = graphy.getWithoutCookies(path);
      assertEquals(401, answer.statusCode(), path);
      assertTrue(answer.bodyAsString().contains("no c_ujwt token"), path);
    }
  }

  @Test
  void sessionEndsAfterThirtyDays() {
    graphy.put("/sandbox/time-shift", new JsonObject().put("days", 29));
    assertEquals(200, graphy.get("/t/api/course/list").statusCode());
    graphy.put("/sandbox/time-shift", new JsonObject().put("days", 30));
    assertEquals(401, graphy.get("/t/api/course/list").statusCode());
    assertEquals(200, graphy.loggedIn().get("/t/api/course/list").statusCode());
  }

  @Test
  void tamperedSessionIsRefused() {
    GraphySession session = new GraphySession();
    GraphySession.Login login = session.open(0);
    assertTrue(session.holds(login.cUjwt(), login.sessionId(), 1));
    assertFalse(session.holds(login.cUjwt() + "x", login.sessionId(), 1));
    assertFalse(session.holds(login.cUjwt(), session.open(0).sessionId(), 1));
    assertFalse(session.holds("a.b.c", "d", 1));
  }

  @Test
  void coursesHaveTheShapeOfGraphysDocuments() {
    List<JsonObject> courses = graphy.rows("/t/api/course/list?start=0&length=100");
    assertTrue(courses.size() >= 8);
    assertEquals(1, courses.stream().filter(course -> resource(course).getString("spayee:courseUrl") == null).count());
    assertEquals(1, courses.stream().filter(course -> !course.getBoolean("published")).count());
    for (JsonObject course : courses) {
      assertTrue(course.getString("_id").matches("[0-9a-f]{24}"));
      assertFalse(resource(course).getString("spayee:title").isBlank());
      int users = course.getInteger("usersCount");
      assertTrue(users >= 40 && users <= 1_600, () -> "learners: " + users);
      assertEquals(users, graphy.learnersPage(course.getString("_id"), 0).getInteger("total"));
    }
    JsonObject second = graphy.get("/t/api/course/list?start=8&length=100").bodyAsJsonObject();
    assertEquals(courses.size() - 8, second.getJsonArray("data").size());
    assertEquals(courses.size(), second.getInteger("total"));
  }

  @Test
  void learnerRowHasTheDocumentedFieldsAndUsuallyNoPhone() {
    List<JsonObject> rows = graphy.learners(LARGEST);
    Set<String> fields = Set.of("_id", "fname", "progress", "totalTime", "completed", "status", "enrolledDate",
        "startDate", "lastAccess", "completionDate");
    assertTrue(rows.stream().allMatch(row -> row.fieldNames().containsAll(fields)));
    assertTrue(rows.stream().allMatch(row -> row.getJsonObject("enrolledDate").getLong("$date") < CLOCK.millis()));
    assertTrue(rows.stream().filter(row -> row.getString("mobile") != null).count() < rows.size() / 10);
    assertTrue(rows.stream().anyMatch(row -> row.getString("mobile") != null));
    assertTrue(rows.stream().allMatch(row -> row.getBoolean("completed") == (row.getValue("completionDate") != null)));
  }

  @Test
  void pagesOfACourseAddUpToItsTotal() {
    for (String course : List.of(COURSE, LARGEST)) {
      List<JsonObject> rows = graphy.learners(course);
      assertEquals(graphy.learnersPage(course, 0).getInteger("total"), rows.size());
      assertEquals(rows.size(), ids(rows).size());
      assertEquals(ids(rows), ids(graphy.all("/t/api/course/" + course + "/learners", 7)));
    }
  }

  @Test
  void pageHoldsNoMoreThanAHundred() {
    assertEquals(100, graphy.rows("/t/api/course/" + LARGEST + "/learners?start=0&size=5000").size());
    assertEquals(400, graphy.get("/t/api/course/" + LARGEST + "/learners?start=-1").statusCode());
    assertEquals(400, graphy.get("/t/api/user/get?size=many").statusCode());
    assertEquals(404, graphy.get("/t/api/course/nowhere/learners").statusCode());
    assertEquals(404, graphy.get("/t/api/course/" + COURSE + "/learners/nobody/report").statusCode());
  }

  @Test
  void listingIsNewestFirstButNotStrictly() {
    List<Long> enrolled =
        graphy.learners(LARGEST).stream().map(row -> row.getJsonObject("enrolledDate").getLong("$date")).toList();
    long wrong = IntStream.range(1, enrolled.size()).filter(i -> enrolled.get(i) > enrolled.get(i - 1)).count();
    assertTrue(wrong > 10 && wrong < enrolled.size() / 5, () -> wrong + " of " + enrolled.size());
  }

  @Test
  void anotherProcessSimulatesTheSameSchool() {
    try (GraphyFixture other = new GraphyFixture(CLOCK).loggedIn()) {
      for (String path : List.of(
          "/t/api/course/list", "/t/api/course/" + LARGEST + "/learners?start=300&size=100",
          "/t/api/user/get?start=1000&size=100",
          "/t/api/course/" + COURSE + "/learners/" + GraphyLearners.id(7) + "/report")) {
        assertEquals(graphy.get(path).bodyAsString(), other.get(path).bodyAsString(), path);
      }
    }
  }

  @Test
  void atLeastTwentyFourHundredPeopleAreEnrolledSomewhere() {
    Set<String> people = new HashSet<>();
    graphy.rows("/t/api/course/list").forEach(course -> people.addAll(ids(graphy.learners(course.getString("_id")))));
    assertTrue(people.size() >= 2_400, () -> "only " + people.size());
    Set<String> accounts = ids(graphy.all("/t/api/user/get", 100));
    assertTrue(accounts.containsAll(people));
  }

  @Test
  void usersHavePrefixedAddressesAndTwoThirdsOfThemAPhone() {
    List<JsonObject> users = graphy.all("/t/api/user/get", 100);
    List<String> emails = users.stream().map(user -> user.getString("email")).filter(email -> email != null).toList();
    long phones = users.stream().filter(user -> phone(user) != null).count();
    long prefixed = emails.stream().filter(email -> email.startsWith("masedu-")).count();
    long names = users.stream().map(user -> user.getString("fname")).distinct().count();
    Map<String, Long> byAddress = emails.stream().collect(Collectors.groupingBy(
        email -> email.toLowerCase(Locale.ROOT).replaceFirst("^masedu-", ""), Collectors.counting()));
    Map<String, Long> byPhone = users.stream().filter(user -> phone(user) != null)
        .collect(Collectors.groupingBy(GraphySimulatorTest::phone, Collectors.counting()));
    assertAll(
        () -> assertTrue(phones > users.size() * 60L / 100 && phones < users.size() * 72L / 100, "phones " + phones),
        () -> assertTrue(prefixed > emails.size() * 95L / 100 && prefixed < emails.size(), "prefixed " + prefixed),
        () -> assertTrue(emails.size() < users.size(), "some have none"),
        () -> assertTrue(emails.stream().allMatch(email -> email.matches("[A-Za-z0-9.-]+@[a-z]+\\.example"))),
        () -> assertTrue(names > 2_000, "names " + names),
        () -> assertEquals(Map.of("neha.sharma@learner.example", 2L), more(byAddress)),
        () -> assertEquals(Map.of("9900000004", 2L), more(byPhone)));
  }

  @Test
  void progressIsUneven() {
    List<Double> progress = graphy.learners(LARGEST).stream().map(row -> row.getDouble("progress")).toList();
    int size = progress.size();
    long none = progress.stream().filter(percent -> percent == 0).count();
    long done = progress.stream().filter(percent -> percent == 100).count();
    long middle = progress.stream().filter(percent -> percent > 15 && percent < 85).count();
    String figures = none + " none, " + middle + " middle, " + done + " done of " + size;
    assertTrue(none > size / 20 && none < size / 4, figures);
    assertTrue(done > size / 20 && done < size / 4, figures);
    assertTrue(middle > size / 2, figures);
  }

  @Test
  void progressGrowsWithTimeAndNewLearnersCome() {
    Map<String, JsonObject> previous = byId(graphy.learners(LARGEST));
    for (int days : List.of(1, 7, 29)) {
      Map<String, JsonObject> before = previous;
      graphy.put("/sandbox/time-shift", new JsonObject().put("days", days));
      Map<String, JsonObject> after = byId(graphy.learners(LARGEST));
      before.forEach((id, row) -> {
        JsonObject later = after.get(id);
        assertTrue(later.getDouble("progress") >= row.getDouble("progress"), id);
        assertTrue(later.getInteger("totalTime") >= row.getInteger("totalTime"), id);
        assertTrue(row.getValue("completionDate") == null
            || row.getValue("completionDate").equals(later.getValue("completionDate")), id);
        JsonObject access = row.getJsonObject("lastAccess");
        assertTrue(access == null
            || access.getLong("$date") <= later.getJsonObject("lastAccess").getLong("$date"), id);
      });
      assertTrue(before.keySet().stream()
          .anyMatch(id -> after.get(id).getDouble("progress") > before.get(id).getDouble("progress")));
      if (days >= 7) {
        assertTrue(after.size() > before.size());
      }
      previous = after;
    }
    assertEquals("days", field(graphy.put("/sandbox/time-shift", new JsonObject().put("days", 3))), "never back");
  }

  @Test
  void reportAgreesWithTheListing() {
    for (JsonObject row : graphy.rows("/t/api/course/" + LARGEST + "/learners?start=0&size=60")) {
      JsonObject report = graphy.report(LARGEST, row.getString("_id"));
      assertEquals(row.getString("_id"), report.getString("userId"));
      assertEquals(LARGEST, report.getString("courseId"));
      assertEquals(row.getDouble("progress"), report.getDouble("progress"));
      assertEquals(row.getInteger("totalTime"), report.getInteger("totalTimeSpent"));
      JsonArray modules = report.getJsonArray("modules");
      assertTrue(modules.size() >= 5 && modules.size() <= 10);
      int items = 0;
      int done = 0;
      int seconds = 0;
      for (Object each : modules) {
        JsonObject module = (JsonObject) each;
        JsonArray list = module.getJsonArray("items");
        assertTrue(list.size() >= 3);
        int of = list.stream().mapToInt(item -> ((JsonObject) item).getInteger("progress")).sum();
        assertEquals(of / list.size(), module.getInteger("progress"));
        assertEquals(of == list.size() * 100, module.getBoolean("completed"));
        seconds += list.stream().mapToInt(item -> ((JsonObject) item).getInteger("timeSpent")).sum();
        items += list.size();
        done += of;
      }
      assertEquals(report.getDouble("progress"), (double) done / items, 0.11);
      assertEquals(report.getInteger("totalTimeSpent"), seconds);
    }
  }

  @Test
  void ashaHasCompletedModulesInTheSmallestCourse() {
    JsonObject asha = graphy.learners(COURSE).stream()
        .filter(row -> GraphySimulator.LEARNER.equals(row.getString("email"))).findFirst().orElseThrow();
    assertEquals("Asha Kulkarni", asha.getString("fname"));
    JsonObject report = graphy.report(COURSE, asha.getString("_id"));
    assertTrue(report.getJsonArray("modules").stream()
        .filter(module -> ((JsonObject) module).getBoolean("completed")).count() >= 3);
    assertNotNull(report.getString("mobile"));
  }

  @Test
  void progressCanBeSetByHand() {
    String user = GraphyLearners.id(7);
    JsonObject set = new JsonObject().put("courseId", COURSE).put("userId", user).put("percent", 100);
    assertEquals(200, graphy.put("/sandbox/progress", set).statusCode());
    JsonObject row = byId(graphy.learners(COURSE)).get(user);
    assertEquals(100, row.getDouble("progress"));
    assertEquals(CLOCK.millis(), row.getJsonObject("completionDate").getLong("$date"));
    graphy.put("/sandbox/progress", set.put("percent", 40));
    assertEquals(40, graphy.report(COURSE, user).getDouble("progress"), 0.1);
    assertNull(byId(graphy.learners(COURSE)).get(user).getValue("completionDate"));
    assertEquals("percent", field(graphy.put("/sandbox/progress", set.put("percent", 101))));
    assertEquals("userId", field(graphy.put("/sandbox/progress", set.put("userId", "nobody"))));
    assertEquals("courseId", field(graphy.put("/sandbox/progress", set.put("courseId", "none"))));
  }

  @Test
  void courseCanBeScaledAndItsLearnersHaveAccounts() {
    assertEquals(200, graphy.put("/sandbox/scale",
        new JsonObject().put("courseId", "bench").put("learners", 2_050)).statusCode());
    List<JsonObject> rows = graphy.learners("bench");
    assertEquals(2_050, ids(rows).size());
    assertEquals(2_050, rows.stream().map(row -> row.getString("email")).distinct().count());
    assertTrue(graphy.rows("/t/api/course/list").stream().anyMatch(course -> "bench".equals(course.getString("_id"))));
    assertEquals(GraphyLearners.PEOPLE + 2_050, graphy.get("/t/api/user/get").bodyAsJsonObject().getInteger("total"));
    JsonObject report = graphy.report("bench", rows.get(1_000).getString("_id"));
    assertEquals(rows.get(1_000).getDouble("progress"), report.getDouble("progress"));
    assertEquals(20_000, graphy.learnersPage("scale-20000", 0).getInteger("total"));
    assertEquals("learners", field(graphy.put("/sandbox/scale",
        new JsonObject().put("courseId", "bench").put("learners", 200_001))));
    graphy.delete("/sandbox/scale");
    assertEquals(404, graphy.get("/t/api/course/bench/learners").statusCode());
  }

  @Test
  void requestsAreCountedByPathAndCourseUntilReset() {
    graphy.delete("/sandbox/requests");
    graphy.learners(COURSE);
    graphy.report(COURSE, GraphyLearners.id(0));
    graphy.report(COURSE, GraphyLearners.id(0));
    graphy.report(COURSE, GraphyLearners.id(3));
    JsonObject log = graphy.get("/sandbox/requests").bodyAsJsonObject();
    assertEquals(5, log.getInteger("count"));
    assertEquals(1, log.getInteger("maxConcurrent"));
    assertEquals(3, log.getJsonObject("paths").getJsonObject("report").getInteger("count"));
    JsonObject course = log.getJsonObject("about").getJsonObject(COURSE);
    assertEquals(2, course.getJsonObject("paths").getJsonObject("learners").getInteger("count"));
    assertEquals(2, graphy.get("/sandbox/reports").bodyAsJsonObject().getInteger(COURSE));
    JsonObject first = log.getJsonArray("recent").getJsonObject(0);
    assertEquals("GET /graphy/t/api/course/" + COURSE + "/learners?start=0&size=100", first.getString("line"));
    assertEquals(200, first.getInteger("status"));
    assertEquals(0, graphy.delete("/sandbox/requests").getInteger("count"));
    assertNotEquals(0, graphy.rows("/t/api/course/list").size());
    assertEquals(1, graphy.get("/sandbox/requests").bodyAsJsonObject().getInteger("count"));
  }

  private static JsonObject resource(JsonObject course) {
    return course.getJsonObject("spayee:resource");
  }

  private static String phone(JsonObject user) {
    String phone = user.getString("mobile", user.getString("phone"));
    return phone == null ? null : phone.substring(phone.length() - 10);
  }

  private static Set<String> ids(List<JsonObject> rows) {
    return rows.stream().map(row -> row.getString("_id")).collect(Collectors.toSet());
  }

  private static Map<String, JsonObject> byId(List<JsonObject> rows) {
    return rows.stream().collect(Collectors.toMap(row -> row.getString("_id"), Function.identity()));
  }

  private static Map<String, Long> more(Map<String, Long> counts) {
    Map<String, Long> more = new HashMap<>(counts);
    more.values().removeIf(count -> count == 1);
    return more;
  }

  private static String field(HttpResponse<Buffer> answer) {
    assertEquals(400, answer.statusCode());
    return answer.bodyAsJsonObject().getJsonObject("error").getString("field");
  }
}
