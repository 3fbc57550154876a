package com.mas.jobs;

import com.mas.db.Database;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows in the metrics by how many seconds each declared schedule is late, and what is in each queue. Every node with
 * jobs says the same, so that a schedule which no node fires is seen on any of them.
 */
final class BoardMeters {
  private static final Logger LOG = LoggerFactory.getLogger(BoardMeters.class);
  /** Counting reads as many rows as there are, up to a bound: more seldom than the schedules. */
  private static final long QUEUES_MS = 15_000;
  /** More jobs of one queue and state are not counted. */
  private static final int MOST_COUNTED = 2_000;
  private static final List<JobState> COUNTED =
      Stream.of(JobState.values()).filter(state -> !state.isOver() || state == JobState.DEAD).toList();

  private final MultiGauge late = gauge("jobs.schedule.late", "seconds",
      "Time since the first slot of a schedule that has passed and was not fired");
  private final MultiGauge jobs = gauge("jobs.queue.jobs", null,
      "Jobs of a queue by state, the same on every node; at most " + MOST_COUNTED + " are counted");
  private final MultiGauge oldest = gauge("jobs.queue.oldest", "seconds",
      "Time for which the oldest job of a queue that may run has waited, the same on every node");
  private final Database db;
  private final Clock clock;

  BoardMeters(Database db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  private static MultiGauge gauge(String name, String unit, String help) {
    return MultiGauge.builder(name).baseUnit(unit).description(help).register(Metrics.globalRegistry);
  }

  /** Reads again and again; with the database away, the figures stay as they were. Call on a virtual thread. */
  void open(Vertx vertx, Duration schedules) {
    vertx.setPeriodic(schedules.toMillis(), tick -> schedules());
    vertx.setPeriodic(0, QUEUES_MS, tick -> queues());
  }

  void schedules() {
    BoardRepository.late(db, clock.instant())
        .onSuccess(seconds -> late.register(seconds.entrySet()
            .stream().<MultiGauge.Row<?>>map(
                each -> MultiGauge.Row.of(Tags.of("schedule", each.getKey()), each.getValue()))
            .toList(), true));
  }

  private void queues() {
    try {
      Instant now = clock.instant();
      List<BoardRepository.Counted> queues = BoardRepository.queues(db, null, MOST_COUNTED);
      jobs.register(queues.stream()
          .flatMap(each -> COUNTED.stream().<MultiGauge.Row<?>>map(state -> MultiGauge.Row
              .of(Tags.of("queue", each.queue().name(), "state", state.wire()), count(each.counts(), state))))
          .toList(), true);
      oldest.register(
          queues.stream()
              .map(BoardRepository.Counted::queue).<MultiGauge.Row<?>>map(
                  each -> MultiGauge.Row.of(Tags.of("queue", each.name()), age(each.oldestReadyAt(), now)))
              .toList(),
          true);
    } catch (RuntimeException e) {
      LOG.debug("The queues cannot be counted at the moment: {}", String.valueOf(e));
    }
  }

  private static long count(Map<String, Long> counts, JobState state) {
    return counts.getOrDefault(state.wire(), 0L);
  }

  private static double age(Instant oldest, Instant now) {
    return oldest == null ? 0 : Math.max(0, Duration.between(oldest, now).toMillis() / 1000.0);
  }
}
