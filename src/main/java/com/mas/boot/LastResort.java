package com.mas.boot;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the process when nothing else does: when a stop has not come to its end in time, since event loops are dead,
 * or when the heap is full. The JVM sees to that itself only with {@code -XX:+ExitOnOutOfMemoryError}; without it
 * libraries catch the error, threads die of it, and what is left answers nobody. A thread is there for it from the
 * start, since none may be had then.
 */
public final class LastResort {
  /** Exit status for a full heap; the JVM's own {@code -XX:+ExitOnOutOfMemoryError} uses the same. */
  public static final int BROKEN = 3;
  private static final String HEAP_IS_FULL = "The heap is full; the process ends. It needs a larger one: -Xmx";
  private static final int PROBE_SECONDS = 2;
  /** Bytes that any request may need. */
  private static final int PROBE = 256 << 10;
  /** Share of the heap that is still taken after a collection when the heap counts as full. */
  private static final double FULL = 0.97;

  private final List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
      .filter(pool -> pool.getType() == MemoryType.HEAP).toList();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** A field, so that the compiler does not save the trouble. */
  @SuppressWarnings("UnusedVariable") private volatile byte[] probe;

  private LastResort() {}

  /**
   * Begins to watch, in a thread of its own.
   *
   * @param limit of a stop, counted from {@link #stopping()}
   * @param halt ends the process; called when the stop is late or the heap is full
   */
  static LastResort watch(Duration limit, Runnable halt) {
    LastResort resort = new LastResort();
    Thread.ofPlatform().daemon().name("last resort").start(() -> resort.await(limit, halt));
    return resort;
  }

  private void await(Duration limit, Runnable halt) {
    try {
      while (!stopping.await(PROBE_SECONDS, TimeUnit.SECONDS)) {
        probe = new byte[PROBE];
        probe = null;
        if (taken() > FULL) {
          System.gc(); // the last collection may be long ago, and the heap may have been emptied since
          if (taken() > FULL) {
            end(HEAP_IS_FULL, halt);
          }
        }
      }
      if (!stopped.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        end("The stop did not end in time; the process ends all the same.", halt);
      }
    } catch (OutOfMemoryError e) {
      end(HEAP_IS_FULL, halt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody has a reason to
    }
  }

  /**
   * Returns the share of the heap that was in use after the last collection, 0 to 1. A leak that stands still leaves
   * room for one probe by luck; this tells it all the same.
   */
  private double taken() {
    long used = 0;
    for (MemoryPoolMXBean pool : heap) {
      MemoryUsage after = pool.getCollectionUsage();
      used += after == null ? 0 : after.getUsed();
    }
    return (double) used / Runtime.getRuntime().maxMemory();
  }

  private static void end(String why, Runnable halt) {
    try {
      System.err.println(why);
    } finally {
      halt.run();
    }
  }

  /** The stop begins. */
  public void stopping() {
    stopping.countDown();
  }

  /** The stop has come to its end. */
  public void stopped() {
    stopped.countDown();
  }

  /** Ends the process when a thread dies of what leaves the JVM in no known state, such as a full heap. */
  public static void endOnBrokenVm() {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
      endIfBroken(failure);
      System.err.print("Exception in thread \"" + thread.getName() + "\" ");
      failure.printStackTrace();
    });
  }

  /** Ends the process if that is what went wrong. */
  static void endIfBroken(Throwable failure) {
    if (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)) {
      try {
        System.err.println(failure);
      } finally {
        Runtime.getRuntime().halt(BROKEN); // no lambda: linking one needs memory that may be gone
      }
    }
  }
}
