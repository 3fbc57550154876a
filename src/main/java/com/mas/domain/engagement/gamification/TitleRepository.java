package com.mas.domain.engagement.gamification;

import com.mas.db.Database;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Reads what the modules are called that a student may have completed. */
final class TitleRepository {
  private static final String MODULES = """
      SELECT l.course_id || ':' || (m.one ->> 'id') AS id, m.one ->> 'title' AS title, l.course_title
      FROM mrlearn.shared_learner_accounts a JOIN mrlearn.shared_learners l USING (learner_id)
      CROSS JOIN LATERAL jsonb_array_elements(
        CASE WHEN jsonb_typeof(l.module_progress) = 'array' THEN l.module_progress ELSE '[]' END) AS m (one)
      WHERE a.account_id = $1 AND a.tenant = $2""";

  private final Database db;

  TitleRepository(Database db) {
    this.db = db;
  }

  /** Returns module and course in words, by the source of an award. */
  Map<String, String> modules(UUID account, String tenant) {
    Map<String, String> titles = new HashMap<>();
    db.query(MODULES, account, tenant).forEach(row -> {
      String title = TitleRules.module(row.getString(1), row.getString(2));
      if (title != null && row.getString(0) != null) {
        titles.put(row.getString(0), title);
      }
    });
    return titles;
  }
}
