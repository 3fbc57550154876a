package com.mas.domain.people.files;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.people.files.FilesContract.FileState;
import com.mas.domain.people.files.FilesContract.Opened;
import com.mas.domain.people.files.FilesContract.Opening;
import com.mas.domain.people.files.FilesContract.Version;
import com.mas.module.FileKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** SQL of files, of who opened them, and of the space they take. */
final class FileRepository {
  private static final String COLUMNS = """
      f.id, f.tenant, f.kind, f.owner, f.subject, f.state, f.version, f.created_at, f.changed_at, v.name, v.type,
      v.bytes, v.sha256, v.width, v.height, v.picture IS NOT NULL AS has_picture, v.refusal, v.key""";
  private static final String FROM = "FROM files.file f JOIN files.version v ON v.id = f.shown\n";
  /** Leaves out what is being uploaded, or was given up: it is no file yet. */
  private static final String LISTED = " AND (f.version > 0 OR v.state IN ('checking', 'refused'))";

  private static final Query<Stored> OWN = Query.of(Stored.class, COLUMNS, FROM + """
      WHERE f.owner = $1 AND f.tenant = $2 AND ($3::text IS NULL OR f.kind = $3)
        AND ($4::uuid IS NULL OR f.subject = $4)""" + LISTED, "f.created_at DESC, f.id DESC");
  private static final Query<Stored> ALL = Query.of(Stored.class, COLUMNS, FROM + """
      WHERE f.tenant = $1 AND ($2::text IS NULL OR f.kind = $2) AND ($3::uuid IS NULL OR f.owner = $3)
        AND ($4::text IS NULL OR f.state = $4)""" + LISTED, "f.created_at DESC, f.id DESC");
  private static final Rows<Stored> STORED = OWN.rows();
  private static final String FIND = "SELECT " + COLUMNS + "\n" + FROM + "WHERE f.id = $1 AND f.tenant = $2";
  private static final String LOCK = FIND + " FOR UPDATE OF f";

  private static final Query<Version> VERSIONS = Query.of(Version.class,
      "number, state, name, type, bytes, sha256, refusal, made_by, created_at, ended_at",
      "FROM files.version WHERE file_id = $1", "number DESC");
  private static final Query<Opening> OPENINGS = Query.of(Opening.class, "version, person AS by, how, at",
      "FROM files.opening WHERE file_id = $1", "at DESC, id DESC");
  private static final String KEY_OF =
      "SELECT key, name, type FROM files.version WHERE file_id = $1 AND number = $2 AND state = 'ready'";
  private static final String PICTURE = """
      SELECT v.picture AS bytes FROM files.file f JOIN files.version v ON v.id = f.shown WHERE f.id = $1""";
  private static final String OPENED = """
      INSERT INTO files.opening (id, file_id, version, person, how, at) VALUES ($1, $2, $3, $4, $5, $6)""";

  private static final String THROW_AWAY = """
      WITH gone AS (SELECT key, upload FROM files.version
        WHERE file_id = $1 AND state IN ('uploading', 'checking', 'ready'))
      INSERT INTO files.garbage (key, upload, since) SELECT key, upload, $2 FROM gone ON CONFLICT DO NOTHING""";
  private static final String REMOVE = "DELETE FROM files.file WHERE id = $1";
  private static final String OF_PERSON = "SELECT id FROM files.file WHERE owner = $1 LIMIT 100";
  private static final String TOO_OLD = """
      SELECT id FROM files.file WHERE kind = $1 AND changed_at < $2 ORDER BY changed_at LIMIT 100""";

  private static final String NEVER_READY = """
      SELECT id FROM files.file WHERE version = 0 AND state = 'refused' AND changed_at < $1
      ORDER BY changed_at LIMIT 100""";

  private static final String USAGE = """
      SELECT (SELECT count(*) FROM files.file WHERE tenant = $1 AND version > 0) AS files,
        (SELECT coalesce(sum(reserved), 0)::bigint FROM files.version WHERE tenant = $1 AND reserved > 0) AS bytes,
        (SELECT coalesce(sum(reserved), 0)::bigint FROM files.version WHERE reserved > 0) AS total_bytes""";
  private static final String CLAIM_PLACE = """
      INSERT INTO files.place (identity) VALUES ($1) ON CONFLICT (one) DO UPDATE SET identity = files.place.identity
      RETURNING identity""";

  private static final Rows<Key> KEYS = Rows.of(Key.class);
  private static final Rows<Small> SMALL = Rows.of(Small.class);
  private static final Rows<Id> IDS = Rows.of(Id.class);
  private static final Rows<Used> USED = Rows.of(Used.class);

  record Stored(UUID id, String tenant, String kind, UUID owner, UUID subject, FileState state, int version,
      Instant createdAt, Instant changedAt, String name, String type, long bytes, String sha256, Integer width,
      Integer height, boolean hasPicture, String refusal, String key) {
    FilesContract.File shown(FileKind rules) {
      Instant expires = rules == null || rules.kept().isZero() ? null : changedAt.plus(rules.kept());
      return new FilesContract.File(id, kind, owner, subject, name, state, version, type, bytes, sha256, width, height,
          hasPicture, createdAt, changedAt, expires, state == FileState.REFUSED ? refusal : null);
    }
  }

  record Key(String key, String name, String type) {}

  private record Small(byte[] bytes) {}

  private record Id(UUID id) {}

  record Used(long files, long bytes, long totalBytes) {}

  private final Database db;

  FileRepository(Database db) {
    this.db = db;
  }

  Page<Stored> own(UUID owner, String tenant, String kind, UUID subject, PageWindow window) {
    return OWN.page(db, window, owner, tenant, kind, subject);
  }

  Page<Stored> all(String tenant, String kind, UUID owner, FileState state, PageWindow window) {
    return ALL.page(db, window, tenant, kind, owner, state);
  }

  Optional<Stored> find(UUID id, String tenant) {
    return STORED.first(db.query(FIND, id, tenant));
  }

  Optional<Stored> lock(Tx tx, UUID id, String tenant) {
    return STORED.first(tx.query(LOCK, id, tenant));
  }

  Page<Version> versions(UUID id, PageWindow window) {
    return VERSIONS.page(db, window, id);
  }

  Page<Opening> openings(UUID id, PageWindow window) {
    return OPENINGS.page(db, window, id);
  }

  Optional<Key> key(UUID id, int version) {
    return KEYS.first(db.query(KEY_OF, id, version));
  }

  Optional<byte[]> picture(UUID id) {
    return SMALL.first(db.query(PICTURE, id)).map(Small::bytes);
  }

  void opened(UUID id, UUID file, int version, UUID person, Opened how, Instant now) {
    db.write(OPENED, id, file, version, person, how, now);
  }

  /** Removes a file with all of its versions; their objects are garbage then. */
  void remove(Tx tx, UUID id, Instant now) {
    tx.send(THROW_AWAY, id, now);
    tx.send(REMOVE, id);
  }

  List<UUID> ofPerson(UUID person) {
    return IDS.all(db.query(OF_PERSON, person)).stream().map(Id::id).toList();
  }

  List<UUID> tooOld(String kind, Instant before) {
    return IDS.all(db.query(TOO_OLD, kind, before)).stream().map(Id::id).toList();
  }

  List<UUID> neverReady(Instant before) {
    return IDS.all(db.query(NEVER_READY, before)).stream().map(Id::id).toList();
  }

  Used usage(String tenant) {
    return USED.first(db.query(USAGE, tenant)).orElseThrow();
  }

  /** Says where this server keeps files, and returns where the first one did. */
  String claimPlace(String identity) {
    return db.write(CLAIM_PLACE, identity).iterator().next().getString(0);
  }
}
