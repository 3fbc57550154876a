package com.mas.http;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.meters.Meters;
import com.mas.redis.LocalRateLimit;
import com.mas.redis.RateLimit;
import com.mas.redis.RateLimit.Verdict;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Bounds what anybody can make the server read: what a signature stands under has to be read whole before it can be
 * checked. Who sends webhooks with wrong signatures is not read any more for a while; only failures count, so a
 * provider may send as many right ones as it has. And all bodies that are being checked have a bound. Of one event
 * loop.
 */
final class Strangers {
  private static final int WRONG_PER_MINUTE = 60;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  /** Each is there three times meanwhile: as it came, on the bus, decoded. */
  private static final long MOST_BYTES_CHECKED = 16 << 20;

  private final LocalRateLimit limit;
  private final Proxies proxies;
  private long bytesChecked;

  /** @param limit null: there is none */
  Strangers(LocalRateLimit limit, Proxies proxies) {
    this.limit = limit;
    this.proxies = proxies;
  }

  /** Before the body is read. Fails with TOO_MANY_REQUESTS, or with FORBIDDEN when there is no signature. */
  void check(HttpServerRequest request, Operation operation) {
    if (limit != null) {
      Verdict verdict = limit.look(key(request), WRONG_PER_MINUTE);
      if (!verdict.allowed()) {
        Meters.counter("http.strangers", "Calls of webhooks refused after too many wrong signatures",
            "operation", operation.id()).increment();
        throw Failure.TOO_MANY_REQUESTS.with("Too many wrong signatures from this address; please wait.")
            .retryAfter(verdict.retryAfterSeconds());
      }
    }
    if (operation.inputs().headers.stream().anyMatch(header -> request.getHeader(header.name) == null)) {
      wrong(request);
      throw Failure.FORBIDDEN.with("The signature does not match the body.");
    }
  }

  /** It has been read and is about to be checked, until {@link #answered}. Fails with OVERLOADED. */
  void begun(int bytes) {
    if (bytesChecked > 0 && bytesChecked + bytes > MOST_BYTES_CHECKED) {
      throw Failure.OVERLOADED.with("Too many webhooks at the moment; please try again.").retryAfter(1);
    }
    bytesChecked += bytes;
  }

  /** @param failure null when it was right */
  void answered(HttpServerRequest request, int bytes, Throwable failure) {
    bytesChecked -= bytes;
    if (failure instanceof FailureException refused && refused.failure() == Failure.FORBIDDEN) {
      wrong(request);
    }
  }

  private void wrong(HttpServerRequest request) {
    if (limit != null) {
      limit.allow(key(request), WRONG_PER_MINUTE, MINUTE);
    }
  }

  private String key(HttpServerRequest request) {
    String address = proxies.client(request);
    return "signature:" + (address == null ? "" : RateLimit.network(address));
  }
}
