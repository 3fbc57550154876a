package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.http.EdgeServer.Reply;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
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

  /** A front end that sends credentials works in development as it will in production. */
  @Test
  void pagesOfThisMachineHaveCredentialsInDevelopmentOnly() {
    for (String origin : List.of("http://localhost:5173", "http://127.0.0.1:3000", "http://[::1]",
        "https://localhost")) {
      assertEquals("true", preflight(development, origin).reply().header("access-control-allow-credentials"), origin);
      assertEquals(403, preflight(server, origin).reply().status());
    }
    for (String origin : List.of("http://localhost.evil.example", "https://evil.example", "null")) {
      assertNull(preflight(development, origin).reply().header("access-control-allow-credentials"), origin);
    }
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

  /** HTTP 2 has no Host header: its requests name their authority otherwise. */
  @Test
  void theServersOwnPagesMayByHttp2Too() {
    HttpClient client = server.vertx.createHttpClient(new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    String own = "http://127.0.0.1:" + server.port();
    assertEquals(200, byHttp2(client, own));
    assertEquals(403, byHttp2(client, "http://127.0.0.1:1"));
    EdgeServer.get(client.close());
  }

  private static int byHttp2(HttpClient client, String origin) {
    return EdgeServer.get(client.request(new RequestOptions().setMethod(HttpMethod.GET).setHost("127.0.0.1")
        .setPort(server.port()).setURI("/api/things").putHeader("Origin", origin))
        .compose(request -> request.send()).map(response -> {
          assertEquals(HttpVersion.HTTP_2, response.request().version());
          return response.statusCode();
        }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"learn.example", "learn.example:443", "LEARN.example"})
  void anOriginWithoutItsPortIsTheServersOwn(String authority) {
    Cors cors = new Cors(new Tenants(List.of("one"), List.of()), false);
    assertTrue(cors.allows("https://learn.example", authority));
    assertFalse(cors.allows("https://learn.example:8443", authority));
    assertFalse(cors.allows("https://learn.example.evil.example", authority));
    assertFalse(cors.allows("https://learn.exampl", authority));
  }

  @Test
  void tracesOfBrowsersMayBeSent() {
    String taken = preflight(server, "https://app.example").reply().header("access-control-allow-headers");
    for (String header : List.of("traceparent", "tracestate", "baggage", "sentry-trace")) {
      assertTrue(taken.contains(header), taken);
    }
    assertEquals(taken.replace(" ", ""), Cors.taken().replace(" ", ""));
  }

  @Test
  void inDevelopmentEverybodyMay() {
    Reply reply = development.ask("GET", "/api/things").header("Origin", "http://localhost:3000").reply();
    assertEquals("http://localhost:3000", reply.header("access-control-allow-origin"));
    assertEquals("true", reply.header("access-control-allow-credentials"));
    assertEquals(204, preflight(development, "https://evil.example").reply().status());
  }
}
