package com.mas.domain.learning.mrtest;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.mrtest.ExamSyncContract.Scope;
import com.mas.domain.learning.mrtest.ExamSyncContract.SyncConfig;
import com.mas.domain.learning.mrtest.ExamSyncContract.SyncState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of configs. Lock order: config, run. */
final class ConfigRepository {
  private static final String COLUMNS = """
      c.id, c.tenant, c.scope, c.key, c.title, c.enabled, c.interval_hours, c.include_analysis, c.last_sync_status,
      c.last_synced_at, c.next_sync_at, c.created_at, c.updated_at,
      CASE c.scope WHEN 'exam' THEN c.key END AS exam_id, CASE c.scope WHEN 'tag' THEN c.key END AS tag,
      CASE c.scope WHEN 'batch' THEN c.key::uuid END AS batch_id,
      (SELECT r.id FROM mrtest.sync_runs r WHERE r.config_id = c.id AND r.status = 'running') AS run_id""";
  private static final Query<SyncConfig> LIST = Query.of(SyncConfig.class, COLUMNS,
      "FROM mrtest.configs c WHERE c.tenant = $1", "c.created_at DESC, c.id");
  private static final String FIND = "SELECT " + COLUMNS + " FROM mrtest.configs c WHERE c.id = $1 AND c.tenant = $2";
  private static final String FIND_BY_KEY =
      "SELECT " + COLUMNS + " FROM mrtest.configs c WHERE c.tenant = $1 AND c.scope = $2 AND c.key = $3";
  private static final String LOCK = "SELECT " + COLUMNS
      + " FROM mrtest.configs c WHERE c.id = $1 AND ($2::text IS NULL OR c.tenant = $2) FOR UPDATE";
  private static final String INSERT = """
      INSERT INTO mrtest.configs (id, tenant, scope, key, title, enabled, interval_hours, include_analysis, created_at,
        updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) ON CONFLICT (tenant, scope, key) DO NOTHING""";
  private static final String CHANGE = """
      UPDATE mrtest.configs SET title = $2, interval_hours = $3, enabled = $4, include_analysis = $5, updated_at = $6,
        last_sync_status = CASE WHEN $4 AND NOT enabled AND last_sync_status = 'unauthenticated' THEN 'idle'
          ELSE last_sync_status END
      WHERE id = $1""";
  private static final String SET_NEXT = "UPDATE mrtest.configs SET next_sync_at = $2 WHERE id = $1";
  private static final String STARTED =
      "UPDATE mrtest.configs SET last_sync_status = 'running', updated_at = $2 WHERE id = $1";
  private static final String ENDED = """
      UPDATE mrtest.configs SET last_sync_status = $2, updated_at = $3,
        last_synced_at = CASE WHEN $2 IN ('success', 'incomplete') THEN $3 ELSE last_synced_at END,
        enabled = enabled AND $2 <> 'unauthenticated',
        next_sync_at = CASE WHEN $2 = 'unauthenticated' THEN NULL ELSE next_sync_at END
      WHERE id = $1""";
  private static final String REVIVE = """
      UPDATE mrtest.configs SET enabled = true, last_sync_status = 'idle', updated_at = $2
      WHERE tenant = $1 AND NOT enabled AND last_sync_status = 'unauthenticated' RETURNING id, interval_hours""";
  private static final String DELETE = "DELETE FROM mrtest.configs WHERE id = $1";

  private static final Rows<Known> KNOWN = Rows.of(Known.class);
  private static final Rows<Revived> REVIVED = Rows.of(Revived.class);

  private final Database db;

  ConfigRepository(Database db) {
    this.db = db;
  }

  /** @param reach what it mirrors */
  record Known(String tenant, Reach reach, SyncConfig config) {}

  /** Says which exams a config is about. */
  record Reach(Scope scope, String key) {}

  record Revived(UUID id, int intervalHours) {}

  Page<SyncConfig> list(String tenant, PageWindow window) {
    return LIST.page(db, window, tenant);
  }

  Optional<SyncConfig> find(UUID id, String tenant) {
    return LIST.rows().first(db.query(FIND, id, tenant));
  }

  Optional<SyncConfig> find(String tenant, Reach reach) {
    return LIST.rows().first(db.query(FIND_BY_KEY, tenant, reach.scope, reach.key));
  }

  /** @param tenant null when the product itself asks */
  Optional<Known> lock(Tx tx, UUID id, @Nullable String tenant) {
    return KNOWN.first(tx.query(LOCK, id, tenant));
  }

  /** Returns false when what it is about has a config already. */
  boolean insert(Tx tx, UUID id, String tenant, Reach reach, String title, boolean enabled, int hours,
      boolean analysis, Instant now) {
    return tx.query(INSERT, id, tenant, reach.scope, reach.key, title, enabled, hours, analysis, now).rowCount() == 1;
  }

  void change(Tx tx, UUID id, String title, int hours, boolean enabled, boolean analysis, Instant now) {
    tx.send(CHANGE, id, title, hours, enabled, analysis, now);
  }

  void setNext(Tx tx, UUID id, @Nullable Instant next) {
    tx.send(SET_NEXT, id, next);
  }

  void started(Tx tx, UUID id, Instant now) {
    tx.send(STARTED, id, now);
  }

  void ended(Tx tx, UUID id, SyncState state, Instant now) {
    tx.send(ENDED, id, state, now);
  }

  /** Enables the configs that a refusal has disabled, and returns them. */
  List<Revived> revive(Tx tx, String tenant, Instant now) {
    return REVIVED.all(tx.query(REVIVE, tenant, now));
  }

  void delete(Tx tx, UUID id) {
    tx.send(DELETE, id);
  }
}
