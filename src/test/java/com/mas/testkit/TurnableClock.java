package com.mas.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Time that a test turns, forwards or backwards: it stands still until then, or runs. Safe for use by several threads.
 */
public final class TurnableClock extends Clock {
  private final Clock base;
  private final AtomicReference<Duration> turned;
  private final ZoneId zone;

  private TurnableClock(Clock base, AtomicReference<Duration> turned, ZoneId zone) {
    this.base = base;
    this.turned = turned;
    this.zone = zone;
  }

  public static TurnableClock at(Instant instant) {
    return of(Clock.fixed(instant, ZoneOffset.UTC));
  }

  /** @param instant ISO 8601 with an offset, such as {@code 2026-03-01T09:00:00+05:30} */
  public static TurnableClock at(String instant) {
    return at(OffsetDateTime.parse(instant).toInstant());
  }

  /** Returns the machine's time, which goes on: for tests of what happens by itself. */
  public static TurnableClock running() {
    return of(Clock.systemUTC());
  }

  private static TurnableClock of(Clock base) {
    return new TurnableClock(base, new AtomicReference<>(Duration.ZERO), ZoneOffset.UTC);
  }

  public void set(Instant instant) {
    turned.set(Duration.between(base.instant(), instant));
  }

  public void advance(Duration duration) {
    turned.updateAndGet(already -> already.plus(duration));
  }

  @Override
  public Instant instant() {
    return base.instant().plus(turned.get());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same time, shown in another zone: turning either turns both. */
  @Override
  public TurnableClock withZone(ZoneId other) {
    return new TurnableClock(base, turned, other);
  }
}
