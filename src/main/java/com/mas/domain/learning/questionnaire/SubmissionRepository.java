package com.mas.domain.learning.questionnaire;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Slice;
import com.mas.db.Tx;
import com.mas.domain.learning.questionnaire.SubmissionContract.FacultyScore;
import com.mas.domain.learning.questionnaire.SubmissionContract.Source;
import com.mas.domain.learning.questionnaire.SubmissionContract.Submission;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** SQL of what was answered. */
final class SubmissionRepository {
  private static final String COLUMNS = """
      id, external_id, faculty_name, course_name, department, campus, period, score, percent, comment, source,
      created_at""";
  private static final Query<Submission> LIST = Query.of(Submission.class, COLUMNS, """
      FROM questionnaire.submissions WHERE tenant = $1 AND version_id = $2
        AND ($3::boolean IS NULL OR (comment IS NOT NULL) = $3)""", "id DESC");
  private static final Rows<Submission> SUBMISSIONS = LIST.rows();

  private static final String FIND = "SELECT " + COLUMNS + " FROM questionnaire.submissions WHERE id = $1";

  /**
   * Finds out whom and what rows name: $1 tenant, $2 version, then arrays. A person whom Moodle knows goes by the user
   * name there; an e-mail address is the code of those whom it does not know.
   */
  private static final String KNOWN = """
      WITH given AS (
        SELECT * FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
          $10::float8[], $11::float8[], $12::text[], $13::text[]) WITH ORDINALITY
          AS g (id, external_id, respondent, faculty, course, said, answers, score, percent, comment, clean, place)
      ), people AS MATERIALIZED (
        SELECT n.name, m.full_name AS moodle_name, e.username AS moodle_says, a.id AS account,
               a.full_name AS account_name
          FROM (SELECT respondent AS name FROM given UNION SELECT faculty FROM given) n
          LEFT JOIN LATERAL (SELECT p.full_name, p.email FROM moodle.shared_people p
                              WHERE p.tenant = $1 AND p.username = n.name ORDER BY p.id LIMIT 1) m ON true
          LEFT JOIN LATERAL (SELECT p.username FROM moodle.shared_people p
                              WHERE m.full_name IS NULL AND p.tenant = $1 AND p.email = n.name
                              ORDER BY p.id LIMIT 1) e ON true
          LEFT JOIN LATERAL (SELECT i.id, i.full_name FROM identity.shared_people i
                              WHERE i.tenant = $1
                                AND i.email = CASE WHEN m.full_name IS NULL THEN n.name ELSE m.email END
                              LIMIT 1) a ON true
      ), courses AS MATERIALIZED (
        SELECT n.name, coalesce(m.full_name, b.name) AS title, m.department, m.campus, m.semester
          FROM (SELECT DISTINCT course AS name FROM given WHERE course <> '') n
          LEFT JOIN LATERAL (SELECT c.full_name, c.department, c.campus, c.semester FROM moodle.shared_courses c
                              WHERE c.tenant = $1 AND lower(c.short_name) = n.name ORDER BY c.id LIMIT 1) m ON true
          LEFT JOIN LATERAL (SELECT s.name FROM education.shared_batches s
                              WHERE m.full_name IS NULL AND s.tenant = $1 AND lower(s.code) = n.name LIMIT 1) b ON true
      ), judged AS MATERIALIZED (
        SELECT g.*, r.account, coalesce(f.moodle_name, f.account_name) AS faculty_name, c.title, c.department, c.campus,
               coalesce(c.semester, g.said) AS period,
               CASE WHEN r.moodle_name IS NOT NULL THEN NULL
                    WHEN r.moodle_says IS NOT NULL THEN 'belongs to the Moodle user ' || r.moodle_says
                      || '; give that user name'
                    WHEN r.account IS NULL THEN 'is no user name in Moodle and no e-mail address of an account'
               END AS no_respondent,
               CASE WHEN f.moodle_name IS NOT NULL THEN NULL
                    WHEN f.moodle_says IS NOT NULL THEN 'belongs to the Moodle user ' || f.moodle_says
                      || '; give that user name'
                    WHEN f.account IS NULL THEN 'is no user name in Moodle and no e-mail address of an account'
               END AS no_faculty,
               CASE WHEN g.course <> '' AND c.title IS NULL
                    THEN 'is no short name of a course in Moodle and no code of a batch' END AS no_course,
               CASE WHEN c.semester IS NOT NULL AND g.said <> ''
                    THEN 'must be empty: the course belongs to ' || c.semester END AS no_period
          FROM given g JOIN people r ON r.name = g.respondent JOIN people f ON f.name = g.faculty
          LEFT JOIN courses c ON c.name = g.course
      ), kept AS MATERIALIZED (
        SELECT j.place, s.id, s.answers = j.answers::smallint[] AND s.comment IS NOT DISTINCT FROM j.comment AS is_same
          FROM judged j JOIN questionnaire.submissions s ON s.version_id = $2 AND s.respondent = j.respondent
           AND s.faculty = j.faculty AND s.course = j.course AND s.period = j.period
      )
      """;

  private static final String WRITE = KNOWN + """
      , made AS (
        INSERT INTO questionnaire.submissions (id, tenant, version_id, external_id, respondent, respondent_id, faculty,
          faculty_name, course, course_name, department, campus, period, answers, score, percent, comment, clean,
          source, import_id, created_at)
        SELECT id, $1, $2, external_id, respondent, account, faculty, faculty_name, course, title, department, campus,
               period, answers::smallint[], score, percent, comment, clean, $14, $15, $16
          FROM judged j
         WHERE no_respondent IS NULL AND no_faculty IS NULL AND no_course IS NULL AND no_period IS NULL
           AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.place = j.place)
         ORDER BY respondent, faculty, course, period
        ON CONFLICT (version_id, respondent, faculty, course, period) DO NOTHING RETURNING id
      ), counted AS (
        UPDATE questionnaire.versions SET submissions = submissions + (SELECT count(*) FROM made)
         WHERE id = $2 AND EXISTS (SELECT 1 FROM made)
      )
      SELECT j.no_respondent, j.no_faculty, j.no_course, j.no_period, k.id AS kept_id, coalesce(k.is_same, false)
             AS is_same, m.id IS NOT NULL AS added
        FROM judged j LEFT JOIN kept k USING (place) LEFT JOIN made m ON m.id = j.id ORDER BY j.place""";

  private static final String CHECK = KNOWN + """
      SELECT j.no_respondent, j.no_faculty, j.no_course, j.no_period, k.id AS kept_id, coalesce(k.is_same, false)
             AS is_same, false AS added
        FROM judged j LEFT JOIN kept k USING (place) ORDER BY j.place""";

  /** Returns the one code of an account. */
  private static final String CODE = """
      SELECT coalesce((SELECT m.username FROM moodle.shared_people m WHERE m.tenant = $1 AND m.email = p.email
                        ORDER BY m.id LIMIT 1), p.email) AS code
        FROM identity.shared_people p WHERE p.tenant = $1 AND p.id = $2""";

  private static final String OPEN =
      "SELECT state FROM questionnaire.versions WHERE tenant = $1 AND id = $2 FOR SHARE";

  private static final String REMOVE = """
      WITH gone AS (
        DELETE FROM questionnaire.submissions WHERE id IN (
          SELECT id FROM questionnaire.submissions WHERE version_id = $1 LIMIT 5000) RETURNING id
      )
      UPDATE questionnaire.versions SET submissions = submissions - (SELECT count(*) FROM gone) WHERE id = $1
      RETURNING (SELECT count(*) FROM gone) AS gone""";

  private static final String TOTALS = """
      SELECT count(*) AS submissions, count(comment) AS comments, round(avg(percent), 2) AS percent
        FROM questionnaire.submissions WHERE version_id = $1""";

  private static final String FACULTIES = """
      SELECT faculty, max(faculty_name) AS name, count(*) AS submissions, round(avg(percent), 2) AS percent
        FROM questionnaire.submissions WHERE version_id = $1
       GROUP BY faculty ORDER BY count(*) DESC, faculty LIMIT 100""";

  private static final String AVERAGES = """
      SELECT a.place::int AS place, avg(a.answer)::float8 AS average
        FROM questionnaire.submissions s, unnest(s.answers) WITH ORDINALITY AS a (answer, place)
       WHERE s.version_id = $1 AND a.answer IS NOT NULL GROUP BY a.place""";

  private static final Rows<Judged> JUDGED = Rows.of(Judged.class);
  private static final Rows<Totals> TOTAL = Rows.of(Totals.class);
  private static final Rows<FacultyScore> FACULTY = Rows.of(FacultyScore.class);
  private static final Rows<Average> AVERAGE = Rows.of(Average.class);

  /**
   * One row as it is given. Codes are in lower case.
   *
   * @param course '' for none, and so is {@code said}, the period
   * @param answers in the order of the questions; null: left out
   * @param clean null: not worth an analysis
   */
  record Given(UUID id, String externalId, String respondent, String faculty, String course, String said,
      Integer[] answers, Scale.Score score, String comment, String clean) {}

  /**
   * Tells what came of a row; the first four say why it cannot be taken, behind the column.
   *
   * @param keptId the submission that there was before
   * @param isSame whether that one has the same answers
   */
  record Judged(String noRespondent, String noFaculty, String noCourse, String noPeriod, UUID keptId, boolean isSame,
      boolean added) {}

  record Totals(long submissions, long comments, BigDecimal percent) {}

  /** @param place of the question, from 1 */
  record Average(int place, double average) {}

  private final Database db;

  SubmissionRepository(Database db) {
    this.db = db;
  }

  /** Writes what can be taken, and tells of each row what came of it, in their order. */
  List<Judged> write(Tx tx, String tenant, UUID version, List<Given> rows, Source source, UUID importId, Instant now) {
    Object[] given = given(tenant, version, rows);
    Object[] all = Arrays.copyOf(given, given.length + 3);
    all[given.length] = source;
    all[given.length + 1] = importId;
    all[given.length + 2] = now;
    return JUDGED.all(tx.query(WRITE, all));
  }

  /** Tells what {@link #write} would say of the row, and writes nothing. */
  Judged check(String tenant, UUID version, Given row) {
    return JUDGED.first(db.query(CHECK, given(tenant, version, List.of(row)))).orElseThrow();
  }

  private static Object[] given(String tenant, UUID version, List<Given> rows) {
    return new Object[] {tenant, version, rows.stream().map(Given::id).toArray(UUID[]::new),
        texts(rows, Given::externalId), texts(rows, Given::respondent), texts(rows, Given::faculty),
        texts(rows, Given::course), texts(rows, Given::said), texts(rows, row -> array(row.answers)),
        rows.stream().map(row -> row.score.points()).toArray(Double[]::new),
        rows.stream().map(row -> row.score.percent()).toArray(Double[]::new), texts(rows, Given::comment),
        texts(rows, Given::clean)};
  }

  private static String[] texts(List<Given> rows, Function<Given, String> part) {
    return rows.stream().map(part).toArray(String[]::new);
  }

  private static String array(Integer[] answers) {
    StringBuilder text = new StringBuilder(answers.length * 2 + 1).append('{');
    for (int i = 0; i < answers.length; i++) {
      text.append(i == 0 ? "" : ",").append(answers[i] == null ? "NULL" : answers[i]);
    }
    return text.append('}').toString();
  }

  /** Returns whether the version is answered now, and stays so until the commit. */
  boolean isOpen(Tx tx, String tenant, UUID version) {
    var rows = tx.query(OPEN, tenant, version);
    return rows.size() == 1 && "ACTIVE".equals(rows.iterator().next().getString("state"));
  }

  Optional<String> code(String tenant, UUID account) {
    var rows = db.query(CODE, tenant, account);
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getString("code"));
  }

  Submission find(Tx tx, UUID id) {
    return SUBMISSIONS.first(tx.query(FIND, id)).orElseThrow();
  }

  Page<Submission> list(String tenant, UUID version, Boolean hasComment, Slice slice) {
    return LIST.page(db, slice, tenant, version, hasComment);
  }

  /** Removes up to 5,000, and returns how many. */
  long remove(UUID version) {
    return db.write(REMOVE, version).iterator().next().getLong("gone");
  }

  Totals totals(UUID version) {
    return TOTAL.first(db.query(TOTALS, version)).orElseThrow();
  }

  List<FacultyScore> faculties(UUID version) {
    return FACULTY.all(db.query(FACULTIES, version));
  }

  List<Average> averages(UUID version) {
    return AVERAGE.all(db.query(AVERAGES, version)).stream().collect(Collectors.toList());
  }
}
