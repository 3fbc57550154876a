package com.mas.realtime.terminal;

import static java.time.ZoneOffset.UTC;

import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.realtime.terminal.QuotaRules.Used;
import com.mas.realtime.terminal.TerminalContract.AppendRecording;
import com.mas.realtime.terminal.TerminalContract.Recording;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
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
                            WHERE recording_id = $1 AND writer = $7 AND sequence = $8)
        ON CONFLICT (id) DO UPDATE SET updated_at = $5, seconds = greatest(r.seconds, $6),
          bytes = r.bytes + octet_length($2), parts = r.parts + 1, stopped_because = NULL
        RETURNING parts)
      INSERT INTO terminal.recording_parts (recording_id, part, lines, writer, sequence)
      SELECT $1, parts - 1, $2, $7, $8 FROM head RETURNING octet_length(lines) AS bytes
      """;

  /** Once, however often it is refused. */
  private static final String CLOSE = """
      WITH head AS (
        UPDATE terminal.recordings SET stopped_because = $2, bytes = bytes + octet_length($3), parts = parts + 1
         WHERE id = $1 AND stopped_because IS NULL RETURNING parts)
      INSERT INTO terminal.recording_parts (recording_id, part, lines) SELECT $1, parts - 1, $3 FROM head
      """;

  /** $1: today; {@code whose} has the session, or null, with its tenant and owner. */
  private static final String USED = """
      SELECT coalesce((SELECT bytes FROM terminal.recordings WHERE id = whose.id), 0) AS session,
             coalesce(r.bytes, 0) AS account, CASE WHEN r.day = $1::date THEN r.day_bytes ELSE 0 END AS day,
             coalesce((SELECT bytes FROM terminal.recorded_of_tenants t WHERE t.tenant = whose.tenant), 0) AS tenant,
             coalesce((SELECT bytes FROM terminal.recorded_of_tenants t WHERE t.tenant = ''), 0) AS everybody
        FROM whose LEFT JOIN terminal.recorded r ON r.tenant = whose.tenant AND r.owner_id = whose.owner_id
      """;
  private static final String USED_OF_SESSION =
      "WITH whose AS (SELECT id, tenant, owner_id FROM terminal.sessions WHERE id = $2)" + USED;
  private static final String USED_OF_ACCOUNT =
      "WITH whose AS (SELECT NULL::uuid AS id, $2::text AS tenant, $3::uuid AS owner_id)" + USED;

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

  /** One at a time: whoever records holds the account's room after the recording, and so does this. */
  private static final String PURGE_ONE = """
      DELETE FROM terminal.recordings WHERE id =
        (SELECT id FROM terminal.recordings WHERE updated_at < $1 ORDER BY updated_at LIMIT 1)
      """;

  private final Database db;

  RecordingRepository(Database db) {
    this.db = db;
  }

  /**
   * Adds a part. Until the transaction ends nobody else adds anything to the account's recordings.
   *
   * @return its bytes, 0 when it is there already
   */
  long append(Tx tx, AppendRecording ask, Instant now) {
    tx.send(IN_TURN, ask.recordingId());
    for (Row row : tx.query(APPEND, ask.recordingId(), ask.lines(), ask.columns(), ask.rows(), now.atOffset(UTC),
        ask.seconds(), ask.writer(), ask.sequence())) {
      return row.getInteger("bytes");
    }
    return 0;
  }

  /** @param line that says why it goes on no more */
  void close(UUID id, String because, String line) {
    db.query(CLOSE, id, because, line);
  }

  /** Returns what the account has recorded, without a session. */
  Used used(String tenant, UUID owner, LocalDate today) {
    return used(db.query(USED_OF_ACCOUNT, today, tenant, owner));
  }

  /** Returns what is recorded, with what the transaction has added. */
  Used used(Tx tx, UUID session, LocalDate today) {
    return used(tx.query(USED_OF_SESSION, today, session));
  }

  Used used(UUID session, LocalDate today) {
    return used(db.query(USED_OF_SESSION, today, session));
  }

  private static Used used(Iterable<Row> rows) {
    for (Row row : rows) {
      return new Used(row.getLong("session"), row.getLong("account"), row.getLong("day"), row.getLong("tenant"),
          row.getLong("everybody"));
    }
    throw TerminalRules.noSession();
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

  /** Deletes one recording; returns whether there was one. */
  boolean purgeOne(Instant before) {
    return db.query(PURGE_ONE, before.atOffset(UTC)).rowCount() > 0;
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
