package com.mas.http;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** The first look at every request: whose it is to answer, and whether its origin may ask. Of one event loop. */
final class Edge {
  private final Map<String, Handler<HttpServerRequest>> mounts;
  private final Cors cors;
  private final Calls calls;
  private final ServicePages pages;
  private final ContractRouter router;
  private final Connections connections;
  private final boolean accessLog;

  Edge(Map<String, Handler<HttpServerRequest>> mounts, Cors cors, Calls calls, ServicePages pages,
      ContractRouter router, Connections connections, boolean accessLog) {
    this.mounts = mounts;
    this.cors = cors;
    this.calls = calls;
    this.pages = pages;
    this.router = router;
    this.connections = connections;
    this.accessLog = accessLog;
  }

  void handle(HttpServerRequest request) {
    String path = request.path() == null ? "" : request.path();
    for (Map.Entry<String, Handler<HttpServerRequest>> mount : mounts.entrySet()) {
      if (path.startsWith(mount.getKey())) {
        mounted(mount.getValue(), request);
        return;
      }
    }
    Exchange exchange = exchange(request);
    try {
      String origin = request.getHeader(HttpHeaders.ORIGIN);
      if (origin != null && !mayAsk(exchange, origin)) {
        return;
      }
      if (!pages.handle(exchange, path)) {
        router.handle(exchange, path);
      }
    } catch (RuntimeException e) {
      exchange.fail(e);
    }
  }

  private void mounted(Handler<HttpServerRequest> mount, HttpServerRequest request) {
    Exchange.protect(request.response().headers(), calls.isSecure(request));
    try {
      mount.handle(request);
    } catch (FailureException e) {
      exchange(request).fail(e);
    } catch (IllegalArgumentException e) {
      // the query is decoded when a handler asks for it
      exchange(request).fail(Failure.INVALID.with("The address has a broken percent encoding."));
    }
  }

  private Exchange exchange(HttpServerRequest request) {
    return new Exchange(request, calls.requestId(request), calls.isSecure(request), connections, accessLog);
  }

  /** Whether there is more to do: a preflight is answered here. */
  private boolean mayAsk(Exchange exchange, String origin) {
    HttpServerRequest request = exchange.request;
    if (!cors.allows(origin, request.getHeader(HttpHeaders.HOST))) {
      throw Failure.FORBIDDEN.with("This origin may not use the server; see CORS_ALLOWED_ORIGINS.");
    }
    cors.allow(origin, exchange.response.headers());
    if (request.method() == HttpMethod.OPTIONS
        && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null) {
      cors.preflight(exchange.response.headers());
      exchange.empty(204);
      return false;
    }
    return true;
  }
}
