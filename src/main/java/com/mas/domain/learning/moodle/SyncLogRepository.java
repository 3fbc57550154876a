package com.mas.domain.learning.moodle;

import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Tx;
import com.mas.domain.learning.moodle.MoodleContract.SyncError;
import com.mas.domain.learning.moodle.MoodleContract.SyncLog;
import com.mas.domain.learning.moodle.MoodleContract.SyncState;
import com.mas.domain.learning.moodle.MoodleContract.Trigger;
import com.mas.runs.RunsContract.Run;
import com.mas.sources.Place;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of the record of syncs, and of their interval. */
final class SyncLogRepository {
  private static final String START = """
      INSERT INTO moodle.sync_log (id, tenant, trigger, triggered_by, status, started_at, job_id, interval_minutes)
      VALUES ($1, $2, $3, $4, 'running', $5, $6, $7)""";

  /** Ends what the engine has ended without this domain: its stored request had failed for good. */
  private static final String CLOSE = """
      UPDATE moodle.sync_log SET status = 'failed', ended_at = $2, error_message = 'It was given up.'
      WHERE tenant = $1 AND status = 'running'""";
  private static final String FORGET = """
      DELETE FROM moodle.pages p USING moodle.sync_log l WHERE l.id = p.run_id AND l.tenant = $1""";

  private static final String END = """
      UPDATE moodle.sync_log SET status = $2, ended_at = $3,
        duration_ms = greatest(0, extract(epoch FROM $3::timestamptz - started_at) * 1000)::bigint,
        phases = $4::text::jsonb, error_message = $5
      WHERE id = $1""";
  private static final String FORGET_RUN = "DELETE FROM moodle.pages WHERE run_id = $1";

  private static final Query<SyncLog> LIST = Query.of(SyncLog.class, """
      id, trigger, triggered_by, status, started_at, ended_at, duration_ms, phases, error_message, job_id,
      interval_minutes""", "FROM moodle.sync_log WHERE tenant = $1", "started_at DESC, id DESC");

  private static final String LATEST =
      "SELECT id FROM moodle.sync_log WHERE tenant = $1 ORDER BY started_at DESC, id DESC LIMIT 1";

  private static final String KEEP_ERROR = """
      INSERT INTO moodle.sync_errors (run_id, at, phase, place, message, excerpt)
      SELECT $1, $2, $3, $4, $5, $6
      WHERE (SELECT count(*) FROM moodle.sync_errors WHERE run_id = $1) < 200""";

  private static final Query<SyncError> ERRORS = Query.of(SyncError.class,
      "e.at, e.phase, e.place, e.message, e.excerpt", """
      FROM moodle.sync_errors e JOIN moodle.sync_log l ON l.id = e.run_id
      WHERE l.tenant = $1 AND e.run_id = $2""", "e.at, e.phase, e.place, e.message");
  private static final String IS_THERE = "SELECT FROM moodle.sync_log WHERE tenant = $1 AND id = $2";

  private static final String INTERVAL = "SELECT interval_minutes FROM moodle.settings WHERE tenant = $1";
  private static final String SET_INTERVAL = """
      INSERT INTO moodle.settings (tenant, interval_minutes) VALUES ($1, $2)
      ON CONFLICT (tenant) DO UPDATE SET interval_minutes = $2""";

  private final Database db;

  SyncLogRepository(Database db) {
    this.db = db;
  }

  void start(Tx tx, UUID id, String tenant, Trigger trigger, @Nullable UUID by, UUID job, int minutes, Instant now) {
    tx.send(CLOSE, tenant, now);
    tx.send(FORGET, tenant);
    tx.send(START, id, tenant, trigger, by, now, job, minutes);
  }

  void end(Tx tx, Run run) {
    SyncState state = SyncRules.state(run);
    tx.send(END, run.id(), state, run.endedAt(), Json.write(SyncRules.phases(run)), run.error());
    tx.send(FORGET_RUN, run.id());
  }

  Page<SyncLog> list(String tenant, PageWindow window) {
    return LIST.page(db, window, tenant);
  }

  Optional<UUID> latest(String tenant) {
    RowSet<Row> rows = db.query(LATEST, tenant);
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getUUID(0));
  }

  void keepError(Place place, String phase, String where, String message, @Nullable String excerpt) {
    db.write(KEEP_ERROR, place.run(), place.now(), phase, where, message, excerpt);
  }

  /** Fails with {@link MoodleContract#SYNC_UNKNOWN}. */
  Page<SyncError> errors(String tenant, UUID run, PageWindow window) {
    Page<SyncError> page = ERRORS.page(db, window, tenant, run);
    if (page.total() == 0 && db.query(IS_THERE, tenant, run).size() == 0) {
      throw MoodleContract.SYNC_UNKNOWN.refusal();
    }
    return page;
  }

  Optional<Integer> interval(String tenant) {
    RowSet<Row> rows = db.query(INTERVAL, tenant);
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getInteger(0));
  }

  void setInterval(Tx tx, String tenant, int minutes) {
    tx.send(SET_INTERVAL, tenant, minutes);
  }
}
