package com.mas.boot;

import java.time.Duration;
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
  private static final int PROBE_SECONDS = 2;
  /** Bytes that any request may need. */
  private static final int PROBE = 256 << 10;

  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** A field, so that the compiler does not save the trouble. */
  @SuppressWarnings("UnusedVariable")
  private volatile byte[] probe;

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
      }
      if (!stopped.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        end("The stop did not end in time; the process ends all the same.", halt);
      }
    } catch (OutOfMemoryError e) {
      end("The heap is full; the process ends. It needs a larger one: -Xmx", halt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody has a reason to
    }
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
      end(String.valueOf(failure), () -> Runtime.getRuntime().halt(BROKEN));
    }
  }
}
