package com.mas.realtime.terminal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mas.meters.Meters;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all recorders of a node have in hand, and how fast each account may record here, over all its
 * sessions. Thread-safe.
 */
final class RecordedBytes {
  /** Waiting to be stored, of all sessions. */
  static final long MOST_WAITING = 64L << 20;
  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final int MOST_ACCOUNTS = 10_000;

  private final long perSecond;
  private final AtomicLong waiting = new AtomicLong();
  private final Counter leftOut = Meters.counter("terminal.recording.left_out_bytes",
      "Bytes of terminals that were not recorded, since they came too fast");
  private final Cache<UUID, Pace> paces =
      Caffeine.newBuilder().expireAfterAccess(REMEMBERED).maximumSize(MOST_ACCOUNTS).executor(Runnable::run).build();

  /** @param perSecond bytes that an account may record on average; four times as many at once */
  RecordedBytes(long perSecond) {
    this.perSecond = perSecond;
    Meters.gauge("terminal.recording.waiting_bytes", "Recorded bytes that wait to be stored", waiting, AtomicLong::get);
  }

  /** Returns whether the account may record something now. */
  boolean mayRecord(UUID owner) {
    return waiting.get() < MOST_WAITING && pace(owner, Pace::hasSome);
  }

  /** Returns whether the account has waited long enough to go on with a whole screen. */
  boolean mayGoOn(UUID owner) {
    return waiting.get() < MOST_WAITING / 2 && pace(owner, (pace, now) -> pace.has(perSecond, now));
  }

  void take(UUID owner, long bytes) {
    waiting.addAndGet(bytes);
    pace(owner, (pace, now) -> {
      pace.take(bytes, now);
      return true;
    });
  }

  /** They are stored, or will not be. */
  void release(long bytes) {
    waiting.addAndGet(-bytes);
  }

  void leaveOut(long bytes) {
    leftOut.increment((double) bytes);
  }

  long waiting() {
    return waiting.get();
  }

  @FunctionalInterface
  private interface Use {
    boolean of(Pace pace, long now);
  }

  private boolean pace(UUID owner, Use use) {
    Pace pace = paces.get(owner, first -> new Pace(perSecond, 4 * perSecond, System.nanoTime()));
    synchronized (pace) {
      return use.of(pace, System.nanoTime());
    }
  }
}
