package com.mas.domain.learning.analysis;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.analysis.AnalysisContract.CreatePipeline;
import com.mas.domain.learning.analysis.AnalysisContract.Pipeline;
import com.mas.domain.learning.analysis.AnalysisContract.PipelineState;
import com.mas.domain.learning.analysis.AnalysisContract.StageStatus;
import com.mas.domain.learning.analysis.AnalysisContract.Warning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** SQL of pipelines and of the pieces of their stages. */
final class PipelineRepository {
  private static final String COLUMNS = """
      p.*,
      (SELECT jsonb_build_object('positive', count(*) FILTER (WHERE i.mood = 'positive'), 'neutral',
         count(*) FILTER (WHERE i.mood = 'neutral'), 'negative', count(*) FILTER (WHERE i.mood = 'negative'))
         FROM analysis.items i WHERE i.pipeline_id = p.id) AS moods,
      (SELECT count(*) FROM analysis.topics t WHERE t.pipeline_id = p.id) AS topics""";
  private static final Query<Pipeline> LIST = Query.of(Pipeline.class, COLUMNS,
      "FROM analysis.pipelines p WHERE p.tenant = $1 AND ($2::text IS NULL OR p.state = $2)",
      "p.created_at DESC, p.id DESC");
  private static final Rows<Pipeline> PIPELINES = LIST.rows();

  private static final String FIND =
      "SELECT " + COLUMNS + " FROM analysis.pipelines p WHERE p.tenant = $1 AND p.id = $2";

  private static final String LIVE = """
      SELECT p.id FROM analysis.pipelines p WHERE p.tenant = $1 AND p.scope = $2 AND p.scope_id = $3
         AND p.version_id IS NOT DISTINCT FROM $4 AND p.period IS NOT DISTINCT FROM $5 AND p.ended_at IS NULL""";

  private static final String INSERT = """
      INSERT INTO analysis.pipelines (id, tenant, scope, scope_id, scope_name, version_id, period, state, submissions,
        comments, students, warnings, created_by, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, 'AWAITING_CONFIRMATION', $8, $9, $10, $11, $12, $13)
      ON CONFLICT DO NOTHING RETURNING id""";

  private static final String LOCK =
      "SELECT state, comments FROM analysis.pipelines WHERE tenant = $1 AND id = $2 FOR UPDATE";

  private static final String MOVE = """
      UPDATE analysis.pipelines SET state = $2, error = $3, ended_at = $4, confirmed_at = coalesce(confirmed_at, $5)
       WHERE id = $1""";

  private static final String WARN = """
      UPDATE analysis.pipelines SET warnings = warnings || $2::text WHERE id = $1 AND NOT $2 = ANY (warnings)""";

  private static final String IGNORE = "UPDATE analysis.pipelines SET ignored = ignored + $2 WHERE id = $1";

  /** Divides the items that a stage is about into pieces; one piece of none for a stage that is about no items. */
  private static final String DIVIDE = """
      INSERT INTO analysis.pieces (pipeline_id, stage, piece, first, last)
      SELECT $1, $2, x.n / $3, min(x.number), max(x.number)
        FROM (SELECT number, (row_number() OVER (ORDER BY number) - 1)::int AS n FROM analysis.items
               WHERE pipeline_id = $1 AND ($4 OR passed)) x
       GROUP BY x.n / $3 RETURNING piece""";

  private static final String PIECE = """
      SELECT piece, first, last, failures, done_at IS NOT NULL AS done,
             (SELECT count(*)::int FROM analysis.pieces a WHERE a.pipeline_id = p.pipeline_id AND a.stage = p.stage)
               AS pieces
        FROM analysis.pieces p WHERE pipeline_id = $1 AND stage = $2 AND piece = $3""";

  private static final String FAILED = """
      UPDATE analysis.pieces SET failures = failures + 1
       WHERE pipeline_id = $1 AND stage = $2 AND piece = $3 AND done_at IS NULL RETURNING failures""";

  private static final String DONE = """
      UPDATE analysis.pieces SET done_at = $4
       WHERE pipeline_id = $1 AND stage = $2 AND piece = $3 AND done_at IS NULL""";

  private static final String OPEN = """
      SELECT count(*) AS open FROM analysis.pieces WHERE pipeline_id = $1 AND stage = $2 AND done_at IS NULL""";

  private static final String STAGES = """
      SELECT stage, count(*)::int AS pieces, count(done_at)::int AS done, sum(failures)::int AS failures
        FROM analysis.pieces WHERE pipeline_id = $1 GROUP BY stage""";

  private static final String LEFT = """
      SELECT p.tenant, p.id, w.stage, w.piece
        FROM analysis.pipelines p JOIN analysis.pieces w ON w.pipeline_id = p.id AND w.done_at IS NULL
       WHERE p.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM jobs.shared_live j WHERE j.unique_key =
         'analysis ' || p.id || ' ' || w.stage || ' ' || w.piece)
       ORDER BY p.id, w.stage, w.piece LIMIT 500""";

  private static final Rows<Piece> PIECES = Rows.of(Piece.class);
  private static final Rows<StageStatus> STATUS = Rows.of(StageStatus.class);
  private static final Rows<Left> LEFT_ROWS = Rows.of(Left.class);

  /**
   * @param first number of the first item, and {@code last} of the last one
   * @param pieces of its stage
   */
  record Piece(int piece, int first, int last, int failures, boolean done, int pieces) {}

  record Left(String tenant, UUID id, Stage stage, int piece) {}

  private final Database db;

  PipelineRepository(Database db) {
    this.db = db;
  }

  Page<Pipeline> list(String tenant, PipelineState state, PageWindow window) {
    return LIST.page(db, window, tenant, state);
  }

  Optional<Pipeline> find(String tenant, UUID id) {
    return PIPELINES.first(db.query(FIND, tenant, id));
  }

  /** Returns the id of the one that is under way. */
  Optional<UUID> live(String tenant, CreatePipeline ask) {
    var rows = db.query(LIVE, tenant, ask.scope(), ask.scopeId(), ask.versionId(), ask.period());
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getUUID("id"));
  }

  /** Returns whether it is there now; false when another one is under way. */
  boolean insert(UUID id, String tenant, CreatePipeline ask, ItemRepository.Basis basis, List<Warning> warnings,
      UUID by, Instant now) {
    return db.write(INSERT, id, tenant, ask.scope(), ask.scopeId(), basis.name(), ask.versionId(), ask.period(),
        basis.submissions(), Math.min(basis.comments(), AnalysisContract.MOST_COMMENTS), basis.students(), warnings, by,
        now).rowCount() == 1;
  }

  /** Locks it until the commit, and returns its state. */
  Optional<PipelineState> lock(Tx tx, String tenant, UUID id) {
    var rows = tx.query(LOCK, tenant, id);
    return rows.size() == 0 ? Optional.empty()
        : Optional.of(PipelineState.valueOf(rows.iterator().next().getString("state")));
  }

  void move(Tx tx, UUID id, PipelineState to, String error, Instant now) {
    tx.send(MOVE, id, to, error, to.isOver() ? now : null, to.isOver() ? null : now);
  }

  void warn(Tx tx, UUID id, Warning warning) {
    tx.send(WARN, id, warning);
  }

  void ignore(Tx tx, UUID id, int results) {
    tx.send(IGNORE, id, (long) results);
  }

  /** Makes the pieces of a stage and returns their numbers. */
  List<Integer> divide(Tx tx, UUID id, Stage stage) {
    return PageWindow.all(tx.query(DIVIDE, id, stage, stage.size, stage.ordinal() <= Stage.GATE.ordinal()),
        row -> row.getInteger("piece"));
  }

  Optional<Piece> piece(UUID id, Stage stage, int piece) {
    return PIECES.first(db.query(PIECE, id, stage, piece));
  }

  /** Counts a failure and returns how many there were; 0 for a piece that is done. */
  int failed(Tx tx, UUID id, Stage stage, int piece) {
    var rows = tx.query(FAILED, id, stage, piece);
    return rows.size() == 0 ? 0 : rows.iterator().next().getInteger("failures");
  }

  /** Returns false for a piece that was done before. */
  boolean done(Tx tx, UUID id, Stage stage, int piece, Instant now) {
    return tx.query(DONE, id, stage, piece, now).rowCount() == 1;
  }

  boolean hasOpen(Tx tx, UUID id, Stage stage) {
    return tx.query(OPEN, id, stage).iterator().next().getLong("open") > 0;
  }

  List<StageStatus> stages(UUID id) {
    return STATUS.all(db.query(STAGES, id));
  }

  List<Left> left() {
    return LEFT_ROWS.all(db.query(LEFT));
  }
}
