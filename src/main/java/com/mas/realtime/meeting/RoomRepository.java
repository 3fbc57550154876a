package com.mas.realtime.meeting;

import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.realtime.meeting.MeetingContract.*;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rooms, who asked to come in, and who sits where. */
final class RoomRepository {
  record RoomRow(UUID id, String tenant, String title, UUID mentorId, UUID studentId, UUID deputyId, Instant startsAt,
      Instant endsAt, RoomState state, Instant endedAt, int bookingVersion) {}

  record Seat(UUID id, UUID roomId, UUID userId, String name, String socketId, Instant joinedAt, Instant seenAt,
      Instant leftAt) {}

  private static final Rows<RoomRow> ROOMS = Rows.of(RoomRow.class);
  private static final Rows<Seat> SEAT_ROWS = Rows.of(Seat.class);
  private static final Rows<Occupancy> OCCUPANCIES = Rows.of(Occupancy.class);
  private static final Rows<Lost> LOST = Rows.of(Lost.class);
  private static final Rows<Overdue> TIMES = Rows.of(Overdue.class);
  private static final Rows<Participant> PARTICIPANTS = Rows.of(Participant.class);
  private static final Rows<Asked> DECISIONS = Rows.of(Asked.class);
  private static final Rows<Admission> ADMISSIONS = Rows.of(Admission.class);

  /** Columns of {@link Asked} and of {@link Admission}. */
  private static final String ADMISSION = """
      room_id AS meeting_id, user_id, name, CASE WHEN state <> 'waiting' THEN state = 'admitted' END AS admitted,
        asked_at, announced_at, refused_at""";

  private static final String INSERT = """
      INSERT INTO meeting.rooms (id, tenant, title, mentor_id, student_id, starts_at, ends_at, state, created_at,
        booking_version)
      VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9) ON CONFLICT (id) DO NOTHING
      """;
  private static final String GET = "SELECT * FROM meeting.rooms WHERE id = $1 AND tenant = $2";
  /** Leaves what a later version of the booking has set. */
  private static final String MOVE = """
      UPDATE meeting.rooms SET starts_at = $2, ends_at = $3, booking_version = $4
       WHERE id = $1 AND state = 'open' AND booking_version <= $4
      """;
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

  /** Finds the open rooms that somebody is in, the ones that end first coming first. */
  private static final String BUSY = """
      SELECT id, tenant FROM meeting.rooms r WHERE state = 'open' AND EXISTS (
               SELECT 1 FROM meeting.seats s WHERE s.room_id = r.id AND s.left_at IS NULL)
       ORDER BY ends_at LIMIT 200
      """;

  private static final String LIVE_SEAT =
      "SELECT * FROM meeting.seats WHERE room_id = $1 AND user_id = $2 AND left_at IS NULL";
  private static final String OCCUPANCY = """
      SELECT count(*) FILTER (WHERE left_at IS NULL)::int AS seated,
             count(*) FILTER (WHERE user_id = $2)::int AS own FROM meeting.seats WHERE room_id = $1
      """;
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

  private static final String ASKED =
      "SELECT " + ADMISSION + " FROM meeting.admissions WHERE room_id = $1 AND user_id = $2";
  private static final String WAITING_COUNT =
      "SELECT count(*)::int FROM meeting.admissions WHERE room_id = $1 AND state = 'waiting'";
  private static final String ASK = """
      INSERT INTO meeting.admissions (room_id, user_id, name, state, asked_at, announced_at)
      VALUES ($1, $2, $3, 'waiting', $4, $4)
      RETURNING\s""" + ADMISSION;
  private static final String ASK_AGAIN = """
      UPDATE meeting.admissions SET announced_at = $4, name = $3 WHERE room_id = $1 AND user_id = $2
      RETURNING\s""" + ADMISSION;
  private static final String ADMIT = """
      UPDATE meeting.admissions SET state = 'admitted', decided_by = $3, decided_at = $4
       WHERE room_id = $1 AND user_id = $2
      RETURNING\s""" + ADMISSION;
  private static final String REFUSE = """
      UPDATE meeting.admissions SET state = 'refused', decided_by = $3, decided_at = $4, refused_at = $4
       WHERE room_id = $1 AND user_id = $2
      RETURNING\s""" + ADMISSION;
  private static final String REFUSE_UNASKED = """
      INSERT INTO meeting.admissions (room_id, user_id, name, state, asked_at, decided_by, decided_at, refused_at)
      VALUES ($1, $2, $5, 'refused', $4, $3, $4, $4)
      RETURNING\s""" + ADMISSION;
  private static final String WAITING = "SELECT " + ADMISSION + """
       FROM meeting.admissions WHERE room_id = $1 AND state = 'waiting' ORDER BY asked_at, user_id LIMIT 200
      """;

  private final Database db;

  RoomRepository(Database db) {
    this.db = db;
  }

  void insert(RoomRow room, Instant now) {
    db.write(INSERT, room.id(), room.tenant(), room.title(), room.mentorId(), room.studentId(), room.startsAt(),
        room.endsAt(), now, room.bookingVersion());
  }

  Optional<RoomRow> get(String tenant, UUID id) {
    return ROOMS.first(db.query(GET, id, tenant));
  }

  /** @param version of the booking that has these times */
  void move(UUID id, Instant startsAt, Instant endsAt, int version) {
    db.write(MOVE, id, startsAt, endsAt, version);
  }

  /** Locks the room; it is held by each who changes who is in it. */
  RoomRow getForUpdate(Tx tx, String tenant, UUID id) {
    return ROOMS.first(tx.query(GET + " FOR UPDATE", id, tenant)).orElseThrow();
  }

  void setDeputy(Tx tx, UUID id, UUID deputy) {
    tx.send(SET_DEPUTY, id, deputy);
  }

  /** Ends all seats of a room. Not awaited. */
  void empty(Tx tx, UUID id, Instant at) {
    tx.send(EMPTY_ROOM, id, at);
  }

  void end(Tx tx, UUID id, Instant at, UUID by) {
    empty(tx, id, at);
    tx.send(END, id, at, by);
  }

  record Overdue(UUID id, String tenant) {}

  List<Overdue> overdue(Instant now) {
    return TIMES.all(db.query(OVERDUE, now, now.minus(RoomRules.OVERTIME)));
  }

  /** Returns rooms that somebody is in; those whose end is far are left out when they are many. */
  List<Overdue> busy() {
    return TIMES.all(db.query(BUSY));
  }

  /** Takes one that was given up, too. */
  Optional<Seat> seat(UUID id) {
    return SEAT_ROWS.first(db.query(SEAT, id));
  }

  /** Returns the seat, when the person had one until now. */
  Optional<Seat> remove(Tx tx, UUID room, UUID user, Instant at) {
    return SEAT_ROWS.first(tx.query(REMOVE, room, user, at, RoomRules.REMOVED));
  }

  Optional<Seat> liveSeat(Tx tx, UUID room, UUID user) {
    return SEAT_ROWS.first(tx.query(LIVE_SEAT, room, user));
  }

  boolean sits(UUID room, UUID user) {
    return db.query(LIVE_SEAT, room, user).iterator().hasNext();
  }

  /** @param seated people who are in the room, {@code own} seats that the person ever had there */
  record Occupancy(int seated, int own) {}

  Occupancy occupancy(Tx tx, UUID room, UUID user) {
    return OCCUPANCIES.first(tx.query(OCCUPANCY, room, user)).orElseThrow();
  }

  void take(Tx tx, Seat seat) {
    tx.send(TAKE_SEAT, seat.id(), seat.roomId(), seat.userId(), seat.name(), seat.socketId(), seat.joinedAt());
  }

  /**
   * Returns the seat, when somebody sat there until now.
   *
   * @param at when, and the seat must not have been seen later
   */
  Optional<Seat> leave(Tx tx, String tenant, UUID seat, Instant at, String reason) {
    return SEAT_ROWS.first(tx.query(LEAVE, seat, at, reason, tenant, at));
  }

  void see(Tx tx, UUID seat, Instant now) {
    tx.send(TOUCH, new UUID[] {seat}, now);
  }

  /** Returns those of the seats that are still taken. */
  List<UUID> touch(List<UUID> seats, Instant now) {
    return PageWindow.all(db.write(TOUCH, seats.toArray(UUID[]::new), now), row -> row.getUUID("id"));
  }

  record Lost(Seat seat, String tenant) {}

  List<Lost> lose(Tx tx, Instant unseenSince) {
    return LOST.all(tx.query(LOSE, unseenSince));
  }

  List<Seat> seats(UUID room) {
    return SEAT_ROWS.all(db.query(SEATS, room));
  }

  List<Seat> seats(Tx tx, UUID room) {
    return SEAT_ROWS.all(tx.query(SEATS, room));
  }

  List<Participant> present(UUID room) {
    return PARTICIPANTS.all(db.query(PRESENT, room));
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
    return DECISIONS.first(db.query(ASKED, room, user));
  }

  Optional<Asked> asked(Tx tx, UUID room, UUID user) {
    return DECISIONS.first(tx.query(ASKED, room, user));
  }

  int waiting(Tx tx, UUID room) {
    return tx.query(WAITING_COUNT, room).iterator().next().getInteger(0);
  }

  Admission ask(Tx tx, UUID room, UUID user, String name, Instant now) {
    return ADMISSIONS.first(tx.query(ASK, room, user, name, now)).orElseThrow();
  }

  Admission askAgain(Tx tx, UUID room, UUID user, String name, Instant now) {
    return ADMISSIONS.first(tx.query(ASK_AGAIN, room, user, name, now)).orElseThrow();
  }

  Optional<Admission> admit(Tx tx, UUID room, UUID user, UUID by, Instant now) {
    return ADMISSIONS.first(tx.query(ADMIT, room, user, by, now));
  }

  Optional<Admission> refuse(Tx tx, UUID room, UUID user, UUID by, Instant now) {
    return ADMISSIONS.first(tx.query(REFUSE, room, user, by, now));
  }

  /** Refuses a person who did not have to ask. */
  Admission refuseUnasked(Tx tx, UUID room, UUID user, UUID by, Instant now, String name) {
    return ADMISSIONS.first(tx.query(REFUSE_UNASKED, room, user, by, now, name)).orElseThrow();
  }

  List<Admission> waiting(UUID room) {
    return ADMISSIONS.all(db.query(WAITING, room));
  }
}
