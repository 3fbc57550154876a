package com.mas.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mas.redis.RateLimit.Verdict;
import java.time.Clock;
import java.time.Duration;

/**
 * Limits as {@link RateLimit} does, in this process alone: for what is the node's own, where a flood must be cheap to
 * refuse, and while Redis is away. At most {@value #KEYS} keys are held. Thread-safe.
 */
public final class LocalRateLimit {
  static final int KEYS = 100_000;
  private static final Duration LONGEST_WINDOW = Duration.ofHours(24);

  private record Window(long ends, int count) {}

  private final Clock clock;
  private final Cache<String, Window> windows;

  public LocalRateLimit(Clock clock) {
    this.clock = clock;
    this.windows = Caffeine.newBuilder()
        .maximumSize(KEYS)
        .expireAfterWrite(LONGEST_WINDOW)
        .ticker(() -> clock.millis() * 1_000_000)
        .build();
  }

  /**
   * Counts one attempt.
   *
   * @param window at most 24 h
   */
  public Verdict allow(String key, int limit, Duration window) {
    long now = clock.millis();
    Window counted = windows.asMap().compute(key, (k, old) -> old == null || old.ends <= now
        ? new Window(now + window.toMillis(), 1)
        : new Window(old.ends, old.count + 1));
    return RateLimit.verdict(counted.count, counted.ends - now, limit);
  }

  /** Returns what {@link #allow} would return, without counting. */
  public Verdict look(String key, int limit) {
    Window window = windows.getIfPresent(key);
    long left = window == null ? 0 : window.ends - clock.millis();
    return RateLimit.verdict(left > 0 ? window.count + 1 : 1, left, limit);
  }

  void giveBack(String key) {
    windows.asMap().computeIfPresent(key, (k, old) -> old.count > 0 ? new Window(old.ends, old.count - 1) : old);
  }
}
