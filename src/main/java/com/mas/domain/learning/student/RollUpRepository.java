package com.mas.domain.learning.student;

import com.mas.db.Database;
import com.mas.db.Tx;
import io.vertx.sqlclient.Row;
import java.util.Arrays;

/**
 * Takes notes of what changed, its own and those that the mirror and identity publish, and makes the rows of
 * {@code student.students} from the published views.
 */
final class RollUpRepository {
  /** One taker at a time: two with different views of one student could write them in the wrong order. */
  private static final String TURN = "SELECT pg_advisory_xact_lock(hashtextextended('student.roll_up', 0))";

  /**
   * Takes notes and makes the rows, as of one moment: what a transaction changes later is noted again by it. An account
   * concerns its own address, that without a prefix, and who was tied to it by hand. LATERAL
   * keeps the plan at index look-ups, also one that was made while the tables were empty. A student whose enrolments
   * are tied to different accounts has none. Enrolments that are not listed any more, and those for demonstration, do
   * not count beside others.
   */
  private static final String TAKE = """
      WITH noted AS (
        DELETE FROM student.changes WHERE id IN (SELECT id FROM student.changes ORDER BY id LIMIT $1)
        RETURNING tenant, email_key
      ), learners AS (
        DELETE FROM mrlearn.shared_learner_changes
        WHERE id IN (SELECT id FROM mrlearn.shared_learner_changes ORDER BY id LIMIT $1) RETURNING tenant, email_key
      ), accounts AS (
        DELETE FROM identity.shared_account_changes
        WHERE id IN (SELECT id FROM identity.shared_account_changes ORDER BY id LIMIT $1)
        RETURNING tenant, account_id, email
      ), keys AS (
        SELECT tenant, email_key FROM noted
        UNION SELECT tenant, email_key FROM learners
        UNION SELECT tenant, email FROM accounts
        UNION SELECT a.tenant, substr(a.email, length(p.prefix) + 2)
          FROM accounts a JOIN mrlearn.shared_prefixes p
            ON p.tenant = a.tenant AND starts_with(a.email, p.prefix || '-')
        UNION SELECT a.tenant, t.email_key FROM accounts a CROSS JOIN LATERAL (
          SELECT DISTINCT v.email_key FROM mrlearn.shared_learner_accounts v
          WHERE v.account_id = a.account_id AND v.email_key IS NOT NULL) t
      ), fresh AS MATERIALIZED (
        SELECT k.tenant, k.email_key, coalesce(l.name, a.full_name) AS name, coalesce(l.mobile, a.phone) AS phone,
          CASE WHEN l.mobile IS NOT NULL THEN 'learner' WHEN a.phone IS NOT NULL THEN 'account' END AS phone_source,
          a.id AS account_id, l.enrolments, l.course_ids, l.completed, l.average_progress, l.lowest_progress,
          l.lowest_learner_id, l.total_time_seconds, l.enrolled_at, l.last_accessed_at
        FROM keys k
        CROSS JOIN LATERAL (
          SELECT (count(*) FILTER (WHERE e.counts))::int AS enrolments,
            array_agg(DISTINCT e.course_id ORDER BY e.course_id) AS course_ids,
            array_agg(e.learner_id) AS learner_ids,
            (count(*) FILTER (WHERE e.counts AND e.is_completed))::int AS completed,
            (avg(e.progress_percent) FILTER (WHERE e.counts))::numeric(5, 2) AS average_progress,
            (array_agg(e.progress_percent ORDER BY e.vanished_at IS NOT NULL, e.progress_percent, e.learner_id))[1]
              AS lowest_progress,
            (array_agg(e.learner_id ORDER BY e.vanished_at IS NOT NULL, e.progress_percent, e.learner_id))[1]
              AS lowest_learner_id,
            sum(e.total_time_seconds) FILTER (WHERE e.counts) AS total_time_seconds,
            min(e.enrolled_at) AS enrolled_at,
            max(e.last_accessed_at) AS last_accessed_at,
            (array_agg(e.name ORDER BY e.last_accessed_at DESC NULLS LAST, e.learner_id)
              FILTER (WHERE e.name IS NOT NULL))[1] AS name,
            (array_agg(e.mobile ORDER BY e.last_accessed_at DESC NULLS LAST, e.learner_id)
              FILTER (WHERE e.mobile ~ '[0-9]'))[1] AS mobile
          FROM (SELECT s.*, s.vanished_at IS NULL OR NOT bool_or(s.vanished_at IS NULL) OVER () AS counts
            FROM mrlearn.shared_learners s WHERE s.tenant = k.tenant AND s.email_key = k.email_key) e
        ) l
        LEFT JOIN LATERAL (
          SELECT u.id, u.full_name, u.phone FROM identity.shared_accounts u WHERE u.id = (
            SELECT CASE WHEN count(DISTINCT t.account_id) = 1 THEN (array_agg(t.account_id))[1] END
            FROM unnest(l.learner_ids) AS i (id) CROSS JOIN LATERAL (
              SELECT t.account_id FROM mrlearn.shared_learner_accounts t WHERE t.learner_id = i.id LIMIT 1) t)
        ) a ON true
      ), gone AS (
        DELETE FROM student.students s USING fresh f
        WHERE f.enrolments = 0 AND s.tenant = f.tenant AND s.email_key = f.email_key
      ), written AS (
        INSERT INTO student.students AS s (tenant, email_key, name, phone, phone_source, account_id,
          enrolments, course_ids, completed, average_progress, lowest_progress, lowest_learner_id, total_time_seconds,
          enrolled_at, last_accessed_at)
        SELECT * FROM fresh WHERE enrolments > 0
        ON CONFLICT (tenant, email_key) DO UPDATE SET name = EXCLUDED.name, phone = EXCLUDED.phone,
          phone_source = EXCLUDED.phone_source, account_id = EXCLUDED.account_id, enrolments = EXCLUDED.enrolments,
          course_ids = EXCLUDED.course_ids, completed = EXCLUDED.completed,
          average_progress = EXCLUDED.average_progress,
          lowest_progress = EXCLUDED.lowest_progress, lowest_learner_id = EXCLUDED.lowest_learner_id,
          total_time_seconds = EXCLUDED.total_time_seconds, enrolled_at = EXCLUDED.enrolled_at,
          last_accessed_at = EXCLUDED.last_accessed_at
      )
      SELECT (SELECT count(*)::int FROM noted) AS noted, (SELECT count(*)::int FROM learners) AS learners,
        (SELECT count(*)::int FROM accounts) AS accounts""";

  private static final String NOTE_EVERYBODY = """
      INSERT INTO student.changes (tenant, email_key)
      SELECT tenant, email_key FROM mrlearn.shared_learners WHERE tenant = $1 AND email_key IS NOT NULL
      UNION
      SELECT tenant, email_key FROM student.students WHERE tenant = $1""";

  private static final String WAITING = """
      SELECT (SELECT count(*) FROM student.changes) + (SELECT count(*) FROM mrlearn.shared_learner_changes)
        + (SELECT count(*) FROM identity.shared_account_changes)""";

  private final Database db;

  RollUpRepository(Database db) {
    this.db = db;
  }

  /** @param more whether notes may be left */
  record Taken(int notes, boolean more) {}

  /** @param most of each kind of notes */
  Taken take(int most) {
    return db.transaction(tx -> take(tx, most));
  }

  /** @param most of each kind of notes */
  Taken take(Tx tx, int most) {
    tx.send(TURN);
    Row row = tx.query(TAKE, most).iterator().next();
    int[] taken = {row.getInteger("noted"), row.getInteger("learners"), row.getInteger("accounts")};
    return new Taken(Arrays.stream(taken).sum(), Arrays.stream(taken).anyMatch(count -> count == most));
  }

  /** @return how many are noted */
  int noteEverybody(Tx tx, String tenant) {
    return tx.query(NOTE_EVERYBODY, tenant).rowCount();
  }

  long waiting() {
    return db.query(WAITING).iterator().next().getLong(0);
  }
}
