package com.mas.domain.learning.moodle;

import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.learning.moodle.MoodleRows.Category;
import com.mas.domain.learning.moodle.MoodleRows.Course;
import com.mas.domain.learning.moodle.MoodleRows.Enrolment;
import com.mas.domain.learning.moodle.MoodleRows.Progress;
import com.mas.runs.Counts;
import com.mas.sources.Place;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** SQL of what is mirrored. A page is one statement; what is as it was is not written. */
final class MirrorRepository {
  private static final String CATEGORIES = """
      WITH incoming AS (
        SELECT id, name, parent_id, depth, path::bigint[] AS path, id_number
        FROM unnest($3::bigint[], $4::text[], $5::bigint[], $6::int[], $7::text[], $8::text[])
          AS i (id, name, parent_id, depth, path, id_number)
      ), judged AS (
        SELECT i.*, o.id IS NULL AS is_new,
          (i.name, i.parent_id, i.depth, i.path, coalesce(i.id_number, o.id_number), NULL::timestamptz)
            IS DISTINCT FROM (o.name, o.parent_id, o.depth, o.path, o.id_number, o.gone_at) AS moved
        FROM incoming i LEFT JOIN moodle.categories o ON o.tenant = $1 AND o.id = i.id
      ), written AS (
        INSERT INTO moodle.categories AS c (tenant, id, name, parent_id, depth, path, id_number, updated_at)
        SELECT $1, id, name, parent_id, depth, path, id_number, $2 FROM judged WHERE moved
        ON CONFLICT (tenant, id) DO UPDATE SET name = EXCLUDED.name, parent_id = EXCLUDED.parent_id,
          depth = EXCLUDED.depth, path = EXCLUDED.path, id_number = coalesce(EXCLUDED.id_number, c.id_number),
          gone_at = NULL, updated_at = EXCLUDED.updated_at
      )
      SELECT count(*) AS seen, count(*) FILTER (WHERE is_new) AS fresh,
        count(*) FILTER (WHERE moved AND NOT is_new) AS changed FROM judged""";

  private static final String CATEGORIES_GONE = """
      UPDATE moodle.categories SET gone_at = $2, updated_at = $2
      WHERE tenant = $1 AND gone_at IS NULL AND id <> ALL ($3::bigint[])""";

  private static final String COURSES = """
      WITH incoming AS (
        SELECT * FROM unnest($3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::boolean[],
          $9::timestamptz[], $10::timestamptz[])
          AS i (id, short_name, full_name, category_id, id_number, visible, starts_at, ends_at)
      ), judged AS (
        SELECT i.*, o.id IS NULL AS is_new,
          (i.short_name, i.full_name, i.category_id, coalesce(i.id_number, o.id_number), i.visible, i.starts_at,
            i.ends_at, NULL::timestamptz)
            IS DISTINCT FROM (o.short_name, o.full_name, o.category_id, o.id_number, o.visible, o.starts_at, o.ends_at,
              o.gone_at) AS moved
        FROM incoming i LEFT JOIN moodle.courses o ON o.tenant = $1 AND o.id = i.id
      ), written AS (
        INSERT INTO moodle.courses AS c (tenant, id, short_name, full_name, category_id, id_number, visible, starts_at,
          ends_at, updated_at)
        SELECT $1, id, short_name, full_name, category_id, id_number, visible, starts_at, ends_at, $2
        FROM judged WHERE moved
        ON CONFLICT (tenant, id) DO UPDATE SET short_name = EXCLUDED.short_name, full_name = EXCLUDED.full_name,
          category_id = EXCLUDED.category_id, id_number = coalesce(EXCLUDED.id_number, c.id_number),
          visible = EXCLUDED.visible, starts_at = EXCLUDED.starts_at, ends_at = EXCLUDED.ends_at, gone_at = NULL,
          updated_at = EXCLUDED.updated_at
      )
      SELECT count(*) AS seen, count(*) FILTER (WHERE is_new) AS fresh,
        count(*) FILTER (WHERE moved AND NOT is_new) AS changed FROM judged""";

  /** Deactivates the enrolments of the courses that are gone, too. */
  private static final String COURSES_GONE = """
      WITH gone AS (
        UPDATE moodle.courses SET gone_at = $2, updated_at = $2
        WHERE tenant = $1 AND gone_at IS NULL AND id <> ALL ($3::bigint[]) RETURNING id
      ), left_behind AS (
        UPDATE moodle.enrolments e SET gone_at = $2, updated_at = $2
        FROM gone g WHERE e.tenant = $1 AND e.course_id = g.id AND e.gone_at IS NULL
      )
      SELECT count(*) AS gone FROM gone""";

  /** The LATERALs with their LIMIT keep the plan at index look-ups, as one is kept that was made on empty tables. */
  private static final String ENROLMENTS = """
      WITH page AS (
        INSERT INTO moodle.pages (run_id, course_id, user_ids) VALUES ($4, $3, $5::bigint[])
      ), incoming AS (
        SELECT * FROM unnest($5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
          $12::boolean[], $13::timestamptz[])
          AS i (user_id, username, full_name, email, id_number, role, section, suspended, last_access_at)
      ), people AS (
        INSERT INTO moodle.people AS p (tenant, id, username, full_name, email, id_number, updated_at)
        SELECT $1, i.user_id, i.username, i.full_name, i.email, i.id_number, $2
        FROM incoming i LEFT JOIN LATERAL (
          SELECT * FROM moodle.people k WHERE k.tenant = $1 AND k.id = i.user_id LIMIT 1) k ON true
        WHERE (i.username, i.full_name, coalesce(i.email, k.email), coalesce(i.id_number, k.id_number))
          IS DISTINCT FROM (k.username, k.full_name, k.email, k.id_number)
        ORDER BY i.user_id
        ON CONFLICT (tenant, id) DO UPDATE SET username = EXCLUDED.username, full_name = EXCLUDED.full_name,
          email = coalesce(EXCLUDED.email, p.email), id_number = coalesce(EXCLUDED.id_number, p.id_number),
          updated_at = EXCLUDED.updated_at
      ), judged AS (
        SELECT i.user_id, i.role, i.section, i.last_access_at, o.user_id IS NULL AS is_new,
          coalesce(i.suspended, o.suspended, false) AS is_suspended,
          i.last_access_at IS NOT NULL
            AND (o.last_access_at IS NULL OR i.last_access_at > o.last_access_at) AS was_there,
          (i.role, i.section, coalesce(i.suspended, o.suspended, false),
            greatest(i.last_access_at, o.last_access_at), NULL::timestamptz)
            IS DISTINCT FROM (o.role, o.section, o.suspended, o.last_access_at, o.gone_at) AS moved
        FROM incoming i LEFT JOIN LATERAL (SELECT * FROM moodle.enrolments e
          WHERE e.tenant = $1 AND e.course_id = $3 AND e.user_id = i.user_id LIMIT 1) o ON true
      ), written AS (
        INSERT INTO moodle.enrolments AS e (tenant, course_id, user_id, role, section, suspended, last_access_at,
          progress_due, progress_read_at, updated_at)
        SELECT $1, $3, user_id, role, section, is_suspended, last_access_at, was_there, $2, $2
        FROM judged WHERE is_new OR moved
        ON CONFLICT (tenant, course_id, user_id) DO UPDATE SET role = EXCLUDED.role, section = EXCLUDED.section,
          suspended = EXCLUDED.suspended, last_access_at = greatest(e.last_access_at, EXCLUDED.last_access_at),
          progress_due = e.progress_due OR EXCLUDED.progress_due, gone_at = NULL, updated_at = EXCLUDED.updated_at
      )
      SELECT count(*) AS seen, count(*) FILTER (WHERE is_new) AS fresh,
        count(*) FILTER (WHERE moved AND NOT is_new) AS changed FROM judged""";

  /** NOT IN is planned as a hash, whatever the statistics say. */
  private static final String ENROLMENTS_GONE = """
      UPDATE moodle.enrolments SET gone_at = $2, updated_at = $2
      WHERE tenant = $1 AND course_id = $3 AND gone_at IS NULL AND user_id NOT IN (
        SELECT unnest(user_ids) FROM moodle.pages WHERE run_id = $4 AND course_id = $3)""";

  private static final String FORGET_PAGES = "DELETE FROM moodle.pages WHERE run_id = $1 AND course_id = $2";

  private static final String NEXT_COURSE = """
      SELECT id FROM moodle.courses WHERE tenant = $1 AND gone_at IS NULL AND id > $2 ORDER BY id LIMIT 1""";

  /** Those that were read longest ago come first, so that each has its turn however few may be read at a time. */
  private static final String STALE = """
      UPDATE moodle.enrolments e SET progress_due = true
      FROM (SELECT course_id, user_id FROM moodle.enrolments
        WHERE tenant = $1 AND progress_read_at <= $2 AND gone_at IS NULL AND NOT suspended AND NOT progress_due
        ORDER BY progress_read_at LIMIT $3) s
      WHERE e.tenant = $1 AND e.course_id = s.course_id AND e.user_id = s.user_id""";

  private static final String NEXT_DUE = """
      SELECT course_id, user_id FROM moodle.enrolments
      WHERE tenant = $1 AND progress_due AND gone_at IS NULL AND (course_id, user_id) > ($2, $3)
      ORDER BY course_id, user_id LIMIT 1""";

  /**
   * The twin of what Mr. Learn's mirror does: percent, completion and completed activities never go back. Where
   * everything is done and Moodle's cron has not completed the course yet ($7 is false; null where it completes none),
   * it stays due to the next sync, while the visit was after $10; later it is read when it is stale.
   */
  private static final String PROGRESS = """
      WITH fresh AS (
        SELECT array_agg(n.activity ORDER BY n.activity) AS activities, array_agg(n.at ORDER BY n.activity) AS times
        FROM unnest($8::bigint[], $9::timestamptz[]) AS n (activity, at)
        WHERE NOT EXISTS (SELECT FROM moodle.enrolments k WHERE k.tenant = $1 AND k.course_id = $3 AND k.user_id = $4
          AND k.completed_activities @> ARRAY[n.activity])
      )
      UPDATE moodle.enrolments e SET progress_read_at = $2,
        progress_due = coalesce($5::float8 = 100 AND NOT e.is_completed AND NOT $7::boolean
          AND e.last_access_at > $10::timestamptz, false),
        progress_percent = greatest(e.progress_percent, coalesce($5::float8, 0)::numeric(5, 2)),
        grade_percent = coalesce($6::float8::numeric(5, 2), e.grade_percent),
        is_completed = e.is_completed OR coalesce($7::boolean, false),
        completed_activities = e.completed_activities || coalesce(f.activities, '{}'),
        completed_times = e.completed_times || coalesce(f.times, '{}'),
        updated_at = $2
      FROM fresh f WHERE e.tenant = $1 AND e.course_id = $3 AND e.user_id = $4""";

  private final Database db;

  MirrorRepository(Database db) {
    this.db = db;
  }

  Counts categories(Tx tx, Place place, List<Category> rows) {
    return counted(tx.query(CATEGORIES, place.tenant(), place.now(), longs(rows, Category::id),
        texts(rows, Category::name), longs(rows, Category::parent),
        rows.stream().map(Category::depth).toArray(Integer[]::new), texts(rows, row -> row.path().stream()
            .map(String::valueOf).collect(Collectors.joining(",", "{", "}"))),
        texts(rows, Category::idNumber)));
  }

  Counts categoriesGone(Tx tx, Place place, Long[] seen) {
    return gone(tx.query(CATEGORIES_GONE, place.tenant(), place.now(), seen).rowCount());
  }

  Counts courses(Tx tx, Place place, List<Course> rows) {
    return counted(tx.query(COURSES, place.tenant(), place.now(), longs(rows, Course::id),
        texts(rows, Course::shortName), texts(rows, Course::fullName), longs(rows, Course::category),
        texts(rows, Course::idNumber), rows.stream().map(Course::visible).toArray(Boolean[]::new),
        times(rows, Course::starts), times(rows, Course::ends)));
  }

  Counts coursesGone(Tx tx, Place place, Long[] seen) {
    return gone(tx.query(COURSES_GONE, place.tenant(), place.now(), seen).iterator().next().getLong("gone"));
  }

  Counts enrolments(Tx tx, Place place, long course, List<Enrolment> rows) {
    return counted(tx.query(ENROLMENTS, place.tenant(), place.now(), course, place.run(),
        longs(rows, Enrolment::userId), texts(rows, Enrolment::username), texts(rows, Enrolment::fullName),
        texts(rows, Enrolment::email), texts(rows, Enrolment::idNumber), texts(rows, Enrolment::role),
        texts(rows, Enrolment::section), rows.stream().map(Enrolment::suspended).toArray(Boolean[]::new),
        times(rows, Enrolment::lastAccess)));
  }

  Counts enrolmentsGone(Tx tx, Place place, long course) {
    long gone = tx.query(ENROLMENTS_GONE, place.tenant(), place.now(), course, place.run()).rowCount();
    tx.send(FORGET_PAGES, place.run(), course);
    return gone(gone);
  }

  /** @param after null for the first one */
  @Nullable
  Long nextCourse(String tenant, @Nullable Long after) {
    RowSet<Row> rows = db.query(NEXT_COURSE, tenant, after == null ? 0L : after);
    return rows.size() == 0 ? null : rows.iterator().next().getLong(0);
  }

  /** Returns course and person whose progress is to be read next; null when there is none. */
  @Nullable
  List<String> nextDue(String tenant, long course, long user) {
    RowSet<Row> rows = db.query(NEXT_DUE, tenant, course, user);
    if (rows.size() == 0) {
      return null;
    }
    Row row = rows.iterator().next();
    return List.of(row.getLong(0).toString(), row.getLong(1).toString());
  }

  /** Makes the progress due that was read at this time or before, up to so many. */
  void stale(String tenant, Instant readUntil, int most) {
    db.write(STALE, tenant, readUntil, most);
  }

  /** @param visited since when somebody must have been there for what Moodle's cron has left undone to stay due */
  void progress(Tx tx, Place place, Progress row, Instant visited) {
    Map<Long, Instant> done = row.activities();
    tx.send(PROGRESS, place.tenant(), place.now(), row.courseId(), row.userId(), row.percent(), row.grade(),
        row.completed(), done.keySet().toArray(Long[]::new),
        done.values().stream().map(at -> at == null || at.isAfter(place.now()) ? place.now() : at)
            .toArray(Instant[]::new),
        visited);
  }

  private static Counts counted(RowSet<Row> rows) {
    Row row = rows.iterator().next();
    long seen = row.getLong("seen");
    long inserted = row.getLong("fresh");
    long updated = row.getLong("changed");
    return Counts.NONE.plus(Counts.READ, seen).plus(Counts.WRITTEN, inserted + updated)
        .plus(Counts.SKIPPED, seen - inserted - updated).plus(SyncRules.INSERTED, inserted)
        .plus(SyncRules.UPDATED, updated);
  }

  private static Counts gone(long number) {
    return Counts.NONE.plus(SyncRules.GONE, number);
  }

  private static <T> Long[] longs(List<T> rows, Function<T, Long> column) {
    return rows.stream().map(column).toArray(Long[]::new);
  }

  private static <T> String[] texts(List<T> rows, Function<T, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  private static <T> Instant[] times(List<T> rows, Function<T, Instant> column) {
    return rows.stream().map(column).toArray(Instant[]::new);
  }
}
