package com.mas.domain.learning.mrtest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.mrtest.ExamSyncContract.RunError;
import com.mas.domain.learning.mrtest.ExamSyncContract.SyncRun;
import com.mas.domain.learning.mrtest.ExamSyncContract.SyncState;
import com.mas.domain.learning.mrtest.ExamSyncContract.Trigger;
import com.mas.runs.RunsContract.Run;
import com.mas.sources.Place;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of the record of runs. */
final class RunRepository {
  private static final String START = """
      INSERT INTO mrtest.sync_runs (id, tenant, config_id, triggered_by, started_by, with_students, status, started_at,
        job_id)
      VALUES ($1, $2, $3, $4, $5, $6, 'running', $7, $8)""";
  /** Ends what the engine has ended without this domain. */
  private static final String CLOSE = """
      UPDATE mrtest.sync_runs SET status = 'failed', ended_at = $2, error = 'It was given up.'
      WHERE config_id = $1 AND status = 'running'""";
  private static final String END = """
      UPDATE mrtest.sync_runs SET status = $2, ended_at = $3, phase = $4, counts = $5::text::jsonb, balanced = $6,
        error = $7
      WHERE id = $1 AND status = 'running' RETURNING config_id""";
  private static final String FORGET = "DELETE FROM mrtest.pages WHERE run_id = $1";
  private static final String SHOWN = """
      id, config_id, status, triggered_by, started_by, started_at, ended_at, phase, counts, balanced, error, job_id""";
  private static final Query<Stored> LIST = Query.of(Stored.class, SHOWN,
      "FROM mrtest.sync_runs WHERE config_id = $1 AND tenant = $2", "started_at DESC, id DESC");
  private static final String FIND = "SELECT " + SHOWN + " FROM mrtest.sync_runs WHERE id = $1 AND tenant = $2";
  private static final String STUDENTS = "SELECT with_students FROM mrtest.sync_runs WHERE id = $1";
  private static final String CONFIG = "SELECT config_id FROM mrtest.sync_runs WHERE id = $1";
  private static final String RUNNING =
      "SELECT id FROM mrtest.sync_runs WHERE config_id = $1 AND status = 'running'";
  private static final String WHOLE_SINCE =
      "SELECT EXISTS (SELECT FROM mrtest.listings WHERE tenant = $1 AND name = $2 AND whole_at > $3)";
  private static final String KEEP_ERROR = """
      INSERT INTO mrtest.sync_errors (run_id, at, phase, place, message, excerpt)
      SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT count(*) FROM mrtest.sync_errors WHERE run_id = $1) < 200""";
  private static final String ERRORS = """
      SELECT at, phase, place, message, excerpt FROM mrtest.sync_errors
      WHERE run_id = $1 ORDER BY at, place LIMIT 50""";

  private static final Rows<RunError> ERROR = Rows.of(RunError.class);

  private final Database db;

  RunRepository(Database db) {
    this.db = db;
  }

  private record Stored(UUID id, UUID configId, SyncState status, Trigger triggeredBy, @Nullable UUID startedBy,
      Instant startedAt, @Nullable Instant endedAt, @Nullable String phase,
      JsonNode counts, boolean balanced, @Nullable String error,
      @Nullable UUID jobId) {
    SyncRun shown() {
      Map<String, Long> sums = Json.MAPPER.convertValue(counts,
          new TypeReference<Map<String, Long>>() {});
      return new SyncRun(id, configId, status, triggeredBy, startedBy, startedAt, endedAt, phase, sums, balanced,
          SyncRules.blocked(sums), error, jobId, List.of());
    }
  }

  void start(Tx tx, UUID id, String tenant, UUID config, Trigger trigger, @Nullable UUID by, boolean students, UUID job,
      Instant now) {
    tx.send(CLOSE, config, now);
    tx.send(START, id, tenant, config, trigger, by, students, now, job);
  }

  /** Returns the config of the run; empty when it was over already. */
  Optional<UUID> end(Tx tx, Run run, SyncState state) {
    tx.send(FORGET, run.id());
    RowSet<Row> rows = tx.query(END, run.id(), state, run.endedAt(), run.phase(), Json.write(run.counts()),
        run.balanced(), run.error());
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getUUID(0));
  }

  Page<SyncRun> list(UUID config, String tenant, PageWindow window) {
    Page<Stored> page = LIST.page(db, window, config, tenant);
    return new Page<>(page.items().stream().map(Stored::shown).toList(), page.limit(), page.offset(), page.total());
  }

  Optional<SyncRun> find(UUID id, String tenant) {
    return LIST.rows().first(db.query(FIND, id, tenant)).map(Stored::shown);
  }

  boolean readsStudents(UUID id) {
    RowSet<Row> rows = db.query(STUDENTS, id);
    return rows.size() > 0 && rows.iterator().next().getBoolean(0);
  }

  Optional<UUID> config(UUID run) {
    return uuid(db.query(CONFIG, run));
  }

  Optional<UUID> running(Tx tx, UUID config) {
    return uuid(tx.query(RUNNING, config));
  }

  private static Optional<UUID> uuid(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getUUID(0));
  }

  /** Returns whether a listing was read as a whole since then. */
  boolean isWholeSince(String tenant, String listing, Instant since) {
    return db.query(WHOLE_SINCE, tenant, listing, since).iterator().next().getBoolean(0);
  }

  void keepError(Place place, String phase, String where, String message, @Nullable String excerpt) {
    db.write(KEEP_ERROR, place.run(), place.now(), phase, where, message, excerpt);
  }

  List<RunError> errors(UUID run) {
    return ERROR.all(db.query(ERRORS, run));
  }
}
