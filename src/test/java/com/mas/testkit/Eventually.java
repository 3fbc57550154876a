package com.mas.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waiting for what other threads and processes do, no longer than needed and never for ever. */
public final class Eventually {
  private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(10);
  private static final long POLL_NANOS = 5_000_000;

  private Eventually() {}

  /** Waits as {@link #eventually(String, Duration, Callable)} does, for ten seconds. */
  public static void eventually(String what, Callable<Boolean> condition) {
    eventually(what, DEFAULT_LIMIT, condition);
  }

  /**
   * Returns as soon as the condition holds; asks every few milliseconds. Says so when more than half of the time was
   * needed: on a slower machine it may not be enough.
   *
   * @param what the expectation in words, for the failure's message
   * @throws AssertionError if it does not hold within the limit, or with the exception that asking threw last
   */
  public static void eventually(String what, Duration limit, Callable<Boolean> condition) {
    long began = System.nanoTime();
    long deadline = began + limit.toNanos();
    while (true) {
      Exception thrown = null;
      try {
        if (condition.call()) {
          long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
          if (took > limit.toMillis() / 2) {
            System.out.println("a close wait, " + took + " of " + limit.toMillis() + " ms: " + what);
          }
          return;
        }
      } catch (Exception e) {
        thrown = e;
      }
      if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
        throw new AssertionError("not within " + limit.toMillis() + " ms: " + what, thrown);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
