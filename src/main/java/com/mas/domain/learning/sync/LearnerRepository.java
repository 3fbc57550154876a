package com.mas.domain.learning.sync;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.SyncContract.Learner;
import com.mas.phone.PhoneRules;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** SQL of learners. A page is one statement; what brings nothing new is not written. */
final class LearnerRepository {
  /**
   * One page in one statement, which is a transaction of its own: the run is locked under the slice's token,
   * and without it nothing is done; learners are judged against what is known, merged, and counted into the run. The
   * twin of {@link ProgressMerge}. The LATERAL with its LIMIT keeps the plan at index look-ups: a plan made while
   * the table was empty is kept for long. A phone that was copied from an account goes with the address by which the
   * learner had that account. The commit need not reach the disk at once: checkpoint and rows are lost together if
   * the server dies within the moment, and the page is fetched again.
   */
  private static final String MERGE = """
      WITH mine AS MATERIALIZED (
        SELECT $3::uuid AS id, cancelling, set_config('synchronous_commit', 'off', true)
        FROM (SELECT runs.record($3, $18) AS cancelling) f WHERE cancelling IS NOT NULL
      ), page AS (
        INSERT INTO mrlearn.sync_pages (run_id, pass, user_ids) SELECT id, $21, $22::text[] FROM mine
      ), known AS MATERIALIZED (
        SELECT mrlearn.prefixes_of($1) AS prefixes
      ), incoming AS (
        SELECT i.id, user_id, name, email, mrlearn.without_prefix(email, prefixes) AS email_stripped, mobile,
          enrolment_status, percent::numeric(5, 2) AS percent, seconds, completed, enrolled_at, started_at,
          last_accessed_at, completed_at
        FROM mine, known, unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
          $11::float8[], $12::int[], $13::boolean[], $14::timestamptz[], $15::timestamptz[], $16::timestamptz[],
          $17::timestamptz[])
          AS i (id, user_id, name, email, mobile, enrolment_status, percent, seconds, completed, enrolled_at,
            started_at, last_accessed_at, completed_at)
      ), judged AS (
        SELECT i.*, o.id IS NULL AS is_new,
          o.id IS NULL OR i.percent > o.progress_percent OR i.seconds > o.total_time_seconds
            OR (i.completed AND NOT o.is_completed)
            OR greatest(o.last_accessed_at, i.last_accessed_at) IS DISTINCT FROM o.last_accessed_at AS moved,
          (coalesce(i.name, o.name), coalesce(i.email, o.email), coalesce(i.mobile, o.mobile),
            coalesce(i.enrolment_status, o.enrolment_status), least(o.enrolled_at, i.enrolled_at),
            least(o.started_at, i.started_at), least(o.completed_at, i.completed_at), NULL::timestamptz)
          IS DISTINCT FROM (o.name, o.email, o.mobile, o.enrolment_status, o.enrolled_at, o.started_at, o.completed_at,
            o.vanished_at) AS reworded,
          i.percent < o.progress_percent OR i.seconds < o.total_time_seconds OR (o.is_completed AND NOT i.completed)
            AS regresses,
          i.completed AND NOT coalesce(o.is_completed, false) AS newly_completed
        FROM incoming i LEFT JOIN LATERAL (SELECT * FROM mrlearn.learners l
          WHERE l.tenant = $1 AND l.graphy_course_id = $2 AND l.graphy_user_id = i.user_id LIMIT 1) o ON true
      ), written AS (
        INSERT INTO mrlearn.learners AS l (id, tenant, graphy_course_id, graphy_user_id, name, email, email_stripped,
          mobile, enrolment_status, progress_percent, total_time_seconds, is_completed, enrolled_at, started_at,
          last_accessed_at, completed_at, report_due, completion_told, added_by, created_at, updated_at)
        SELECT id, $1, $2, user_id, name, email, email_stripped, mobile, enrolment_status, percent, seconds, completed,
          enrolled_at, started_at, last_accessed_at, completed_at, moved, CASE WHEN newly_completed THEN false END, $3,
          $4, $4
        FROM judged WHERE is_new OR moved OR reworded
        ON CONFLICT (tenant, graphy_course_id, graphy_user_id) DO UPDATE SET
          name = coalesce(EXCLUDED.name, l.name),
          email = coalesce(EXCLUDED.email, l.email),
          email_stripped = coalesce(EXCLUDED.email_stripped, l.email_stripped),
          mobile = coalesce(EXCLUDED.mobile,
            CASE WHEN l.mobile_account_id IS NULL OR coalesce(EXCLUDED.email, l.email) = l.email THEN l.mobile END),
          mobile_account_id = CASE WHEN EXCLUDED.mobile IS NULL AND coalesce(EXCLUDED.email, l.email) = l.email
            THEN l.mobile_account_id END,
          enrolment_status = coalesce(EXCLUDED.enrolment_status, l.enrolment_status),
          progress_percent = greatest(l.progress_percent, EXCLUDED.progress_percent),
          total_time_seconds = greatest(l.total_time_seconds, EXCLUDED.total_time_seconds),
          is_completed = l.is_completed OR EXCLUDED.is_completed,
          enrolled_at = least(l.enrolled_at, EXCLUDED.enrolled_at),
          started_at = least(l.started_at, EXCLUDED.started_at),
          last_accessed_at = greatest(l.last_accessed_at, EXCLUDED.last_accessed_at),
          completed_at = least(l.completed_at, EXCLUDED.completed_at),
          report_due = l.report_due OR EXCLUDED.report_due,
          completion_told = CASE WHEN l.is_completed THEN l.completion_told ELSE EXCLUDED.completion_told END,
          vanished_at = NULL,
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
        source_shrank = r.source_shrank OR coalesce($20 < r.learners_at_source, false),
        learners_at_source = coalesce($20, r.learners_at_source), learners_seen = r.learners_seen + c.seen,
        learners_new = r.learners_new + c.fresh, learners_changed = r.learners_changed + c.changed,
        regressions_blocked = r.regressions_blocked + c.blocked,
        learners_unchanged = r.learners_unchanged + c.seen - c.fresh - c.changed - c.blocked,
        learners_repeated = r.learners_repeated + cardinality($22::text[]) - c.seen,
        learners_completed = r.learners_completed + c.completed
      FROM counted c, mine m WHERE r.id = m.id
      RETURNING m.cancelling,\s""" + RunRepository.COLUMNS;

  private static final String KNOWN = """
      SELECT graphy_user_id FROM mrlearn.learners
      WHERE tenant = $1 AND graphy_course_id = $2 AND graphy_user_id = ANY ($3::text[])""";

  private static final String PAGES = """
      SELECT pass, u FROM mrlearn.sync_pages p CROSS JOIN unnest(p.user_ids) AS u WHERE run_id = $1""";

  /**
   * Marks the learners that are missing on a complete listing. NOT IN is planned as a hash, whatever the statistics
   * say.
   */
  private static final String VANISH = """
      WITH absent AS (
        SELECT l.id, l.vanished_at FROM mrlearn.learners l
        WHERE l.tenant = $1 AND l.graphy_course_id = $2 AND l.enrolment_status IS DISTINCT FROM 'demo'
          AND l.graphy_user_id NOT IN (
          SELECT unnest(user_ids) FROM mrlearn.sync_pages WHERE run_id = $3 AND pass >= $5)
      ), marked AS (
        UPDATE mrlearn.learners l SET vanished_at = $4, updated_at = $4
        FROM absent a WHERE l.id = a.id AND a.vanished_at IS NULL
      )
      UPDATE mrlearn.sync_runs SET learners_vanished = (SELECT count(*)::int FROM absent) WHERE id = $3""";

  private static final Query<Learner> LIST = Query.of(Learner.class, """
      id, (SELECT c.id FROM mrlearn.sync_configs c WHERE c.tenant = l.tenant
        AND c.graphy_course_id = l.graphy_course_id) AS sync_config_id, graphy_course_id, graphy_user_id, name,
      email, email_stripped, mobile, progress_percent, total_time_seconds, is_completed,
      status, enrolment_status, enrolled_at, started_at, last_accessed_at, completed_at,
      coalesce(module_progress, '[]') AS module_progress, vanished_at IS NOT NULL AND NOT is_demo AS vanished,
      is_demo AS demo, updated_at""", """
      FROM (SELECT *, graphy_user_id LIKE 'demo-%' AND enrolment_status IS NOT DISTINCT FROM 'demo' AS is_demo
        FROM mrlearn.learners) l
      WHERE tenant = $1 AND graphy_course_id = $2
        AND ($3::text IS NULL OR lower(coalesce(name, '') || ' ' || coalesce(email, '')) LIKE $3)""",
      "enrolled_at DESC NULLS LAST, graphy_user_id");

  private static final String COUNT = """
      SELECT count(*)::int FROM mrlearn.learners
      WHERE tenant = $1 AND graphy_course_id = $2 AND vanished_at IS NULL""";

  private static final String PURGE_REPORTS = """
      DELETE FROM mrlearn.learner_reports WHERE tenant = $1 AND graphy_course_id = $2""";
  private static final String PURGE_TIES = """
      DELETE FROM mrlearn.award_ties t USING mrlearn.learners l
      WHERE l.tenant = $1 AND l.graphy_course_id = $2 AND t.learner_id = l.id""";
  private static final String PURGE = """
      DELETE FROM mrlearn.learners WHERE tenant = $1 AND graphy_course_id = $2""";

  private final Database db;
  private final PhoneRules phones;

  LearnerRepository(Database db) {
    this(db, PhoneRules.INDIA);
  }

  LearnerRepository(Database db, PhoneRules phones) {
    this.db = db;
    this.phones = phones;
  }

  /** Returns the run's row, and whether it is {@code cancelling}; no row when it is not this worker's any more. */
  RowSet<Row> merge(RunRow run, UUID worker, LearnerColumns c, int nextStart, Instant now) {
    String[] mobile = Arrays.stream(c.mobile).map(phones::kept).toArray(String[]::new);
    return db.write(MERGE, run.tenant(), run.courseId(), run.id(), now, c.id, c.userId, c.name, c.email,
        mobile, c.enrolmentStatus, c.percent, c.seconds, c.completed, c.enrolledAt, c.startedAt,
        c.lastAccessedAt, c.completedAt, worker, nextStart, c.total, run.pass(), c.listed);
  }

  /** Returns which of the ids have been mirrored. */
  Set<String> known(RunRow run, List<String> userIds) {
    Set<String> known = new HashSet<>();
    db.query(KNOWN, run.tenant(), run.courseId(), userIds.toArray(String[]::new))
        .forEach(row -> known.add(row.getString(0)));
    return known;
  }

  /** Returns the learners on the pages that the run has read. */
  Seen seen(RunRow run) {
    Seen seen = new Seen();
    db.query(PAGES, run.id()).forEach(row -> seen.add(row.getString(1), row.getInteger(0) == run.pass()));
    return seen;
  }

  /** @param fromPass the first pass over the list that counts */
  void vanish(Tx tx, RunRow run, int fromPass, Instant now) {
    tx.send(VANISH, run.tenant(), run.courseId(), run.id(), now, fromPass);
  }

  /** Counts the learners whom the provider lists. */
  int count(String tenant, String courseId) {
    return db.query(COUNT, tenant, courseId).iterator().next().getInteger(0);
  }

  Page<Learner> list(String tenant, String courseId, String search, PageWindow window) {
    String pattern = search == null || search.isBlank() ? null
        : "%" + search.strip().toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
    return LIST.page(db, window, tenant, courseId, pattern);
  }

  /** @return how many learners are gone */
  int purge(Tx tx, String tenant, String courseId) {
    tx.send(PURGE_REPORTS, tenant, courseId);
    tx.send(PURGE_TIES, tenant, courseId);
    return tx.query(PURGE, tenant, courseId).rowCount();
  }
}
