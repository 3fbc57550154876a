package com.mas.domain.engagement.gamification;

import com.mas.db.Database;
import com.mas.domain.learning.mrtest.ExamSyncContract.ExamsScored;
import com.mas.domain.learning.mrtest.ExamSyncContract.ScoredExam;

/** SQL of the scores of tests as their source tells them now. */
final class TestScoreRepository {
  private static final String KEEP = """
      INSERT INTO gamification.test_scores AS t (user_id, source_id, score, told_at)
      SELECT $1, n.source_id, round(n.score::numeric, 2), $4
      FROM unnest($2::text[], $3::float8[]) AS n (source_id, score)
      ORDER BY n.source_id
      ON CONFLICT (user_id, source_id) DO UPDATE SET score = EXCLUDED.score, told_at = EXCLUDED.told_at
      WHERE t.told_at <= EXCLUDED.told_at""";

  private final Database db;

  TestScoreRepository(Database db) {
    this.db = db;
  }

  /** Keeps the newest scores; statements may come in any order, and more than once. */
  void keep(ExamsScored event) {
    db.write(KEEP, event.accountId(), event.exams().stream().map(ScoredExam::examId).toArray(String[]::new),
        event.exams().stream().map(ScoredExam::percentage).toArray(Double[]::new), event.toldAt());
  }
}
