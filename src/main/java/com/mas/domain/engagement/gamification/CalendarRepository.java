package com.mas.domain.engagement.gamification;

import static java.time.ZoneOffset.UTC;

import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.engagement.gamification.CalendarContract.AskLeave;
import com.mas.domain.engagement.gamification.CalendarContract.Holiday;
import com.mas.domain.engagement.gamification.CalendarContract.Leave;
import com.mas.domain.engagement.gamification.CalendarContract.LeaveState;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  private static final String ASK = """
      INSERT INTO gamification.leaves (id, tenant, user_id, starts_on, ends_on, reason, state, requested_at)
      VALUES ($1, $2, $3, $4, $5, $6, 'requested', $7) RETURNING\s""" + COLUMNS;

  private static final String OF_STUDENT = """
      SELECT %s, count(*) OVER () FROM gamification.leaves WHERE tenant = $1 AND user_id = $2
      ORDER BY starts_on DESC, id DESC LIMIT $3 OFFSET $4
      """.formatted(COLUMNS);

  /** $3: the batch lead whose students are meant, null for all. */
  private static final String OF_ALL = """
      SELECT %s, count(*) OVER () FROM gamification.leaves l
      WHERE tenant = $1 AND ($2::text IS NULL OR state = $2) AND ($4::uuid IS NULL OR user_id = $4)
        AND ($3::uuid IS NULL OR EXISTS (SELECT FROM education.shared_students s
          WHERE s.student_id = l.user_id AND s.batch_lead_id = $3))
      ORDER BY requested_at, id LIMIT $5 OFFSET $6
      """.formatted(COLUMNS);

  private static final String LOCK = """
      SELECT %s FROM gamification.leaves l WHERE tenant = $1 AND id = $2 AND ($4::uuid IS NULL OR user_id = $4)
        AND ($3::uuid IS NULL OR EXISTS (SELECT FROM education.shared_students s
          WHERE s.student_id = l.user_id AND s.batch_lead_id = $3)) FOR UPDATE
      """.formatted(COLUMNS);

  private static final String FLAG = "UPDATE gamification.student_progress SET has_leave = true WHERE user_id = $1";

  private static final String DECIDE = """
      UPDATE gamification.leaves SET state = $2, decided_by = $3, decided_at = $4, note = $5 WHERE id = $1
      RETURNING\s""" + COLUMNS;

  private final Database db;

  CalendarRepository(Database db) {
    this.db = db;
  }

  List<Holiday> holidays(String tenant, LocalDate from, LocalDate to) {
    List<Holiday> holidays = new ArrayList<>();
    db.query(HOLIDAYS, tenant, from, to)
        .forEach(row -> holidays.add(new Holiday(row.getLocalDate(0), row.getString(1))));
    return holidays;
  }

  /** Not awaited. */
  void put(Tx tx, String tenant, Holiday holiday, UUID by, Instant now) {
    tx.send(PUT_HOLIDAY, tenant, holiday.day(), holiday.name(), by, now.atOffset(UTC));
  }

  boolean remove(Tx tx, String tenant, LocalDate day) {
    return tx.query(REMOVE_HOLIDAY, tenant, day).rowCount() > 0;
  }

  /** Counts, after others of the student that are under way; until the transaction ends nobody else asks for them. */
  int waiting(Tx tx, UUID user) {
    tx.send(IN_TURN, user);
    return tx.query(WAITING, user).iterator().next().getInteger(0);
  }

  Leave ask(Tx tx, UUID id, String tenant, UUID user, AskLeave ask, Instant now) {
    return leave(tx.query(ASK, id, tenant, user, ask.startsOn(), ask.endsOn(), ask.reason(), now.atOffset(UTC))
        .iterator().next());
  }

  record Leaves(List<Leave> items, long total) {}

  Leaves of(String tenant, UUID user, int limit, long offset) {
    return leaves(db.query(OF_STUDENT, tenant, user, (long) limit, offset));
  }

  /** @param lead whose students are meant, null for all; {@code state} and {@code user} null for any */
  Leaves all(String tenant, UUID lead, LeaveState state, UUID user, int limit, long offset) {
    return leaves(
        db.query(OF_ALL, tenant, state == null ? null : state.wire(), lead, user, (long) limit, offset));
  }

  /** @param lead and {@code user} as above */
  Optional<Leave> lock(Tx tx, String tenant, UUID id, UUID lead, UUID user) {
    var rows = tx.query(LOCK, tenant, id, lead, user).iterator();
    return rows.hasNext() ? Optional.of(leave(rows.next())) : Optional.empty();
  }

  /** From now on the student's leave is looked up. Not awaited. */
  void flag(Tx tx, UUID user) {
    tx.send(FLAG, user);
  }

  Leave decide(Tx tx, UUID id, LeaveState state, UUID by, String note, Instant now) {
    return leave(tx.query(DECIDE, id, state.wire(), by, now.atOffset(UTC), note).iterator().next());
  }

  private static Leaves leaves(RowSet<Row> rows) {
    List<Leave> items = new ArrayList<>();
    long total = 0;
    for (Row row : rows) {
      items.add(leave(row));
      total = row.getLong(9);
    }
    return new Leaves(items, total);
  }

  private static Leave leave(Row row) {
    OffsetDateTime decided = row.getOffsetDateTime(8);
    return new Leave(row.getUUID(0), row.getUUID(1), row.getLocalDate(2), row.getLocalDate(3), row.getString(4),
        LeaveState.valueOf(row.getString(5).toUpperCase(Locale.ROOT)), row.getString(6),
        row.getOffsetDateTime(7).toInstant(), decided == null ? null : decided.toInstant());
  }
}
