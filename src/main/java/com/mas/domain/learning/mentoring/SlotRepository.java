package com.mas.domain.learning.mentoring;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

final class SlotRepository {
  /** Two people's locks may be one by chance; then one waits for the other, no more. */
  static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('mentoring:' || $1::uuid, 0))";

  static final String MENTOR =
      "(SELECT p.full_name FROM identity.shared_people p WHERE p.id = mentor_id) AS mentor_name";
  private static final String COLUMNS = "*, " + MENTOR;
  private static final String NAME = "SELECT full_name FROM identity.shared_people WHERE id = $1";

  /** A slot whose meeting is over takes no time any more, though its end has not come. */
  private static final String OVERLAPPING = "SELECT " + COLUMNS + """
       FROM mentoring.slots s
       WHERE mentor_id = $1 AND starts_at < $3 AND ends_at > $2 AND (state = 'open' OR state = 'booked' AND EXISTS (
           SELECT FROM mentoring.bookings b WHERE b.slot_id = s.id AND b.state = 'booked'))
       ORDER BY starts_at LIMIT 1
      """;

  private static final String INSERT = """
      INSERT INTO mentoring.slots (id, tenant, mentor_id, starts_at, ends_at, state, created_at)
      SELECT id, $1, $2, starts_at, ends_at, 'open', $3
        FROM unnest($4::uuid[], $5::timestamptz[], $6::timestamptz[]) AS s (id, starts_at, ends_at)
      """;

  private static final Query<Slot> LIST = Query.of(Slot.class, COLUMNS, """
      FROM mentoring.slots
       WHERE tenant = $1 AND state = $2 AND starts_at >= $3 AND ($4::timestamptz IS NULL OR starts_at < $4)
         AND ($5::uuid IS NULL OR mentor_id = $5)
      """, "starts_at, id");
  private static final Rows<Slot> ROWS = LIST.rows();

  private static final String GET = "SELECT " + COLUMNS + " FROM mentoring.slots WHERE id = $1 AND tenant = $2";
  private static final String GET_FOR_UPDATE = GET + " FOR UPDATE";
  private static final String SET_STATE = "UPDATE mentoring.slots SET state = $2 WHERE id = $1";
  private static final String EXPIRE =
      "UPDATE mentoring.slots SET state = 'expired' WHERE state = 'open' AND starts_at <= $1";

  private final Database db;

  SlotRepository(Database db) {
    this.db = db;
  }

  /** Keeps others, until the transaction ends, from adding slots or bookings of this person. */
  static void lock(Tx tx, UUID person) {
    tx.send(LOCK, person);
  }

  /** Returns null for an account that is disabled. */
  String nameOf(UUID mentor) {
    return PageWindow.all(db.query(NAME, mentor), row -> row.getString(0)).stream().findFirst().orElse(null);
  }

  Optional<Slot> overlapping(Tx tx, UUID mentor, Instant startsAt, Instant endsAt) {
    return ROWS.first(tx.query(OVERLAPPING, mentor, startsAt, endsAt));
  }

  void insert(Tx tx, String tenant, List<Slot> slots, Instant now) {
    tx.send(INSERT, tenant, slots.getFirst().mentorId(), now, slots.stream().map(Slot::id).toArray(UUID[]::new),
        slots.stream().map(Slot::startsAt).toArray(Instant[]::new),
        slots.stream().map(Slot::endsAt).toArray(Instant[]::new));
  }

  Page<Slot> list(String tenant, ListSlots ask, Instant now) {
    return LIST.page(db, PageWindow.of(ask), tenant, ask.state() == null ? SlotState.OPEN : ask.state(),
        ask.from() == null ? now : ask.from(), ask.until(), ask.mentorId());
  }

  Optional<Slot> get(String tenant, UUID id) {
    return ROWS.first(db.query(GET, id, tenant));
  }

  Optional<Slot> getForUpdate(Tx tx, String tenant, UUID id) {
    return ROWS.first(tx.query(GET_FOR_UPDATE, id, tenant));
  }

  void setState(Tx tx, UUID id, SlotState state) {
    tx.send(SET_STATE, id, state);
  }

  int expire(Instant now) {
    return db.write(EXPIRE, now).rowCount();
  }
}
