package com.mas.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Time that stands still until a test moves it, forwards or backwards. Safe for use by several threads. */
public final class TurnableClock extends Clock {
  private final AtomicReference<Instant> now;
  private final ZoneId zone;

  private TurnableClock(AtomicReference<Instant> now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  public static TurnableClock at(Instant instant) {
    return new TurnableClock(new AtomicReference<>(instant), ZoneOffset.UTC);
  }

  /** @param instant ISO 8601 with an offset, such as {@code 2026-03-01T09:00:00+05:30} */
  public static TurnableClock at(String instant) {
    return at(OffsetDateTime.parse(instant).toInstant());
  }

  public void set(Instant instant) {
    now.set(instant);
  }

  public void advance(Duration duration) {
    now.updateAndGet(instant -> instant.plus(duration));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same time, shown in another zone: turning either turns both. */
  @Override
  public TurnableClock withZone(ZoneId other) {
    return new TurnableClock(now, other);
  }
}
