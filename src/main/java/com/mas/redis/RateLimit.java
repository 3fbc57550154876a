package com.mas.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.time.Clock;
import java.time.Duration;

/**
 * So many per window and key, over the whole cluster. A window starts with its first attempt; refused attempts count
 * but do not make it longer.
 *
 * <p>While Redis is away each process counts for itself: a cluster of n nodes then lets through at most n times as
 * many, which is better than no limit, and than locking everybody out. At most {@value #LOCAL_KEYS} keys are held so.
 */
public final class RateLimit {
  static final int LOCAL_KEYS = 100_000;
  private static final Duration LONGEST_WINDOW = Duration.ofHours(24);

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

  private record Window(long ends, int count) {}

  private final RedisLink redis;
  private final Clock clock;
  private final Cache<String, Window> local;

  public RateLimit(RedisLink redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
    this.local = Caffeine.newBuilder()
        .maximumSize(LOCAL_KEYS)
        .expireAfterWrite(LONGEST_WINDOW)
        .ticker(() -> clock.millis() * 1_000_000)
        .build();
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
        .otherwise(away -> allowHere(key, limit, window));
  }

  /** Takes one counted attempt back, so that only failures weigh. Never fails. */
  public Future<Void> giveBack(String key) {
    local.asMap().computeIfPresent(key, (k, old) -> old.count > 0 ? new Window(old.ends, old.count - 1) : old);
    return redis.send(Command.EVAL, GIVE_BACK, "1", name(key)).<Void>mapEmpty().otherwiseEmpty();
  }

  private Verdict allowHere(String key, int limit, Duration window) {
    long now = clock.millis();
    Window counted = local.asMap().compute(key, (k, old) -> old == null || old.ends <= now
        ? new Window(now + window.toMillis(), 1)
        : new Window(old.ends, old.count + 1));
    return verdict(counted.count, counted.ends - now, limit);
  }

  private static Verdict verdict(int count, long leftMs, int limit) {
    return new Verdict(count <= limit, Math.max(0, limit - count), (int) Math.max(1, (leftMs + 999) / 1000));
  }

  private static String name(String key) {
    return "limit:" + key;
  }
}
