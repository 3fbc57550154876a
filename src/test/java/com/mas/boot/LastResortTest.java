package com.mas.boot;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LastResortTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private final CountDownLatch halted = new CountDownLatch(1);

  @Test
  void aStopThatWaitsForADeadEventLoopEndsAllTheSame() throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setBlockedThreadCheckInterval(3_600_000));
    CountDownLatch dead = new CountDownLatch(1);
    vertx.runOnContext(started -> {
      try {
        dead.await(); // until the end of the test
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    LastResort resort = LastResort.watch(SHORT, halted::countDown);
    Thread stop = Thread.ofVirtual().start(() -> {
      resort.stopping();
      vertx.close().toCompletionStage().toCompletableFuture().join();
      resort.stopped();
    });
    assertTrue(halted.await(20, TimeUnit.SECONDS));
    assertTrue(stop.isAlive());
    dead.countDown();
    stop.join();
  }

  @Test
  void aStopInTimeIsLeftAlone() throws Exception {
    LastResort resort = LastResort.watch(SHORT, halted::countDown);
    resort.stopping();
    resort.stopped();
    assertFalse(halted.await(2 * SHORT.toMillis(), TimeUnit.MILLISECONDS));
  }
}
