package com.mas.realtime.terminal;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.realtime.terminal.QuotaRules.Used;
import com.mas.realtime.terminal.TerminalContract.AppendRecording;
import com.mas.realtime.terminal.TerminalContract.Recording;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.LocalDate;
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
             coalesce((SELECT bytes FROM terminal.recorded_of_tenants t WHERE t.tenant = ''), 0) AS "all"
        FROM whose LEFT JOIN terminal.recorded r ON r.tenant = whose.tenant AND r.owner_id = whose.owner_id
      """;
  private static final String USED_OF_SESSION =
      "WITH whose AS (SELECT id, tenant, owner_id FROM terminal.sessions WHERE id = $2)" + USED;
  private static final String USED_OF_ACCOUNT =
      "WITH whose AS (SELECT NULL::uuid AS id, $2::text AS tenant, $3::uuid AS owner_id)" + USED;

  private static final String SECONDS = "SELECT seconds FROM terminal.recordings WHERE id = $1";

  private static final String COLUMNS = "r.*, s.title";
  private static final String VISIBLE = """
      FROM terminal.recordings r JOIN terminal.sessions s ON s.id = r.session_id
       WHERE s.tenant = $1 AND ($2::uuid IS NULL OR s.owner_id = $2) AND r.session_id = $3
      """;
  private static final Query<Recording> LIST =
      Query.of(Recording.class, COLUMNS, VISIBLE, "r.started_at DESC, r.id");
  private static final String GET = "SELECT " + COLUMNS + "\n" + VISIBLE + " AND r.id = $4";

  private static final String PARTS = """
      SELECT part, lines FROM terminal.recording_parts WHERE recording_id = $1 AND part >= $2 ORDER BY part LIMIT $3
      """;

  private static final String REMOVE = "DELETE FROM terminal.recordings WHERE id = $1";

  /** One at a time: whoever records holds the account's room after the recording, and so does this. */
  private static final String PURGE_ONE = """
      DELETE FROM terminal.recordings WHERE id =
        (SELECT id FROM terminal.recordings WHERE updated_at < $1 ORDER BY updated_at LIMIT 1)
      """;

  private static final Rows<Used> USAGE = Rows.of(Used.class);

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
    return PageWindow.all(tx.query(APPEND, ask.recordingId(), ask.lines(), ask.columns(), ask.rows(), now,
        ask.seconds(), ask.writer(), ask.sequence()), row -> row.getLong("bytes")).stream().findFirst().orElse(0L);
  }

  /** @param line that says why it goes on no more */
  void close(UUID id, String because, String line) {
    db.write(CLOSE, id, because, line);
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

  private static Used used(RowSet<Row> rows) {
    return USAGE.first(rows).orElseThrow(TerminalRules::noSession);
  }

  double seconds(UUID id) {
    return PageWindow.all(db.query(SECONDS, id), row -> row.getDouble("seconds")).stream().findFirst().orElse(0.0);
  }

  Page<Recording> list(String tenant, UUID owner, UUID session, PageWindow window) {
    return LIST.page(db, window, tenant, owner, session);
  }

  Optional<Recording> get(String tenant, UUID owner, UUID session, UUID id) {
    return LIST.rows().first(db.query(GET, tenant, owner, session, id));
  }

  List<String> parts(UUID id, int from, int count) {
    return PageWindow.all(db.query(PARTS, id, from, count), row -> row.getString("lines"));
  }

  void remove(UUID id) {
    db.write(REMOVE, id);
  }

  /** Deletes one recording; returns whether there was one. */
  boolean purgeOne(Instant before) {
    return db.write(PURGE_ONE, before).rowCount() > 0;
  }
}
