package com.mas.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Allows so many per window and key, over the whole cluster. A window starts with its first attempt; refused attempts
 * count but do not make it longer.
 *
 * <p>While Redis is away each process counts for itself: a cluster of n nodes then lets through at most n times as
 * many, which is better than no limit, and than locking everybody out.
 */
public final class RateLimit {
  // one script, so that a crash between the two commands cannot leave a counter that never ends
  private static final String COUNT = """
      local n = redis.call('INCR', KEYS[1])
      local left = redis.call('PTTL', KEYS[1])
      if left < 0 then
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
        left = tonumber(ARGV[1])
      end
      return {n, left}
      """;
  private static final String GIVE_BACK = """
      if tonumber(redis.call('GET', KEYS[1]) or '0') > 0 then
        return redis.call('DECR', KEYS[1])
      end
      return 0
      """;

  /** @param remaining attempts left in this window; {@code retryAfterSeconds} until the window ends, at least 1 */
  public record Verdict(boolean allowed, int remaining, int retryAfterSeconds) {}

  private final RedisLink redis;
  private final LocalRateLimit local;

  public RateLimit(RedisLink redis, Clock clock) {
    this.redis = redis;
    this.local = new LocalRateLimit(clock);
  }

  /**
   * Counts one attempt. Never fails.
   *
   * @param key says what is limited and for whom, such as {@code login:address:192.0.2.7}
   * @param window at most 24 h
   */
  public Future<Verdict> allow(String key, int limit, Duration window) {
    return redis.send(Command.EVAL, COUNT, "1", name(key), String.valueOf(window.toMillis()))
        .map(answer -> verdict(answer.get(0).toInteger(), answer.get(1).toLong(), limit))
        .otherwise(away -> local.allow(key, limit, window));
  }

  /** Takes one counted attempt back, so that only failures weigh. Never fails. */
  public Future<Void> giveBack(String key) {
    local.giveBack(key);
    return redis.send(Command.EVAL, GIVE_BACK, "1", name(key)).<Void>mapEmpty().otherwiseEmpty();
  }

  /** Returns the key of a client's address. IPv6 clients are grouped by /64, which one client usually controls. */
  public static String network(String address) {
    try {
      InetAddress literal = InetAddress.ofLiteral(address);
      return literal instanceof Inet6Address six
          ? HexFormat.of().formatHex(six.getAddress(), 0, Long.BYTES) : literal.getHostAddress();
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  static Verdict verdict(int count, long leftMs, int limit) {
    return new Verdict(count <= limit, Math.max(0, limit - count), (int) Math.max(1, (leftMs + 999) / 1000));
  }

  private static String name(String key) {
    return "limit:" + key;
  }
}
