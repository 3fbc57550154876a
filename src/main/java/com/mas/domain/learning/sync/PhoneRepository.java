package com.mas.domain.learning.sync;

import com.mas.db.Database;
import com.mas.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** SQL of missing phones. A phone that is there is not replaced, but goes when it was copied from a wrong account. */
final class PhoneRepository {
  /** Phones are hard to get: the list may be long, and those who have none there seldom get one. */
  private static final Duration LOOK_AGAIN = Duration.ofHours(23);

  private static final String IS_MISSING = """
      tenant = $1 AND graphy_course_id = $2 AND mobile IS NULL AND vanished_at IS NULL
        AND ($3::uuid IS NULL OR added_by = $3)""";

  private static final String COUNT_MISSING = "SELECT count(*)::int FROM mrlearn.learners WHERE " + IS_MISSING
      + " AND (phone_looked_at IS NULL OR phone_looked_at < $4)";

  private static final String LOOKED = "UPDATE mrlearn.learners SET phone_looked_at = $4 WHERE " + IS_MISSING;

  private static final String MISSING = "SELECT graphy_user_id FROM mrlearn.learners WHERE " + IS_MISSING
      + " AND graphy_user_id > $4 ORDER BY graphy_user_id LIMIT $5";

  /** Each LATERAL with its LIMIT keeps the plan at look-ups, also one that was made while the tables were empty. */
  private static final String COPY = """
      WITH found AS MATERIALIZED (
        SELECT l.id, t.account_id, p.phone FROM unnest($4::text[]) AS u (user_id)
        CROSS JOIN LATERAL (SELECT i.id FROM mrlearn.learners i
          WHERE i.tenant = $1 AND i.graphy_course_id = $2 AND i.graphy_user_id = u.user_id LIMIT 1) l
        CROSS JOIN LATERAL (SELECT a.account_id FROM mrlearn.shared_learner_accounts a
          WHERE a.learner_id = l.id LIMIT 1) t
        CROSS JOIN LATERAL (SELECT a.phone FROM identity.shared_accounts a
          WHERE a.id = t.account_id AND a.phone LIKE '+%' LIMIT 1) p
      ), filled AS (
        UPDATE mrlearn.learners l SET mobile = f.phone, mobile_account_id = f.account_id, updated_at = $5
        FROM found f WHERE l.id = f.id AND l.mobile IS NULL
        RETURNING 1
      )
      UPDATE mrlearn.sync_runs SET phones_filled = phones_filled + (SELECT count(*)::int FROM filled) WHERE id = $3""";

  private static final String FORGET = """
      UPDATE mrlearn.learners l SET mobile = NULL, mobile_account_id = NULL, updated_at = $3
      WHERE l.tenant = $1 AND l.graphy_course_id = $2 AND l.mobile_account_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM mrlearn.shared_learner_accounts t
        WHERE t.learner_id = l.id AND t.account_id = l.mobile_account_id)""";

  private static final String FILL = """
      WITH filled AS (
        UPDATE mrlearn.learners l SET mobile = p.mobile, updated_at = $6
        FROM unnest($4::text[], $5::text[]) AS p (user_id, mobile)
        WHERE l.tenant = $1 AND l.graphy_course_id = $2 AND l.graphy_user_id = p.user_id AND l.mobile IS NULL
        RETURNING 1
      )
      UPDATE mrlearn.sync_runs SET phones_filled = phones_filled + (SELECT count(*)::int FROM filled) WHERE id = $3""";

  private final Database db;

  PhoneRepository(Database db) {
    this.db = db;
  }

  /**
   * Counts the missing phones of the course for which the provider's list was not read lately; in a fast run those of
   * the learners that it has found.
   */
  int countMissing(RunRow run, Instant now) {
    return db.query(COUNT_MISSING, run.tenant(), run.courseId(), onlyOf(run), now.minus(LOOK_AGAIN)).iterator().next()
        .getInteger(0);
  }

  /** Notes that the provider's list was read to its end without the phones that are missing still. */
  void looked(Tx tx, RunRow run, Instant now) {
    tx.send(LOOKED, run.tenant(), run.courseId(), onlyOf(run), now);
  }

  /** The provider's user ids, in their order. */
  List<String> missing(RunRow run, String after, int limit) {
    List<String> missing = new ArrayList<>();
    db.query(MISSING, run.tenant(), run.courseId(), onlyOf(run), after, limit)
        .forEach(row -> missing.add(row.getString(0)));
    return missing;
  }

  /** Copies the phones of these learners' accounts, where there are such. */
  void copy(Tx tx, RunRow run, List<String> userIds, Instant now) {
    tx.send(COPY, run.tenant(), run.courseId(), run.id(), userIds.toArray(String[]::new),
        now);
  }

  /** Removes the phones that were copied from an account which is not the learner's any more. */
  void forget(Tx tx, RunRow run, Instant now) {
    tx.send(FORGET, run.tenant(), run.courseId(), now);
  }

  /** @param phones by the provider's user id */
  void fill(Tx tx, RunRow run, Map<String, String> phones, Instant now) {
    tx.send(FILL, run.tenant(), run.courseId(), run.id(), phones.keySet().toArray(String[]::new),
        phones.values().toArray(String[]::new), now);
  }

  private static UUID onlyOf(RunRow run) {
    return run.fast() ? run.id() : null;
  }
}
