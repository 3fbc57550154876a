package com.mas.domain.learning.sync;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** SQL of what learners are to be given for their progress: XP for modules, a notice for the whole course. */
final class AwardRepository {
  private static final String DUE = """
      SELECT l.graphy_user_id FROM mrlearn.learners l
      CROSS JOIN LATERAL (SELECT FROM mrlearn.shared_learner_accounts t WHERE t.learner_id = l.id LIMIT 1) a
      WHERE l.tenant = $1 AND l.graphy_course_id = $2 AND l.graphy_user_id > $3
        AND (NOT l.completed_modules <@ l.awarded_modules OR l.completion_told = false)
      ORDER BY l.graphy_user_id LIMIT $4""";

  private static final String LOCK = """
      SELECT FROM mrlearn.learners WHERE tenant = $1 AND graphy_course_id = $2 AND graphy_user_id = ANY ($3::text[])
      ORDER BY graphy_user_id FOR NO KEY UPDATE""";

  /**
   * Takes what is due of learners with an account, keeps to whom it goes, and answers what was taken: of two learners
   * who are one person, a module once, with the earlier time. When exactly a module was completed is nowhere told; the
   * learner's last access is the best that is known. A module that is not among those which the learner has completed
   * since the report before, or that was completed before the account was made, is history: its day is not known.
   */
  private static final String AWARD = """
      WITH due AS (
        SELECT l.id, a.account_id, m.module_id, least(coalesce(l.last_accessed_at, $3), $3) AS occurred_at,
          m.module_id <> ALL (u.fresh::text[]) OR coalesce(l.last_accessed_at, $3) < p.created_at AS history
        FROM unnest($4::text[], $6::text[]) AS u (user_id, fresh)
        CROSS JOIN LATERAL (SELECT i.id, i.last_accessed_at, i.completed_modules, i.awarded_modules
          FROM mrlearn.learners i
          WHERE i.tenant = $1 AND i.graphy_course_id = $2 AND i.graphy_user_id = u.user_id LIMIT 1) l
        CROSS JOIN LATERAL (SELECT t.account_id FROM mrlearn.shared_learner_accounts t WHERE t.learner_id = l.id
          LIMIT 1) a
        CROSS JOIN LATERAL (SELECT s.created_at FROM identity.shared_accounts s WHERE s.id = a.account_id) p
        CROSS JOIN unnest(l.completed_modules) AS m (module_id)
        WHERE m.module_id <> ALL (l.awarded_modules)
      ), taken AS (
        UPDATE mrlearn.learners l SET awarded_modules = l.awarded_modules || d.modules
        FROM (SELECT id, array_agg(module_id) AS modules FROM due GROUP BY id) d WHERE l.id = d.id
      ), tied AS (
        INSERT INTO mrlearn.award_ties AS t (learner_id, account_id, modules)
        SELECT id, account_id, array_agg(module_id) FROM due GROUP BY 1, 2
        ON CONFLICT (learner_id, account_id) DO UPDATE SET modules = t.modules || EXCLUDED.modules
      ), counted AS (
        UPDATE mrlearn.sync_runs SET xp_awards =
          xp_awards + (SELECT count(DISTINCT (account_id, module_id))::int FROM due)
        WHERE id = $5
      )
      SELECT DISTINCT ON (d.account_id, d.module_id) d.account_id, d.module_id, coalesce(b.times, 0) AS taken_back,
        d.occurred_at, d.history
      FROM due d LEFT JOIN mrlearn.taken_back b
        ON b.account_id = d.account_id AND b.graphy_course_id = $2 AND b.module_id = d.module_id
      ORDER BY d.account_id, d.module_id, d.occurred_at, d.history""";

  /**
   * Takes those who completed the course and were not told, and answers them; but not those who had completed it before
   * they were first mirrored, or before they had the account, give or take a day: to them it is no news.
   */
  private static final String COMPLETED = """
      WITH taken AS (
        UPDATE mrlearn.learners l SET completion_told = true
        FROM unnest($3::text[]) AS u (user_id)
        CROSS JOIN LATERAL (SELECT i.id FROM mrlearn.learners i
          WHERE i.tenant = $1 AND i.graphy_course_id = $2 AND i.graphy_user_id = u.user_id LIMIT 1) m
        CROSS JOIN LATERAL (SELECT t.account_id FROM mrlearn.shared_learner_accounts t WHERE t.learner_id = m.id
          LIMIT 1) a
        CROSS JOIN LATERAL (SELECT p.created_at FROM identity.shared_accounts p WHERE p.id = a.account_id) p
        WHERE l.id = m.id AND l.completion_told = false
        RETURNING a.account_id, coalesce(l.completed_at, l.last_accessed_at) AS at,
          l.added_by IS DISTINCT FROM $4 AND coalesce(l.completed_at, l.last_accessed_at)
            >= greatest(l.created_at, p.created_at) - interval '1 day' AS is_news
      ), told AS (
        SELECT account_id, min(at) AS at FROM taken WHERE is_news GROUP BY account_id
      ), counted AS (
        UPDATE mrlearn.sync_runs SET notices = notices + (SELECT count(*)::int FROM told) WHERE id = $4
      )
      SELECT account_id, at, coalesce(k.title, c.course_title, $2) AS course_title
      FROM told LEFT JOIN mrlearn.courses k ON k.tenant = $1 AND k.id = $2
      LEFT JOIN mrlearn.sync_configs c ON c.tenant = $1 AND c.graphy_course_id = $2""";

  private static final Rows<Award> AWARDS = Rows.of(Award.class);
  private static final Rows<Completed> TOLD = Rows.of(Completed.class);

  private final Database db;

  AwardRepository(Database db) {
    this.db = db;
  }

  /** @param fresh modules that the learner has completed since the report before; none on the first */
  record Completer(String userId, List<String> fresh) {}

  /**
   * @param takenBack how often the module's award was taken back from the account
   * @param history whether the module was completed before the account or the first report, or waited for its account
   */
  record Award(UUID accountId, String moduleId, int takenBack, Instant occurredAt, boolean history) {
    String source(String courseId) {
      return LinkRules.source(courseId, moduleId, takenBack);
    }
  }

  /** @param at when, as far as the provider tells */
  record Completed(UUID accountId, Instant at, String courseTitle) {}

  /** The provider's user ids of those with an account to whom something is due, in their order. */
  List<String> due(RunRow run, String after, int limit) {
    List<String> due = new ArrayList<>();
    db.query(DUE, run.tenant(), run.courseId(), after, limit).forEach(row -> due.add(row.getString(0)));
    return due;
  }

  /** Keeps whose account they have from being decided while it is asked: who decides it locks them, too. */
  void lock(Tx tx, RunRow run, List<String> userIds) {
    tx.send(LOCK, run.tenant(), run.courseId(), userIds.toArray(String[]::new));
  }

  List<Award> award(Tx tx, RunRow run, List<Completer> due, Instant now) {
    return AWARDS.all(tx.query(AWARD, run.tenant(), run.courseId(), now,
        due.stream().map(Completer::userId).toArray(String[]::new), run.id(),
        due.stream().map(each -> SyncRules.arrayLiteral(each.fresh())).toArray(String[]::new)));
  }

  List<Completed> completed(Tx tx, RunRow run, List<String> userIds) {
    return TOLD.all(tx.query(COMPLETED, run.tenant(), run.courseId(), userIds.toArray(String[]::new), run.id()));
  }
}
