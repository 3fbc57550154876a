package com.mas.domain.engagement.reminder;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.engagement.reminder.ReminderContract.ListLogs;
import com.mas.domain.engagement.reminder.ReminderContract.Log;
import com.mas.domain.engagement.reminder.ReminderContract.Run;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Runs, their learners one by one, and the marks. */
final class ReminderRunRepository {
  private static final String INSERT = """
      INSERT INTO reminder.runs (id, tenant, config_id, status, triggered_by, triggered_by_user, skip_above, total,
        job_id, started_at)
      VALUES ($1, $2, $3, 'running', $4, $5, $6, 0, $7, $8)""";
  private static final String PLANNED = "UPDATE reminder.runs SET total = $2 WHERE id = $1";
  private static final String UNDER_WAY =
      "SELECT id FROM reminder.runs WHERE config_id = $1 AND status = 'running' ORDER BY id";

  private static final String COUNTED = """
      SELECT r.*, c.* FROM (%s) r CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE result = 'sent')::int AS sent,
          count(*) FILTER (WHERE result = 'held')::int AS held,
          count(*) FILTER (WHERE result = 'skipped')::int AS skipped,
          count(*) FILTER (WHERE result = 'failed')::int AS failed
        FROM reminder.logs l WHERE l.run_id = r.id) c ORDER BY r.started_at DESC, r.id DESC""";
  private static final String FIND = COUNTED.formatted("SELECT * FROM reminder.runs WHERE id = $1");
  /** Finds the config's own runs, and those across courses that reminded for it. */
  private static final String OF_CONFIG = """
      FROM reminder.runs o WHERE tenant = $1 AND (config_id = $2 OR config_id IS NULL
        AND EXISTS (SELECT FROM reminder.logs l WHERE l.run_id = o.id AND l.config_id = $2))""";
  private static final String LIST = COUNTED.formatted("SELECT * " + OF_CONFIG
      + " ORDER BY started_at DESC, id DESC LIMIT $3 OFFSET $4");
  private static final String COUNT = "SELECT count(*) " + OF_CONFIG;
  private static final String CONFIGS = "SELECT DISTINCT config_id FROM reminder.logs WHERE run_id = $1";

  private static final String TO_DO = """
      SELECT id, course_id, graphy_user_id, config_id, template, period_until, attempts FROM reminder.logs
      WHERE run_id = $1 AND result IS NULL AND (retry_at IS NULL OR retry_at <= $2) ORDER BY id LIMIT $3""";
  private static final String NEXT_RETRY =
      "SELECT min(coalesce(retry_at, $2)) FROM reminder.logs WHERE run_id = $1 AND result IS NULL";
  private static final String LAST = """
      SELECT result = 'failed' AS failed FROM reminder.logs WHERE run_id = $1 AND result IN ('sent', 'failed')
      ORDER BY attempted_at DESC, id DESC LIMIT $2""";

  // the entry that had the mark before keeps it as long as the config's present period lasts
  private static final String CLAIM = """
      INSERT INTO reminder.marks AS m (tenant, course_id, graphy_user_id, until, log_id, sent_at)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (tenant, course_id, graphy_user_id) DO UPDATE
      SET until = excluded.until, log_id = excluded.log_id, sent_at = excluded.sent_at
      WHERE m.log_id = excluded.log_id OR CASE WHEN m.sent_at IS NULL THEN m.until <= $6 ELSE m.sent_at < $7 END
      RETURNING until""";
  private static final String RELEASE = """
      UPDATE reminder.marks SET until = TIMESTAMPTZ '2000-01-01 00:00Z', sent_at = NULL
      WHERE tenant = $1 AND course_id = $2 AND graphy_user_id = $3 AND log_id = $4 AND until > $5""";

  private static final String DONE = """
      UPDATE reminder.logs SET result = $2, detail = $3, phone = coalesce($4, phone), delivery_id = $5,
        attempted_at = $6
      WHERE id = $1 AND result IS NULL""";
  private static final String RETRY = """
      UPDATE reminder.logs SET attempts = attempts + $2, retry_at = $3, detail = $4, phone = coalesce($5, phone)
      WHERE id = $1 AND result IS NULL""";

  private static final String FINISH = """
      UPDATE reminder.runs SET status = $2, stopped = $3, finished_at = $4
      WHERE id = $1 AND status = 'running'""";

  private static final Query<Log> LOGS = Query.of(Log.class, "*", """
      FROM (
        SELECT l.id, l.run_id, l.config_id AS sync_config_id, l.learner_id, l.course_id AS graphy_course_id,
          l.graphy_user_id, l.phone, r.triggered_by, r.triggered_by_user AS triggered_by_user_id,
          coalesce(d.error, l.detail) AS detail, l.template AS template_name, l.delivery_id AS whatsapp_message_id,
          d.state AS delivery, d.provider, l.attempted_at AS at,
          CASE WHEN d.state IN ('sent', 'delivered', 'read') THEN 'sent'
            WHEN d.state IN ('held', 'skipped') THEN d.state
            WHEN d.state IN ('undelivered', 'rejected', 'failed', 'unknown') THEN 'failed'
            ELSE l.result END AS result
        FROM reminder.logs l JOIN reminder.runs r ON r.id = l.run_id
          LEFT JOIN notification.shared_deliveries d ON d.id = l.delivery_id
        WHERE l.tenant = $1 AND l.config_id = $2 AND l.result IS NOT NULL AND ($3::uuid IS NULL OR l.learner_id = $3)
          AND ($4::uuid IS NULL OR l.run_id = $4)) told
      WHERE $5::text IS NULL OR result = $5""", "at DESC, id DESC");

  /** The runs of several courses stay, with whom they reminded of the others. */
  private static final String FORGET = """
      WITH gone AS (DELETE FROM reminder.logs WHERE config_id = $1 RETURNING run_id),
        fewer AS (UPDATE reminder.runs r SET total = r.total - g.many
          FROM (SELECT run_id, count(*)::int AS many FROM gone GROUP BY run_id) g
          WHERE r.id = g.run_id AND r.config_id IS NULL),
        over AS (DELETE FROM reminder.runs WHERE config_id = $1)
      SELECT count(*)::int FROM gone""";

  record Entry(UUID id, String courseId, String graphyUserId, UUID configId, String template, Instant periodUntil,
      int attempts) {}

  /** @param skipAbove null: not asked for */
  record Running(Run run, String tenant, Integer skipAbove) {}

  private record Stored(UUID id, String tenant, UUID configId, String status, String triggeredBy, UUID triggeredByUser,
      Integer skipAbove, int total, int sent, int held, int skipped, int failed, String stopped, UUID jobId,
      Instant startedAt, Instant finishedAt) {
    Run shown(Instant now) {
      int done = sent + held + skipped + failed;
      int percent = total == 0 ? 100 : (int) (done * 100L / total);
      Long eta = status.equals("running")
          ? ReminderRules.etaSeconds(done, total, Duration.between(startedAt, now)) : null;
      return new Run(id, configId, status, triggeredBy, triggeredByUser, total, sent, held, skipped, failed, percent,
          eta, stopped, jobId, startedAt, finishedAt);
    }
  }

  private static final Rows<Stored> RUNS = Rows.of(Stored.class);
  private static final Rows<Entry> ENTRIES = Rows.of(Entry.class);

  private final Database db;
  private final Clock clock;

  ReminderRunRepository(Database db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  void insert(Tx tx, UUID id, String tenant, UUID configId, String triggeredBy, UUID user, Integer skipAbove, UUID job,
      Instant now) {
    tx.send(INSERT, id, tenant, configId, triggeredBy, user, skipAbove, job, now);
  }

  void planned(Tx tx, UUID id, int total) {
    tx.send(PLANNED, id, total);
  }

  /** Returns the runs of the config, and of no other, that are not over. */
  List<UUID> underWay(Tx tx, UUID configId) {
    List<UUID> ids = new ArrayList<>();
    tx.query(UNDER_WAY, configId).forEach(row -> ids.add(row.getUUID(0)));
    return ids;
  }

  Optional<Running> find(UUID id) {
    return running(db.query(FIND, id));
  }

  /** Finds a run with what the transaction has changed of it. */
  Optional<Running> find(Tx tx, UUID id) {
    return running(tx.query(FIND, id));
  }

  private Optional<Running> running(RowSet<Row> rows) {
    return RUNS.first(rows).map(run -> new Running(run.shown(clock.instant()), run.tenant, run.skipAbove));
  }

  Page<Run> list(String tenant, UUID configId, PageWindow window) {
    Future<RowSet<Row>> rows = db.send(LIST, tenant, configId, window.limit(), window.offset());
    return window.page(rows, db.send(COUNT, tenant, configId), row -> RUNS.read(row).shown(clock.instant()));
  }

  List<Entry> toDo(UUID runId, Instant now, int limit) {
    return ENTRIES.all(db.query(TO_DO, runId, now, limit));
  }

  /** Returns when the next of those that are left may be tried; empty when none is left. */
  Optional<Instant> nextRetry(UUID runId, Instant now) {
    return Optional.ofNullable(Rows.instant(db.query(NEXT_RETRY, runId, now).iterator().next(), 0));
  }

  /** Returns for each of the last attempts whether it failed, the newest last. */
  List<Boolean> lastFailed(UUID runId, int count) {
    List<Boolean> failed = new ArrayList<>();
    db.query(LAST, runId, count).forEach(row -> failed.add(row.getBoolean(0)));
    Collections.reverse(failed);
    return failed;
  }

  /**
   * Claims the learner and course for this entry; returns whether the learner may be reminded of the course now.
   *
   * @param periodSince when the config's present period began
   */
  boolean claim(Tx tx, String tenant, Entry entry, Instant periodSince, Instant now) {
    return tx.query(CLAIM, tenant, entry.courseId(), entry.graphyUserId(), entry.periodUntil(), entry.id(), now,
        periodSince).size() == 1;
  }

  /** Returns the configs that a run reminds for. */
  List<UUID> configs(Tx tx, UUID runId) {
    return PageWindow.all(tx.query(CONFIGS, runId), row -> row.getUUID(0));
  }

  void release(Tx tx, String tenant, Entry entry, Instant now) {
    tx.send(RELEASE, tenant, entry.courseId(), entry.graphyUserId(), entry.id(), now);
  }

  /** Completes with whether it had no result yet, and is still there. */
  Future<Boolean> done(Tx tx, Entry entry, String result, String detail, String phone, UUID deliveryId, Instant now) {
    return tx.send(DONE, entry.id(), result, detail, phone, deliveryId, now).map(rows -> rows.rowCount() == 1);
  }

  /** @param counts whether it was an attempt */
  void retry(Tx tx, Entry entry, boolean counts, Instant at, String detail, String phone) {
    tx.send(RETRY, entry.id(), counts ? 1 : 0, at, detail, phone);
  }

  void finish(Tx tx, UUID runId, String status, String stopped, Instant now) {
    tx.send(FINISH, runId, status, stopped, now);
  }

  Page<Log> logs(String tenant, ListLogs ask) {
    return LOGS.page(db, PageWindow.of(ask), tenant, ask.id(), ask.learnerId(), ask.runId(), ask.result());
  }

  /** @return how many logs are gone */
  int forget(Tx tx, UUID configId) {
    return tx.query(FORGET, configId).iterator().next().getInteger(0);
  }
}
