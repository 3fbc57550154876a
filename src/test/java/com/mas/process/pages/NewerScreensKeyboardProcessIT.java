package com.mas.process.pages;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.SharedServer;
import com.mas.process.SharedServer.Person;
import com.mas.testkit.Browser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Flows of sources, sheets, analyses, files, certificates, exams and one's own data by nothing but the keyboard. */
class NewerScreensKeyboardProcessIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static SharedServer server;
  private static Api api;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = SharedServer.get();
    api = server.api();
  }

  private static Browser as(String email, String password, String path) {
    Browser browser = Browser.desktop();
    browser.openAs(api.base() + "/console/" + path, email, password);
    skip(browser);
    return browser;
  }

  private static void skip(Browser browser) {
    browser.settled();
    press(browser, "To the content");
  }

  private static void press(Browser browser, String control) {
    browser.tabTo(control);
    browser.press(Keys.ENTER);
  }

  private static void fill(Browser browser, String field, String text) {
    browser.tabTo(field);
    browser.press(text);
  }

  /** Gives the file to the field that has the focus, as the dialog of the system would. */
  private static void give(Browser browser, Path file) {
    browser.driver().switchTo().activeElement().sendKeys(file.toAbsolutePath().toString());
  }

  /** The place of the keyboard is never the page as a whole: the next Tab would begin at its top. */
  private static void assertPlace(Browser browser) {
    eventually("the focus is somewhere", () -> Boolean.TRUE.equals(
        browser.driver().executeScript("return document.activeElement !== document.body")));
  }

  private static String focused(Browser browser) {
    return browser.driver().switchTo().activeElement().getAccessibleName();
  }

  @Test
  void aRunOfASourceIsStarted() throws Exception {
    try (Browser browser = as(Api.ADMIN, Api.PASSWORD, "sources")) {
      press(browser, "Sync now: Moodle");
      browser.see("#messages .good", "The sync of Moodle begins.");
      assertPlace(browser);
      browser.see("section[aria-labelledby=source-moodle] tbody tr:first-child .badge", "Completed");
      assertPlace(browser);
      browser.tabTo("Sync now: Moodle");
      browser.assertNoErrors();
    }
  }

  @Test
  void answersOfASheetAreImportedAndAnalysed() throws Exception {
    Person person = server.newPerson("Kiran Sheets", "USER");
    String id = UUID.randomUUID().toString();
    Path sheet = Files.writeString(folder.resolve("answers.csv"),
        "External id;User name;Faculty username;Course shortname;Q1;Q2;Q3;Q4;Comment\n" + id + "a;" + person.email()
            + ";super.mentor@mas.example;DA-01;5;4;5;yes;The tasks are useful\n" + id
            + "b;unknown.person;super.mentor@mas.example;DA-01;5;4;9;yes;\n");
    try (Browser browser = as(Api.ADMIN, Api.PASSWORD, "imports/new?kind=answers")) {
      browser.tabTo("Questionnaire");
      browser.press("Mentors");
      browser.tabTo("File");
      give(browser, sheet);
      press(browser, "Upload and check");
      browser.see("main h1", "answers.csv");
      eventually("the new page has the focus", () -> focused(browser).equals("answers.csv"));
      browser.see("main", "Ready to import");
      browser.downloadTo(folder);
      press(browser, "Import 1 row");
      browser.see(".badge", "Imported");
      assertPlace(browser);
      press(browser, "Download the refused rows");
      eventually("it is downloaded", () -> Files.exists(folder.resolve("refused-answers.csv")));
      browser.go("/console/analysis");
      press(browser, "Analyse comments");
      browser.see("main select[name=scopeId]", "Rohan Bhattacharya");
      browser.tabTo("Teacher");
      browser.press("Rohan");
      press(browser, "Look at what there is");
      browser.see("main", "Ready to begin");
      press(browser, "Begin the analysis");
      browser.see(".badge", "Completed");
      assertPlace(browser);
      press(browser, "behind it");
      browser.see("article tbody");
      browser.assertUsable();
      browser.assertNoErrors();
    }
  }

  @Test
  void aFileIsUploadedAndRemovedAfterAQuestion() throws Exception {
    Path file = Files.write(folder.resolve("plan.pdf"),
        "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n".getBytes(StandardCharsets.US_ASCII));
    try (Browser browser = as(Api.ADMIN, Api.PASSWORD, "files/new")) {
      browser.tabTo("Kind");
      browser.press("Document");
      browser.tabTo("File");
      give(browser, file);
      press(browser, "Upload");
      browser.see("main h1", "plan.pdf");
      assertPlace(browser);
      press(browser, "Remove");
      browser.see("dialog h2", "Remove plan.pdf?");
      assertEquals("Leave as it is", focused(browser), "the safe answer comes first");
      for (int i = 0; i < 5; i++) {
        browser.press(Keys.TAB);
        assertTrue((Boolean) browser.driver().executeScript(
            "return document.activeElement === document.body || document.querySelector('dialog').contains("
                + "document.activeElement)"),
            "the focus stays in the question");
      }
      browser.press(Keys.ESCAPE);
      browser.gone("dialog");
      assertEquals("Remove", focused(browser));
      browser.press(Keys.ENTER);
      browser.see("dialog");
      press(browser, "Remove");
      browser.see("main h1", "Files");
      assertPlace(browser);
      browser.assertNoErrors();
    }
  }

  @Test
  void aCertificateIsCheckedByItsFile() throws Exception {
    Path file = Files.writeString(folder.resolve("certificate.pdf"), "%PDF-1.4 not one of ours");
    try (Browser browser = Browser.desktop()) {
      browser.open(api.base() + "/verify/");
      browser.see(".note");
      browser.tabTo("Choose a PDF");
      assertEquals("solid", browser.driver().executeScript(
          "return getComputedStyle(document.getElementById('drop')).outlineStyle"), "it is seen where the focus is");
      give(browser, file);
      browser.see(".verdict.bad", "Nothing was found.");
      fill(browser, "number of the certificate", "no-such-number");
      browser.press(Keys.ENTER);
      eventually("the address has the number", () -> browser.driver().getCurrentUrl().endsWith("/no-such-number"));
      browser.see(".verdict.bad");
      browser.assertUsable();
      browser.assertNoErrors("404", "400", "422");
    }
  }

  @Test
  void aStudentTakesAnExam() throws Exception {
    Person student = server.newPerson("Tara Exams", "USER");
    String batch = ok(201, api.post("/api/admin/batches", api.admin(), Map.of("code", "E-" + UUID.randomUUID(),
        "name", "Exams by keyboard", "state", "active", "startsOn",
        LocalDate.now(ZoneId.of("Asia/Kolkata")).minusDays(9).toString()))).path("id").asText();
    ok(201, api.post("/api/admin/applications", api.admin(),
        Map.of("batchId", batch, "userId", student.id(), "state", "enrolled")));
    String config = ok(201, api.post("/api/ezexam/sync/configs", api.admin(),
        Map.of("examId", "e103", "enabled", false))).path("id").asText();
    api.post("/api/ezexam/sync/configs/" + config + "/run", api.admin(), Map.of());
    eventually("the exam is mirrored", PATIENCE, () -> api.get("/api/ezexam/exams", api.admin()).data()
        .findValuesAsText("title").contains("Weekly test"));
    Reply mapped = api.ask("PUT", "/api/ezexam/batches/" + batch + "/exams/e103", api.admin(), "{}");
    assertTrue(mapped.status() < 300, mapped::text);
    try (Browser browser = as(student.email(), SharedServer.PASSWORD, "exams")) {
      press(browser, "Take the exam: Weekly test");
      eventually("it opens beside the console", () -> browser.driver().getWindowHandles().size() == 2);
      assertPlace(browser);
      browser.assertUsable();
      browser.assertAccessible();
      browser.screenshot("keyboard-exams");
      browser.assertNoErrors("favicon.ico");
    } finally {
      api.ask("DELETE", "/api/ezexam/sync/configs/" + config, api.admin(), null);
    }
  }

  @Test
  void aPersonTakesACopyOfTheOwnDataAndPlansAndCancelsTheErasure() throws Exception {
    Person person = server.newPerson("Mina Own", "USER");
    String token = api.login(person.email(), SharedServer.PASSWORD);
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/", person.email(), SharedServer.PASSWORD);
      browser.downloadTo(folder);
      press(browser, "Account: ");
      browser.see(".menu a", "My data");
      eventually("the first entry has the focus", () -> focused(browser).equals("Account"));
      browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER);
      browser.see("main h1", "My data");
      browser.settled();
      press(browser, "Make a copy");
      browser.see("main", "Your copy is ready.");
      assertPlace(browser);
      usable(browser, "my-data");
      press(browser, "Download");
      Path copy = folder.resolve("my-data.json");
      eventually("it is downloaded", () -> Files.exists(copy) && Files.readString(copy).contains(person.email()));

      press(browser, "Erase my account …");
      browser.see("dialog h2", "Erase this account?");
      browser.press(Keys.ESCAPE);
      browser.gone("dialog");
      assertEquals("Erase my account …", focused(browser));
      browser.press(Keys.ENTER);
      fill(browser, "To go on", "somebody.else@learner.example");
      fill(browser, "Password", "a-wrong-password-1");
      browser.press(Keys.ENTER);
      assertTrue(api.get("/api/me/data", token).data().path("erasure").isMissingNode(), "the tick is still to come");
      browser.tabTo("I understand");
      browser.press(Keys.SPACE);
      press(browser, "Erase my account in 7 days");
      browser.see("dialog .err", "not the address of your account");
      browser.press(Keys.chord(Keys.CONTROL, "a"));
      browser.press(person.email());
      press(browser, "Erase my account in 7 days");
      browser.see("dialog [role=alert]");
      assertEquals("Password", focused(browser));
      assertTrue(api.get("/api/me/data", token).data().path("erasure").isMissingNode(), "nothing is planned");
      usable(browser, "my-data-question");
      browser.press(Keys.chord(Keys.CONTROL, "a"));
      browser.press(SharedServer.PASSWORD);
      press(browser, "Erase my account in 7 days");
      browser.see("main", "Your account will be erased on");
      browser.gone("dialog");
      assertPlace(browser);
      usable(browser, "my-data-planned");
      assertEquals("waiting", api.get("/api/me/data", token).data().path("erasure").path("state").asText());
      press(browser, "Keep my account");
      browser.see("#messages .good", "Your account stays");
      assertPlace(browser);
      browser.assertNoErrors("401");
    }
    assertTrue(api.get("/api/me/data", token).data().path("erasure").isMissingNode());
    assertEquals(404, api.get("/api/me/erasure", token).status());
  }

  private static void usable(Browser browser, String picture) throws Exception {
    browser.settled();
    browser.assertUsable();
    browser.assertAccessible();
    browser.screenshot(picture);
    browser.asPhone();
    browser.assertUsable();
    browser.screenshot(picture + "-phone");
    browser.asDesktop();
  }

  private static JsonNode ok(int status, Reply reply) throws IOException {
    assertEquals(status, reply.status(), reply::text);
    return reply.data();
  }
}
