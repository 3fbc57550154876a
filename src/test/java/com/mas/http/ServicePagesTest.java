package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Principal;
import com.mas.http.EdgeServer.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ServicePagesTest {
  @AutoClose private static final EdgeServer server = new EdgeServer();
  @AutoClose private static final EdgeServer closed = new EdgeServer(false, false, "a-metrics-token");

  @Test
  void aliveIsAliveWhateverElseIsNot() {
    server.storeIsUp.set(false);
    assertEquals("ok", server.ask("GET", "/health/live").reply().json().at("/data/status").asText());
    assertEquals(200, server.ask("POST", "/api/health").reply().status());
    server.storeIsUp.set(true);
  }

  @Test
  void readinessShowsEachPartAndNeedsTheRequiredOnes() {
    assertEquals("up", server.ask("GET", "/health/ready").reply().json().at("/data/checks/store").asText());
    server.cacheIsUp.set(false);
    Reply slower = server.ask("GET", "/health/ready").reply();
    assertEquals(200, slower.status());
    assertEquals("down", slower.json().at("/data/checks/cache").asText());
    server.cacheIsUp.set(true);
    server.storeIsUp.set(false);
    Reply without = server.ask("GET", "/health/ready").reply();
    assertEquals(503, without.status());
    assertEquals("down", without.json().at("/data/checks/store").asText());
    server.storeIsUp.set(true);
    server.accepting.set(false);
    assertEquals(503, server.ask("GET", "/health/ready").reply().status());
    assertEquals(200, server.ask("GET", "/api/things").reply().status());
    server.accepting.set(true);
  }

  @Test
  void metricsAreForLoopbackOrForTheToken() {
    assertEquals("# metrics\n", server.ask("GET", "/metrics").reply().text());
    assertEquals(403, server.ask("GET", "/metrics").header("X-Forwarded-For", "1.2.3.4").reply().status());
    assertEquals(401, closed.ask("GET", "/metrics").reply().status());
    assertEquals(401, closed.ask("GET", "/metrics").token("another").reply().status());
    assertEquals(200, closed.ask("GET", "/metrics").token("a-metrics-token").reply().status());
  }

  @Test
  void theDocumentDescribesWhatReallyGoesOverTheWire() {
    JsonNode document = server.ask("GET", "/openapi.json").reply().json();
    assertEquals("3.1.0", document.path("openapi").asText());
    JsonNode list = document.path("paths").path("/api/things").path("get");
    JsonNode answer = list.at("/responses/200/content/application~1json/schema/properties");
    assertEquals("array", answer.at("/data/type").asText());
    assertEquals("#/components/schemas/Shop.Browse", answer.at("/data/items/$ref").asText());
    assertEquals("#/components/schemas/Page", answer.at("/page/$ref").asText());
    assertTrue(list.path("security").isEmpty());
    JsonNode create = document.path("paths").path("/api/things").path("post");
    assertEquals("[{\"bearer\":[]}]", create.path("security").toString());
    assertEquals("Idempotency-Key", create.at("/parameters/0/name").asText());
    assertEquals("`forbidden`, `password_change_required`, `wrong_tenant`",
        document.at(create.at("/responses/403/$ref").asText().substring(1)).path("description").asText());
    JsonNode made = create.at("/requestBody/content/application~1json/schema");
    assertEquals("[\"name\",\"kind\"]", made.path("required").toString());
    assertEquals(50, made.at("/properties/name/maxLength").asInt());
    assertEquals("string", made.at("/properties/tags/items/properties/label/type").asText());
    assertFalse(document.toString().contains("x-file"));
  }

  @Test
  void theEventsOverSocketsAreDescribedInOneDocumentOfSeveralFiles() {
    JsonNode document = server.ask("GET", "/asyncapi.json").reply().json();
    assertEquals("3.0.0", document.path("asyncapi").asText());
    assertEquals("/", document.at("/channels/meeting/address").asText());
    assertEquals("/notifications", document.at("/channels/notifications/address").asText());
    assertTrue(document.at("/components/messages/chat-message.ack/payload").has("$ref"));
  }

  @Test
  void theEventBusIsDescribedToAdministratorsAlone() {
    assertEquals(401, server.ask("GET", "/asyncapi/bus.json").reply().status());
    assertEquals(401, server.ask("GET", "/asyncapi/bus.json").token("nonsense").reply().status());
    for (Principal.Role role : Principal.Role.values()) {
      Reply reply = server.ask("GET", "/asyncapi/bus.json").token(server.tokens.of(role)).reply();
      boolean may = role == Principal.Role.ADMIN || role == Principal.Role.SUPERADMIN;
      assertEquals(may ? 200 : 403, reply.status(), role.name());
      assertEquals(may, reply.text().contains("#/channels/"), role.name());
    }
  }

  @Test
  void aCallerIsToldThePagesOfTheConsoleThatItMaySee() {
    assertEquals(401, server.ask("GET", "/console/pages.json").reply().status());
    Reply reply = server.ask("GET", "/console/pages.json").token(server.tokens.of(Principal.Role.USER)).reply();
    assertEquals("no-store", reply.header("cache-control"));
    assertEquals("""
        [{"screen":"mine","href":"/console/mine","group":"learn","icon":"home","name":"Mine",\
        "about":"of those without a role"},\
        {"screen":"calls","href":"/console/calls","group":"connect","icon":"camera","name":"Calls",\
        "about":"of all"}]""",
        reply.json().path("data").toString());
    for (String token : List.of(server.tokens.of(Principal.Role.SUPERADMIN),
        server.tokens.of(Principal.Role.SALES, "queue_viewer"))) {
      JsonNode pages = server.ask("GET", "/console/pages.json").token(token).reply().json().path("data");
      assertEquals(List.of("runs", "calls"), pages.findValuesAsText("screen"));
    }
  }

  @Test
  void theDocsPageBringsNothingFromElsewhereAndAllowsNothingElse() {
    for (String path : List.of("/docs", "/docs/api", "/docs/events", "/docs/errors", "/docs/changelog",
        "/docs/guide/first-steps")) {
      Reply page = server.ask("GET", path).header("Accept", "text/html").reply();
      assertEquals(200, page.status(), path);
      String policy = page.header("content-security-policy");
      assertTrue(policy.contains("script-src 'self';") && !policy.contains("unsafe"), policy);
      assertFalse(page.text().matches("(?s).*(?:src|stylesheet\" href)=\"http.*"), path);
      assertFalse(page.text().matches("(?s).*<[^>]*\\s(?:on[a-z]+|style)=.*|.*<(?:script|style)>.*"), path);
    }
  }

  @Test
  void theDocsShowTheAccountsOfASandboxAndMarkdownOnlyAsText() {
    assertTrue(server.ask("GET", "/docs").reply().text().contains("asha@learner.example"));
    Reply unknown = server.ask("GET", "/docs/guide/nothing").header("Accept", "text/html").reply();
    assertEquals(404, unknown.status());
    assertTrue(unknown.text().contains("There is no such page"), unknown::text);
    assertEquals(405, server.ask("POST", "/docs").reply().status());
    Guides.Guide guide = Guides.render("x", """
        # A <b>title</b>

        See [that](security.md#a-b), [changes](../../../.github/CHANGELOG.md) and <script>alert(1)</script>.

        ## A b: c

        ```sh run
        ls
        ```
        """);
    assertEquals("/docs/guide/x", guide.path());
    assertEquals(Map.of("a-b-c", "A b: c"), guide.sections());
    assertTrue(guide.html().contains("href=\"/docs/guide/security#a-b\"") && guide.html().contains("/docs/changelog\""),
        guide::html);
    assertTrue(guide.html().contains("&lt;script&gt;") && guide.html().contains("language-sh\">ls"), guide::html);
  }

  @Test
  void withoutOpenApiModeThereAreNoDocs() {
    assertEquals(404, closed.ask("GET", "/openapi.json").reply().status());
    assertEquals(404, closed.ask("GET", "/asyncapi.json").reply().status());
    for (String path : List.of("/docs", "/docs/api", "/docs/-/docs.css", "/docs/guide/security")) {
      assertEquals(404, closed.ask("GET", path).reply().status(), path);
    }
    assertEquals(404, closed.ask("GET", "/asyncapi/bus.json").token(closed.tokens.of(Principal.Role.ADMIN)).reply()
        .status());
  }
}
