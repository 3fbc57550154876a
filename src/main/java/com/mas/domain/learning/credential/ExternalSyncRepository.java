package com.mas.domain.learning.credential;

import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.credential.ExternalSyncContract.Activity;
import com.mas.domain.learning.credential.ExternalSyncContract.Sync;
import com.mas.domain.learning.credential.ExternalSyncContract.SyncEnd;
import com.mas.domain.learning.credential.ExternalSyncContract.SyncError;
import com.mas.domain.learning.credential.ExternalSyncContract.Tally;
import com.mas.domain.learning.credential.ExternalSyncContract.Trigger;
import com.mas.domain.learning.credential.IssuerContract.IssuerState;
import com.mas.sources.Place;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** SQL of syncs: how they stand, what they did, and their scheduler. */
final class ExternalSyncRepository {
  /** @param error of the last run; {@code errors} are the first things that it did not keep */
  record Stand(String source, long synced, UUID runId, Activity status, Instant startedAt, Instant endedAt,
      Instant succeededAt, String error, List<String> errors) {}

  private static final Rows<Stand> STANDS = Rows.of(Stand.class);
  private static final String ALL_STANDS = """
      SELECT s.source, s.synced, s.run_id, s.status, s.started_at, s.ended_at, s.succeeded_at, s.error,
        ARRAY(SELECT e.place || ': ' || e.message FROM credential.sync_errors e WHERE e.run_id = s.run_id
              ORDER BY e.number LIMIT 9) AS errors
      FROM credential.sync_state s WHERE s.tenant = $1""";

  /** An issuer here, in whose name outside credentials are kept. */
  record Named(UUID id, String slug, IssuerState state) {}

  private static final Rows<Named> NAMED = Rows.of(Named.class);
  private static final String ISSUERS =
      "SELECT id, slug, state FROM credential.issuers WHERE tenant = $1 AND slug = ANY($2::text[])";
  private static final String LOCK_ISSUER =
      "SELECT id, slug, state FROM credential.issuers WHERE tenant = $1 AND slug = $2 FOR SHARE";
  private static final String NAME_ISSUER = """
      INSERT INTO credential.issuers (id, tenant, slug, name, url, state, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, 'approved', $6, $6) ON CONFLICT (tenant, slug) DO NOTHING""";

  private static final String KNOWN = """
      SELECT c.external_id FROM credential.credentials c JOIN credential.issuers i ON i.id = c.issuer_id
      WHERE i.tenant = $1 AND i.slug = $2 AND c.external_id = ANY($3::text[])""";

  private static final String SINCE = "SELECT since FROM credential.sync_state WHERE tenant = $1 AND source = $2";
  private static final String WROTE = """
      UPDATE credential.sync_state SET synced = synced + $3,
        held_by = CASE WHEN $4 THEN $5 ELSE held_by END,
        held_at = CASE WHEN $4 THEN coalesce(held_at, $6) ELSE held_at END
      WHERE tenant = $1 AND source = $2""";
  private static final String SET_SINCE = """
      UPDATE credential.sync_state SET since = $3, held_by = NULL, held_at = NULL
      WHERE tenant = $1 AND source = $2 AND held_by IS DISTINCT FROM $4""";
  private static final String HELD_AT = "SELECT held_at FROM credential.sync_state WHERE tenant = $1 AND source = $2";

  private static final String CLOSE = """
      UPDATE credential.sync_log SET status = 'failed', ended_at = $3, error = 'It was given up.'
      WHERE tenant = $1 AND source = $2 AND status = 'running'""";
  private static final String START_LOG = """
      INSERT INTO credential.sync_log (id, tenant, source, trigger, triggered_by, status, started_at)
      VALUES ($1, $2, $3, $4, $5, 'running', $6)""";
  private static final String START = """
      INSERT INTO credential.sync_state AS s (tenant, source, run_id, status, started_at)
      VALUES ($2, $3, $1, 'running', $4)
      ON CONFLICT (tenant, source) DO UPDATE SET run_id = $1, status = 'running', started_at = $4, error = NULL""";
  private static final String END_LOG = """
      UPDATE credential.sync_log SET status = $2, ended_at = $3, counts = $4::text::jsonb, error = $5 WHERE id = $1""";
  private static final String END = """
      UPDATE credential.sync_state SET status = $2, ended_at = $3, error = $4,
        succeeded_at = CASE WHEN $2 = 'completed' THEN $3 ELSE succeeded_at END
      WHERE run_id = $1""";

  private static final String KEEP_ERRORS = """
      INSERT INTO credential.sync_errors (run_id, at, place, message, excerpt)
      SELECT $1, $2, n.place, n.message, $5
      FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS n (place, message, nth)
      WHERE (SELECT count(*) FROM credential.sync_errors WHERE run_id = $1) + n.nth <= 200
      ORDER BY n.nth""";

  private static final Query<Sync> HISTORY = Query.of(Sync.class, """
      l.id, l.source AS provider, l.trigger, l.triggered_by, l.status, l.started_at, l.ended_at, l.counts,
      l.error""", """
      FROM credential.sync_log l WHERE l.tenant = $1 AND ($2::text IS NULL OR l.source = $2)""",
      "l.started_at DESC, l.id DESC");
  private static final Query<SyncError> ERRORS = Query.of(SyncError.class,
      "e.number, e.at, e.place, e.message, e.excerpt", """
      FROM credential.sync_errors e JOIN credential.sync_log l ON l.id = e.run_id
      WHERE l.tenant = $1 AND e.run_id = $2""", "e.number");
  private static final String IS_THERE = "SELECT 1 FROM credential.sync_log WHERE tenant = $1 AND id = $2";

  private static final String RUNNING = "SELECT running FROM credential.sync_schedulers WHERE tenant = $1";
  private static final String SET_RUNNING = """
      INSERT INTO credential.sync_schedulers (tenant, running, changed_by, changed_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (tenant) DO UPDATE SET running = $2, changed_by = $3, changed_at = $4""";

  private final Database db;

  ExternalSyncRepository(Database db) {
    this.db = db;
  }

  /** Returns how each source stands that was ever synced. */
  Map<String, Stand> stands(String tenant) {
    return STANDS.all(db.query(ALL_STANDS, tenant)).stream()
        .collect(Collectors.toMap(Stand::source, Function.identity(), (one, same) -> one, TreeMap::new));
  }

  /** Returns the issuers here, by their short names. */
  Map<String, Named> issuers(String tenant, Collection<String> slugs) {
    return NAMED.all(db.query(ISSUERS, tenant, slugs.toArray(String[]::new))).stream()
        .collect(Collectors.toMap(Named::slug, Function.identity()));
  }

  /** Returns the issuer, which stays as it is until the transaction ends. */
  Optional<Named> lockIssuer(Tx tx, String tenant, String slug) {
    return NAMED.first(tx.query(LOCK_ISSUER, tenant, slug));
  }

  /** Makes the issuer in whose name credentials are kept, where there is none. */
  void nameIssuer(Tx tx, UUID id, OutsideIssuer of, Instant now) {
    tx.send(NAME_ISSUER, id, of.tenant(), of.issuer(), of.name(), of.url(), now);
  }

  /** Returns those of an issuer's own ids that are here. */
  Set<String> known(String tenant, String slug, List<String> ids) {
    return ids.isEmpty() ? Set.of() : db.query(KNOWN, tenant, slug, ids.toArray(String[]::new)).stream()
        .map(row -> row.getString(0)).collect(Collectors.toSet());
  }

  String since(String tenant, String source) {
    RowSet<Row> rows = db.query(SINCE, tenant, source);
    return rows.size() == 0 ? null : rows.iterator().next().getString(0);
  }

  /** @param isHeld whether the run left something for later */
  void wrote(Tx tx, Place place, String source, int made, boolean isHeld) {
    tx.send(WROTE, place.tenant(), source, (long) made, isHeld, place.run(), place.now());
  }

  /** Keeps from when on the next sync lists, unless the run left something for later. */
  void setSince(Tx tx, Place place, String source, String mark) {
    tx.send(SET_SINCE, place.tenant(), source, mark, place.run());
  }

  /** Returns since when something is left for later; null: nothing is. */
  Instant heldAt(String tenant, String source) {
    RowSet<Row> rows = db.query(HELD_AT, tenant, source);
    return rows.size() == 0 ? null : Rows.instant(rows.iterator().next(), 0);
  }

  void start(Tx tx, UUID run, OutsideIssuer of, Trigger trigger, UUID by, Instant now) {
    tx.send(CLOSE, of.tenant(), of.id(), now);
    tx.send(START_LOG, run, of.tenant(), of.id(), trigger, by, now);
    tx.send(START, run, of.tenant(), of.id(), now);
  }

  void end(Tx tx, UUID run, SyncEnd how, Instant at, Tally counts, String error) {
    tx.send(END_LOG, run, how, at, Json.write(counts), error);
    boolean isDone = how == SyncEnd.COMPLETED || how == SyncEnd.PARTIAL;
    tx.send(END, run, isDone ? Activity.COMPLETED : Activity.FAILED, at, error);
  }

  /** Keeps what people are told of rows; each place with its message. */
  void keepErrors(Tx tx, Place place, List<String> places, List<String> messages) {
    tx.send(KEEP_ERRORS, place.run(), place.now(), places.toArray(String[]::new), messages.toArray(String[]::new),
        null);
  }

  void keepError(Place place, String at, String message, String excerpt) {
    db.write(KEEP_ERRORS, place.run(), place.now(), new String[] {at}, new String[] {message}, excerpt);
  }

  Page<Sync> history(String tenant, String source, PageWindow window) {
    return HISTORY.page(db, window, tenant, source);
  }

  boolean isThere(String tenant, UUID run) {
    return db.query(IS_THERE, tenant, run).size() > 0;
  }

  Page<SyncError> errors(String tenant, UUID run, PageWindow window) {
    return ERRORS.page(db, window, tenant, run);
  }

  /** Returns whether an administrator wants the scheduler; empty: nobody has said. */
  Optional<Boolean> running(String tenant) {
    RowSet<Row> rows = db.query(RUNNING, tenant);
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getBoolean(0));
  }

  void setRunning(Tx tx, String tenant, boolean running, UUID by, Instant now) {
    tx.send(SET_RUNNING, tenant, running, by, now);
  }
}
