package com.mas.domain.engagement.portal;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.engagement.portal.DocumentContract.Aadhaar;
import com.mas.domain.engagement.portal.DocumentContract.DocumentKind;
import com.mas.domain.engagement.portal.DocumentContract.DocumentState;
import com.mas.domain.engagement.portal.DocumentContract.LogEntry;
import com.mas.domain.engagement.portal.DocumentContract.StudentDocument;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class DocumentRepository {
  private static final String COLUMNS = """
      d.id, d.student_id, u.full_name AS student_name, d.kind, d.file_id, d.version, d.state, d.reason, d.submitted_at,
      d.decided_at, d.decided_by""";
  private static final String FROM = """
      FROM portal.documents d LEFT JOIN identity.shared_people u ON u.id = d.student_id
      """;
  private static final String NEWEST = """
       AND NOT EXISTS (SELECT 1 FROM portal.documents n WHERE n.file_id = d.file_id AND n.version > d.version)
      """;
  private static final Query<StudentDocument> LIST = Query.of(StudentDocument.class, COLUMNS, FROM + """
       WHERE d.tenant = $1 AND ($2::text IS NULL OR d.state = $2) AND ($3::text IS NULL OR d.kind = $3)
         AND ($4::uuid IS NULL OR d.student_id = $4)
      """ + NEWEST, "d.submitted_at, d.id");
  private static final Rows<StudentDocument> DOCUMENTS = LIST.rows();
  private static final String MINE = "SELECT " + COLUMNS + "\n" + FROM + """
       WHERE d.tenant = $1 AND d.student_id = $2
      """ + NEWEST + " ORDER BY d.submitted_at DESC, d.id DESC LIMIT 200";
  private static final String GET = "SELECT " + COLUMNS + "\n" + FROM + "WHERE d.tenant = $1 AND d.id = $2";
  /** Versions of a file come, and are decided on, one after another. */
  private static final String IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('document ' || $1::uuid, 0))";
  private static final String IS_REPLACED = """
      SELECT 1 FROM portal.documents d JOIN portal.documents n ON n.file_id = d.file_id AND n.version > d.version
       WHERE d.id = $1 LIMIT 1""";

  private static final String SUBMIT = """
      INSERT INTO portal.documents (id, tenant, student_id, file_id, version, kind, state, submitted_at)
      VALUES ($1, $2, $3, $4, $5, $6, 'submitted', $7) ON CONFLICT (file_id, version) DO NOTHING""";
  /** Compares and sets: a document that is not in the state any more, or has a newer version, is left as it is. */
  private static final String DECIDE = """
      UPDATE portal.documents d SET state = $4, reason = $5, decided_at = $6, decided_by = $7
       WHERE d.tenant = $1 AND d.id = $2 AND d.state = $3
      """ + NEWEST;
  private static final String NOTE = """
      INSERT INTO portal.document_log (id, document_id, from_state, to_state, by, reason, at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)""";
  private static final Query<LogEntry> LOG = Query.of(LogEntry.class,
      "l.from_state AS \"from\", l.to_state AS \"to\", l.by, u.full_name AS by_name, l.reason, l.at", """
          FROM portal.document_log l JOIN portal.documents d ON d.id = l.document_id
            LEFT JOIN identity.shared_people u ON u.id = l.by
           WHERE d.tenant = $1 AND d.id = $2""", "l.at DESC, l.id DESC");

  private static final String PUT_NUMBER = """
      INSERT INTO portal.aadhaar_numbers (student_id, tenant, last_four, sealed, updated_at)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (student_id) DO UPDATE
        SET last_four = excluded.last_four, sealed = excluded.sealed, updated_at = excluded.updated_at""";
  private static final String NUMBER =
      "SELECT last_four, updated_at FROM portal.aadhaar_numbers WHERE tenant = $1 AND student_id = $2";
  private static final String REMOVE_NUMBER =
      "DELETE FROM portal.aadhaar_numbers WHERE tenant = $1 AND student_id = $2";
  private static final Rows<Aadhaar> NUMBERS = Rows.of(Aadhaar.class);

  private final Database db;

  DocumentRepository(Database db) {
    this.db = db;
  }

  Page<StudentDocument> list(String tenant, @Nullable DocumentState state, @Nullable DocumentKind kind,
      @Nullable UUID student, PageWindow window) {
    return LIST.page(db, window, tenant, state, kind, student);
  }

  List<StudentDocument> mine(String tenant, UUID student) {
    return DOCUMENTS.all(db.query(MINE, tenant, student));
  }

  Optional<StudentDocument> get(String tenant, UUID id) {
    return DOCUMENTS.first(db.query(GET, tenant, id));
  }

  Optional<StudentDocument> get(Tx tx, String tenant, UUID id) {
    return DOCUMENTS.first(tx.query(GET, tenant, id));
  }

  boolean isReplaced(Tx tx, UUID id) {
    return tx.query(IS_REPLACED, id).size() > 0;
  }

  /** Waits until no other transaction takes in a version of the file, or decides on one. */
  void lock(Tx tx, UUID file) {
    tx.send(IN_TURN, file);
  }

  /** @return whether it was not there yet */
  boolean submit(Tx tx, UUID id, String tenant, UUID student, UUID file, int version, DocumentKind kind, Instant now) {
    lock(tx, file);
    return tx.query(SUBMIT, id, tenant, student, file, version, kind, now).rowCount() == 1;
  }

  /** @return whether it was the newest version and in the state until now */
  boolean decide(Tx tx, String tenant, UUID id, DocumentState from, DocumentState to, @Nullable String reason,
      Instant now, UUID by) {
    return tx.query(DECIDE, tenant, id, from, to, reason, now, by).rowCount() == 1;
  }

  void note(Tx tx, UUID id, UUID document, @Nullable DocumentState from, DocumentState to, UUID by,
      @Nullable String reason, Instant now) {
    tx.send(NOTE, id, document, from, to, by, reason, now);
  }

  Page<LogEntry> log(String tenant, UUID id, PageWindow window) {
    return LOG.page(db, window, tenant, id);
  }

  void putNumber(UUID student, String tenant, String lastFour, String sealed, Instant now) {
    db.write(PUT_NUMBER, student, tenant, lastFour, sealed, now);
  }

  Optional<Aadhaar> number(String tenant, UUID student) {
    return NUMBERS.first(db.query(NUMBER, tenant, student));
  }

  boolean removeNumber(String tenant, UUID student) {
    return db.write(REMOVE_NUMBER, tenant, student).rowCount() == 1;
  }
}
