package com.mas.domain.learning.student;

import com.mas.bus.Page;
import com.mas.db.ComposesSql;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.domain.learning.student.StudentContract.*;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads students, and what the answer says of them besides their rows. */
@ComposesSql
final class StudentRepository {
  /** Up to so many are sorted when they were found; of more, the order is followed until the page is full. */
  static final int FEW = 300;

  private static final String COURSES_OF_BATCH =
      "SELECT course_id FROM mrlearn.shared_configs WHERE tenant = $1 AND batch_id = $2";
  private static final String COURSES_TITLED =
      "SELECT course_id FROM mrlearn.shared_configs WHERE tenant = $1 AND lower(course_title) LIKE $2";

  /** One row at least, so that how many there are is told of an empty page too. */
  private static final String FEW_STUDENTS = """
      WITH hit AS MATERIALIZED (
        SELECT email_key, %1$s AS wanted FROM student.students WHERE %2$s LIMIT %3$d
      ), page AS MATERIALIZED (
        SELECT p.email_key, p.wanted FROM hit p WHERE (SELECT count(*) FROM hit) < %3$d
        ORDER BY p.%4$s LIMIT $%5$d OFFSET $%6$d
      )
      SELECT (SELECT count(*) FROM hit) AS hits, s.* FROM (SELECT 1) one LEFT JOIN page p ON true
      LEFT JOIN student.students s ON s.tenant = $1 AND s.email_key = p.email_key
      ORDER BY p.%4$s""";
  private static final String MANY_STUDENTS =
      "SELECT * FROM student.students WHERE %s ORDER BY %s LIMIT $%d OFFSET $%d";
  private static final String ALL = "SELECT coalesce(sum(students), 0)::bigint FROM student.totals WHERE tenant = $1";

  private static final String COURSES = """
      SELECT learner_id, config_id AS sync_config_id, batch_id, course_id, course_title, progress_percent, status,
        last_accessed_at, vanished_at IS NOT NULL AS vanished, email_key
      FROM mrlearn.shared_learners WHERE tenant = $1 AND email_key = ANY ($2)
      ORDER BY course_title NULLS LAST, course_id, learner_id""";

  private static final Query<MyCourse> OF_ACCOUNT = Query.of(MyCourse.class, """
      provider, course_id, course_title, course_url, progress_percent, grade_percent, status, total_time_seconds,
      modules, enrolled_at, last_accessed_at, completed_at, vanished""", """
      FROM (
        SELECT 'mrlearn' AS provider, l.course_id, l.course_title, l.course_url, l.progress_percent,
          NULL::numeric AS grade_percent, l.status, l.total_time_seconds, coalesce(l.module_progress, '[]') AS modules,
          l.enrolled_at, l.last_accessed_at, l.completed_at, l.vanished_at IS NOT NULL AS vanished,
          l.learner_id::text AS id
        FROM mrlearn.shared_learner_accounts a JOIN mrlearn.shared_learners l USING (learner_id)
        WHERE a.account_id = $1 AND a.tenant = $2
        UNION ALL
        SELECT 'moodle', m.course_id::text, coalesce(nullif(m.full_name, ''), m.short_name),
          '/course/view.php?id=' || m.course_id, m.progress_percent, m.grade_percent,
          CASE WHEN m.is_completed THEN 'completed'
            WHEN m.progress_percent > 0 OR m.last_access_at IS NOT NULL THEN 'in_progress' ELSE 'not_started' END,
          0, '[]', NULL, m.last_access_at, NULL, m.gone OR m.suspended, m.user_id || ' ' || m.course_id
        FROM moodle.shared_progress m WHERE m.account_id = $1 AND m.tenant = $2 AND m.visible
      ) c""", "last_accessed_at DESC NULLS LAST, provider, id");

  private static final String SHARED_PHONES = """
      SELECT phone_digits FROM unnest($2::text[]) AS p (digits)
      CROSS JOIN LATERAL (SELECT phone_digits FROM student.students s
        WHERE s.tenant = $1 AND s.phone_digits = p.digits LIMIT 2) s
      GROUP BY phone_digits HAVING count(*) > 1""";

  private static final String EXAMS = """
      SELECT k.email_key, CASE WHEN by_email THEN 'email' ELSE 'phone' END AS matched_by, count(*) AS submissions,
        coalesce(array_agg(DISTINCT roll_number) FILTER (WHERE roll_number IS NOT NULL), '{}') AS roll_numbers
      FROM unnest($2::text[], $3::text[]) AS k (email_key, phone_digits)
      CROSS JOIN LATERAL (
        SELECT true AS by_email, roll_number FROM mrtest.shared_submissions m
        WHERE m.tenant = $1 AND m.email_key = k.email_key
        UNION ALL
        SELECT false, roll_number FROM mrtest.shared_submissions m
        WHERE m.tenant = $1 AND m.phone_digits = k.phone_digits
          AND NOT EXISTS (SELECT 1 FROM mrtest.shared_submissions e
            WHERE e.tenant = $1 AND e.email_key = k.email_key)
      ) s
      GROUP BY k.email_key, by_email""";

  private static final String LEARNERS = """
      SELECT name, email, mobile FROM mrlearn.shared_learners WHERE tenant = $1 AND email_key = $2
      ORDER BY last_accessed_at DESC NULLS LAST, learner_id LIMIT 200""";

  /** The accounts of the key's learners; without any, one row for what keeps them from having one. */
  private static final String TIES = """
      WITH tied AS (
        SELECT DISTINCT a.id, a.email FROM mrlearn.shared_learner_accounts t JOIN identity.shared_accounts a
          ON a.id = t.account_id WHERE t.tenant = $1 AND t.email_key = $2
      )
      SELECT email, true AS tied FROM tied
      UNION ALL
      SELECT a.email, false FROM identity.shared_accounts a WHERE NOT EXISTS (SELECT FROM tied)
        AND a.tenant = $1 AND a.email_verified AND a.email IN (SELECT unnest(ARRAY[email, email_key])
          FROM mrlearn.shared_learners WHERE tenant = $1 AND email_key = $2)
      ORDER BY email""";

  private static final Rows<StudentRow> ROWS = Rows.of(StudentRow.class);
  private static final Rows<Hit> HITS = Rows.of(Hit.class);
  private static final Rows<Enrolment> ENROLMENTS = Rows.of(Enrolment.class);
  private static final Rows<ExamsOf> EXAM_ROWS = Rows.of(ExamsOf.class);
  private static final Rows<LearnerRow> LEARNER_ROWS = Rows.of(LearnerRow.class);
  private static final Rows<Tie> TIE_ROWS = Rows.of(Tie.class);

  private final Database db;

  StudentRepository(Database db) {
    this.db = db;
  }

  record StudentRow(String emailKey, String name, String phone, String phoneSource, String phoneDigits, UUID accountId,
      double averageProgress, int enrolments, int completed, long totalTimeSeconds, Instant enrolledAt,
      Instant lastAccessedAt, UUID lowestLearnerId) {}

  /** @param total null for a search that finds more than {@link #FEW}: to count them would cost more than the page */
  record Found(List<StudentRow> rows, Long total) {}

  /** @param student null where there are hits and none of them is on the page */
  private record Hit(long hits, StudentRow student) {}

  private record Enrolment(String emailKey, CourseProgress progress) {}

  private record ExamsOf(String emailKey, Exams exams) {}

  record LearnerRow(String name, String email, String mobile) {}

  /** @param tied false: it has an address of the learner's and yet is not the learner's account */
  record Tie(String email, boolean tied) {}

  List<String> coursesOfBatch(String tenant, UUID batch) {
    return strings(db.query(COURSES_OF_BATCH, tenant, batch));
  }

  List<String> coursesTitled(String tenant, String pattern) {
    return strings(db.query(COURSES_TITLED, tenant, pattern));
  }

  Found find(StudentFilter filter, Sort sort, Order order, PageWindow window) {
    if (filter.narrows()) {
      List<Hit> hits = HITS.all(few(filter, sort, order, window).on(db));
      return hits.getFirst().hits() > FEW ? new Found(ROWS.all(many(filter, sort, order, window).on(db)), null)
          : new Found(hits.stream().map(Hit::student).filter(Objects::nonNull).toList(), hits.getFirst().hits());
    }
    Select counting = count(filter);
    Future<RowSet<Row>> count = db.send(counting.sql, counting.parameters);
    long total = window.offset() > 0 ? total(count) : Long.MAX_VALUE;
    List<StudentRow> page = window.offset() >= total ? List.of() : ROWS.all(many(filter, sort, order, window).on(db));
    return new Found(page, total(count));
  }

  /** One statement and what it is asked with. */
  record Select(String sql, Object... parameters) {
    RowSet<Row> on(Database db) {
      return db.query(sql, parameters);
    }
  }

  static Select few(StudentFilter filter, Sort sort, Order order, PageWindow window) {
    int next = filter.next();
    return new Select(FEW_STUDENTS.formatted(StudentFilter.column(sort), filter.byIndex(), FEW + 1,
        StudentFilter.orderOfHits(sort, order), next, next + 1), filter.parameters(window.limit(), window.offset()));
  }

  static Select many(StudentFilter filter, Sort sort, Order order, PageWindow window) {
    int next = filter.next();
    return new Select(MANY_STUDENTS.formatted(filter.plain(), StudentFilter.order(sort, order), next, next + 1),
        filter.parameters(window.limit(), window.offset()));
  }

  /** Reads how many students the tenant has, whom the filter does not narrow down. */
  static Select count(StudentFilter filter) {
    return new Select(ALL, filter.parameters());
  }

  Page<MyCourse> coursesOfAccount(String tenant, UUID account, PageWindow window) {
    return OF_ACCOUNT.page(db, window, account, tenant);
  }

  /** Returns the courses by e-mail key. */
  Map<String, List<CourseProgress>> courses(String tenant, List<StudentRow> students) {
    return ENROLMENTS.all(db.query(COURSES, tenant, keys(students))).stream().collect(
        Collectors.groupingBy(Enrolment::emailKey, Collectors.mapping(Enrolment::progress, Collectors.toList())));
  }

  /** Returns the last ten digits that more than one student of the tenant has. */
  Set<String> sharedPhones(String tenant, List<StudentRow> students) {
    List<String> digits = students.stream().map(StudentRow::phoneDigits).filter(Objects::nonNull).distinct().toList();
    return new HashSet<>(strings(db.query(SHARED_PHONES, tenant, digits)));
  }

  /** Returns the exams by e-mail key. A shared phone finds nobody. */
  Map<String, Exams> exams(String tenant, List<StudentRow> students, Set<String> sharedPhones) {
    if (students.isEmpty()) {
      return Map.of();
    }
    String[] phones = students.stream().map(StudentRow::phoneDigits)
        .map(digits -> sharedPhones.contains(digits) ? null : digits).toArray(String[]::new);
    return EXAM_ROWS.all(db.query(EXAMS, tenant, keys(students), phones)).stream()
        .collect(Collectors.toMap(ExamsOf::emailKey, ExamsOf::exams));
  }

  /** The enrolments of one student, the one used last first. */
  List<LearnerRow> learners(String tenant, String emailKey) {
    return LEARNER_ROWS.all(db.query(LEARNERS, tenant, emailKey));
  }

  /** Returns the student's account; several when a person must decide, none when there is none. */
  List<Tie> ties(String tenant, String emailKey) {
    return TIE_ROWS.all(db.query(TIES, tenant, emailKey));
  }

  private static long total(Future<RowSet<Row>> count) {
    return Database.await(count).iterator().next().getLong(0);
  }

  private static List<String> keys(List<StudentRow> students) {
    return students.stream().map(StudentRow::emailKey).toList();
  }

  private static List<String> strings(RowSet<Row> rows) {
    return PageWindow.all(rows, row -> row.getString(0));
  }
}
