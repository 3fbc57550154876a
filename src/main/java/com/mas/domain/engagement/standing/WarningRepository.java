package com.mas.domain.engagement.standing;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.engagement.standing.StandingContract.EscalatedStudent;
import com.mas.domain.engagement.standing.StandingContract.LedStudent;
import com.mas.domain.engagement.standing.StandingContract.Severity;
import com.mas.domain.engagement.standing.StandingContract.Warning;
import com.mas.domain.engagement.standing.StandingContract.WarningType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

final class WarningRepository {
  private static final String ABSENT = """
      SELECT DISTINCT tenant, student_id AS id
        FROM education.shared_attendance a
       WHERE session_on = $1 AND state = 'absent' AND ($2::text IS NULL OR tenant = $2) AND student_id > $3
         AND NOT EXISTS (SELECT FROM gamification.shared_leaves l
           WHERE l.student_id = a.student_id AND $1 BETWEEN l.starts_on AND l.ends_on)
         AND NOT EXISTS (SELECT FROM gamification.shared_holidays h WHERE h.tenant = a.tenant AND h.day = $1)
       ORDER BY id
       LIMIT $4
      """;

  /** Locks students in the order given, so that two callers that lock the same ones do not deadlock. */
  private static final String LOCK = """
      INSERT INTO standing.strikes AS s (student_id, tenant)
      SELECT * FROM unnest($1::uuid[], $2::text[])
      ON CONFLICT (student_id) DO UPDATE SET active = s.active
      RETURNING student_id, active
      """;

  /** The count of strikes goes with each warning that was not there yet. */
  private static final String ISSUE = """
      WITH issued AS (
        INSERT INTO standing.warnings
          (id, tenant, student_id, type, severity, description, absent_on, active, escalated, created_by, created_at)
        SELECT id, tenant, student_id, $1, $2, $3, $4, true, escalated, $5, $6
          FROM unnest($7::uuid[], $8::text[], $9::uuid[], $10::bool[]) AS w (id, tenant, student_id, escalated)
        ON CONFLICT ON CONSTRAINT warnings_once_a_day DO NOTHING
        RETURNING id, tenant, student_id, escalated
      ), counted AS (
        UPDATE standing.strikes s
           SET active = s.active + 1, escalated_at = CASE WHEN i.escalated THEN $6 ELSE s.escalated_at END
          FROM issued i WHERE s.student_id = i.student_id
      )
      SELECT id, tenant, student_id AS student, escalated AS escalates FROM issued
      """;

  /** Finds active warnings of absences that have been corrected since, or were approved leave. */
  private static final String GROUNDLESS = """
      SELECT w.id, w.tenant, w.student_id AS student, false AS escalates FROM standing.warnings w
       WHERE w.active AND w.absent_on >= $1 AND ($2::uuid[] IS NULL OR w.student_id = ANY ($2))
         AND (EXISTS (SELECT FROM gamification.shared_leaves l
             WHERE l.student_id = w.student_id AND w.absent_on BETWEEN l.starts_on AND l.ends_on)
           OR EXISTS (SELECT FROM gamification.shared_holidays h WHERE h.tenant = w.tenant AND h.day = w.absent_on)
           OR EXISTS (SELECT FROM education.shared_attendance a
             WHERE a.student_id = w.student_id AND a.session_on = w.absent_on)
           AND NOT EXISTS (SELECT FROM education.shared_attendance a
             WHERE a.student_id = w.student_id AND a.session_on = w.absent_on AND a.state = 'absent'))
       ORDER BY w.student_id, w.id LIMIT 10000
      """;

  private static final String RESOLVE = """
      UPDATE standing.warnings SET active = false, resolved_by = $2, resolved_at = $3
       WHERE id = $1 AND active
      """;
  private static final String COUNT_DOWN = """
      UPDATE standing.strikes SET active = $2, escalated_at = CASE WHEN $3 THEN escalated_at END WHERE student_id = $1
      """;

  private static final String COLUMNS = "*, active AS is_active, escalated AS escalated_to_batch_lead";
  private static final String GET = "SELECT " + COLUMNS + " FROM standing.warnings WHERE id = $1 AND tenant = $2";
  private static final Query<Warning> LIST = Query.of(Warning.class, COLUMNS, """
      FROM standing.warnings
       WHERE student_id = $1 AND tenant = $2 AND ($3::bool IS NULL OR active = $3)
      """, "created_at DESC, id DESC");

  private static final Query<EscalatedStudent> ESCALATED = Query.of(EscalatedStudent.class, """
      s.student_id, s.active AS active_warnings, s.escalated_at,
      (SELECT full_name FROM identity.shared_people p WHERE p.id = s.student_id) AS name""", """
      FROM standing.strikes s
       WHERE s.tenant = $1 AND s.escalated_at IS NOT NULL
         AND EXISTS (SELECT 1 FROM education.shared_students e
                      WHERE e.student_id = s.student_id AND e.tenant = $1 AND e.batch_lead_id = $2
                        AND e.batch_state NOT IN ('completed', 'archived'))
      """, "s.escalated_at DESC, s.student_id");

  private static final Query<LedStudent> LED = Query.of(LedStudent.class, """
      e.student_id, p.full_name AS name, e.batch_id, e.batch_name""", """
      FROM education.shared_students e LEFT JOIN identity.shared_people p ON p.id = e.student_id
       WHERE e.tenant = $1 AND e.batch_lead_id = $2 AND e.batch_state NOT IN ('completed', 'archived')
      """, "p.full_name NULLS LAST, e.student_id, e.batch_id");

  private static final String LEADS = """
      SELECT DISTINCT e.tenant, e.student_id AS student, e.batch_lead_id AS lead,
             coalesce(p.full_name, 'A student') AS name
        FROM education.shared_students e LEFT JOIN identity.shared_people p ON p.id = e.student_id
       WHERE e.student_id = ANY ($1) AND e.batch_lead_id IS NOT NULL AND e.batch_state NOT IN ('completed', 'archived')
      """;

  private static final String LAST_DAY = "SELECT max(day) AS day FROM standing.warned_days WHERE day < $1";
  private static final String DAY_DONE = """
      INSERT INTO standing.warned_days (day, done_at) VALUES ($1, $2) ON CONFLICT (day) DO NOTHING
      """;

  private static final Rows<Student> STUDENT = Rows.of(Student.class);
  private static final Rows<Strike> STRIKE = Rows.of(Strike.class);
  private static final Rows<Lead> LEAD = Rows.of(Lead.class);

  private final Database db;

  WarningRepository(Database db) {
    this.db = db;
  }

  record Student(String tenant, UUID id) {}

  /** A warning to be; {@code day} and {@code by} exclude each other. */
  record Text(WarningType type, Severity severity, String description, LocalDate day, UUID by) {}

  record Strike(UUID id, String tenant, UUID student, boolean escalates) {}

  record Lead(String tenant, UUID student, UUID lead, String name) {}

  List<Student> absent(LocalDate day, String tenant, UUID after, int limit) {
    return STUDENT.all(db.query(ABSENT, day, tenant, after, limit));
  }

  /** @return how many active warnings each has; nobody else changes them until the transaction ends */
  Map<UUID, Integer> lock(Tx tx, List<Student> students) {
    Map<UUID, Integer> active = new HashMap<>();
    UUID[] ids = students.stream().map(Student::id).toArray(UUID[]::new);
    tx.query(LOCK, ids, students.stream().map(Student::tenant).toList())
        .forEach(row -> active.put(row.getUUID("student_id"), row.getInteger("active")));
    return active;
  }

  /** @return those that were not there yet */
  List<Strike> issue(Tx tx, Text text, List<Strike> strikes, Instant now) {
    return STRIKE.all(tx.query(ISSUE, text.type(), text.severity(), text.description(), text.day(), text.by(), now,
        strikes.stream().map(Strike::id).toArray(UUID[]::new), strikes.stream().map(Strike::tenant).toList(),
        strikes.stream().map(Strike::student).toArray(UUID[]::new),
        strikes.stream().map(Strike::escalates).toArray(Boolean[]::new)));
  }

  /** @param students whose warnings are looked at; null: everybody's */
  List<Strike> groundless(LocalDate since, List<UUID> students) {
    return STRIKE.all(db.query(GROUNDLESS, since, students == null ? null : students.toArray(UUID[]::new)));
  }

  /** @return whether it was active until now */
  boolean resolve(Tx tx, UUID warning, UUID by, Instant now) {
    return tx.query(RESOLVE, warning, by, now).rowCount() == 1;
  }

  void countDown(Tx tx, UUID student, int active, boolean escalated) {
    tx.send(COUNT_DOWN, student, active, escalated);
  }

  Optional<Warning> get(String tenant, UUID id) {
    return LIST.rows().first(db.query(GET, id, tenant));
  }

  Warning get(Tx tx, String tenant, UUID id) {
    return LIST.rows().first(tx.query(GET, id, tenant)).orElseThrow();
  }

  Page<Warning> list(String tenant, UUID student, Boolean active, PageWindow window) {
    return LIST.page(db, window, student, tenant, active);
  }

  Page<EscalatedStudent> escalated(String tenant, UUID lead, PageWindow window) {
    return ESCALATED.page(db, window, tenant, lead);
  }

  Page<LedStudent> led(String tenant, UUID lead, PageWindow window) {
    return LED.page(db, window, tenant, lead);
  }

  /** Returns the leads of the batches of these students. */
  List<Lead> leads(Tx tx, List<UUID> students) {
    return LEAD.all(tx.query(LEADS, (Object) students.toArray(UUID[]::new)));
  }

  /** Returns the last day that is done, of those before this one: a clock that ran ahead has done later ones. */
  LocalDate lastDay(LocalDate before) {
    return db.query(LAST_DAY, before).iterator().next().getLocalDate("day");
  }

  /** Does not wait for the answer. */
  void dayDone(Tx tx, LocalDate day, Instant now) {
    tx.send(DAY_DONE, day, now);
  }
}
