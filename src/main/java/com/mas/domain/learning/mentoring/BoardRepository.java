package com.mas.domain.learning.mentoring;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.domain.learning.mentoring.BoardContract.*;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds feedback up. */
final class BoardRepository {
  /**
   * Says what the caller is to a student: nothing of other tenants.
   *
   * @param name null when there is no such person
   */
  record Ties(@Nullable String name, boolean cares, int reviews) {}

  private static final Rows<Ties> TIES = Rows.of(Ties.class);
  private static final String TIE = """
      SELECT (SELECT full_name FROM identity.shared_people WHERE id = $2 AND tenant = $1) AS name,
             EXISTS (SELECT FROM education.shared_students WHERE tenant = $1 AND student_id = $2
               AND (batch_lead_id = $3 OR super_mentor_id = $3))
             OR EXISTS (SELECT FROM mentoring.bookings WHERE tenant = $1 AND student_id = $2 AND mentor_id = $3
               AND (state IN ('requested', 'booked')
                 OR state IN ('completed', 'missed') AND ends_at > $4)) AS cares,
             (SELECT count(*)::int FROM mentoring.reviews WHERE tenant = $1 AND student_id = $2) AS reviews
      """;

  private static final String SCORES = """
       FROM mentoring.reviews r JOIN mentoring.review_scores s ON s.booking_id = r.booking_id
       WHERE r.tenant = $1 AND r.student_id = $2
      """;
  private static final Rows<Mean> MEANS = Rows.of(Mean.class);
  private static final String MEAN = """
      SELECT s.criterion, round(avg(s.score), 2)::float8 AS mean, count(*)::int AS count,
             round(avg(s.score) FILTER (WHERE r.given_at > $3), 2)::float8 AS recent
      """ + SCORES + " GROUP BY s.criterion ORDER BY s.criterion";
  private static final Rows<Point> POINTS = Rows.of(Point.class);
  private static final String MONTHS = """
      SELECT s.criterion, date_trunc('month', r.given_at AT TIME ZONE 'Asia/Kolkata')::date AS month,
             round(avg(s.score), 2)::float8 AS mean, count(*)::int AS count
      """ + SCORES + " AND r.given_at > $3 GROUP BY s.criterion, month ORDER BY month, s.criterion";
  private static final Rows<Remark> REMARKS = Rows.of(Remark.class);
  private static final String LATEST = """
      SELECT r.*, (SELECT full_name FROM identity.shared_people WHERE id = r.mentor_id) AS mentor_name
        FROM mentoring.reviews r WHERE r.tenant = $1 AND r.student_id = $2 ORDER BY r.given_at DESC LIMIT 5
      """;

  private static final Query<Leader> LEADERS = Query.of(Leader.class, "*", """
      FROM (
        SELECT row_number() OVER (ORDER BY h.completed DESC, v.rating DESC, m.user_id) AS place, m.user_id AS id,
               p.full_name AS name, m.company, m.photo_id, h.completed, v.rating, v.ratings,
               round(100.0 * v.in_time / nullif(v.ratings + h.absent, 0))::int AS punctual
          FROM mentoring.mentors m
          JOIN identity.shared_people p ON p.id = m.user_id
          JOIN (SELECT mentor_id, count(*) FILTER (WHERE state = 'completed')::int AS completed,
                       count(*) FILTER (WHERE state = 'missed' AND absent IN ('mentor', 'both')) AS absent
                  FROM mentoring.bookings
                 WHERE tenant = $1 AND state IN ('completed', 'missed') AND ends_at > $2 GROUP BY mentor_id) h
            ON h.mentor_id = m.user_id AND h.completed > 0
          CROSS JOIN LATERAL (
            SELECT count(*)::int AS ratings, count(*) FILTER (WHERE on_time) AS in_time,
                   mentoring.weighted_rating(coalesce(sum(stars), 0), count(*)) AS rating
              FROM mentoring.ratings r WHERE r.mentor_id = m.user_id AND r.tenant = $1 AND r.given_at > $2) v
         WHERE m.tenant = $1 AND m.listed AND m.on_board) l
      """, "place");

  private static final String WISH =
      "SELECT on_board AS shown FROM mentoring.mentors WHERE user_id = $1 AND tenant = $2";
  private static final Rows<BoardWish> WISHES = Rows.of(BoardWish.class);
  private static final String SET_WISH = """
      INSERT INTO mentoring.mentors AS m (user_id, tenant, on_board, changed_at, completed)
      VALUES ($1, $2, $3, $4,\s""" + TermsRepository.HELD + ")" + """
       ON CONFLICT (user_id) DO UPDATE SET on_board = $3, changed_at = $4 WHERE m.tenant = $2
      """;

  private final Database db;

  BoardRepository(Database db) {
    this.db = db;
  }

  /** @param since mentors go on to see a student whose meeting ended after it */
  Ties ties(String tenant, UUID student, UUID caller, Instant since) {
    return TIES.first(db.query(TIE, tenant, student, caller, since)).orElseThrow();
  }

  List<Mean> means(String tenant, UUID student, Instant recent) {
    return MEANS.all(db.query(MEAN, tenant, student, recent));
  }

  List<Point> months(String tenant, UUID student, Instant since) {
    return POINTS.all(db.query(MONTHS, tenant, student, since));
  }

  List<Remark> latest(String tenant, UUID student) {
    return REMARKS.all(db.query(LATEST, tenant, student));
  }

  Page<Leader> leaders(String tenant, ListLeaders ask, Instant since) {
    return LEADERS.page(db, PageWindow.of(ask), tenant, since);
  }

  Optional<BoardWish> wish(String tenant, UUID mentor) {
    return WISHES.first(db.query(WISH, mentor, tenant));
  }

  void setWish(String tenant, UUID mentor, boolean shown, Instant now) {
    db.write(SET_WISH, mentor, tenant, shown, now);
  }
}
