package com.mas.jobs;

import com.mas.db.Tx;
import com.mas.jobs.Jobs.NewJob;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Writes jobs, schedules and declared queues, in the transaction of whoever stores them. */
final class JobsRepository {
  private static final String INSERT = """
      INSERT INTO jobs.job (id, queue, address, body, state, priority, run_at, max_attempts, time_limit_ms, group_key,
        cause, request_id, tenant, created_at)
      VALUES ($1, $2, $3, $4::text::jsonb, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)""";

  /** The update changes nothing: it is how the row that was there already gets returned. */
  private static final String INSERT_UNIQUE = """
      INSERT INTO jobs.job (id, queue, address, body, state, priority, run_at, max_attempts, time_limit_ms, group_key,
        cause, request_id, tenant, created_at, unique_key)
      VALUES ($1, $2, $3, $4::text::jsonb, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
      ON CONFLICT (queue, unique_key) WHERE unique_key IS NOT NULL DO UPDATE SET unique_key = excluded.unique_key
      RETURNING id""";

  private static final String INSERT_ALL = """
      INSERT INTO jobs.job (id, queue, address, body, state, priority, run_at, max_attempts, time_limit_ms, group_key,
        cause, request_id, tenant, created_at, unique_key)
      SELECT id, queue, $3, body::jsonb, state, priority, run_at, max_attempts, time_limit_ms, group_key,
        cause, request_id, tenant, $14, unique_key
      FROM unnest($1::uuid[], $2::text[], $4::text[], $5::text[], $6::int2[], $7::timestamptz[], $8::int2[], $9::int8[],
        $10::text[], $11::uuid[], $12::text[], $13::text[], $15::text[])
        AS n(id, queue, body, state, priority, run_at, max_attempts, time_limit_ms, group_key, cause, request_id,
          tenant, unique_key)
      ON CONFLICT (queue, unique_key) WHERE unique_key IS NOT NULL DO NOTHING""";

  private static final String UPSERT_SCHEDULE = """
      INSERT INTO jobs.schedule AS s
        (key, queue, address, body, tenant, cron, zone, every_ms, enabled, declared, next_at)
      VALUES ($1, $2, $3, $4::text::jsonb, $5, $6, $7, $8, $9, $10, $11)
      ON CONFLICT (key) DO UPDATE SET queue = excluded.queue, address = excluded.address, body = excluded.body,
        tenant = excluded.tenant, cron = excluded.cron, zone = excluded.zone, every_ms = excluded.every_ms,
        enabled = excluded.enabled, declared = excluded.declared,
        next_at = CASE WHEN (s.cron, s.zone, s.every_ms)
            IS NOT DISTINCT FROM (excluded.cron, excluded.zone, excluded.every_ms)
            AND s.enabled = excluded.enabled
          THEN s.next_at ELSE excluded.next_at END""";

  private static final String DELETE_SCHEDULE = "DELETE FROM jobs.schedule WHERE key = $1";

  private static final String DELETE_UNDECLARED_SCHEDULES =
      "DELETE FROM jobs.schedule WHERE declared AND key <> ALL ($1::text[])";

  private static final String UPSERT_QUEUE = """
      INSERT INTO jobs.queue AS q (name, enabled, concurrency, cap, group_cap, keep_completed, keep_failed, keep_days)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (name) DO UPDATE SET enabled = excluded.enabled, concurrency = excluded.concurrency,
        cap = excluded.cap, group_cap = excluded.group_cap, keep_completed = excluded.keep_completed,
        keep_failed = excluded.keep_failed, keep_days = excluded.keep_days
      WHERE (q.enabled, q.concurrency, q.cap, q.group_cap, q.keep_completed, q.keep_failed, q.keep_days)
        IS DISTINCT FROM (excluded.enabled, excluded.concurrency, excluded.cap, excluded.group_cap,
          excluded.keep_completed, excluded.keep_failed, excluded.keep_days)""";

  private static final String DELETE_UNDECLARED_QUEUES = "DELETE FROM jobs.queue WHERE name <> ALL ($1::text[])";

  private JobsRepository() {}

  /** Sends a statement, in a transaction or as one of its own. */
  @FunctionalInterface
  interface Sender {
    Future<RowSet<Row>> send(String sql, Object... parameters);
  }

  static Future<UUID> insert(Sender to, NewJob job) {
    JobOptions options = job.options();
    if (options.uniqueKey() == null) {
      return to.send(INSERT, job.id(), options.queue(), job.address(), job.body(), job.state(), priority(job),
          job.runAt(), attempts(job), limit(job), options.groupKey(), cause(job), requestId(job), tenant(job),
          job.now()).map(job.id());
    }
    return to.send(INSERT_UNIQUE, job.id(), options.queue(), job.address(), job.body(), job.state(), priority(job),
        job.runAt(), attempts(job), limit(job), options.groupKey(), cause(job), requestId(job), tenant(job),
        job.now(), options.uniqueKey()).map(rows -> rows.iterator().next().getUUID(0));
  }

  static Future<Integer> insertAll(Sender to, List<NewJob> jobs) {
    NewJob any = jobs.getFirst();
    return to.send(INSERT_ALL, column(jobs, NewJob::id, UUID[]::new), column(jobs, NewJob::queue, String[]::new),
        any.address(), column(jobs, NewJob::body, String[]::new), jobs.stream().map(NewJob::state).toList(),
        column(jobs, JobsRepository::priority, Short[]::new), column(jobs, NewJob::runAt, Instant[]::new),
        column(jobs, JobsRepository::attempts, Short[]::new), column(jobs, JobsRepository::limit, Long[]::new),
        column(jobs, NewJob::groupKey, String[]::new), column(jobs, JobsRepository::cause, UUID[]::new),
        column(jobs, JobsRepository::requestId, String[]::new), column(jobs, JobsRepository::tenant, String[]::new),
        any.now(), column(jobs, job -> job.options().uniqueKey(), String[]::new)).map(rows -> rows.rowCount());
  }

  static Future<Void> upsertSchedule(Tx tx, Schedule schedule, Instant next, boolean enabled, boolean declared) {
    return tx.send(UPSERT_SCHEDULE, schedule.key(), schedule.queue(), schedule.address(), schedule.body(),
        schedule.tenant(), schedule.cron(), schedule.zone() == null ? null : schedule.zone().getId(),
        schedule.every() == null ? null : schedule.every().toMillis(), enabled, declared, next).mapEmpty();
  }

  static Future<Void> deleteSchedule(Tx tx, String key) {
    return tx.send(DELETE_SCHEDULE, key).mapEmpty();
  }

  /**
   * Makes the database say what the declaration says; an operator's pause stays. Goes by name and by key, as every
   * build does: nodes that start at the same moment wait for each other, and never both.
   */
  static void declare(Tx tx, Queues queues, Instant now) {
    List<Queues.Queue> byName = queues.queues().stream().sorted(Comparator.comparing(Queues.Queue::name)).toList();
    byName.forEach(queue -> tx.send(UPSERT_QUEUE, queue.name(), queue.enabled(), queue.concurrency(), queue.cap(),
        queue.groupCap(), queue.keepCompleted(), queue.keepFailed(), queue.keepDays()));
    record Of(Queues.Queue queue, Queues.Declared declared) {}
    byName.stream().flatMap(queue -> queue.schedules().stream().map(each -> new Of(queue, each)))
        .sorted(Comparator.comparing(each -> each.declared.schedule().key())).forEach(each -> {
          Schedule schedule = each.declared.schedule();
          Instant next = schedule.cron() == null
              ? now.plus(schedule.every()) : CronRules.next(schedule.cron(), schedule.zone(), now);
          upsertSchedule(tx, schedule, next, each.queue.enabled() && each.declared.enabled(), true);
        });
    tx.send(DELETE_UNDECLARED_QUEUES, queues.queues().stream().map(Queues.Queue::name).toList());
    tx.send(DELETE_UNDECLARED_SCHEDULES, queues.queues().stream().flatMap(queue -> queue.schedules().stream())
        .map(declared -> declared.schedule().key()).toList());
  }

  static <T, V> V[] column(List<T> rows, Function<T, V> value, IntFunction<V[]> array) {
    return rows.stream().map(value).toArray(array);
  }

  private static Short priority(NewJob job) {
    return (short) Math.clamp(job.options().priority(), Short.MIN_VALUE, Short.MAX_VALUE);
  }

  private static Short attempts(NewJob job) {
    return job.options().maxAttempts() == null ? null : job.options().maxAttempts().shortValue();
  }

  private static Long limit(NewJob job) {
    Duration limit = job.options().timeLimit();
    return limit == null ? null : limit.toMillis();
  }

  private static UUID cause(NewJob job) {
    return job.options().cause() == null ? null : job.options().cause().cause();
  }

  private static String requestId(NewJob job) {
    return job.options().cause() == null ? null : job.options().cause().requestId();
  }

  private static String tenant(NewJob job) {
    return job.options().cause() == null ? null : job.options().cause().tenant();
  }
}
