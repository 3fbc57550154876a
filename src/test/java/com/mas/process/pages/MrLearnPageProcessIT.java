package com.mas.process.pages;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.sandbox.graphy.GraphySimulator;
import com.mas.testkit.Browser;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The administrators' page of Mr. Learn on the running server: on a phone, with nothing but a keyboard. */
class MrLearnPageProcessIT {
  /** The sandbox's smallest course. */
  private static final String TITLE = "Interview Communication Bootcamp";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path data;

  @Test
  void anAdministratorMirrorsACourseSeesThatItBalancesAndRemindsItsLearners() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        ServerProcess server = ServerProcess.start(data, Map.of("SANDBOX", "true", "DATABASE_URL", database.url(),
            "REDIS_URL", TestServers.redis().url()));
        Sql sql = new Sql(database.url())) {
      Api api = server.api();
      assertEquals(200, api.post("/api/graphy/auth/logout", api.admin(), Map.of()).status());
      try (Browser phone = Browser.phone()) {
        phone.openAs(api.base() + "/console/mrlearn", Api.ADMIN, Api.PASSWORD);
        phone.see(".soft", "No course is mirrored yet");
        phone.assertUsable();
        phone.type("form input[type=email]", GraphySimulator.EMAIL);
        phone.type("form input[type=password]", "not-the-password");
        phone.press(Keys.ENTER);
        phone.see("#messages .bad", "Graphy");
        phone.type("form input[type=password]", GraphySimulator.PASSWORD);
        phone.press(Keys.ENTER);
        phone.see(".soft", "Signed in to Graphy as " + GraphySimulator.EMAIL);

        phone.tabTo("Show what Graphy has");
        phone.press(Keys.ENTER);
        phone.see(".offer span", TITLE);
        phone.screenshot("mrlearn-offer-phone");
        phone.tabTo("Mirror: " + TITLE);
        phone.press(Keys.ENTER);
        phone.see("#messages .good", "is mirrored from now on");
        phone.see(".courses strong", "Up to date");
        phone.see(".courses p", "52 learners, last synced");
        phone.assertUsable();
        phone.screenshot("mrlearn-phone");
        phone.tabTo("Pause: " + TITLE);
        phone.press(Keys.ENTER);
        phone.see(".courses p", "paused");

        phone.tabTo(TITLE);
        phone.press(Keys.ENTER);
        phone.see(".run p", "52 learners seen of 52 at Graphy = 52 new");
        phone.tabTo("Search learners");
        phone.press("asha.k");
        phone.see("tbody th", "Asha Kulkarni");
        eventually("only she is found", () -> phone.all("tbody").getFirst().findElements(
            By.tagName("tr")).size() == 1);
        phone.assertUsable();
        phone.screenshot("mrlearn-course-phone");
        phone.tabTo("Asha Kulkarni");
        phone.press(Keys.ENTER);
        phone.see("dialog.drawer h2", "Asha Kulkarni");
        phone.see("dialog h3", "Report");
        phone.tabTo("Ask Graphy now");
        phone.press(Keys.ENTER);
        phone.see("dialog [role=status]", "This is what Graphy says now");
        phone.assertUsable();
        phone.press(Keys.ESCAPE);
        phone.gone("dialog");
        long ready = Long.parseLong(phone.see("[data-ready]").getDomAttribute("data-ready"));
        assertTrue(ready > 1, "somebody has got stuck: " + ready);
        phone.tabTo("Remind " + ready + " by WhatsApp");
        phone.press(Keys.ENTER);
        phone.see("dialog h2", "Remind " + ready + " by WhatsApp?");
        phone.press(Keys.ENTER); // the safe answer has the focus
        phone.gone("dialog");
        assertEquals(0, sql.number("SELECT count(*) FROM reminder.runs"));
        phone.press(Keys.ENTER);
        phone.see("dialog h2", "Remind " + ready + " by WhatsApp?");
        phone.tabTo("Remind " + ready);
        phone.press(Keys.ENTER);
        phone.see("[role=status]", ready - 2 + " sent"); // the sandbox has two numbers that are not on WhatsApp
        phone.see("[role=status]", "2 failed");
        phone.see(".verdicts li", ready + " were reminded already");
        phone.assertUsable();
        phone.assertNoErrors("422");
      }
      try (Browser desktop = Browser.desktop()) {
        desktop.openAs(api.base() + "/console/mrlearn", Api.ADMIN, Api.PASSWORD);
        desktop.tabTo("Sync now: " + TITLE);
        desktop.driver().executeScript( // pressed twice is as once
            "document.activeElement.click(); document.activeElement.click()");
        eventually("it has run again", PATIENCE, () -> sql.number(
            "SELECT count(*) FROM mrlearn.sync_runs WHERE status = 'success'") == 2);
        desktop.see(".courses strong", "Up to date");
        desktop.click(".courses a");
        desktop.see(".run p", "= 0 new + 0 changed + 52 unchanged");
        desktop.assertUsable();
        desktop.screenshot("mrlearn-desktop");
        desktop.assertNoErrors();
      }
    }
  }
}
