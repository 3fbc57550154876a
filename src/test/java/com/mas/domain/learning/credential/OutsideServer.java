package com.mas.domain.learning.credential;

import com.mas.testkit.House;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An issuer that nobody has heard of: a form for tokens, cursors, rows within rows. It has certificates, too, and keeps
 * the headers of whoever fetches them.
 */
final class OutsideServer implements AutoCloseable {
  static final int ROWS = 7;
  private static final int PAGE = 3;
  private static final Buffer PDF = Buffer.buffer("%PDF-1.4\n%%EOF\n".getBytes(StandardCharsets.US_ASCII));

  final List<Map.Entry<String, String>> seen = new CopyOnWriteArrayList<>();
  volatile String location;
  private final HttpServer server;

  OutsideServer(Vertx vertx) {
    server = House.await(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
  }

  String origin() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  private void answer(HttpServerRequest request) {
    request.headers().forEach(header -> seen.add(Map.entry(header.getKey().toLowerCase(Locale.ROOT),
        header.getValue())));
    switch (request.path()) {
      case "/v2/token" -> request.body().onSuccess(body -> request.response().setStatusCode(
          body.toString().contains("client_secret=fourth-secret") ? 200 : 401)
          .end(new JsonObject().put("access_token", "fourth-token").encode()));
      case "/v2/diplomas" -> list(request);
      case "/files/good.pdf" -> request.response().end(PDF);
      case "/files/away.pdf" -> request.response().setStatusCode(302).putHeader("location", location).end();
      default -> request.response().setStatusCode(404).end();
    }
  }

  private static void list(HttpServerRequest request) {
    if (!"Bearer fourth-token".equals(request.getHeader("authorization"))) {
      request.response().setStatusCode(401).end();
      return;
    }
    String cursor = request.getParam("cursor");
    int from = cursor == null ? 0 : Integer.parseInt(cursor.substring(1));
    JsonArray rows = new JsonArray();
    for (int i = from; i < Math.min(ROWS, from + PAGE); i++) {
      rows.add(new JsonObject().put("diploma", new JsonObject().put("no", i + 1).put("subject", "Weaving " + i))
          .put("holder", new JsonObject().put("mail", "Weaver" + i + "@Learner.example").put("called", "Weaver " + i))
          .put("effort", i % 2 == 0 ? new JsonObject().put("hours", "7.5") : new JsonObject().put("least", 3)));
    }
    int next = from + PAGE;
    request.response().end(new JsonObject().put("page", new JsonObject().put("entries", rows)
        .put("after", next < ROWS ? "c" + next : null)).encode());
  }

  @Override
  public void close() {
    House.await(server.close());
  }
}
