package com.mas.http;

import com.mas.bus.Failure;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides which pages may talk to the product: those of the settings and of the tenants, {@code Origin: null} and
 * requests without an origin, the server's own pages, and in development everybody. One rule for REST and Socket.IO.
 */
public final class Cors {
  private static final Set<HttpMethod> METHODS = new LinkedHashSet<>(List.of(HttpMethod.GET, HttpMethod.HEAD,
      HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE));
  private static final Set<String> TAKEN = new LinkedHashSet<>(List.of("Authorization", "Content-Type", "X-Platform",
      "X-Request-Id", "Idempotency-Key", "traceparent", "tracestate", "baggage", "sentry-trace"));
  private static final Set<String> SHOWN = new LinkedHashSet<>(List.of("X-Request-Id", "Idempotent-Replayed",
      "Retry-After", "Location", "Content-Disposition", "X-Ignored-Parameters"));
  private static final Pattern OWN_MACHINE =
      Pattern.compile("https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?");
  private static final int PREFLIGHT_SECONDS = 600;

  private final Tenants tenants;
  private final boolean everybody;

  public Cors(Tenants tenants, boolean everybody) {
    this.tenants = tenants;
    this.everybody = everybody;
  }

  /**
   * @param origin the header, or null
   * @param host the authority that the request was sent to, or null
   */
  public boolean allows(String origin, String host) {
    return origin == null || everybody || origin.equals("null") || tenants.listsOrigin(origin)
        || host != null && (isOf(origin, "https://", host, ":443") || isOf(origin, "http://", host, ":80"));
  }

  /** Browsers leave out the port that a scheme has by itself; who writes the authority may not. */
  private static boolean isOf(String origin, String scheme, String host, String port) {
    return origin.startsWith(scheme) && (origin.substring(scheme.length()).equalsIgnoreCase(host)
        || host.endsWith(port) && origin.regionMatches(true, scheme.length(), host, 0, host.length() - port.length())
            && origin.length() == scheme.length() + host.length() - port.length());
  }

  /** Returns the headers that pages of other origins may send, as an answer to a preflight names them. */
  public static String taken() {
    return String.join(", ", TAKEN);
  }

  /**
   * Returns to which authority the request was sent: HTTP 2 names it without a {@code Host} header. Null when it names
   * none.
   */
  public static String authority(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    return authority == null ? null : authority.toString();
  }

  /**
   * Credentials are for the listed ones only, and in development for pages of this machine, so that a front end works
   * there as it will; an opaque origin could be anybody's frame.
   */
  public boolean trusts(String origin) {
    return tenants.listsOrigin(origin) || everybody && OWN_MACHINE.matcher(origin).matches();
  }

  /**
   * Refuses requests of other origins, answers preflights, and lets pages of allowed origins read what the next handler
   * answers. Who may is decided here, since the server's own pages may whatever its name is.
   */
  Handler<RoutingContext> handler() {
    CorsHandler listed = writer().allowCredentials(true);
    CorsHandler others = writer();
    return context -> {
      HttpServerRequest request = context.request();
      String origin = request.getHeader(HttpHeaders.ORIGIN);
      if (origin == null) {
        context.next();
        return;
      }
      if (!allows(origin, authority(request))) {
        throw Failure.FORBIDDEN.with(
            "This origin may not use the server; see CORS_ALLOWED_ORIGINS and the tenants' origins.");
      }
      // the handler adds the origin to what answers depend on, though it is there already
      context.addHeadersEndHandler(end -> request.response().headers().set(HttpHeaders.VARY, Exchange.VARY));
      if (request.method() == HttpMethod.OPTIONS
          && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null) {
        Exchange.of(context).answeredByItself();
      }
      (trusts(origin) ? listed : others).handle(context);
    };
  }

  private static CorsHandler writer() {
    return CorsHandler.create().addOriginWithRegex(".+").allowedMethods(METHODS).allowedHeaders(TAKEN)
        .exposedHeaders(SHOWN).maxAgeSeconds(PREFLIGHT_SECONDS);
  }
}
