package com.mas.jobs;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads schedules and changes them for operators. */
final class ScheduleRepository {
  private static final String SELECT = """
      SELECT key, queue, address, cron, zone, every_ms, enabled, paused, declared, next_at, last_at, last_job, missed,
        missed_at, tenant FROM jobs.schedule""";
  private static final String LIST = SELECT + " ORDER BY key LIMIT 10000";
  private static final String LOCK = SELECT + " WHERE key = $1 FOR UPDATE";
  private static final String PAUSE = "UPDATE jobs.schedule SET paused = $2, next_at = $3 WHERE key = $1";

  /** Merges with the job that waits or runs already, as a slot is: then it returns that one. */
  private static final String STORE = """
      INSERT INTO jobs.job (id, queue, address, body, state, run_at, request_id, tenant, created_at, unique_key)
      SELECT $2, queue, address, body, 'ready', $3, $4, tenant, $3, key FROM jobs.schedule WHERE key = $1
      ON CONFLICT (queue, unique_key) WHERE unique_key IS NOT NULL DO UPDATE SET unique_key = excluded.unique_key
      RETURNING id""";

  private static final String LAST = "UPDATE jobs.schedule SET last_at = $2, last_job = $3 WHERE key = $1";
  private static final Rows<Stored> STORED = Rows.of(Stored.class);

  /** @param tenant whose work it is; null: everybody's */
  record Stored(String key, String queue, String address, String cron, String zone, Long everyMs, boolean enabled,
      boolean paused, boolean declared, Instant nextAt, Instant lastAt, UUID lastJob, long missed, Instant missedAt,
      String tenant) {
    CronRules.Grid grid() {
      return new CronRules.Grid(cron, zone, everyMs);
    }

    boolean comes() {
      return enabled && !paused;
    }
  }

  private ScheduleRepository() {}

  static List<Stored> list(Database db) {
    return STORED.all(db.query(LIST));
  }

  /** Finds one and keeps others from changing it until the transaction ends. */
  static Optional<Stored> lock(Tx tx, String key) {
    return STORED.first(tx.query(LOCK, key));
  }

  static void pause(Tx tx, String key, boolean paused, Instant next) {
    tx.query(PAUSE, key, paused, next);
  }

  /** Stores a job of the schedule and returns its id, or that of the one with its key which waits or runs. */
  static UUID store(Tx tx, String key, UUID id, Instant now, String requestId) {
    UUID stored = tx.query(STORE, key, id, now, requestId).iterator().next().getUUID(0);
    if (stored.equals(id)) {
      tx.query(LAST, key, now, id);
    }
    return stored;
  }
}
