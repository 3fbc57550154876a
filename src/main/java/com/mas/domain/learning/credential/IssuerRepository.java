package com.mas.domain.learning.credential;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.credential.IssuerContract.CreateIssuer;
import com.mas.domain.learning.credential.IssuerContract.Issuer;
import com.mas.domain.learning.credential.IssuerContract.IssuerState;
import com.mas.domain.learning.credential.IssuerContract.Key;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** SQL of issuers and of their keys. */
final class IssuerRepository {
  private static final String COLUMNS = """
      i.*, (SELECT count(*) FROM credential.credentials c WHERE c.issuer_id = i.id) AS credentials""";
  private static final Query<Issuer> LIST = Query.of(Issuer.class, COLUMNS, """
      FROM credential.issuers i
      WHERE i.tenant = $1
        AND ($2::text IS NULL OR position(lower($2) IN lower(i.name || ' ' || i.slug)) > 0)
        AND ($3::text IS NULL OR i.state = $3)""", "i.name, i.id");
  private static final Rows<Issuer> ROWS = LIST.rows();
  private static final String SELECT = "SELECT " + COLUMNS + " FROM credential.issuers i WHERE i.tenant = $1";
  private static final String GET = SELECT + " AND i.id = $2";
  private static final String LOCK = GET + " FOR UPDATE OF i";
  private static final String SHARE = GET + " FOR SHARE OF i";
  private static final String BY_SLUG = SELECT + " AND i.slug = $2";
  private static final String INSERT = """
      INSERT INTO credential.issuers (id, tenant, slug, name, url, state, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, 'approved', $6, $6)
      ON CONFLICT (tenant, slug) DO NOTHING RETURNING *, 0::bigint AS credentials""";
  private static final String UPDATE = """
      UPDATE credential.issuers SET name = $3, url = $4, state = $5, state_reason = $6, updated_at = $7
      WHERE tenant = $1 AND id = $2""";

  private static final Query<Key> KEYS = Query.of(Key.class, "k.*", """
      FROM credential.issuer_keys k JOIN credential.issuers i ON i.id = k.issuer_id
      WHERE i.tenant = $1 AND i.id = $2""", "k.created_at DESC, k.id DESC");
  private static final Rows<Key> KEY_ROWS = KEYS.rows();
  private static final String INSERT_KEY = """
      INSERT INTO credential.issuer_keys (id, issuer_id, name, prefix, key_hash, per_minute, addresses, expires_at,
        created_by, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7::text[], $8, $9, $10) RETURNING *""";
  private static final String REVOKE_KEY = """
      UPDATE credential.issuer_keys k SET revoked_at = coalesce(k.revoked_at, $4)
      FROM credential.issuers i WHERE i.tenant = $1 AND i.id = $2 AND k.issuer_id = i.id AND k.id = $3
      RETURNING k.*""";

  /** A key that was shown, whatever became of it, and whose it is. */
  record Shown(UUID id, UUID issuerId, String tenant, int perMinute, List<String> addresses, Instant expiresAt,
      Instant revokedAt, Instant usedAt) {}

  private static final Rows<Shown> SHOWN = Rows.of(Shown.class);
  private static final String BY_HASH = """
      SELECT k.id, k.issuer_id, i.tenant, k.per_minute, k.addresses, k.expires_at, k.revoked_at, k.used_at
      FROM credential.issuer_keys k JOIN credential.issuers i ON i.id = k.issuer_id WHERE k.key_hash = $1""";
  private static final String USED = "UPDATE credential.issuer_keys SET used_at = $2 WHERE id = $1";

  private final Database db;

  IssuerRepository(Database db) {
    this.db = db;
  }

  Page<Issuer> list(String tenant, String search, IssuerState state, PageWindow window) {
    return LIST.page(db, window, tenant, search, state);
  }

  Optional<Issuer> get(String tenant, UUID id) {
    return ROWS.first(db.query(GET, tenant, id));
  }

  Optional<Issuer> getForShare(Tx tx, String tenant, UUID id) {
    return ROWS.first(tx.query(SHARE, tenant, id));
  }

  Optional<Issuer> getForUpdate(Tx tx, String tenant, UUID id) {
    return ROWS.first(tx.query(LOCK, tenant, id));
  }

  Optional<Issuer> bySlug(String tenant, String slug) {
    return ROWS.first(db.query(BY_SLUG, tenant, slug));
  }

  /** Returns nothing when the tenant has an issuer of that short name. */
  Optional<Issuer> insert(UUID id, String tenant, CreateIssuer issuer, Instant now) {
    return ROWS.first(db.write(INSERT, id, tenant, issuer.slug(), issuer.name(), issuer.url(), now));
  }

  void update(Tx tx, String tenant, Issuer issuer, Instant now) {
    tx.query(UPDATE, tenant, issuer.id(), issuer.name(), issuer.url(), issuer.state(), issuer.stateReason(), now);
  }

  Page<Key> keys(String tenant, UUID issuer, PageWindow window) {
    return KEYS.page(db, window, tenant, issuer);
  }

  Key addKey(UUID issuer, Key key, byte[] hash, UUID by) {
    return KEY_ROWS.read(db.write(INSERT_KEY, key.id(), issuer, key.name(), key.prefix(), Buffer.buffer(hash),
        key.perMinute(), key.addresses().toArray(String[]::new), key.expiresAt(), by, key.createdAt()).iterator()
        .next());
  }

  Optional<Key> revokeKey(String tenant, UUID issuer, UUID key, Instant now) {
    return KEY_ROWS.first(db.write(REVOKE_KEY, tenant, issuer, key, now));
  }

  Optional<Shown> byHash(byte[] hash) {
    return SHOWN.first(db.query(BY_HASH, Buffer.buffer(hash)));
  }

  void used(UUID key, Instant now) {
    db.query(USED, key, now);
  }
}
