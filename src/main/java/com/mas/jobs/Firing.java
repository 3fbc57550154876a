package com.mas.jobs;

import static com.mas.jobs.JobsRepository.column;

import com.mas.db.Rows;
import com.mas.db.UuidV7;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the jobs of schedules that are due, once for each slot whichever nodes are up. */
final class Firing {
  private static final Logger LOG = LoggerFactory.getLogger(Firing.class);
  /** Clocks of nodes may differ by so much. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final PipelinedConnection line;
  private final UuidV7 ids;

  private record Slot(String key, Instant slot, Instant next, UUID id, int missed) {}

  Firing(PipelinedConnection line, UuidV7 ids) {
    this.line = line;
    this.ids = ids;
  }

  /**
   * Slots that were missed are made up for by one job: the schedule goes on with the first slot after now.
   *
   * @param stored told of each queue that got a job, and whose
   */
  Future<?> fire(Instant now, BiConsumer<String, String> stored) {
    return line.send(ClaimRepository.DUE_SCHEDULES, now).compose(rows -> {
      List<Slot> slots = new ArrayList<>();
      rows.forEach(row -> slots.add(slot(row, now)));
      if (slots.isEmpty()) {
        return Future.succeededFuture();
      }
      return line.send(ClaimRepository.FIRE, column(slots, Slot::key, String[]::new),
          column(slots, Slot::slot, Instant[]::new), column(slots, Slot::next, Instant[]::new),
          column(slots, Slot::id, UUID[]::new), now,
          column(slots, Slot::missed, Integer[]::new))
          .onSuccess(queues -> queues.forEach(row -> stored.accept(row.getString(0), row.getString(1))));
    });
  }

  /** Brings back what a clock ahead of time has put off: schedules, delayed jobs, and places in line. */
  Future<?> rearm(Instant now) {
    return line.send(ClaimRepository.REARM_DELAYED, now, now.plus(SKEW)).compose(jobs -> {
      if (jobs.rowCount() > 0) {
        LOG.warn("{} jobs were put off by a clock ahead; they come in time", jobs.rowCount());
      }
      return line.send(ClaimRepository.REARM_READY, now, now.plus(SKEW));
    }).compose(places -> schedules(now));
  }

  /** Brings schedules back whose next slot lies further away than it can. */
  private Future<?> schedules(Instant now) {
    return line.send(ClaimRepository.LATER_SCHEDULES, now).compose(rows -> {
      List<Slot> wrong = new ArrayList<>();
      rows.forEach(row -> {
        Instant slot = Rows.instant(row, 4);
        Instant instead = new CronRules.Grid(row.getString(1), row.getString(2), row.getLong(3))
            .instead(slot, now, SKEW);
        if (instead != null) {
          LOG.warn("the schedule {} would have come next at {}, as if the clock had been ahead; it comes at {}",
              row.getString(0), slot, instead);
          wrong.add(new Slot(row.getString(0), slot, instead, null, 0));
        }
      });
      return wrong.isEmpty() ? Future.succeededFuture() : line.send(ClaimRepository.REARM,
          column(wrong, Slot::key, String[]::new), column(wrong, Slot::slot, Instant[]::new),
          column(wrong, Slot::next, Instant[]::new));
    });
  }

  private Slot slot(Row row, Instant now) {
    Instant slot = Rows.instant(row, 4);
    CronRules.Grid grid = new CronRules.Grid(row.getString(1), row.getString(2), row.getLong(3));
    Instant next = grid.next(slot, now);
    return new Slot(row.getString(0), slot, next, ids.next(), grid.slots(slot, now) - 1);
  }
}
