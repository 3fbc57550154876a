package com.mas.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.client.WebClient;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SandboxSettingsTest {
  private static final Map<String, String> SHIPPED = Map.of("QUIET_HOURS", "usual");

  @Test
  void aProviderThatIsConfiguredStaysTheOneThatIsUsed() {
    Vertx vertx = Vertx.vertx();
    try {
      SandboxVerticle sandbox = new SandboxVerticle("127.0.0.1", 0, Clock.systemUTC(), Modules.SIMULATORS);
      House.await(vertx.deployVerticle(sandbox));
      String base = "http://127.0.0.1:" + sandbox.port();

      Map<String, String> all = sandbox.settings(name -> SHIPPED.getOrDefault(name, ""));
      assertEquals(base + "/graphy", all.get("GRAPHY_BASE_URL"));
      assertEquals("masedu", all.get("GRAPHY_EMAIL_PREFIXES"));
      assertTrue(Integer.parseInt(all.get("SMTP_PORT")) > 0);
      assertEquals(base + "/whatsapp", all.get("WHATSAPP_BASE_URL"));
      assertEquals(base + "/llm", all.get("GROQ_BASE_URL"));
      assertEquals(base + "/moodle", all.get("MOODLE_BASE_URL"));
      assertTrue(all.get("EVM_RPC_URL").startsWith(base + "/evm/"));
      assertEquals("filebase", all.get("CREDENTIALS_STORE"));
      assertEquals(base + "/filebase", all.get("FILEBASE_ENDPOINT"));
      assertEquals(base + "/ipfs", all.get("IPFS_API_URL"));
      assertEquals(base + "/nsdc", all.get("NSDC_BASE_URL"));
      assertEquals("none", all.get("QUIET_HOURS"));

      assertEquals(base + "/analysis/sentiment", all.get("SENTIMENT_WORKER_URL"));
      Map<String, String> own = Map.ofEntries(Map.entry("SMTP_HOST", "mail.example"),
          Map.entry("WHATSAPP_PHONE_NUMBER_ID", "7"), Map.entry("GROQ_API_KEY", "k"),
          Map.entry("QUIET_HOURS", "22:00-06:00"), Map.entry("GRAPHY_EMAIL_PREFIXES", "acme"),
          Map.entry("MOODLE_BASE_URL", "https://moodle.example"),
          Map.entry("GOOGLE_CLIENT_ID", "own.apps.google.example"), Map.entry("EVM_RPC_URL", "https://chain.example"),
          Map.entry("FILEBASE_ACCESS_KEY", "k"), Map.entry("IPFS_API_URL", "https://ipfs.example"),
          Map.entry("NSDC_BASE_URL", "https://nsdc.example"), Map.entry("UDEMY_BASE_URL", "https://udemy.example"),
          Map.entry("JAIMIN_BASE_URL", "https://jaimin.example"),
          Map.entry("EZEXAM_BASE_URL", "https://ezexam.example"),
          Map.entry("SENTIMENT_WORKER_URL", "bus:workers.sentiment"));
      Map<String, String> rest = sandbox.settings(name -> own.getOrDefault(name, ""));
      assertEquals(Set.of("GRAPHY_BASE_URL", "SYNC_PAGE_DELAY_MS", "SYNC_REPORT_DELAY_MS"), rest.keySet());
      assertTrue(all.keySet().containsAll(rest.keySet()));
      assertFalse(rest.containsValue(""));
    } finally {
      House.await(vertx.close());
    }
  }

  @Test
  void allAreListedAtOneAddressAndMadeAsNewThere() {
    Vertx vertx = Vertx.vertx();
    try {
      Sandbox sandbox = new Sandbox(vertx, Clock.systemUTC());
      List<String> names = List.of("google", "llm", "mail", "whatsapp", "aisensy", "graphy", "moodle", "analysis",
          "ezexam", "evm", "filebase", "ipfs", "nsdc", "udemy", "jaimin"); // as modules stand
      names.forEach(name -> sandbox.fault(name, "close"));
      WebClient client = WebClient.create(vertx);
      for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.DELETE)) {
        assertEquals(new JsonArray(names), House.await(client.request(method, sandbox.port(), "127.0.0.1", "/").send())
            .bodyAsJsonObject().getJsonArray("simulators"));
        names.forEach(name -> assertEquals(method == HttpMethod.DELETE,
            sandbox.ask(name, "GET", "faults", null).getJsonArray("faults").isEmpty(), name));
      }
    } finally {
      House.await(vertx.close());
    }
  }
}
