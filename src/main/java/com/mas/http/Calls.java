package com.mas.http;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Principal;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Reads from a request's headers what its call carries: request id, trace, tenant, the client's address. */
final class Calls {
  private static final int LONGEST_ID = 64;
  private static final int TRACE_LENGTH = 55;

  private final Clock clock;
  private final Tenants tenants;
  private final Proxies proxies;

  Calls(Clock clock, Tenants tenants, Proxies proxies) {
    this.clock = clock;
    this.tenants = tenants;
    this.proxies = proxies;
  }

  Call of(Exchange exchange, Operation operation, String tenant, Principal principal) {
    String trace = exchange.request.getHeader("traceparent");
    return new Call(exchange.requestId, isTrace(trace) ? trace : null, tenant, principal,
        clock.millis() + operation.request().timeout().toMillis(), null, proxies.client(exchange.request));
  }

  /** The client's id where it is harmless in a log and a header, else a new one, ordered by time. */
  String requestId(HttpServerRequest request) {
    String given = request.getHeader(Exchange.REQUEST_ID);
    return given != null && isId(given) ? given : newId();
  }

  String tenant(HttpServerRequest request) {
    String given = request.getHeader("x-platform");
    if (given == null || given.isEmpty()) {
      return tenants.standard();
    }
    if (!tenants.has(given)) {
      throw Failure.UNKNOWN_TENANT.with("X-Platform names no tenant of this server.");
    }
    return given;
  }

  /** Fails with {@link Failure#NOT_FOUND} when the tenant does without the domain of the operation. */
  void mustHave(Operation operation, String tenant) {
    if (tenants.isSwitchedOff(tenant, operation.request().address())) {
      throw EdgeReasons.SWITCHED_OFF.refusal();
    }
  }

  boolean isSecure(HttpServerRequest request) {
    return request.connection().isSsl()
        || "https".equals(request.getHeader("x-forwarded-proto")) && proxies.isTrusted(request);
  }

  private static boolean isId(String text) {
    if (text.isEmpty() || text.length() > LONGEST_ID) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.')) {
        return false;
      }
    }
    return true;
  }

  /** W3C trace context, version 00: lower-case hex in four fields of fixed lengths. */
  private static boolean isTrace(String text) {
    if (text == null || text.length() != TRACE_LENGTH || !text.startsWith("00-")) {
      return false;
    }
    for (int i = 3; i < TRACE_LENGTH; i++) {
      char c = text.charAt(i);
      if (i == 35 || i == 52 ? c != '-' : !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  /** Need not be unguessable: it joins log lines and opens nothing. */
  private String newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = clock.millis() << 16 | 0x7000 | random.nextLong() & 0xFFF;
    return new UUID(high, random.nextLong() >>> 2 | 1L << 63).toString();
  }
}
