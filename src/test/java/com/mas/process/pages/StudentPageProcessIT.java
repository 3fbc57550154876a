package com.mas.process.pages;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.SharedServer;
import com.mas.process.Sql;
import com.mas.testkit.Browser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** A student's own page, on a phone and with nothing but a keyboard. */
class StudentPageProcessIT {

  private static String command(Api api, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("API", api.base());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), said);
    return said;
  }

  @Test
  void eachCardLeadsOnAndTheNextCallIsJoinedFromTheFirstScreen() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    SharedServer.Person student = server.newPerson("Kavya Menon", "USER");
    SharedServer.Person mentor = server.newPerson("Ishaan Rao", "EXPERT", "super_mentor");
    deal(server, student.id());
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/student", student.email(), SharedServer.PASSWORD);
      browser.see(".daily article", "Pick a course or an AI classroom and begin.");
      assertTrue(browser.all("#call").isEmpty(), "no call is booked");
      browser.click(".daily a", "Explore");
      browser.see("#courses", "You have no course here yet.");
      assertEquals("courses", browser.driver().executeScript("return document.activeElement.id"));
      for (WebElement card : browser.all(".daily article")) {
        assertEquals(1, card.findElements(By.cssSelector("a[href]")).size(), card.getText());
      }
      browser.driver().executeScript("scrollTo(0, 0)");
      browser.click(".daily a", "Practise");
      browser.see("main[data-at='/console/exams']");
      String call = booked(api, mentor, student);
      browser.open(api.base() + "/console/student");
      browser.see("#call", "Mock interview");
      browser.see("#call", "With Ishaan Rao");
      browser.settled();
      browser.assertUsable();
      browser.assertAccessible();
      browser.screenshot("student-call");
      browser.click("#call a", "Join");
      browser.see("main[data-at='/console/meeting#id=" + call + "']");
    }
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/supermentor", mentor.email(), SharedServer.PASSWORD);
      browser.see("#call", "With Kavya Menon");
      assertTrue(browser.see("#call a").getDomAttribute("href").startsWith("/console/meeting#id="));
      browser.settled();
      browser.assertUsable();
      browser.assertAccessible();
      browser.assertNoErrors();
    }
  }

  /** Gives a student of no batch the cards whose links name a part of this screen, and a screen that is elsewhere. */
  private static void deal(SharedServer server, String student) throws Exception {
    try (Sql sql = server.sql()) {
      sql.change("""
          INSERT INTO dailycards.hands (student_id, tenant, day, expires_at, version)
          SELECT id, tenant, (now() AT TIME ZONE 'Asia/Kolkata')::date, now() + interval '1 day', 1
          FROM identity.users WHERE id = '%s'""".formatted(student));
      sql.change("""
          INSERT INTO dailycards.cards (id, student_id, type, title, body, priority, cta_label, cta_link, expires_at,
            created_at)
          SELECT gen_random_uuid(), '%s', type, title, body, priority, label, link, now() + interval '1 day', now()
          FROM (VALUES ('top_priority', 'Explore something new', 'Pick a course or an AI classroom and begin.', 1,
              'Explore', '/courses'),
            ('weak_area_nudge', 'Work on your evaluation tests', 'Practise with a mock test.', 2, 'Practise', '/tests'))
            AS c (type, title, body, priority, label, link)""".formatted(student));
    }
  }

  private static String booked(Api api, SharedServer.Person mentor, SharedServer.Person student) throws IOException {
    Instant start = Instant.now().plusSeconds(3_600);
    Reply slot = api.post("/api/slots", api.login(mentor.email(), SharedServer.PASSWORD),
        Map.of("startsAt", start.toString(), "endsAt", start.plusSeconds(1_800).toString()));
    assertEquals(201, slot.status(), slot::text);
    JsonNode offered = slot.data().isArray() ? slot.data().path(0) : slot.data();
    Reply booking = api.post("/api/bookings", api.login(student.email(), SharedServer.PASSWORD),
        Map.of("slotId", offered.findValue("id").asText(), "title", "Mock interview"));
    assertEquals(201, booking.status(), booking::text);
    return booking.data().path("id").asText();
  }

  @Test
  void aStudentSeesLevelBadgesAndWhyEachAwardIsWorthWhatItIs() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    SharedServer.Person asha = server.newPerson("Asha Kulkarni", "USER");
    String admin = api.admin();
    String token = api.login(asha.email(), SharedServer.PASSWORD);
    String student = asha.id();
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/student", asha.email(), SharedServer.PASSWORD);
      browser.see(".ribbon", "Level");
      browser.see(".badges li");
      assertEquals(true, browser.driver().executeScript("""
          const [level, badges] = ['.ribbon', '.badges'].map(each => document.querySelector(each));
          return (level.compareDocumentPosition(badges) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
          """), "the level comes first");
      browser.assertUsable();
      browser.assertNoErrors();
    }
    String awards = "/api/admin/students/" + student + "/xp";
    for (int n = 0; n < 23; n++) {
      assertEquals(201, api.post(awards, admin, Map.of("type", n % 2 == 0 ? "test_taken" : "assignment_submitted",
          "sourceId", "t" + n, "score", 95, "timing", "late")).status());
    }
    assertEquals(200, api.post(awards, admin, Map.of("type", "test_taken", "sourceId", "t0")).status());
    assertEquals(201, api.post(awards + "/reversals", admin,
        Map.of("type", "test_taken", "sourceId", "t2", "reason", "Somebody else's work")).status());
    eventually("badges are there", Duration.ofSeconds(30),
        () -> api.get("/api/student/me/progress", token).data().path("unseenBadges").size() == 2);

    assertTrue(command(api, "scripts/rebuild-progress", student).contains("\"changed\":false"),
        "ledger and standing agree");
    command(api, "scripts/rebuild-progress"); // others on this server may have had a holiday since their last award
    assertTrue(command(api, "scripts/rebuild-progress").contains("\"changed\":0"), "nothing is left to change");

    try (Browser phone = Browser.phone()) {
      phone.openAs(api.base() + "/console/student", asha.email(), SharedServer.PASSWORD);
      phone.see("dialog h2", "2 new badges!");
      phone.see("dialog p", "First step");
      phone.assertUsable();
      phone.screenshot("student-celebration");
      phone.press(Keys.ENTER); // the focus is on the button
      phone.gone("dialog");
      eventually("it has been seen",
          () -> api.get("/api/student/me/progress", token).data().path("unseenBadges").isEmpty());

      phone.see(".ribbon", "Level");
      phone.see("#next", "to reach level");
      phone.see(".ribbon", "1 day in a row, today included");
      phone.see(".badges .unlocked", "Assignment ace");
      phone.see(".badges li", "Locked");
      phone.tabTo("Taken back");
      phone.press(Keys.ENTER);
      phone.see(".awards td", "Somebody else's work");
      phone.tabTo("no XP");
      phone.press(Keys.ENTER);
      phone.see(".awards td", "earned its XP before");
      phone.tabTo("Test taken");
      phone.press(Keys.ENTER);
      phone.see(".awards td", "A good score");
      phone.see(".awards td", "Done late");
      int before = phone.all(".awards > li").size();
      phone.tabTo("Show earlier ones");
      phone.press(Keys.ENTER);
      eventually("more are shown", () -> phone.all(".awards > li").size() > before);
      phone.assertUsable();
      phone.screenshot("student-phone");
      phone.driver().executeScript("scrollTo(0, document.querySelector('.awards').offsetTop - 60)");
      phone.screenshot("student-phone-awards");
      phone.open(api.base() + "/console/student");
      phone.settled();
      assertTrue(phone.all("dialog").isEmpty(), "celebrated once");
      phone.assertNoErrors();
    }
    try (Browser desktop = Browser.desktop()) {
      desktop.openAs(api.base() + "/console/student", asha.email(), SharedServer.PASSWORD);
      assertTrue(desktop.all("nav.side a").stream()
          .anyMatch(link -> "/console/student".equals(link.getDomAttribute("href"))));
      desktop.screenshot("student-desktop");
    }
  }
}
