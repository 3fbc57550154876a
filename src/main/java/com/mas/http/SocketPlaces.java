package com.mas.http;

import com.mas.bus.Failure;
import com.mas.meters.Meters;
import com.mas.redis.LocalRateLimit;
import com.mas.redis.RateLimit;
import com.mas.redis.RateLimit.Verdict;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the sockets of one address on this node: so many at a time, and so many new ones a minute. A school is one
 * address, so both are far above what its people need: they stop the one program that opens sockets without end.
 * Counted here and not in Redis, since it is this node's memory and files that are spared, and since refusing must cost
 * less than asking. Thread-safe.
 */
public final class SocketPlaces {
  private static final Logger LOG = LoggerFactory.getLogger(SocketPlaces.class);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int RETRY_WHEN_FULL_SECONDS = 30;

  private final LocalRateLimit limit;
  private final Proxies proxies;
  private final int mostOpen;
  private final int mostNew;
  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  /** @param mostOpen at a time; {@code mostNew} a minute */
  public SocketPlaces(LocalRateLimit limit, Proxies proxies, int mostOpen, int mostNew) {
    this.limit = limit;
    this.proxies = proxies;
    this.mostOpen = mostOpen;
    this.mostNew = mostNew;
  }

  /**
   * Takes a place for a request that wants to become a socket, or a session of polls.
   *
   * @param kind of socket, for the metrics
   * @return gives the place back; may be run again, and must be run however the socket ends
   * @throws com.mas.bus.FailureException TOO_MANY_REQUESTS when there is none
   */
  public Runnable take(String kind, HttpServerRequest request) {
    String address = proxies.client(request);
    String client = address == null ? "" : RateLimit.network(address);
    Verdict verdict = limit.allow("sockets:" + client, mostNew, MINUTE);
    if (!verdict.allowed()) {
      throw refusal(kind, "rate", client, mostNew + " new ones a minute", verdict.retryAfterSeconds());
    }
    if (open.merge(client, 1, Integer::sum) > mostOpen) {
      leave(client);
      throw refusal(kind, "open", client, mostOpen + " at a time", RETRY_WHEN_FULL_SECONDS);
    }
    AtomicBoolean left = new AtomicBoolean();
    return () -> {
      if (!left.getAndSet(true)) {
        leave(client);
      }
    };
  }

  private void leave(String client) {
    open.computeIfPresent(client, (key, count) -> count > 1 ? count - 1 : null);
  }

  private RuntimeException refusal(String kind, String reason, String client, String most, int retryAfterSeconds) {
    Meters.counter("socket.refused", "Sockets refused, since their address has too many", "kind", kind,
        "reason", reason).increment();
    if (limit.allow("sockets refused", 1, MINUTE).allowed()) {
      LOG.warn("sockets of {} are refused, an address may have {}; if it is a proxy, name it in TRUSTED_PROXIES",
          client, most);
    }
    return Failure.TOO_MANY_REQUESTS.with("Too many sockets from this address; please wait before the next one.")
        .retryAfter(retryAfterSeconds);
  }
}
