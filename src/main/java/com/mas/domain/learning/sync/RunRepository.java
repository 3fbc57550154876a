package com.mas.domain.learning.sync;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.domain.learning.sync.SyncContract.RunError;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps what a sync has found and where it is. The engine says who may write it: see {@link SyncSlice#write}. */
final class RunRepository {
  static final String COLUMNS = """
      r.id, r.tenant, r.sync_config_id, r.graphy_course_id, r.status, r.triggered_by, r.include_detailed_reports,
      r.phase, r.next_start, r.next_after, r.job_id, r.started_at, r.advanced_at, r.finished_at,
      r.learners_at_source, r.learners_seen, r.learners_new, r.learners_changed, r.learners_unchanged,
      r.regressions_blocked, r.learners_completed, r.learners_repeated, r.learners_vanished, r.pages_failed,
      r.reports_due, r.reports_fetched, r.reports_failed, r.phones_filled, r.xp_awards, r.notices, r.duration_ms,
      r.error, r.fast, r.stopped_early, r.listing_pass, r.source_shrank""";

  private static final String START = """
      INSERT INTO mrlearn.sync_runs AS r (id, tenant, sync_config_id, graphy_course_id, status, triggered_by,
        triggered_by_user, include_detailed_reports, fast, started_at, advanced_at)
      SELECT $2, tenant, id, graphy_course_id, 'running', $3, $4, include_detailed_reports, $6, $5, $5
      FROM mrlearn.sync_configs WHERE id = $1
      ON CONFLICT (sync_config_id) WHERE status = 'running' DO NOTHING RETURNING\s""" + COLUMNS;

  private static final String RUNNING =
      "SELECT " + COLUMNS + " FROM mrlearn.sync_runs r WHERE sync_config_id = $1 AND status = 'running'";

  private static final String SET_JOB = "UPDATE mrlearn.sync_runs SET job_id = $2, advanced_at = $3 WHERE id = $1";

  private static final String TAKEN = """
      UPDATE mrlearn.sync_runs r SET advanced_at = $2 WHERE id = $1 AND status = 'running' RETURNING\s""" + COLUMNS;

  private static final String SET_PHASE = """
      UPDATE mrlearn.sync_runs r SET phase = $2, next_after = '', reports_due = coalesce($3, reports_due),
        advanced_at = $4
      WHERE id = $1 RETURNING\s""" + COLUMNS;

  private static final String SKIP_PAGE = """
      UPDATE mrlearn.sync_runs r SET phase = 'listing', next_start = $2, pages_failed = pages_failed + 1,
        advanced_at = $3
      WHERE id = $1 RETURNING\s""" + COLUMNS;

  private static final String NEXT_PASS = """
      UPDATE mrlearn.sync_runs r SET listing_pass = $3, next_start = 0, source_shrank = false, advanced_at = $2
      WHERE id = $1 RETURNING\s""" + COLUMNS;

  private static final String END_LISTING = """
      UPDATE mrlearn.sync_runs r SET phase = 'phones', next_after = '', error = $2, advanced_at = $3
      WHERE id = $1 RETURNING\s""" + COLUMNS;

  private static final String STOP_EARLY = "UPDATE mrlearn.sync_runs SET stopped_early = true WHERE id = $1";

  private static final String FORGET_PAGES = "DELETE FROM mrlearn.sync_pages WHERE run_id = $1";

  private static final String SET_AFTER =
      "UPDATE mrlearn.sync_runs r SET next_after = $2, advanced_at = $3 WHERE id = $1 RETURNING " + COLUMNS;

  private static final String KEEP_ERROR = """
      INSERT INTO mrlearn.sync_errors (run_id, phase, position, message, excerpt, at)
      SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT count(*) FROM mrlearn.sync_errors WHERE run_id = $1) < 1000""";

  private static final String FINISH = """
      UPDATE mrlearn.sync_runs r SET status = $2, error = $3, finished_at = $4, advanced_at = $4,
        phase = CASE WHEN $2 IN ('success', 'incomplete') THEN 'done' ELSE phase END,
        duration_ms = extract(epoch FROM $4::timestamptz - started_at) * 1000
      WHERE id = $1 AND status = 'running' RETURNING\s""" + COLUMNS;

  private static final String LIST = "SELECT " + COLUMNS
      + " FROM mrlearn.sync_runs r WHERE sync_config_id = $1 AND tenant = $2"
      + " ORDER BY started_at DESC, id LIMIT $3 OFFSET $4";
  private static final String COUNT =
      "SELECT count(*) FROM mrlearn.sync_runs WHERE sync_config_id = $1 AND tenant = $2";
  private static final String FIND = "SELECT " + COLUMNS + " FROM mrlearn.sync_runs r WHERE id = $1";
  private static final String ERRORS =
      "SELECT phase, position, message, at FROM mrlearn.sync_errors WHERE run_id = $1 ORDER BY id LIMIT 50";

  private static final Rows<RunError> TROUBLES = Rows.of(RunError.class);

  private final Database db;
  private final Clock clock;

  RunRepository(Database db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /** Empty when a run of this config is under way. */
  Optional<RunRow> start(Tx tx, UUID configId, UUID runId, String triggeredBy, UUID user, boolean fast) {
    return one(tx.query(START, configId, runId, triggeredBy, user, now(), fast));
  }

  /** Finds the run of a config that is under way, of which the config's lock keeps it from ending. */
  Optional<RunRow> running(Tx tx, UUID configId) {
    return one(tx.query(RUNNING, configId));
  }

  Future<?> setJob(Tx tx, UUID runId, UUID jobId) {
    return tx.send(SET_JOB, runId, jobId, now());
  }

  /** Marks that a slice of a run was taken up; empty when it is over. */
  Optional<RunRow> taken(UUID runId) {
    return one(db.query(TAKEN, runId, now()));
  }

  RunRow setPhase(Tx tx, UUID runId, String phase, Integer reportsDue) {
    return one(tx.query(SET_PHASE, runId, phase, reportsDue, now())).orElseThrow();
  }

  RunRow skipPage(Tx tx, UUID runId, int nextStart) {
    return one(tx.query(SKIP_PAGE, runId, nextStart, now())).orElseThrow();
  }

  /** The list is read again from its beginning. */
  RunRow nextPass(Tx tx, UUID runId, int pass) {
    return one(tx.query(NEXT_PASS, runId, now(), pass)).orElseThrow();
  }

  /** @param shortfall what is missing, or null */
  RunRow endListing(Tx tx, UUID runId, String shortfall) {
    return one(tx.query(END_LISTING, runId, shortfall, now())).orElseThrow();
  }

  /** A fast listing came to learners who are known. */
  void stopEarly(Tx tx, UUID runId) {
    tx.send(STOP_EARLY, runId);
  }

  RunRow setAfter(Tx tx, UUID runId, String after) {
    return one(tx.query(SET_AFTER, runId, after, now())).orElseThrow();
  }

  /** The first thousand of a run are kept. */
  void keepError(UUID runId, String phase, String position, String message, String excerpt) {
    db.query(KEEP_ERROR, runId, phase, position, message, excerpt, now());
  }

  /** Empty when it was over already; the engine has said that the caller may end it. */
  Optional<RunRow> finish(Tx tx, UUID runId, String status, String error) {
    tx.send(FORGET_PAGES, runId);
    return one(tx.query(FINISH, runId, status, error, now()));
  }

  Page<Run> list(String tenant, UUID configId, PageWindow window) {
    Future<RowSet<Row>> rows = db.send(LIST, configId, tenant, window.limit(), window.offset());
    return window.page(rows, db.send(COUNT, configId, tenant), row -> row(row).shown());
  }

  Optional<RunRow> find(UUID runId) {
    return one(db.query(FIND, runId));
  }

  List<RunError> errors(UUID runId) {
    return TROUBLES.all(db.query(ERRORS, runId));
  }

  RunRow row(Row row) {
    return RunRow.of(row, clock.instant());
  }

  Optional<RunRow> one(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(row(rows.iterator().next()));
  }

  private Instant now() {
    return clock.instant();
  }
}
