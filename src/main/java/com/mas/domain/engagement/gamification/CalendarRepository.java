package com.mas.domain.engagement.gamification;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.engagement.gamification.CalendarContract.AskLeave;
import com.mas.domain.engagement.gamification.CalendarContract.Holiday;
import com.mas.domain.engagement.gamification.CalendarContract.Leave;
import com.mas.domain.engagement.gamification.CalendarContract.LeaveState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

final class CalendarRepository {
  private static final String COLUMNS =
      "id, user_id, starts_on, ends_on, reason, state, note, requested_at, decided_at";

  private static final String HOLIDAYS = """
      SELECT day, name FROM gamification.holidays WHERE tenant = $1 AND day BETWEEN $2 AND $3 ORDER BY day
      """;

  private static final String PUT_HOLIDAY = """
      INSERT INTO gamification.holidays (tenant, day, name, created_by, created_at) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (tenant, day) DO UPDATE SET name = excluded.name
      """;

  private static final String REMOVE_HOLIDAY = "DELETE FROM gamification.holidays WHERE tenant = $1 AND day = $2";

  /** Two students' locks may be one by chance; then one waits for the other, no more. */
  private static final String IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('leave ' || $1::uuid, 0))";

  private static final String WAITING =
      "SELECT count(*)::int FROM gamification.leaves WHERE user_id = $1 AND state = 'requested'";

  private static final String OVERLAPPING = "SELECT " + COLUMNS + """
       FROM gamification.leaves
       WHERE user_id = $1 AND state IN ('requested', 'approved') AND starts_on <= $3 AND ends_on >= $2
       ORDER BY starts_on LIMIT 1
      """;

  private static final String ASK = """
      INSERT INTO gamification.leaves (id, tenant, user_id, starts_on, ends_on, reason, state, requested_at)
      VALUES ($1, $2, $3, $4, $5, $6, 'requested', $7) RETURNING\s""" + COLUMNS;

  private static final Query<Leave> OF_STUDENT = Query.of(Leave.class, COLUMNS,
      "FROM gamification.leaves WHERE tenant = $1 AND user_id = $2", "starts_on DESC, id DESC");

  /** $2: the batch lead whose students are meant, null for all. */
  private static final String VISIBLE = """
      FROM gamification.leaves l
      WHERE tenant = $1 AND ($2::uuid IS NULL OR EXISTS (SELECT FROM education.shared_students s
          WHERE s.student_id = l.user_id AND s.batch_lead_id = $2)) AND ($3::uuid IS NULL OR user_id = $3)
      """;
  private static final Query<Leave> OF_ALL =
      Query.of(Leave.class, COLUMNS, VISIBLE + " AND ($4::text IS NULL OR state = $4)", "requested_at, id");
  private static final String LOCK = "SELECT " + COLUMNS + " " + VISIBLE + " AND id = $4 FOR UPDATE";

  private static final String FLAG = "UPDATE gamification.student_progress SET has_leave = true WHERE user_id = $1";

  private static final String DECIDE = """
      UPDATE gamification.leaves SET state = $2, decided_by = $3, decided_at = $4, note = $5 WHERE id = $1
      RETURNING\s""" + COLUMNS;

  private static final Rows<Holiday> HOLIDAY = Rows.of(Holiday.class);
  private static final Rows<Leave> LEAVE = OF_ALL.rows();

  private final Database db;

  CalendarRepository(Database db) {
    this.db = db;
  }

  List<Holiday> holidays(String tenant, LocalDate from, LocalDate to) {
    return HOLIDAY.all(db.query(HOLIDAYS, tenant, from, to));
  }

  /** Does not wait for the answer. */
  void put(Tx tx, String tenant, Holiday holiday, UUID by, Instant now) {
    tx.send(PUT_HOLIDAY, tenant, holiday.day(), holiday.name(), by, now);
  }

  boolean remove(Tx tx, String tenant, LocalDate day) {
    return tx.query(REMOVE_HOLIDAY, tenant, day).rowCount() > 0;
  }

  /** Counts, after others of the student that are under way; until the transaction ends nobody else asks for them. */
  int waiting(Tx tx, UUID user) {
    tx.send(IN_TURN, user);
    return tx.query(WAITING, user).iterator().next().getInteger(0);
  }

  /** Returns the first leave, asked for or approved, that has one of these days. */
  Optional<Leave> overlapping(Tx tx, UUID user, AskLeave ask) {
    return LEAVE.first(tx.query(OVERLAPPING, user, ask.startsOn(), ask.endsOn()));
  }

  Leave ask(Tx tx, UUID id, String tenant, UUID user, AskLeave ask, Instant now) {
    return LEAVE.first(tx.query(ASK, id, tenant, user, ask.startsOn(), ask.endsOn(), ask.reason(), now)).orElseThrow();
  }

  Page<Leave> of(String tenant, UUID user, PageWindow window) {
    return OF_STUDENT.page(db, window, tenant, user);
  }

  /** @param lead whose students are meant, null for all; {@code state} and {@code user} null for any */
  Page<Leave> all(String tenant, UUID lead, LeaveState state, UUID user, PageWindow window) {
    return OF_ALL.page(db, window, tenant, lead, user, state);
  }

  /** @param lead and {@code user} as above */
  Optional<Leave> lock(Tx tx, String tenant, UUID id, UUID lead, UUID user) {
    return LEAVE.first(tx.query(LOCK, tenant, lead, user, id));
  }

  /** Marks the student as one whose leave is looked up from now on. Not awaited. */
  void flag(Tx tx, UUID user) {
    tx.send(FLAG, user);
  }

  Leave decide(Tx tx, UUID id, LeaveState state, UUID by, String note, Instant now) {
    return LEAVE.first(tx.query(DECIDE, id, state, by, now, note)).orElseThrow();
  }
}
