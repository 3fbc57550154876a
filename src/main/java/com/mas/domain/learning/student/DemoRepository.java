package com.mas.domain.learning.student;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.domain.learning.sync.graphy.GraphyContract.DemoPerson;
import java.util.List;
import java.util.UUID;

/** Reads which accounts have no enrolment. */
final class DemoRepository {
  private static final String MISSING_ROWS = """
        FROM identity.shared_accounts a
       WHERE a.tenant = $1 AND a.role = 'USER' AND a.status = 'active'
         AND NOT EXISTS (SELECT FROM mrlearn.shared_learner_accounts t WHERE t.account_id = a.id)
      """;
  private static final String MISSING =
      "SELECT a.id AS user_id, a.email, a.full_name AS name" + MISSING_ROWS + " AND a.id > $2 ORDER BY a.id LIMIT $3";
  private static final String COUNT_MISSING = "SELECT count(*)" + MISSING_ROWS;
  private static final String FIND = """
      SELECT id AS user_id, email, full_name AS name FROM identity.shared_accounts WHERE tenant = $1 AND id = ANY ($2)
      """;

  private static final Rows<DemoPerson> PEOPLE = Rows.of(DemoPerson.class);

  private final Database db;

  DemoRepository(Database db) {
    this.db = db;
  }

  /** Returns persons in the order of ids. */
  List<DemoPerson> missing(String tenant, UUID after, int limit) {
    return PEOPLE.all(db.query(MISSING, tenant, after, limit));
  }

  long countMissing(String tenant) {
    return db.query(COUNT_MISSING, tenant).iterator().next().getLong(0);
  }

  List<DemoPerson> find(String tenant, List<UUID> ids) {
    return PEOPLE.all(db.query(FIND, tenant, ids.toArray(UUID[]::new)));
  }
}
