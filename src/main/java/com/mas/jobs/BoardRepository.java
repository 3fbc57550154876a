package com.mas.jobs;

import com.mas.bus.Json;
import com.mas.db.ComposesSql;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Rows;
import com.mas.db.View;
import com.mas.jobs.JobsContract.Act;
import com.mas.jobs.JobsContract.Attempt;
import com.mas.jobs.JobsContract.Job;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads for operators. Nothing here reads more than a bounded part of the jobs, however many there are. */
@ComposesSql
final class BoardRepository {
  /** Bounds how many of one queue and state are looked at, and counted one by one. */
  static final int LOOKED_AT = 10_000;
  /** Bounds how many of each are looked at, where there are several. */
  static final int LOOKED_AT_OF_EACH = 2_000;
  /** Pages of 8 KiB that a guess reads. */
  private static final double SAMPLED_PAGES = 2_000;

  private static final String COLUMNS = """
      id, queue, address, state, priority, run_at, attempts, max_attempts, unique_key, group_key, created_at,
      started_at, finished_at, progress, note, error""";

  private static final String FIND = "SELECT " + COLUMNS + """
      , body::text, result::text, request_id, tenant, cause, failures::text,
      (SELECT r.node FROM jobs.runner r WHERE r.id = owner) AS node FROM jobs.every_job WHERE id = $1""";

  private static final String CHILDREN =
      "SELECT " + COLUMNS + " FROM jobs.every_job WHERE cause = $1 AND ($2::text IS NULL OR tenant = $2)"
          + " ORDER BY id LIMIT 100";

  /** The order of each state, as an index has it. */
  private static final Map<JobState, String> ORDER = Map.of(
      JobState.READY, "priority DESC, run_at, id", JobState.DELAYED, "run_at, id",
      JobState.PARKED, "group_key, priority DESC, run_at, id", JobState.RUNNING, "started_at, id",
      JobState.COMPLETED, "finished_at DESC, id DESC", JobState.DEAD, "finished_at DESC, id DESC",
      JobState.DISCARDED, "finished_at DESC, id DESC");

  /** $1: how many of each; $2: the queue, or null. */
  private static final String NAMES = "(SELECT name FROM jobs.known_queue WHERE $2::text IS NULL"
      + " UNION ALL SELECT $2 WHERE $2 IS NOT NULL) AS n";

  private static final String WANTED = """
      FROM (%s) AS heads
      WHERE ($5::text IS NULL OR address = $5) AND ($6::text IS NULL OR body::text ILIKE $6 OR error ILIKE $6)
        AND ($7::timestamptz IS NULL OR finished_at <= $7) AND ($8::text IS NULL OR tenant = $8)
        AND ($9::boolean IS NULL OR coalesce(starts_with(request_id, 'schedule:'), false) = $9)
      """;

  private static final String LIST =
      "SELECT " + COLUMNS + ", CASE WHEN $6::text IS NOT NULL THEN body::text END AS body "
          + WANTED + "ORDER BY %s LIMIT $3 OFFSET $4";

  /** Has the parameters of the list; its page bounds nothing. */
  private static final String COUNT = "SELECT count(*) FROM (SELECT 1 " + WANTED + "LIMIT $3 OFFSET $4) AS counted";

  private static final String LIVE = "SELECT " + COLUMNS.replace("finished_at", "NULL::timestamptz AS finished_at")
      + ", body, tenant, request_id FROM jobs.job";
  private static final String ENDED = "SELECT " + COLUMNS + ", body, tenant, request_id FROM jobs.finished";

  /** $2 is null: that is said, since each parameter must have a place. */
  private static final String HEADS_OF_ALL = "SELECT * FROM (" + LIVE + " WHERE $2::text IS NULL ORDER BY id DESC LIMIT"
      + " $1) AS live UNION ALL SELECT * FROM (" + ENDED + " ORDER BY id DESC LIMIT $1) AS ended";

  private static final String QUEUES = """
      SELECT n.name, coalesce(q.enabled, false) AS enabled, coalesce(q.paused, false) AS paused, q.concurrency, q.cap,
        q.group_cap, oldest, %s
      FROM %s LEFT JOIN jobs.queue q ON q.name = n.name
      CROSS JOIN LATERAL (SELECT min(j.run_at) AS oldest FROM jobs.ready_tenants(n.name) AS t (tenant)
        CROSS JOIN LATERAL (SELECT run_at FROM jobs.job WHERE queue = n.name AND coalesce(tenant, '') = t.tenant
          AND state = 'ready' ORDER BY %s LIMIT 100) AS j) AS o
      ORDER BY n.name""".formatted(counts(), NAMES, ORDER.get(JobState.READY));

  private static final String SAMPLE = """
      SELECT queue, state, count(*) FROM jobs.job TABLESAMPLE SYSTEM ($1::float8) GROUP BY queue, state""";

  private static final String PAGES = "SELECT pg_relation_size('jobs.job') / 8192";

  private static final String REPORTS = "SELECT report::text FROM jobs.runner WHERE lease_until > now()";

  /** Reads declared ones only, whose number does not grow with what people configure. */
  private static final String LATE = """
      SELECT key, CASE WHEN enabled AND NOT paused AND next_at < $1::timestamptz - make_interval(secs => $2)
        THEN extract(epoch FROM $1::timestamptz - next_at)::float8 ELSE 0 END
      FROM jobs.schedule WHERE declared ORDER BY key LIMIT 1000""";

  private static final String ACTS = """
      SELECT a.*, u.full_name AS actor_name, a.job AS job_id
      FROM jobs.audit a LEFT JOIN %s u ON u.id = a.actor
      WHERE $3::text IS NULL OR a.tenant = $3
      ORDER BY a.id DESC LIMIT $1 OFFSET $2""";

  /** Slots of the last seconds are the runners' next work: nobody is late with them yet. */
  static final int PUNCTUAL_SECONDS = 5;

  private static final String NOBODY = "(SELECT NULL::uuid AS id, NULL::text AS full_name)";

  private static final Map<String, String> LISTS = new HashMap<>();
  private static final Map<String, String> COUNTS = new HashMap<>();

  static {
    ORDER.forEach((state, order) -> put(state.wire(), head(state), order));
    put("", HEADS_OF_ALL, "id DESC");
    put("queue", Stream.of(JobState.values()).map(state -> "SELECT * FROM (" + head(state) + ") AS " + state.wire())
        .collect(Collectors.joining(" UNION ALL ")), "id DESC");
  }

  private static void put(String key, String heads, String order) {
    LISTS.put(key, LIST.formatted(heads, order));
    COUNTS.put(key, COUNT.formatted(heads));
  }

  /** A job as it is stored. */
  record Found(Job job, String body, String result, String requestId, String tenant, UUID cause, String failures,
      String node) {
    List<Attempt> attempts() {
      return failures == null ? List.of() : List.of(Json.read(failures, Attempt[].class));
    }
  }

  /**
   * Filter of a search; the pattern is that of ILIKE, {@code until} bounds the end of finished jobs.
   *
   * @param tenant whose jobs are looked at; null: everybody's
   * @param scheduled whether those that schedules have stored are looked at, or all others; null: both
   */
  record Wanted(String queue, String state, String address, String pattern, Instant until, String tenant,
      Boolean scheduled) {
    boolean isFiltered() {
      return address != null || pattern != null || until != null || tenant != null || scheduled != null;
    }
  }

  /** @param body null where nothing was searched for */
  record Listed(Job job, String body) {}

  /** A queue with its counts, those above {@link #LOOKED_AT} as that and one. */
  record Counted(JobsContract.Queue queue, Map<String, Long> counts) {}

  private record Declared(String name, boolean enabled, boolean paused, Integer concurrency, Integer cap,
      Integer groupCap, Instant oldest) {
    JobsContract.Queue shown(Map<String, Long> counts) {
      return new JobsContract.Queue(name, enabled, paused, concurrency, cap, groupCap, counts, List.of(), Map.of(),
          null, null, oldest);
    }
  }

  private static final Rows<Found> FOUND = Rows.of(Found.class);
  private static final Rows<Listed> LISTED = Rows.of(Listed.class);
  private static final Rows<Job> JOB = Rows.of(Job.class);
  private static final Rows<Declared> QUEUE = Rows.of(Declared.class);
  private static final Rows<Act> ACT = Rows.of(Act.class);

  private BoardRepository() {}

  private static String head(JobState state) {
    if (state == JobState.RUNNING) {
      return LIVE + " WHERE state = 'running' AND ($2::text IS NULL OR queue = $2) ORDER BY started_at, id LIMIT $1";
    }
    if (state == JobState.READY) {
      return "SELECT j.* FROM " + NAMES + " CROSS JOIN LATERAL jobs.ready_tenants(n.name) AS t (tenant)"
          + " CROSS JOIN LATERAL (" + LIVE + " WHERE queue = n.name AND coalesce(tenant, '') = t.tenant"
          + " AND state = 'ready' ORDER BY " + ORDER.get(state) + " LIMIT $1) AS j";
    }
    String table = state.isOver() ? ENDED : LIVE;
    return "SELECT j.* FROM " + NAMES + " CROSS JOIN LATERAL (" + table + " WHERE queue = n.name AND state = '"
        + state.wire() + "' ORDER BY " + ORDER.get(state) + " LIMIT $1) AS j";
  }

  private static String counts() {
    return Stream.of(JobState.values()).map(BoardRepository::count).collect(Collectors.joining(", "));
  }

  /** Running jobs are few, so that all of them are counted. */
  private static String count(JobState state) {
    return "(SELECT count(*) FROM (SELECT 1 FROM " + (state.isOver() ? "jobs.finished" : "jobs.job")
        + " c WHERE c.queue = n.name AND c.state = '" + state.wire() + "'"
        + (state == JobState.RUNNING ? "" : " LIMIT $1") + ") AS part) AS " + state.wire();
  }

  static String statement(Wanted wanted) {
    return LISTS.get(key(wanted));
  }

  private static String key(Wanted wanted) {
    return wanted.state != null ? wanted.state : wanted.queue == null ? "" : "queue";
  }

  /** Returns how many jobs of each queue and state are read. */
  static long each(Wanted wanted, int limit, long offset) {
    boolean one = wanted.queue != null && wanted.state != null || wanted.queue == null && wanted.state == null;
    return !wanted.isFiltered() ? limit + offset : one ? LOOKED_AT : LOOKED_AT_OF_EACH;
  }

  static List<Listed> list(Database db, Wanted wanted, int limit, long offset) {
    return LISTED.all(db.query(statement(wanted), each(wanted, limit, offset), wanted.queue, (long) limit, offset,
        wanted.address, wanted.pattern, wanted.until, wanted.tenant, wanted.scheduled));
  }

  /** Returns how many of the jobs that a list looks at it lists; null where it looks at more than are counted. */
  static Long total(Database db, Wanted wanted) {
    long each = each(wanted, LOOKED_AT + 1, 0);
    long count = db.query(COUNTS.get(key(wanted)), each, wanted.queue, Long.MAX_VALUE, 0L, wanted.address,
        wanted.pattern, wanted.until, wanted.tenant, wanted.scheduled).iterator().next().getLong(0);
    return wanted.isFiltered() || count <= LOOKED_AT ? count : null;
  }

  static Optional<Found> find(Database db, UUID id) {
    return FOUND.first(db.query(FIND, id));
  }

  /** @param tenant whose are told; null: everybody's */
  static List<Job> children(Database db, UUID id, String tenant) {
    return JOB.all(db.query(CHILDREN, id, tenant));
  }

  /** @param name null: all */
  static List<Counted> queues(Database db, String name) {
    return queues(db, name, LOOKED_AT);
  }

  /** @param most of one state that are counted; what is above is that and one */
  static List<Counted> queues(Database db, String name, int most) {
    return PageWindow.all(db.query(QUEUES, most + 1L, name), row -> {
      Map<String, Long> counts = new LinkedHashMap<>();
      for (JobState state : JobState.values()) {
        counts.put(state.wire(), row.getLong(state.wire()));
      }
      counts.values().removeIf(count -> count == 0);
      return new Counted(QUEUE.read(row).shown(counts), counts);
    });
  }

  /** About how many jobs there are by queue and state, from a part of the table that does not grow with it. */
  static Map<String, Map<String, Long>> guess(Database db) {
    double pages = Math.max(1, db.query(PAGES).iterator().next().getLong(0));
    double percent = Math.min(100, 100 * SAMPLED_PAGES / pages);
    Map<String, Map<String, Long>> guess = new HashMap<>();
    db.query(SAMPLE, percent).forEach(row -> guess.computeIfAbsent(row.getString(0), queue -> new HashMap<>())
        .put(row.getString(1), Math.round(row.getLong(2) * 100 / percent)));
    return guess;
  }

  /** Returns the reports of the nodes that are up. */
  static List<String> reports(Database db) {
    List<String> reports = PageWindow.all(db.query(REPORTS), row -> row.getString(0));
    reports.removeIf(report -> report == null);
    return reports;
  }

  /** Returns by how many seconds each declared schedule is late. */
  static Future<Map<String, Double>> late(Database db, Instant now) {
    return db.send(LATE, now, (double) PUNCTUAL_SECONDS).map(rows -> {
      Map<String, Double> late = new HashMap<>();
      rows.forEach(row -> late.put(row.getString(0), row.getDouble(1)));
      return late;
    });
  }

  /**
   * Returns what operators did, the latest first.
   *
   * @param tenant whose operators; null: everybody's
   * @param people has {@code id} and {@code full_name} of who may have acted; null where no names are known
   */
  static List<Act> acts(Database db, View people, PageWindow window, String tenant) {
    String sql = ACTS.formatted(people == null ? NOBODY : people.name());
    return ACT.all(db.query(sql, (long) window.limit(), window.offset(), tenant));
  }
}
