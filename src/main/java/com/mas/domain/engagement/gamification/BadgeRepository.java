package com.mas.domain.engagement.gamification;

import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.engagement.gamification.GamificationConfig.Badge;
import com.mas.domain.engagement.gamification.GamificationConfig.Criteria;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Finds which students deserve which badge, by one statement for many students, and which ones they have. */
final class BadgeRepository {
  /** Takes the criteria in the order of $2 to $11; one that a badge does not have is 0, null or false. */
  private static final String DESERVED = """
      WITH badges AS MATERIALIZED (
        SELECT * FROM unnest($2::text[], $3::int[], $4::int[], $5::int[], $6::int[], $7::text[], $8::int[],
          $9::boolean[], $10::boolean[]) AS b (id, actions, streak, level, xp, type, number, of_batch, profile)
      ), followed AS MATERIALIZED (
        SELECT DISTINCT s.student_id AS user_id,
          CASE c.provider WHEN 'mrtest' THEN 'test_taken' ELSE 'module_completed' END AS type,
          c.external_course_id AS course
        FROM education.shared_students s JOIN education.shared_batch_courses c ON c.batch_id = s.batch_id
        WHERE s.student_id = ANY ($1::uuid[])
      ), counted AS MATERIALIZED (
        SELECT e.user_id, e.type, count(*) AS number, count(f.course) AS of_batch
        FROM gamification.xp_events e LEFT JOIN followed f
          ON f.user_id = e.user_id AND f.type = e.type AND f.course = split_part(e.source_id, ':', 1)
        WHERE e.user_id = ANY ($1::uuid[]) AND e.type = ANY ($11::text[]) AND NOT EXISTS (
          SELECT FROM gamification.xp_events r WHERE r.user_id = e.user_id AND r.type = 'reversal'
            AND r.source_id = e.type || ':' || e.source_id
            AND gamification.is_taken_back(e.user_id, r.source_id))
        GROUP BY 1, 2
      )
      SELECT u.user_id, coalesce(p.tenant, f.tenant) AS tenant, b.id AS badge_id
      FROM unnest($1::uuid[]) AS u (user_id) CROSS JOIN badges b
      LEFT JOIN gamification.student_progress p ON p.user_id = u.user_id
      LEFT JOIN identity.shared_people f ON f.id = u.user_id
      LEFT JOIN counted c ON c.user_id = u.user_id AND c.type = b.type
      WHERE coalesce(p.meaningful_actions, 0) >= b.actions AND coalesce(p.longest_streak, 0) >= b.streak
        AND coalesce(p.level, 1) >= b.level AND coalesce(p.total_xp, 0) >= b.xp
        AND (b.type IS NULL OR coalesce(CASE WHEN b.of_batch THEN c.of_batch ELSE c.number END, 0) >= b.number)
        AND (NOT b.profile OR f.full_name <> '' AND f.phone <> '')
        AND coalesce(p.tenant, f.tenant) IS NOT NULL
        AND NOT EXISTS (SELECT FROM gamification.student_badges h WHERE h.user_id = u.user_id AND h.badge_id = b.id)
      ORDER BY 1, 3
      """;

  private static final String UNLOCK = """
      INSERT INTO gamification.student_badges (user_id, badge_id, unlocked_at)
      SELECT user_id, badge_id, $3 FROM unnest($1::uuid[], $2::text[]) AS b (user_id, badge_id) ORDER BY 1, 2
      ON CONFLICT DO NOTHING
      """;

  private static final String HELD =
      "SELECT badge_id, unlocked_at, seen_at IS NOT NULL AS seen FROM gamification.student_badges WHERE user_id = $1";

  private static final String SEE =
      "UPDATE gamification.student_badges SET seen_at = $2 WHERE user_id = $1 AND seen_at IS NULL";

  /** Everybody who has a seat or a ledger. */
  private static final String PAGE = """
      SELECT user_id FROM (
        (SELECT user_id FROM gamification.student_progress WHERE user_id > $1 ORDER BY 1 LIMIT $2)
        UNION
        (SELECT DISTINCT student_id FROM education.shared_students WHERE student_id > $1 ORDER BY 1 LIMIT $2)) s
      ORDER BY 1 LIMIT $2
      """;

  private static final String TENURES = """
      SELECT tenant, student_id AS user_id, batch_id, enrolled_at FROM education.shared_students s
      WHERE student_id = ANY ($1::uuid[]) AND state = 'enrolled' AND enrolled_at IS NOT NULL
        AND batch_state NOT IN ('completed', 'archived')
        AND ($2::date - (enrolled_at AT TIME ZONE 'Asia/Kolkata')::date) >= $3::int
        AND NOT EXISTS (SELECT FROM gamification.xp_events e
          WHERE e.user_id = s.student_id AND e.type = 'tenure_bonus' AND e.source_id = s.batch_id || ':'
            || ($2::date - (enrolled_at AT TIME ZONE 'Asia/Kolkata')::date) / $3::int)
      """;

  private static final String FOLLOWED =
      "SELECT DISTINCT provider || ':' || external_course_id FROM education.shared_batch_courses";

  private static final Rows<Deserved> DESERVE = Rows.of(Deserved.class);
  private static final Rows<Held> HOLD = Rows.of(Held.class);
  private static final Rows<Tenure> TENURE = Rows.of(Tenure.class);

  private final Database db;
  private final List<Badge> badges;
  private final Object[] criteria;

  BadgeRepository(Database db, List<Badge> badges) {
    this.db = db;
    this.badges = badges;
    this.criteria = new Object[] {badges.stream().map(Badge::id).toList(), numbers(Criteria::actions),
        numbers(Criteria::longestStreak), numbers(Criteria::level), numbers(Criteria::xp),
        badges.stream().map(badge -> badge.when().type() == null ? null : badge.when().type().wire())
            .toArray(String[]::new),
        numbers(Criteria::count), flags(Criteria::ofBatch), flags(Criteria::profile),
        badges.stream().map(badge -> badge.when().type()).filter(Objects::nonNull).distinct().toList()};
  }

  private Integer[] numbers(Function<Criteria, Integer> criterion) {
    return badges.stream().map(badge -> criterion.apply(badge.when())).map(n -> n == null ? 0 : n)
        .toArray(Integer[]::new);
  }

  private Boolean[] flags(Function<Criteria, Boolean> criterion) {
    return badges.stream().map(badge -> Boolean.TRUE.equals(criterion.apply(badge.when()))).toArray(Boolean[]::new);
  }

  record Deserved(UUID userId, String tenant, String badgeId) {}

  /** Badges that these students deserve and do not have, by student and badge. */
  List<Deserved> deserved(UUID[] users) {
    Object[] parameters = new Object[1 + criteria.length];
    parameters[0] = users;
    System.arraycopy(criteria, 0, parameters, 1, criteria.length);
    return DESERVE.all(db.query(DESERVED, parameters));
  }

  /** Does not wait for the answer. */
  void unlock(Tx tx, List<Deserved> deserved, Instant now) {
    tx.send(UNLOCK, deserved.stream().map(Deserved::userId).toArray(UUID[]::new),
        deserved.stream().map(Deserved::badgeId).toList(), now);
  }

  record Held(Instant unlockedAt, boolean seen) {}

  Map<String, Held> held(UUID user) {
    Map<String, Held> held = new HashMap<>();
    db.query(HELD, user).forEach(row -> held.put(row.getString("badge_id"), HOLD.read(row)));
    return held;
  }

  int see(UUID user, Instant now) {
    return db.write(SEE, user, now).rowCount();
  }

  List<UUID> page(UUID after, int size) {
    return PageWindow.all(db.query(PAGE, after, size), row -> row.getUUID(0));
  }

  record Tenure(String tenant, UUID userId, UUID batchId, Instant enrolledAt) {}

  /** Enrolments whose latest full period has not been rewarded. */
  List<Tenure> tenures(UUID[] users, LocalDate today, int period) {
    return TENURE.all(db.query(TENURES, users, today, period));
  }

  /** Courses and exams that any batch follows, as {@code provider:id}. */
  Future<Set<String>> followed() {
    return db.read(FOLLOWED).map(rows -> {
      Set<String> followed = new HashSet<>();
      rows.forEach(row -> followed.add(row.getString(0)));
      return followed;
    });
  }
}
