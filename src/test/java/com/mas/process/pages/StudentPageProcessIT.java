package com.mas.process.pages;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.testkit.Browser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

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
