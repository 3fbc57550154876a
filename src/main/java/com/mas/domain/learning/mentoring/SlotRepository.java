package com.mas.domain.learning.mentoring;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import com.mas.domain.learning.mentoring.MentoringRules.Period;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

final class SlotRepository {
  /** Two people's locks may be one by chance; then one waits for the other, no more. */
  static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('mentoring:' || $1::uuid, 0))";

  static final String MENTOR =
      "(SELECT p.full_name FROM identity.shared_people p WHERE p.id = mentor_id) AS mentor_name";
  private static final String COLUMNS =
      "*, " + MENTOR + ", starts_at - mentoring.change_notice(tenant, starts_at) AS free_until";

  /** A slot whose meeting is over takes no time any more, though its end has not come. */
  private static final String OVERLAPPING = "SELECT " + COLUMNS + """
       FROM mentoring.slots s
       WHERE mentor_id = $1 AND starts_at < $3 AND ends_at > $2 AND (state = 'open' OR state = 'booked' AND EXISTS (
           SELECT FROM mentoring.bookings b WHERE b.slot_id = s.id AND b.state IN ('requested', 'booked')))
       ORDER BY starts_at LIMIT 1
      """;

  private static final String INSERT = """
      WITH made AS (
        INSERT INTO mentoring.slots (id, tenant, mentor_id, starts_at, ends_at, state, created_at)
        SELECT id, $1, $2, starts_at, ends_at, 'open', $3
          FROM unnest($4::uuid[], $5::timestamptz[], $6::timestamptz[]) AS s (id, starts_at, ends_at)
        RETURNING *)
      SELECT\s""" + COLUMNS + " FROM made ORDER BY starts_at";

  private static final Query<Slot> LIST = Query.of(Slot.class, COLUMNS, """
      FROM mentoring.slots
       WHERE tenant = $1 AND state = $2 AND starts_at >= $3 AND ($4::timestamptz IS NULL OR starts_at < $4)
         AND ($5::uuid IS NULL OR mentor_id = $5)
         AND (held_until IS NULL OR held_until <= $6 OR held_by = $7 OR mentor_id = $7)
      """, "starts_at, id");
  private static final Rows<Slot> ROWS = LIST.rows();

  private static final String GET = "SELECT " + COLUMNS + " FROM mentoring.slots WHERE id = $1 AND tenant = $2";
  private static final String GET_FOR_UPDATE = GET + " FOR UPDATE";
  private static final String GET_TWO_FOR_UPDATE =
      "SELECT " + COLUMNS + " FROM mentoring.slots WHERE id = ANY ($1) AND tenant = $2 ORDER BY id FOR UPDATE";
  /** Opens no slot of weekly hours again: it is a time of the hours, for as long as they are so. */
  private static final String SET_STATE = """
      UPDATE mentoring.slots SET state = CASE WHEN of_hours AND $2::text = 'open' THEN 'expired' ELSE $2::text END,
        held_by = NULL, held_until = NULL WHERE id = $1
      """;
  private static final String HOLDER = "SELECT held_by FROM mentoring.slots WHERE id = $1 AND held_until > $2";
  private static final String HOLD = """
      UPDATE mentoring.slots SET held_by = $2, held_until = $3 WHERE id = $1
      RETURNING\s""" + COLUMNS;
  private static final String LET_GO = """
      UPDATE mentoring.slots SET held_by = NULL, held_until = NULL WHERE held_by = $1 AND id <> $2 AND state = 'open'
      """;
  private static final String EXPIRE = """
      UPDATE mentoring.slots SET state = 'expired'
       WHERE state = 'open' AND (starts_at <= $1 OR of_hours AND (held_until IS NULL OR held_until <= $1))
      """;

  private final Database db;

  SlotRepository(Database db) {
    this.db = db;
  }

  /** Keeps others, until the transaction ends, from adding slots or bookings of this person. */
  static void lock(Tx tx, UUID person) {
    tx.send(LOCK, person);
  }

  Optional<Slot> overlapping(Tx tx, UUID mentor, Instant startsAt, Instant endsAt) {
    return ROWS.first(tx.query(OVERLAPPING, mentor, startsAt, endsAt));
  }

  /** Returns them by their start. */
  List<Slot> insert(Tx tx, String tenant, UUID mentor, List<Period> periods, UuidV7 ids, Instant now) {
    return ROWS.all(tx.query(INSERT, tenant, mentor, now, periods.stream().map(each -> ids.next()).toArray(UUID[]::new),
        periods.stream().map(Period::startsAt).toArray(Instant[]::new),
        periods.stream().map(Period::endsAt).toArray(Instant[]::new)));
  }

  /** Lists slots without those that are held for another student than the caller. */
  Page<Slot> list(String tenant, UUID caller, ListSlots ask, Instant now) {
    return LIST.page(db, PageWindow.of(ask), tenant, ask.state() == null ? SlotState.OPEN : ask.state(),
        ask.from() == null ? now : ask.from(), ask.until(), ask.mentorId(), now, caller);
  }

  Optional<Slot> get(String tenant, UUID id) {
    return ROWS.first(db.query(GET, id, tenant));
  }

  Optional<Slot> getForUpdate(Tx tx, String tenant, UUID id) {
    return ROWS.first(tx.query(GET_FOR_UPDATE, id, tenant));
  }

  /** Locks both, in the order of their ids. */
  List<Slot> getForUpdate(Tx tx, String tenant, UUID one, UUID other) {
    return ROWS.all(tx.query(GET_TWO_FOR_UPDATE, new UUID[] {one, other}, tenant));
  }

  /** Returns who has it held now. */
  Optional<UUID> holder(Tx tx, UUID id, Instant now) {
    RowSet<Row> rows = tx.query(HOLDER, id, now);
    return rows.size() == 0 ? Optional.empty() : Optional.ofNullable(rows.iterator().next().getUUID(0));
  }

  /** @param by null: it is held no more */
  Slot hold(Tx tx, UUID id, UUID by, Instant until) {
    return ROWS.first(tx.query(HOLD, id, by, until)).orElseThrow();
  }

  /** Ends the holds of this person on other slots. */
  void letGo(Tx tx, UUID person, UUID but) {
    tx.send(LET_GO, person, but);
  }

  void setState(Tx tx, UUID id, SlotState state) {
    tx.send(SET_STATE, id, state);
  }

  /** Ends open slots of the past, and those of weekly hours that are held no more: they are times again. */
  int expire(Instant now) {
    return db.write(EXPIRE, now).rowCount();
  }
}
