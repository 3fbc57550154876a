package com.mas.domain.learning.questionnaire;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.questionnaire.SubmissionContract.FacultyScore;
import com.mas.domain.learning.questionnaire.SubmissionContract.Source;
import com.mas.domain.learning.questionnaire.SubmissionContract.Submission;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** SQL of what was answered. */
final class SubmissionRepository {
  private static final String COLUMNS = """
      id, external_id, faculty_name, course_name, department, campus, program, home_department, home_program, period,
      score, percent, comment, source, created_at""";
  private static final Query<Submission> LIST = Query.of(Submission.class, COLUMNS, """
      FROM questionnaire.submissions WHERE tenant = $1 AND version_id = $2
        AND ($3::boolean IS NULL OR (comment IS NOT NULL) = $3)""", "id DESC");
  private static final Rows<Submission> SUBMISSIONS = LIST.rows();

  private static final String FIND = "SELECT " + COLUMNS + " FROM questionnaire.submissions WHERE id = $1";

  private static final String MOODLE_PEOPLE = """
      SELECT username AS code, full_name AS name, email, campus, department, program FROM moodle.shared_people
       WHERE tenant = $1 AND username = ANY ($2) ORDER BY id""";

  private static final String BY_ADDRESS = """
      SELECT email AS code, username AS name, email, campus, department, program FROM moodle.shared_people
       WHERE tenant = $1 AND email = ANY ($2) ORDER BY id""";

  private static final String ACCOUNTS =
      "SELECT id, email, full_name FROM identity.shared_people WHERE tenant = $1 AND email = ANY ($2)";

  private static final String MOODLE_COURSES = """
      SELECT lower(short_name) AS code, full_name AS name, department, campus, semester, program
        FROM moodle.shared_courses
       WHERE tenant = $1 AND lower(short_name) = ANY ($2) ORDER BY id""";

  private static final String BATCHES = """
      SELECT lower(code) AS code, name, NULL::text AS department, NULL::text AS campus, NULL::text AS semester,
             NULL::text AS program
        FROM education.shared_batches WHERE tenant = $1 AND lower(code) = ANY ($2)""";

  private static final String WRITE = """
      WITH made AS (
        INSERT INTO questionnaire.submissions (id, tenant, version_id, external_id, respondent, respondent_id, faculty,
          faculty_name, course, course_name, department, campus, period, answers, score, percent, comment, clean,
          source, import_id, created_at, program, home_campus, home_department, home_program)
        SELECT id, $1, $2, external_id, respondent, account, faculty, faculty_name, course, course_name, department,
               campus, period, answers::smallint[], score, percent, comment, clean, $19, $20, $21, program, home_campus,
               home_department, home_program
          FROM unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[],
                 $11::text[], $12::text[], $13::text[], $14::text[], $15::float8[], $16::float8[], $17::text[],
                 $18::text[], $22::text[], $23::text[], $24::text[], $25::text[])
                 AS g (id, external_id, respondent, account, faculty, faculty_name, course, course_name, department,
                 campus, period, answers, score, percent, comment, clean, program, home_campus, home_department,
                 home_program)
         ORDER BY respondent, faculty, course, period
        ON CONFLICT (version_id, respondent, faculty, course, period) DO NOTHING RETURNING id
      ), counted AS (
        UPDATE questionnaire.versions SET submissions = submissions + (SELECT count(*) FROM made)
         WHERE id = $2 AND EXISTS (SELECT 1 FROM made)
      )
      SELECT id FROM made""";

  /** Finds what there is in the place of rows that were not added. */
  private static final String KEPT = """
      SELECT g.id, s.id AS kept_id, s.answers = g.answers::smallint[] AND s.comment IS NOT DISTINCT FROM g.comment
             AS is_same
        FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
               AS g (id, respondent, faculty, course, period, answers, comment)
        JOIN questionnaire.submissions s ON s.version_id = $1 AND s.respondent = g.respondent
         AND s.faculty = g.faculty AND s.course = g.course AND s.period = g.period""";

  /** Returns the one code of an account. */
  private static final String CODE = """
      SELECT coalesce((SELECT m.username FROM moodle.shared_people m WHERE m.tenant = $1 AND m.email = p.email
                        ORDER BY m.id LIMIT 1), p.email) AS code
        FROM identity.shared_people p WHERE p.tenant = $1 AND p.id = $2""";

  /** Locks as the counter below does: two that shared the lock would each wait for the other to count. */
  private static final String OPEN =
      "SELECT state FROM questionnaire.versions WHERE tenant = $1 AND id = $2 FOR NO KEY UPDATE";

  private static final String REMOVE = """
      WITH gone AS (
        DELETE FROM questionnaire.submissions WHERE id IN (
          SELECT id FROM questionnaire.submissions WHERE version_id = $1 LIMIT 5000) RETURNING id
      )
      UPDATE questionnaire.versions SET submissions = submissions - (SELECT count(*) FROM gone) WHERE id = $1
      RETURNING (SELECT count(*) FROM gone) AS gone""";

  private static final String TAKE_BACK = REMOVE.replace("WHERE version_id = $1 LIMIT",
      "WHERE version_id = $1 AND import_id = $2 LIMIT");

  private static final String IS_LEFT =
      "SELECT EXISTS (SELECT 1 FROM questionnaire.submissions WHERE import_id = $1) AS is_left";

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

  private static final Rows<Kept> KEPT_ROWS = Rows.of(Kept.class);
  private static final Rows<Named> NAMED = Rows.of(Named.class);
  private static final Rows<Account> ACCOUNT = Rows.of(Account.class);
  private static final Rows<Course> COURSES = Rows.of(Course.class);
  private static final Rows<Totals> TOTAL = Rows.of(Totals.class);
  private static final Rows<FacultyScore> FACULTY = Rows.of(FacultyScore.class);
  private static final Rows<Average> AVERAGE = Rows.of(Average.class);

  /** A person of Moodle, by user name or address. */
  record Named(String code, String name, String email, String campus, String department, String program) {
    Home home() {
      return new Home(campus, department, program);
    }
  }

  /** Says where a person belongs; each may be null. */
  record Home(String campus, String department, String program) {
    static final Home UNKNOWN = new Home(null, null, null);
  }

  record Account(UUID id, String email, String fullName) {}

  /** @param semester null: it has none */
  record Course(String code, String name, String department, String campus, String semester, String program) {}

  /**
   * One row as it is given. Codes are in lower case.
   *
   * @param course '' for none, and so is {@code said}, the period
   * @param answers in the order of the questions; null: left out
   * @param clean null: not worth an analysis
   */
  record Given(UUID id, String externalId, String respondent, String faculty, String course, String said,
      Integer[] answers, Scale.Score score, String comment, String clean) {}

  /** A row whose people and course are known. */
  record Ready(Given given, UUID account, Home home, String facultyName, Course course) {
    String period() {
      return course != null && course.semester != null ? course.semester : given.said;
    }
  }

  /** @param isSame whether it has the same answers and comment */
  record Kept(UUID id, UUID keptId, boolean isSame) {}

  record Totals(long submissions, long comments, BigDecimal percent) {}

  /** @param place of the question, from 1 */
  record Average(int place, double average) {}

  private final Database db;

  SubmissionRepository(Database db) {
    this.db = db;
  }

  List<Named> moodlePeople(String tenant, Set<String> codes) {
    return NAMED.all(db.query(MOODLE_PEOPLE, tenant, codes));
  }

  /** Returns people of Moodle by their addresses, with their user names. */
  List<Named> byAddress(String tenant, Set<String> emails) {
    return NAMED.all(db.query(BY_ADDRESS, tenant, emails));
  }

  List<Account> accounts(String tenant, Set<String> emails) {
    return ACCOUNT.all(db.query(ACCOUNTS, tenant, emails));
  }

  List<Course> moodleCourses(String tenant, Set<String> codes) {
    return COURSES.all(db.query(MOODLE_COURSES, tenant, codes));
  }

  List<Course> batches(String tenant, Set<String> codes) {
    return COURSES.all(db.query(BATCHES, tenant, codes));
  }

  /** Writes those that are not there, and returns their ids. */
  Set<UUID> write(Tx tx, String tenant, UUID version, List<Ready> rows, Source source, UUID importId, Instant now) {
    return Set.copyOf(PageWindow.all(tx.query(WRITE, tenant, version, ids(rows),
        texts(rows, row -> row.given.externalId), texts(rows, row -> row.given.respondent),
        rows.stream().map(Ready::account).toArray(UUID[]::new),
        texts(rows, row -> row.given.faculty), texts(rows, Ready::facultyName), texts(rows, row -> row.given.course),
        texts(rows, row -> row.course == null ? null : row.course.name),
        texts(rows, row -> row.course == null ? null : row.course.department),
        texts(rows, row -> row.course == null ? null : row.course.campus), texts(rows, Ready::period),
        texts(rows, row -> array(row.given.answers)),
        rows.stream().map(row -> row.given.score.points()).toArray(Double[]::new),
        rows.stream().map(row -> row.given.score.percent()).toArray(Double[]::new),
        texts(rows, row -> row.given.comment), texts(rows, row -> row.given.clean), source, importId, now,
        texts(rows, row -> row.course == null ? null : row.course.program),
        texts(rows, row -> row.home.campus), texts(rows, row -> row.home.department),
        texts(rows, row -> row.home.program)),
        row -> row.getUUID("id")));
  }

  /** Returns what there is in the places of these rows. */
  Map<UUID, Kept> kept(Tx tx, UUID version, List<Ready> rows) {
    return kept(tx.query(KEPT, keptParameters(version, rows)));
  }

  Optional<Kept> kept(UUID version, Ready row) {
    return kept(db.query(KEPT, keptParameters(version, List.of(row)))).values().stream().findFirst();
  }

  private static Map<UUID, Kept> kept(RowSet<Row> rows) {
    return KEPT_ROWS.all(rows).stream().collect(Collectors.toMap(Kept::id, each -> each));
  }

  private static Object[] keptParameters(UUID version, List<Ready> rows) {
    return new Object[] {version, ids(rows), texts(rows, row -> row.given.respondent),
        texts(rows, row -> row.given.faculty), texts(rows, row -> row.given.course), texts(rows, Ready::period),
        texts(rows, row -> array(row.given.answers)), texts(rows, row -> row.given.comment)};
  }

  private static UUID[] ids(List<Ready> rows) {
    return rows.stream().map(row -> row.given.id).toArray(UUID[]::new);
  }

  private static String[] texts(List<Ready> rows, Function<Ready, String> part) {
    return rows.stream().map(part).toArray(String[]::new);
  }

  private static String array(Integer[] answers) {
    StringBuilder text = new StringBuilder(answers.length * 2 + 1).append('{');
    for (int i = 0; i < answers.length; i++) {
      text.append(i == 0 ? "" : ",").append(answers[i] == null ? "NULL" : answers[i]);
    }
    return text.append('}').toString();
  }

  /** Completes with whether the version is answered now; it stays so until the commit. */
  Future<Boolean> isOpen(Tx tx, String tenant, UUID version) {
    return tx.send(OPEN, tenant, version)
        .map(rows -> rows.size() == 1 && "ACTIVE".equals(rows.iterator().next().getString("state")));
  }

  Optional<String> code(String tenant, UUID account) {
    var rows = db.query(CODE, tenant, account);
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getString("code"));
  }

  Submission find(Tx tx, UUID id) {
    return SUBMISSIONS.first(tx.query(FIND, id)).orElseThrow();
  }

  Page<Submission> list(String tenant, UUID version, Boolean hasComment, PageWindow window) {
    return LIST.page(db, window, tenant, version, hasComment);
  }

  /** Removes up to 5,000, and returns how many. */
  long remove(UUID version) {
    return db.write(REMOVE, version).iterator().next().getLong("gone");
  }

  /** Removes up to 5,000 of an import. */
  void takeBack(UUID version, UUID importId) {
    db.write(TAKE_BACK, version, importId);
  }

  /** Returns whether there are answers of an import. */
  boolean isLeft(UUID importId) {
    return db.query(IS_LEFT, importId).iterator().next().getBoolean("is_left");
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
