package com.mas.process.pages;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.ServerProcess;
import com.mas.process.SharedServer;
import com.mas.testkit.Browser;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Whole ways through the app, from signing in on. */
class ConsoleJourneysProcessIT {
  /** The sandbox's smallest course. */
  private static final String COURSE = "64b0c1f2a9e8d7c6b5000009";
  private static final String LEARNER = "aditi-bhosale43@campus.example";
  private static final String TEMPORARY = "a-temporary-one-1";

  @TempDir private Path data;

  @Test
  void aLearnerWhoWasGivenAnAccountSetsAPasswordAndSeesTheOwnProgress() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        ServerProcess server = ServerProcess.start(data, Map.of("SANDBOX", "true", "DATABASE_URL", database.url(),
            "REDIS_URL", TestServers.redis().url()))) {
      Api api = server.api();
      String admin = api.admin();
      assertEquals(201, api.post("/api/graphy/sync/configs", admin, Map.of("graphyCourseId", COURSE)).status());
      eventually("the learner is in the list", Duration.ofMinutes(2),
          () -> api.get("/api/graphy/sync/students?search=" + LEARNER, admin).data().size() == 1);
      try (Browser browser = Browser.desktop()) {
        browser.openAs(api.base() + "/console/", Api.ADMIN, Api.PASSWORD);
        browser.click("nav.side a", "Students");
        browser.see("main h1", "Students");
        browser.type("main input[type=search]", LEARNER);
        eventually("only this one is shown", () -> browser.all("tbody tr").size() == 1);
        browser.click("tbody .rowlink");
        browser.see("dialog h3", "Make an account");
        browser.type("dialog input[name=password]", TEMPORARY);
        browser.click("dialog form button", "Make an account");
        browser.see("#messages .good", "has an account");
        browser.press(Keys.ESCAPE);
        browser.gone("dialog");
        browser.account("Sign out");

        browser.type("input[name=email]", LEARNER);
        browser.type("input[name=password]", TEMPORARY + Keys.ENTER);
        browser.see("h1", "Choose a new password");
        browser.assertUsable();
        browser.type("input[name=currentPassword]", TEMPORARY);
        browser.type("input[name=newPassword]", SharedServer.PASSWORD + Keys.ENTER);
        browser.see("main h1", "Hello Aditi");
        browser.settled();
        browser.see(".ribbon", "Level");
        WebElement course = browser.see(".courses a.btn");
        HttpResponse<String> opened = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
            URI.create(course.getDomAttribute("href"))).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, opened.statusCode(), course.getDomAttribute("href"));
        assertTrue(opened.body().contains("the course opens here"), opened.body());
        assertTrue(course.getAccessibleName().startsWith("Open "), course.getAccessibleName());
        browser.assertNoErrors();
      }
      assertEquals(200, api.tryLogin(LEARNER, SharedServer.PASSWORD).status());
    }
  }

  @Test
  void anAdministratorMakesABatchAddsPeopleAndMarksAttendance() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    String code = "J-" + UUID.randomUUID().toString().substring(0, 8);
    SharedServer.Person kavya = server.newPerson("Kavya Nair", "USER");
    SharedServer.Person arjun = server.newPerson("Arjun Das", "USER");
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/", Api.ADMIN, Api.PASSWORD);
      browser.click("nav.side a", "Batches");
      browser.see("main h1", "Batches");
      browser.click("main .head button", "Add a batch");
      browser.type("dialog input[name=code]", "no good code");
      browser.type("dialog input[name=name]", "Evening batch " + code);
      browser.driver().executeScript("""
          const day = document.querySelector('dialog input[name=startsOn]');
          day.value = arguments[0];
          """, "2026-01-05");
      browser.click("dialog form button", "Add a batch");
      browser.see("dialog .err"); // the server says at the field what is wrong
      browser.type("dialog input[name=code]", code);
      browser.click("dialog form button", "Add a batch");
      browser.gone("dialog");
      browser.click("tbody a", "Evening batch " + code);
      browser.see("main h1", "Evening batch " + code);
      for (SharedServer.Person person : new SharedServer.Person[] {kavya, arjun}) {
        browser.click(".tabs a", "People");
        browser.click("main button", "Add a person");
        browser.type("dialog input[name=email]", person.email());
        browser.click("dialog form button", "Add a person");
        browser.gone("dialog");
      }
      browser.see("tbody", "Kavya Nair");
      browser.see("tbody", "Arjun Das");
      enrolTenFromASheet(browser, code);
      JsonNode batch = api.get("/api/admin/batches?search=" + code, api.admin()).data().path(0);
      assertEquals(12, batch.path("students").asInt());
      browser.open(api.base() + "/console/batches/" + batch.path("id").asText());

      browser.click(".tabs a", "Overview");
      browser.see("dl", code);
      browser.click(".tabs a", "Attendance");
      browser.see(".rows li", "Kavya Nair");
      browser.click("main button", "Mark the rest present");
      browser.driver().executeScript("""
          [...document.querySelectorAll('.rows li')].find(row => row.textContent.includes('Arjun Das'))
            .querySelector('[role=group] button:nth-child(3)').click();
          """);
      browser.click("main button", "Save 12");
      browser.see("#messages .good", "12 marks saved");
      browser.see(".tools", "All are marked.");
      browser.assertUsable();
      browser.assertNoErrors("400");
      String day = browser.see("main input[type=date]").getDomProperty("value");
      JsonNode sheet = api.get("/api/admin/batches/" + batch.path("id").asText() + "/attendance/" + day, api.admin())
          .data();
      assertEquals("present", stateOf(sheet, kavya.id()));
      assertEquals("absent", stateOf(sheet, arjun.id()));
    }
  }

  /** Uploads a sheet of ten new people and one bad row, reads what it would do, and imports it. */
  private void enrolTenFromASheet(Browser browser, String code) throws Exception {
    StringBuilder sheet = new StringBuilder("Name,E-mail,Phone,Favourite colour\n");
    for (int i = 0; i < 10; i++) {
      sheet.append("Learner ").append(i).append(",learner").append(i).append('.').append(code.toLowerCase(Locale.ROOT))
          .append("@school.example,+91 98200 2000").append(i).append(",green\n");
    }
    Path file = Files.writeString(data.resolve("evening-batch.csv"), sheet + "Nobody,no address,,red\n");
    browser.click("main a", "Enrol from a sheet");
    browser.see("main h1", "Upload a sheet");
    browser.settled();
    browser.assertUsable();
    browser.all("input[type=file]").getFirst().sendKeys(file.toAbsolutePath().toString());
    browser.click("main form button", "Upload and check");
    browser.see(".badge", "Ready to import");
    browser.see("main", "Favourite colour"); // a column that is ignored is named
    browser.see("tbody th", "12"); // the row of the sheet that is refused
    browser.see("tbody td", "no address");
    browser.settled();
    browser.assertUsable();
    browser.assertAccessible();
    browser.screenshot("import-checked");
    browser.click("main button", "Download the refused rows");
    browser.click("main button", "Import 10 rows");
    browser.see(".badge", "Imported");
    browser.see(".kpis", "10");
  }

  private static String stateOf(JsonNode sheet, String userId) {
    for (JsonNode row : sheet) {
      if (row.path("userId").asText().equals(userId)) {
        return row.path("state").asText();
      }
    }
    return "nobody";
  }
}
