package com.mas.realtime.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
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

  private static HttpHeaders ask(HttpClient http, EchoServer server, String origin, int status) throws Exception {
    HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()
        + "/engine.io/?EIO=4&transport=polling")).header("Origin", origin).build(), BodyHandlers.ofString());
    assertEquals(status, answer.statusCode());
    return answer.headers();
  }
}
