package com.mas.domain.learning.sync;

import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.Lms.LearnerReport;
import com.mas.phone.PhoneRules;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** SQL of detailed reports. A batch is one statement. */
final class ReportRepository {
  /** A fast run asks for those whom it has found itself. */
  private static final String IS_DUE = """
      tenant = $1 AND graphy_course_id = $2 AND report_due AND vanished_at IS NULL
        AND ($3::uuid IS NULL OR added_by = $3)""";

  private static final String DUE = """
      SELECT id, graphy_user_id, module_progress::text, course_item_progress::text
      FROM mrlearn.learners WHERE\s""" + IS_DUE + " AND graphy_user_id > $4 ORDER BY graphy_user_id LIMIT $5";

  private static final String COUNT_DUE = "SELECT count(*)::int FROM mrlearn.learners WHERE " + IS_DUE;

  private static final String WRITE = """
      WITH incoming AS (
        SELECT id, user_id, mobile, percent::numeric(5, 2) AS percent, seconds, completed, modules::jsonb AS modules,
          items::jsonb AS items, completed_modules::text[] AS completed_modules, report::jsonb AS report
        FROM unnest($5::uuid[], $6::text[], $7::text[], $8::float8[], $9::int[], $10::boolean[], $11::text[],
          $12::text[], $13::text[], $14::text[])
          AS i (id, user_id, mobile, percent, seconds, completed, modules, items, completed_modules, report)
      ), stored AS (
        INSERT INTO mrlearn.learner_reports AS s (tenant, graphy_course_id, graphy_user_id, report, last_synced_at)
        SELECT $1, $2, user_id, report, $4 FROM incoming
        ON CONFLICT (tenant, graphy_course_id, graphy_user_id)
          DO UPDATE SET report = EXCLUDED.report, last_synced_at = EXCLUDED.last_synced_at
      ), known AS (
        SELECT i.*, o.* FROM incoming i CROSS JOIN LATERAL (SELECT l.is_completed AS was_completed
          FROM mrlearn.learners l WHERE l.id = i.id LIMIT 1) o
      ), written AS (
        UPDATE mrlearn.learners l SET report_due = false, reported_at = $4,
          progress_percent = greatest(l.progress_percent, i.percent),
          total_time_seconds = greatest(l.total_time_seconds, i.seconds),
          is_completed = l.is_completed OR i.completed,
          completion_told = CASE WHEN i.completed AND NOT l.is_completed THEN false ELSE l.completion_told END,
          mobile = coalesce(l.mobile, i.mobile),
          module_progress = coalesce(i.modules, l.module_progress),
          course_item_progress = coalesce(i.items, l.course_item_progress),
          completed_modules = coalesce(i.completed_modules, l.completed_modules),
          updated_at = CASE WHEN i.modules IS NOT NULL OR i.items IS NOT NULL OR i.percent > l.progress_percent
              OR i.seconds > l.total_time_seconds OR (i.completed AND NOT l.is_completed)
              OR (l.mobile IS NULL AND i.mobile IS NOT NULL)
            THEN $4 ELSE l.updated_at END
        FROM known i WHERE l.id = i.id
      )
      UPDATE mrlearn.sync_runs r SET advanced_at = $4, next_after = $15,
        reports_fetched = r.reports_fetched + k.stored, learners_completed = r.learners_completed + k.completed,
        reports_failed = r.reports_failed + $16
      FROM (SELECT count(*)::int AS stored,
        (count(*) FILTER (WHERE completed AND NOT was_completed))::int AS completed FROM known) k
      WHERE r.id = $3 RETURNING\s""" + RunRepository.COLUMNS;

  private final Database db;
  private final PhoneRules phones;

  ReportRepository(Database db, PhoneRules phones) {
    this.db = db;
    this.phones = phones;
  }

  /** @param modules and {@code items}: as they are kept, JSON, or null before the first report */
  record Due(UUID id, String userId, String modules, String items) {}

  /**
   * A report joined with what was known; null where nothing is new.
   *
   * @param fresh modules that were not completed in the report before; none when this is the first
   */
  record Joined(Due learner, LearnerReport report, String modules, String items, List<String> completedModules,
      List<String> fresh) {}

  List<Due> due(RunRow run, String after, int limit) {
    List<Due> due = new ArrayList<>();
    db.query(DUE, run.tenant(), run.courseId(), onlyOf(run), after, limit).forEach(row -> due.add(new Due(
        row.getUUID(0), row.getString(1), row.getString(2), row.getString(3))));
    return due;
  }

  int countDue(RunRow run) {
    return db.query(COUNT_DUE, run.tenant(), run.courseId(), onlyOf(run)).iterator().next().getInteger(0);
  }

  /** The run's row as it is then. */
  Future<RowSet<Row>> write(Tx tx, RunRow run, List<Joined> all, String after, int failed, Instant now) {
    int size = all.size();
    UUID[] id = new UUID[size];
    String[] userId = new String[size];
    String[] mobile = new String[size];
    Double[] percent = new Double[size];
    Integer[] seconds = new Integer[size];
    Boolean[] completed = new Boolean[size];
    String[] modules = new String[size];
    String[] items = new String[size];
    String[] completedModules = new String[size];
    String[] raw = new String[size];
    for (int i = 0; i < size; i++) {
      Joined joined = all.get(i);
      id[i] = joined.learner.id;
      userId[i] = joined.learner.userId;
      mobile[i] = phones.kept(joined.report.mobile());
      percent[i] = joined.report.percent();
      seconds[i] = joined.report.seconds();
      completed[i] = joined.report.completed();
      modules[i] = joined.modules;
      items[i] = joined.items;
      completedModules[i] = joined.completedModules == null ? null : SyncRules.arrayLiteral(joined.completedModules);
      raw[i] = joined.report.raw();
    }
    return tx.send(WRITE, run.tenant(), run.courseId(), run.id(), now, id, userId, mobile,
        percent, seconds, completed, modules, items, completedModules, raw, after, failed);
  }

  private static UUID onlyOf(RunRow run) {
    return run.fast() ? run.id() : null;
  }
}
