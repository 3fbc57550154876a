package com.mas.domain.learning.analysis;

import com.mas.db.ComposesSql;
import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.analysis.AnalysisContract.Scope;
import com.mas.domain.learning.analysis.AnalysisContract.TierPlace;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** SQL of the scopes that are analysed by themselves, and of what that did. */
@ComposesSql
final class TierRepository {
  /**
   * Finds the scopes behind a place, each with whether one of its pipelines runs, whether this run has begun one, and
   * whether it has a comment that the last finished one was not about.
   */
  private static final Map<Scope, String> SCOPES = ItemRepository.each("""
      WITH c AS (
        SELECT s.tenant, s.%scope% AS scope_id
          FROM questionnaire.shared_submissions s
         WHERE s.%scope% IS NOT NULL AND s.clean IS NOT NULL AND (s.tenant, s.%scope%) > ($2, $3)
           AND NOT EXISTS (SELECT 1 FROM tenant.shared_tenants t
                            WHERE t.slug = s.tenant AND 'analysis' = ANY (t.switched_off))
         GROUP BY 1, 2 ORDER BY 1, 2 LIMIT $4
      )
      SELECT c.tenant, c.scope_id,
             EXISTS (SELECT 1 FROM analysis.pipelines r WHERE r.tenant = c.tenant AND r.scope = $1
                        AND r.scope_id = c.scope_id AND r.ended_at IS NULL AND r.state <> 'AWAITING_CONFIRMATION')
               AS under_way,
             EXISTS (SELECT 1 FROM analysis.pipelines r WHERE r.tenant = c.tenant AND r.scope = $1
                        AND r.scope_id = c.scope_id AND r.created_by IS NULL AND r.created_at >= $6
                        AND r.state <> 'AWAITING_CONFIRMATION') AS begun,
             p.id IS NULL OR EXISTS (SELECT 1 FROM questionnaire.shared_submissions s
                WHERE s.tenant = c.tenant AND s.%scope% = c.scope_id AND s.clean IS NOT NULL
                  AND s.created_at > p.confirmed_at - make_interval(secs => $5)
                  AND NOT EXISTS (SELECT 1 FROM analysis.items i
                                   WHERE i.submission_id = s.id AND i.pipeline_id = p.id)) AS has_new
        FROM c LEFT JOIN LATERAL (
          SELECT f.id, f.confirmed_at FROM analysis.pipelines f
           WHERE f.tenant = c.tenant AND f.scope = $1 AND f.scope_id = c.scope_id AND f.state = 'COMPLETED'
             AND f.version_id IS NULL AND f.period IS NULL
           ORDER BY f.created_at DESC LIMIT 1) p ON true
       ORDER BY c.tenant, c.scope_id""");

  /** Adds to what the same run did before, unless that has been counted; a new run begins anew. */
  private static final String RAN = """
      INSERT INTO analysis.tiers AS t (tenant, scope, ran_at, begun, unchanged, under_way, awaiting, failed, counted_to)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (tenant, scope) DO UPDATE SET ran_at = $3,
        begun = $4 + CASE WHEN t.ran_at = $3 THEN t.begun ELSE 0 END,
        unchanged = $5 + CASE WHEN t.ran_at = $3 THEN t.unchanged ELSE 0 END,
        under_way = $6 + CASE WHEN t.ran_at = $3 THEN t.under_way ELSE 0 END,
        awaiting = $7 + CASE WHEN t.ran_at = $3 THEN t.awaiting ELSE 0 END,
        failed = $8 + CASE WHEN t.ran_at = $3 THEN t.failed ELSE 0 END, counted_to = $9
      WHERE t.ran_at < $3 OR t.ran_at = $3 AND t.counted_to < $9""";

  private static final String LIST =
      "SELECT scope, ran_at, begun, unchanged, under_way, awaiting, failed FROM analysis.tiers WHERE tenant = $1";

  private static final Rows<Due> DUE = Rows.of(Due.class);
  private static final Rows<Ran> RAN_ROWS = Rows.of(Ran.class);

  /** @param begun whether the run has begun one before: the same page was worked on already */
  record Due(String tenant, String scopeId, boolean underWay, boolean begun, boolean hasNew) {}

  record Ran(Scope scope, Instant ranAt, long begun, long unchanged, long underWay, long awaiting, long failed) {}

  private final Database db;

  TierRepository(Database db) {
    this.db = db;
  }

  /** @param from behind whose {@code tenant} and {@code scopeId} the page begins; empty: the first */
  List<Due> scopes(Scope scope, TierPlace from) {
    return DUE.all(db.query(SCOPES.get(scope), scope, from.tenant(), from.scopeId(), TierRules.MOST_SCOPES,
        (double) TierRules.SEEN_LATE.toSeconds(), from.runAt()));
  }

  /** @param last of the tenant's scopes that this counts */
  void ran(Tx tx, String tenant, Ran did, String last) {
    tx.send(RAN, tenant, did.scope(), did.ranAt(), did.begun(), did.unchanged(), did.underWay(), did.awaiting(),
        did.failed(), last);
  }

  List<Ran> list(String tenant) {
    return RAN_ROWS.all(db.query(LIST, tenant));
  }
}
