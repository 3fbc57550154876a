package com.mas.process.pages;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.process.Sql;
import com.mas.testkit.Browser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The board on the running server: on a phone by keyboard, on a desktop, and for those who may not act or not look. */
class QueueBoardProcessIT {
  private static final String JOB = "01935b2e-0000-7000-8000-0000000000%02d";

  @Test
  void operatorsSeeFindRetryAndPauseViewersOnlyLookAndOthersStayOut() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    try (Sql sql = server.sql()) {
      eventually("the mails of other tests are sent", () -> sql.number(
          "SELECT count(*) FROM jobs.job WHERE queue = 'emailQueue' AND state IN ('ready', 'running')") == 0);
      for (int i = 1; i <= 3; i++) {
        dead(sql, i, i == 1 ? null : JOB.formatted(1));
      }
      String board = api.base() + "/console/queues";
      try (Browser phone = Browser.phone()) {
        phone.openAs(api.base() + "/admin/queues", Api.ADMIN, Api.PASSWORD); // leads to the board
        phone.see(".live.on");
        phone.see(".queues h3", "emailQueue");
        phone.see(".chips a", "3 dead");
        phone.assertUsable();
        phone.screenshot("queues-phone");
        byKeyboard(phone, "Pause emailQueue");
        phone.see(".pill", "paused");
        byKeyboard(phone, "3 dead");
        phone.see(".jobs .bad", "a…@learner.example");
        phone.type("input[name=search]", "ASHA.kulkarni@" + Keys.ENTER);
        eventually("one is found", () -> phone.all(".jobs > li").size() == 1);
        phone.assertUsable();
        phone.type("input[name=search]", "let-me-in" + Keys.ENTER);
        phone.see(".jobs", "No such jobs");
        phone.type("input[name=search]", " " + Keys.BACK_SPACE + Keys.ENTER);
        eventually("all are found", () -> phone.all(".jobs > li").size() == 3);
        byKeyboard(phone, "Retry all of these");
        phone.see("dialog h2", "Retry 3 dead jobs of emailQueue?");
        phone.assertUsable();
        byKeyboard(phone, "Retry 3");
        phone.see("#messages p", "3 retried");
        assertEquals(3, sql.number("SELECT count(*) FROM jobs.job WHERE state = 'ready' AND queue = 'emailQueue'"));

        // live: nobody reloads, and the jobs are done as soon as the queue goes on
        phone.open(board + "/jobs?queue=emailQueue&state=completed&address=platform.idempotency.purge");
        phone.see(".jobs", "No such jobs");
        assertEquals(200, api.post("/api/admin/jobs/queues/emailQueue/resume", api.admin(), Map.of()).status());
        eventually("they are shown as completed", () -> phone.all(".jobs .pill.completed").size() == 3);
        phone.open(api.base() + "/admin/queues#job/" + JOB.formatted(1)); // an address of before
        phone.see(".lineage", "Caused by a request or a schedule");
        eventually("what it caused is shown", () -> phone.all(".lineage ul a").size() == 2);
        phone.see("pre", "\"password\": \"hidden\"");
        phone.see(".attempts", "They refused");
        phone.assertUsable();
        phone.screenshot("queues-phone-job");
        for (String tab : List.of("schedules", "nodes", "audit")) {
          phone.open(board + "/" + tab);
          phone.see(Map.of("schedules", "h2", "nodes", ".node h3", "audit", "td").get(tab),
              Map.of("schedules", "Schedules", "nodes", "up", "audit", "retried many").get(tab));
          phone.assertUsable();
        }
        phone.assertNoErrors();
      }
      assertEquals(List.of("resume", "retry_all", "pause"), api.get("/api/admin/jobs/audit", api.admin()).data()
          .findValuesAsText("action"));
      chosen(api, sql, board);
      desktop(api, board);
      viewer(server, board);
      outsider(api, board);
    }
  }

  private static void desktop(Api api, String board) throws Exception {
    try (Browser desktop = Browser.desktop()) {
      desktop.openAs(board, Api.ADMIN, Api.PASSWORD);
      schedules(api, desktop, board);
      desktop.open(board);
      desktop.see(".live.on");
      desktop.see(".queues h3", "cleanupQueue");
      desktop.see("#health", "HTTP answers in the last minute took at most");
      desktop.assertUsable();
      desktop.screenshot("queues-desktop");
      for (String tab : List.of("schedules", "nodes", "audit", "jobs")) {
        desktop.click(".tabs a[href='/console/queues/" + tab + "']");
        desktop.see("main h2", Map.of("schedules", "Schedules", "nodes", "Nodes", "audit", "Audit log",
            "jobs", "Jobs").get(tab));
        if (tab.equals("nodes")) {
          desktop.click("details summary");
          desktop.see("tbody th", "identity");
          desktop.see(".node", "a minute, 95 in 100 within");
        }
        desktop.assertUsable();
        desktop.screenshot("queues-desktop-" + tab);
      }
      desktop.assertNoErrors();
    }
  }

  /** A schedule that comes seldom: run after a question, paused with a way back. */
  private static void schedules(Api api, Browser desktop, String board) throws Exception {
    desktop.open(board + "/schedules");
    desktop.see("tbody th", "badge-evaluation");
    byKeyboard(desktop, "Run now: badge-evaluation");
    desktop.see("dialog h2", "Run badge-evaluation now?");
    desktop.assertAccessible();
    desktop.click("dialog button", "Run now");
    desktop.see("#messages .good", "badge-evaluation runs now.");
    byKeyboard(desktop, "Pause: badge-evaluation");
    desktop.see("#messages .good", "is paused");
    desktop.see("tbody th .pill", "paused");
    desktop.assertUsable();
    desktop.screenshot("queues-schedules-paused");
    assertTrue(schedule(api).path("paused").asBoolean());
    desktop.click("#messages button", "Undo");
    desktop.gone("tbody th .pill");
    assertFalse(schedule(api).path("paused").asBoolean());
    desktop.open(board + "/audit");
    desktop.see("td", "resumed the schedule badge-evaluation");
    desktop.see("td", "ran the schedule");
  }

  private static JsonNode schedule(Api api) throws Exception {
    for (JsonNode each : api.get("/api/admin/jobs/schedules", api.admin()).data()) {
      if (each.path("key").asText().equals("badge-evaluation")) {
        return each;
      }
    }
    throw new AssertionError("badge-evaluation is not among the schedules");
  }

  /** Jobs that an operator chooses from the list are discarded and retried together. */
  private static void chosen(Api api, Sql sql, String board) throws Exception {
    assertEquals(200, api.post("/api/admin/jobs/queues/emailQueue/pause", api.admin(), Map.of()).status());
    for (int i = 4; i <= 6; i++) {
      dead(sql, i, null);
    }
    try (Browser phone = Browser.phone()) {
      phone.openAs(board + "/jobs?queue=emailQueue&state=dead", Api.ADMIN, Api.PASSWORD);
      eventually("all are there", () -> phone.all(".jobs > li").size() == 3);
      choose(phone, 2);
      phone.see("main [role=group]", "2 jobs selected");
      phone.assertUsable();
      phone.assertAccessible();
      phone.click("main [role=group] button", "Discard");
      phone.see("dialog h2", "Discard 2 jobs?");
      phone.click("dialog button", "Discard");
      phone.see("#messages p", "2 discarded.");
      eventually("one is left", () -> phone.all(".jobs > li").size() == 1);
      phone.open(board + "/jobs?queue=emailQueue&state=discarded");
      eventually("both are there", () -> phone.all(".jobs > li").size() == 2);
      choose(phone, 2);
      phone.click("main [role=group] button", "Retry");
      phone.see("#messages p", "2 retried.");
      phone.assertNoErrors();
    }
    assertEquals(2, sql.number("SELECT count(*) FROM jobs.job WHERE state = 'ready' AND queue = 'emailQueue'"));
    assertEquals(200, api.post("/api/admin/jobs/queues/emailQueue/resume", api.admin(), Map.of()).status());
  }

  private static void choose(Browser browser, int many) {
    for (int i = 0; i < many; i++) {
      browser.all(".jobs input[type=checkbox]").get(i).sendKeys(Keys.SPACE);
    }
  }

  private static void viewer(SharedServer server, String board) throws Exception {
    Api api = server.api();
    String viewer = server.newPerson("Vimala Rao", "EXPERT", "queue_viewer").email();
    String token = api.login(viewer, SharedServer.PASSWORD);
    String job = "/api/admin/jobs/" + JOB.formatted(1);
    for (String path : List.of("/api/admin/jobs", job, "/api/admin/jobs/queues", "/api/admin/jobs/schedules",
        "/api/admin/jobs/audit", "/api/admin/jobs/count", "/api/admin/nodes", "/api/admin/history/queues",
        "/api/admin/history/nodes")) {
      assertEquals(200, api.get(path, token).status(), path);
    }
    for (String path : List.of(job + "/retry", job + "/discard", "/api/admin/jobs/queues/emailQueue/pause",
        "/api/admin/jobs/queues/emailQueue/resume", "/api/admin/jobs/schedules/badge-evaluation/run",
        "/api/admin/jobs/schedules/badge-evaluation/pause", "/api/admin/jobs/schedules/badge-evaluation/resume")) {
      assertEquals(403, api.post(path, token, Map.of()).status(), path);
    }
    assertEquals(403, api.post("/api/admin/jobs/retry", token, Map.of("until", "2026-01-01T00:00:00Z")).status());
    try (Browser desktop = Browser.desktop()) {
      desktop.openAs(board, viewer, SharedServer.PASSWORD);
      desktop.see(".live.on");
      desktop.see(".queues h3", "cleanupQueue");
      assertTrue(desktop.all(".queues button").isEmpty());
      desktop.open(board + "/schedules");
      desktop.see("tbody th", "badge-evaluation");
      assertTrue(desktop.all("tbody button").isEmpty());
      desktop.open(board + "/job/" + JOB.formatted(1));
      desktop.see("main h2", "platform.idempotency.purge");
      assertTrue(desktop.all("main button").isEmpty());
      desktop.assertNoErrors();
    }
  }

  private static void outsider(Api api, String board) throws Exception {
    String learner = "asha.kulkarni@learner.example";
    String token = api.login(learner, "learner-password-1");
    for (String path : List.of("/api/admin/jobs", "/api/admin/jobs/queues", "/api/admin/jobs/schedules",
        "/api/admin/jobs/audit", "/api/admin/jobs/count", "/api/admin/nodes", "/api/admin/history/queues",
        "/api/admin/history/nodes")) {
      assertEquals(403, api.get(path, token).status(), path);
      assertEquals(401, api.get(path, null).status(), path);
    }
    try (Browser phone = Browser.phone()) {
      phone.openAs(board, learner, "learner-password-1");
      phone.see("main h1", "This page is not for your account");
      assertTrue(phone.all("nav a[href='/console/queues']").isEmpty());
      assertFalse((boolean) phone.driver().executeAsyncScript("""
          const done = arguments[0];
          import('/console/parts/live.js').then(live => {
            let let_in = false;
            live.listen('/queues', () => {}, on => on ? let_in = true : done(let_in));
          });
          """));
      phone.assertNoErrors("403");
    }
  }

  private static void byKeyboard(Browser browser, String name) {
    browser.tabTo(name);
    browser.press(Keys.ENTER);
  }

  private static void dead(Sql sql, int number, String cause) {
    sql.change("""
        INSERT INTO jobs.finished (id, queue, address, body, state, priority, run_at, attempts, token, created_at,
          started_at, finished_at, error, failures, cause, tenant)
        VALUES ('%1$s', 'emailQueue', 'platform.idempotency.purge',
          '{"to": "%2$s@learner.example", "password": "let-me-in", "phone": "919876543210"}', 'dead', 0, now(), 1, 1,
          now(), now(), now(), 'They refused %2$s@learner.example.', '[{"attempt": 1, "node": "earlier",
          "startedAt": "2026-01-01T00:00:00Z", "endedAt": "2026-01-01T00:00:01Z",
          "error": "They refused %2$s@learner.example."}]', %3$s,
          (SELECT tenant FROM identity.users WHERE email = 'admin@mas.example'))
        """.formatted(JOB.formatted(number), number == 1 ? "asha.kulkarni" : "another" + number,
        cause == null ? "NULL" : '\'' + cause + '\''));
  }
}
