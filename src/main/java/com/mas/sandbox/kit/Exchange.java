package com.mas.sandbox.kit;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One call and its answer, which the faults that strike it spoil. */
public final class Exchange {
  private static final String JSON = "application/json;charset=UTF-8";
  private static final int DAMAGED = 7;
  /** Names the body of a call that is taken as it comes, where the desk keeps it. */
  static final String BYTES = "bytes";

  private final Vertx vertx;
  private final RoutingContext context;
  private final Struck struck;

  Exchange(Vertx vertx, RoutingContext context, Struck struck) {
    this.vertx = vertx;
    this.context = context;
    this.struck = struck;
  }

  /** Returns the faults that strike it: lists and a provider's own faults are the simulator's to see to. */
  public Struck struck() {
    return struck;
  }

  public String path(String parameter) {
    return context.pathParam(parameter);
  }

  public String query(String parameter) {
    return request().getParam(parameter);
  }

  /** Returns the fields of the query and of the form, in their order; of a name that comes twice the first. */
  public Map<String, String> parameters() {
    Map<String, String> all = new LinkedHashMap<>();
    request().params().forEach((name, value) -> all.putIfAbsent(name, value));
    return all;
  }

  public String header(String name) {
    return request().getHeader(name);
  }

  public String form(String field) {
    return request().getFormAttribute(field);
  }

  /** Returns the value of a cookie; null for none. */
  public String cookie(String name) {
    Cookie cookie = request().getCookie(name);
    return cookie == null ? null : cookie.getValue();
  }

  /** Returns the body; an empty object when it is none. */
  public JsonObject json() {
    try {
      JsonObject body = bytes() == null ? context.body().asJsonObject() : new JsonObject(bytes());
      return body == null ? new JsonObject() : body;
    } catch (DecodeException | ClassCastException e) {
      return new JsonObject();
    }
  }

  /** Returns the body of a call that is taken as it comes; null for others. */
  public Buffer bytes() {
    return context.get(BYTES);
  }

  public String method() {
    return request().method().name();
  }

  /** Returns the whole path, as it was sent. */
  public String target() {
    return request().path();
  }

  /** Returns the query, as it was sent; null for none. */
  public String rawQuery() {
    return request().query();
  }

  /** Returns all values of a header, in their order. */
  public List<String> headers(String name) {
    return request().headers().getAll(name);
  }

  public Exchange with(String header, String value) {
    response().putHeader(header, value);
    return this;
  }

  public Exchange with(Cookie cookie) {
    response().addCookie(cookie);
    return this;
  }

  public void json(int status, JsonObject body) {
    send(status, JSON, Buffer.buffer(body.encode()));
  }

  public void json(JsonObject body) {
    json(200, body);
  }

  /** Answers with JSON that is written already. */
  public void json(String document) {
    send(200, JSON, Buffer.buffer(document));
  }

  /** Answers; refusals are as the provider means them, whatever strikes. */
  public void send(int status, String type, Buffer body) {
    HttpServerResponse response = response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (status >= 400) {
      plain(status, type, body);
      return;
    }
    response.setStatusCode(status).putHeader("Content-Type", type);
    if (struck.has(Kind.LOSE)) {
      close();
      return;
    }
    if (struck.has(Kind.CONTENT_TYPE)) {
      response.putHeader("Content-Type", "text/plain");
    }
    Buffer sent = struck.has(Kind.GARBAGE) ? damaged(body) : body;
    if (struck.has(Kind.TRUNCATED)) {
      response.putHeader("Content-Length", String.valueOf(sent.length()));
      response.write(sent.slice(0, sent.length() / 2)).onComplete(written -> close());
    } else if (struck.has(Kind.HUGE)) {
      response.setChunked(true);
      Slowly.blanks(response, struck.value(Kind.HUGE)).onSuccess(written -> response.end(sent));
    } else if (struck.has(Kind.SLOW_BODY)) {
      response.putHeader("Content-Length", String.valueOf(sent.length()));
      response.writeHead();
      Slowly.write(vertx, response, sent, struck.value(Kind.SLOW_BODY)).onSuccess(written -> response.end());
    } else {
      response.end(sent);
    }
  }

  void plain(int status, String type, Buffer body) {
    response().setStatusCode(status).putHeader("Content-Type", type).end(body);
  }

  /** Breaks the connection. */
  void close() {
    request().connection().close();
  }

  boolean isOver() {
    return response().ended() || response().closed();
  }

  private static Buffer damaged(Buffer body) {
    byte[] bytes = body.getBytes();
    for (int i = DAMAGED; i < bytes.length; i += DAMAGED) {
      bytes[i] = (byte) 0xff;
    }
    return bytes.length > DAMAGED ? Buffer.buffer(bytes)
        : Buffer.buffer("{\"".getBytes(StandardCharsets.UTF_8)).appendByte((byte) 0xff);
  }

  private HttpServerRequest request() {
    return context.request();
  }

  private HttpServerResponse response() {
    return context.response();
  }
}
