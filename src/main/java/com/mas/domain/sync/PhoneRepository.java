package com.mas.domain.sync;

import com.mas.db.Database;
import com.mas.db.Tx;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** SQL of missing phones. A phone that is there is never replaced. */
final class PhoneRepository {
  private static final String IS_MISSING = """
      tenant = $1 AND graphy_course_id = $2 AND mobile IS NULL AND vanished_at IS NULL
        AND ($3::uuid IS NULL OR added_by = $3)""";

  private static final String COUNT_MISSING = "SELECT count(*)::int FROM mrlearn.learners WHERE " + IS_MISSING;

  private static final String MISSING = """
      SELECT graphy_user_id, email, email_stripped FROM mrlearn.learners WHERE\s""" + IS_MISSING
      + " AND email IS NOT NULL AND graphy_user_id > $4 ORDER BY graphy_user_id LIMIT $5";

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

  /** Of the course; in a fast run of the learners that it has found. */
  int countMissing(RunRow run) {
    return db.query(COUNT_MISSING, run.tenant(), run.courseId(), onlyOf(run)).iterator().next().getInteger(0);
  }

  List<AwardRepository.Learner> missing(RunRow run, String after, int limit) {
    List<AwardRepository.Learner> missing = new ArrayList<>();
    db.query(MISSING, run.tenant(), run.courseId(), onlyOf(run), after, limit).forEach(row ->
        missing.add(new AwardRepository.Learner(row.getString(0), row.getString(1), row.getString(2))));
    return missing;
  }

  /** @param phones by the provider's user id */
  void fill(Tx tx, RunRow run, Map<String, String> phones, Instant now) {
    tx.send(FILL, run.tenant(), run.courseId(), run.id(), phones.keySet().toArray(String[]::new),
        phones.values().toArray(String[]::new), now.atOffset(ZoneOffset.UTC));
  }

  private static UUID onlyOf(RunRow run) {
    return run.fast() ? run.id() : null;
  }
}
