package com.mas.jobs;

import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.db.Tx;
import com.mas.jobs.JobsContract.Job;
import com.mas.jobs.JobsContract.ListJobs;
import com.mas.jobs.JobsContract.Progress;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What operators read and change. */
final class AdminRepository {
  private static final String COLUMNS = """
      id, queue, address, state, priority, run_at, attempts, max_attempts, unique_key, group_key, created_at,
      started_at, finished_at, progress, note, error""";

  private static final String PROGRESS =
      "UPDATE jobs.job SET progress = $2, note = left($3, 500) WHERE id = $1 AND state = 'running'";

  private static final String LIST = "SELECT " + COLUMNS + """

      FROM jobs.every_job WHERE ($1::text IS NULL OR queue = $1) AND ($2::text IS NULL OR state = $2)
        AND ($3::text IS NULL OR address = $3)
      ORDER BY id DESC LIMIT $4 OFFSET $5""";

  private static final String FIND = "SELECT " + COLUMNS + """
      , body::text, result::text, request_id, tenant, cause FROM jobs.every_job WHERE id = $1""";

  private static final String CHILDREN =
      "SELECT " + COLUMNS + " FROM jobs.every_job WHERE cause = $1 ORDER BY id LIMIT 100";

  private static final String RETRY_FINISHED = """
      WITH again AS (DELETE FROM jobs.finished WHERE id = $1 RETURNING *)
      INSERT INTO jobs.job (id, queue, address, body, state, priority, run_at, max_attempts, time_limit_ms, token,
        unique_key, group_key, cause, request_id, tenant, created_at, error)
      SELECT id, queue, address, body, 'ready', priority, $2, max_attempts, time_limit_ms, token, unique_key, group_key,
        cause, request_id, tenant, created_at, error FROM again
      WHERE unique_key IS NULL OR NOT EXISTS (
        SELECT 1 FROM jobs.job j WHERE j.queue = again.queue AND j.unique_key = again.unique_key)
      RETURNING id""";

  private static final String RETRY_DELAYED =
      "UPDATE jobs.job SET state = 'ready', run_at = $2, attempts = 0 WHERE id = $1 AND state = 'delayed' RETURNING id";

  private static final String DISCARD_LIVE = """
      WITH gone AS (DELETE FROM jobs.job WHERE id = $1 AND state <> 'running' RETURNING *)
      INSERT INTO jobs.finished (id, queue, address, body, state, priority, run_at, attempts, max_attempts,
        time_limit_ms, token, unique_key, group_key, cause, request_id, tenant, created_at, started_at, finished_at,
        progress, note, error)
      SELECT id, queue, address, body, 'discarded', priority, run_at, attempts, max_attempts, time_limit_ms, token,
        unique_key, group_key, cause, request_id, tenant, created_at, started_at, $2, progress, note, error
      FROM gone RETURNING id""";

  private static final String DISCARD_DEAD =
      "UPDATE jobs.finished SET state = 'discarded', finished_at = $2 WHERE id = $1 AND state = 'dead' RETURNING id";

  private static final String QUEUES = """
      WITH counts AS (SELECT queue, state, count(*) AS jobs, min(run_at) FILTER (WHERE state = 'ready') AS oldest
          FROM jobs.job GROUP BY queue, state
          UNION ALL SELECT queue, state, count(*), NULL FROM jobs.finished GROUP BY queue, state),
        waits AS (SELECT queue, percentile_cont(0.5) WITHIN GROUP (
            ORDER BY extract(epoch FROM started_at - greatest(run_at, created_at)) * 1000) AS millis
          FROM jobs.finished WHERE state = 'completed' GROUP BY queue),
        names AS (SELECT name FROM jobs.queue UNION SELECT queue FROM counts)
      SELECT n.name, coalesce(q.enabled, false), coalesce(q.paused, false), q.concurrency, q.cap, q.group_cap,
        w.millis::float8, (SELECT min(oldest) FROM counts c WHERE c.queue = n.name),
        ARRAY(SELECT state FROM counts c WHERE c.queue = n.name ORDER BY state),
        ARRAY(SELECT jobs FROM counts c WHERE c.queue = n.name ORDER BY state)
      FROM names n LEFT JOIN jobs.queue q ON q.name = n.name LEFT JOIN waits w ON w.queue = n.name
      WHERE $1::text IS NULL OR n.name = $1 ORDER BY n.name""";

  private static final String PAUSE = "UPDATE jobs.queue SET paused = $2 WHERE name = $1 RETURNING name";

  private static final String SCHEDULES = """
      SELECT key, queue, address, cron, zone, every_ms / 1000, enabled, declared, next_at, last_at, last_job
      FROM jobs.schedule ORDER BY key LIMIT 10000""";

  /** A job as it is stored. */
  record Found(Job job, String body, String result, String requestId, String tenant, UUID cause) {}

  private AdminRepository() {}

  static void progress(Database db, Progress progress) {
    db.query(PROGRESS, progress.jobId(), (short) progress.percent(), progress.note());
  }

  static List<Job> list(Database db, ListJobs filter, int limit, long offset) {
    return Slice.all(db.query(LIST, filter.queue(), filter.state(), filter.address(), (long) limit, offset),
        AdminRepository::job);
  }

  /** Null when there is none. */
  static Found find(Database db, UUID id) {
    List<Found> found = Slice.all(db.query(FIND, id), row -> new Found(job(row), row.getString(16), row.getString(17),
        row.getString(18), row.getString(19), row.getUUID(20)));
    return found.isEmpty() ? null : found.getFirst();
  }

  static List<Job> children(Database db, UUID id) {
    return Slice.all(db.query(CHILDREN, id), AdminRepository::job);
  }

  static boolean retry(Tx tx, UUID id, Instant now) {
    return tx.query(RETRY_DELAYED, id, JobsRepository.utc(now)).size() > 0
        || tx.query(RETRY_FINISHED, id, JobsRepository.utc(now)).size() > 0;
  }

  static boolean discard(Tx tx, UUID id, String queue, Instant now) {
    String[] affected = {queue};
    tx.send(ClaimRepository.LOCK_ALL, (Object) affected);
    boolean done = tx.query(DISCARD_LIVE, id, JobsRepository.utc(now)).size() > 0
        || tx.query(DISCARD_DEAD, id, JobsRepository.utc(now)).size() > 0;
    tx.send(ClaimRepository.UNPARK_QUEUES, (Object) affected);
    return done;
  }

  /** @param name null: all */
  static List<JobsContract.Queue> queues(Database db, String name) {
    return Slice.all(db.query(QUEUES, name), row -> {
      Map<String, Long> counts = new LinkedHashMap<>();
      String[] states = row.getArrayOfStrings(8);
      Long[] jobs = row.getArrayOfLongs(9);
      for (int i = 0; i < states.length; i++) {
        counts.put(states[i], jobs[i]);
      }
      return new JobsContract.Queue(row.getString(0), row.getBoolean(1), row.getBoolean(2), row.getInteger(3),
          row.getInteger(4), row.getInteger(5), counts, row.getDouble(6), instant(row.getOffsetDateTime(7)));
    });
  }

  static boolean pause(Tx tx, String queue, boolean paused) {
    return tx.query(PAUSE, queue, paused).size() > 0;
  }

  static List<JobsContract.ScheduleRow> schedules(Database db) {
    return Slice.all(db.query(SCHEDULES), row -> new JobsContract.ScheduleRow(row.getString(0), row.getString(1),
        row.getString(2), row.getString(3), row.getString(4), row.getLong(5), row.getBoolean(6), row.getBoolean(7),
        instant(row.getOffsetDateTime(8)), instant(row.getOffsetDateTime(9)), row.getUUID(10)));
  }

  private static Job job(Row row) {
    return new Job(row.getUUID(0), row.getString(1), row.getString(2), row.getString(3), row.getShort(4),
        instant(row.getOffsetDateTime(5)), row.getShort(6), integer(row.getShort(7)), row.getString(8),
        row.getString(9), instant(row.getOffsetDateTime(10)), instant(row.getOffsetDateTime(11)),
        instant(row.getOffsetDateTime(12)),
        integer(row.getShort(13)), row.getString(14), row.getString(15));
  }

  private static Instant instant(OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static Integer integer(Short number) {
    return number == null ? null : number.intValue();
  }
}
