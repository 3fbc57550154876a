package com.mas.realtime.meeting;

import static java.time.ZoneOffset.UTC;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.db.Tx;
import com.mas.realtime.meeting.MeetingContract.Consent;
import com.mas.realtime.meeting.MeetingContract.LogEntry;
import com.mas.realtime.meeting.MeetingContract.Message;
import com.mas.realtime.meeting.MeetingContract.Recording;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

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
  private static final String HISTORY = """
      SELECT * FROM meeting.chat WHERE room_id = $1 ORDER BY number DESC LIMIT $2 OFFSET $3
      """;
  private static final String HISTORY_COUNT = "SELECT count(*) FROM meeting.chat WHERE room_id = $1";

  private static final String WITH_CONSENTS = """
      SELECT r.*, (SELECT coalesce(jsonb_agg(jsonb_build_object('userId', c.user_id, 'given', c.given, 'at',
                     to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY c.at), '[]')
                     FROM meeting.consents c WHERE c.recording_id = r.id) AS consents
        FROM meeting.recordings r
      """;
  private static final String START = """
      INSERT INTO meeting.recordings (id, room_id, started_by, started_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT DO NOTHING
      """;
  private static final String STOP =
      "UPDATE meeting.recordings SET stopped_at = $2 WHERE room_id = $1 AND stopped_at IS NULL RETURNING id";
  private static final String CONSENT = """
      INSERT INTO meeting.consents (recording_id, user_id, given, at)
      SELECT id, $2, $3, $4 FROM meeting.recordings WHERE room_id = $1 AND stopped_at IS NULL
      ON CONFLICT (recording_id, user_id) DO UPDATE SET given = excluded.given, at = excluded.at
      """;
  private static final String DESCRIBE = """
      UPDATE meeting.recordings SET url = $2, bytes = $3 WHERE id = $1
      """;
  private static final String RUNNING = WITH_CONSENTS + " WHERE r.room_id = $1 AND r.stopped_at IS NULL";
  private static final String OF_ROOM = WITH_CONSENTS + " WHERE r.room_id = $1 ORDER BY r.started_at, r.id";
  private static final String ONE = WITH_CONSENTS + """
       WHERE r.id = $1 AND EXISTS (SELECT 1 FROM meeting.rooms m WHERE m.id = r.room_id AND m.tenant = $2)
      """;

  private static final String LOG =
      "INSERT INTO meeting.log (room_id, at, user_id, what, detail) VALUES ($1, $2, $3, $4, $5)";
  private static final String ENTRIES = "SELECT * FROM meeting.log WHERE room_id = $1 ORDER BY id LIMIT $2 OFFSET $3";
  private static final String ENTRIES_COUNT = "SELECT count(*) FROM meeting.log WHERE room_id = $1";

  private final Database db;

  RecordRepository(Database db) {
    this.db = db;
  }

  /** @param most messages of the room, however many speak at once */
  Optional<Message> say(String tenant, UUID room, UUID user, String text, Instant now, int most) {
    return Slice.all(db.write(SAY, room, tenant, user, text, now.atOffset(UTC), most), RecordRepository::message)
        .stream().findFirst();
  }

  Page<Message> history(UUID room, Slice slice) {
    return slice.page(db.send(HISTORY, room, slice.limit(), slice.offset()), db.send(HISTORY_COUNT, room),
        RecordRepository::message);
  }

  void start(Tx tx, UUID id, UUID room, UUID by, Instant now) {
    tx.send(START, id, room, by, now.atOffset(UTC));
  }

  /** @return the one that ran */
  Optional<UUID> stop(Tx tx, UUID room, Instant now) {
    return Slice.all(tx.query(STOP, room, now.atOffset(UTC)), row -> row.getUUID("id")).stream().findFirst();
  }

  void consent(Tx tx, UUID room, UUID user, boolean given, Instant now) {
    tx.send(CONSENT, room, user, given, now.atOffset(UTC));
  }

  void describe(UUID id, String url, Long bytes) {
    db.query(DESCRIBE, id, url, bytes);
  }

  Optional<Recording> running(UUID room) {
    return Slice.all(db.query(RUNNING, room), RecordRepository::recording).stream().findFirst();
  }

  Optional<Recording> running(Tx tx, UUID room) {
    return Slice.all(tx.query(RUNNING, room), RecordRepository::recording).stream().findFirst();
  }

  Optional<Recording> recording(String tenant, UUID id) {
    return Slice.all(db.query(ONE, id, tenant), RecordRepository::recording).stream().findFirst();
  }

  List<Recording> recordings(UUID room) {
    return Slice.all(db.query(OF_ROOM, room), RecordRepository::recording);
  }

  void log(Tx tx, UUID room, Instant at, UUID user, String what, String detail) {
    tx.send(LOG, room, at.atOffset(UTC), user, what, detail);
  }

  void log(UUID room, Instant at, UUID user, String what, String detail) {
    db.query(LOG, room, at.atOffset(UTC), user, what, detail);
  }

  Page<LogEntry> entries(UUID room, Slice slice) {
    return slice.page(db.send(ENTRIES, room, slice.limit(), slice.offset()), db.send(ENTRIES_COUNT, room),
        row -> new LogEntry(instant(row, "at"), row.getUUID("user_id"), row.getString("what"),
            row.getString("detail")));
  }

  private static Message message(Row row) {
    return new Message(row.getLong("number"), row.getUUID("user_id"), row.getString("name"), row.getString("text"),
        instant(row, "sent_at"));
  }

  private static Recording recording(Row row) {
    JsonArray consents = row.getJsonArray("consents");
    return new Recording(row.getUUID("id"), row.getUUID("room_id"), row.getUUID("started_by"),
        instant(row, "started_at"), instant(row, "stopped_at"), row.getString("url"), row.getLong("bytes"),
        IntStream.range(0, consents.size()).mapToObj(consents::getJsonObject).map(RecordRepository::consent).toList());
  }

  private static Consent consent(JsonObject said) {
    return new Consent(UUID.fromString(said.getString("userId")), said.getBoolean("given"),
        Instant.parse(said.getString("at")));
  }

  private static Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
