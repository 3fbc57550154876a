package com.mas.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Set;

/**
 * Which pages of other origins may talk to the product: those of one list, {@code Origin: null} and requests without an
 * origin, the server's own pages, and in development everybody. One rule for REST and Socket.IO.
 */
public final class Cors {
  private static final CharSequence METHODS = HttpHeaders.createOptimized("GET, HEAD, POST, PUT, PATCH, DELETE");
  private static final CharSequence TAKEN = HttpHeaders.createOptimized(
      "Authorization, Content-Type, X-Platform, X-Request-Id, Idempotency-Key, traceparent, tracestate");
  private static final CharSequence SHOWN = HttpHeaders.createOptimized(
      "X-Request-Id, Idempotent-Replayed, Retry-After, Location, Content-Disposition");
  private static final CharSequence TEN_MINUTES = HttpHeaders.createOptimized("600");

  private final Set<String> origins;
  private final boolean everybody;

  public Cors(List<String> origins, boolean everybody) {
    this.origins = Set.copyOf(origins);
    this.everybody = everybody;
  }

  /**
   * @param origin the header, or null
   * @param host the authority that the request was sent to, or null
   */
  public boolean allows(String origin, String host) {
    return origin == null || everybody || origin.equals("null") || origins.contains(origin)
        || host != null && (origin.equals("https://" + host) || origin.equals("http://" + host));
  }

  /** Credentials are for the listed ones only; an opaque origin could be anybody's frame. */
  public boolean trusts(String origin) {
    return origins.contains(origin);
  }

  /** For an allowed origin. */
  void allow(String origin, MultiMap answer) {
    answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    answer.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, SHOWN);
    if (trusts(origin)) {
      answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
  }

  void preflight(MultiMap answer) {
    answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, TAKEN);
    answer.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, TEN_MINUTES);
  }
}
