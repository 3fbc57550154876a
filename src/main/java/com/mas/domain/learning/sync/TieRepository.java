package com.mas.domain.learning.sync;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.LinkContract.ModuleWithdrawn;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** SQL of what was given to an account for a learner, when the account is not the learner's any more. */
final class TieRepository {
  /**
   * Finds the learner's awards that these accounts may not keep. A module that the account's own learner has
   * completed, too, stays with the account; the learner's next account gets it anew.
   */
  private static final String LOSE = """
      WITH lost AS MATERIALIZED (
        SELECT l.id, l.graphy_course_id, l.graphy_user_id, l.email, a.account_id, m, EXISTS (
            SELECT FROM mrlearn.shared_learner_accounts o JOIN mrlearn.learners own ON own.id = o.learner_id
            WHERE o.account_id = a.account_id AND o.course_id = l.graphy_course_id AND m = ANY (own.completed_modules))
          AS earned
        FROM mrlearn.learners l JOIN mrlearn.award_ties a ON a.learner_id = l.id CROSS JOIN unnest(a.modules) m
        WHERE l.tenant = $1 AND l.graphy_user_id = $2 AND a.account_id = ANY ($3::uuid[])
          AND NOT EXISTS (SELECT FROM mrlearn.shared_learner_accounts t
            WHERE t.learner_id = l.id AND t.account_id = a.account_id)
      ), kept AS (
        SELECT id, account_id, array_agg(m) AS modules FROM lost WHERE earned GROUP BY 1, 2
      ), freed AS (
        UPDATE mrlearn.learners l SET awarded_modules =
          ARRAY(SELECT m FROM unnest(l.awarded_modules) m WHERE m <> ALL (k.modules))
        FROM (SELECT id, array_agg(m) AS modules FROM lost WHERE earned GROUP BY 1) k WHERE l.id = k.id
      ), untied AS (
        UPDATE mrlearn.award_ties t SET modules = ARRAY(SELECT m FROM unnest(t.modules) m WHERE m <> ALL (k.modules))
        FROM kept k WHERE t.learner_id = k.id AND t.account_id = k.account_id
      ), found AS (
        INSERT INTO mrlearn.wrong_ties (id, tenant, learner_id, graphy_course_id, graphy_user_id, account_id,
          learner_email, account_email, cause, state, modules, found_at)
        SELECT gen_random_uuid(), $1, f.id, f.graphy_course_id, f.graphy_user_id, f.account_id, f.email, u.email,
          'unlinked', 'found', array_agg(f.m ORDER BY f.m), $4
        FROM lost f LEFT JOIN identity.shared_accounts u ON u.id = f.account_id
        WHERE NOT f.earned AND NOT EXISTS (SELECT FROM mrlearn.wrong_ties w WHERE w.learner_id = f.id
          AND w.account_id = f.account_id AND w.state IN ('found', 'doubtful') AND f.m = ANY (w.modules))
        GROUP BY f.id, f.graphy_course_id, f.graphy_user_id, f.account_id, f.email, u.email
        RETURNING modules
      )
      SELECT coalesce(sum(cardinality(modules)), 0)::int FROM found""";

  /** Clears wrong ties that are right after all, by what is decided or known now. */
  private static final String CLEAR = """
      WITH cleared AS (
        UPDATE mrlearn.wrong_ties w SET state = 'right', repaired_at = $3
        WHERE w.tenant = $1 AND ($2::text IS NULL OR w.graphy_user_id = $2) AND w.state IN ('found', 'doubtful')
          AND EXISTS (SELECT FROM mrlearn.shared_learner_accounts t
            WHERE t.learner_id = w.learner_id AND t.account_id = w.account_id)
        RETURNING learner_id, account_id, modules
      )
      INSERT INTO mrlearn.award_ties AS t (learner_id, account_id, modules)
      SELECT c.learner_id, c.account_id, array_agg(DISTINCT m) FROM cleared c CROSS JOIN unnest(c.modules) m
      GROUP BY 1, 2
      ON CONFLICT (learner_id, account_id) DO UPDATE
        SET modules = ARRAY(SELECT DISTINCT unnest(t.modules || EXCLUDED.modules))""";

  private static final String SETTLE = """
      UPDATE mrlearn.wrong_ties SET state = CASE WHEN modules = '{}' THEN 'repaired' ELSE 'found' END,
        repaired_at = CASE WHEN modules = '{}' THEN $3::timestamptz END
      WHERE tenant = $1 AND graphy_user_id = $2 AND state = 'doubtful' RETURNING cardinality(modules)""";

  private static final String FORGET_PHONES = """
      UPDATE mrlearn.learners l SET mobile = NULL, mobile_account_id = NULL, updated_at = $3
      WHERE l.tenant = $1 AND ($2::text IS NULL OR l.graphy_user_id = $2) AND l.mobile_account_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM mrlearn.shared_learner_accounts t
          WHERE t.learner_id = l.id AND t.account_id = l.mobile_account_id)""";

  private static final String OPEN = """
      SELECT w.id AS tie, w.account_id AS account, w.graphy_course_id AS course_id, w.graphy_user_id AS user_id,
        m AS module_id, coalesce(b.times, 0) AS times
      FROM mrlearn.wrong_ties w CROSS JOIN unnest(w.modules) m
      LEFT JOIN mrlearn.taken_back b
        ON b.account_id = w.account_id AND b.graphy_course_id = w.graphy_course_id AND b.module_id = m
      WHERE w.tenant = $1 AND w.state = 'found' AND (w.id, m) > ($2, $3) ORDER BY w.id, m LIMIT $4""";

  /**
   * Closes the wrong tie of a module, if the module had been withdrawn as often before ($9) as it is told of; of two
   * learners who were one to the account, both: the award was one.
   */
  private static final String TAKEN = """
      WITH closed AS (
        UPDATE mrlearn.wrong_ties w SET modules = array_remove(w.modules, $4),
          modules_taken_back = w.modules_taken_back || $4::text,
          xp_taken_back = w.xp_taken_back + CASE WHEN w.id = $1 THEN $5::int ELSE 0 END,
          state = CASE WHEN w.state = 'found' AND w.modules <@ ARRAY[$4::text] THEN 'repaired' ELSE w.state END,
          repaired_at = $6
        WHERE w.account_id = $2 AND w.graphy_course_id = $3 AND $4 = ANY (w.modules)
          AND (w.id = $1 OR w.state = 'found') AND w.tenant = $8
          AND coalesce((SELECT b.times FROM mrlearn.taken_back b
            WHERE b.account_id = $2 AND b.graphy_course_id = $3 AND b.module_id = $4), 0) = $9
        RETURNING w.id, w.tenant, w.learner_id, w.account_id, w.graphy_user_id
      ), counted AS (
        INSERT INTO mrlearn.taken_back AS b (tenant, account_id, graphy_course_id, module_id, times)
        SELECT tenant, account_id, $3, $4, 1 FROM closed WHERE id = $1
        ON CONFLICT (account_id, graphy_course_id, module_id) DO UPDATE SET times = b.times + 1
      ), untied AS (
        UPDATE mrlearn.award_ties t SET modules = array_remove(t.modules, $4)
        FROM closed c WHERE t.learner_id = c.learner_id AND t.account_id = c.account_id
      ), due AS (
        UPDATE mrlearn.learners l SET awarded_modules = array_remove(l.awarded_modules, $4)
        FROM closed c WHERE l.id = c.learner_id
      )
      INSERT INTO mrlearn.link_log (tenant, act, graphy_user_id, account_before, detail, at)
      SELECT tenant, 'repaired', graphy_user_id, account_id, $7, $6 FROM closed WHERE id = $1""";

  private static final String WAITING = """
      SELECT tenant, count(*) FILTER (WHERE state = 'found')::int AS found,
        count(*) FILTER (WHERE state = 'doubtful')::int AS doubtful
      FROM mrlearn.wrong_ties WHERE state IN ('found', 'doubtful') GROUP BY tenant ORDER BY tenant""";

  private static final Rows<Award> AWARDS = Rows.of(Award.class);
  private static final Rows<Waiting> COUNTS = Rows.of(Waiting.class);

  private final Database db;

  TieRepository(Database db) {
    this.db = db;
  }

  /**
   * An award that is to be taken back.
   *
   * @param times how often that has happened to this module
   */
  record Award(UUID tie, UUID account, String courseId, String userId, String moduleId, int times) {
    static final Award NONE = new Award(new UUID(0, 0), null, null, null, "", 0);
  }

  record Waiting(String tenant, int found, int doubtful) {}

  /** @return how many awards are to be taken back */
  int lose(Tx tx, String tenant, String userId, List<UUID> accounts, Instant now) {
    return tx.query(LOSE, tenant, userId, accounts.toArray(UUID[]::new), now).iterator().next()
        .getInteger(0);
  }

  /** @param userId null: of everybody */
  void clear(Tx tx, String tenant, String userId, Instant now) {
    tx.send(CLEAR, tenant, userId, now);
  }

  /** Makes wrong what was doubtful, since a person has said so; answers how many awards are to be taken back. */
  int settle(Tx tx, String tenant, String userId, Instant now) {
    int awards = 0;
    for (Row row : tx.query(SETTLE, tenant, userId, now)) {
      awards += row.getInteger(0);
    }
    return awards;
  }

  /** Removes copied phones whose account is not the learner's; {@code userId} null: of everybody. */
  int forgetPhones(Tx tx, String tenant, String userId, Instant now) {
    return tx.query(FORGET_PHONES, tenant, userId, now).rowCount();
  }

  List<Award> open(String tenant, Award after, int limit) {
    return AWARDS.all(db.query(OPEN, tenant, after.tie(), after.moduleId(), limit));
  }

  /** Keeps that the award was taken back; the module is due again for the learner's own account. */
  void taken(String tenant, ModuleWithdrawn module, int xp, String detail, Instant now) {
    db.write(TAKEN, module.tieId(), module.accountId(), module.graphyCourseId(), module.moduleId(), xp,
        now, detail, tenant, module.times());
  }

  List<Waiting> waiting() {
    return COUNTS.all(db.query(WAITING));
  }
}
