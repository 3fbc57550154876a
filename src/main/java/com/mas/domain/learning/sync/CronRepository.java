package com.mas.domain.learning.sync;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.SyncContract.NewStudentCron;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps when each tenant looks for new learners that has said so. */
final class CronRepository {
  private static final String ALL = "SELECT tenant, enabled, interval_hours FROM mrlearn.new_student_crons";
  private static final String PUT = """
      INSERT INTO mrlearn.new_student_crons (tenant, enabled, interval_hours, changed_by, changed_at)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (tenant) DO UPDATE SET enabled = excluded.enabled, interval_hours = excluded.interval_hours,
        changed_by = excluded.changed_by, changed_at = excluded.changed_at""";

  private static final Rows<Own> OWN = Rows.of(Own.class);

  private final Database db;

  CronRepository(Database db) {
    this.db = db;
  }

  record Own(String tenant, boolean enabled, int intervalHours) {
    NewStudentCron cron() {
      return new NewStudentCron(enabled, intervalHours);
    }
  }

  Optional<NewStudentCron> find(String tenant) {
    return OWN.first(db.query(ALL + " WHERE tenant = $1", tenant)).map(Own::cron);
  }

  List<Own> all() {
    return OWN.all(db.query(ALL + " ORDER BY tenant"));
  }

  void put(Tx tx, String tenant, NewStudentCron cron, UUID by, Instant now) {
    tx.query(PUT, tenant, cron.enabled(), cron.intervalHours(), by, now);
  }
}
