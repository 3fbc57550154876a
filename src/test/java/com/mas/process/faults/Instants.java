package com.mas.process.faults;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;

/** Random instants at which servers are killed; {@code -Dseed=N} repeats those of an earlier run, which printed it. */
final class Instants {
  /** Bounds the kills that come when the work is over already, for each that meets some. */
  private static final int MOST_MISSES = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Names the seed, for messages of failures. */
  final String told;
  final Random random;
  final long seed = Long.getLong("seed", System.nanoTime());

  Instants() {
    told = "seed " + seed;
    random = new Random(seed);
    System.out.println(told);
  }

  /** Waits for a random time, shorter than this one. */
  void await(Duration within) {
    long instant = System.nanoTime() + random.nextLong(within.toNanos());
    eventually("its instant has come", () -> System.nanoTime() >= instant);
  }

  /** Begins work, or goes on with what an earlier server left. */
  @FunctionalInterface
  interface Work {
    void begin(Api api) throws Exception;
  }

  /**
   * Kills servers, each at an instant of its work, until so many kills have met some.
   *
   * @param working counts what is worked on
   * @param idle counts what may be worked on; once there is none, the instant is not waited for
   * @return how many servers were killed
   */
  int kill(int wanted, Duration within, Sql sql, Callable<ServerProcess> start, Work work, String working, String idle)
      throws Exception {
    int kills = 0;
    for (int met = 0; met < wanted; kills++) {
      assertTrue(kills < wanted * MOST_MISSES, told + ": " + met + " of " + kills + " kills met work");
      try (ServerProcess server = start.call()) {
        work.begin(server.api());
        eventually("something is worked on", PATIENCE, () -> sql.number(working) > 0 || sql.number(idle) == 0);
        await(within);
        met += sql.number(working) > 0 ? 1 : 0;
        server.kill();
      }
      eventually("what it had sent is settled", () -> sql.number("""
          SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle'
          AND pid <> pg_backend_pid()""") == 0);
    }
    return kills;
  }
}
