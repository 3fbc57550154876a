package com.mas.domain.engagement.standing;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.engagement.standing.StandingContract.PerformanceMetric;
import com.mas.domain.engagement.standing.WarningRepository.Student;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

final class MetricRepository {
  private static final String STUDENTS = """
      SELECT DISTINCT tenant, student_id AS id FROM education.shared_students
       WHERE student_id > $1 ORDER BY id LIMIT $2
      """;

  private static final String MAKE = """
      INSERT INTO standing.metrics (student_id, tenant, calculated_at)
      SELECT s.id, s.tenant, $3 FROM unnest($1::uuid[], $2::text[]) AS s (id, tenant) ORDER BY s.id
      ON CONFLICT (student_id) DO NOTHING
      """;
  private static final String LOCK =
      "SELECT * FROM standing.metrics WHERE student_id = ANY ($1) ORDER BY student_id FOR UPDATE";

  private static final String SOURCES = """
      SELECT s.id AS student_id, a.came, a.sessions, w.weekly, w.communication, k.skills, l.learning, g.tests
        FROM unnest($1::uuid[]) AS s (id)
        CROSS JOIN LATERAL (
          SELECT count(*) FILTER (WHERE state IN ('present', 'late')) AS came,
                 count(*) FILTER (WHERE state IN ('present', 'late', 'absent')) AS sessions
            FROM education.shared_attendance t
           WHERE student_id = s.id AND NOT (state = 'absent' AND EXISTS (SELECT FROM gamification.shared_leaves o
             WHERE o.student_id = s.id AND t.session_on BETWEEN o.starts_on AND o.ends_on))) a
        CROSS JOIN LATERAL (
          SELECT (array_agg(overall_average ORDER BY year DESC, week_number DESC))[1] AS weekly,
                 avg(communication) AS communication
            FROM standing.weekly_ratings WHERE student_id = s.id) w
        CROSS JOIN LATERAL (
          SELECT avg(overall_rating) AS skills FROM standing.skill_ratings WHERE student_id = s.id) k
        CROSS JOIN LATERAL (
          SELECT avg(m.progress_percent) AS learning
            FROM mrlearn.shared_learner_accounts t JOIN mrlearn.shared_learners m
              ON m.learner_id = t.learner_id AND m.vanished_at IS NULL
           WHERE t.account_id = s.id) l
        CROSS JOIN LATERAL (
          SELECT coalesce((SELECT avg(v.percentage) FROM mrtest.shared_eval_tests v WHERE v.account_id = s.id),
            (SELECT avg(t.score) FROM gamification.shared_tests t WHERE t.student_id = s.id)) AS tests) g
      """;

  private static final String COLUMNS =
      "eval_test, learn_progress, super_mentor, communication, attendance, mock_interview, overall";
  private static final String STORE = """
      WITH next AS (
        SELECT * FROM unnest($1::uuid[], $2::text[]::numeric[], $3::text[]::numeric[], $4::text[]::numeric[],
          $5::text[]::numeric[], $6::text[]::numeric[], $7::text[]::numeric[], $8::text[]::numeric[],
          $10::text[]::numeric[]) AS n (student_id, eval_test, learn_progress, super_mentor, communication, attendance,
            mock_interview, overall, told)
      ), stored AS (
        UPDATE standing.metrics m
           SET (eval_test, learn_progress, super_mentor, communication, attendance, mock_interview, overall)
             = (n.eval_test, n.learn_progress, n.super_mentor, n.communication, n.attendance, n.mock_interview,
                n.overall),
               told_eval_test = n.told, calculated_at = $9
          FROM next n WHERE m.student_id = n.student_id
        RETURNING m.*
      )
      INSERT INTO standing.metric_history (student_id, tenant, calculated_at, %1$s)
      SELECT student_id, tenant, calculated_at, %1$s FROM stored
      """.formatted(COLUMNS);

  private static final String SHOWN = """
      student_id, eval_test AS eval_test_score, learn_progress AS learn_progress_score,
      super_mentor AS super_mentor_rating, communication AS communication_score, attendance AS attendance_score,
      mock_interview AS mock_interview_score, overall AS overall_score, calculated_at""";
  private static final String GET =
      "SELECT " + SHOWN + " FROM standing.metrics WHERE student_id = $1 AND tenant = $2";
  private static final Query<PerformanceMetric> HISTORY = Query.of(PerformanceMetric.class, SHOWN,
      "FROM standing.metric_history WHERE student_id = $1 AND tenant = $2", "id DESC");

  private static final Rows<Student> STUDENT = Rows.of(Student.class);
  private static final Rows<Metric> METRIC = Rows.of(Metric.class);
  private static final Rows<Sources> SOURCE = Rows.of(Sources.class);

  private final Database db;

  MetricRepository(Database db) {
    this.db = db;
  }

  /** Everybody who has a seat, by id; a person of one tenant only. */
  List<Student> students(UUID after, int limit) {
    return STUDENT.all(db.query(STUDENTS, after, limit));
  }

  /** Locks the students' metrics; nobody else changes them until the transaction ends. */
  Map<UUID, Metric> lock(Tx tx, List<Student> students, Instant now) {
    UUID[] ids = students.stream().map(Student::id).toArray(UUID[]::new);
    tx.send(MAKE, ids, students.stream().map(Student::tenant).toList(), now);
    Map<UUID, Metric> metrics = new HashMap<>();
    tx.query(LOCK, (Object) ids).forEach(row -> metrics.put(row.getUUID("student_id"), METRIC.read(row)));
    return metrics;
  }

  /** Reads the sources as they are now. Call it under the lock, so that an older view never overwrites a newer one. */
  Map<UUID, Sources> sources(Tx tx, List<Student> students) {
    Map<UUID, Sources> sources = new HashMap<>();
    tx.query(SOURCES, (Object) students.stream().map(Student::id).toArray(UUID[]::new))
        .forEach(row -> sources.put(row.getUUID("student_id"), SOURCE.read(row)));
    return sources;
  }

  /** Stores the metrics, each with a row of history. */
  void store(Tx tx, Map<UUID, Metric> changed, Instant now) {
    List<UUID> ids = List.copyOf(changed.keySet());
    Function<Function<Metric, BigDecimal>, Object> column =
        part -> Columns.numbers(ids.stream().map(id -> part.apply(changed.get(id))));
    tx.send(STORE, ids.toArray(UUID[]::new), column.apply(Metric::evalTest), column.apply(Metric::learnProgress),
        column.apply(Metric::superMentor), column.apply(Metric::communication), column.apply(Metric::attendance),
        column.apply(Metric::mockInterview), column.apply(Metric::overall), now, column.apply(Metric::toldEvalTest));
  }

  Optional<PerformanceMetric> get(String tenant, UUID student) {
    return HISTORY.rows().first(db.query(GET, student, tenant));
  }

  Page<PerformanceMetric> history(String tenant, UUID student, PageWindow window) {
    return HISTORY.page(db, window, student, tenant);
  }
}
