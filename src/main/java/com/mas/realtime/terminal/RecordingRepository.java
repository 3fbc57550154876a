package com.mas.realtime.terminal;

import static java.time.ZoneOffset.UTC;

import com.mas.db.Database;
import com.mas.realtime.terminal.TerminalContract.AppendRecording;
import com.mas.realtime.terminal.TerminalContract.Recording;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Recordings. A session has one at most, under the session's id. */
final class RecordingRepository {
  /** One append after the other, so that the second of two that are the same sees the first. */
  private static final String IN_TURN = "SELECT id FROM terminal.sessions WHERE id = $1 FOR UPDATE";

  /** A part that its writer has appended before changes nothing. */
  private static final String APPEND = """
      WITH head AS (
        INSERT INTO terminal.recordings AS r (id, session_id, columns, lines, started_at, updated_at, seconds, bytes,
            parts)
        SELECT $1, $1, $3, $4, $5, $5, $6, octet_length($2), 1
         WHERE NOT EXISTS (SELECT FROM terminal.recording_parts
                            WHERE recording_id = $1 AND writer = $8 AND sequence = $9)
        ON CONFLICT (id) DO UPDATE SET updated_at = $5, seconds = greatest(r.seconds, $6),
          bytes = r.bytes + octet_length($2), parts = r.parts + 1
         WHERE r.bytes < $7
        RETURNING parts)
      INSERT INTO terminal.recording_parts (recording_id, part, lines, writer, sequence)
      SELECT $1, parts - 1, $2, $8, $9 FROM head
      """;

  private static final String SECONDS = "SELECT seconds FROM terminal.recordings WHERE id = $1";

  private static final String SELECT = """
      SELECT r.id, r.session_id, s.title, r.columns, r.lines, r.started_at, r.updated_at, r.seconds, r.bytes
        FROM terminal.recordings r JOIN terminal.sessions s ON s.id = r.session_id
       WHERE s.tenant = $1 AND ($2::uuid IS NULL OR s.owner_id = $2) AND r.session_id = $3
      """;

  private static final String LIST = SELECT + " ORDER BY r.started_at DESC, r.id LIMIT $4 OFFSET $5";
  private static final String GET = SELECT + " AND r.id = $4";

  private static final String PARTS = """
      SELECT part, lines FROM terminal.recording_parts WHERE recording_id = $1 AND part >= $2 ORDER BY part LIMIT $3
      """;

  private static final String REMOVE = "DELETE FROM terminal.recordings WHERE id = $1";

  private static final String PURGE = """
      DELETE FROM terminal.recordings WHERE id IN
        (SELECT id FROM terminal.recordings WHERE updated_at < $1 ORDER BY updated_at LIMIT 100)
      """;

  private final Database db;

  RecordingRepository(Database db) {
    this.db = db;
  }

  /** @param most bytes; beyond them nothing more is kept */
  void append(AppendRecording ask, Instant now, long most) {
    db.transaction(tx -> {
      tx.send(IN_TURN, ask.recordingId());
      tx.send(APPEND, ask.recordingId(), ask.lines(), ask.columns(), ask.rows(), now.atOffset(UTC), ask.seconds(),
          most, ask.writer(), ask.sequence());
      return null;
    });
  }

  double seconds(UUID id) {
    for (Row row : db.query(SECONDS, id)) {
      return row.getDouble("seconds");
    }
    return 0;
  }

  List<Recording> list(String tenant, UUID owner, UUID session, int limit, int offset) {
    return rows(db.query(LIST, tenant, owner, session, limit, offset));
  }

  Optional<Recording> get(String tenant, UUID owner, UUID session, UUID id) {
    return rows(db.query(GET, tenant, owner, session, id)).stream().findFirst();
  }

  List<String> parts(UUID id, int from, int count) {
    List<String> parts = new ArrayList<>();
    db.query(PARTS, id, from, count).forEach(row -> parts.add(row.getString("lines")));
    return parts;
  }

  void remove(UUID id) {
    db.query(REMOVE, id);
  }

  int purge(Instant before) {
    return db.query(PURGE, before.atOffset(UTC)).rowCount();
  }

  private static List<Recording> rows(Iterable<Row> rows) {
    List<Recording> all = new ArrayList<>();
    for (Row row : rows) {
      all.add(new Recording(row.getUUID("id"), row.getUUID("session_id"), row.getString("title"),
          row.getInteger("columns"),
          row.getInteger("lines"), row.getOffsetDateTime("started_at").toInstant(),
          row.getOffsetDateTime("updated_at").toInstant(), row.getDouble("seconds"), row.getLong("bytes")));
    }
    return all;
  }
}
