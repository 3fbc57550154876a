package com.mas.process.pages;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.process.Sql;
import com.mas.testkit.Browser;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Looks at the first screens of those who run a school: each answers its person's first question at its top. */
class FirstAnswersProcessIT {

  @Test
  void anOperatorReadsInOneSentenceWhetherAllIsWellAndWhatIsNot() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    SharedServer.Person operator = server.newPerson("Olivia Pereira", "EXPERT", "queue_viewer");
    try (Sql sql = server.sql()) {
      pause(sql, true);
      try (Browser phone = Browser.phone()) {
        phone.openAs(api.base() + "/console/", operator.email(), SharedServer.PASSWORD);
        phone.see("#health li", "salaryBenchmarkQueue is paused.");
        assertTrue(phone.see("#health [role=status]").getText().matches("\\d+ things? needs? attention\\."));
        assertTrue(phone.see("#health").getText().contains("job"), "the wait of 95 in 100, or that no job began");
        phone.assertUsable();
        phone.assertAccessible();
        phone.screenshot("first-operator-phone");
        phone.tabTo("salaryBenchmarkQueue is paused.");
        phone.press(Keys.ENTER);
        phone.see("main[data-at='/console/queues/jobs?queue=salaryBenchmarkQueue']");
        pause(sql, false);
        phone.go("/console/queues");
        eventually("what was amended is no longer told", () -> phone.see("#health").isDisplayed()
            && phone.all("#health li").stream().noneMatch(each -> each.getText().contains("salaryBenchmarkQueue")));
        phone.assertNoErrors();
      } finally {
        pause(sql, false);
      }
    }
  }

  /** Pauses a queue that has no work, past the audit log: another test of this server holds what stands there. */
  private static void pause(Sql sql, boolean isPaused) {
    sql.change("UPDATE jobs.queue SET paused = " + isPaused + " WHERE name = 'salaryBenchmarkQueue'");
  }

  @Test
  void anAdministratorSeesWhatWaitsForADecisionAndABatchLeadTheFiguresOfTheBatches() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    LocalDate today = LocalDate.now(ZoneId.of("Asia/Kolkata"));
    SharedServer.Person lead = server.newPerson("Leela Das", "EXPERT", "batch_lead");
    SharedServer.Person one = server.newPerson("Anil Kumar", "USER");
    JsonNode batch = api.post("/api/admin/batches", api.admin(), Map.of("code", "F-" + UUID.randomUUID(), "name",
        "First answers", "state", "active", "startsOn", today.minusDays(30).toString(), "batchLeadId", lead.id()))
        .data();
    assertEquals(201, api.post("/api/admin/applications", api.admin(), Map.of("batchId", batch.path("id").asText(),
        "userId", one.id(), "state", "enrolled")).status());
    assertEquals(201, api.post("/api/admin/applications", api.admin(), Map.of("batchId", batch.path("id").asText(),
        "userId", server.newPerson("Bina Rao", "USER").id())).status());
    assertEquals(201, api.post("/api/student/me/leaves", api.login(one.email(), SharedServer.PASSWORD),
        Map.of("startsOn", today.plusDays(3).toString(), "endsOn", today.plusDays(4).toString(), "reason", "A wedding"))
        .status());
    try (Browser desktop = Browser.desktop()) {
      desktop.openAs(api.base() + "/console/", Api.ADMIN, Api.PASSWORD);
      desktop.see("#approvals p", "for leave");
      desktop.see("#approvals p", "to a batch");
      desktop.assertUsable();
      desktop.assertAccessible();
      desktop.screenshot("first-admin-desktop");
      desktop.tabTo("Decide: Applications");
      desktop.press(Keys.ENTER);
      desktop.see("tbody", "Bina Rao");
      desktop.assertNoErrors();
    }
    try (Browser phone = Browser.phone()) {
      phone.openAs(api.base() + "/console/", lead.email(), SharedServer.PASSWORD);
      eventually("all five figures are there", () -> phone.all(".kpis dd").size() == 5);
      assertEquals("1 1 0 0 1", String.join(" ", phone.all(".kpis dd").stream().map(each -> each.getText()).toList()));
      phone.assertUsable();
      phone.assertAccessible();
      phone.screenshot("first-lead-phone");
      phone.tabTo("Leave to decide: 1");
      phone.press(Keys.ENTER);
      phone.see("tbody", "A wedding");
      phone.assertNoErrors();
    }
  }
}
