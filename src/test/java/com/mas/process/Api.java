package com.mas.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.mas.bus.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A plain client of one node. */
public record Api(String base) {
  public static final String ADMIN = "admin@mas.example";
  public static final String PASSWORD = "admin-password-1";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

  /** One answer, read in full. */
  public record Reply(int status, Map<String, List<String>> headers, String text) {
    public String header(String name) {
      return headers.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }

    /** Missing for a body that is no JSON. */
    public JsonNode json() {
      return header("content-type").contains("json") ? Json.read(text, JsonNode.class) : MissingNode.getInstance();
    }

    public JsonNode data() {
      return json().path("data");
    }
  }

  /** @param token null for nobody; {@code json} null for no body; {@code headers} in pairs */
  public Reply ask(String method, String path, String token, String json, String... headers) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(LIMIT)
        .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (json != null) {
      request.header("Content-Type", "application/json");
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.headers().map(), response.body());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  public Reply get(String path, String token) throws IOException {
    return ask("GET", path, token, null);
  }

  public Reply post(String path, String token, Object body) throws IOException {
    return ask("POST", path, token, Json.write(body));
  }

  public Reply tryLogin(String email, String password) throws IOException {
    return post("/api/auth/login", null, Map.of("email", email, "password", password));
  }

  /** The access token of the super admin. */
  public String admin() throws IOException {
    return login(ADMIN, PASSWORD);
  }

  /** Signs in like a person whom an admin has made: the temporary password is good for being changed only. */
  public void takeOver(String email, String temporary, String password) throws IOException {
    Reply reply = post("/api/auth/password/change", login(email, temporary),
        Map.of("currentPassword", temporary, "newPassword", password));
    assertEquals(200, reply.status(), reply::text);
  }

  public String login(String email, String password) throws IOException {
    Reply reply = tryLogin(email, password);
    assertEquals(200, reply.status(), reply::text);
    return reply.data().path("accessToken").textValue();
  }
}
