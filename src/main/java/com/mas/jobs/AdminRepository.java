package com.mas.jobs;

import com.mas.bus.Call;
import com.mas.bus.Text;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.jobs.JobsContract.Act;
import com.mas.jobs.JobsContract.Progress;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Writes the changes of operators, each with the record of who made it in the same transaction. */
final class AdminRepository {
  private static final int MOST_NOTE = 500;
  private static final String PROGRESS =
      "UPDATE jobs.job SET progress = $2, note = $3 WHERE id = $1 AND state = 'running'";

  /** Stores finished jobs again; of several with one unique key the newest. Locks in key order to avoid deadlocks. */
  private static final String RETRY_FINISHED = """
      WITH wanted AS MATERIALIZED (
          SELECT DISTINCT ON (queue, coalesce(unique_key, id::text)) id, queue, unique_key FROM jobs.finished
          WHERE id = ANY ($1::uuid[]) ORDER BY queue, coalesce(unique_key, id::text), finished_at DESC),
        again AS (
          DELETE FROM jobs.finished f USING wanted w WHERE f.id = w.id AND (w.unique_key IS NULL OR NOT EXISTS (
            SELECT 1 FROM jobs.job j WHERE j.queue = w.queue AND j.unique_key = w.unique_key))
          RETURNING f.*)
      INSERT INTO jobs.job (id, queue, address, body, state, priority, run_at, max_attempts, time_limit_ms, token,
        unique_key, group_key, cause, request_id, tenant, created_at, error, failures)
      SELECT id, queue, address, body, 'ready', priority, $2, max_attempts, time_limit_ms, token, unique_key, group_key,
        cause, request_id, tenant, created_at, error, failures FROM again ORDER BY queue, unique_key, id
      RETURNING queue, group_key IS NOT NULL""";

  private static final String RETRY_DELAYED =
      "UPDATE jobs.job SET state = 'ready', run_at = $2, attempts = 0 WHERE id = $1 AND state = 'delayed' RETURNING id";

  private static final String DISCARD_LIVE = """
      WITH gone AS (DELETE FROM jobs.job WHERE id = $1 AND state <> 'running' RETURNING *)
      INSERT INTO jobs.finished (id, queue, address, body, state, priority, run_at, attempts, max_attempts,
        time_limit_ms, token, unique_key, group_key, cause, request_id, tenant, created_at, started_at, finished_at,
        progress, note, error, failures)
      SELECT id, queue, address, body, 'discarded', priority, run_at, attempts, max_attempts, time_limit_ms, token,
        unique_key, group_key, cause, request_id, tenant, created_at, started_at, $2, progress, note, error, failures
      FROM gone RETURNING id""";

  private static final String DISCARD_DEAD =
      "UPDATE jobs.finished SET state = 'discarded', finished_at = $2 WHERE id = $1 AND state = 'dead' RETURNING id";

  private static final String PAUSE = """
      UPDATE jobs.queue q SET paused = $2 FROM (SELECT name, paused FROM jobs.queue WHERE name = $1 FOR UPDATE) AS was
      WHERE q.name = was.name RETURNING was.paused""";

  private static final String RECORD = """
      INSERT INTO jobs.audit (id, at, actor, action, queue, job, filter, jobs, tenant, schedule)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      """;

  private AdminRepository() {}

  static void progress(Database db, Progress progress) {
    String note = progress.note() == null ? null : Text.cut(progress.note(), MOST_NOTE);
    db.write(PROGRESS, progress.jobId(), (short) progress.percent(), note);
  }

  static boolean retry(Tx tx, UUID id, Instant now) {
    return tx.query(RETRY_DELAYED, id, now).size() > 0
        || tx.query(RETRY_FINISHED, (Object) new UUID[] {id}, now).size() > 0;
  }

  /** Retries the jobs, adds the wake-ups that they need, and returns how many were retried. */
  static int retryAll(Tx tx, List<UUID> ids, Instant now, Set<String> wakes) {
    Set<String> heard = new TreeSet<>();
    int retried = 0;
    for (var row : tx.query(RETRY_FINISHED, (Object) ids.toArray(UUID[]::new), now)) {
      heard.add(row.getString(0) + (row.getBoolean(1) ? Wake.GROUPED : ""));
      retried++;
    }
    wakes.addAll(heard);
    return retried;
  }

  static boolean discard(Tx tx, UUID id, String queue, Instant now) {
    String[] affected = {queue};
    tx.send(ClaimRepository.LOCK_ALL, (Object) affected);
    boolean done = tx.query(DISCARD_LIVE, id, now).size() > 0
        || tx.query(DISCARD_DEAD, id, now).size() > 0;
    tx.send(ClaimRepository.UNPARK_QUEUES, (Object) affected);
    return done;
  }

  /** Pauses or resumes a queue; returns whether that changed anything, or null if there is no such queue. */
  static Boolean pause(Tx tx, String queue, boolean paused) {
    for (var row : tx.query(PAUSE, queue, paused)) {
      return row.getBoolean(0) != paused;
    }
    return null;
  }

  /** @param call says who acted: the product itself where it has no principal */
  static Future<?> record(Tx tx, Call call, Act act) {
    return tx.send(RECORD, act.id(), act.at(), act.actor(), act.action(), act.queue(), act.jobId(),
        act.filter(), act.jobs(), call.principal() == null ? null : call.tenant(), act.schedule());
  }
}
