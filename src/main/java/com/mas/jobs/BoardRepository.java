package com.mas.jobs;

import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.jobs.JobsContract.Act;
import com.mas.jobs.JobsContract.Attempt;
import com.mas.jobs.JobsContract.Job;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What operators read. Nothing here reads more than a bounded part of the jobs, however many there are. */
final class BoardRepository {
  /** So many of one queue and state are looked at, and counted one by one. */
  static final int LOOKED_AT = 10_000;
  /** So many of each, where several are looked at. */
  static final int LOOKED_AT_OF_EACH = 2_000;
  /** Pages of 8 KiB that a guess reads. */
  private static final double SAMPLED_PAGES = 2_000;
  private static final String[] WAITING = {"ready", "delayed", "parked"};
  private static final String[] OVER = {"completed", "dead", "discarded"};

  private static final String COLUMNS = """
      id, queue, address, state, priority, run_at, attempts, max_attempts, unique_key, group_key, created_at,
      started_at, finished_at, progress, note, error""";

  private static final String FIND = "SELECT " + COLUMNS + """
      , body::text, result::text, request_id, tenant, cause, failures::text,
      (SELECT r.node FROM jobs.runner r WHERE r.id = owner) FROM jobs.every_job WHERE id = $1""";

  private static final String CHILDREN =
      "SELECT " + COLUMNS + " FROM jobs.every_job WHERE cause = $1 ORDER BY id LIMIT 100";

  /** The order of each state, as an index has it. */
  private static final Map<String, String> ORDER = Map.of(
      "ready", "priority DESC, run_at, id", "delayed", "run_at, id", "parked", "group_key, priority DESC, run_at, id",
      "running", "started_at, id", "completed", "finished_at DESC, id DESC", "dead", "finished_at DESC, id DESC",
      "discarded", "finished_at DESC, id DESC");

  /** $1: how many of each; $2: the queue, or null. */
  private static final String NAMES = "(SELECT name FROM jobs.known_queue WHERE $2::text IS NULL"
      + " UNION ALL SELECT $2 WHERE $2 IS NOT NULL) AS n";

  private static final String LIST = "SELECT " + COLUMNS + """
      , CASE WHEN $6::text IS NOT NULL THEN body::text END FROM (%s) AS heads
      WHERE ($5::text IS NULL OR address = $5) AND ($6::text IS NULL OR body::text ILIKE $6 OR error ILIKE $6)
        AND ($7::timestamptz IS NULL OR finished_at <= $7)
      ORDER BY %s LIMIT $3 OFFSET $4""";

  private static final String LIVE = "SELECT " + COLUMNS.replace("finished_at", "NULL::timestamptz AS finished_at")
      + ", body FROM jobs.job";
  private static final String ENDED = "SELECT " + COLUMNS + ", body FROM jobs.finished";

  /** $2 is null: that is said, since each parameter must have a place. */
  private static final String HEADS_OF_ALL = "SELECT * FROM (" + LIVE + " WHERE $2::text IS NULL ORDER BY id DESC LIMIT"
      + " $1) AS live UNION ALL SELECT * FROM (" + ENDED + " ORDER BY id DESC LIMIT $1) AS ended";

  private static final String QUEUES = """
      SELECT n.name, coalesce(q.enabled, false), coalesce(q.paused, false), q.concurrency, q.cap, q.group_cap,
        (SELECT count(*) FROM jobs.job r WHERE r.state = 'running' AND r.queue = n.name), oldest, %s
      FROM %s LEFT JOIN jobs.queue q ON q.name = n.name
      CROSS JOIN LATERAL (SELECT min(j.run_at) AS oldest FROM jobs.ready_tenants(n.name) AS t (tenant)
        CROSS JOIN LATERAL (SELECT run_at FROM jobs.job WHERE queue = n.name AND coalesce(tenant, '') = t.tenant
          AND state = 'ready' ORDER BY %s LIMIT 100) AS j) AS o
      ORDER BY n.name""".formatted(counts(), NAMES, ORDER.get("ready"));

  private static final String SAMPLE = """
      SELECT queue, state, count(*) FROM jobs.job TABLESAMPLE SYSTEM ($1::float8) GROUP BY queue, state""";

  private static final String PAGES = "SELECT pg_relation_size('jobs.job') / 8192";

  private static final String REPORTS = "SELECT report::text FROM jobs.runner WHERE lease_until > now()";

  private static final String SCHEDULES = """
      SELECT key, queue, address, cron, zone, every_ms, enabled, declared, next_at, last_at, last_job, missed, missed_at
      FROM jobs.schedule ORDER BY key LIMIT 10000""";

  private static final String ACTS = """
      SELECT a.id, a.at, a.actor, u.full_name, a.action, a.queue, a.job, a.filter, a.jobs
      FROM jobs.audit a LEFT JOIN identity.shared_accounts u ON u.id = a.actor
      ORDER BY a.id DESC LIMIT $1 OFFSET $2""";

  private static final Map<String, String> LISTS = new HashMap<>();

  static {
    ORDER.forEach((state, order) -> LISTS.put(state, LIST.formatted(head(state), order)));
    LISTS.put("", LIST.formatted(HEADS_OF_ALL, "id DESC"));
    LISTS.put("queue", LIST.formatted(String.join(" UNION ALL ", ORDER.keySet().stream().sorted()
        .map(state -> "SELECT * FROM (" + head(state) + ") AS " + state).toList()), "id DESC"));
  }

  /** A job as it is stored. */
  record Found(Job job, String body, String result, String requestId, String tenant, UUID cause,
      List<Attempt> failures, String node) {}

  /** What is looked for; the pattern is that of ILIKE, {@code until} bounds the end of finished jobs. */
  record Wanted(String queue, String state, String address, String pattern, Instant until) {
    boolean isFiltered() {
      return address != null || pattern != null || until != null;
    }
  }

  /** @param body null where nothing was searched for */
  record Listed(Job job, String body) {}

  /** A queue with its counts, those above {@link #LOOKED_AT} as that and one. */
  record Counted(JobsContract.Queue queue, Map<String, Long> counts) {}

  record Planned(JobsContract.ScheduleRow row, CronRules.Grid grid) {}

  private BoardRepository() {}

  private static String head(String state) {
    if (state.equals("running")) {
      return LIVE + " WHERE state = 'running' AND ($2::text IS NULL OR queue = $2) ORDER BY started_at, id LIMIT $1";
    }
    if (state.equals("ready")) {
      return "SELECT j.* FROM " + NAMES + " CROSS JOIN LATERAL jobs.ready_tenants(n.name) AS t (tenant)"
          + " CROSS JOIN LATERAL (" + LIVE + " WHERE queue = n.name AND coalesce(tenant, '') = t.tenant"
          + " AND state = 'ready' ORDER BY " + ORDER.get(state) + " LIMIT $1) AS j";
    }
    String table = List.of(OVER).contains(state) ? ENDED : LIVE;
    return "SELECT j.* FROM " + NAMES + " CROSS JOIN LATERAL (" + table + " WHERE queue = n.name AND state = '" + state
        + "' ORDER BY " + ORDER.get(state) + " LIMIT $1) AS j";
  }

  private static String counts() {
    List<String> columns = new ArrayList<>();
    for (String state : WAITING) {
      columns.add(count("jobs.job", state));
    }
    for (String state : OVER) {
      columns.add(count("jobs.finished", state));
    }
    return String.join(", ", columns);
  }

  private static String count(String table, String state) {
    return "(SELECT count(*) FROM (SELECT 1 FROM " + table + " c WHERE c.queue = n.name AND c.state = '" + state
        + "' LIMIT $1) AS part)";
  }

  static String statement(Wanted wanted) {
    return LISTS.get(wanted.state != null ? wanted.state : wanted.queue == null ? "" : "queue");
  }

  /** How many of each queue and state are looked at. */
  static long each(Wanted wanted, int limit, long offset) {
    boolean one = wanted.queue != null && wanted.state != null || wanted.queue == null && wanted.state == null;
    return !wanted.isFiltered() ? limit + offset : one ? LOOKED_AT : LOOKED_AT_OF_EACH;
  }

  static List<Listed> list(Database db, Wanted wanted, int limit, long offset) {
    return Slice.all(db.query(statement(wanted), each(wanted, limit, offset), wanted.queue, (long) limit, offset,
        wanted.address, wanted.pattern, JobsRepository.utc(wanted.until)),
        row -> new Listed(job(row), row.getString(16)));
  }

  /** Null when there is none. */
  static Found find(Database db, UUID id) {
    List<Found> found = Slice.all(db.query(FIND, id), row -> new Found(job(row), row.getString(16), row.getString(17),
        row.getString(18), row.getString(19), row.getUUID(20), failures(row.getString(21)), row.getString(22)));
    return found.isEmpty() ? null : found.getFirst();
  }

  static List<Job> children(Database db, UUID id) {
    return Slice.all(db.query(CHILDREN, id), BoardRepository::job);
  }

  /** @param name null: all */
  static List<Counted> queues(Database db, String name) {
    return Slice.all(db.query(QUEUES, LOOKED_AT + 1L, name), row -> {
      Map<String, Long> counts = new LinkedHashMap<>();
      for (int i = 0; i < WAITING.length; i++) {
        counts.put(WAITING[i], row.getLong(8 + i));
      }
      counts.put("running", row.getLong(6));
      for (int i = 0; i < OVER.length; i++) {
        counts.put(OVER[i], row.getLong(8 + WAITING.length + i));
      }
      counts.values().removeIf(count -> count == 0);
      return new Counted(new JobsContract.Queue(row.getString(0), row.getBoolean(1), row.getBoolean(2),
          row.getInteger(3), row.getInteger(4), row.getInteger(5), counts, List.of(), Map.of(), null, null,
          instant(row.getOffsetDateTime(7))), counts);
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

  /** What the nodes that are up have told of themselves. */
  static List<String> reports(Database db) {
    List<String> reports = Slice.all(db.query(REPORTS), row -> row.getString(0));
    reports.removeIf(report -> report == null);
    return reports;
  }

  static List<Planned> schedules(Database db) {
    return Slice.all(db.query(SCHEDULES), row -> new Planned(new JobsContract.ScheduleRow(row.getString(0),
        row.getString(1), row.getString(2), row.getString(3), row.getString(4),
        row.getLong(5) == null ? null : row.getLong(5) / 1000, row.getBoolean(6), row.getBoolean(7),
        instant(row.getOffsetDateTime(8)), instant(row.getOffsetDateTime(9)), row.getUUID(10), List.of(),
        row.getLong(11), instant(row.getOffsetDateTime(12)), 0),
        new CronRules.Grid(row.getString(3), row.getString(4), row.getLong(5))));
  }

  static List<Act> acts(Database db, Slice slice) {
    return Slice.all(db.query(ACTS, (long) slice.limit(), slice.offset()), row -> new Act(row.getUUID(0),
        instant(row.getOffsetDateTime(1)), row.getUUID(2), row.getString(3), row.getString(4), row.getString(5),
        row.getUUID(6), row.getString(7), row.getInteger(8)));
  }

  private static List<Attempt> failures(String json) {
    return json == null ? List.of() : List.of(Json.read(json, Attempt[].class));
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
