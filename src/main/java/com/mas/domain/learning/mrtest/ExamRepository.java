package com.mas.domain.learning.mrtest;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.domain.learning.mrtest.ExamSyncContract.ListExams;
import com.mas.domain.learning.mrtest.ExamSyncContract.ListStudents;
import com.mas.domain.learning.mrtest.ExamSyncContract.ListSubmissions;
import com.mas.domain.learning.mrtest.ExamSyncContract.MirroredExam;
import com.mas.domain.learning.mrtest.ExamSyncContract.Report;
import com.mas.domain.learning.mrtest.ExamSyncContract.Student;
import com.mas.domain.learning.mrtest.ExamSyncContract.Submission;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of what people are shown of the mirror. */
final class ExamRepository {
  private static final Query<MirroredExam> EXAMS = Query.of(MirroredExam.class, """
      e.id, e.title, e.tags, e.starts_at, e.ends_at, e.minutes, e.total_marks, e.published,
      e.gone_at IS NOT NULL AS gone, s.submissions, s.passed, s.under_evaluation, s.blocked, s.mean_percentage""", """
      FROM mrtest.exams e CROSS JOIN LATERAL (
        SELECT count(*)::int AS submissions, (count(*) FILTER (WHERE passed))::int AS passed,
          (count(*) FILTER (WHERE state = 'under_evaluation'))::int AS under_evaluation,
          (count(*) FILTER (WHERE blocked_at IS NOT NULL))::int AS blocked, round(avg(percentage), 2) AS mean_percentage
        FROM mrtest.submissions s WHERE s.tenant = e.tenant AND s.exam_id = e.id) s
      WHERE e.tenant = $1 AND ($2::text IS NULL OR lower(e.title || ' ' || array_to_string(e.tags, ' ')) LIKE $2)""",
      "e.starts_at DESC NULLS LAST, e.id");

  private static final String SUBMISSION = """
      s.id, s.exam_id, e.title AS exam_title, s.attempt, s.roll_number, s.name, s.email, s.phone, s.score, s.total,
      s.percentage, s.rank, s.passed, s.state, s.started_at, s.submitted_at, s.account_id AS user_id, s.tie,
      EXISTS (SELECT FROM mrtest.reports r WHERE r.tenant = s.tenant AND r.submission_id = s.id) AS analysed,
      s.blocked_at IS NOT NULL AS blocked, s.gone_at IS NOT NULL AS gone""";
  private static final Query<Submission> SUBMISSIONS = Query.of(Submission.class, SUBMISSION, """
      FROM mrtest.submissions s LEFT JOIN mrtest.exams e ON e.tenant = s.tenant AND e.id = s.exam_id
      WHERE s.tenant = $1 AND ($2::text IS NULL OR s.exam_id = $2) AND ($3::uuid IS NULL OR s.account_id = $3)
        AND ($4::text IS NULL
          OR lower(s.name || ' ' || coalesce(s.email, '') || ' ' || coalesce(s.roll_number, '')) LIKE $4)""",
      "s.exam_id, s.percentage DESC NULLS LAST, s.id");

  private static final Query<Student> STUDENTS = Query.of(Student.class, """
      id, roll_number, name, email, phone, tags, account_id AS user_id, tie, gone_at IS NOT NULL AS gone""", """
      FROM mrtest.students s WHERE tenant = $1
        AND ($2::text IS NULL OR lower(name || ' ' || coalesce(email, '') || ' ' || coalesce(roll_number, '')) LIKE $2)
        AND ($3::text IS NULL OR tie = $3)""", "name, id");

  private static final String REPORT = """
      SELECT submission_id, accuracy, percentile, seconds, questions, layout, structure, read_at FROM mrtest.reports
      WHERE tenant = $1 AND submission_id = $2""";
  /** Leaves out, for a student, what is tied by a phone alone: see {@link TieRepository}. */
  private static final String KNOWN = """
      SELECT count(*) FROM mrtest.submissions
      WHERE tenant = $1 AND id = $2 AND ($3::uuid IS NULL OR account_id = $3 AND tie = 'email')""";

  private static final Rows<Report> REPORTS = Rows.of(Report.class);

  private final Database db;

  ExamRepository(Database db) {
    this.db = db;
  }

  Page<MirroredExam> exams(String tenant, ListExams ask) {
    return EXAMS.page(db, PageWindow.of(ask), tenant, pattern(ask.search()));
  }

  Page<Submission> submissions(String tenant, ListSubmissions ask) {
    return SUBMISSIONS.page(db, PageWindow.of(ask), tenant, ask.examId(), ask.userId(), pattern(ask.search()));
  }

  Page<Student> students(String tenant, ListStudents ask) {
    return STUDENTS.page(db, PageWindow.of(ask), tenant, pattern(ask.search()), ask.tie());
  }

  /** @param account whose it must be; null: anybody's */
  Report report(String tenant, String submission, @Nullable UUID account) {
    if (db.query(KNOWN, tenant, submission, account).iterator().next().getLong(0) == 0) {
      throw ExamSyncContract.SUBMISSION_UNKNOWN.refusal();
    }
    Optional<Report> report = REPORTS.first(db.query(REPORT, tenant, submission));
    return report.orElseThrow(ExamSyncContract.NOT_ANALYSED::refusal);
  }

  private static @Nullable String pattern(@Nullable String search) {
    return search == null ? null : "%" + search.strip().toLowerCase(Locale.ROOT).replace("\\", "\\\\")
        .replace("%", "\\%").replace("_", "\\_") + "%";
  }
}
