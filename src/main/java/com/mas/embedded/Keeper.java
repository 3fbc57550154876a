package com.mas.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a server again, on its port and its data, when it ends by itself. Gives up when that does not work, or is
 * needed too often.
 */
final class Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final int MOST_ENDS = 5;
  private static final long WITHIN_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** Starts the server once more, on that port. */
  @FunctionalInterface
  interface Again {
    Launch launch(int port) throws IOException;
  }

  private final String name;
  private final Again again;
  private final Deque<Long> ends = new ArrayDeque<>();
  private Launch launch;
  private boolean stopping;

  Keeper(String name, Launch first, Again again) {
    this.name = name;
    this.launch = first;
    this.again = again;
  }

  synchronized Launch launch() {
    return launch;
  }

  /** @param lost is told why, when the server cannot be had any more */
  void watch(Consumer<String> lost) {
    Thread.ofPlatform().daemon().name("keeper-" + name).start(() -> {
      try {
        while (true) {
          launch().child().waitFor();
          String reason = restarted();
          if (reason != null) {
            lost.accept(reason);
            return;
          }
          if (isStopping()) {
            return;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  /** Returns why it cannot be started again; null when it was, or is to stop. */
  private synchronized String restarted() {
    if (stopping) {
      return null;
    }
    long now = System.nanoTime();
    ends.addLast(now);
    while (now - ends.getFirst() > WITHIN_NANOS) {
      ends.removeFirst();
    }
    int code = launch.child().exitCode();
    if (ends.size() > MOST_ENDS) {
      return name + " has ended " + ends.size() + " times within ten minutes, the last time with code " + code;
    }
    LOG.error("{} has ended by itself, with code {}; it is started again", name, code);
    try {
      launch = again.launch(launch.port());
      LOG.info("{} is ready again on port {}; process {}", name, launch.port(), launch.child().pid());
      return null;
    } catch (IOException | RuntimeException e) {
      return name + " has ended with code " + code + " and does not start again: " + e.getMessage();
    }
  }

  /** Stops the server for good; waits for a start that is under way. */
  void stop(Duration patience, String... signals) {
    synchronized (this) {
      stopping = true;
      launch.child().stop(patience, signals);
    }
  }
}
