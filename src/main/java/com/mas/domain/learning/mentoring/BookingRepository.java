package com.mas.domain.learning.mentoring;

import static java.time.ZoneOffset.UTC;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.db.Tx;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.BookingState;
import com.mas.domain.learning.mentoring.MentoringContract.CancelBooking;
import com.mas.domain.learning.mentoring.MentoringContract.CloseBooking;
import com.mas.domain.learning.mentoring.MentoringContract.ListBookings;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

final class BookingRepository {
  private static final String OVERLAPPING = """
      SELECT * FROM mentoring.bookings
       WHERE (student_id = $1 OR mentor_id = $1) AND state = 'booked' AND starts_at < $3 AND ends_at > $2
       ORDER BY starts_at LIMIT 1
      """;

  private static final String INSERT = """
      INSERT INTO mentoring.bookings
        (id, tenant, slot_id, mentor_id, student_id, title, starts_at, ends_at, state, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'booked', $9)
      """;

  private static final String ROWS = """
        FROM mentoring.bookings
       WHERE tenant = $1 AND (mentor_id = $2 OR student_id = $2) AND ($3::text IS NULL OR state = $3)
         AND ($4::timestamptz IS NULL OR starts_at >= $4) AND ($5::timestamptz IS NULL OR starts_at < $5)
      """;
  private static final String LIST = "SELECT *" + ROWS + " ORDER BY starts_at DESC, id DESC LIMIT $6 OFFSET $7";
  private static final String COUNT = "SELECT count(*)" + ROWS;

  private static final String GET = "SELECT * FROM mentoring.bookings WHERE id = $1 AND tenant = $2";
  private static final String CANCEL = """
      UPDATE mentoring.bookings SET state = 'cancelled', cancelled_by = $2, cancel_reason = $3 WHERE id = $1
      RETURNING *
      """;
  private static final String CLOSE = """
      UPDATE mentoring.bookings SET state = $2, started_at = $3, ended_at = $4 WHERE id = $1 RETURNING *
      """;
  private static final String MISS =
      "UPDATE mentoring.bookings SET state = 'missed' WHERE state = 'booked' AND ends_at <= $1";

  private final Database db;

  BookingRepository(Database db) {
    this.db = db;
  }

  /** What this person has to attend in that time. */
  Optional<Booking> overlapping(Tx tx, UUID person, Instant startsAt, Instant endsAt) {
    return first(tx.query(OVERLAPPING, person, startsAt.atOffset(UTC), endsAt.atOffset(UTC)));
  }

  void insert(Tx tx, String tenant, Booking booking) {
    tx.send(INSERT, booking.id(), tenant, booking.slotId(), booking.mentorId(), booking.studentId(), booking.title(),
        booking.startsAt().atOffset(UTC), booking.endsAt().atOffset(UTC), booking.createdAt().atOffset(UTC));
  }

  Page<Booking> list(String tenant, UUID person, ListBookings ask, Slice slice) {
    String state = ask.state() == null ? null : ask.state().wire();
    return slice.page(
        db.send(LIST, tenant, person, state, utc(ask.from()), utc(ask.until()), slice.limit(), slice.offset()),
        db.send(COUNT, tenant, person, state, utc(ask.from()), utc(ask.until())), BookingRepository::read);
  }

  Optional<Booking> get(String tenant, UUID id) {
    return first(db.query(GET, id, tenant));
  }

  Optional<Booking> getForUpdate(Tx tx, String tenant, UUID id) {
    return first(tx.query(GET + " FOR UPDATE", id, tenant));
  }

  Booking cancel(Tx tx, CancelBooking ask, UUID by) {
    return first(tx.query(CANCEL, ask.id(), by, ask.reason())).orElseThrow();
  }

  Booking close(Tx tx, CloseBooking ask, BookingState state) {
    return first(tx.query(CLOSE, ask.id(), state.wire(), utc(ask.startedAt()), utc(ask.endedAt()))).orElseThrow();
  }

  int miss(Instant endedBefore) {
    return db.query(MISS, endedBefore.atOffset(UTC)).rowCount();
  }

  private static OffsetDateTime utc(Instant time) {
    return time == null ? null : time.atOffset(UTC);
  }

  private static Instant instant(OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static Optional<Booking> first(Iterable<Row> rows) {
    var each = rows.iterator();
    return each.hasNext() ? Optional.of(read(each.next())) : Optional.empty();
  }

  private static Booking read(Row row) {
    return new Booking(row.getUUID("id"), row.getUUID("slot_id"), row.getUUID("mentor_id"), row.getUUID("student_id"),
        row.getString("title"), instant(row.getOffsetDateTime("starts_at")), instant(row.getOffsetDateTime("ends_at")),
        BookingState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)), row.getUUID("cancelled_by"),
        row.getString("cancel_reason"), instant(row.getOffsetDateTime("started_at")),
        instant(row.getOffsetDateTime("ended_at")), instant(row.getOffsetDateTime("created_at")));
  }
}
