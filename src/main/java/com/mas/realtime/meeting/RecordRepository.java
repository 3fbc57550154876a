package com.mas.realtime.meeting;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.realtime.meeting.MeetingContract.*;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Chat, recordings and the log. */
final class RecordRepository {
  /** The number is the room's next, up to $6; who has no seat there says nothing. */
  private static final String SAY = """
      WITH seat AS (
        SELECT s.room_id, s.name FROM meeting.seats s JOIN meeting.rooms r ON r.id = s.room_id
         WHERE s.room_id = $1 AND r.tenant = $2 AND s.user_id = $3 AND s.left_at IS NULL
      ), numbered AS (
        UPDATE meeting.rooms r SET next_chat = next_chat + 1 FROM seat
         WHERE r.id = seat.room_id AND next_chat <= $6
        RETURNING r.id, next_chat - 1 AS number, seat.name
      )
      INSERT INTO meeting.chat (room_id, number, user_id, name, text, sent_at)
      SELECT id, number, $3, name, $4, $5 FROM numbered
      RETURNING *
      """;
  private static final Query<Message> HISTORY =
      Query.of(Message.class, "*", "FROM meeting.chat WHERE room_id = $1", "number DESC");

  private static final String WITH_CONSENTS = """
      SELECT r.*, r.room_id AS meeting_id,
                  (SELECT coalesce(jsonb_agg(jsonb_build_object('userId', c.user_id, 'given', c.given, 'at',
                     to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY c.at), '[]')
                     FROM meeting.consents c WHERE c.recording_id = r.id) AS consents
        FROM meeting.recordings r
      """;
  private static final String START = """
      INSERT INTO meeting.recordings (id, room_id, started_by, started_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT DO NOTHING
      """;
  private static final String STOP =
      "UPDATE meeting.recordings SET stopped_at = $2 WHERE room_id = $1 AND stopped_at IS NULL RETURNING id,"
          + " started_by";
  private static final String CONSENT = """
      INSERT INTO meeting.consents (recording_id, user_id, given, at)
      SELECT id, $2, $3, $4 FROM meeting.recordings WHERE room_id = $1 AND stopped_at IS NULL
      ON CONFLICT (recording_id, user_id) DO UPDATE SET given = excluded.given, at = excluded.at
      """;
  private static final String DESCRIBE = """
      UPDATE meeting.recordings SET url = $2, bytes = $3 WHERE id = $1
      """;
  private static final String READY = """
      UPDATE meeting.recordings SET file_id = $2, bytes = $3 WHERE id = $1 AND started_by = $4 AND file_id IS NULL
      """;
  private static final String RUNNING = WITH_CONSENTS + " WHERE r.room_id = $1 AND r.stopped_at IS NULL";
  private static final String OF_ROOM = WITH_CONSENTS + " WHERE r.room_id = $1 ORDER BY r.started_at, r.id";
  private static final String ONE = WITH_CONSENTS + """
       WHERE r.id = $1 AND EXISTS (SELECT 1 FROM meeting.rooms m WHERE m.id = r.room_id AND m.tenant = $2)
      """;

  /** Stores nothing once the room has $6 entries; the counting ends there, too. */
  private static final String LOG = """
      INSERT INTO meeting.log (room_id, at, user_id, what, detail)
      SELECT $1, $2, $3, $4, $5
       WHERE (SELECT count(*) FROM (SELECT 1 FROM meeting.log WHERE room_id = $1 LIMIT $6) AS kept) < $6
      """;
  private static final Query<LogEntry> ENTRIES =
      Query.of(LogEntry.class, "*", "FROM meeting.log WHERE room_id = $1", "id");
  private static final Rows<Recording> RECORDINGS = Rows.of(Recording.class);
  private static final Rows<Stopped> STOPPED = Rows.of(Stopped.class);

  record Stopped(UUID id, UUID startedBy) {}

  private final Database db;

  RecordRepository(Database db) {
    this.db = db;
  }

  /** @param most messages of the room, however many speak at once */
  Optional<Message> say(String tenant, UUID room, UUID user, String text, Instant now, int most) {
    return HISTORY.rows().first(db.write(SAY, room, tenant, user, text, now, most));
  }

  Page<Message> history(UUID room, PageWindow window) {
    return HISTORY.page(db, window, room);
  }

  void start(Tx tx, UUID id, UUID room, UUID by, Instant now) {
    tx.send(START, id, room, by, now);
  }

  Optional<Stopped> stop(Tx tx, UUID room, Instant now) {
    return STOPPED.first(tx.query(STOP, room, now));
  }

  /** Links the file that the recording of a person has become, once. */
  void ready(UUID id, UUID file, long bytes, UUID by) {
    db.write(READY, id, file, bytes, by);
  }

  void consent(Tx tx, UUID room, UUID user, boolean given, Instant now) {
    tx.send(CONSENT, room, user, given, now);
  }

  void describe(UUID id, String url, Long bytes) {
    db.write(DESCRIBE, id, url, bytes);
  }

  Optional<Recording> running(UUID room) {
    return RECORDINGS.first(db.query(RUNNING, room));
  }

  Optional<Recording> running(Tx tx, UUID room) {
    return RECORDINGS.first(tx.query(RUNNING, room));
  }

  Optional<Recording> recording(String tenant, UUID id) {
    return RECORDINGS.first(db.query(ONE, id, tenant));
  }

  List<Recording> recordings(UUID room) {
    return RECORDINGS.all(db.query(OF_ROOM, room));
  }

  void log(Tx tx, UUID room, Instant at, UUID user, String what, String detail) {
    tx.send(LOG, room, at, user, what, detail, RoomRules.MOST_LOGGED);
  }

  void log(UUID room, Instant at, UUID user, String what, String detail) {
    db.write(LOG, room, at, user, what, detail, RoomRules.MOST_LOGGED);
  }

  Page<LogEntry> entries(UUID room, PageWindow window) {
    return ENTRIES.page(db, window, room);
  }
}
