package com.mas.domain.people.privacy;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.people.privacy.PrivacyContract.Export;
import com.mas.domain.people.privacy.PrivacyContract.ExportState;
import com.mas.domain.people.privacy.PrivacyContract.FilePart;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** {@code privacy.exports} and their files. */
final class ExportRepository {
  private static final String COLUMNS =
      "id, tenant, person, state, rows, bytes, asked_at, ended_at, expires_at, error";

  private static final String LOCK_PERSON = "SELECT pg_advisory_xact_lock(hashtextextended('export ' || $1, 0))";
  private static final String UNDER_WAY =
      "SELECT " + COLUMNS + " FROM privacy.exports WHERE person = $1 AND state = 'queued'";
  private static final String COUNT =
      "SELECT count(*) AS many FROM privacy.exports WHERE person = $1 AND asked_at > $2";
  private static final String INSERT = """
      INSERT INTO privacy.exports (id, tenant, person, asked_by, state, asked_at, expires_at)
      VALUES ($1, $2, $3, $4, 'queued', $5, $6) RETURNING\s""" + COLUMNS;
  private static final String FIND = "SELECT " + COLUMNS + " FROM privacy.exports WHERE id = $1";
  private static final String NEWEST = "SELECT " + COLUMNS + " FROM privacy.exports"
      + " WHERE tenant = $1 AND person = $2 AND (asked_by = $2) = $3 AND expires_at > $4"
      + " ORDER BY asked_at DESC, id DESC LIMIT 1";
  private static final String PUT = """
      INSERT INTO privacy.export_parts (export_id, number, body) VALUES ($1, $2, $3)
      ON CONFLICT (export_id, number) DO UPDATE SET body = excluded.body""";
  private static final String GROW = """
      UPDATE privacy.exports SET rows = rows + $2, bytes = bytes + $3 WHERE id = $1 AND state = 'queued'
      RETURNING bytes""";
  private static final String END = """
      UPDATE privacy.exports SET state = $2, error = $3, ended_at = $4, expires_at = $5
      WHERE id = $1 AND state = 'queued'""";
  private static final String PART = """
      SELECT body AS text,
        (SELECT n.number FROM privacy.export_parts n WHERE n.export_id = $1 AND n.number = $2 + 1) AS next
      FROM privacy.export_parts WHERE export_id = $1 AND number = $2""";

  private static final Rows<Stored> STORED = Rows.of(Stored.class);
  private static final Rows<FilePart> PARTS = Rows.of(FilePart.class);

  record Stored(UUID id, String tenant, UUID person, ExportState state, long rows, long bytes, Instant askedAt,
      Instant endedAt, Instant expiresAt, String error) {
    Export shown() {
      return new Export(id, state, rows, bytes, askedAt, endedAt, expiresAt, error);
    }
  }

  private final Database db;

  ExportRepository(Database db) {
    this.db = db;
  }

  /** Keeps others from starting an export of the person until the transaction ends; returns the one under way. */
  Optional<Stored> underWay(Tx tx, UUID person) {
    tx.send(LOCK_PERSON, person.toString());
    return STORED.first(tx.query(UNDER_WAY, person));
  }

  int since(Tx tx, UUID person, Instant since) {
    return tx.query(COUNT, person, since).iterator().next().getInteger("many");
  }

  Stored insert(Tx tx, UUID id, String tenant, UUID person, UUID askedBy, Instant now, Instant expires) {
    return STORED.first(tx.query(INSERT, id, tenant, person, askedBy, now, expires)).orElseThrow();
  }

  Optional<Stored> find(UUID id) {
    return STORED.first(db.query(FIND, id));
  }

  /** @param own whether the person asked for it; else somebody for the person */
  Optional<Stored> newest(String tenant, UUID person, boolean own, Instant now) {
    return STORED.first(db.query(NEWEST, tenant, person, own, now));
  }

  /** Stores a part; returns how many characters there are now, or -1 when the export is over. */
  long put(Tx tx, UUID id, int number, String text, int rows) {
    tx.send(PUT, id, number, text);
    var grown = tx.query(GROW, id, rows, text.length());
    return grown.size() == 0 ? -1 : grown.iterator().next().getLong("bytes");
  }

  void end(Tx tx, UUID id, ExportState state, String error, Instant now, Instant expires) {
    tx.send(END, id, state, error, now, expires);
  }

  Optional<FilePart> part(UUID id, int number) {
    return PARTS.first(db.query(PART, id, number));
  }
}
