package com.mas.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** SQL of runs. */
final class RunEngineRepository {
  private static final String COLUMNS = """
      r.id, r.kind, r.tenant, r.subject, r.state, r.phases, r.phase, r.checkpoint::text AS checkpoint,
      r.counts, r.percent, r.token, r.driver, r.slice, r.cancelling, r.job_id, r.asked_by, r.asked_at,
      r.started_at, r.moved_at, r.ended_at, r.error,
      extract(epoch FROM clock_timestamp() - r.moved_at)::float8 AS silent""";

  private static final String INSERT = """
      INSERT INTO runs.run AS r (id, kind, tenant, subject, state, phases, phase, driver, asked_by, asked_at, moved_at)
      VALUES ($1, $2, $3, $4, 'queued', $5::text[], coalesce(($5::text[])[1], ''), $6, $7, $8, clock_timestamp())
      ON CONFLICT (kind, tenant, subject) WHERE state IN ('queued', 'running') DO NOTHING RETURNING\s""" + COLUMNS;

  private static final String LIVE = "SELECT " + COLUMNS + " FROM runs.run r"
      + " WHERE kind = $1 AND tenant = $2 AND subject = $3 AND state IN ('queued', 'running') FOR UPDATE";

  private static final String DRIVE = """
      UPDATE runs.run r SET state = 'running', token = $2, slice = slice + 1, job_id = $3,
        started_at = coalesce(started_at, $4), moved_at = clock_timestamp()
      WHERE id = $1 RETURNING\s""" + COLUMNS;

  private static final String TAKE_OVER = """
      WITH before AS (
        SELECT id, taken_at, steps FROM runs.run
        WHERE id = $1 AND slice = $2 AND state IN ('queued', 'running') FOR UPDATE
      )
      UPDATE runs.run r SET state = 'running', token = $3, taken_at = b.steps, started_at = coalesce(r.started_at, $4),
        moved_at = clock_timestamp()
      FROM before b WHERE r.id = b.id RETURNING coalesce(b.taken_at < b.steps, false) AS got_on,\s""" + COLUMNS;

  private static final String FENCE = "SELECT runs.fence($1, $2) AS ours";

  private static final String FENCE_RELAXED =
      "SELECT runs.fence($1, $2) AS ours, set_config('synchronous_commit', 'off', true)";

  private static final String HOLD = """
      SELECT set_config('synchronous_commit', $3, true) FROM runs.run
      WHERE id = $1 AND token = $2 AND state = 'running' AND NOT cancelling FOR UPDATE""";

  private static final String RECORD =
      "SELECT runs.record($1, $2) AS cancelling, set_config('synchronous_commit', $3, true)";

  private static final String SAVE = """
      UPDATE runs.run r SET phase = $2, checkpoint = $3::text::jsonb, counts = $4::text::jsonb,
        percent = coalesce($5, percent), state = $6, ended_at = $7, error = $8,
        token = CASE WHEN $7::timestamptz IS NULL THEN token END
      WHERE id = $1 RETURNING\s""" + COLUMNS;

  private static final String SHOW = """
      UPDATE runs.run SET phase = $2, counts = $3::text::jsonb, percent = coalesce($4, percent) WHERE id = $1""";

  private static final String NEXT_SLICE = """
      UPDATE runs.run r SET slice = slice + 1, token = NULL, taken_at = NULL, moved_at = clock_timestamp()
      WHERE id = $1 AND state IN ('queued', 'running') RETURNING\s""" + COLUMNS;

  private static final String SET_JOB = "UPDATE runs.run SET job_id = $2 WHERE id = $1";

  private static final String RELEASE = "UPDATE runs.run SET token = NULL WHERE id = $1 AND token = $2";

  private static final String CANCEL = """
      UPDATE runs.run r SET cancelling = true WHERE id = $1 AND state IN ('queued', 'running') RETURNING\s""" + COLUMNS;

  private static final String END = """
      UPDATE runs.run r SET state = $3, error = coalesce($4, error), ended_at = $5, token = NULL
      WHERE id = $1 AND state IN ('queued', 'running') AND ($2::uuid IS NULL OR token = $2) RETURNING\s""" + COLUMNS;

  private static final String GIVE_UP = """
      UPDATE runs.run r SET state = 'failed', error = $2, ended_at = $3, token = NULL, untold = true
      WHERE id = $1 AND state IN ('queued', 'running') RETURNING\s""" + COLUMNS;

  private static final String TOLD = "UPDATE runs.run r SET untold = false WHERE id = $1 AND untold RETURNING "
      + COLUMNS;

  // a run that waits for its time has a live job
  private static final String LOST = """
      SELECT r.id, r.job_id, r.revived FROM runs.run r
      WHERE r.state IN ('queued', 'running') AND r.moved_at < clock_timestamp() - interval '2 minutes'
        AND (r.job_id IS NULL AND r.moved_at < clock_timestamp() - interval '15 minutes'
          OR r.job_id IS NOT NULL AND NOT EXISTS (SELECT FROM jobs.shared_live j WHERE j.id = r.job_id))
      ORDER BY r.moved_at LIMIT $1""";

  private static final String REVIVE = """
      UPDATE runs.run r SET revived = revived + 1, cancelling = cancelling OR $2,
        error = CASE WHEN $2 THEN 'Its stored request failed for good again and again.' END,
        moved_at = clock_timestamp()
      WHERE id = $1 AND state IN ('queued', 'running') RETURNING\s""" + COLUMNS;

  private static final String FIND = "SELECT " + COLUMNS + " FROM runs.run r WHERE id = $1";

  private static final Query<Stored> LIST = Query.of(Stored.class, COLUMNS, """
      FROM runs.run r
      WHERE tenant IN ('', $1) AND ($2::text IS NULL OR kind = $2) AND ($3::text IS NULL OR state = $3)""",
      "asked_at DESC, id DESC");
  private static final Rows<Stored> STORED = Rows.of(Stored.class);

  private static final Rows<Lost> LOST_RUNS = Rows.of(Lost.class);

  /** @param revived how often its stored request was tried again after that had failed for good */
  record Lost(UUID id, UUID jobId, int revived) {}

  private record Stored(UUID id, String kind, String tenant, String subject, State state, List<String> phases,
      String phase, String checkpoint, JsonNode counts, Integer percent, UUID token, UUID driver, int slice,
      boolean cancelling, UUID jobId, UUID askedBy, Instant askedAt, Instant startedAt, Instant movedAt,
      Instant endedAt, String error, double silent) {
    Run run() {
      Map<String, Long> byName = new HashMap<>();
      counts.properties().forEach(count -> byName.put(count.getKey(), count.getValue().longValue()));
      Counts sums = Counts.of(byName);
      return new Run(id, kind, tenant.isEmpty() ? null : tenant, subject, state, phases, phase, sums.byName(), percent,
          sums.missing() == 0, cancelling, slice, jobId, askedBy, askedAt, startedAt, movedAt, endedAt, error);
    }

    Held held() {
      return new Held(run(), checkpoint, token, driver, cancelling, Duration.ofMillis((long) (silent * 1000)));
    }
  }

  /**
   * A row with what only the engine needs to know.
   *
   * @param silent since when nothing was written
   */
  record Held(Run run, String checkpoint, UUID token, UUID driver, boolean cancelling, Duration silent) {}

  /** @param gotOn whether somebody had taken the slice up before, and got on with the run, and was lost */
  record Taken(Held held, boolean gotOn) {}

  private final Database db;

  RunEngineRepository(Database db) {
    this.db = db;
  }

  /** Empty when a run about the same is under way. */
  Optional<Held> insert(Tx tx, UUID id, About about, List<String> phases, UUID driver, UUID askedBy, Instant now) {
    return one(tx.query(INSERT, id, about.kind(), about.tenantOrNone(), about.subject(),
        phases.toArray(String[]::new), driver, askedBy, now));
  }

  /** Locks the run about this that is under way. */
  Optional<Held> live(Tx tx, About about) {
    return one(tx.query(LIVE, about.kind(), about.tenantOrNone(), about.subject()));
  }

  Held drive(Tx tx, UUID id, UUID token, UUID job, Instant now) {
    return one(tx.query(DRIVE, id, token, job, now)).orElseThrow();
  }

  /** Empty when the run is over, or a later slice has it. */
  Optional<Taken> takeOver(UUID id, int slice, UUID token, Instant now) {
    RowSet<Row> rows = db.query(TAKE_OVER, id, slice, token, now);
    return one(rows).map(held -> new Taken(held, rows.iterator().next().getBoolean("got_on")));
  }

  /** Sent ahead of the writes it guards. */
  Future<Boolean> fence(Tx tx, UUID id, UUID token, boolean durable) {
    Future<RowSet<Row>> fence = durable ? tx.send(FENCE, id, token) : tx.send(FENCE_RELAXED, id, token);
    return fence.map(rows -> rows.iterator().next().getBoolean("ours"));
  }

  /** Fences as {@link #fence} does, for what does not move the run on. */
  Future<Boolean> hold(Tx tx, UUID id, UUID token, boolean durable) {
    return tx.send(HOLD, id, token, durable ? "on" : "off").map(rows -> rows.size() == 1);
  }

  /**
   * Fences as {@link #fence} does, and lets a cancelled run in.
   *
   * @param cancelled told whether it is
   */
  Future<Boolean> record(Tx tx, UUID id, UUID token, boolean durable, Consumer<Boolean> cancelled) {
    return tx.send(RECORD, id, token, durable ? "on" : "off").map(rows -> {
      Boolean cancelling = rows.iterator().next().getBoolean("cancelling");
      cancelled.accept(Boolean.TRUE.equals(cancelling));
      return cancelling != null;
    });
  }

  /** @param ended null for a run that goes on */
  Future<Held> save(Tx tx, UUID id, String phase, String checkpoint, Counts counts, Integer percent, State state,
      Instant ended, String error) {
    return tx.send(SAVE, id, phase, checkpoint, Json.write(counts.byName()), percent, state,
        ended, error).map(rows -> one(rows).orElseThrow());
  }

  /** Serves runs whose checkpoint their domain keeps. Not awaited. */
  void show(Tx tx, UUID id, String phase, Counts counts, Integer percent) {
    tx.send(SHOW, id, phase, Json.write(counts.byName()), percent);
  }

  /** Empty when the run is over. */
  Optional<Held> nextSlice(Tx tx, UUID id) {
    return one(tx.query(NEXT_SLICE, id));
  }

  void setJob(Tx tx, UUID id, UUID job) {
    tx.send(SET_JOB, id, job);
  }

  void release(UUID id, UUID token) {
    db.query(RELEASE, id, token);
  }

  Optional<Held> cancel(UUID id) {
    return one(db.query(CANCEL, id));
  }

  /**
   * Empty when it was over already, or is somebody else's.
   *
   * @param token of who ends it, or null for whoever has it
   */
  Optional<Held> end(Tx tx, UUID id, UUID token, State state, String error, Instant now) {
    return one(tx.query(END, id, token, state, error, now));
  }

  /** Ends a run as failed, of which its domain is to be told; empty when it was over already. */
  Optional<Held> giveUp(Tx tx, UUID id, String error, Instant now) {
    return one(tx.query(GIVE_UP, id, error, now));
  }

  /** Returns a run that was given up, once. */
  Optional<Held> told(Tx tx, UUID id) {
    return one(tx.query(TOLD, id));
  }

  /** Returns runs on which nobody works any more, those first that have been silent longest. */
  List<Lost> lost(int limit) {
    return LOST_RUNS.all(db.query(LOST, limit));
  }

  /**
   * Counts that the run's request is tried again; empty when the run is over.
   *
   * @param ends whether the run is cancelled
   */
  Optional<Held> revive(UUID id, boolean ends) {
    return one(db.write(REVIVE, id, ends));
  }

  Optional<Held> find(UUID id) {
    return one(db.query(FIND, id));
  }

  Page<Run> list(String tenant, String kind, State state, PageWindow part) {
    Page<Stored> page = LIST.page(db, part, tenant, kind, state);
    return new Page<>(page.items().stream().map(Stored::run).toList(), page.limit(), page.offset(), page.total());
  }

  private static Optional<Held> one(RowSet<Row> rows) {
    return STORED.first(rows).map(Stored::held);
  }
}
