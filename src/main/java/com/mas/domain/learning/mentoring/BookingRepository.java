package com.mas.domain.learning.mentoring;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Bookings and the record of their changes. A change names the version that it comes after, and makes the next one. */
final class BookingRepository {
  /** @param by null: the product itself */
  record Change(BookingState to, UUID by, String why, TokensFate fate, Absent absent, Instant startedAt,
      Instant endedAt) {
    static Change to(BookingState to, UUID by, String why, TokensFate fate) {
      return new Change(to, by, why, fate, null, null, null);
    }
  }

  private static final String COLUMNS = "*, " + SlotRepository.MENTOR + """
      , (SELECT p.full_name FROM identity.shared_people p WHERE p.id = student_id) AS student_name,
        coalesce(refund_until, starts_at - interval '12 hours') AS free_until, starts_at AS mentor_moves_until,
        ends_at AS cancel_until, price AS tokens, price_fate AS tokens_fate""";

  private static final String OVERLAPPING = "SELECT " + COLUMNS + """
       FROM mentoring.bookings
       WHERE (student_id = $1 OR mentor_id = $1) AND state IN ('requested', 'booked') AND starts_at < $3
         AND ends_at > $2 AND id <> $4
       ORDER BY starts_at LIMIT 1
      """;

  private static final String OPEN = """
      SELECT count(*)::int FROM mentoring.bookings
       WHERE student_id = $1 AND state IN ('requested', 'booked') AND ends_at > $2
      """;

  private static final String CONCERNS = """
      SELECT EXISTS (SELECT FROM mentoring.bookings
         WHERE tenant = $1 AND mentor_id = $2 AND state IN ('requested', 'booked') AND ends_at > $5
           AND ($4 OR $3 IN (mentor_id, student_id)))
      """;

  private static final String INSERT = """
      INSERT INTO mentoring.bookings
        (id, tenant, slot_id, mentor_id, student_id, title, starts_at, ends_at, state, created_at, kind, notes,
         refund_until, answer_by, price, price_fate, changed_at, free_reason, free_batch_id, free_month, free_fate)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $10, $17, $18::uuid,
        CASE WHEN $18::uuid IS NOT NULL THEN $19::date END, CASE WHEN $18::uuid IS NOT NULL THEN 'held' END)
      RETURNING\s""" + COLUMNS;

  private static final Query<Booking> LIST = Query.of(Booking.class, COLUMNS, """
      FROM mentoring.bookings
       WHERE tenant = $1 AND (mentor_id = $2 OR student_id = $2) AND ($3::text IS NULL OR state = $3)
         AND ($4::timestamptz IS NULL OR starts_at >= $4) AND ($5::timestamptz IS NULL OR starts_at < $5)
      """, "starts_at DESC, id DESC");
  private static final Rows<Booking> ROWS = LIST.rows();

  private static final String ADDRESS = "SELECT email FROM identity.shared_people WHERE id = $1 AND tenant = $2";
  private static final String GET = "SELECT " + COLUMNS + " FROM mentoring.bookings WHERE id = $1 AND tenant = $2";

  /** Keeps who ended it, and why: the reason of the student who has asked for it, where there is no other. */
  private static final String CHANGE = """
      UPDATE mentoring.bookings SET state = $3, version = version + 1, changed_at = $4, answer_by = NULL,
        cancelled_by = CASE WHEN $3 IN ('cancelled', 'declined') THEN $5::uuid END,
        cancel_reason = CASE WHEN $3 IN ('cancelled', 'declined')
          THEN coalesce($6::text, CASE WHEN cancel_asked_at IS NOT NULL THEN cancel_reason END) END,
        price_fate = CASE WHEN price > 0 THEN coalesce($7, price_fate) END,
        free_fate = CASE WHEN free_batch_id IS NOT NULL THEN coalesce($7, free_fate) END, absent = $8,
        started_at = $9, ended_at = $10
       WHERE id = $1 AND version = $2
      RETURNING\s""" + COLUMNS;
  private static final String MOVE = """
      UPDATE mentoring.bookings SET version = version + 1, changed_at = $3, slot_id = $4, starts_at = $5, ends_at = $6,
        refund_until = $7, answer_by = $8, state = $9, cancel_asked_at = NULL, cancel_reason = NULL,
        free_batch_id = $10::uuid, free_month = CASE WHEN $10::uuid IS NOT NULL THEN $11::date END
       WHERE id = $1 AND version = $2
      RETURNING\s""" + COLUMNS;
  private static final String ASK_CANCELLATION = """
      UPDATE mentoring.bookings SET version = version + 1, changed_at = $3, cancel_asked_at = $3, cancel_reason = $4
       WHERE id = $1 AND version = $2
      RETURNING\s""" + COLUMNS;
  private static final String COUNT_HELD = """
      UPDATE mentoring.mentors SET completed = completed + 1 WHERE user_id = $1 AND tenant = $2
      """;
  private static final String LOG = """
      INSERT INTO mentoring.booking_changes (booking_id, version, state, starts_at, changed_by, why, at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """;
  private static final Query<BookingChange> CHANGES = Query.of(BookingChange.class, "*",
      "FROM mentoring.booking_changes WHERE booking_id = $1", "version");

  static final int DUE_PAGE = 200;
  private static final String UNANSWERED = """
      SELECT id, tenant, answer_by AS at FROM mentoring.bookings
       WHERE state = 'requested' AND answer_by <= $1 AND (answer_by, id) > ($2, $3) ORDER BY answer_by, id LIMIT $4
      """;
  private static final String UNCLOSED = """
      SELECT id, tenant, ends_at AS at FROM mentoring.bookings
       WHERE state = 'booked' AND ends_at <= $1 AND (ends_at, id) > ($2, $3) ORDER BY ends_at, id LIMIT $4
      """;

  /** Names a booking of any tenant that the product is to change, and since when. */
  record Due(UUID id, String tenant, Instant at) {
    static final Due NONE = new Due(BookingRepository.NONE, "", Instant.EPOCH);
  }

  private static final Rows<Due> DUES = Rows.of(Due.class);
  /** Names no booking. */
  static final UUID NONE = new UUID(0, 0);

  private final Database db;

  BookingRepository(Database db) {
    this.db = db;
  }

  /**
   * Returns what this person has to attend in that time.
   *
   * @param but a booking that does not count
   */
  Optional<Booking> overlapping(Tx tx, UUID person, Instant startsAt, Instant endsAt, UUID but) {
    return ROWS.first(tx.query(OVERLAPPING, person, startsAt, endsAt, but));
  }

  /** Returns how many meetings the student has booked or asked for that are not over. */
  int open(Tx tx, UUID student, Instant now) {
    return tx.query(OPEN, student, now).iterator().next().getInteger(0);
  }

  /** Returns whether a meeting of this mentor that is not over is the caller's, or anyone's for an admin. */
  boolean concerns(String tenant, UUID mentor, UUID caller, boolean isAdmin, Instant now) {
    return db.query(CONCERNS, tenant, mentor, caller, isAdmin, now).iterator().next().getBoolean(0);
  }

  /** @param by who booked it; returns it with the names of the two */
  Booking insert(Tx tx, String tenant, Booking booking, UUID by) {
    Booking made = ROWS.first(tx.query(INSERT, booking.id(), tenant, booking.slotId(), booking.mentorId(),
        booking.studentId(), booking.title(), booking.startsAt(), booking.endsAt(), booking.state(),
        booking.createdAt(), booking.kind(), booking.notes(), booking.freeUntil(), booking.answerBy(),
        booking.tokens(), booking.tokensFate(), booking.freeReason(), booking.freeBatchId(),
        GrantRules.month(booking.startsAt()))).orElseThrow();
    return logged(tx, made, by, null, booking.createdAt());
  }

  Page<Booking> list(String tenant, UUID person, ListBookings ask) {
    return LIST.page(db, PageWindow.of(ask), tenant, person, ask.state(), ask.from(), ask.until());
  }

  Page<BookingChange> changes(ListChanges ask) {
    return CHANGES.page(db, PageWindow.of(ask), ask.id());
  }

  Optional<Booking> get(String tenant, UUID id) {
    return ROWS.first(db.query(GET, id, tenant));
  }

  /** Returns the address of an account that is in use. */
  Optional<String> address(String tenant, UUID person) {
    RowSet<Row> found = db.query(ADDRESS, person, tenant);
    return found.size() == 0 ? Optional.empty() : Optional.of(found.iterator().next().getString(0));
  }

  Optional<Booking> getForUpdate(Tx tx, String tenant, UUID id) {
    return ROWS.first(tx.query(GET + " FOR UPDATE", id, tenant));
  }

  Booking change(Tx tx, Booking from, Change change, Instant now) {
    Booking changed = ROWS.first(tx.query(CHANGE, from.id(), from.version(), change.to(), now, change.by(),
        change.why(), change.fate(), change.absent(), change.startedAt(), change.endedAt()))
        .orElseThrow(MentoringContract.BOOKING_CHANGED::refusal);
    return logged(tx, changed, change.by(), change.why(), now);
  }

  /**
   * @param answerBy null: it is no request
   * @param freeBatch that grants it; null: none
   */
  record Moved(Slot to, BookingState state, Instant freeUntil, Instant answerBy, UUID freeBatch) {}

  Booking move(Tx tx, Booking from, Moved move, UUID by, Instant now) {
    Slot to = move.to();
    Booking moved = ROWS.first(tx.query(MOVE, from.id(), from.version(), now, to.id(), to.startsAt(), to.endsAt(),
        move.freeUntil(), move.answerBy(), move.state(), move.freeBatch(), GrantRules.month(to.startsAt())))
        .orElseThrow(MentoringContract.BOOKING_CHANGED::refusal);
    return logged(tx, moved, by, "moved", now);
  }

  /** Counts a meeting that was held, where the mentor has a profile; one that is made later counts them all. */
  void countHeld(Tx tx, String tenant, UUID mentor) {
    tx.send(COUNT_HELD, mentor, tenant);
  }

  Booking askCancellation(Tx tx, Booking from, String why, UUID by, Instant now) {
    Booking asked = ROWS.first(tx.query(ASK_CANCELLATION, from.id(), from.version(), now, why))
        .orElseThrow(MentoringContract.BOOKING_CHANGED::refusal);
    return logged(tx, asked, by, why == null ? "cancelling was asked for" : "cancelling was asked for: " + why, now);
  }

  private static Booking logged(Tx tx, Booking booking, UUID by, String why, Instant now) {
    tx.send(LOG, booking.id(), booking.version(), booking.state(), booking.startsAt(), by, why, now);
    return booking;
  }

  /** Returns the next page, the earliest first. */
  List<Due> unanswered(Instant now, Due after) {
    return DUES.all(db.query(UNANSWERED, now, after.at(), after.id(), DUE_PAGE));
  }

  List<Due> unclosed(Instant endedBefore, Due after) {
    return DUES.all(db.query(UNCLOSED, endedBefore, after.at(), after.id(), DUE_PAGE));
  }
}
