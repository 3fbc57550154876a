package com.mas.domain.learning.credential;

import com.mas.db.Database;
import com.mas.db.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** SQL of certificates that are kept outside, too. */
final class StoreRepository {
  /** @param tries to store it so far */
  record Due(UUID credentialId, byte[] bytes, String cid, int tries) {}

  /** A file that the place has, or had. */
  record Kept(UUID credentialId, String cid) {}

  /** Counts files by where they are. */
  record Counts(long waiting, long stored, long refused, String problem, Instant checkedAt) {}

  /** @param at null: it was not tried before */
  private record Next(Instant at) {}

  private static final String DUE = """
      SELECT f.credential_id, f.bytes, c.cid, f.outside_tries AS tries
      FROM credential.files f JOIN credential.credentials c ON c.id = f.credential_id
      WHERE f.outside_state IS NULL AND (f.outside_next IS NULL OR f.outside_next <= $1)
      ORDER BY f.outside_next NULLS FIRST, f.credential_id LIMIT $2""";
  // comes before the call: what may be outside is known then, and a call that kills us is not made at once again
  private static final String BEGIN = """
      UPDATE credential.files SET outside_tries = outside_tries + 1, outside_next = $2, outside_cid = $3,
        outside_place = $4 WHERE credential_id = $1""";
  private static final String STORED = """
      UPDATE credential.files SET outside_state = 'stored', outside_at = $2, outside_problem = NULL, outside_next = NULL
      WHERE credential_id = $1""";
  private static final String REFUSED = """
      UPDATE credential.files SET outside_state = 'refused', outside_at = $2, outside_cid = $3, outside_problem = $4,
        outside_next = NULL WHERE credential_id = $1""";
  private static final String FAILED =
      "UPDATE credential.files SET outside_problem = $2 WHERE credential_id = $1 AND outside_state IS NULL";
  private static final String AGAIN = """
      UPDATE credential.files SET outside_state = NULL, outside_tries = 0, outside_next = NULL, outside_at = NULL,
        outside_problem = NULL\s""";
  private static final String LOST = AGAIN + "WHERE credential_id = $1";
  private static final String MOVED = AGAIN + "WHERE outside_place <> $1 AND outside_state IS NOT NULL";
  private static final String RETRY = AGAIN + "WHERE outside_state = 'refused' OR outside_next IS NOT NULL";
  private static final String UNSEEN = """
      SELECT credential_id, outside_cid AS cid FROM credential.files
      WHERE outside_state = 'stored' AND outside_at < $1 ORDER BY outside_at LIMIT $2""";
  private static final String COUNTS = """
      SELECT count(*) FILTER (WHERE outside_state IS NULL) AS waiting,
        count(*) FILTER (WHERE outside_state = 'stored') AS stored,
        count(*) FILTER (WHERE outside_state = 'refused') AS refused, max(outside_at) AS checked_at,
        max(outside_problem) AS problem
      FROM credential.files""";
  private static final String NEXT = """
      SELECT outside_next AS at FROM credential.files WHERE outside_state IS NULL
      ORDER BY outside_next NULLS FIRST, credential_id LIMIT 1""";
  private static final String GARBAGE = """
      SELECT credential_id, cid FROM credential.outside_garbage WHERE place = $1 ORDER BY credential_id LIMIT $2""";
  private static final String REMOVED = "DELETE FROM credential.outside_garbage WHERE credential_id = $1 AND cid = $2";

  private static final Rows<Due> DUE_ROWS = Rows.of(Due.class);
  private static final Rows<Kept> KEPT_ROWS = Rows.of(Kept.class);
  private static final Rows<Counts> COUNT_ROWS = Rows.of(Counts.class);
  private static final Rows<Next> NEXT_ROWS = Rows.of(Next.class);
  private static final int LONGEST_PROBLEM = 500;

  private final Database db;

  StoreRepository(Database db) {
    this.db = db;
  }

  List<Due> due(Instant now, int most) {
    return DUE_ROWS.all(db.query(DUE, now, most));
  }

  void begin(Due due, Instant next, String place) {
    db.write(BEGIN, due.credentialId, next, due.cid, place);
  }

  void stored(UUID credential, Instant now) {
    db.write(STORED, credential, now);
  }

  /** @param cid under which the place has it */
  void refused(UUID credential, Instant now, String cid, String problem) {
    db.write(REFUSED, credential, now, cut(cid), problem);
  }

  void failed(UUID credential, String problem) {
    db.write(FAILED, credential, cut(problem));
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(LONGEST_PROBLEM, text.length()));
  }

  void lost(UUID credential) {
    db.write(LOST, credential);
  }

  /** Lets all that another place has be stored here. */
  void moved(String place) {
    db.write(MOVED, place);
  }

  int retry() {
    return db.write(RETRY).rowCount();
  }

  Counts counts() {
    return COUNT_ROWS.first(db.query(COUNTS)).orElseThrow();
  }

  /** Returns when the next file is due; nothing when none waits. */
  Optional<Instant> next(Instant now) {
    return NEXT_ROWS.first(db.query(NEXT)).map(next -> next.at == null ? now : next.at);
  }

  List<Kept> unseen(Instant since, int most) {
    return KEPT_ROWS.all(db.query(UNSEEN, since, most));
  }

  List<Kept> garbage(String place, int most) {
    return KEPT_ROWS.all(db.query(GARBAGE, place, most));
  }

  void removed(Kept kept) {
    db.write(REMOVED, kept.credentialId, kept.cid);
  }
}
