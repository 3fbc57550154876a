package com.mas.domain.engagement.risk;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.domain.engagement.risk.RiskContract.RiskDay;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** Scores of students by day: the last one of each day. */
final class TrendRepository {
  private static final String KEEP = """
      INSERT INTO risk.score_days AS d (student_id, batch_id, tenant, day, score, tier)
      SELECT student_id, batch_id, tenant, (computed_at AT TIME ZONE 'Asia/Kolkata')::date, score, tier
        FROM risk.scores WHERE batch_id = $1 ORDER BY student_id
      ON CONFLICT (student_id, batch_id, day) DO UPDATE SET score = excluded.score, tier = excluded.tier
      WHERE d.score <> excluded.score
      """;

  /** Reads the highest score of each day where the lead has the student in several batches. */
  private static final String READ = """
      SELECT DISTINCT ON (d.day) d.day, d.score, d.tier
        FROM risk.score_days d JOIN education.shared_batches b ON b.batch_id = d.batch_id
       WHERE d.student_id = $3 AND d.day >= $4 AND b.tenant = $1 AND b.batch_lead_id = $2
       ORDER BY d.day, d.score DESC
      """;

  private static final Rows<RiskDay> DAY = Rows.of(RiskDay.class);

  private final Database db;

  TrendRepository(Database db) {
    this.db = db;
  }

  /** Keeps the present scores of a batch as those of their days. Idempotent. */
  void keep(UUID batch) {
    db.write(KEEP, batch);
  }

  List<RiskDay> read(String tenant, UUID lead, UUID student, LocalDate since) {
    return DAY.all(db.query(READ, tenant, lead, student, since));
  }
}
