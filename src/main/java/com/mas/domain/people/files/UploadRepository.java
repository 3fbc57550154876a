package com.mas.domain.people.files;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.people.files.FilesContract.UploadState;
import com.mas.domain.people.files.Looked.Found;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** SQL of versions while they come, and of what the store is to delete. */
final class UploadRepository {
  private static final String COLUMNS = """
      v.id, v.file_id, v.tenant, v.number, v.key, v.upload, v.state, v.name, v.declared, v.bytes, v.refusal, v.made_by,
      v.changed_at, f.kind, f.owner, f.subject""";
  private static final String FIND = "SELECT " + COLUMNS
      + " FROM files.version v JOIN files.file f ON f.id = v.file_id WHERE v.id = $1";
  private static final String LOCK = FIND + " FOR UPDATE";
  private static final String STAGED_OF = "SELECT " + COLUMNS + """
       FROM files.version v JOIN files.file f ON f.id = v.file_id
      WHERE v.file_id = $1 AND v.made_by = $2 AND v.state = 'uploading' AND v.upload IS NULL
      ORDER BY v.number DESC LIMIT 1 FOR UPDATE""";
  private static final String LOCK_GROWING =
      "SELECT pg_advisory_xact_lock(hashtextextended('file of ' || $1::uuid, 0))";
  private static final String GROWING = "SELECT " + COLUMNS + """
       FROM files.version v JOIN files.file f ON f.id = v.file_id
      WHERE f.tenant = $1 AND f.kind = $2 AND f.subject = $3 AND f.owner = $4 AND v.upload IS NULL
      ORDER BY v.created_at DESC LIMIT 1 FOR UPDATE OF v""";
  private static final String LEFT = "SELECT " + COLUMNS + """
       FROM files.version v JOIN files.file f ON f.id = v.file_id
      WHERE v.state = 'uploading' AND v.changed_at < $1 ORDER BY v.changed_at LIMIT 100""";

  /** Space is given to one upload after the other. */
  private static final String LOCK_SPACE = "SELECT pg_advisory_xact_lock(hashtextextended('files space', 0))";
  private static final String RESERVED =
      "SELECT coalesce(sum(reserved), 0)::bigint AS many FROM files.version WHERE reserved > 0";
  private static final String OPEN = """
      SELECT count(*) AS many FROM files.version WHERE made_by = $1 AND state = 'uploading'""";
  private static final String INSERT_FILE = """
      INSERT INTO files.file (id, tenant, kind, owner, subject, state, shown, created_at, changed_at)
      VALUES ($1, $2, $3, $4, $5, 'checking', $6, $7, $7)""";
  private static final String INSERT = """
      INSERT INTO files.version (id, file_id, tenant, number, key, upload, state, name, declared, reserved, made_by,
        created_at, changed_at)
      SELECT $1, $2, $3, coalesce((SELECT max(number) FROM files.version WHERE file_id = $2), 0) + 1, $4, $5,
        'uploading', $6, $7, $8, $9, $10, $10""";
  private static final String TOUCH = "UPDATE files.version SET changed_at = $2 WHERE id = $1 AND state = 'uploading'";
  private static final String STAGE = """
      WITH grown AS (UPDATE files.version SET bytes = bytes + length($3::bytea), changed_at = $4
        WHERE id = $1 AND state = 'uploading' RETURNING bytes)
      , put AS (INSERT INTO files.staged (version_id, number, bytes) SELECT $1, $2, $3 FROM grown)
      SELECT bytes AS many FROM grown""";
  private static final String STAGED = "SELECT count(*) AS many FROM files.staged WHERE version_id = $1";
  private static final String STAGED_PART = "SELECT bytes FROM files.staged WHERE version_id = $1 AND number = $2";
  private static final String UNSTAGE = "DELETE FROM files.staged WHERE version_id = $1";

  private static final String CHECKING = """
      UPDATE files.version SET state = 'checking', bytes = $2, reserved = $2, changed_at = $3
      WHERE id = $1 AND state = 'uploading' RETURNING id""";
  private static final String READY = """
      UPDATE files.version SET state = 'ready', name = $2, type = $3, bytes = $4, reserved = $4, sha256 = $5,
        width = $6, height = $7, picture = $8, changed_at = $9, ended_at = $9
      WHERE id = $1 AND state = 'checking' RETURNING id""";
  private static final String SHOW = """
      UPDATE files.file SET state = 'ready', shown = $2, version = $3, changed_at = $4
      WHERE id = $1 AND version < $3""";
  private static final String END = """
      UPDATE files.version SET state = $2, refusal = $3, reserved = 0, changed_at = $4, ended_at = $4
      WHERE id = $1 AND state = ANY ($5) RETURNING id""";
  private static final String REFUSE_FILE =
      "UPDATE files.file SET state = 'refused', shown = $2, changed_at = $3 WHERE id = $1 AND version = 0";
  private static final String THROW_AWAY = """
      INSERT INTO files.garbage (key, upload, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING""";
  /** Throws the bytes of versions beyond the newest ones away; what is known of them stays. */
  private static final String TRIM = """
      WITH old AS (UPDATE files.version
        SET state = 'expired', reserved = 0, picture = NULL, changed_at = $3, ended_at = $3
        WHERE id IN (SELECT id FROM files.version WHERE file_id = $1 AND state = 'ready' ORDER BY number DESC OFFSET $2)
        RETURNING key)
      INSERT INTO files.garbage (key, since) SELECT key, $3 FROM old ON CONFLICT DO NOTHING""";

  private static final String GARBAGE = "SELECT key, upload FROM files.garbage ORDER BY since LIMIT 200";
  private static final String GARBAGE_KEYS = "SELECT key, upload FROM files.garbage WHERE key = ANY ($1)";
  private static final String DELETED = "DELETE FROM files.garbage WHERE key = $1";
  private static final String NAMED = """
      SELECT key, upload FROM files.version WHERE key = ANY ($1) AND state IN ('uploading', 'checking', 'ready')
      UNION ALL SELECT key, upload FROM files.garbage WHERE key = ANY ($1)""";
  private static final String STORED_AFTER = """
      SELECT key, upload FROM files.version WHERE state = 'ready' AND key > $1 ORDER BY key LIMIT 500""";

  private static final Rows<Coming> COMING = Rows.of(Coming.class);
  private static final Rows<Gone> GONE = Rows.of(Gone.class);

  /** @param upload the store's; null: the bytes go through the product */
  record Coming(UUID id, UUID fileId, String tenant, int number, String key, String upload, UploadState state,
      String name, Long declared, long bytes, String refusal, UUID madeBy, Instant changedAt, String kind, UUID owner,
      UUID subject) {}

  record Gone(String key, String upload) {}

  private final Database db;

  UploadRepository(Database db) {
    this.db = db;
  }

  Optional<Coming> find(UUID id) {
    return COMING.first(db.query(FIND, id));
  }

  Optional<Coming> lock(Tx tx, UUID id) {
    return COMING.first(tx.query(LOCK, id));
  }

  Optional<Coming> lockStaged(Tx tx, UUID file, UUID by) {
    return COMING.first(tx.query(STAGED_OF, file, by));
  }

  /** Returns the newest upload through the product for a subject; whoever asks for the same one waits. */
  Optional<Coming> lockGrowing(Tx tx, String tenant, String kind, UUID subject, UUID by) {
    tx.send(LOCK_GROWING, subject);
    return COMING.first(tx.query(GROWING, tenant, kind, subject, by));
  }

  List<Coming> left(Instant before) {
    return COMING.all(db.query(LEFT, before));
  }

  /** Returns bytes that are taken or promised, of all tenants; nobody else is given any until the end of this. */
  long lockSpace(Tx tx) {
    tx.send(LOCK_SPACE);
    return many(tx.query(RESERVED));
  }

  long open(Tx tx, UUID person) {
    return many(tx.query(OPEN, person));
  }

  void insertFile(Tx tx, UUID id, String tenant, String kind, UUID owner, UUID subject, UUID version, Instant now) {
    tx.send(INSERT_FILE, id, tenant, kind, owner, subject, version, now);
  }

  void insert(Tx tx, UUID id, UUID file, String tenant, String key, String upload, String name, Long declared,
      long reserved, UUID by, Instant now) {
    tx.query(INSERT, id, file, tenant, key, upload, name, declared, reserved, by, now);
  }

  void touch(UUID id, Instant now) {
    db.query(TOUCH, id, now);
  }

  /** Returns the bytes that have come; empty when the upload is over. */
  Optional<Long> stage(Tx tx, UUID id, byte[] bytes, Instant now) {
    int number = (int) many(tx.query(STAGED, id));
    var grown = tx.query(STAGE, id, number, Buffer.buffer(bytes), now);
    return grown.size() == 0 ? Optional.empty() : Optional.of(many(grown));
  }

  int staged(UUID id) {
    return (int) many(db.query(STAGED, id));
  }

  byte[] stagedPart(UUID id, int number) {
    return db.query(STAGED_PART, id, number).iterator().next().getBuffer(0).getBytes();
  }

  void unstage(Tx tx, UUID id) {
    tx.send(UNSTAGE, id);
  }

  /** Returns whether it was uploading until now. */
  boolean checking(Tx tx, UUID id, long bytes, Instant now) {
    return tx.query(CHECKING, id, bytes, now).size() > 0;
  }

  /** Returns whether it was checking until now; then it is what the file shows. */
  boolean ready(Tx tx, Coming version, Found found, int kept, Instant now) {
    boolean moved = tx.query(READY, version.id, found.name(), found.type().media(), found.bytes(), found.sha256(),
        found.width(), found.height(), found.picture() == null ? null : Buffer.buffer(found.picture()), now).size() > 0;
    if (moved) {
      tx.send(SHOW, version.fileId, version.id, version.number, now);
      tx.send(TRIM, version.fileId, kept, now);
    }
    return moved;
  }

  /** Ends it in one of the ways that are not good; its bytes are garbage then. Returns whether it was not over. */
  boolean end(Tx tx, Coming version, UploadState to, String refusal, Set<UploadState> from, Instant now) {
    boolean moved = tx.query(END, version.id, to, refusal, now, from).size() > 0;
    if (moved) {
      tx.send(REFUSE_FILE, version.fileId, version.id, now);
      tx.send(THROW_AWAY, version.key, version.upload, now);
      unstage(tx, version.id);
    }
    return moved;
  }

  void throwAway(String key, String upload, Instant now) {
    db.write(THROW_AWAY, key, upload, now);
  }

  List<Gone> garbage() {
    return GONE.all(db.query(GARBAGE));
  }

  List<Gone> garbage(Collection<String> keys) {
    return GONE.all(db.query(GARBAGE_KEYS, keys));
  }

  void deleted(String key) {
    db.write(DELETED, key);
  }

  /** Returns those of the keys that somebody names. */
  Set<String> named(Collection<String> keys) {
    return GONE.all(db.query(NAMED, keys)).stream().map(Gone::key).collect(Collectors.toSet());
  }

  /** Returns keys of ready versions, in their order. */
  List<String> readyAfter(String key) {
    return GONE.all(db.query(STORED_AFTER, key)).stream().map(Gone::key).toList();
  }

  private static long many(RowSet<Row> rows) {
    return rows.iterator().next().getLong(0);
  }
}
