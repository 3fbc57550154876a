package com.mas.jobs;

import com.mas.db.Database;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;

/**
 * Shows in the metrics by how many seconds each declared schedule is late. Every node with jobs says the same, so that
 * a schedule which no node fires is seen on any of them.
 */
final class ScheduleMeters {
  private final MultiGauge late = MultiGauge.builder("jobs.schedule.late").baseUnit("seconds")
      .description("since the first slot of a schedule that has passed and was not fired")
      .register(Metrics.globalRegistry);
  private final Database db;
  private final Clock clock;

  ScheduleMeters(Database db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /** Reads the schedules again; with the database away, the figures stay as they were. */
  void measure() {
    BoardRepository.late(db, clock.instant()).onSuccess(seconds -> late.register(seconds.entrySet().stream()
        .<MultiGauge.Row<?>>map(each -> MultiGauge.Row.of(Tags.of("schedule", each.getKey()), each.getValue()))
        .toList(), true));
  }
}
