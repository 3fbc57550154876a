package com.mas.domain.learning.mentoring;

import static java.time.ZoneOffset.UTC;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.db.Tx;
import com.mas.domain.learning.mentoring.MentoringContract.ListSlots;
import com.mas.domain.learning.mentoring.MentoringContract.Slot;
import com.mas.domain.learning.mentoring.MentoringContract.SlotState;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

final class SlotRepository {
  /** Two people's locks may be one by chance; then one waits for the other, no more. */
  static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('mentoring:' || $1::uuid, 0))";

  private static final String OVERLAPPING = """
      SELECT * FROM mentoring.slots
       WHERE mentor_id = $1 AND state IN ('open', 'booked') AND starts_at < $3 AND ends_at > $2
       ORDER BY starts_at LIMIT 1
      """;

  private static final String INSERT = """
      INSERT INTO mentoring.slots (id, tenant, mentor_id, starts_at, ends_at, state, created_at)
      SELECT id, $1, $2, starts_at, ends_at, 'open', $3
        FROM unnest($4::uuid[], $5::timestamptz[], $6::timestamptz[]) AS s (id, starts_at, ends_at)
      """;

  private static final String ROWS = """
        FROM mentoring.slots
       WHERE tenant = $1 AND state = $2 AND starts_at >= $3 AND ($4::timestamptz IS NULL OR starts_at < $4)
         AND ($5::uuid IS NULL OR mentor_id = $5)
      """;
  private static final String LIST = "SELECT *" + ROWS + " ORDER BY starts_at, id LIMIT $6 OFFSET $7";
  private static final String COUNT = "SELECT count(*)" + ROWS;

  private static final String GET_FOR_UPDATE = "SELECT * FROM mentoring.slots WHERE id = $1 AND tenant = $2 FOR UPDATE";
  private static final String SET_STATE = "UPDATE mentoring.slots SET state = $2 WHERE id = $1";
  private static final String EXPIRE =
      "UPDATE mentoring.slots SET state = 'expired' WHERE state = 'open' AND starts_at <= $1";

  private final Database db;

  SlotRepository(Database db) {
    this.db = db;
  }

  /** Until the transaction ends nobody else adds slots or bookings of this person. */
  static void lock(Tx tx, UUID person) {
    tx.send(LOCK, person);
  }

  Optional<Slot> overlapping(Tx tx, UUID mentor, Instant startsAt, Instant endsAt) {
    return first(tx.query(OVERLAPPING, mentor, startsAt.atOffset(UTC), endsAt.atOffset(UTC)));
  }

  void insert(Tx tx, String tenant, List<Slot> slots, Instant now) {
    tx.send(INSERT, tenant, slots.getFirst().mentorId(), now.atOffset(UTC),
        slots.stream().map(Slot::id).toArray(UUID[]::new),
        slots.stream().map(slot -> slot.startsAt().atOffset(UTC)).toArray(OffsetDateTime[]::new),
        slots.stream().map(slot -> slot.endsAt().atOffset(UTC)).toArray(OffsetDateTime[]::new));
  }

  Page<Slot> list(String tenant, ListSlots ask, Instant now, Slice slice) {
    String state = (ask.state() == null ? SlotState.OPEN : ask.state()).wire();
    OffsetDateTime from = (ask.from() == null ? now : ask.from()).atOffset(UTC);
    OffsetDateTime until = ask.until() == null ? null : ask.until().atOffset(UTC);
    return slice.page(db.send(LIST, tenant, state, from, until, ask.mentorId(), slice.limit(), slice.offset()),
        db.send(COUNT, tenant, state, from, until, ask.mentorId()), SlotRepository::read);
  }

  Optional<Slot> getForUpdate(Tx tx, String tenant, UUID id) {
    return first(tx.query(GET_FOR_UPDATE, id, tenant));
  }

  void setState(Tx tx, UUID id, SlotState state) {
    tx.send(SET_STATE, id, state.wire());
  }

  int expire(Instant now) {
    return db.query(EXPIRE, now.atOffset(UTC)).rowCount();
  }

  private static Optional<Slot> first(Iterable<Row> rows) {
    var each = rows.iterator();
    return each.hasNext() ? Optional.of(read(each.next())) : Optional.empty();
  }

  private static Slot read(Row row) {
    return new Slot(row.getUUID("id"), row.getUUID("mentor_id"), row.getOffsetDateTime("starts_at").toInstant(),
        row.getOffsetDateTime("ends_at").toInstant(),
        SlotState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)));
  }
}
