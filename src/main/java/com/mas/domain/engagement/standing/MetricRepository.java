package com.mas.domain.engagement.standing;

import static java.time.ZoneOffset.UTC;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.db.Tx;
import com.mas.domain.engagement.standing.StandingContract.PerformanceMetric;
import com.mas.domain.engagement.standing.WarningRepository.Student;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

final class MetricRepository {
  private static final String STUDENTS = """
      SELECT DISTINCT student_id, tenant FROM education.shared_students
       WHERE student_id > $1 ORDER BY student_id LIMIT $2
      """;

  private static final String MAKE = """
      INSERT INTO standing.metrics (student_id, tenant, calculated_at)
      SELECT s.id, s.tenant, $3 FROM unnest($1::uuid[], $2::text[]) AS s (id, tenant) ORDER BY s.id
      ON CONFLICT (student_id) DO NOTHING
      """;
  private static final String LOCK =
      "SELECT * FROM standing.metrics WHERE student_id = ANY ($1) ORDER BY student_id FOR UPDATE";

  private static final String SOURCES = """
      SELECT s.id AS student_id, a.came, a.sessions, w.latest, w.communication, k.skills, l.learning
        FROM unnest($1::uuid[]) AS s (id)
        CROSS JOIN LATERAL (
          SELECT count(*) FILTER (WHERE state IN ('present', 'late')) AS came,
                 count(*) FILTER (WHERE state IN ('present', 'late', 'absent')) AS sessions
            FROM education.shared_attendance WHERE student_id = s.id) a
        CROSS JOIN LATERAL (
          SELECT (array_agg(overall_average ORDER BY year DESC, week_number DESC))[1] AS latest,
                 avg(communication) AS communication
            FROM standing.weekly_ratings WHERE student_id = s.id) w
        CROSS JOIN LATERAL (
          SELECT avg(overall_rating) AS skills FROM standing.skill_ratings WHERE student_id = s.id) k
        CROSS JOIN LATERAL (
          SELECT avg(m.progress_percent) AS learning
            FROM mrlearn.shared_learner_accounts t JOIN mrlearn.shared_learners m
              ON m.learner_id = t.learner_id AND m.vanished_at IS NULL
           WHERE t.account_id = s.id) l
      """;

  private static final String COLUMNS =
      "eval_test, learn_progress, super_mentor, communication, attendance, mock_interview, overall";
  private static final String STORE = """
      WITH next AS (
        SELECT * FROM unnest($1::uuid[], $2::text[]::numeric[], $3::text[]::numeric[], $4::text[]::numeric[],
          $5::text[]::numeric[], $6::text[]::numeric[], $7::text[]::numeric[], $8::text[]::numeric[])
          AS n (student_id, eval_test, learn_progress, super_mentor, communication, attendance, mock_interview, overall)
      ), stored AS (
        UPDATE standing.metrics m
           SET (eval_test, learn_progress, super_mentor, communication, attendance, mock_interview, overall)
             = (n.eval_test, n.learn_progress, n.super_mentor, n.communication, n.attendance, n.mock_interview,
                n.overall),
               calculated_at = $9
          FROM next n WHERE m.student_id = n.student_id
        RETURNING m.*
      )
      INSERT INTO standing.metric_history (student_id, tenant, calculated_at, %1$s)
      SELECT student_id, tenant, calculated_at, %1$s FROM stored
      """.formatted(COLUMNS);

  private static final String GET = "SELECT * FROM standing.metrics WHERE student_id = $1 AND tenant = $2";
  private static final String OF_STUDENT = " FROM standing.metric_history WHERE student_id = $1 AND tenant = $2";
  private static final String HISTORY = "SELECT *" + OF_STUDENT + " ORDER BY id DESC LIMIT $3 OFFSET $4";
  private static final String HISTORY_COUNT = "SELECT count(*)" + OF_STUDENT;

  private final Database db;

  MetricRepository(Database db) {
    this.db = db;
  }

  /** Everybody who has a seat, by id; a person of one tenant only. */
  List<Student> students(UUID after, int limit) {
    return Slice.all(db.query(STUDENTS, after, limit),
        row -> new Student(row.getString("tenant"), row.getUUID("student_id")));
  }

  /** Those of the students; nobody else changes them until the transaction ends. */
  Map<UUID, Metric> lock(Tx tx, List<Student> students, Instant now) {
    UUID[] ids = students.stream().map(Student::id).toArray(UUID[]::new);
    tx.send(MAKE, ids, students.stream().map(Student::tenant).toArray(String[]::new), now.atOffset(UTC));
    Map<UUID, Metric> metrics = new HashMap<>();
    tx.query(LOCK, (Object) ids).forEach(row -> metrics.put(row.getUUID("student_id"), metric(row)));
    return metrics;
  }

  /** As they are now; to be asked under the lock, so that an older view never overwrites a newer one. */
  Map<UUID, Sources> sources(Tx tx, List<Student> students) {
    Map<UUID, Sources> sources = new HashMap<>();
    tx.query(SOURCES, (Object) students.stream().map(Student::id).toArray(UUID[]::new)).forEach(row -> sources.put(
        row.getUUID("student_id"),
        new Sources(row.getInteger("came"), row.getInteger("sessions"), row.getBigDecimal("latest"),
            row.getBigDecimal("communication"), row.getBigDecimal("skills"),
            row.getBigDecimal("learning"))));
    return sources;
  }

  /** With a row of history for each. */
  void store(Tx tx, Map<UUID, Metric> changed, Instant now) {
    List<UUID> ids = List.copyOf(changed.keySet());
    Function<Function<Metric, BigDecimal>, Object> column =
        part -> Columns.numbers(ids.stream().map(id -> part.apply(changed.get(id))));
    tx.send(STORE, ids.toArray(UUID[]::new), column.apply(Metric::evalTest), column.apply(Metric::learnProgress),
        column.apply(Metric::superMentor), column.apply(Metric::communication), column.apply(Metric::attendance),
        column.apply(Metric::mockInterview), column.apply(Metric::overall), now.atOffset(UTC));
  }

  Optional<PerformanceMetric> get(String tenant, UUID student) {
    return Slice.all(db.query(GET, student, tenant), MetricRepository::read).stream().findFirst();
  }

  Page<PerformanceMetric> history(String tenant, UUID student, Slice slice) {
    return slice.page(db.send(HISTORY, student, tenant, slice.limit(), slice.offset()),
        db.send(HISTORY_COUNT, student, tenant), MetricRepository::read);
  }

  private static Metric metric(Row row) {
    return new Metric(row.getBigDecimal("eval_test"), row.getBigDecimal("learn_progress"),
        row.getBigDecimal("super_mentor"), row.getBigDecimal("communication"), row.getBigDecimal("attendance"),
        row.getBigDecimal("mock_interview"), row.getBigDecimal("overall"));
  }

  private static PerformanceMetric read(Row row) {
    OffsetDateTime at = row.getOffsetDateTime("calculated_at");
    return MetricService.shown(row.getUUID("student_id"), metric(row), at.toInstant());
  }
}
