package com.mas.domain.learning.credential;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.credential.CheckRules.Chained;
import com.mas.domain.learning.credential.CheckRules.Stored;
import com.mas.domain.learning.credential.IssuerContract.IssuerState;
import com.mas.domain.learning.credential.VerifyContract.Head;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** SQL of what is checked: credentials with their place in the log, and the log itself. */
final class VerifyRepository {
  /** @param nextHead head of the log after the one that holds it, or null */
  record Looked(UUID id, UUID issuerId, String issuer, String issuerUrl, IssuerState issuerState, String title,
      String description, String recipientEmail, String recipientName, Double hours, LocalDate completedOn,
      Instant issuedAt, String salt, int viewVersion, String fileSha256, boolean showsName, String revokedReason,
      String document, String cid, byte[] leaf, Instant revokedAt, Long anchor, Integer position, byte[] path,
      byte[] root, Integer size, String head, String nextHead, Chained chained,
      Stored stored) {
    /** Returns all that decides whether the document, the data and the places in the log and the chain are good. */
    List<Object> content() {
      return Arrays.asList(issuerId, title, description, recipientEmail, recipientName, hours, completedOn, issuedAt,
          salt, viewVersion, fileSha256, document, bytes(leaf), anchor, position, bytes(path), bytes(root), size, head,
          nextHead, chained == null ? null : chained.told(), chained == null ? null : bytes(chained.raw()));
    }

    private static ByteBuffer bytes(byte[] of) {
      return of == null ? null : ByteBuffer.wrap(of);
    }

    Certified certified() {
      return new Certified(id, issuerId, title, description, recipientEmail, recipientName, hours, completedOn,
          issuedAt, salt, viewVersion, fileSha256);
    }
  }

  private static final String LOOK = """
      SELECT c.id, c.issuer_id, i.name AS issuer, i.url AS issuer_url, i.state AS issuer_state, c.title, c.description,
        c.recipient_email, c.recipient_name, c.hours, c.completed_on, c.issued_at, c.salt, c.view_version,
        c.file_sha256, c.shows_name, c.revoked_reason, c.document, c.cid, e.leaf, e.revoked_at, e.anchor, e.position,
        e.path, a.root, a.size, a.head, n.head AS next_head, h.state AS chain_state, h.chain_id, h.transaction,
        h.block_number, h.checked_at, h.problem, t.raw, f.outside_state, f.outside_cid, f.outside_at
      FROM credential.credentials c JOIN credential.issuers i ON i.id = c.issuer_id
        JOIN credential.entries e ON e.number = c.entry
        LEFT JOIN credential.anchors a ON a.number = e.anchor
        LEFT JOIN credential.anchors n ON n.number = e.anchor + 1
        LEFT JOIN credential.chain_anchors h ON h.anchor = e.anchor
        LEFT JOIN credential.chain_transactions t ON t.hash = h.transaction
        LEFT JOIN credential.files f ON f.credential_id = c.id
      """;
  private static final String BY_ID = LOOK + "WHERE c.id = $1";
  private static final String BY_FILE = LOOK + "WHERE c.file_sha256 = $1 ORDER BY c.issued_at LIMIT 1";
  private static final Rows<Looked> LOOKED = Rows.of(Looked.class);

  private static final String LAST_ENTRY = "SELECT max(number) AS last FROM credential.entries";
  private static final String REVOKED = """
      SELECT number, revoked_at FROM credential.entries
      WHERE revoked_at IS NOT NULL AND number >= $1 AND number < $2 ORDER BY number""";

  private record RevokedEntry(long number, Instant revokedAt) {}

  private static final Rows<RevokedEntry> REVOKED_ROWS = Rows.of(RevokedEntry.class);

  /** @param since when the last of them was revoked; null: none is */
  record Revoked(List<Long> entries, Instant since) {
    IntStream places(long from) {
      return entries.stream().mapToInt(entry -> (int) (entry - from));
    }
  }

  private static final Query<Head> HEADS = Query.of(Head.class,
      "a.number, a.size, a.made_at, a.head::json AS head, h.state AS chain, h.transaction",
      "FROM credential.anchors a LEFT JOIN credential.chain_anchors h ON h.anchor = a.number", "a.number DESC");

  private static final String LOCK = "LOCK TABLE credential.anchors IN EXCLUSIVE MODE";
  private static final String NEWEST = "SELECT number, head FROM credential.anchors ORDER BY number DESC LIMIT 1";
  private static final String WAITING =
      "SELECT number, leaf FROM credential.entries WHERE anchor IS NULL ORDER BY number LIMIT $1";
  private static final String ADD =
      "INSERT INTO credential.anchors (number, root, size, head, made_at) VALUES ($1, $2, $3, $4, $5)";
  private static final String PLACE = """
      UPDATE credential.entries e SET anchor = $1, position = p.position, path = p.path
      FROM unnest($2::bigint[], $3::int[], $4::bytea[]) AS p (number, position, path) WHERE e.number = p.number""";

  /** The newest head of the log. */
  record Newest(long number, String head) {}

  /** An entry that no anchor holds yet. */
  record Waiting(long number, byte[] leaf) {}

  private static final Rows<Newest> NEWEST_ROWS = Rows.of(Newest.class);
  private static final Rows<Waiting> WAITING_ROWS = Rows.of(Waiting.class);

  private final Database db;

  VerifyRepository(Database db) {
    this.db = db;
  }

  Optional<Looked> byId(UUID id) {
    return LOOKED.first(db.query(BY_ID, id));
  }

  /** Looks as {@link #byId} does, without waiting. */
  Future<Optional<Looked>> look(UUID id) {
    return db.read(BY_ID, id).map(LOOKED::first);
  }

  Optional<Looked> byFile(String sha256) {
    return LOOKED.first(db.query(BY_FILE, sha256));
  }

  /** Returns the number of the last entry; nothing before the first. */
  Optional<Long> lastEntry() {
    return Optional.ofNullable(db.query(LAST_ENTRY).iterator().next().getLong("last"));
  }

  /** Returns the revoked ones of entries, the last not included. */
  Revoked revoked(long from, long to) {
    List<RevokedEntry> revoked = REVOKED_ROWS.all(db.query(REVOKED, from, to));
    return new Revoked(revoked.stream().map(RevokedEntry::number).toList(),
        revoked.stream().map(RevokedEntry::revokedAt).max(Comparator.naturalOrder()).orElse(null));
  }

  Page<Head> heads(PageWindow window) {
    return HEADS.page(db, window);
  }

  /** Keeps others from adding to the log until the transaction ends. */
  Optional<Newest> lockLog(Tx tx) {
    tx.send(LOCK);
    return NEWEST_ROWS.first(tx.query(NEWEST));
  }

  List<Waiting> waiting(Tx tx, int most) {
    return WAITING_ROWS.all(tx.query(WAITING, most));
  }

  void add(Tx tx, long number, byte[] root, int size, String head, Instant now) {
    tx.send(ADD, number, Buffer.buffer(root), size, head, now);
  }

  /** @param paths hashes one after the other */
  void place(Tx tx, long anchor, List<Waiting> entries, int first, List<byte[]> paths) {
    tx.query(PLACE, anchor, entries.stream().map(Waiting::number).toArray(Long[]::new),
        IntStream.range(first, first + entries.size()).boxed().toArray(Integer[]::new),
        paths.stream().map(Buffer::buffer).toArray(Buffer[]::new));
  }
}
