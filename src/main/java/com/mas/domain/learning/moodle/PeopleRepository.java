package com.mas.domain.learning.moodle;

import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.people.identity.PersonContract.Placement;
import com.mas.runs.Counts;
import com.mas.sources.Mirror.Done;
import com.mas.sources.Place;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** SQL of what is made of the mirror: where people belong, what they are, and what they have completed. */
final class PeopleRepository {
  private static final int PEOPLE_AT_ONCE = 5_000;
  private static final int AWARDS_AT_ONCE = 500;

  /**
   * Leaves people where they were placed by hand. Of two programmes with as many courses the first wins. The LATERALs
   * with their LIMIT keep the plan at index look-ups, as one is kept that was made on empty tables.
   */
  private static final String SCOPE = """
      WITH those AS (
        SELECT id FROM moodle.people WHERE tenant = $1 AND id > $3 ORDER BY id LIMIT $4
      ), placed AS (
        SELECT p.id, coalesce(p.campus, upper(substring(p.username FROM '^([a-z]{2,12})-'))) AS campus,
          CASE WHEN auto THEN v.department ELSE p.department_id END AS department,
          CASE WHEN auto THEN v.program ELSE p.program_id END AS program
        FROM those s JOIN moodle.people p ON p.tenant = $1 AND p.id = s.id
        CROSS JOIN LATERAL (SELECT p.department_source = 'auto' AND p.program_source = 'auto' AS auto) a
        LEFT JOIN LATERAL (
          SELECT mode() WITHIN GROUP (ORDER BY c.path[3]) AS department,
            mode() WITHIN GROUP (ORDER BY c.path[4]) AS program
          FROM moodle.enrolments e
          CROSS JOIN LATERAL (SELECT k.category_id FROM moodle.courses k
            WHERE k.tenant = $1 AND k.id = e.course_id AND k.gone_at IS NULL LIMIT 1) k
          CROSS JOIN LATERAL (SELECT c.path FROM moodle.categories c
            WHERE c.tenant = $1 AND c.id = k.category_id LIMIT 1) c
          WHERE e.tenant = $1 AND e.user_id = s.id AND e.gone_at IS NULL) v ON auto
      ), changed AS (
        UPDATE moodle.people p SET campus = n.campus, department_id = n.department, program_id = n.program,
          updated_at = $2
        FROM placed n WHERE p.tenant = $1 AND p.id = n.id
          AND (p.campus, p.department_id, p.program_id) IS DISTINCT FROM (n.campus, n.department, n.program)
        RETURNING 1
      )
      SELECT (SELECT max(id) FROM those) AS last, (SELECT count(*) FROM those) AS seen,
        (SELECT count(*) FROM changed) AS changed""";

  /**
   * Finds those of a piece whose account has them elsewhere. An account is a person's by its whole, verified address,
   * and nobody's where two at Moodle have it.
   */
  private static final String MOVED = """
      WITH those AS (
        SELECT id FROM moodle.people WHERE tenant = $1 AND id > $2 ORDER BY id LIMIT $3
      )
      SELECT a.id AS user_id, p.campus, d.name AS department, g.name AS program
        FROM those s
        CROSS JOIN LATERAL (SELECT q.email, q.campus, q.department_id, q.program_id FROM moodle.people q
          WHERE q.tenant = $1 AND q.id = s.id LIMIT 1) p
        CROSS JOIN LATERAL (SELECT x.id, x.campus, x.department, x.program FROM identity.shared_accounts x
          WHERE x.tenant = $1 AND x.email = p.email AND x.email_verified LIMIT 1) a
        LEFT JOIN LATERAL (SELECT c.name FROM moodle.categories c
          WHERE c.tenant = $1 AND c.id = p.department_id LIMIT 1) d ON true
        LEFT JOIN LATERAL (SELECT c.name FROM moodle.categories c
          WHERE c.tenant = $1 AND c.id = p.program_id LIMIT 1) g ON true
       WHERE (a.campus, a.department, a.program) IS DISTINCT FROM (p.campus, d.name, g.name)
         AND NOT EXISTS (SELECT 1 FROM moodle.people o
           WHERE o.tenant = $1 AND o.email = p.email AND o.id <> s.id)""";

  /** Finds accounts that have a place, and whose address is nobody's at Moodle. */
  private static final String LEFT = """
      SELECT a.id AS user_id, NULL::text AS campus, NULL::text AS department, NULL::text AS program
        FROM identity.shared_accounts a
       WHERE a.tenant = $1 AND coalesce(a.campus, a.department, a.program) IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM moodle.people p WHERE p.tenant = $1 AND p.email = a.email)
       LIMIT $2""";

  private static final String PLACE_OF = """
      SELECT p.campus, p.department, p.program FROM moodle.shared_people p
       WHERE p.tenant = $1 AND p.email = $2 LIMIT 2""";

  private static final String ROLES = """
      WITH those AS (
        SELECT id FROM moodle.people WHERE tenant = $1 AND id > $3 ORDER BY id LIMIT $4
      ), played AS (
        SELECT s.id, CASE WHEN bool_or(e.role IN ('editingteacher', 'teacher', 'manager', 'coursecreator'))
          THEN 'faculty' WHEN bool_or(e.role = 'student') THEN 'student' END AS role
        FROM those s LEFT JOIN moodle.enrolments e ON e.tenant = $1 AND e.user_id = s.id AND e.gone_at IS NULL
        GROUP BY s.id
      ), changed AS (
        UPDATE moodle.people p SET role = n.role, updated_at = $2
        FROM played n WHERE p.tenant = $1 AND p.id = n.id AND p.role IS DISTINCT FROM n.role RETURNING 1
      )
      SELECT (SELECT max(id) FROM those) AS last, (SELECT count(*) FROM those) AS seen,
        (SELECT count(*) FROM changed) AS changed""";

  /** An account is a person's by its whole, verified address. What is taken is stated in the same commit. */
  private static final String AWARDS = """
      WITH due AS (
        SELECT e.course_id, e.user_id, a.id AS account_id
        FROM moodle.enrolments e JOIN moodle.people p ON p.tenant = e.tenant AND p.id = e.user_id
        JOIN identity.shared_accounts a ON a.tenant = e.tenant AND a.email = p.email AND a.email_verified
        WHERE e.tenant = $1 AND NOT e.completed_activities <@ e.awarded_activities
        ORDER BY e.user_id, e.course_id LIMIT $2 FOR UPDATE OF e
      ), taken AS (
        UPDATE moodle.enrolments e SET awarded_activities = e.completed_activities
        FROM due d WHERE e.tenant = $1 AND e.course_id = d.course_id AND e.user_id = d.user_id
        RETURNING d.account_id, e.course_id, e.user_id
      )
      SELECT d.account_id, e.course_id, n.activity AS activity_id, n.at
      FROM due d JOIN moodle.enrolments e ON e.tenant = $1 AND e.course_id = d.course_id AND e.user_id = d.user_id
      CROSS JOIN unnest(e.completed_activities, e.completed_times) AS n (activity, at)
      WHERE n.activity <> ALL (e.awarded_activities)
      ORDER BY d.account_id, e.course_id, n.activity""";

  private static final String BY_EMAIL = """
      SELECT id, username FROM moodle.people WHERE tenant = $1 AND email = $2 AND username <> '' LIMIT 2""";

  private static final String SAVE = """
      INSERT INTO moodle.people AS p (tenant, id, username, full_name, email, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (tenant, id) DO UPDATE SET username = EXCLUDED.username, full_name = EXCLUDED.full_name,
        email = EXCLUDED.email, updated_at = EXCLUDED.updated_at
      WHERE (p.username, p.full_name, p.email) IS DISTINCT FROM (EXCLUDED.username, EXCLUDED.full_name, EXCLUDED.email)
      """;

  private static final Rows<Award> AWARDED = Rows.of(Award.class);
  private static final Rows<Placement> PLACEMENTS = Rows.of(Placement.class);
  private static final Rows<Known> KNOWN = Rows.of(Known.class);

  private final Database db;

  PeopleRepository(Database db) {
    this.db = db;
  }

  record Award(UUID accountId, long courseId, long activityId, Instant at) {}

  record Known(long id, String username) {}

  /** Places the next people by the majority of their courses. */
  Done scope(Tx tx, Place place) {
    return piece(tx.query(SCOPE, place.tenant(), place.now(), after(place), PEOPLE_AT_ONCE));
  }

  /** Returns the accounts of this piece that have to be told; behind the last piece those of nobody, too. */
  List<Placement> moved(Tx tx, Place place, boolean isLast) {
    List<Placement> all = new ArrayList<>(
        PLACEMENTS.all(tx.query(MOVED, place.tenant(), after(place), PEOPLE_AT_ONCE)));
    if (isLast) {
      all.addAll(PLACEMENTS.all(tx.query(LEFT, place.tenant(), PEOPLE_AT_ONCE)));
    }
    return all;
  }

  /** Returns where the one person with the address belongs. */
  Optional<Placement> placeOf(String tenant, String email, UUID account) {
    List<Placement> all = PageWindow.all(db.query(PLACE_OF, tenant, email), row -> new Placement(account,
        row.getString("campus"), row.getString("department"), row.getString("program")));
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  Done roles(Tx tx, Place place) {
    return piece(tx.query(ROLES, place.tenant(), place.now(), after(place), PEOPLE_AT_ONCE));
  }

  /** Takes what is due to people with an account, and answers it; nothing when nothing is left. */
  List<Award> award(Tx tx, Place place) {
    return AWARDED.all(tx.query(AWARDS, place.tenant(), AWARDS_AT_ONCE));
  }

  /** Returns the one person with the address; nobody where several have it. */
  Optional<Known> byEmail(String tenant, String email) {
    List<Known> known = KNOWN.all(db.query(BY_EMAIL, tenant, email));
    return known.size() == 1 ? Optional.of(known.getFirst()) : Optional.empty();
  }

  void save(String tenant, long id, String username, String fullName, String email, Instant now) {
    db.write(SAVE, tenant, id, username, fullName, email, now);
  }

  private static long after(Place place) {
    return place.of() == null || place.of().isEmpty() ? 0 : Long.parseLong(place.of().getFirst());
  }

  private static Done piece(RowSet<Row> rows) {
    Row row = rows.iterator().next();
    long seen = row.getLong("seen");
    Counts counts = Counts.NONE.plus("seen", seen).plus(SyncRules.UPDATED, row.getLong("changed"));
    return new Done(counts, seen < PEOPLE_AT_ONCE ? null : List.of(row.getLong("last").toString()));
  }
}
