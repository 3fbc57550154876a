package com.mas.domain.platform.settings;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.domain.platform.settings.SettingsContract.BeginIdempotent;
import com.mas.domain.platform.settings.SettingsContract.FinishIdempotent;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

final class SettingsRepository {
  /** A record that is too old, or whose holder let its lease pass, is taken over; the row lock makes it one taker. */
  private static final String TAKE = """
      INSERT INTO platform.idempotency_key AS held
        (principal_id, operation, key, fingerprint, holder, begun_at, leased_until)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (principal_id, operation, key) DO UPDATE
        SET fingerprint = excluded.fingerprint, holder = excluded.holder, begun_at = excluded.begun_at,
            leased_until = excluded.leased_until, status = NULL, body = NULL
        WHERE held.begun_at <= $8
           OR held.status IS NULL AND held.leased_until <= $6 AND held.fingerprint = excluded.fingerprint
      RETURNING holder""";

  private static final String FIND = """
      SELECT fingerprint, status, body FROM platform.idempotency_key
      WHERE principal_id = $1 AND operation = $2 AND key = $3""";

  private static final String KEEP = """
      UPDATE platform.idempotency_key SET status = $5, body = $6
      WHERE principal_id = $1 AND operation = $2 AND key = $3 AND holder = $4 AND status IS NULL""";

  private static final String RELEASE = """
      DELETE FROM platform.idempotency_key
      WHERE principal_id = $1 AND operation = $2 AND key = $3 AND holder = $4 AND status IS NULL""";

  private static final String PURGE = """
      DELETE FROM platform.idempotency_key
      WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM platform.idempotency_key
        WHERE begun_at <= $1 ORDER BY begun_at LIMIT $2 FOR UPDATE SKIP LOCKED))""";

  private static final Rows<Kept> HELD = Rows.of(Kept.class);

  private final Database db;

  SettingsRepository(Database db) {
    this.db = db;
  }

  /** @param status null while the first request is under way */
  record Kept(String fingerprint, Integer status, String body) {}

  /** Takes the record; returns whether the holder has it now. */
  boolean take(BeginIdempotent begin, UUID holder, Instant now, Instant leasedUntil) {
    return db.write(TAKE, begin.principalId(), begin.operation(), begin.key(), begin.fingerprint(), holder, now,
        leasedUntil, now.minus(SettingsContract.KEPT)).size() == 1;
  }

  Optional<Kept> find(UUID principalId, String operation, String key) {
    return HELD.first(db.query(FIND, principalId, operation, key));
  }

  void keep(FinishIdempotent finish) {
    db.write(KEEP, finish.principalId(), finish.operation(), finish.key(), finish.holder(), finish.status(),
        finish.body());
  }

  void release(FinishIdempotent finish) {
    db.write(RELEASE, finish.principalId(), finish.operation(), finish.key(), finish.holder());
  }

  int purge(Instant before, int limit) {
    return db.write(PURGE, before, limit).rowCount();
  }
}
