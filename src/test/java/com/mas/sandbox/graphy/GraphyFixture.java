package com.mas.sandbox.graphy;

import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.client.WebClientSession;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A sandbox on a free port and a client with its own cookies. */
final class GraphyFixture implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Sandbox sandbox;
  private final WebClient client;
  private final WebClientSession session;

  GraphyFixture(Clock clock) {
    sandbox = new Sandbox(vertx, clock);
    client = WebClient.create(vertx, new WebClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(sandbox.port())
        .setFollowRedirects(false));
    session = WebClientSession.create(client);
  }

  Future<HttpResponse<Buffer>> ask(HttpMethod method, String path, Object body) {
    HttpRequest<Buffer> request = session.request(method, "/graphy" + path);
    return body == null ? request.send() : request.sendJson(body);
  }

  HttpResponse<Buffer> get(String path) {
    return House.await(ask(HttpMethod.GET, path, null));
  }

  HttpResponse<Buffer> getWithoutCookies(String path) {
    return House.await(client.get("/graphy" + path).send());
  }

  HttpResponse<Buffer> put(String path, Object body) {
    return House.await(ask(HttpMethod.PUT, path, body));
  }

  JsonObject delete(String path) {
    return House.await(ask(HttpMethod.DELETE, path, null)).bodyAsJsonObject();
  }

  void faults(String... faults) {
    sandbox.faults("graphy", Stream.of(faults).map(Sandbox::written).toArray(JsonObject[]::new));
  }

  void well() {
    sandbox.well("graphy");
  }

  JsonObject calls() {
    return sandbox.ask("graphy", "GET", "requests", null);
  }

  void awaitCall(String path, int n) {
    sandbox.awaitCall("graphy", path, n);
  }

  HttpResponse<Buffer> login(String email, String password) {
    MultiMap form = MultiMap.caseInsensitiveMultiMap().set("email", email).set("password", password)
        .set("age", "").set("url", "/t/public/login");
    return House.await(session.post("/graphy/s/authenticate").sendForm(form));
  }

  GraphyFixture loggedIn() {
    HttpResponse<Buffer> answer = login(GraphySimulator.EMAIL, GraphySimulator.PASSWORD);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.bodyAsString());
    }
    return this;
  }

  List<JsonObject> rows(String path) {
    return get(path).bodyAsJsonObject().getJsonArray("data").stream().map(JsonObject.class::cast).toList();
  }

  JsonObject learnersPage(String course, int start) {
    return get("/t/api/course/" + course + "/learners?start=" + start + "&size=100").bodyAsJsonObject();
  }

  /** Page by page, until a page is empty. */
  List<JsonObject> all(String path, int size) {
    List<JsonObject> all = new ArrayList<>();
    for (int start = 0;; start += size) {
      List<JsonObject> page = rows(path + "?start=" + start + "&size=" + size);
      if (page.isEmpty()) {
        return all;
      }
      all.addAll(page);
    }
  }

  List<JsonObject> learners(String course) {
    return all("/t/api/course/" + course + "/learners", 100);
  }

  JsonObject report(String course, String user) {
    return get("/t/api/course/" + course + "/learners/" + user + "/report").bodyAsJsonObject();
  }

  @Override
  public void close() {
    House.await(vertx.close());
  }
}
