package com.mas.domain.engagement.risk;

import static java.time.ZoneOffset.UTC;

import com.mas.db.Database;
import com.mas.db.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads what other domains publish about a batch's students, by one statement for the whole batch. */
final class FactRepository {
  private static final UUID FIRST = new UUID(0, 0);

  private static final String BATCHES = """
      SELECT batch_id AS id, tenant FROM education.shared_batches
       WHERE state = 'active' AND batch_id > $1 AND ($2::uuid[] IS NULL OR batch_id = ANY ($2))
       ORDER BY id LIMIT $3
      """;

  /**
   * Reads the facts of students who have a seat and an account and had time to begin. A course counts 0 for a student
   * who is only in another one.
   */
  private static final String FACTS = """
      WITH courses AS MATERIALIZED (
        SELECT DISTINCT external_course_id FROM education.shared_batch_courses
         WHERE batch_id = $1 AND provider = 'mrlearn'
      ), following AS MATERIALIZED (
        SELECT count(*)::int AS courses FROM courses
      )
      SELECT s.student_id, s.created_at, s.open_steps, f.courses, i.last_login_at, a.acts, a.last_act, h.sessions,
             h.missed, h.last_session, l.found, l.progress, l.completed, l.last_learned, m.eval_test, w.warnings
        FROM education.shared_placements s
        JOIN identity.shared_sign_ins i ON i.user_id = s.student_id
        CROSS JOIN following f
        LEFT JOIN standing.shared_metrics m ON m.student_id = s.student_id
        CROSS JOIN LATERAL (
          SELECT count(*)::int AS acts, max(occurred_at) AS last_act FROM gamification.shared_activity a
           WHERE a.student_id = s.student_id AND a.occurred_at > $3 AND a.occurred_at <= $4) a
        CROSS JOIN LATERAL (
          SELECT count(*) FILTER (WHERE t.state <> 'excused')::int AS sessions,
                 count(*) FILTER (WHERE t.state = 'absent')::int AS missed,
                 max(t.session_on) FILTER (WHERE t.state IN ('present', 'late')) AS last_session
            FROM education.shared_attendance t
           WHERE t.student_id = s.student_id AND t.batch_id = $1
             AND t.session_on > ($3 AT TIME ZONE 'Asia/Kolkata')::date) h
        CROSS JOIN LATERAL (
          SELECT count(*)::int AS found, sum(l.progress_percent)::float8 AS progress,
                 count(*) FILTER (WHERE l.is_completed)::int AS completed, max(l.last_accessed_at) AS last_learned
            FROM mrlearn.shared_learner_accounts t JOIN courses c ON c.external_course_id = t.course_id
            JOIN mrlearn.shared_learners l ON l.learner_id = t.learner_id AND l.vanished_at IS NULL
           WHERE t.account_id = s.student_id) l
        CROSS JOIN LATERAL (
          SELECT count(*)::int AS warnings FROM standing.shared_warnings w
           WHERE w.student_id = s.student_id AND w.active) w
       WHERE s.batch_id = $1 AND s.created_at <= $2
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
  private record Found(UUID studentId, Instant createdAt, Integer openSteps, int courses, Instant lastLoginAt, int acts,
      Instant lastAct, int sessions, int missed, LocalDate lastSession, int found, Double progress, int completed,
      Instant lastLearned, Double evalTest, int warnings) {
    /** Activity is per week that the student was there: who came later is not behind for that. */
    Facts facts(Duration window, Instant now) {
      double days = Math.clamp(Duration.between(createdAt, now).toHours() / 24.0, 1, (double) window.toDays());
      Instant session = lastSession == null ? null : lastSession.atTime(12, 0).toInstant(UTC);
      Instant last = Stream.of(lastLoginAt, lastAct, lastLearned, session, createdAt).filter(Objects::nonNull)
          .max(Instant::compareTo).orElseThrow();
      return new Facts(acts * 7 / days, (int) Math.max(0, Duration.between(last, now).toDays()), sessions, missed,
          found > 0 ? progress / courses : null, courses > 0, found > 0 && completed >= courses, evalTest, warnings,
          openSteps);
    }
  }

  /** Active ones, in the order of their ids. */
  List<Batch> batches(Batch after, List<UUID> only, int limit) {
    return BATCH.all(db.query(BATCHES, after == null ? FIRST : after.id(),
        only == null ? null : only.toArray(UUID[]::new), limit));
  }

  List<Student> students(UUID batch, Instant seatedBefore, Duration window, Instant now) {
    return FOUND.all(db.query(FACTS, batch, seatedBefore, now.minus(window), now)).stream()
        .map(found -> new Student(found.studentId(), found.facts(window, now))).toList();
  }
}
