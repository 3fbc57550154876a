package com.mas.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SandboxSettingsTest {
  private static final Map<String, String> SHIPPED = Map.of("QUIET_HOURS", "usual");

  @Test
  void aProviderThatIsConfiguredStaysTheOneThatIsUsed() {
    Vertx vertx = Vertx.vertx();
    try {
      SandboxVerticle sandbox = new SandboxVerticle("127.0.0.1", 0, Clock.systemUTC());
      SandboxFixture.await(vertx.deployVerticle(sandbox));
      String base = "http://127.0.0.1:" + sandbox.port();

      Map<String, String> all = sandbox.settings(name -> SHIPPED.getOrDefault(name, ""));
      assertEquals(base + "/graphy", all.get("GRAPHY_BASE_URL"));
      assertEquals("masedu", all.get("GRAPHY_EMAIL_PREFIXES"));
      assertEquals(Integer.toString(sandbox.mailPort()), all.get("SMTP_PORT"));
      assertEquals(base + "/whatsapp", all.get("WHATSAPP_BASE_URL"));
      assertEquals(base + "/llm", all.get("GROQ_BASE_URL"));
      assertEquals("none", all.get("QUIET_HOURS"));

      Map<String, String> own = Map.of("SMTP_HOST", "mail.example", "WHATSAPP_PHONE_NUMBER_ID", "7", "GROQ_API_KEY",
          "k", "QUIET_HOURS", "22:00-06:00", "GRAPHY_EMAIL_PREFIXES", "acme");
      Map<String, String> rest = sandbox.settings(name -> own.getOrDefault(name, ""));
      assertEquals(Set.of("GRAPHY_BASE_URL", "SYNC_PAGE_DELAY_MS", "SYNC_REPORT_DELAY_MS"), rest.keySet());
      assertTrue(all.keySet().containsAll(rest.keySet()));
      assertFalse(rest.containsValue(""));
    } finally {
      SandboxFixture.await(vertx.close());
    }
  }
}
