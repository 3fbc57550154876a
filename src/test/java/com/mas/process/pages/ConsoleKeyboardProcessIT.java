package com.mas.process.pages;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.testkit.Browser;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Flows of the console's screens by nothing but the keyboard. */
class ConsoleKeyboardProcessIT {
  private static final Pattern CODE = Pattern.compile("\\b(\\d{6})\\b");
  private static SharedServer server;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    server = SharedServer.get();
    api = server.api();
  }

  private static Browser as(String email, String password, String path) {
    Browser browser = Browser.desktop();
    browser.openAs(api.base() + "/console/" + path, email, password);
    return browser;
  }

  private static void press(Browser browser, String control) {
    browser.tabTo(control);
    browser.press(Keys.ENTER);
  }

  /** Skips the menu, as the first link of a page offers. */
  private static void skip(Browser browser) {
    browser.settled();
    press(browser, "To the content");
  }

  private static void fill(Browser browser, String field, String text) {
    browser.tabTo(field);
    browser.press(Keys.chord(Keys.CONTROL, "a"));
    browser.press(text);
  }

  private static String student(SharedServer.Person lead) throws Exception {
    String code = "K-" + UUID.randomUUID().toString().substring(0, 8);
    String admin = api.admin();
    JsonNode batch = api.post("/api/admin/batches", admin, Map.of("code", code, "name", "Batch " + code, "state",
        "active", "startsOn", today().minusDays(60).toString(), "batchLeadId", lead.id())).data();
    SharedServer.Person kavya = server.newPerson("Kavya Nair", "USER");
    assertEquals(201, api.post("/api/admin/applications", admin, Map.of("batchId", batch.path("id").asText(), "userId",
        kavya.id(), "state", "enrolled")).status());
    return kavya.id();
  }

  @Test
  void xpIsAwardedAndTakenBack() throws Exception {
    SharedServer.Person kavya = server.newPerson("Kavya Keys", "USER");
    try (Browser browser = as(Api.ADMIN, Api.PASSWORD, "xp")) {
      skip(browser);
      fill(browser, "Find a student", kavya.email());
      eventually("only she is found", () -> browser.all("tbody tr").size() == 1);
      press(browser, "Kavya Keys");
      browser.see("main h1", "Kavya Keys");
      browser.see("tbody", "Signed in"); // as her account was made ready
      press(browser, "Award XP");
      browser.see("dialog.drawer h2", "Award XP");
      browser.assertAccessible();
      browser.tabTo("Kind");
      browser.press("test");
      fill(browser, "Source", "final exam");
      fill(browser, "Score", "80");
      press(browser, "Award XP");
      browser.see("#messages .good", "awarded");
      browser.see("tbody", "final exam");
      browser.assertAccessible();
      press(browser, "Take back: Test taken, final exam");
      fill(browser, "Reason", "Entered twice");
      press(browser, "Take back");
      browser.see("dialog h2", "for “Test taken”?");
      press(browser, "Take back");
      browser.see("#messages .good", "taken back");
      browser.see("tbody", "Entered twice");
      browser.assertNoErrors();
    }
    JsonNode ledger = api.get("/api/admin/students/" + kavya.id() + "/xp", api.admin()).data();
    assertEquals("taken_back", ledger.path(0).path("outcome").asText());
  }

  @Test
  void rulesAreChangedInTheirFormAndRehearsed() throws Exception {
    try (Browser browser = as(Api.ADMIN, Api.PASSWORD, "rules")) {
      skip(browser);
      press(browser, "Rehearse");
      browser.see("#messages p", "Nothing is changed");
      browser.open(api.base() + "/console/rules");
      skip(browser);
      fill(browser, "Assignment submitted, XP", "45");
      browser.tabTo("Factors");
      browser.press(Keys.SPACE);
      browser.assertUsable();
      browser.assertAccessible();
      press(browser, "Rehearse");
      browser.see("main h2", "Result of the rehearsal");
      browser.see("main .bullets", "Assignment submitted, XP: 40 → 45");
      browser.see(".kpis", "Students");
      fill(browser, "Why", "More for assignments");
      press(browser, "Publish");
      browser.see("dialog h2", "Publish these rules for");
      browser.see("dialog .bullets", "40 → 45");
      browser.press(Keys.ESCAPE); // the rules of this server stay
      browser.gone("dialog");
      browser.assertNoErrors();
    }
  }

  @Test
  void aTenantGetsItsLook() throws Exception {
    String slug = "k" + UUID.randomUUID().toString().substring(0, 8);
    try (Browser browser = as(Api.ADMIN, Api.PASSWORD, "tenants")) {
      skip(browser);
      press(browser, "Add a tenant");
      browser.see("dialog.drawer");
      fill(browser, "Short name", slug);
      fill(browser, "Name", "Keyboard school");
      fill(browser, "Logo", "https://learn.example/logo.svg");
      fill(browser, "Colour", "#0b6670");
      browser.assertAccessible();
      press(browser, "Add a tenant");
      browser.gone("dialog");
      browser.assertNoErrors();
    }
    JsonNode look = api.get("/api/admin/tenants/" + slug, api.admin()).data().path("look");
    assertEquals("#0b6670", look.path("accent").asText());
    assertEquals("https://learn.example/logo.svg", look.path("logoUrl").asText());
  }

  @Test
  void somebodySignsUp() throws Exception {
    String email = "new-" + UUID.randomUUID() + "@learner.example";
    try (Browser browser = Browser.desktop()) {
      browser.open(api.base() + "/console/");
      browser.see("h1", "Sign in");
      press(browser, "Create an account");
      browser.see("h1", "Create an account");
      browser.assertUsable();
      browser.assertAccessible();
      fill(browser, "Your name", "Nila Sen");
      fill(browser, "E-mail", email);
      fill(browser, "Password", SharedServer.PASSWORD);
      press(browser, "Create account");
      browser.see("p", "We have sent a code to " + email);
      fill(browser, "Code", mailedCode(email));
      press(browser, "Finish");
      browser.see("main h1", "Hello Nila");
      browser.assertNoErrors();
    }
    assertEquals(200, api.tryLogin(email, SharedServer.PASSWORD).status());
  }

  private String mailedCode(String email) {
    StringBuilder code = new StringBuilder();
    eventually("the code is mailed", () -> {
      for (JsonNode mail : server.sandbox("mail").get("/messages?to=" + email, null).json().path("messages")) {
        Matcher found = CODE.matcher(mail.toString());
        if (found.find()) {
          code.replace(0, code.length(), found.group(1));
        }
      }
      return !code.isEmpty();
    });
    return code.toString();
  }

  @Test
  void aPersonChangesTheOwnAddress() throws Exception {
    SharedServer.Person person = server.newPerson("Nila Sen", "USER");
    String email = "changed-" + UUID.randomUUID() + "@learner.example";
    try (Browser browser = Browser.phone()) {
      browser.openAs(api.base() + "/console/account", person.email(), SharedServer.PASSWORD);
      press(browser, "Change e-mail");
      browser.see("dialog h2", "Change your e-mail address");
      browser.assertUsable();
      browser.assertAccessible();
      fill(browser, "New e-mail address", Api.ADMIN);
      fill(browser, "Password", "a wrong password");
      press(browser, "Send the code");
      browser.see("dialog [role=alert]", "The password is wrong.");
      fill(browser, "Password", SharedServer.PASSWORD);
      press(browser, "Send the code");
      browser.see("dialog [role=alert]", "There is another account with this e-mail address.");
      fill(browser, "New e-mail address", email);
      press(browser, "Send the code");
      browser.see("dialog [role=status]", "A code is on its way to " + email);
      browser.assertAccessible();
      browser.screenshot("account-address-phone");
      fill(browser, "Code from the new address", mailedCode(email));
      press(browser, "Change the address");
      browser.gone("dialog");
      browser.see("main dd", email);
      browser.assertNoErrors("401", "409");
    }
    assertEquals(200, api.tryLogin(email, SharedServer.PASSWORD).status());
    assertEquals(401, api.tryLogin(person.email(), SharedServer.PASSWORD).status());
  }

  @Test
  void aBatchLeadWarnsMarksAndDecides() throws Exception {
    SharedServer.Person lead = server.newPerson("Lead Keys", "USER", "batch_lead");
    String student = student(lead);
    try (Browser browser = as(lead.email(), SharedServer.PASSWORD, "attendance")) {
      browser.see(".rows li", "Kavya Nair");
      browser.go("/console/attendance");
      browser.tabTo("Totals");
      browser.press(Keys.ENTER);
      browser.settled();
      browser.assertAccessible();
      browser.go("/console/performance/" + student);
      browser.see("main h1", "Kavya Nair");
      fill(browser, "Skill", "SQL");
      fill(browser, "Rating, 0 to 5", "4");
      press(browser, "Rate");
      browser.see("#messages .good", "SQL is rated");
      browser.see(".parts", "SQL");
      browser.go("/console/leave");
      browser.see("main h1", "Leave");
      browser.tabTo("Approved");
      browser.press(Keys.ENTER);
      browser.settled();
      browser.assertAccessible();
      browser.assertNoErrors();
    }
  }

  @Test
  void anAdministratorAddsAndDeletesAHoliday() throws Exception {
    String name = "Keyboard day " + UUID.randomUUID().toString().substring(0, 6);
    // a date whose day and month are one number is typed the same in every language of a browser
    LocalDate day = today().plusDays(1).datesUntil(today().plusYears(1))
        .filter(each -> each.getDayOfMonth() == each.getMonthValue()).findFirst().orElseThrow();
    try (Browser browser = as(Api.ADMIN, Api.PASSWORD, "holidays")) {
      skip(browser);
      browser.tabTo("Day");
      browser.press(day.format(DateTimeFormatter.ofPattern("ddMMuuuu")));
      fill(browser, "Name", name);
      press(browser, "Add a holiday");
      browser.see("#messages .good", name + " is a holiday");
      browser.press(Keys.HOME);
      browser.open(api.base() + "/console/holidays");
      skip(browser);
      if (day.getYear() == today().getYear()) {
        press(browser, "Delete: " + name);
        browser.see("#messages .good", name + " is no longer a holiday");
      }
      browser.assertNoErrors();
    }
  }

  @Test
  void screensOfOthersSayThatTheyAreNotForMe() throws Exception {
    SharedServer.Person lead = server.newPerson("Lead Elsewhere", "EXPERT", "batch_lead");
    try (Browser browser = as(lead.email(), SharedServer.PASSWORD, "rules")) {
      browser.see("main h1", "This page is not for your account");
      browser.assertUsable();
      browser.assertAccessible();
      press(browser, "Go to the start");
      browser.see("main h1", "Students at risk");
      browser.assertNoErrors();
    }
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneId.of("Asia/Kolkata"));
  }
}
