package com.mas.realtime.meeting;

import static java.time.ZoneOffset.UTC;

import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.db.Tx;
import com.mas.realtime.meeting.MeetingContract.Admission;
import com.mas.realtime.meeting.MeetingContract.Participant;
import com.mas.realtime.meeting.MeetingContract.RoomState;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Rooms, who asked to come in, and who sits where. */
final class RoomRepository {
  record RoomRow(UUID id, String tenant, String title, UUID mentorId, UUID studentId, UUID deputyId, Instant startsAt,
      Instant endsAt, RoomState state, Instant endedAt) {}

  record Seat(UUID id, UUID roomId, UUID userId, String name, String socketId, Instant joinedAt, Instant seenAt,
      Instant leftAt) {}

  private static final String INSERT = """
      INSERT INTO meeting.rooms (id, tenant, title, mentor_id, student_id, starts_at, ends_at, state, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8) ON CONFLICT (id) DO NOTHING
      """;
  private static final String GET = "SELECT * FROM meeting.rooms WHERE id = $1 AND tenant = $2";
  private static final String SET_DEPUTY = "UPDATE meeting.rooms SET deputy_id = $2 WHERE id = $1";
  private static final String END =
      "UPDATE meeting.rooms SET state = 'ended', ended_at = $2, ended_by = $3 WHERE id = $1";

  /** Out of time, or everybody went and the planned end is over. */
  private static final String OVERDUE = """
      SELECT id, tenant FROM meeting.rooms r
       WHERE state = 'open' AND (ends_at <= $2 OR (ends_at <= $1 AND NOT EXISTS (
               SELECT 1 FROM meeting.seats s WHERE s.room_id = r.id AND s.left_at IS NULL)))
       ORDER BY ends_at LIMIT 100
      """;

  /** Where somebody is, those first whose end comes first. */
  private static final String BUSY = """
      SELECT id, tenant FROM meeting.rooms r WHERE state = 'open' AND EXISTS (
               SELECT 1 FROM meeting.seats s WHERE s.room_id = r.id AND s.left_at IS NULL)
       ORDER BY ends_at LIMIT 200
      """;

  private static final String LIVE_SEAT =
      "SELECT * FROM meeting.seats WHERE room_id = $1 AND user_id = $2 AND left_at IS NULL";
  private static final String TAKE_SEAT = """
      INSERT INTO meeting.seats (id, room_id, user_id, name, socket_id, joined_at, seen_at)
      VALUES ($1, $2, $3, $4, $5, $6, $6)
      """;
  private static final String LEAVE = """
      UPDATE meeting.seats s SET left_at = greatest($2, s.joined_at), reason = $3 FROM meeting.rooms r
       WHERE s.id = $1 AND s.left_at IS NULL AND s.seen_at <= $5 AND r.id = s.room_id AND r.tenant = $4
      RETURNING s.*
      """;
  private static final String SEAT = "SELECT * FROM meeting.seats WHERE id = $1";
  private static final String REMOVE = """
      UPDATE meeting.seats SET left_at = greatest($3, joined_at), reason = $4
       WHERE room_id = $1 AND user_id = $2 AND left_at IS NULL RETURNING *
      """;
  private static final String EMPTY_ROOM =
      "UPDATE meeting.seats SET left_at = $2, reason = 'ended' WHERE room_id = $1 AND left_at IS NULL";
  private static final String TOUCH = """
      UPDATE meeting.seats SET seen_at = $2 WHERE id = ANY ($1) AND left_at IS NULL RETURNING id
      """;
  private static final String LOSE = """
      UPDATE meeting.seats s SET left_at = seen_at, reason = 'lost' FROM meeting.rooms r
       WHERE s.left_at IS NULL AND s.seen_at <= $1 AND r.id = s.room_id
      RETURNING s.*, r.tenant
      """;
  private static final String SEATS = "SELECT * FROM meeting.seats WHERE room_id = $1 ORDER BY joined_at, id";
  private static final String PRESENT = """
      SELECT * FROM meeting.seats WHERE room_id = $1 AND left_at IS NULL ORDER BY joined_at, id
      """;

  private static final String ASKED = "SELECT * FROM meeting.admissions WHERE room_id = $1 AND user_id = $2";
  private static final String WAITING_COUNT =
      "SELECT count(*)::int FROM meeting.admissions WHERE room_id = $1 AND state = 'waiting'";
  private static final String ASK = """
      INSERT INTO meeting.admissions (room_id, user_id, name, state, asked_at, announced_at)
      VALUES ($1, $2, $3, 'waiting', $4, $4) RETURNING *
      """;
  private static final String ASK_AGAIN = """
      UPDATE meeting.admissions SET announced_at = $4, name = $3 WHERE room_id = $1 AND user_id = $2 RETURNING *
      """;
  private static final String ADMIT = """
      UPDATE meeting.admissions SET state = 'admitted', decided_by = $3, decided_at = $4
       WHERE room_id = $1 AND user_id = $2 RETURNING *
      """;
  private static final String REFUSE = """
      UPDATE meeting.admissions SET state = 'refused', decided_by = $3, decided_at = $4, refused_at = $4
       WHERE room_id = $1 AND user_id = $2 RETURNING *
      """;
  private static final String REFUSE_UNASKED = """
      INSERT INTO meeting.admissions (room_id, user_id, name, state, asked_at, decided_by, decided_at, refused_at)
      VALUES ($1, $2, $5, 'refused', $4, $3, $4, $4) RETURNING *
      """;
  private static final String WAITING = """
      SELECT * FROM meeting.admissions WHERE room_id = $1 AND state = 'waiting' ORDER BY asked_at, user_id LIMIT 200
      """;

  private final Database db;

  RoomRepository(Database db) {
    this.db = db;
  }

  void insert(RoomRow room, Instant now) {
    db.query(INSERT, room.id(), room.tenant(), room.title(), room.mentorId(), room.studentId(),
        room.startsAt().atOffset(UTC), room.endsAt().atOffset(UTC), now.atOffset(UTC));
  }

  Optional<RoomRow> get(String tenant, UUID id) {
    return Slice.all(db.query(GET, id, tenant), RoomRepository::room).stream().findFirst();
  }

  /** Whoever changes who is in a room holds it. */
  RoomRow getForUpdate(Tx tx, String tenant, UUID id) {
    return Slice.all(tx.query(GET + " FOR UPDATE", id, tenant), RoomRepository::room).getFirst();
  }

  void setDeputy(Tx tx, UUID id, UUID deputy) {
    tx.send(SET_DEPUTY, id, deputy);
  }

  void end(Tx tx, UUID id, Instant at, UUID by) {
    tx.send(EMPTY_ROOM, id, at.atOffset(UTC));
    tx.send(END, id, at.atOffset(UTC), by);
  }

  record Overdue(UUID id, String tenant) {}

  List<Overdue> overdue(Instant now) {
    return Slice.all(db.query(OVERDUE, now.atOffset(UTC), now.minus(RoomRules.OVERTIME).atOffset(UTC)),
        row -> new Overdue(row.getUUID("id"), row.getString("tenant")));
  }

  /** Bounded: those whose end is far are left out. */
  List<Overdue> busy() {
    return Slice.all(db.query(BUSY), row -> new Overdue(row.getUUID("id"), row.getString("tenant")));
  }

  /** Also one that was given up. */
  Optional<Seat> seat(UUID id) {
    return Slice.all(db.query(SEAT, id), RoomRepository::seat).stream().findFirst();
  }

  /** @return the seat, when the person had one until now */
  Optional<Seat> remove(Tx tx, UUID room, UUID user, Instant at) {
    return Slice.all(tx.query(REMOVE, room, user, at.atOffset(UTC), RoomRules.REMOVED), RoomRepository::seat).stream()
        .findFirst();
  }

  Optional<Seat> liveSeat(Tx tx, UUID room, UUID user) {
    return Slice.all(tx.query(LIVE_SEAT, room, user), RoomRepository::seat).stream().findFirst();
  }

  boolean sits(UUID room, UUID user) {
    return db.query(LIVE_SEAT, room, user).iterator().hasNext();
  }

  void take(Tx tx, Seat seat) {
    tx.send(TAKE_SEAT, seat.id(), seat.roomId(), seat.userId(), seat.name(), seat.socketId(),
        seat.joinedAt().atOffset(UTC));
  }

  /**
   * @param at when, and the seat must not have been seen later
   * @return the seat, when somebody sat there until now
   */
  Optional<Seat> leave(Tx tx, String tenant, UUID seat, Instant at, String reason) {
    return Slice.all(tx.query(LEAVE, seat, at.atOffset(UTC), reason, tenant, at.atOffset(UTC)), RoomRepository::seat)
        .stream().findFirst();
  }

  void see(Tx tx, UUID seat, Instant now) {
    tx.send(TOUCH, new UUID[] {seat}, now.atOffset(UTC));
  }

  /** @return those of the seats that are still taken */
  List<UUID> touch(List<UUID> seats, Instant now) {
    return Slice.all(db.query(TOUCH, seats.toArray(UUID[]::new), now.atOffset(UTC)), row -> row.getUUID("id"));
  }

  record Lost(Seat seat, String tenant) {}

  List<Lost> lose(Tx tx, Instant unseenSince) {
    return Slice.all(tx.query(LOSE, unseenSince.atOffset(UTC)), row -> new Lost(seat(row), row.getString("tenant")));
  }

  List<Seat> seats(UUID room) {
    return Slice.all(db.query(SEATS, room), RoomRepository::seat);
  }

  List<Seat> seats(Tx tx, UUID room) {
    return Slice.all(tx.query(SEATS, room), RoomRepository::seat);
  }

  List<Participant> present(UUID room) {
    return participants(db.query(PRESENT, room));
  }

  /**
   * Holds what was decided about a person who has to ask.
   *
   * @param admitted null while waiting; {@code announcedAt} and {@code refusedAt} null for never
   */
  record Asked(Boolean admitted, Instant announcedAt, Instant refusedAt) {
    boolean isRefused() {
      return Boolean.FALSE.equals(admitted);
    }
  }

  Optional<Asked> asked(UUID room, UUID user) {
    return Slice.all(db.query(ASKED, room, user), RoomRepository::asked).stream().findFirst();
  }

  Optional<Asked> asked(Tx tx, UUID room, UUID user) {
    return Slice.all(tx.query(ASKED, room, user), RoomRepository::asked).stream().findFirst();
  }

  int waiting(Tx tx, UUID room) {
    return tx.query(WAITING_COUNT, room).iterator().next().getInteger(0);
  }

  Admission ask(Tx tx, UUID room, UUID user, String name, Instant now) {
    return admission(tx.query(ASK, room, user, name, now.atOffset(UTC)).iterator().next());
  }

  Admission askAgain(Tx tx, UUID room, UUID user, String name, Instant now) {
    return admission(tx.query(ASK_AGAIN, room, user, name, now.atOffset(UTC)).iterator().next());
  }

  Optional<Admission> admit(Tx tx, UUID room, UUID user, UUID by, Instant now) {
    return Slice.all(tx.query(ADMIT, room, user, by, now.atOffset(UTC)), RoomRepository::admission).stream()
        .findFirst();
  }

  Optional<Admission> refuse(Tx tx, UUID room, UUID user, UUID by, Instant now) {
    return Slice.all(tx.query(REFUSE, room, user, by, now.atOffset(UTC)), RoomRepository::admission).stream()
        .findFirst();
  }

  /** Refuses a person who did not have to ask. */
  Admission refuseUnasked(Tx tx, UUID room, UUID user, UUID by, Instant now, String name) {
    return admission(tx.query(REFUSE_UNASKED, room, user, by, now.atOffset(UTC), name).iterator().next());
  }

  List<Admission> waiting(UUID room) {
    return Slice.all(db.query(WAITING, room), RoomRepository::admission);
  }

  private static List<Participant> participants(RowSet<Row> rows) {
    return Slice.all(rows, row -> new Participant(row.getUUID("user_id"), row.getString("name"),
        row.getString("socket_id"), row.getOffsetDateTime("joined_at").toInstant()));
  }

  private static RoomRow room(Row row) {
    return new RoomRow(row.getUUID("id"), row.getString("tenant"), row.getString("title"), row.getUUID("mentor_id"),
        row.getUUID("student_id"), row.getUUID("deputy_id"), instant(row, "starts_at"), instant(row, "ends_at"),
        RoomState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)), instant(row, "ended_at"));
  }

  private static Seat seat(Row row) {
    return new Seat(row.getUUID("id"), row.getUUID("room_id"), row.getUUID("user_id"), row.getString("name"),
        row.getString("socket_id"), instant(row, "joined_at"), instant(row, "seen_at"), instant(row, "left_at"));
  }

  private static Admission admission(Row row) {
    return new Admission(row.getUUID("room_id"), row.getUUID("user_id"), row.getString("name"), admitted(row),
        instant(row, "asked_at"));
  }

  private static Asked asked(Row row) {
    return new Asked(admitted(row), instant(row, "announced_at"), instant(row, "refused_at"));
  }

  private static Boolean admitted(Row row) {
    String state = row.getString("state");
    return state.equals("waiting") ? null : state.equals("admitted");
  }

  private static Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
