package com.mas.process.pages;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.SharedServer;
import com.mas.process.Sql;
import com.mas.testkit.Browser;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The batch lead's page on the running server: on a phone, with nothing but a keyboard. */
class BatchLeadPageProcessIT {
  private static final String BATCH = "AT-RISK-1";

  @Test
  void aBatchLeadSeesWhoIsAtRiskWhyAndWhatWouldHelpAndActs() throws Exception {
    SharedServer server = SharedServer.get();
    Api api = server.api();
    SharedServer.Person lead = server.newPerson("Lata Menon", "EXPERT", "batch_lead");
    try (Sql sql = server.sql()) {
      assertEquals(201, api.post("/api/admin/batches", api.admin(), Map.of("code", BATCH, "name", "Data science",
          "state", "active", "startsOn", "2026-01-05")).status());
      sql.change("UPDATE education.batches SET batch_lead_id = '" + lead.id() + "' WHERE code = '" + BATCH + "'");
      seat(sql, "Ravi Pillai", 40);
      seat(sql, "Nila Sen", 35);
      for (int i = 0; i < 6; i++) {
        seat(sql, "Busy Student " + i, 0);
      }
      String token = api.login(lead.email(), SharedServer.PASSWORD);
      assertEquals(202, api.post("/api/batchlead/risk-students/recompute", token, Map.of()).status());
      eventually("both are found, and worded by the model", Duration.ofSeconds(60), () -> {
        JsonNode rows = api.get("/api/batchlead/risk-students", token).data();
        return rows.size() == 2 && rows.path(0).path("reasonSource").asText().equals("ai")
            && rows.path(1).path("reasonSource").asText().equals("ai");
      });
      String ravi = api.get("/api/batchlead/risk-students", token).data().path(0).path("id").asText();
      assertEquals("not_configured", api.post("/api/batchlead/risk-students/" + ravi + "/miss-ozone", token, Map.of())
          .json().path("code").asText());

      try (Browser phone = Browser.phone()) {
        phone.openAs(api.base() + "/console/batchlead", lead.email(), SharedServer.PASSWORD);
        phone.see(".risks h2", "Ravi Pillai");
        phone.see(".reason", "days");
        phone.see(".risks h3", "How to bring this down to");
        phone.assertUsable();
        phone.screenshot("batchlead-phone");
        phone.tabTo("Score breakdown: Ravi Pillai");
        phone.press(Keys.ENTER);
        phone.see(".parts strong", "Inactivity");
        phone.see(".parts span", "not known");
        phone.assertUsable();
        phone.screenshot("batchlead-phone-parts");
        phone.tabTo("Ask for an AI classroom: Ravi Pillai");
        phone.press(Keys.ENTER);
        phone.see(".risks .soft", "AI classroom requested on");
        phone.tabTo("Trend: Ravi Pillai");
        phone.press(Keys.ENTER);
        phone.see(".chart .leg", "Risk score");
        assertEquals(0, phone.all(".risks button").stream().filter(each -> each.getText().contains("Ozone")).count(),
            "calls are not configured");
        phone.tabTo("Mark reviewed: Ravi Pillai");
        phone.press(Keys.ENTER);
        eventually("the reviewed one is off the list", () -> phone.all(".risks h2").size() == 1);
        phone.tabTo("Undo");
        phone.press(Keys.ENTER);
        phone.see(".risks h2", "Ravi Pillai");
        assertEquals(2, api.get("/api/batchlead/risk-students", token).data().size());
        phone.tabTo("Mark reviewed: Ravi Pillai");
        phone.press(Keys.ENTER);
        eventually("the reviewed one is off the list", () -> phone.all(".risks h2").size() == 1);
        phone.open(api.base() + "/console/batchlead");
        eventually("who goes on has decided", () -> api.get("/api/batchlead/risk-students", token).data().size() == 1);
        phone.tabTo("Recalculate");
        phone.press(Keys.ENTER);
        phone.see("#messages p", "up to date");
        phone.see(".risks h2", "Nila Sen");
        phone.assertNoErrors("422");
      }
      try (Browser desktop = Browser.desktop()) {
        desktop.openAs(api.base() + "/console/batchlead", lead.email(), SharedServer.PASSWORD);
        desktop.see(".risks h2", "Nila Sen");
        desktop.assertUsable();
        desktop.screenshot("batchlead-desktop");
      }
    }
  }

  /** Came two months ago; the busy ones were there today. */
  private static void seat(Sql sql, String name, int daysAway) {
    UUID id = UUID.randomUUID();
    sql.change("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, last_login_at, created_at,
          updated_at)
        SELECT '%1$s', tenant, '%1$s@learner.example', '%2$s', 'USER',
          now() - %3$d * interval '1 day', now(), now() FROM education.batches WHERE code = '%4$s'
        """.formatted(id, name, daysAway, BATCH));
    sql.change("""
        INSERT INTO education.applications (id, tenant, batch_id, user_id, state, mou_signed, payment_done,
          diagnostic_done, created_at, state_changed_at, enrolled_at)
        SELECT gen_random_uuid(), tenant, id, '%s', 'enrolled', true, true, true, t, t, t
          FROM education.batches, (SELECT now() - interval '60 days' AS t) w WHERE code = '%s'
        """.formatted(id, BATCH));
    sql.change("""
        INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
          counts_for_streak, created_at)
        SELECT '%1$s', 'test_taken', 't' || n, 50, 50, '{}', now() - interval '1 hour', true, now()
          FROM generate_series(1, %2$d) n
        """.formatted(id, daysAway == 0 ? 12 : 0));
    sql.change("""
        INSERT INTO standing.warnings (id, tenant, student_id, type, severity, description, active, escalated,
          created_at)
        SELECT gen_random_uuid(), 'my-analytics-school', '%s', 'behavior', 'low', 'x', true, false, now()
          FROM generate_series(1, %d)
        """.formatted(id, daysAway == 0 ? 0 : daysAway / 20));
  }
}
