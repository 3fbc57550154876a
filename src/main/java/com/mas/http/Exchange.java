package com.mas.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import io.opentelemetry.api.trace.Span;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer, which is written here and nowhere else: headers, problem documents, access log,
 * metrics.
 */
final class Exchange {
  static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
  static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final Logger ACCESS_LOG = LoggerFactory.getLogger("access");
  private static final CharSequence PROBLEM = HttpHeaders.createOptimized("application/problem+json");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
  static final CharSequence VARY = HttpHeaders.createOptimized("Origin, Accept-Encoding");
  private static final CharSequence NOTHING_EMBEDDED =
      HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
  private static final CharSequence ONE_YEAR = HttpHeaders.createOptimized("max-age=31536000; includeSubDomains");
  private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
  private static final CharSequence FRAME_OPTIONS = HttpHeaders.createOptimized("x-frame-options");
  private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("referrer-policy");
  private static final CharSequence SECURITY_POLICY = HttpHeaders.createOptimized("content-security-policy");
  private static final CharSequence OPENER_POLICY = HttpHeaders.createOptimized("cross-origin-opener-policy");
  private static final CharSequence RESOURCE_POLICY = HttpHeaders.createOptimized("cross-origin-resource-policy");
  private static final CharSequence SAME_ORIGIN = HttpHeaders.createOptimized("same-origin");
  private static final CharSequence TRANSPORT_SECURITY = HttpHeaders.createOptimized("strict-transport-security");
  private static final CharSequence AUTHENTICATE = HttpHeaders.createOptimized("www-authenticate");

  private static final String KEY = "exchange";

  final HttpServerRequest request;
  final HttpServerResponse response;
  final String requestId;
  private final Connections connections;
  private final boolean accessLog;
  private final long started = System.nanoTime();
  private Operation operation;

  Exchange(HttpServerRequest request, String requestId, boolean secure, Connections connections, boolean accessLog) {
    this.request = request;
    this.connections = connections;
    this.response = request.response();
    this.requestId = requestId;
    this.accessLog = accessLog;
    MultiMap headers = response.headers();
    headers.set(REQUEST_ID, requestId);
    protect(headers, secure);
    headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
    headers.set(HttpHeaders.VARY, VARY);
  }

  /**
   * Adds the headers that every answer tells browsers: its type holds, it embeds nothing and is in no frame, and pages
   * of other origins neither embed it nor hold its window. What CORS allows them to read is not touched by that.
   */
  static void protect(MultiMap headers, boolean secure) {
    headers.set(CONTENT_TYPE_OPTIONS, NOSNIFF);
    headers.set(FRAME_OPTIONS, DENY);
    headers.set(REFERRER_POLICY, NO_REFERRER);
    headers.set(SECURITY_POLICY, NOTHING_EMBEDDED);
    headers.set(OPENER_POLICY, SAME_ORIGIN);
    headers.set(RESOURCE_POLICY, SAME_ORIGIN);
    if (secure) {
      headers.set(TRANSPORT_SECURITY, ONE_YEAR);
    }
  }

  /** Lets the handlers of the request's routes find it by {@link #of}. */
  void joins(RoutingContext context) {
    context.put(KEY, this);
  }

  /** Returns the exchange of a request; null until its routes begin. */
  static Exchange of(RoutingContext context) {
    return context.get(KEY);
  }

  void operation(Operation operation) {
    this.operation = operation;
    Span span = Span.current(); // one that forgets all, unless traces are on
    if (span.isRecording()) {
      span.updateName(operation.method() + " " + operation.path());
      span.setAttribute("http.route", operation.path());
      span.setAttribute("request.id", requestId);
    }
  }

  void json(int status, byte[] body) {
    answer(status, JSON, body);
  }

  void json(int status, Buffer body) {
    answer(status, JSON, body);
  }

  /** Answers as {@link #json} does, with what may be a kept problem document. */
  void again(int status, byte[] body) {
    answer(status, status < 400 ? JSON : PROBLEM, body);
  }

  /** Answers with a page of our own, or what belongs to it. */
  void page(int status, String securityPolicy, CharSequence contentType, Buffer body) {
    response.headers().set(SECURITY_POLICY, securityPolicy);
    answer(status, contentType, body);
  }

  /** The copy that the browser has still holds; it takes over the headers of this answer, the policy among them. */
  void unchanged(String securityPolicy) {
    response.headers().set(SECURITY_POLICY, securityPolicy);
    empty(304);
  }

  void answer(int status, CharSequence contentType, byte[] body) {
    answer(status, contentType, Buffer.buffer(body));
  }

  /** Does not copy the body: a document is sent to many and held once for each event loop. */
  void answer(int status, CharSequence contentType, Buffer body) {
    if (response.ended() || response.closed()) {
      done(499); // the client is gone; nobody reads it
      return;
    }
    response.setStatusCode(status);
    response.headers().set(HttpHeaders.CONTENT_TYPE, contentType);
    if (request.method() == HttpMethod.HEAD) {
      response.headers().set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      response.end();
    } else {
      connections.answered(request, body.length(), response.end(body));
    }
    done(status);
  }

  /** One of the parts of an answer; done when there is room for the next, failed when nobody takes it. */
  Future<Void> part(CharSequence contentType, Buffer body, boolean last) {
    if (response.ended() || response.closed()) {
      done(499);
      return Future.failedFuture("the client is gone");
    }
    if (!response.headWritten()) {
      response.headers().set(HttpHeaders.CONTENT_TYPE, contentType);
      response.setChunked(true);
    }
    boolean whole = last || request.method() == HttpMethod.HEAD;
    Future<Void> written;
    if (request.method() == HttpMethod.HEAD) {
      written = response.end();
    } else {
      written = last ? response.end(body) : response.write(body);
      connections.answered(request, body.length(), written);
    }
    if (whole) {
      done(200);
    }
    return whole && !last ? Future.failedFuture("nothing more is wanted") : written;
  }

  void empty(int status) {
    response.setStatusCode(status).end();
    done(status);
  }

  /** Ends the count of an answer that a handler of the router writes by itself. */
  void answeredByItself() {
    response.endHandler(end -> done(response.getStatusCode()));
  }

  /**
   * Makes a problem document of a failure; what is not a {@link FailureException} is a defect and logged
   * here.
   */
  void fail(Throwable cause) {
    FailureException failure;
    if (cause instanceof FailureException expected) {
      failure = expected;
    } else {
      LOG.atError().addKeyValue("request", requestId).setCause(cause).log("{} failed at the edge", request.path());
      failure = Failure.INTERNAL.with("Something went wrong on our side.");
    }
    if (response.headWritten()) {
      response.reset(); // in the middle of an answer: it must not look whole
      done(failure.failure().httpStatus());
      return;
    }
    Integer retryAfter = failure.detail().retryAfterSeconds();
    int status = failure.failure().httpStatus();
    if (retryAfter != null || status == 503 || status == 429) {
      response.headers().set(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter == null ? 2 : retryAfter));
    }
    if (status == 401) {
      response.headers().set(AUTHENTICATE, request.getHeader(HttpHeaders.AUTHORIZATION) == null ? "Bearer"
          : "Bearer error=\"invalid_token\"");
    }
    answer(status, PROBLEM, problem(failure));
  }

  byte[] problem(FailureException failure) {
    try {
      return Answers.WRITER.writeValueAsBytes(Problem.of(failure, requestId));
    } catch (JsonProcessingException e) {
      return Json.write(Problem.of(failure.data(null), requestId)).getBytes(StandardCharsets.UTF_8);
    }
  }

  private void done(int status) {
    long nanos = System.nanoTime() - started;
    HttpMeters.record(operation, status, nanos);
    if (accessLog && ACCESS_LOG.isInfoEnabled()) {
      // the path without its query, which may carry what must not be logged; control characters cannot be in it
      ACCESS_LOG.atInfo()
          .addKeyValue("request", requestId)
          .addKeyValue("method", request.method().name())
          .addKeyValue("path", request.path())
          .addKeyValue("operation", operation == null ? "none" : operation.id())
          .addKeyValue("status", status)
          .addKeyValue("micros", nanos / 1000)
          .log("answered");
    }
  }
}
