package com.mas.domain.sync;

import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.sync.LmsConnector.LearnerPage;
import com.mas.domain.sync.LmsConnector.LearnerReport;
import com.mas.domain.sync.SyncContract.Learner;
import com.mas.domain.sync.SyncContract.Module;
import com.mas.domain.sync.SyncContract.Run;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** SQL of learners and reports. Each page or batch is one statement; what brings nothing new is not written. */
final class LearnerRepository {
  /**
   * One page: judged against what is known, merged, counted into the run's row. The twin of {@link ProgressMerge}. The
   * LATERAL with its LIMIT keeps the plan at index look-ups: a plan made while the table was empty is kept for long.
   */
  private static final String MERGE = """
      WITH incoming AS (
        SELECT id, user_id, name, email, email_stripped, mobile, enrolment_status, percent::numeric(5, 2) AS percent,
          seconds, completed, enrolled_at, started_at, last_accessed_at, completed_at
        FROM unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::float8[],
          $13::int[], $14::boolean[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[], $18::timestamptz[])
          AS i (id, user_id, name, email, email_stripped, mobile, enrolment_status, percent, seconds, completed,
            enrolled_at, started_at, last_accessed_at, completed_at)
      ), judged AS (
        SELECT i.*, o.id IS NULL AS is_new,
          o.id IS NULL OR i.percent > o.progress_percent OR i.seconds > o.total_time_seconds
            OR (i.completed AND NOT o.is_completed)
            OR greatest(o.last_accessed_at, i.last_accessed_at) IS DISTINCT FROM o.last_accessed_at AS moved,
          (coalesce(i.name, o.name), coalesce(i.email, o.email), coalesce(i.mobile, o.mobile),
            coalesce(i.enrolment_status, o.enrolment_status), least(o.enrolled_at, i.enrolled_at),
            least(o.started_at, i.started_at), least(o.completed_at, i.completed_at))
          IS DISTINCT FROM (o.name, o.email, o.mobile, o.enrolment_status, o.enrolled_at, o.started_at, o.completed_at)
            AS reworded,
          i.percent < o.progress_percent OR i.seconds < o.total_time_seconds OR (o.is_completed AND NOT i.completed)
            AS regresses,
          i.completed AND NOT coalesce(o.is_completed, false) AS newly_completed
        FROM incoming i LEFT JOIN LATERAL (SELECT * FROM mrlearn.learners l
          WHERE l.tenant = $1 AND l.graphy_course_id = $2 AND l.graphy_user_id = i.user_id LIMIT 1) o ON true
      ), written AS (
        INSERT INTO mrlearn.learners AS l (id, tenant, graphy_course_id, graphy_user_id, name, email, email_stripped,
          mobile, enrolment_status, progress_percent, total_time_seconds, is_completed, enrolled_at, started_at,
          last_accessed_at, completed_at, report_due, created_at, updated_at)
        SELECT id, $1, $2, user_id, name, email, email_stripped, mobile, enrolment_status, percent, seconds, completed,
          enrolled_at, started_at, last_accessed_at, completed_at, moved, $4, $4
        FROM judged WHERE is_new OR moved OR reworded
        ON CONFLICT (tenant, graphy_course_id, graphy_user_id) DO UPDATE SET
          name = coalesce(EXCLUDED.name, l.name),
          email = coalesce(EXCLUDED.email, l.email),
          email_stripped = coalesce(EXCLUDED.email_stripped, l.email_stripped),
          mobile = coalesce(EXCLUDED.mobile, l.mobile),
          enrolment_status = coalesce(EXCLUDED.enrolment_status, l.enrolment_status),
          progress_percent = greatest(l.progress_percent, EXCLUDED.progress_percent),
          total_time_seconds = greatest(l.total_time_seconds, EXCLUDED.total_time_seconds),
          is_completed = l.is_completed OR EXCLUDED.is_completed,
          enrolled_at = least(l.enrolled_at, EXCLUDED.enrolled_at),
          started_at = least(l.started_at, EXCLUDED.started_at),
          last_accessed_at = greatest(l.last_accessed_at, EXCLUDED.last_accessed_at),
          completed_at = least(l.completed_at, EXCLUDED.completed_at),
          report_due = l.report_due OR EXCLUDED.report_due,
          updated_at = EXCLUDED.updated_at
      ), counted AS (
        SELECT count(*)::int AS seen,
          (count(*) FILTER (WHERE is_new))::int AS fresh,
          (count(*) FILTER (WHERE NOT is_new AND (moved OR reworded)))::int AS changed,
          (count(*) FILTER (WHERE NOT (is_new OR moved OR reworded) AND regresses))::int AS blocked,
          (count(*) FILTER (WHERE newly_completed))::int AS completed
        FROM judged
      )
      UPDATE mrlearn.sync_runs r SET advanced_at = $4, phase = 'listing', next_start = $19,
        learners_at_source = coalesce($20, r.learners_at_source), learners_seen = r.learners_seen + c.seen,
        learners_new = r.learners_new + c.fresh, learners_changed = r.learners_changed + c.changed,
        regressions_blocked = r.regressions_blocked + c.blocked,
        learners_unchanged = r.learners_unchanged + c.seen - c.fresh - c.changed - c.blocked,
        learners_completed = r.learners_completed + c.completed
      FROM counted c WHERE r.id = $3 RETURNING\s""" + RunRepository.COLUMNS;

  private static final String REPORTS_DUE = """
      SELECT graphy_user_id, email, email_stripped FROM mrlearn.learners
      WHERE tenant = $1 AND graphy_course_id = $2 AND graphy_user_id > $3 AND report_due
      ORDER BY graphy_user_id LIMIT $4""";

  private static final String WRITE_REPORTS = """
      WITH incoming AS (
        SELECT user_id, mobile, percent::numeric(5, 2) AS percent, seconds, completed, modules::jsonb AS modules,
          items::jsonb AS items, report::jsonb AS report
        FROM unnest($5::text[], $6::text[], $7::float8[], $8::int[], $9::boolean[], $10::text[], $11::text[],
          $12::text[])
          AS i (user_id, mobile, percent, seconds, completed, modules, items, report)
      ), stored AS (
        INSERT INTO mrlearn.learner_reports AS s (tenant, graphy_course_id, graphy_user_id, report, last_synced_at)
        SELECT $1, $2, user_id, report, $4 FROM incoming
        ON CONFLICT (tenant, graphy_course_id, graphy_user_id)
          DO UPDATE SET report = EXCLUDED.report, last_synced_at = EXCLUDED.last_synced_at
      ), merged AS (
        SELECT l.id, i.*, mrlearn.merge_progress(l.module_progress, i.modules) AS all_modules,
          mrlearn.merge_progress(l.course_item_progress, i.items) AS all_items
        FROM incoming i JOIN mrlearn.learners l
          ON l.tenant = $1 AND l.graphy_course_id = $2 AND l.graphy_user_id = i.user_id
      ), written AS (
        UPDATE mrlearn.learners l SET report_due = false, reported_at = $4,
          progress_percent = greatest(l.progress_percent, m.percent),
          total_time_seconds = greatest(l.total_time_seconds, m.seconds),
          is_completed = l.is_completed OR m.completed,
          mobile = coalesce(l.mobile, m.mobile),
          module_progress = m.all_modules,
          course_item_progress = m.all_items,
          completed_modules = ARRAY(SELECT e ->> 'id' FROM jsonb_array_elements(m.all_modules) e
            WHERE (e ->> 'completed')::boolean),
          updated_at = CASE WHEN m.percent > l.progress_percent OR m.seconds > l.total_time_seconds
              OR (m.completed AND NOT l.is_completed) OR (l.mobile IS NULL AND m.mobile IS NOT NULL)
              OR m.all_modules IS DISTINCT FROM l.module_progress OR m.all_items IS DISTINCT FROM l.course_item_progress
            THEN $4 ELSE l.updated_at END
        FROM merged m WHERE l.id = m.id
      )
      UPDATE mrlearn.sync_runs r SET advanced_at = $4, next_after = $13,
        reports_fetched = r.reports_fetched + (SELECT count(*)::int FROM incoming),
          reports_failed = r.reports_failed + $14
      WHERE r.id = $3 RETURNING\s""" + RunRepository.COLUMNS;

  private static final String AWARDS_DUE = """
      SELECT graphy_user_id, email, email_stripped FROM mrlearn.learners
      WHERE tenant = $1 AND graphy_course_id = $2 AND graphy_user_id > $3 AND email IS NOT NULL
        AND NOT completed_modules <@ awarded_modules
      ORDER BY graphy_user_id LIMIT $4""";

  /** Takes what is due of learners with an account, and answers what was taken. When exactly a module was completed is
   * nowhere told; the learner's last access is the best that is known. */
  private static final String AWARD = """
      WITH due AS (
        SELECT l.id, a.account_id, m.module_id, least(coalesce(l.last_accessed_at, $3), $3) AS occurred_at
        FROM unnest($4::text[], $5::uuid[]) AS a (user_id, account_id)
        JOIN mrlearn.learners l ON l.tenant = $1 AND l.graphy_course_id = $2 AND l.graphy_user_id = a.user_id
        CROSS JOIN unnest(l.completed_modules) AS m (module_id)
        WHERE m.module_id <> ALL (l.awarded_modules)
      ), taken AS (
        UPDATE mrlearn.learners l SET awarded_modules = l.awarded_modules || d.modules
        FROM (SELECT id, array_agg(module_id) AS modules FROM due GROUP BY id) d WHERE l.id = d.id
      ), counted AS (
        UPDATE mrlearn.sync_runs SET xp_awards = xp_awards + (SELECT count(*)::int FROM due) WHERE id = $6
      )
      SELECT account_id, module_id, occurred_at FROM due ORDER BY account_id, module_id""";

  private static final String LIST = """
      SELECT l.*, count(*) OVER () AS total FROM mrlearn.learners l
      WHERE tenant = $1 AND graphy_course_id = $2
        AND ($3::text IS NULL OR lower(coalesce(name, '') || ' ' || coalesce(email, '')) LIKE $3)
      ORDER BY enrolled_at DESC NULLS LAST, graphy_user_id LIMIT $4 OFFSET $5""";

  private static final String COUNT_DUE = """
      SELECT count(*)::int FROM mrlearn.learners WHERE tenant = $1 AND graphy_course_id = $2 AND report_due""";

  private static final String COUNT = """
      SELECT count(*)::int FROM mrlearn.learners WHERE tenant = $1 AND graphy_course_id = $2""";

  private static final String PURGE_REPORTS = """
      DELETE FROM mrlearn.learner_reports WHERE tenant = $1 AND graphy_course_id = $2""";
  private static final String PURGE = """
      DELETE FROM mrlearn.learners WHERE tenant = $1 AND graphy_course_id = $2""";

  private final Database db;
  private final Supplier<UUID> ids;

  LearnerRepository(Database db, Supplier<UUID> ids) {
    this.db = db;
    this.ids = ids;
  }

  record Due(String userId, String email, String emailStripped) {}

  record Award(UUID accountId, String moduleId, Instant occurredAt) {}

  /** @return the run's row as it is then */
  Future<RowSet<Row>> merge(Tx tx, RunRow run, LearnerPage page, int nextStart, Instant now) {
    LearnerColumns c = new LearnerColumns(page.rows(), ids);
    return tx.send(MERGE, run.tenant(), run.courseId(), run.id(), at(now), c.id, c.userId, c.name, c.email,
        c.emailStripped, c.mobile, c.enrolmentStatus, c.percent, c.seconds, c.completed, c.enrolledAt, c.startedAt,
        c.lastAccessedAt, c.completedAt, nextStart, page.total());
  }

  List<Due> reportsDue(RunRow run, String after, int limit) {
    return due(db.query(REPORTS_DUE, run.tenant(), run.courseId(), after, limit));
  }

  List<Due> awardsDue(RunRow run, String after, int limit) {
    return due(db.query(AWARDS_DUE, run.tenant(), run.courseId(), after, limit));
  }

  int countReportsDue(RunRow run) {
    return db.query(COUNT_DUE, run.tenant(), run.courseId()).iterator().next().getInteger(0);
  }

  int count(String tenant, String courseId) {
    return db.query(COUNT, tenant, courseId).iterator().next().getInteger(0);
  }

  Future<RowSet<Row>> writeReports(Tx tx, RunRow run, List<LearnerReport> reports, String after, int failed,
      Instant now) {
    return tx.send(WRITE_REPORTS, run.tenant(), run.courseId(), run.id(), at(now),
        reports.stream().map(LearnerReport::userId).toArray(String[]::new),
        reports.stream().map(LearnerReport::mobile).toArray(String[]::new),
        reports.stream().map(LearnerReport::percent).toArray(Double[]::new),
        reports.stream().map(LearnerReport::seconds).toArray(Integer[]::new),
        reports.stream().map(LearnerReport::completed).toArray(Boolean[]::new),
        reports.stream().map(LearnerReport::modules).toArray(String[]::new),
        reports.stream().map(LearnerReport::items).toArray(String[]::new),
        reports.stream().map(LearnerReport::raw).toArray(String[]::new), after, failed);
  }

  /** @param accounts MAS user by the provider's user id */
  List<Award> award(Tx tx, RunRow run, Map<String, UUID> accounts, Instant now) {
    List<Award> awards = new ArrayList<>();
    tx.query(AWARD, run.tenant(), run.courseId(), at(now), accounts.keySet().toArray(String[]::new),
            accounts.values().toArray(UUID[]::new), run.id())
        .forEach(row -> awards.add(new Award(row.getUUID(0), row.getString(1), row.getOffsetDateTime(2).toInstant())));
    return awards;
  }

  Page<Learner> list(String tenant, String courseId, String search, int limit, long offset) {
    String pattern = search == null || search.isBlank() ? null
        : "%" + search.strip().toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
    List<Learner> learners = new ArrayList<>();
    long total = 0;
    for (Row row : db.query(LIST, tenant, courseId, pattern, limit, offset)) {
      total = row.getLong("total");
      learners.add(learner(row));
    }
    if (learners.isEmpty() && offset > 0 && pattern == null) {
      total = count(tenant, courseId);
    }
    return new Page<>(learners, limit, offset, total);
  }

  /** @return how many learners are gone */
  int purge(Tx tx, String tenant, String courseId) {
    tx.send(PURGE_REPORTS, tenant, courseId);
    return tx.query(PURGE, tenant, courseId).rowCount();
  }

  private static List<Due> due(RowSet<Row> rows) {
    List<Due> due = new ArrayList<>();
    rows.forEach(row -> due.add(new Due(row.getString(0), row.getString(1), row.getString(2))));
    return due;
  }

  private static Learner learner(Row row) {
    Object modules = row.getJson("module_progress");
    return new Learner(row.getUUID("id"), row.getString("graphy_user_id"), row.getString("name"),
        row.getString("email"), row.getString("email_stripped"), row.getString("mobile"),
        row.getDouble("progress_percent"), row.getInteger("total_time_seconds"), row.getBoolean("is_completed"),
        row.getString("status"), row.getString("enrolment_status"), RunRow.instant(row, "enrolled_at"),
        RunRow.instant(row, "started_at"), RunRow.instant(row, "last_accessed_at"), RunRow.instant(row, "completed_at"),
        modules == null ? List.of() : List.of(Json.read(modules.toString(), Module[].class)),
        RunRow.instant(row, "updated_at"));
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
