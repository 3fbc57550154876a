package com.mas.domain.learning.mrtest;

import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.domain.learning.mrtest.ConfigRepository.Reach;
import com.mas.domain.learning.mrtest.ExamRows.Analysis;
import com.mas.domain.learning.mrtest.ExamRows.Exam;
import com.mas.domain.learning.mrtest.ExamRows.Person;
import com.mas.domain.learning.mrtest.ExamRows.Submission;
import com.mas.domain.learning.mrtest.ExamSyncContract.Answer;
import com.mas.domain.learning.mrtest.ExamSyncContract.Verdict;
import com.mas.runs.Counts;
import com.mas.sources.Place;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** SQL of what is mirrored. A page is one statement; what is as it was is not written. */
final class MirrorRepository {
  static final String EXAMS_LISTING = "exams";
  static final String STUDENTS_LISTING = "students";

  /** Finds the exams e of a config: $2 and $3 are its scope and key. */
  static final String IN_REACH = """
      (CASE $2 WHEN 'exam' THEN e.id = $3 WHEN 'tag' THEN EXISTS (SELECT FROM unnest(e.tags) t WHERE lower(t) = $3)
        ELSE EXISTS (SELECT FROM education.shared_batch_courses b WHERE b.batch_id::text = $3
          AND b.provider = 'mrtest' AND b.external_course_id = e.id) END)""";

  private static final String KEY = """
      coalesce((SELECT substr(i.email, length(p.prefix) + 2) FROM mrlearn.shared_prefixes p
        WHERE p.tenant = $1 AND starts_with(i.email, p.prefix || '-') ORDER BY length(p.prefix) DESC LIMIT 1), i.email)
        AS email_key""";

  private static final String EXAMS = """
      WITH page AS (
        INSERT INTO mrtest.pages (run_id, listing, ids) VALUES ($3, 'exams', $4::text[])
      ), incoming AS (
        SELECT id, title, string_to_array(nullif(tags, ''), E'\\n') AS tags, starts_at, ends_at, minutes,
          total_marks::numeric AS total_marks, published
        FROM unnest($4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[], $9::int[], $10::text[],
          $11::boolean[]) AS i (id, title, tags, starts_at, ends_at, minutes, total_marks, published)
      ), judged AS (
        SELECT i.*, o.id IS NULL AS is_new,
          (i.title, coalesce(i.tags, '{}'), i.starts_at, i.ends_at, i.minutes, i.total_marks, i.published,
            NULL::timestamptz) IS DISTINCT FROM (o.title, o.tags, o.starts_at, o.ends_at, o.minutes, o.total_marks,
            o.published, o.gone_at) AS moved
        FROM incoming i LEFT JOIN mrtest.exams o ON o.tenant = $1 AND o.id = i.id
      ), written AS (
        INSERT INTO mrtest.exams (tenant, id, title, tags, starts_at, ends_at, minutes, total_marks, published,
          updated_at)
        SELECT $1, id, title, coalesce(tags, '{}'), starts_at, ends_at, minutes, total_marks, published, $2
        FROM judged WHERE moved
        ON CONFLICT (tenant, id) DO UPDATE SET title = EXCLUDED.title, tags = EXCLUDED.tags,
          starts_at = EXCLUDED.starts_at, ends_at = EXCLUDED.ends_at, minutes = EXCLUDED.minutes,
          total_marks = EXCLUDED.total_marks, published = EXCLUDED.published, gone_at = NULL,
          updated_at = EXCLUDED.updated_at
      )
      SELECT count(*) AS seen, count(*) FILTER (WHERE is_new) AS fresh,
        count(*) FILTER (WHERE moved AND NOT is_new) AS changed FROM judged""";

  private static final String STUDENTS = """
      WITH page AS (
        INSERT INTO mrtest.pages (run_id, listing, ids) VALUES ($3, 'students', $4::text[])
      ), incoming AS (
        SELECT i.id, i.roll_number, i.name, i.email, i.phone,
          coalesce(string_to_array(nullif(i.tags, ''), E'\\n'), '{}') AS tags,\s""" + KEY + """

        FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
          AS i (id, roll_number, name, email, phone, tags)
      ), judged AS (
        SELECT i.*, o.id IS NULL AS is_new,
          (i.roll_number, i.name, i.email, i.email_key, i.phone, i.tags, NULL::timestamptz)
            IS DISTINCT FROM (o.roll_number, o.name, o.email, o.email_key, o.phone, o.tags, o.gone_at) AS moved
        FROM incoming i LEFT JOIN mrtest.students o ON o.tenant = $1 AND o.id = i.id
      ), written AS (
        INSERT INTO mrtest.students (tenant, id, roll_number, name, email, email_key, phone, tags, updated_at)
        SELECT $1, id, roll_number, name, email, email_key, phone, tags, $2 FROM judged WHERE moved
        ON CONFLICT (tenant, id) DO UPDATE SET roll_number = EXCLUDED.roll_number, name = EXCLUDED.name,
          email = EXCLUDED.email, email_key = EXCLUDED.email_key, phone = EXCLUDED.phone, tags = EXCLUDED.tags,
          gone_at = NULL, updated_at = EXCLUDED.updated_at
      )
      SELECT count(*) AS seen, count(*) FILTER (WHERE is_new) AS fresh,
        count(*) FILTER (WHERE moved AND NOT is_new) AS changed FROM judged""";

  /** The LATERAL with its LIMIT keeps the plan at index look-ups, as one is kept that was made on empty tables. */
  private static final String SUBMISSIONS = """
      WITH page AS (
        INSERT INTO mrtest.pages (run_id, listing, ids) VALUES ($3, 'submissions/' || $4, $5::text[])
      ), incoming AS (
        SELECT i.id, i.attempt, i.roll_number, i.name, i.email, i.phone, i.score::numeric AS score,
          i.total::numeric AS total, i.percentage::numeric AS percentage, i.rank, i.state, i.started_at,
          i.submitted_at,\s""" + KEY + """

        FROM unnest($5::text[], $6::int[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
          $13::text[], $14::int[], $15::text[], $16::timestamptz[], $17::timestamptz[])
          AS i (id, attempt, roll_number, name, email, phone, score, total, percentage, rank, state, started_at,
            submitted_at)
      ), judged AS (
        SELECT i.*, o.id IS NULL AS is_new,
          (i.attempt, i.roll_number, i.name, i.email, i.email_key, i.phone, i.score, i.total, i.percentage, i.rank,
            i.state, i.started_at, i.submitted_at, NULL::timestamptz, $4::text)
            IS DISTINCT FROM (o.attempt, o.roll_number, o.name, o.email, o.email_key, o.phone, o.score, o.total,
            o.percentage, o.rank, o.state, o.started_at, o.submitted_at, o.gone_at, o.exam_id) AS moved,
          i.state = 'submitted' AND (o.id IS NULL OR (i.score, i.percentage, i.state)
            IS DISTINCT FROM (o.score, o.percentage, o.state)) AS marked
        FROM incoming i LEFT JOIN LATERAL (
          SELECT * FROM mrtest.submissions k WHERE k.tenant = $1 AND k.id = i.id LIMIT 1) o ON true
      ), written AS (
        INSERT INTO mrtest.submissions AS s (tenant, id, exam_id, attempt, roll_number, name, email, email_key, phone,
          score, total, percentage, rank, passed, state, started_at, submitted_at, analysis_due, updated_at)
        SELECT $1, id, $4, attempt, roll_number, name, email, email_key, phone, score, total, percentage, rank,
          percentage >= 50, state, started_at, submitted_at, marked, $2 FROM judged WHERE moved
        ON CONFLICT (tenant, id) DO UPDATE SET exam_id = EXCLUDED.exam_id, attempt = EXCLUDED.attempt,
          roll_number = EXCLUDED.roll_number, name = EXCLUDED.name, email = EXCLUDED.email,
          email_key = EXCLUDED.email_key, phone = EXCLUDED.phone, score = EXCLUDED.score, total = EXCLUDED.total,
          percentage = EXCLUDED.percentage, rank = EXCLUDED.rank, passed = EXCLUDED.passed, state = EXCLUDED.state,
          started_at = EXCLUDED.started_at, submitted_at = EXCLUDED.submitted_at,
          analysis_due = s.analysis_due AND EXCLUDED.state = 'submitted' OR EXCLUDED.analysis_due, gone_at = NULL,
          updated_at = EXCLUDED.updated_at
      )
      SELECT count(*) AS seen, count(*) FILTER (WHERE is_new) AS fresh,
        count(*) FILTER (WHERE moved AND NOT is_new) AS changed FROM judged""";

  /** NOT IN is planned as a hash, whatever the statistics say. An empty listing says of nobody that he is gone. */
  private static final String EXAMS_GONE = """
      UPDATE mrtest.exams SET gone_at = $2, updated_at = $2
      WHERE tenant = $1 AND gone_at IS NULL AND id NOT IN (
        SELECT unnest(ids) FROM mrtest.pages WHERE run_id = $3 AND listing = 'exams')
        AND EXISTS (SELECT FROM mrtest.pages WHERE run_id = $3 AND listing = 'exams' AND ids <> '{}')""";
  private static final String STUDENTS_GONE = """
      UPDATE mrtest.students SET gone_at = $2, updated_at = $2
      WHERE tenant = $1 AND gone_at IS NULL AND id NOT IN (
        SELECT unnest(ids) FROM mrtest.pages WHERE run_id = $3 AND listing = 'students')
        AND EXISTS (SELECT FROM mrtest.pages WHERE run_id = $3 AND listing = 'students' AND ids <> '{}')""";
  private static final String SUBMISSIONS_GONE = """
      UPDATE mrtest.submissions SET gone_at = $2, updated_at = $2
      WHERE tenant = $1 AND exam_id = $4 AND gone_at IS NULL AND id NOT IN (
        SELECT unnest(ids) FROM mrtest.pages WHERE run_id = $3 AND listing = 'submissions/' || $4)""";
  private static final String FORGET = "DELETE FROM mrtest.pages WHERE run_id = $1 AND listing = $2";
  private static final String SEEN = """
      SELECT count(DISTINCT id)::int FROM mrtest.pages, unnest(ids) id WHERE run_id = $1 AND listing = $2""";
  private static final String WHOLE = """
      INSERT INTO mrtest.listings (tenant, name, whole_at) VALUES ($1, $2, $3)
      ON CONFLICT (tenant, name) DO UPDATE SET whole_at = $3""";

  private static final String NEXT_EXAM = "SELECT e.id FROM mrtest.exams e WHERE e.tenant = $1 AND e.gone_at IS NULL "
      + "AND e.id > $4 AND " + IN_REACH + " ORDER BY e.id LIMIT 1";
  private static final String NEXT_DUE = """
      SELECT s.exam_id, s.id FROM mrtest.submissions s JOIN mrtest.exams e ON e.tenant = $1 AND e.id = s.exam_id
      WHERE s.tenant = $1 AND s.analysis_due AND s.gone_at IS NULL AND (s.exam_id, s.id) > ($4, $5) AND\s""" + IN_REACH
      + " ORDER BY s.exam_id, s.id LIMIT 200";

  private static final String REPORT = """
      WITH done AS (
        UPDATE mrtest.submissions SET analysis_due = false, blocked_at = NULL WHERE tenant = $1 AND id = $2
      )
      INSERT INTO mrtest.reports (tenant, submission_id, accuracy, percentile, seconds, questions, layout, structure,
        read_at)
      VALUES ($1, $2, $3::text::numeric, $4::text::numeric, $5, $6::text::jsonb, $7, $8, $9)
      ON CONFLICT (tenant, submission_id) DO UPDATE SET accuracy = EXCLUDED.accuracy, percentile = EXCLUDED.percentile,
        seconds = EXCLUDED.seconds, questions = EXCLUDED.questions, layout = EXCLUDED.layout,
        structure = EXCLUDED.structure, read_at = EXCLUDED.read_at""";
  private static final String BLOCK =
      "UPDATE mrtest.submissions SET blocked_at = $3 WHERE tenant = $1 AND id = $2";

  private final Database db;

  MirrorRepository(Database db) {
    this.db = db;
  }

  Counts exams(Tx tx, Place place, List<Exam> all) {
    List<Exam> rows = distinct(all, Exam::id);
    return counted(tx.query(EXAMS, place.tenant(), place.now(), place.run(), texts(rows, Exam::id),
        texts(rows, Exam::title), texts(rows, row -> String.join("\n", row.tags())), times(rows, Exam::starts),
        times(rows, Exam::ends), numbers(rows, Exam::minutes), decimals(rows, Exam::marks),
        rows.stream().map(Exam::published).toArray(Boolean[]::new)), all.size());
  }

  Counts students(Tx tx, Place place, List<Person> all) {
    List<Person> rows = distinct(all, Person::id);
    return counted(tx.query(STUDENTS, place.tenant(), place.now(), place.run(), texts(rows, Person::id),
        texts(rows, Person::roll), texts(rows, Person::name), texts(rows, Person::email), texts(rows, Person::phone),
        texts(rows, row -> String.join("\n", row.tags()))), all.size());
  }

  Counts submissions(Tx tx, Place place, String exam, List<Submission> all) {
    List<Submission> rows = distinct(all, Submission::id);
    return counted(tx.query(SUBMISSIONS, place.tenant(), place.now(), place.run(), exam, texts(rows, Submission::id),
        numbers(rows, Submission::attempt), texts(rows, Submission::roll), texts(rows, Submission::name),
        texts(rows, Submission::email), texts(rows, Submission::phone), decimals(rows, Submission::score),
        decimals(rows, Submission::total), decimals(rows, Submission::percentage), numbers(rows, Submission::rank),
        texts(rows, row -> row.submitted() ? "submitted" : "under_evaluation"), times(rows, Submission::startedAt),
        times(rows, Submission::submittedAt)), all.size());
  }

  int seen(Tx tx, Place place, String listing) {
    return tx.query(SEEN, place.run(), listing).iterator().next().getInteger(0);
  }

  Counts examsGone(Tx tx, Place place) {
    return gone(tx, place, EXAMS_LISTING, tx.query(EXAMS_GONE, place.tenant(), place.now(), place.run()).rowCount());
  }

  Counts studentsGone(Tx tx, Place place) {
    return gone(tx, place, STUDENTS_LISTING,
        tx.query(STUDENTS_GONE, place.tenant(), place.now(), place.run()).rowCount());
  }

  Counts submissionsGone(Tx tx, Place place, String exam) {
    int gone = tx.query(SUBMISSIONS_GONE, place.tenant(), place.now(), place.run(), exam).rowCount();
    tx.send(FORGET, place.run(), "submissions/" + exam);
    return Counts.NONE.plus(SyncRules.GONE, gone);
  }

  private static Counts gone(Tx tx, Place place, String listing, int gone) {
    tx.send(FORGET, place.run(), listing);
    tx.send(WHOLE, place.tenant(), listing, place.now());
    return Counts.NONE.plus(SyncRules.GONE, gone);
  }

  /** @param after empty for the first one */
  @Nullable
  String nextExam(String tenant, Reach reach, String after) {
    RowSet<Row> rows = db.query(NEXT_EXAM, tenant, reach.scope(), reach.key(), after);
    return rows.size() == 0 ? null : rows.iterator().next().getString(0);
  }

  /** Returns exams and submissions whose analysis is to be read next. */
  List<List<String>> nextDue(String tenant, Reach reach, String exam, String submission) {
    return PageWindow.all(db.query(NEXT_DUE, tenant, reach.scope(), reach.key(), exam, submission),
        row -> List.of(row.getString(0), row.getString(1)));
  }

  void report(Tx tx, Place place, Analysis row) {
    List<Answer> answers = row.questions().stream().map(each -> new Answer(each.number(), each.topic(), each.marks(),
        each.negative(), Verdict.valueOf(each.verdict().name()), each.seconds(), each.key())).toList();
    tx.send(REPORT, place.tenant(), row.submissionId(), text(row.accuracy()), text(row.percentile()), row.seconds(),
        Json.write(answers), row.layout(), row.structure(), place.now());
  }

  /** Marks that the analysis could not be read; it stays due. */
  void block(Place place, String submission) {
    db.write(BLOCK, place.tenant(), submission, place.now());
  }

  /** A row that came twice counts as skipped the second time. */
  private static Counts counted(RowSet<Row> rows, int read) {
    Row row = rows.iterator().next();
    long inserted = row.getLong("fresh");
    long updated = row.getLong("changed");
    return Counts.NONE.plus(Counts.READ, read).plus(Counts.WRITTEN, inserted + updated)
        .plus(Counts.SKIPPED, read - inserted - updated).plus(SyncRules.INSERTED, inserted)
        .plus(SyncRules.UPDATED, updated);
  }

  private static <T> List<T> distinct(List<T> rows, Function<T, String> id) {
    Map<String, T> byId = new LinkedHashMap<>();
    rows.forEach(row -> byId.put(id.apply(row), row));
    return byId.size() == rows.size() ? rows : List.copyOf(byId.values());
  }

  private static <T> String[] texts(List<T> rows, Function<T, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  private static <T> Integer[] numbers(List<T> rows, Function<T, Integer> column) {
    return rows.stream().map(column).toArray(Integer[]::new);
  }

  private static <T> String[] decimals(List<T> rows, Function<T, BigDecimal> column) {
    return rows.stream().map(column).map(MirrorRepository::text).toArray(String[]::new);
  }

  private static <T> Instant[] times(List<T> rows, Function<T, Instant> column) {
    return rows.stream().map(column).toArray(Instant[]::new);
  }

  private static String text(BigDecimal number) {
    return number == null ? null : number.toPlainString();
  }
}
