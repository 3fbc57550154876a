package com.mas.domain.engagement.risk;

import static java.time.ZoneOffset.UTC;

import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Rows;
import com.mas.domain.engagement.risk.Facts.Graded;
import com.mas.domain.engagement.risk.Facts.Presence;
import com.mas.domain.engagement.risk.Facts.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads what other domains publish about a batch's students, by one statement for the whole batch. */
final class FactRepository {

  private static final String BATCHES = """
      SELECT batch_id AS id, tenant FROM education.shared_batches
       WHERE state = 'active' AND batch_id > $1 AND ($2::uuid[] IS NULL OR batch_id = ANY ($2))
       ORDER BY id LIMIT $3
      """;

  private static final String HOLIDAYS =
      "SELECT day FROM gamification.shared_holidays WHERE tenant = $1 AND day > $2 AND day <= $3";

  /**
   * Reads the facts of students who have a seat and an account and had time to begin. A course counts 0 for a student
   * who is only in another one. Work is due, on the day on which the middle one of those did it, once half of the batch
   * had done it a week ago; not for who came later or was on leave then. $3 is the start of the window; $5 to $7 are
   * days of India: the first of the window, the first of the last weeks, today.
   */
  private static final String FACTS = """
      WITH courses AS MATERIALIZED (
        SELECT DISTINCT external_course_id FROM education.shared_batch_courses
         WHERE batch_id = $1 AND provider = 'mrlearn'
      ), following AS MATERIALIZED (
        SELECT count(*)::int AS courses FROM courses
      ), seats AS MATERIALIZED (
        SELECT s.student_id, s.begins_at, (s.begins_at AT TIME ZONE 'Asia/Kolkata')::date AS began, s.open_steps,
               i.last_login_at
          FROM education.shared_placements s JOIN identity.shared_sign_ins i ON i.user_id = s.student_id
         WHERE s.batch_id = $1 AND s.begins_at <= $2
      ), done AS MATERIALIZED (
        SELECT w.student_id, w.type, w.source_id, min(w.occurred_at) AS at
          FROM gamification.shared_work w JOIN seats USING (student_id) WHERE w.occurred_at <= $4 GROUP BY 1, 2, 3
      ), due AS MATERIALIZED (
        SELECT type, source_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY at) AS at FROM done
         GROUP BY 1, 2
        HAVING count(*) FILTER (WHERE at <= $4::timestamptz - interval '7 days') * 2 >= (SELECT count(*) FROM seats)
           AND count(*) >= $8::int
      )
      SELECT s.student_id, s.begins_at, s.began, s.open_steps, f.courses, s.last_login_at, a.acts, a.last_act,
             d.first_days, d.last_days, h.sessions, h.missed, h.last_session, l.found, l.progress, l.completed,
             l.last_learned, t.tests, t.last_test, t.lowest_test, m.told_eval_test AS told, w.warnings, v.due,
             v.missing, v.delay, ARRAY(
               SELECT DISTINCT x::date FROM gamification.shared_leaves o CROSS JOIN generate_series(
                 greatest(o.starts_on, s.began), least(o.ends_on, $7::date), interval '1 day') x
                WHERE o.student_id = s.student_id AND o.ends_on >= s.began AND o.starts_on <= $7) AS leave
        FROM seats s
        CROSS JOIN following f
        LEFT JOIN standing.shared_metrics m ON m.student_id = s.student_id
        CROSS JOIN LATERAL (
          SELECT count(*)::int AS acts, max(occurred_at) AS last_act FROM gamification.shared_activity a
           WHERE a.student_id = s.student_id AND a.occurred_at > $3 AND a.occurred_at <= $4) a
        CROSS JOIN LATERAL (
          SELECT count(DISTINCT day) FILTER (WHERE day < s.began + 14)::int AS first_days,
                 count(DISTINCT day) FILTER (WHERE day >= $6)::int AS last_days
            FROM (SELECT (occurred_at AT TIME ZONE 'Asia/Kolkata')::date AS day FROM gamification.shared_activity a
                   WHERE a.student_id = s.student_id AND a.occurred_at >= s.begins_at AND a.occurred_at <= $4
                     AND (a.occurred_at < s.begins_at + interval '15 days'
                       OR a.occurred_at >= $4::timestamptz - interval '15 days')) o) d
        CROSS JOIN LATERAL (
          SELECT count(*) FILTER (WHERE t.state <> 'excused')::int AS sessions,
                 count(*) FILTER (WHERE t.state = 'absent')::int AS missed,
                 max(t.session_on) FILTER (WHERE t.state IN ('present', 'late')) AS last_session
            FROM education.shared_attendance t
           WHERE t.student_id = s.student_id AND t.batch_id = $1 AND t.session_on >= $5
             AND NOT (t.state = 'absent' AND (EXISTS (SELECT FROM gamification.shared_leaves o
               WHERE o.student_id = s.student_id AND t.session_on BETWEEN o.starts_on AND o.ends_on)
               OR EXISTS (SELECT FROM gamification.shared_holidays y
                 WHERE y.tenant = t.tenant AND y.day = t.session_on)))) h
        CROSS JOIN LATERAL (
          SELECT count(*)::int AS found, sum(l.progress_percent)::float8 AS progress,
                 count(*) FILTER (WHERE l.is_completed)::int AS completed, max(l.last_accessed_at) AS last_learned
            FROM mrlearn.shared_learner_accounts t JOIN courses c ON c.external_course_id = t.course_id
            JOIN mrlearn.shared_learners l ON l.learner_id = t.learner_id AND l.vanished_at IS NULL
           WHERE t.account_id = s.student_id) l
        CROSS JOIN LATERAL (
          SELECT avg(score)::float8 AS tests, min(score)::float8 AS lowest_test,
                 (array_agg(score ORDER BY occurred_at DESC, source_id))[1]::float8 AS last_test
            FROM gamification.shared_tests t WHERE t.student_id = s.student_id AND t.occurred_at <= $4) t
        CROSS JOIN LATERAL (
          SELECT count(*)::int AS warnings FROM standing.shared_warnings w
           WHERE w.student_id = s.student_id AND w.active) w
        CROSS JOIN LATERAL (
          SELECT count(*)::int AS due, count(*) FILTER (WHERE o.at IS NULL)::int AS missing,
                 avg(extract(epoch FROM o.at - u.at) / 86400)::float8 AS delay
            FROM due u LEFT JOIN done o
              ON o.student_id = s.student_id AND o.type = u.type AND o.source_id = u.source_id
           WHERE u.at >= s.begins_at AND (o.at IS NOT NULL OR NOT EXISTS (
             SELECT FROM gamification.shared_leaves x WHERE x.student_id = s.student_id
                AND (u.at AT TIME ZONE 'Asia/Kolkata')::date BETWEEN x.starts_on AND x.ends_on))) v
       ORDER BY s.student_id
      """;

  private static final Rows<Batch> BATCH = Rows.of(Batch.class);
  private static final Rows<Found> FOUND = Rows.of(Found.class);

  private final Database db;

  FactRepository(Database db) {
    this.db = db;
  }

  record Batch(UUID id, String tenant) {}

  record Student(UUID id, Facts facts) {}

  /** Row of what the tables say of a student. */
  private record Found(UUID studentId, Instant beginsAt, LocalDate began, Integer openSteps, int courses,
      Instant lastLoginAt, int acts, Instant lastAct, int firstDays, int lastDays, int sessions, int missed,
      LocalDate lastSession, int found, Double progress, int completed, Instant lastLearned, Double tests,
      Double lastTest, Double lowestTest, Double told, int warnings, int due, int missing, Double delay,
      List<LocalDate> leave) {
    Facts facts(Span span, Set<LocalDate> holidays) {
      DaysOff off = new DaysOff(holidays, Set.copyOf(leave));
      Instant session = lastSession == null ? null : lastSession.atTime(12, 0).toInstant(UTC);
      Instant last = Stream.of(lastLoginAt, lastAct, lastLearned, session, beginsAt).filter(Objects::nonNull)
          .max(Instant::compareTo).orElseThrow();
      Double age = off.expectedDays(began, span.today());
      Double pace = found == 0 ? null : progress / courses / (age == null ? DaysOff.LEAST_DAYS : age);
      return new Facts(
          new Presence(off.perWeek(acts, began.isAfter(span.from()) ? began : span.from(), span.today()),
              off.trend(firstDays, lastDays, began, span.lastWeeks(), span.today()),
              off.idleDays(last, span.now()), sessions, missed),
          new Work(pace, courses > 0, found > 0 && completed >= courses, due == 0 ? null : (double) missing / due,
              delay),
          told != null ? new Graded(told, lastTest, lowestTest) : new Graded(tests, lastTest, lowestTest), warnings,
          openSteps);
    }
  }

  /**
   * Days of the computation, in India.
   *
   * @param from the first of the window
   * @param lastWeeks the first of the last weeks, which are compared with the learner's own first ones
   */
  record Span(Instant now, LocalDate from, LocalDate lastWeeks, LocalDate today) {
    static Span of(Instant now, Duration window) {
      LocalDate today = DaysOff.day(now);
      return new Span(now, today.minusDays(window.toDays() - 1), today.minusDays(DaysOff.WEEKS_DAYS - 1), today);
    }
  }

  /** Active ones, in the order of their ids. */
  List<Batch> batches(UUID after, List<UUID> only, int limit) {
    return BATCH.all(db.query(BATCHES, after,
        only == null ? null : only.toArray(UUID[]::new), limit));
  }

  /** @param leastWorkers of a piece of work, so that it is taken as due */
  List<Student> students(Batch batch, Instant begunBefore, Duration window, Instant now, int leastWorkers) {
    Span span = Span.of(now, window);
    List<Found> found = FOUND.all(db.query(FACTS, batch.id(), begunBefore, now.minus(window), now, span.from(),
        span.lastWeeks(), span.today(), leastWorkers));
    LocalDate earliest = found.stream().map(Found::began).min(LocalDate::compareTo).orElse(span.today());
    Set<LocalDate> holidays = Set.copyOf(PageWindow.all(db.query(HOLIDAYS, batch.tenant(), earliest.minusDays(1),
        span.today()), row -> row.getLocalDate("day")));
    return found.stream().map(each -> new Student(each.studentId(), each.facts(span, holidays))).toList();
  }
}
