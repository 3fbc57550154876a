package com.mas.domain.sync;

import com.mas.db.Database;
import com.mas.db.Tx;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** SQL of what learners are to be given for their progress: XP for modules, a notice for the whole course. */
final class AwardRepository {
  private static final String DUE = """
      SELECT graphy_user_id, email, email_stripped FROM mrlearn.learners
      WHERE tenant = $1 AND graphy_course_id = $2 AND graphy_user_id > $3 AND email IS NOT NULL
        AND (NOT completed_modules <@ awarded_modules OR completion_told = false)
      ORDER BY graphy_user_id LIMIT $4""";

  /**
   * Takes what is due of learners with an account, and answers what was taken: of two learners who are one person, a
   * module once, with the earlier time. When exactly a module was completed is nowhere told; the learner's last access
   * is the best that is known.
   */
  private static final String AWARD = """
      WITH due AS (
        SELECT l.id, a.account_id, m.module_id, least(coalesce(l.last_accessed_at, $3), $3) AS occurred_at
        FROM unnest($4::text[], $5::uuid[]) AS a (user_id, account_id)
        JOIN mrlearn.learners l ON l.tenant = $1 AND l.graphy_course_id = $2 AND l.graphy_user_id = a.user_id
        CROSS JOIN unnest(l.completed_modules) AS m (module_id)
        WHERE m.module_id <> ALL (l.awarded_modules)
      ), taken AS (
        UPDATE mrlearn.learners l SET awarded_modules = l.awarded_modules || d.modules
        FROM (SELECT id, array_agg(module_id) AS modules FROM due GROUP BY id) d WHERE l.id = d.id
      ), counted AS (
        UPDATE mrlearn.sync_runs SET xp_awards =
          xp_awards + (SELECT count(DISTINCT (account_id, module_id))::int FROM due)
        WHERE id = $6
      )
      SELECT DISTINCT ON (account_id, module_id) account_id, module_id, occurred_at FROM due
      ORDER BY account_id, module_id, occurred_at""";

  /** Takes those who completed the course and were not told, and answers them. */
  private static final String COMPLETED = """
      WITH taken AS (
        UPDATE mrlearn.learners l SET completion_told = true
        FROM unnest($3::text[], $4::uuid[]) AS a (user_id, account_id)
        WHERE l.tenant = $1 AND l.graphy_course_id = $2 AND l.graphy_user_id = a.user_id AND l.completion_told = false
        RETURNING a.account_id
      ), counted AS (
        UPDATE mrlearn.sync_runs SET notices = notices + (SELECT count(*)::int FROM taken) WHERE id = $5
      )
      SELECT DISTINCT account_id, coalesce(k.title, c.course_title, $2) AS title
      FROM taken LEFT JOIN mrlearn.courses k ON k.tenant = $1 AND k.id = $2
      LEFT JOIN mrlearn.sync_configs c ON c.tenant = $1 AND c.graphy_course_id = $2""";

  private final Database db;

  AwardRepository(Database db) {
    this.db = db;
  }

  record Award(UUID accountId, String moduleId, Instant occurredAt) {}

  record Completed(UUID accountId, String courseTitle) {}

  List<Learner> due(RunRow run, String after, int limit) {
    List<Learner> due = new ArrayList<>();
    db.query(DUE, run.tenant(), run.courseId(), after, limit).forEach(row -> due.add(
        new Learner(row.getString(0), row.getString(1), row.getString(2))));
    return due;
  }

  /** Whose account is looked for. */
  record Learner(String userId, String email, String emailStripped) {}

  /** @param accounts MAS user by the provider's user id */
  List<Award> award(Tx tx, RunRow run, Map<String, UUID> accounts, Instant now) {
    List<Award> awards = new ArrayList<>();
    tx.query(AWARD, run.tenant(), run.courseId(), now.atOffset(ZoneOffset.UTC),
            accounts.keySet().toArray(String[]::new), accounts.values().toArray(UUID[]::new), run.id())
        .forEach(row -> awards.add(new Award(row.getUUID(0), row.getString(1), row.getOffsetDateTime(2).toInstant())));
    return awards;
  }

  List<Completed> completed(Tx tx, RunRow run, Map<String, UUID> accounts) {
    List<Completed> completed = new ArrayList<>();
    tx.query(COMPLETED, run.tenant(), run.courseId(), accounts.keySet().toArray(String[]::new),
            accounts.values().toArray(UUID[]::new), run.id())
        .forEach(row -> completed.add(new Completed(row.getUUID(0), row.getString(1))));
    return completed;
  }
}
