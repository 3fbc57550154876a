package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.http.EdgeServer.Reply;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {
  @AutoClose private static final EdgeServer server = new EdgeServer();
  @AutoClose private static final EdgeServer development = new EdgeServer(true, false, "");

  private static EdgeServer.Ask preflight(EdgeServer where, String origin) {
    return where.ask("OPTIONS", "/api/things").header("Origin", origin).header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization,content-type,x-platform,idempotency-key");
  }

  @Test
  void aListedOriginMayAsk() {
    Reply before = preflight(server, "https://app.example").reply();
    assertEquals(204, before.status());
    assertEquals("https://app.example", before.header("access-control-allow-origin"));
    assertEquals("true", before.header("access-control-allow-credentials"));
    assertTrue(before.header("access-control-allow-methods").contains("PATCH"));
    for (String header : new String[] {"Authorization", "Content-Type", "X-Platform", "Idempotency-Key"}) {
      assertTrue(before.header("access-control-allow-headers").contains(header));
    }
    Reply get = server.ask("GET", "/api/things").header("Origin", "https://app.example").reply();
    assertEquals(200, get.status());
    assertEquals("https://app.example", get.header("access-control-allow-origin"));
    assertTrue(get.header("access-control-expose-headers").contains("X-Request-Id"));
    assertTrue(get.header("vary").contains("Origin"));
    assertEquals(List.of("Origin, Accept-Encoding"), get.headers().get("vary"));
  }

  @Test
  void failuresCanBeReadByAListedOriginToo() {
    Reply reply = server.ask("GET", "/api/things/mine").header("Origin", "https://app.example").reply();
    assertEquals(401, reply.status());
    assertEquals("https://app.example", reply.header("access-control-allow-origin"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "http://app.example", "https://app.example.evil.example",
      "https://app.example:8443", "HTTPS://APP.EXAMPLE"})
  void anyOtherOriginMayNot(String origin) {
    for (Reply reply : new Reply[] {preflight(server, origin).reply(),
        server.ask("GET", "/api/things").header("Origin", origin).reply()}) {
      assertEquals(403, reply.status());
      assertNull(reply.header("access-control-allow-origin"));
    }
  }

  @Test
  void noOriginAndAnOpaqueOneMay() {
    Reply none = server.ask("GET", "/api/things").reply();
    assertEquals(200, none.status());
    assertNull(none.header("access-control-allow-origin"));
    Reply opaque = server.ask("GET", "/api/things").header("Origin", "null").reply();
    assertEquals("null", opaque.header("access-control-allow-origin"));
    assertNull(opaque.header("access-control-allow-credentials"));
  }

  @Test
  void anEmptyOriginIsRefusedEverywhere() {
    Reply reply = development.ask("GET", "/api/things").header("Origin", "").reply();
    assertEquals(403, reply.status());
    assertEquals("forbidden", reply.json().path("code").asText());
  }

  @Test
  void theServersOwnPagesMay() {
    assertEquals(200, server.ask("GET", "/api/things").header("Origin", "http://127.0.0.1:" + server.port()).reply()
        .status());
  }

  @Test
  void inDevelopmentEverybodyMay() {
    Reply reply = development.ask("GET", "/api/things").header("Origin", "http://localhost:3000").reply();
    assertEquals("http://localhost:3000", reply.header("access-control-allow-origin"));
    assertNull(reply.header("access-control-allow-credentials"));
    assertEquals(204, preflight(development, "https://evil.example").reply().status());
  }
}
