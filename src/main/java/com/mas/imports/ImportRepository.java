package com.mas.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.imports.ImportsContract.Found;
import com.mas.imports.ImportsContract.Import;
import com.mas.imports.ImportsContract.Problem;
import com.mas.imports.ImportsContract.RefusedRow;
import com.mas.imports.ImportsContract.State;
import com.mas.imports.ImportsContract.Tally;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** SQL of imports. */
final class ImportRepository {
  private static final String COLUMNS = """
      id, tenant, kind, subject, name, state, bytes, parts, found, percent, checked, imported, error, run_id, made_by,
      created_at, changed_at, ended_at, headers, whole, taken_back_at""";

  private static final Query<Stored> LIST = Query.of(Stored.class, COLUMNS, """
      FROM imports.file
      WHERE tenant = $1 AND kind = ANY ($2) AND ($3::uuid IS NULL OR subject = $3)
        AND ($4::text IS NULL OR state = $4)""", "created_at DESC, id DESC");
  private static final Rows<Stored> STORED = LIST.rows();

  private static final String FIND = "SELECT " + COLUMNS + " FROM imports.file WHERE id = $1";

  private static final String LOCK = FIND + " AND tenant = $2 FOR UPDATE";

  /** Files of one tenant are counted one after the other. */
  private static final String LOCK_TENANT = "SELECT pg_advisory_xact_lock(hashtextextended('imports ' || $1, 0))";

  private static final String WAITING =
      "SELECT count(*) AS files FROM imports.file WHERE tenant = $1 AND ended_at IS NULL";

  private static final String INSERT = """
      INSERT INTO imports.file (id, tenant, kind, subject, name, state, made_by, created_at, changed_at)
      VALUES ($1, $2, $3, $4, $5, 'uploading', $6, $7, $7)""";

  private static final String ADD_PART = """
      WITH grown AS (
        UPDATE imports.file SET parts = parts + 1, bytes = bytes + length($4::bytea), changed_at = $5
        WHERE id = $1 AND tenant = $2 AND made_by = $3 AND state = 'uploading' RETURNING id, parts, bytes
      ), put AS (INSERT INTO imports.part (import_id, number, bytes) SELECT id, parts - 1, $4 FROM grown)
      SELECT bytes FROM grown""";

  private static final String PART = "SELECT bytes FROM imports.part WHERE import_id = $1 AND number = $2";

  private static final String MOVE = """
      UPDATE imports.file SET state = $3, error = $4, percent = $5, changed_at = $6, ended_at = $7
      WHERE id = $1 AND state = ANY ($2) RETURNING\s""" + COLUMNS;

  private static final String WHOLE = "UPDATE imports.file SET whole = true WHERE id = $1";

  private static final String TAKEN_BACK =
      "UPDATE imports.file SET taken_back_at = $2 WHERE id = $1 AND taken_back_at IS NULL";

  private static final String IS_TO_TAKE_BACK =
      "whole AND taken_back_at IS NULL AND state IN ('failed', 'cancelled')";

  private static final String TO_TAKE_BACK = "SELECT " + COLUMNS + " FROM imports.file WHERE " + IS_TO_TAKE_BACK
      + " ORDER BY ended_at LIMIT 100";

  /** Finds files of the same kind and subject whose rows may go again, or that may write beside a whole one. */
  private static final String OTHERS = """
      SELECT EXISTS (SELECT 1 FROM imports.file WHERE tenant = $1 AND kind = $2 AND subject IS NOT DISTINCT FROM $3
                        AND id <> $4 AND ended_at IS NULL AND state = 'importing' AND (whole OR $5))
          OR EXISTS (SELECT 1 FROM imports.file WHERE tenant = $1 AND kind = $2 AND subject IS NOT DISTINCT FROM $3
                        AND id <> $4 AND\s""" + IS_TO_TAKE_BACK + ") AS others";

  private static final String DROP_PARTS = "DELETE FROM imports.part WHERE import_id = $1";

  private static final String BEGIN = """
      UPDATE imports.file SET run_id = $3, found = $4::text::jsonb, headers = $5::text::jsonb
      WHERE id = $1 AND state = $2""";

  private static final String PROGRESS = """
      UPDATE imports.file SET run_id = $3, percent = $4, changed_at = $5,
        checked = CASE WHEN $2 = 'checking' THEN $6::text::jsonb ELSE checked END,
        imported = CASE WHEN $2 = 'importing' THEN $6::text::jsonb ELSE imported END
      WHERE id = $1 AND state = $2 RETURNING id""";

  private static final String REFUSE = """
      INSERT INTO imports.refused (import_id, imported, row, fields, problems)
      SELECT $1, $2, r.row, r.fields, r.problems
      FROM jsonb_to_recordset($3::text::jsonb) AS r (row bigint, fields jsonb, problems jsonb)""";

  private static final Query<Refused> REFUSED = Query.of(Refused.class, "row, fields, problems",
      "FROM imports.refused WHERE import_id = $1 AND imported = $2", "row");

  private static final String REFUSED_FROM = """
      SELECT row, fields, problems FROM imports.refused WHERE import_id = $1 AND imported = $2 AND row >= $3
      ORDER BY row LIMIT $4""";

  private static final String END_LEFT = """
      UPDATE imports.file SET state = CASE WHEN state IN ('checking', 'importing') THEN 'failed' ELSE 'cancelled' END,
        error = CASE state WHEN 'uploading' THEN 'The upload broke off.'
                           WHEN 'checked' THEN 'Nobody confirmed it within a day.'
                           ELSE 'It did not come to an end; upload the file again.' END,
        changed_at = $1, ended_at = $1
      WHERE state = 'uploading' AND changed_at < $2 OR state = 'checked' AND changed_at < $3
        OR state IN ('checking', 'importing') AND changed_at < $4""";

  private static final String DROP_LEFT = """
      DELETE FROM imports.part USING imports.file f WHERE f.id = import_id AND f.ended_at IS NOT NULL""";

  private static final String REMOVE_OLD = """
      DELETE FROM imports.file WHERE id IN (
        SELECT id FROM imports.file WHERE ended_at < $1 AND NOT (%s) LIMIT 1000)""".formatted(IS_TO_TAKE_BACK);

  private final Database db;

  ImportRepository(Database db) {
    this.db = db;
  }

  /** @param headers of the file, as they stand there */
  record Stored(UUID id, String tenant, String kind, UUID subject, String name, State state, long bytes, int parts,
      JsonNode found, Integer percent, JsonNode checked, JsonNode imported, String error, UUID runId, UUID madeBy,
      Instant createdAt, Instant changedAt, Instant endedAt, JsonNode headers, boolean whole, Instant takenBackAt) {
    Import shown() {
      return new Import(id, kind, subject, name, state, bytes, as(found, Found.class), percent,
          as(checked, Tally.class), as(imported, Tally.class), error, whole, takenBackAt, madeBy, createdAt, changedAt,
          endedAt);
    }

    /** Returns whether what it has written is to be taken back. */
    boolean isToTakeBack() {
      return whole && takenBackAt == null && (state == State.FAILED || state == State.CANCELLED);
    }

    /** Returns whether what was told of rows is of the import; else of the check. */
    boolean tellsOfImport() {
      return imported != null || state == State.IMPORTING;
    }

    private static <T> T as(JsonNode node, Class<T> type) {
      try {
        return node == null ? null : Json.MAPPER.treeToValue(node, type);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  record Refused(long row, JsonNode fields, List<Problem> problems) {
    List<String> words() {
      return StreamSupport.stream(fields.spliterator(), false).map(JsonNode::asText).toList();
    }
  }

  /** A refused row, as it is stored. */
  record NewRefused(long row, List<String> fields, List<Problem> problems) {}

  Page<Import> list(String tenant, Set<String> kinds, UUID subject, State state, PageWindow window) {
    return LIST.page(db, window, tenant, kinds.toArray(String[]::new), subject, state).map(Stored::shown);
  }

  Optional<Stored> find(UUID id) {
    return STORED.first(db.query(FIND, id));
  }

  Optional<Stored> lock(Tx tx, UUID id, String tenant) {
    return STORED.first(tx.query(LOCK, id, tenant));
  }

  /** Lets no other file of the tenant be begun, checked or confirmed before the commit; taken before files' rows. */
  void lockTenant(Tx tx, String tenant) {
    tx.send(LOCK_TENANT, tenant);
  }

  /**
   * Returns whether another file of the same kind and subject is imported as a whole, or is not taken back yet, or is
   * imported at all where this one is to be whole. The tenant must be locked.
   */
  boolean hasOthers(Tx tx, String tenant, String kind, UUID subject, UUID id, boolean whole) {
    return tx.query(OTHERS, tenant, kind, subject, id, whole).iterator().next().getBoolean("others");
  }

  /** Returns how many files of the tenant are not over. The tenant must be locked. */
  int waiting(Tx tx, String tenant) {
    return tx.query(WAITING, tenant).iterator().next().getInteger("files");
  }

  void insert(Tx tx, UUID id, String tenant, String kind, UUID subject, String name, UUID madeBy, Instant now) {
    tx.send(INSERT, id, tenant, kind, subject, name, madeBy, now);
  }

  /** Returns how many bytes there are now; empty when the caller has no such upload. */
  Optional<Long> addPart(Tx tx, UUID id, String tenant, UUID madeBy, byte[] bytes, Instant now) {
    RowSet<Row> rows = tx.query(ADD_PART, id, tenant, madeBy, Buffer.buffer(bytes), now);
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getLong("bytes"));
  }

  byte[] part(UUID id, int number) {
    RowSet<Row> rows = db.query(PART, id, number);
    if (rows.size() == 0) {
      throw Failure.CONFLICT.with("The import is over; its file is gone.");
    }
    return rows.iterator().next().getBuffer("bytes").getBytes();
  }

  /** Moves it from one of the states to another; empty when it is in none of them. The file goes when it is over. */
  Optional<Stored> move(Tx tx, UUID id, Set<State> from, State to, String error, Instant now) {
    Optional<Stored> moved = STORED.first(tx.query(MOVE, id, from.stream().map(State::wire).toArray(String[]::new), to,
        error, to == State.COMPLETED || to == State.CHECKED ? 100 : null, now, to.isOver() ? now : null));
    if (moved.isPresent() && to.isOver()) {
      tx.send(DROP_PARTS, id);
    }
    return moved;
  }

  /** Makes it one of the whole file or nothing. */
  void whole(Tx tx, UUID id) {
    tx.send(WHOLE, id);
  }

  void takenBack(UUID id, Instant now) {
    db.write(TAKEN_BACK, id, now);
  }

  /** Returns those of which something may be left, the oldest first. */
  List<Stored> toTakeBack(Tx tx) {
    return STORED.all(tx.query(TO_TAKE_BACK));
  }

  void begin(Tx tx, UUID id, State state, UUID run, Found found, List<String> headers) {
    tx.send(BEGIN, id, state, run, Json.write(found), Json.write(headers));
  }

  /** Completes with whether the import is in this state still. */
  Future<Boolean> progress(Tx tx, UUID id, State state, UUID run, int percent, Tally tally, Instant now) {
    return tx.send(PROGRESS, id, state, run, percent, now, Json.write(tally)).map(rows -> rows.size() == 1);
  }

  void refuse(Tx tx, UUID id, boolean imported, List<NewRefused> rows) {
    tx.send(REFUSE, id, imported, Json.write(rows));
  }

  Page<RefusedRow> refused(UUID id, boolean imported, PageWindow window) {
    return REFUSED.page(db, window, id, imported).map(each -> new RefusedRow(each.row, each.problems));
  }

  List<Refused> refusedFrom(UUID id, boolean imported, long row, int limit) {
    return REFUSED.rows().all(db.query(REFUSED_FROM, id, imported, row, limit));
  }

  int endLeft(Tx tx, Instant now, Instant uploads, Instant checks, Instant runs) {
    int ended = tx.query(END_LEFT, now, uploads, checks, runs).rowCount();
    tx.send(DROP_LEFT);
    return ended;
  }

  int removeOld(Tx tx, Instant before) {
    return tx.query(REMOVE_OLD, before).rowCount();
  }
}
