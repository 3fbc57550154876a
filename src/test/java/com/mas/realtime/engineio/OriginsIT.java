package com.mas.realtime.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OriginsIT {
  private static final Origins RULE = new Origins() {
    @Override
    public boolean allows(String origin, String host) {
      return !origin.equals("https://evil.example");
    }

    @Override
    public boolean trusts(String origin) {
      return origin.equals("https://app.example");
    }
  };

  @Test
  void whoMayConnectMayNotThereforeSendCredentials() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient();
        EchoServer server = EchoServer.start(Vertx.vertx(), EngineConfig.of("origins", RULE), 0)) {
      HttpHeaders trusted = ask(http, server, "https://app.example", 200);
      assertEquals(Optional.of("https://app.example"), trusted.firstValue("access-control-allow-origin"));
      assertEquals(Optional.of("true"), trusted.firstValue("access-control-allow-credentials"));
      for (String other : new String[] {"http://localhost:3000", "null"}) {
        HttpHeaders allowed = ask(http, server, other, 200);
        assertEquals(Optional.of(other), allowed.firstValue("access-control-allow-origin"));
        assertEquals(Optional.empty(), allowed.firstValue("access-control-allow-credentials"));
      }
      assertEquals(Optional.empty(),
          ask(http, server, "https://evil.example", 403).firstValue("access-control-allow-origin"));
    }
  }

  @Test
  void theAuthorityOfHttp2IsTheHost() throws Exception {
    AtomicReference<String> host = new AtomicReference<>();
    Vertx vertx = Vertx.vertx();
    try (EchoServer server = EchoServer.start(vertx, EngineConfig.of("authority", (origin, authority) -> {
      host.set(authority);
      return true;
    }), 0)) {
      var client = vertx.createHttpClient(new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2)
          .setHttp2ClearTextUpgrade(false));
      int status = client.request(new RequestOptions().setMethod(HttpMethod.GET).setHost("127.0.0.1")
          .setPort(server.port()).setURI("/engine.io/?EIO=4&transport=polling").putHeader("Origin", "http://a.example"))
          .compose(request -> request.send()).map(response -> response.statusCode()).await(20, TimeUnit.SECONDS);
      assertEquals(200, status);
      assertEquals("127.0.0.1:" + server.port(), host.get());
      client.close().await(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aPreflightNamesTheHeadersThatTheProductTakes() throws Exception {
    Origins rule = new Origins() {
      @Override
      public boolean allows(String origin, String host) {
        return true;
      }

      @Override
      public String taken() {
        return "Content-Type, X-Platform";
      }
    };
    try (HttpClient http = HttpClient.newHttpClient();
        EchoServer server = EchoServer.start(Vertx.vertx(), EngineConfig.of("preflight", rule), 0)) {
      HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()
          + "/engine.io/?EIO=4&transport=polling")).header("Origin", "https://app.example")
          .header("Access-Control-Request-Headers", "x-platform").method("OPTIONS",
              HttpRequest.BodyPublishers.noBody())
          .build(), BodyHandlers.ofString());
      assertEquals(204, answer.statusCode());
      assertEquals(Optional.of("Content-Type, X-Platform"),
          answer.headers().firstValue("access-control-allow-headers"));
    }
  }

  private static HttpHeaders ask(HttpClient http, EchoServer server, String origin, int status) throws Exception {
    HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()
        + "/engine.io/?EIO=4&transport=polling")).header("Origin", origin).build(), BodyHandlers.ofString());
    assertEquals(status, answer.statusCode());
    return answer.headers();
  }
}
