package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Principal.Role;
import com.mas.http.EdgeServer.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the headers that every answer has, and that no answer names its software. */
class HeadersTest {
  @AutoClose private static final EdgeServer server = new EdgeServer();

  @ParameterizedTest
  @CsvSource({"GET,/api/things", "GET,/api/things/mine", "GET,/api/nothing", "GET,/api/things?limit=x",
      "PUT,/api/things", "OPTIONS,/api/things", "GET,/health/live", "GET,/health/ready", "GET,/metrics",
      "GET,/docs", "GET,/openapi.json", "GET,/console", "GET,/console/", "GET,/console/nothing",
      "GET,/console/vendor/xterm.js", "POST,/console/", "HEAD,/console/", "GET,/raw/", "POST,/raw/x",
      "GET,/../etc/passwd", "GET,/console/..%2f..%2fetc%2fpasswd"})
  void everyAnswerIsWhatItsTypeSaysAndStandsInNoFrame(String method, String path) {
    Reply reply = server.ask(method, path).reply();
    assertEquals("nosniff", reply.header("x-content-type-options"));
    assertEquals("DENY", reply.header("x-frame-options"));
    assertEquals("no-referrer", reply.header("referrer-policy"));
    assertEquals("same-origin", reply.header("cross-origin-opener-policy"));
    assertEquals("same-origin", reply.header("cross-origin-resource-policy"));
    String policy = reply.header("content-security-policy");
    assertTrue(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), policy);
    assertFalse(policy.contains("unsafe") || policy.contains("*"), policy);
    assertNull(reply.header("strict-transport-security"), "only where there is TLS");
    for (String told : List.of("server", "x-powered-by", "via", "set-cookie")) {
      assertNull(reply.header(told), told);
    }
    assertNotNull(server.ask(method, path).header("X-Forwarded-Proto", "https").reply()
        .header("strict-transport-security"), "behind a proxy that has TLS");
  }

  /** These the HTTP codec answers before anybody else sees them. */
  @Test
  void whatIsNoRequestIsToldNothingOfTheServer() {
    for (String request : List.of("nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /" + "x".repeat(9000)
        + " HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")) {
      String answer = server.raw(request).toLowerCase(Locale.ROOT);
      assertFalse(answer.contains("server:") || answer.contains("vert.x") || answer.contains("netty")
          || answer.contains("exception"), answer);
    }
  }

  @Test
  void aRequestThatNamesNoHostIsRefusedAsAProblem() {
    for (String path : List.of("/api/things", "/health/live", "/console/")) {
      String answer = server.raw("GET " + path + " HTTP/1.1\r\nConnection: close\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 400") && answer.contains("application/problem+json")
          && answer.contains("x-content-type-options: nosniff") && answer.contains("\"code\":\"invalid\""), answer);
    }
  }

  /** A proxy in front may keep some paths for itself, and knows only how they are usually written. */
  @ParameterizedTest
  @CsvSource({"/x/../metrics", "//metrics", "/./metrics", "/%6detrics", "/metrics%2f", "/METRICS", "/metrics;x",
      "/x/%2e%2e/health/live", "//console/", "/x/../console/", "/docs/x", "/openapi.json/x", "/console/%zz",
      "/%zz", "x"})
  void anotherSpellingOfAPathLeadsNowhere(String path) {
    String answer = server.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 404") && answer.contains("\"code\":\"not_found\""), answer);
  }

  @Test
  void aMountWhoseQueryIsBrokenIsAnsweredAndNotLeftAlone() {
    Reply reply = server.ask("GET", "/broken/").reply();
    assertEquals(400, reply.status());
    assertEquals("invalid", reply.code());
  }

  @Test
  void theClientsAddressIsTheOneThatTheLastProxySaw() {
    String token = server.tokens.of(Role.USER);
    Map<List<String>, String> said = Map.of(
        List.of("203.0.113.9"), "203.0.113.9",
        List.of("1.1.1.1, 203.0.113.9"), "203.0.113.9",
        List.of("1.1.1.1", "203.0.113.9"), "203.0.113.9",
        List.of("203.0.113.9, 127.0.0.9"), "203.0.113.9",
        List.of("nonsense"), "127.0.0.1");
    said.forEach((headers, address) -> {
      EdgeServer.Ask ask = server.ask("GET", "/api/things/mine").token(token);
      headers.forEach(header -> ask.header("X-Forwarded-For", header));
      assertEquals(address, ask.reply().json().path("data").path("address").asText(), headers.toString());
    });
  }
}
