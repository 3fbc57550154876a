package com.mas.domain.learning.sync;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.SyncContract.CourseProgress;
import java.time.Instant;
import java.time.LocalDate;

/** Progress of the learners of a course, today and on the days before. */
final class ProgressRepository {
  private static final String KEEP = """
      INSERT INTO mrlearn.progress_days (tenant, graphy_course_id, day, learners, completed, mean)
      SELECT $1, $2, ($3::timestamptz AT TIME ZONE 'Asia/Kolkata')::date, count(*),
        count(*) FILTER (WHERE is_completed), coalesce(round(avg(progress_percent), 2), 0)
        FROM mrlearn.learners WHERE tenant = $1 AND graphy_course_id = $2 AND vanished_at IS NULL
      ON CONFLICT (tenant, graphy_course_id, day) DO UPDATE SET learners = excluded.learners,
        completed = excluded.completed, mean = excluded.mean
      """;

  /** Bands are 0, then quarters, then 100 percent; the first and the last are those values alone. */
  private static final String READ = """
      WITH banded AS (
        SELECT CASE WHEN progress_percent <= 0 THEN 0 WHEN progress_percent >= 100 THEN 5
          ELSE 1 + floor(progress_percent / 25)::int END AS band
          FROM mrlearn.learners WHERE tenant = $1 AND graphy_course_id = $2 AND vanished_at IS NULL
      )
      SELECT (SELECT count(*) FROM banded)::int AS learners,
        (SELECT array_agg((SELECT count(*)::int FROM banded WHERE band = n) ORDER BY n)
           FROM generate_series(0, 5) AS n) AS bands,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('day', day, 'learners', learners, 'completed', completed,
           'mean', mean) ORDER BY day), '[]')
           FROM mrlearn.progress_days WHERE tenant = $1 AND graphy_course_id = $2 AND day >= $3) AS days
      """;

  private static final Rows<CourseProgress> PROGRESS = Rows.of(CourseProgress.class);

  private final Database db;

  ProgressRepository(Database db) {
    this.db = db;
  }

  /** Keeps how far the learners are as the state of this day. Idempotent. Not awaited. */
  void keep(Tx tx, String tenant, String course, Instant now) {
    tx.send(KEEP, tenant, course, now);
  }

  CourseProgress read(String tenant, String course, LocalDate since) {
    return PROGRESS.first(db.query(READ, tenant, course, since)).orElseThrow();
  }
}
