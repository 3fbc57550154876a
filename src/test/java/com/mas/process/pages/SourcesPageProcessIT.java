package com.mas.process.pages;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.SharedServer;
import com.mas.sandbox.moodle.MoodleSimulator;
import com.mas.testkit.Browser;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The administrators' page of the outside systems: a run is started there, is followed, and says how it ended. */
class SourcesPageProcessIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String MOODLE = "section[aria-labelledby=source-moodle]";
  private static final String MR_TEST = "section[aria-labelledby=source-mrtest]";
  private static final String MR_LEARN = "section[aria-labelledby=source-mrlearn]";
  private static final String LEARN_CONFIGS = "/api/graphy/sync/configs";
  private static final String TEST_CONFIGS = "/api/ezexam/sync/configs";

  @Test
  void anAdministratorFollowsARunFromItsStartToItsEnd() throws Exception {
    SharedServer server = SharedServer.get();
    Api moodle = server.sandbox("moodle");
    try (Browser browser = Browser.desktop()) {
      hangAfter(moodle, 1);
      browser.openAs(server.api().base() + "/console/sources", Api.ADMIN, Api.PASSWORD);
      browser.click(MOODLE + " button", "Sync now");
      browser.see("#messages .good", "The sync of Moodle begins.");
      browser.see(MOODLE + " [role=status]", "Now: read categories");
      browser.see(MOODLE + " .badge", "Under way");
      browser.see(MOODLE + " li.now", "read categories");
      usable(browser, "sources-under-way");
      hangAfter(moodle, 1);
      browser.see(MOODLE + " li.now", "read who is enrolled");
      browser.see(MOODLE + " li.done", "read courses");
      well(moodle);
      browser.see(MOODLE + " tbody tr:first-child .badge", "Completed");
      browser.see(MOODLE + " .badge", "Up to date");
      browser.gone(MOODLE + " [role=status]");
      browser.see(MOODLE + " tbody tr:first-child", "read who is enrolled: ");
      browser.asPhone();
      browser.assertUsable();
      browser.screenshot("sources-phone");
      browser.assertNoErrors();
    } finally {
      well(moodle);
    }
  }

  @Test
  void aRunThatCouldNotReadAllSaysWhatItLacks() throws Exception {
    SharedServer server = SharedServer.get();
    Api moodle = server.sandbox("moodle");
    try (Browser browser = Browser.desktop()) {
      browser.openAs(server.api().base() + "/console/sources", Api.ADMIN, Api.PASSWORD);
      fault(moodle, "{\"kind\":\"truncated\",\"path\":\"rest\",\"afterRequests\":4}");
      browser.click(MOODLE + " button", "Sync now");
      browser.see(MOODLE + " tbody tr:first-child .badge", "Incomplete");
      browser.see(MOODLE + " .badge", "Needs attention");
      browser.see(MOODLE + " tbody tr:first-child", "not read");
      assertTrue(browser.see(MOODLE + " tbody tr:first-child td:last-child").getText().length() > 10);
      usable(browser, "sources-incomplete");
      browser.assertNoErrors();
    } finally {
      well(moodle);
    }
  }

  @Test
  void anAdministratorSeesWhoLoggedInByMoodle() throws Exception {
    Api api = SharedServer.get().api();
    Reply right = api.post("/moodle/login", api.admin(),
        Map.of("username", "asha.k", "password", MoodleSimulator.PASSWORD));
    assertEquals(200, right.status(), right::text);
    Reply wrong = api.post("/moodle/login", api.admin(), Map.of("username", "asha.k", "password", "no"));
    assertEquals(422, wrong.status(), wrong::text);
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/sources", Api.ADMIN, Api.PASSWORD);
      browser.click(MOODLE + " summary", "Last logins");
      browser.see(MOODLE + " details tbody", "asha.k");
      browser.see(MOODLE + " details tbody", "Trial of an administrator");
      browser.see(MOODLE + " details tbody .badge", "Let in");
      browser.see(MOODLE + " details tbody .badge", "Refused");
      usable(browser, "sources-logins");
      browser.assertNoErrors();
    }
  }

  @Test
  void aSourceWithOneConfigHasAButtonAndOneWithSeveralAChoice() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    String one = made(api, TEST_CONFIGS, Map.of("examId", "e101", "enabled", false));
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/sources", Api.ADMIN, Api.PASSWORD);
      browser.click(MR_TEST + " button", "Sync now");
      browser.see("#messages .good", "The sync of Java basics begins.");
      browser.see(MR_TEST + " tbody tr:first-child", "Java basics");
      browser.see(MR_TEST + " tbody tr:first-child .badge", "Completed");
      assertTrue(browser.all(MR_TEST + " select").isEmpty());
      startsTheChosen(browser, api, TEST_CONFIGS, MR_TEST, "SQL and joins", Map.of("examId", "e102", "enabled", false));
    } finally {
      remove(api, TEST_CONFIGS, one);
    }
  }

  @Test
  void aCourseIsSyncedFromThereToo() throws Exception {
    Api api = SharedServer.get().api();
    String other = made(api, LEARN_CONFIGS, Map.of("graphyCourseId", "64b0c1f2a9e8d7c6b5000006", "enabled", false));
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/sources", Api.ADMIN, Api.PASSWORD);
      startsTheChosen(browser, api, LEARN_CONFIGS, MR_LEARN, "Python Foundations",
          Map.of("graphyCourseId", "64b0c1f2a9e8d7c6b5000005", "enabled", false));
    } finally {
      remove(api, LEARN_CONFIGS, other);
    }
  }

  private static void startsTheChosen(Browser browser, Api api, String configs, String card, String title,
      Map<String, Object> config) throws Exception {
    String made = made(api, configs, config);
    try {
      browser.see(card + " select");
      eventually("it is offered", PATIENCE, () -> browser.all(card + " option").stream()
          .anyMatch(option -> option.getText().equals(title)));
      usable(browser, "sources-choice-" + made);
      browser.driver().executeScript("const select = document.querySelector(arguments[0] + ' select');"
          + "select.value = [...select.options].find(each => each.text === arguments[1]).value", card, title);
      browser.click(card + " form button", "Sync now");
      browser.see("#messages .good", "The sync of " + title + " begins.");
      browser.see(card + " tbody tr:first-child", title);
      browser.see(card + " tbody tr:first-child .badge", "Completed");
      browser.assertNoErrors();
    } finally {
      remove(api, configs, made);
    }
  }

  private static String made(Api api, String configs, Map<String, Object> config) throws IOException {
    Reply made = api.post(configs, api.admin(), config);
    assertEquals(201, made.status(), made::text);
    JsonNode data = made.data();
    return data.path("id").asText();
  }

  private static void remove(Api api, String configs, String id) throws IOException {
    Reply removed = api.ask("DELETE", configs + "/" + id, api.admin(), null);
    assertEquals(200, removed.status(), removed::text);
  }

  /** Lets so many calls pass; each that follows waits for {@link #well}, or for other faults. */
  private static void hangAfter(Api moodle, int calls) throws IOException {
    fault(moodle, "{\"kind\":\"hang\",\"path\":\"rest\",\"afterRequests\":" + calls + "}");
  }

  private static void fault(Api moodle, String json) throws IOException {
    Reply put = moodle.ask("PUT", "/faults", null, json);
    assertEquals(200, put.status(), put::text);
  }

  private static void well(Api moodle) throws IOException {
    assertEquals(200, moodle.ask("DELETE", "/faults", null, null).status());
  }

  private static void usable(Browser browser, String picture) throws Exception {
    browser.settled();
    browser.assertUsable();
    browser.assertAccessible();
    browser.screenshot(picture);
  }
}
