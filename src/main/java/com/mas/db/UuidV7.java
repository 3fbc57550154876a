package com.mas.db;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time-ordered ids (RFC 9562, version 7): 48 bits of Unix milliseconds, a 12-bit counter (section 6.2, method 1) and 62
 * bits from a cryptographic generator, so that an id cannot be guessed from its neighbours. Each id of one instance is
 * greater than the one before, as unsigned bytes (which is PostgreSQL's order), also within a millisecond and when the
 * clock is set back: time then stands still until the clock has caught up. Use one instance per process.
 */
public final class UuidV7 {
  private static final int COUNTER_BITS = 12;
  /** The counter starts in its lower half; if it still overflows, it carries into the milliseconds. */
  private static final int COUNTER_START_BOUND = 1 << (COUNTER_BITS - 1);
  private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;
  private static final long RANDOM_MASK = -1L >>> 2;
  private static final long VERSION = 7L << COUNTER_BITS;
  private static final long VARIANT = 1L << 63;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  /** Milliseconds and counter of the newest id, as one number. */
  private final AtomicLong newest = new AtomicLong();

  public UuidV7(Clock clock) {
    this.clock = clock;
  }

  /** Returns when an id of this kind was made, to the millisecond. */
  public static Instant timeOf(UUID id) {
    if (id.version() != 7) {
      throw new IllegalArgumentException(id + " tells no time");
    }
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  public UUID next() {
    long fresh = clock.millis() << COUNTER_BITS | ThreadLocalRandom.current().nextInt(COUNTER_START_BOUND);
    long tick = newest.updateAndGet(last -> Math.max(fresh, last + 1));
    long high = tick >>> COUNTER_BITS << 16 | VERSION | tick & COUNTER_MASK;
    return new UUID(high, random.nextLong() & RANDOM_MASK | VARIANT);
  }
}
