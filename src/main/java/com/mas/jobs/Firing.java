package com.mas.jobs;

import static com.mas.jobs.JobsRepository.column;

import com.mas.db.UuidV7;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Stores the jobs of schedules that are due, once for each slot whichever nodes are up. */
final class Firing {
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

  private Slot slot(Row row, Instant now) {
    Instant slot = row.getOffsetDateTime(4).toInstant();
    CronRules.Grid grid = new CronRules.Grid(row.getString(1), row.getString(2), row.getLong(3));
    Instant next = grid.next(slot, now);
    return new Slot(row.getString(0), slot, next, ids.next(), grid.slots(slot, now) - 1);
  }
}
