package com.mas.realtime.terminal.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** The REST side: logs in and opens a session. */
final class Account {
  private final HttpClient client;
  private final String server;

  Account(HttpClient client, String server) {
    this.client = client;
    this.server = server;
  }

  /** The new session with its tokens, as the API tells it. */
  JsonNode open(String email, String password, String title, boolean recording) throws IOException,
      InterruptedException {
    String token = post("/api/auth/login", null, Map.of("email", email, "password", password)).path("accessToken")
        .asText();
    return post("/api/terminal-sessions", token, Map.of("title", title, "recording", recording));
  }

  private JsonNode post(String path, String token, Map<String, ?> body) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path)).timeout(Duration.ofSeconds(20))
        .header("Content-Type", "application/json").POST(BodyPublishers.ofString(Json.write(body)));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    JsonNode answer;
    try {
      answer = Json.MAPPER.readTree(client.send(request.build(), BodyHandlers.ofString()).body());
    } catch (ConnectException e) {
      throw new IOException("no server answers at " + server, e);
    }
    if (!answer.path("success").asBoolean()) {
      throw new IOException(server + path + ": " + answer.path("message").asText("no answer that can be read"));
    }
    return answer.path("data");
  }
}
