package com.mas.domain.engagement.standing;

import static java.time.ZoneOffset.UTC;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.db.Tx;
import com.mas.domain.engagement.standing.StandingContract.EscalatedStudent;
import com.mas.domain.engagement.standing.StandingContract.Severity;
import com.mas.domain.engagement.standing.StandingContract.Warning;
import com.mas.domain.engagement.standing.StandingContract.WarningType;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

final class WarningRepository {
  private static final UUID FIRST = new UUID(0, 0);

  private static final String ABSENT = """
      SELECT DISTINCT tenant, student_id
        FROM education.shared_attendance
       WHERE session_on = $1 AND state = 'absent' AND ($2::text IS NULL OR tenant = $2) AND student_id > $3
       ORDER BY student_id
       LIMIT $4
      """;

  /** In the order given, so that two who lock the same students do not wait for each other. */
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
        RETURNING tenant, student_id, escalated
      ), counted AS (
        UPDATE standing.strikes s
           SET active = s.active + 1, escalated_at = CASE WHEN i.escalated THEN $6 ELSE s.escalated_at END
          FROM issued i WHERE s.student_id = i.student_id
      )
      SELECT * FROM issued
      """;

  private static final String RESOLVE = """
      UPDATE standing.warnings SET active = false, resolved_by = $2, resolved_at = $3
       WHERE id = $1 AND active
      """;
  private static final String COUNT_DOWN = """
      UPDATE standing.strikes SET active = $2, escalated_at = CASE WHEN $3 THEN escalated_at END WHERE student_id = $1
      """;
  private static final String GET = "SELECT * FROM standing.warnings WHERE id = $1 AND tenant = $2";

  private static final String OF_STUDENT = """
        FROM standing.warnings
       WHERE student_id = $1 AND tenant = $2 AND ($3::bool IS NULL OR active = $3)
      """;
  private static final String LIST = "SELECT *" + OF_STUDENT + " ORDER BY created_at DESC, id DESC LIMIT $4 OFFSET $5";
  private static final String COUNT = "SELECT count(*)" + OF_STUDENT;

  private static final String ESCALATED_ROWS = """
        FROM standing.strikes s
       WHERE s.tenant = $1 AND s.escalated_at IS NOT NULL
         AND EXISTS (SELECT 1 FROM education.shared_students e
                      WHERE e.student_id = s.student_id AND e.tenant = $1 AND e.batch_lead_id = $2)
      """;
  private static final String ESCALATED = """
      SELECT s.student_id, s.active, s.escalated_at,
             (SELECT full_name FROM identity.shared_people p WHERE p.id = s.student_id) AS name
      """ + ESCALATED_ROWS + " ORDER BY s.escalated_at DESC, s.student_id LIMIT $3 OFFSET $4";
  private static final String ESCALATED_COUNT = "SELECT count(*)" + ESCALATED_ROWS;

  private static final String LEADS = """
      SELECT DISTINCT e.tenant, e.student_id, e.batch_lead_id, coalesce(p.full_name, 'A student') AS name
        FROM education.shared_students e LEFT JOIN identity.shared_people p ON p.id = e.student_id
       WHERE e.student_id = ANY ($1) AND e.batch_lead_id IS NOT NULL
      """;

  private static final String LAST_DAY = "SELECT max(day) AS day FROM standing.warned_days";
  private static final String DAY_DONE = """
      INSERT INTO standing.warned_days (day, done_at) VALUES ($1, $2) ON CONFLICT (day) DO NOTHING
      """;

  private final Database db;

  WarningRepository(Database db) {
    this.db = db;
  }

  record Student(String tenant, UUID id) {}

  /** A warning to be; {@code day} and {@code by} exclude each other. */
  record Text(WarningType type, Severity severity, String description, LocalDate day, UUID by) {}

  record Strike(UUID id, Student student, boolean escalates) {}

  record Lead(String tenant, UUID student, UUID lead, String name) {}

  List<Student> absent(LocalDate day, String tenant, Student after, int limit) {
    return Slice.all(db.query(ABSENT, day, tenant, after == null ? FIRST : after.id(), limit),
        row -> new Student(row.getString("tenant"), row.getUUID("student_id")));
  }

  /** @return how many active warnings each has; nobody else changes them until the transaction ends */
  Map<UUID, Integer> lock(Tx tx, List<Student> students) {
    Map<UUID, Integer> active = new HashMap<>();
    tx.query(LOCK, ids(students), students.stream().map(Student::tenant).toArray(String[]::new))
        .forEach(row -> active.put(row.getUUID("student_id"), row.getInteger("active")));
    return active;
  }

  /** @return those that were not there yet */
  List<Strike> issue(Tx tx, Text text, List<Strike> strikes, Instant now) {
    List<Student> students = strikes.stream().map(Strike::student).toList();
    return Slice.all(
        tx.query(ISSUE, text.type().wire(), text.severity().wire(), text.description(), text.day(), text.by(),
            now.atOffset(UTC), strikes.stream().map(Strike::id).toArray(UUID[]::new),
            students.stream().map(Student::tenant).toArray(String[]::new), ids(students),
            strikes.stream().map(Strike::escalates).toArray(Boolean[]::new)),
        row -> new Strike(null, new Student(row.getString("tenant"), row.getUUID("student_id")),
            row.getBoolean("escalated")));
  }

  /** @return whether it was active until now */
  boolean resolve(Tx tx, UUID warning, UUID by, Instant now) {
    return tx.query(RESOLVE, warning, by, now.atOffset(UTC)).rowCount() == 1;
  }

  void countDown(Tx tx, UUID student, int active, boolean escalated) {
    tx.send(COUNT_DOWN, student, active, escalated);
  }

  Optional<Warning> get(String tenant, UUID id) {
    return Slice.all(db.query(GET, id, tenant), WarningRepository::read).stream().findFirst();
  }

  Warning get(Tx tx, String tenant, UUID id) {
    return read(tx.query(GET, id, tenant).iterator().next());
  }

  Page<Warning> list(String tenant, UUID student, Boolean active, Slice slice) {
    return slice.page(db.send(LIST, student, tenant, active, slice.limit(), slice.offset()),
        db.send(COUNT, student, tenant, active), WarningRepository::read);
  }

  Page<EscalatedStudent> escalated(String tenant, UUID lead, Slice slice) {
    return slice.page(db.send(ESCALATED, tenant, lead, slice.limit(), slice.offset()),
        db.send(ESCALATED_COUNT, tenant, lead),
        row -> new EscalatedStudent(row.getUUID("student_id"), row.getString("name"), row.getInteger("active"),
            row.getOffsetDateTime("escalated_at").toInstant()));
  }

  /** Who leads the batches of these students. */
  List<Lead> leads(Tx tx, List<UUID> students) {
    return Slice.all(tx.query(LEADS, (Object) students.toArray(UUID[]::new)), row -> new Lead(row.getString("tenant"),
        row.getUUID("student_id"), row.getUUID("batch_lead_id"), row.getString("name")));
  }

  LocalDate lastDay() {
    return db.query(LAST_DAY).iterator().next().getLocalDate("day");
  }

  void dayDone(LocalDate day, Instant now) {
    db.query(DAY_DONE, day, now.atOffset(UTC));
  }

  private static UUID[] ids(List<Student> students) {
    return students.stream().map(Student::id).toArray(UUID[]::new);
  }

  private static Warning read(Row row) {
    OffsetDateTime resolvedAt = row.getOffsetDateTime("resolved_at");
    return new Warning(row.getUUID("id"), row.getUUID("student_id"),
        WarningType.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
        Severity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
        row.getString("description"), row.getLocalDate("absent_on"), row.getBoolean("active"),
        row.getBoolean("escalated"), row.getUUID("created_by"), row.getOffsetDateTime("created_at").toInstant(),
        row.getUUID("resolved_by"), resolvedAt == null ? null : resolvedAt.toInstant());
  }
}
