package com.mas.domain.learning.sync;

import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.Lms.CourseRow;
import com.mas.domain.learning.sync.SyncContract.ChangeConfig;
import com.mas.domain.learning.sync.SyncContract.Course;
import com.mas.domain.learning.sync.SyncContract.KeepReminders;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** SQL of configs and course snapshots. Lock order everywhere: config, run, learners. */
final class ConfigRepository {
  private static final String OWN = """
      c.*, coalesce(c.reminders, '{"status":"idle"}') AS last_reminder,
      coalesce(c.reminders ->> 'status', 'idle') AS last_reminder_status,
      (c.reminders ->> 'nextAt')::timestamptz AS next_reminder_at""";
  private static final String COLUMNS = OWN + """
      , (SELECT r.id FROM mrlearn.sync_runs r WHERE r.sync_config_id = c.id AND r.status = 'running') AS run_id""";

  private static final String INSERT = """
      INSERT INTO mrlearn.sync_configs AS c (id, tenant, graphy_course_id, course_title, batch_id, interval_hours,
        enabled, include_detailed_reports, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) ON CONFLICT (tenant, graphy_course_id) DO NOTHING
      RETURNING NULL::uuid AS run_id,\s""" + OWN;
  private static final String FIND = "SELECT " + COLUMNS + " FROM mrlearn.sync_configs c WHERE id = $1 AND tenant = $2";
  private static final String FIND_BY_COURSE =
      "SELECT " + COLUMNS + " FROM mrlearn.sync_configs c WHERE tenant = $1 AND graphy_course_id = $2";
  private static final String LOCK =
      "SELECT " + COLUMNS
          + " FROM mrlearn.sync_configs c WHERE id = $1 AND ($2::text IS NULL OR tenant = $2) FOR UPDATE";
  private static final Query<SyncConfig> LIST = Query.of(SyncConfig.class, COLUMNS,
      "FROM mrlearn.sync_configs c WHERE tenant = $1", "created_at DESC, id");
  private static final String CHANGE = """
      UPDATE mrlearn.sync_configs c SET course_title = coalesce($2, course_title),
        batch_id = CASE WHEN $12 THEN $3 ELSE batch_id END, interval_hours = coalesce($4, interval_hours),
        enabled = coalesce($5, enabled),
        include_detailed_reports = coalesce($6, include_detailed_reports),
        reminder_enabled = coalesce($8, reminder_enabled),
        reminder_interval_hours = coalesce($9, reminder_interval_hours),
        reminder_skip_above_progress = coalesce($10, reminder_skip_above_progress),
        reminder_template_name = coalesce($11, reminder_template_name),
        last_sync_status = CASE WHEN $5 AND NOT enabled AND last_sync_status = 'unauthenticated' THEN 'idle'
          ELSE last_sync_status END,
        updated_at = $7
      WHERE id = $1 RETURNING\s""" + COLUMNS;
  private static final String ENABLED = """
      SELECT id, tenant FROM mrlearn.sync_configs s WHERE enabled AND CASE WHEN $1::text IS NULL
        THEN NOT EXISTS (SELECT FROM mrlearn.new_student_crons c WHERE c.tenant = s.tenant) ELSE tenant = $1 END
      ORDER BY created_at, id""";
  private static final String FILL_BATCH =
      "UPDATE mrlearn.sync_configs SET batch_id = $2, updated_at = $3 WHERE id = $1 AND batch_id IS NULL";
  private static final String TITLES =
      "SELECT id, title FROM mrlearn.courses WHERE tenant = $1 AND id = ANY ($2::text[])";
  private static final String SET_NEXT = "UPDATE mrlearn.sync_configs SET next_sync_at = $2 WHERE id = $1";
  private static final String STARTED =
      "UPDATE mrlearn.sync_configs SET last_sync_status = 'running', updated_at = $2 WHERE id = $1";
  private static final String FINISHED = """
      UPDATE mrlearn.sync_configs SET last_sync_status = $2, updated_at = $3,
        last_synced_at = CASE WHEN $2 IN ('success', 'incomplete') THEN $3 ELSE last_synced_at END,
        last_sync_learner_count = coalesce($4, last_sync_learner_count),
        enabled = enabled AND $2 <> 'unauthenticated',
        next_sync_at = CASE WHEN $2 = 'unauthenticated' THEN NULL ELSE next_sync_at END
      WHERE id = $1""";
  private static final String REVIVE = """
      UPDATE mrlearn.sync_configs SET enabled = true, last_sync_status = 'idle', updated_at = $2
      WHERE tenant = $1 AND NOT enabled AND last_sync_status = 'unauthenticated' RETURNING id, interval_hours""";
  private static final String KEEP_REMINDERS = """
      UPDATE mrlearn.sync_configs SET reminders = $3::text::jsonb, reminders_as_of = $4
      WHERE id = $1 AND tenant = $2 AND (reminders_as_of IS NULL OR reminders_as_of <= $4)""";
  private static final String REMINDERS_AS_OF = "SELECT reminders_as_of FROM mrlearn.sync_configs WHERE id = $1";
  private static final String DELETE = "DELETE FROM mrlearn.sync_configs WHERE id = $1";

  private static final String SAVE_COURSE = """
      INSERT INTO mrlearn.courses AS k (tenant, id, title, publisher, published, course_url, users_count, raw,
        last_synced_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, ($8::text)::jsonb, $9)
      ON CONFLICT (tenant, id) DO UPDATE SET title = EXCLUDED.title, publisher = coalesce(EXCLUDED.publisher,
        k.publisher), published = EXCLUDED.published, course_url = coalesce(EXCLUDED.course_url, k.course_url),
        users_count = EXCLUDED.users_count, raw = EXCLUDED.raw, last_synced_at = EXCLUDED.last_synced_at""";
  private static final Query<Course> COURSES =
      Query.of(Course.class, "*", "FROM mrlearn.courses WHERE tenant = $1", "title, id");
  private static final Rows<Enabled> WHICH = Rows.of(Enabled.class);
  private static final Rows<Revived> REVIVED = Rows.of(Revived.class);
  private static final Rows<Locked> LOCKED = Rows.of(Locked.class);

  private final Database db;
  private final Clock clock;

  ConfigRepository(Database db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  record New(UUID id, String tenant, String courseId, String title, UUID batchId, int intervalHours, boolean enabled,
      boolean reports) {}

  record Locked(String tenant, SyncConfig config) {}

  record Enabled(UUID id, String tenant) {}

  /** Empty when the course has a config already. */
  Optional<SyncConfig> insert(Tx tx, New config) {
    return one(tx.query(INSERT, config.id, config.tenant, config.courseId, config.title, config.batchId,
        config.intervalHours, config.enabled, config.reports, now()));
  }

  Optional<SyncConfig> find(UUID id, String tenant) {
    return one(db.query(FIND, id, tenant));
  }

  Optional<SyncConfig> findByCourse(String tenant, String courseId) {
    return one(db.query(FIND_BY_COURSE, tenant, courseId));
  }

  /** @param tenant null when the product itself asks */
  Optional<Locked> lock(Tx tx, UUID id, String tenant) {
    return LOCKED.first(tx.query(LOCK, id, tenant));
  }

  Page<SyncConfig> list(String tenant, PageWindow window) {
    return LIST.page(db, window, tenant);
  }

  SyncConfig change(Tx tx, ChangeConfig change) {
    return one(tx.query(CHANGE, change.id(), change.courseTitle(), change.batchId().value(), change.intervalHours(),
        change.enabled(), change.includeDetailedReports(), now(), change.reminderEnabled(),
        change.reminderIntervalHours(), change.reminderSkipAboveProgress(),
        change.reminderTemplateName(), change.batchId().isMade())).orElseThrow();
  }

  /** @param tenant null: of all tenants that have not said when they look for new students */
  List<Enabled> enabled(String tenant) {
    return WHICH.all(db.query(ENABLED, tenant));
  }

  /** Sets the batch of a config that has none. */
  void fillBatch(Tx tx, UUID id, UUID batchId) {
    tx.send(FILL_BATCH, id, batchId, now());
  }

  /** Returns the titles of the mirrored courses, by id. */
  Map<String, String> titles(String tenant, List<String> courseIds) {
    Map<String, String> titles = new HashMap<>();
    db.query(TITLES, tenant, courseIds.toArray(String[]::new))
        .forEach(row -> titles.put(row.getString(0), row.getString(1)));
    return titles;
  }

  /** @param next null when nothing is scheduled */
  void setNext(Tx tx, UUID id, Instant next) {
    tx.send(SET_NEXT, id, next);
  }

  void started(Tx tx, UUID id) {
    tx.send(STARTED, id, now());
  }

  /** @param learners of the course as stored, or null when the run did not get so far */
  void finished(Tx tx, UUID id, String status, Integer learners) {
    tx.send(FINISHED, id, status, now(), learners);
  }

  record Revived(UUID id, int intervalHours) {}

  /** Enables the configs that a refusal has disabled, and returns them. */
  List<Revived> revive(Tx tx, String tenant) {
    return REVIVED.all(tx.query(REVIVE, tenant, now()));
  }

  void delete(Tx tx, UUID id) {
    tx.send(DELETE, id);
  }

  void saveCourse(Tx tx, String tenant, CourseRow course) {
    tx.send(SAVE_COURSE, tenant, course.id(), course.title(), course.publisher(), course.published(), course.url(),
        course.usersCount(), course.raw(), now());
  }

  Page<Course> courses(String tenant, PageWindow window) {
    return COURSES.page(db, window, tenant);
  }

  /** Returns when it was told last how the config's reminders stand; null for never. */
  Instant remindersAsOf(UUID id) {
    RowSet<Row> rows = db.query(REMINDERS_AS_OF, id);
    return rows.size() == 0 ? null : Rows.instant(rows.iterator().next(), 0);
  }

  void keepReminders(String tenant, KeepReminders told) {
    db.write(KEEP_REMINDERS, told.configId(), tenant, Json.write(told.last()), told.asOf());
  }

  private static Optional<SyncConfig> one(RowSet<Row> rows) {
    return LIST.rows().first(rows);
  }

  private Instant now() {
    return clock.instant();
  }
}
