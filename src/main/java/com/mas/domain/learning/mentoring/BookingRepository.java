package com.mas.domain.learning.mentoring;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

final class BookingRepository {
  private static final String COLUMNS = "*, " + SlotRepository.MENTOR
      + ", (SELECT p.full_name FROM identity.shared_people p WHERE p.id = student_id) AS student_name";

  private static final String OVERLAPPING = "SELECT " + COLUMNS + """
       FROM mentoring.bookings
       WHERE (student_id = $1 OR mentor_id = $1) AND state = 'booked' AND starts_at < $3 AND ends_at > $2
       ORDER BY starts_at LIMIT 1
      """;

  private static final String OPEN = """
      SELECT count(*)::int FROM mentoring.bookings WHERE student_id = $1 AND state = 'booked' AND ends_at > $2
      """;

  private static final String INSERT = """
      INSERT INTO mentoring.bookings
        (id, tenant, slot_id, mentor_id, student_id, title, starts_at, ends_at, state, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'booked', $9)
      RETURNING\s""" + COLUMNS;

  private static final Query<Booking> LIST = Query.of(Booking.class, COLUMNS, """
      FROM mentoring.bookings
       WHERE tenant = $1 AND (mentor_id = $2 OR student_id = $2) AND ($3::text IS NULL OR state = $3)
         AND ($4::timestamptz IS NULL OR starts_at >= $4) AND ($5::timestamptz IS NULL OR starts_at < $5)
      """, "starts_at DESC, id DESC");
  private static final Rows<Booking> ROWS = LIST.rows();

  private static final String GET = "SELECT " + COLUMNS + " FROM mentoring.bookings WHERE id = $1 AND tenant = $2";
  private static final String CANCEL = """
      UPDATE mentoring.bookings SET state = 'cancelled', cancelled_by = $2, cancel_reason = $3 WHERE id = $1
      RETURNING\s""" + COLUMNS;
  private static final String CLOSE = """
      UPDATE mentoring.bookings SET state = $2, started_at = $3, ended_at = $4 WHERE id = $1
      RETURNING\s""" + COLUMNS;
  private static final String MISS =
      "UPDATE mentoring.bookings SET state = 'missed' WHERE state = 'booked' AND ends_at <= $1";

  private final Database db;

  BookingRepository(Database db) {
    this.db = db;
  }

  /** Returns what this person has to attend in that time. */
  Optional<Booking> overlapping(Tx tx, UUID person, Instant startsAt, Instant endsAt) {
    return ROWS.first(tx.query(OVERLAPPING, person, startsAt, endsAt));
  }

  /** Returns how many meetings the student has booked that are not over. */
  int open(Tx tx, UUID student, Instant now) {
    return tx.query(OPEN, student, now).iterator().next().getInteger(0);
  }

  /** Returns it with the names of the two. */
  Booking insert(Tx tx, String tenant, Booking booking) {
    return ROWS.first(tx.query(INSERT, booking.id(), tenant, booking.slotId(), booking.mentorId(), booking.studentId(),
        booking.title(), booking.startsAt(), booking.endsAt(), booking.createdAt())).orElseThrow();
  }

  Page<Booking> list(String tenant, UUID person, ListBookings ask) {
    return LIST.page(db, PageWindow.of(ask), tenant, person, ask.state(), ask.from(), ask.until());
  }

  Optional<Booking> get(String tenant, UUID id) {
    return ROWS.first(db.query(GET, id, tenant));
  }

  Optional<Booking> getForUpdate(Tx tx, String tenant, UUID id) {
    return ROWS.first(tx.query(GET + " FOR UPDATE", id, tenant));
  }

  Booking cancel(Tx tx, CancelBooking ask, UUID by) {
    return ROWS.first(tx.query(CANCEL, ask.id(), by, ask.reason())).orElseThrow();
  }

  Booking close(Tx tx, CloseBooking ask, BookingState state) {
    return ROWS.first(tx.query(CLOSE, ask.id(), state, ask.startedAt(), ask.endedAt())).orElseThrow();
  }

  int miss(Instant endedBefore) {
    return db.write(MISS, endedBefore).rowCount();
  }
}
