package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Principal.Role;
import com.mas.http.EdgeServer.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Checks what a well-behaved client sees. */
class OperationsTest {
  @AutoClose private static final EdgeServer server = new EdgeServer();

  @Test
  void aListIsAnsweredWithItsPageAndTypedParameters() {
    Reply reply = server.ask("GET",
        "/api/things?limit=5&state=NEW&state=OLD&search=a%20b%2B&since=2026-01-31T08:30:00%2B05:30"
            + "&owner=00000000-0000-4000-8000-000000000001&price=1.5&sold=true")
        .header("User-Agent", "tests").reply();
    assertEquals(200, reply.status());
    assertEquals("application/json", reply.header("content-type"));
    JsonNode body = reply.json();
    assertTrue(body.path("success").asBoolean());
    assertEquals(5, body.at("/page/limit").asInt());
    assertEquals(1, body.at("/page/total").asInt());
    JsonNode bound = body.at("/data/0");
    assertEquals("[\"NEW\",\"OLD\"]", bound.path("state").toString());
    assertEquals("a b+", bound.path("search").asText());
    assertEquals("2026-01-31T03:00:00.000Z", bound.path("since").asText());
    assertEquals("tests", bound.path("agent").asText());
  }

  @Test
  void anAbsentParameterTakesItsDefault() {
    assertEquals(20, server.ask("GET", "/api/things").reply().json().at("/data/0/limit").asInt());
  }

  @Test
  void theDeclaredStatusIsChosenByTheAnswer() {
    String lead = server.tokens.of(Role.USER, "batch_lead");
    String thing = "{\"name\":\"" + UUID.randomUUID() + "\",\"kind\":\"NEW\",\"tags\":[{\"label\":\"a\"}]}";
    assertEquals(201, server.ask("POST", "/api/things").token(lead).json(thing).reply().status());
    assertEquals(200, server.ask("POST", "/api/things").token(lead).json(thing).reply().status());
  }

  @Test
  void pathAndBodyMakeOneRecord() {
    UUID id = UUID.randomUUID();
    Reply reply = server.ask("PUT", "/api/things/" + id).token(server.tokens.of(Role.USER)).json("{\"name\":\"नया\"}")
        .reply();
    assertEquals("{\"success\":true,\"data\":{\"id\":\"" + id + "\",\"name\":\"नया\"}}", reply.text());
  }

  @Test
  void aMergePatchKeepsWhatIsAbsentAndClearsWhatIsNull() {
    for (String type : new String[] {"application/json", "application/merge-patch+json"}) {
      assertEquals("{\"name\":\"a name\",\"note\":null,\"kind\":\"NEW\"}",
          adjust(type, "{\"note\":null,\"kind\":\"NEW\"}").json().path("data").toString());
      assertEquals("{\"name\":\"b\",\"note\":\"a note\",\"kind\":null}",
          adjust(type, "{\"name\":\"b\",\"kind\":null}").json().path("data").toString());
      Reply refused = adjust(type, "{\"name\":null}");
      assertEquals(400, refused.status());
      assertEquals("/name", refused.json().at("/errors/0/path").asText());
    }
    JsonNode taken = server.ask("GET", "/openapi.json").reply().json()
        .at("/paths/~1api~1things~1{id}/patch/requestBody/content");
    assertEquals(taken.path("application/json"), taken.path("application/merge-patch+json"));
    assertTrue(taken.at("/application~1merge-patch+json/schema/properties").has("note"));
  }

  private static Reply adjust(String type, String body) {
    return server.ask("PATCH", "/api/things/" + UUID.randomUUID()).header("Content-Type", type)
        .bytes(body.getBytes(StandardCharsets.UTF_8)).reply();
  }

  @Test
  void theCallCarriesWhoAsksAndWhatFor() {
    UUID user = UUID.randomUUID();
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    Reply reply = server.ask("GET", "/api/things/mine/").token(server.tokens.of(user, Role.USER))
        .header("X-Request-Id", "a-1").header("traceparent", trace).header("X-Forwarded-For", "1.2.3.4, 5.6.7.8")
        .reply();
    JsonNode who = reply.json().path("data");
    assertEquals(user.toString(), who.path("user").asText());
    assertEquals("my-analytics-school", who.path("tenant").asText());
    assertEquals("a-1", who.path("requestId").asText());
    assertEquals(trace, who.path("traceparent").asText());
    assertEquals("5.6.7.8", who.path("address").asText());
    assertEquals("a-1", reply.header("x-request-id"));
  }

  @Test
  void aMadeRequestIdIsATimeOrderedUuid() {
    UUID id = UUID.fromString(server.ask("GET", "/api/things").reply().header("x-request-id"));
    assertEquals(7, id.version());
    assertEquals(2, id.variant());
    assertEquals(server.clock.millis(), id.getMostSignificantBits() >>> 16);
  }

  @Test
  void aConflictShowsTheExistingThing() {
    Reply reply = server.ask("POST", "/api/outcome").token(server.tokens.of(Role.USER)).json("{\"kind\":\"conflict\"}")
        .reply();
    assertEquals(409, reply.status());
    assertEquals("application/problem+json", reply.header("content-type"));
    JsonNode problem = reply.json();
    assertFalse(problem.path("success").asBoolean(true));
    assertEquals("conflict", problem.path("code").asText());
    assertEquals("It is there already.", problem.path("message").asText());
    assertEquals("It is there already.", problem.path("detail").asText());
    assertEquals("Conflict", problem.path("title").asText());
    assertEquals(409, problem.path("status").asInt());
    assertEquals(7, problem.at("/data/number").asInt());
    assertEquals(reply.header("x-request-id"), problem.path("requestId").asText());
  }

  @Test
  void aDefectTellsNothingOfItself() {
    Reply reply = server.ask("POST", "/api/outcome").token(server.tokens.of(Role.USER)).json("{\"kind\":\"defect\"}")
        .reply();
    assertEquals(500, reply.status());
    assertEquals("internal", reply.code());
    assertFalse(reply.text().contains("secret"));
  }

  @Test
  void overloadIs503WithATimeToTryAgain() {
    Reply reply = server.ask("POST", "/api/outcome").token(server.tokens.of(Role.USER)).json("{\"kind\":\"busy\"}")
        .reply();
    assertEquals(503, reply.status());
    assertEquals("overloaded", reply.code());
    assertEquals("3", reply.header("retry-after"));
  }

  @Test
  void noAnswerInTimeIs503() {
    Reply reply = server.ask("POST", "/api/never").token(server.tokens.of(Role.USER)).reply();
    assertEquals(503, reply.status());
    assertEquals("timeout", reply.code());
    assertNotNull(reply.header("retry-after"));
  }

  @Test
  void headIsGetWithoutItsBody() {
    Reply get = server.ask("GET", "/api/things").reply();
    Reply head = server.ask("HEAD", "/api/things").reply();
    assertEquals(200, head.status());
    assertEquals(0, head.bytes().length);
    assertEquals(get.header("content-length"), head.header("content-length"));
  }

  @Test
  void anUnknownMethodIs405AndSaysWhatIsThere() {
    Reply reply = server.ask("PATCH", "/api/things").reply();
    assertEquals(405, reply.status());
    assertEquals("GET, HEAD, OPTIONS, POST", reply.header("allow"));
    assertEquals("method_not_allowed", reply.code());
    Reply options = server.ask("OPTIONS", "/api/things/" + UUID.randomUUID()).reply();
    assertEquals(204, options.status());
    assertEquals("DELETE, OPTIONS, PATCH, PUT", options.header("allow"));
  }

  @Test
  void anUnknownPathIs404() {
    assertEquals("not_found", server.ask("GET", "/api/nothing").reply().code());
    assertEquals(404, server.ask("GET", "/api/things/mine/deeper").reply().status());
  }

  @Test
  void largeAnswersAreCompressedAndSmallOnesAreNot() {
    Reply large = server.ask("GET", "/api/large").header("Accept-Encoding", "gzip").reply();
    assertEquals("gzip", large.header("content-encoding"));
    assertTrue(large.bytes().length < 1000);
    assertNull(server.ask("GET", "/api/large").reply().header("content-encoding"));
    assertNull(server.ask("GET", "/api/things").header("Accept-Encoding", "gzip").reply().header("content-encoding"));
  }

  @Test
  void answersCarryTheSecurityHeaders() {
    Reply plain = server.ask("GET", "/api/things").reply();
    assertEquals("nosniff", plain.header("x-content-type-options"));
    assertEquals("DENY", plain.header("x-frame-options"));
    assertEquals("no-referrer", plain.header("referrer-policy"));
    assertTrue(plain.header("content-security-policy").contains("frame-ancestors 'none'"));
    assertNull(plain.header("strict-transport-security"));
    assertNotNull(server.ask("GET", "/api/things").header("X-Forwarded-Proto", "https").reply()
        .header("strict-transport-security"));
  }

  @Test
  void answersThatAreNotJsonAreRefused() {
    assertEquals(406, server.ask("GET", "/api/things").header("Accept", "text/html").reply().status());
    assertEquals(200, server.ask("GET", "/api/things").header("Accept", "text/html, */*;q=0.1").reply().status());
  }

  @Test
  void aMountedHandlerGetsItsPathsUntouched() {
    assertEquals("raw", server.ask("POST", "/raw/anything").bytes(new byte[] {1}).reply().text());
  }

  @Test
  void aWebhookGetsTheBytesAsTheyCameAndAnswersPlainText() {
    byte[] odd = {'{', 0, (byte) 0xff, '\\', '/', '\n'};
    Reply reply = server.ask("POST", "/api/hook").header("X-Signature", "sha256=00")
        .header("Content-Type", "application/json").bytes(odd).reply();
    assertEquals("sha256=00 " + Base64.getEncoder().encodeToString(odd), reply.text());
    assertEquals("text/plain; charset=utf-8", reply.header("content-type"));
    assertEquals(200, server.ask("POST", "/api/hook").header("X-Signature", "sha256=00").reply().status());
    assertEquals(403, server.ask("POST", "/api/hook").bytes(odd).reply().status(), "unsigned, it is not even read");
  }

  @Test
  void http2WithoutTlsIsSpokenToo() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      URI address = URI.create("http://127.0.0.1:" + server.port());
      HttpResponse<String> get = client.send(
          HttpRequest.newBuilder(address.resolve("/api/things")).build(), HttpResponse.BodyHandlers.ofString());
      assertEquals(200, get.statusCode());
      HttpResponse<String> post = client.send(HttpRequest.newBuilder(address.resolve("/api/free"))
          .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"abc\"}"))
          .build(), HttpResponse.BodyHandlers.ofString());
      assertEquals("{\"success\":true,\"data\":{\"text\":3,\"extra\":0}}", post.body());
      assertEquals(HttpClient.Version.HTTP_2, post.version());
    }
  }
}
