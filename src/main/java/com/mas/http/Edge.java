package com.mas.http;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * Takes every request of one event loop to what answers it. Mounts come first, and past the router: sockets need the
 * server's own request, not the router's view of it. All else is routed: whether its origin may ask, the contract's
 * operations behind one route that looks them up by hash, the pages, and what is nothing.
 *
 * <p>Routes match paths as they were sent, so that no other spelling of a path leads past a rule of a proxy in front.
 */
final class Edge {
  private final Map<String, Handler<HttpServerRequest>> mounts;
  private final Calls calls;
  private final ContractRouter operations;
  private final Connections connections;
  private final boolean accessLog;
  private final Router router;

  Edge(Vertx vertx, Map<String, Handler<HttpServerRequest>> mounts, Cors cors, Calls calls, ServicePages pages,
      ContractRouter operations, Connections connections, boolean accessLog) {
    this.mounts = mounts;
    this.calls = calls;
    this.operations = operations;
    this.connections = connections;
    this.accessLog = accessLog;
    this.router = Router.router(vertx);
    router.route().handler(this::begin).handler(cors.handler()).handler(this::operate).failureHandler(this::fail);
    pages.mount(router);
    router.route().handler(context -> {
      throw Failure.NOT_FOUND.with("Not found.");
    });
  }

  void handle(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_1_1 && !isClear(request.headers())) {
      exchange(request)
          .fail(Failure.INVALID.with("The request must name its host once, and its body's coding clearly."));
      return;
    }
    String path = request.path() == null ? "" : request.path();
    for (Map.Entry<String, Handler<HttpServerRequest>> mount : mounts.entrySet()) {
      if (path.startsWith(mount.getKey())) {
        mounted(mount.getValue(), request);
        return;
      }
    }
    router.handle(request);
  }

  /** Returns whether nobody in front can have read the request otherwise: one host, and chunks as the only coding. */
  private static boolean isClear(MultiMap headers) {
    String coding = headers.get(HttpHeaders.TRANSFER_ENCODING);
    return (coding == null || coding.equalsIgnoreCase("chunked")) && headers.getAll(HttpHeaders.HOST).size() == 1;
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

  private void begin(RoutingContext context) {
    exchange(context.request()).joins(context);
    context.next();
  }

  private void operate(RoutingContext context) {
    if (!operations.handle(Exchange.of(context), context.request().path())) {
      context.next();
    }
  }

  /** Answers what was thrown, and what the router refuses: a request without a host, or a path that is none. */
  private void fail(RoutingContext context) {
    Exchange exchange = Exchange.of(context) == null ? exchange(context.request()) : Exchange.of(context);
    if (context.statusCode() == 400) {
      exchange.fail(Failure.INVALID.with("The request must name its host and a path."));
    } else if (context.statusCode() == 403) {
      exchange.fail(Failure.FORBIDDEN.with("The Origin header is not an origin."));
    } else if (context.statusCode() == 404) {
      exchange.fail(Failure.NOT_FOUND.with("Not found."));
    } else {
      exchange.fail(context.failure());
    }
  }

  private Exchange exchange(HttpServerRequest request) {
    return new Exchange(request, calls.requestId(request), calls.isSecure(request), connections, accessLog);
  }
}
