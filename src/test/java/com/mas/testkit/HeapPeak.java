package com.mas.testkit;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Keeps the most bytes of heap that were in use after a collection, looked at every three seconds until the end. */
public final class HeapPeak {
  private static final long NANOS = 3_000_000_000L;

  private final AtomicLong most = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Thread watcher = Thread.ofPlatform().daemon().start(() -> {
    while (!over.get()) {
      most.accumulateAndGet(used(), Math::max);
      LockSupport.parkNanos(NANOS);
    }
  });

  /** Returns the bytes in use after a collection. */
  public static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Looks a last time and returns the most. */
  public long end() {
    over.set(true);
    LockSupport.unpark(watcher);
    return most.accumulateAndGet(used(), Math::max);
  }
}
