package com.mas.domain.learning.mrtest;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.mrtest.ExamCardContract.BatchExam;
import com.mas.domain.learning.mrtest.ExamCardContract.PutBatchExam;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** SQL of exams of batches, and of what one student has to do with them. */
final class CardRepository {
  private static final String COLUMNS = """
      b.id, b.batch_id, b.exam_id AS mr_test_exam_id, coalesce(e.title, b.exam_id) AS title, b.roadmap_item_id,
      b.take_url, b.prerequisite_course_id, b.prerequisite_threshold, b.mandatory, b.created_at""";
  private static final String FROM = """

      FROM mrtest.batch_exams b LEFT JOIN mrtest.exams e ON e.tenant = b.tenant AND e.id = b.exam_id
      WHERE b.tenant = $1 AND b.batch_id = $2""";
  private static final Query<BatchExam> LIST = Query.of(BatchExam.class, COLUMNS, FROM, "title, b.exam_id");
  private static final String FIND = "SELECT " + COLUMNS + FROM + " AND b.exam_id = $3";
  private static final String PUT = """
      INSERT INTO mrtest.batch_exams AS b (id, tenant, batch_id, exam_id, roadmap_item_id, take_url,
        prerequisite_course_id, prerequisite_threshold, mandatory, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, round(coalesce($8::float8, 75)::numeric, 2), coalesce($9, false), $10, $10)
      ON CONFLICT (tenant, batch_id, exam_id) DO UPDATE SET roadmap_item_id = EXCLUDED.roadmap_item_id,
        take_url = EXCLUDED.take_url, prerequisite_course_id = EXCLUDED.prerequisite_course_id,
        prerequisite_threshold = EXCLUDED.prerequisite_threshold, mandatory = EXCLUDED.mandatory,
        updated_at = EXCLUDED.updated_at""";
  private static final String REMOVE =
      "DELETE FROM mrtest.batch_exams WHERE tenant = $1 AND batch_id = $2 AND exam_id = $3";
  private static final String IS_MIRRORED = "SELECT count(*) FROM mrtest.exams WHERE tenant = $1 AND id = $2";

  /**
   * Reads, of each mapped exam ($3) of its batch ($4), what the student ($2) has to do with it. The course that must be
   * done before is one of Mr. Learn or, when its id is a number, of Moodle.
   */
  private static final String CARDS = """
      SELECT e.id AS exam_id, e.title, m.batch_id, e.starts_at, e.ends_at, e.minutes, e.total_marks,
        e.published AND e.gone_at IS NULL AS listed, coalesce(b.mandatory, false) AS mandatory, b.take_url,
        b.prerequisite_course_id AS course, coalesce(k.course_title, b.prerequisite_course_id) AS course_title,
        coalesce(b.prerequisite_threshold, 75) AS threshold, coalesce(l.progress, 0) AS progress,
        s.attempts, s.open_attempts, t.id AS submission_id, t.percentage, t.passed
      FROM unnest($3::text[], $4::uuid[]) AS m (exam_id, batch_id)
      JOIN mrtest.exams e ON e.tenant = $1 AND e.id = m.exam_id
      LEFT JOIN mrtest.batch_exams b ON b.tenant = $1 AND b.batch_id = m.batch_id AND b.exam_id = m.exam_id
      CROSS JOIN LATERAL (
        SELECT CASE WHEN b.prerequisite_course_id ~ '^[0-9]{1,18}$' THEN b.prerequisite_course_id::bigint END
          AS moodle) n
      LEFT JOIN LATERAL (
        SELECT course_title FROM mrlearn.shared_configs c WHERE c.tenant = $1 AND c.course_id = b.prerequisite_course_id
        UNION ALL
        SELECT coalesce(nullif(full_name, ''), short_name) FROM moodle.shared_courses c
        WHERE c.tenant = $1 AND c.id = n.moodle
        LIMIT 1) k ON true
      LEFT JOIN LATERAL (
        SELECT max(progress_percent) AS progress FROM (
          SELECT p.progress_percent FROM mrlearn.shared_learner_accounts a
          JOIN mrlearn.shared_learners p ON p.learner_id = a.learner_id
          WHERE a.account_id = $2 AND a.tenant = $1 AND a.course_id = b.prerequisite_course_id
          UNION ALL
          SELECT m.progress_percent FROM moodle.shared_progress m
          WHERE m.account_id = $2 AND m.tenant = $1 AND m.course_id = n.moodle AND NOT m.gone AND NOT m.suspended) p
        ) l ON true
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS attempts, (count(*) FILTER (WHERE percentage IS NULL))::int AS open_attempts
        FROM mrtest.submissions s WHERE s.tenant = $1 AND s.account_id = $2 AND s.tie = 'email' AND s.exam_id = e.id) s
      LEFT JOIN LATERAL (
        SELECT id, percentage, passed FROM mrtest.submissions s
        WHERE s.tenant = $1 AND s.account_id = $2 AND s.tie = 'email' AND s.exam_id = e.id AND s.percentage IS NOT NULL
        ORDER BY percentage DESC, submitted_at LIMIT 1) t ON true
      WHERE e.published AND e.gone_at IS NULL OR s.attempts > 0""";

  private static final String LAUNCHED = """
      INSERT INTO mrtest.launches AS l (tenant, account_id, exam_id, first_at, last_at, times)
      VALUES ($1, $2, $3, $4, $4, 1)
      ON CONFLICT (tenant, account_id, exam_id) DO UPDATE SET last_at = EXCLUDED.last_at, times = l.times + 1""";

  private static final Rows<Row> ROWS = Rows.of(Row.class);

  private final Database db;

  CardRepository(Database db) {
    this.db = db;
  }

  /**
   * @param listed whether the site shows it to students
   * @param openAttempts that are not marked yet
   * @param submissionId of the best attempt
   */
  record Row(String examId, String title, UUID batchId, Instant startsAt, Instant endsAt, Integer minutes,
      BigDecimal totalMarks, boolean listed, boolean mandatory, String takeUrl, String course, String courseTitle,
      BigDecimal threshold, BigDecimal progress, int attempts, int openAttempts, String submissionId,
      BigDecimal percentage, Boolean passed) {}

  Page<BatchExam> list(String tenant, UUID batch, PageWindow window) {
    return LIST.page(db, window, tenant, batch);
  }

  Optional<BatchExam> find(String tenant, UUID batch, String exam) {
    return LIST.rows().first(db.query(FIND, tenant, batch, exam));
  }

  void put(Tx tx, UUID id, String tenant, PutBatchExam ask, Instant now) {
    tx.send(PUT, id, tenant, ask.batchId(), ask.examId(), ask.roadmapItemId(), ask.takeUrl(),
        ask.prerequisiteCourseId(), ask.prerequisiteThreshold(), ask.mandatory(), now);
  }

  boolean remove(String tenant, UUID batch, String exam) {
    return db.write(REMOVE, tenant, batch, exam).rowCount() > 0;
  }

  boolean isMirrored(String tenant, String exam) {
    return db.query(IS_MIRRORED, tenant, exam).iterator().next().getLong(0) > 0;
  }

  /** @param exams and {@code batches}: pairs of what is mapped */
  List<Row> cards(String tenant, UUID account, List<String> exams, List<UUID> batches) {
    return ROWS.all(db.query(CARDS, tenant, account, exams.toArray(String[]::new), batches.toArray(UUID[]::new)));
  }

  void launched(String tenant, UUID account, String exam, Instant now) {
    db.write(LAUNCHED, tenant, account, exam, now);
  }
}
