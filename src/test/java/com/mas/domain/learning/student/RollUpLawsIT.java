package com.mas.domain.learning.student;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keeps the rows equal to a GROUP BY, whatever happens to learners and accounts, in whatever portions it is taken. */
class RollUpLawsIT {
  private static final String KEPT = """
      SELECT tenant, email_key, enrolments, completed, average_progress, total_time_seconds, course_ids, account_id,
        enrolled_at, last_accessed_at FROM student.students ORDER BY tenant, email_key""";
  private static final String PLAIN = """
      SELECT l.tenant, l.email_key, (count(*) FILTER (WHERE counts))::int,
        (count(*) FILTER (WHERE counts AND is_completed))::int,
        (avg(progress_percent) FILTER (WHERE counts))::numeric(5, 2),
        sum(total_time_seconds) FILTER (WHERE counts), array_agg(DISTINCT course_id ORDER BY course_id),
        (SELECT (array_agg(DISTINCT t.account_id))[1] FROM mrlearn.shared_learner_accounts t
          WHERE t.tenant = l.tenant AND t.email_key = l.email_key HAVING count(DISTINCT t.account_id) = 1),
        min(enrolled_at), max(last_accessed_at)
      FROM (SELECT s.*, vanished_at IS NULL OR NOT EXISTS (SELECT FROM mrlearn.shared_learners o
          WHERE o.tenant = s.tenant AND o.email_key = s.email_key AND o.vanished_at IS NULL) AS counts
        FROM mrlearn.shared_learners s) l
      WHERE email_key IS NOT NULL GROUP BY tenant, email_key
      ORDER BY tenant, email_key""";

  private final Campus campus = new Campus();

  @AfterEach
  void close() {
    campus.close();
  }

  @Test
  void theRowsAreThoseOfAPlainGroupByAfterAnyChanges() throws SQLException {
    Random random = new Random(42);
    for (int c = 0; c < 4; c++) {
      campus.course("c" + c, "Course " + c, null);
    }
    for (int round = 0; round < 25; round++) {
      for (int step = 0; step < 12; step++) {
        change(random, round * 100 + step);
      }
      if (random.nextBoolean()) {
        campus.rollUp();
      }
    }
    campus.rollUp();
    assertEquals(List.of(), campus.rows("""
        SELECT email_key FROM student.changes UNION SELECT email_key FROM mrlearn.learner_changes
        UNION SELECT email FROM identity.account_changes"""));
    assertEquals(campus.rows(PLAIN), campus.rows(KEPT));
    assertEquals(List.of(), campus.rows("""
        SELECT s.email_key FROM student.students s JOIN mrlearn.shared_learners l ON l.learner_id = s.lowest_learner_id
        WHERE l.email_key <> s.email_key OR l.progress_percent <> s.lowest_progress OR EXISTS (
          SELECT 1 FROM mrlearn.shared_learners o WHERE o.tenant = s.tenant AND o.email_key = s.email_key
            AND o.vanished_at IS NULL AND (l.vanished_at IS NOT NULL OR o.progress_percent < l.progress_percent))"""));
  }

  private void change(Random random, int unique) throws SQLException {
    String key = "s" + random.nextInt(8) + "@x.example";
    String course = "c" + random.nextInt(4);
    switch (random.nextInt(11)) {
      case 0, 1, 2 -> campus.learner(course, "u" + unique, random.nextBoolean() ? "N" + unique : null,
          random.nextInt(10) == 0 ? null : key, random.nextBoolean() ? "98" + unique : null, random.nextInt(101));
      case 3 -> campus.execute(
          "UPDATE mrlearn.learners SET progress_percent = ?, is_completed = ? WHERE email_stripped = ?",
          random.nextInt(101), random.nextBoolean(), key);
      case 4 -> {
        String other = "s" + random.nextInt(8) + "@x.example";
        campus.execute("UPDATE mrlearn.learners SET email_stripped = ?, email = ? WHERE graphy_course_id = ?"
            + " AND email_stripped = ?", other, (random.nextBoolean() ? "acme-" : "") + other, course, key);
      }
      case 5 -> campus.execute("DELETE FROM mrlearn.learners WHERE graphy_course_id = ? AND email_stripped = ?", course,
          key);
      case 6 -> campus.execute(
          "UPDATE mrlearn.learners SET vanished_at = now(), total_time_seconds = total_time_seconds + 1"
              + " WHERE graphy_course_id = ? AND email_stripped = ?",
          course, key);
      case 7 -> campus.execute("""
          INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
          VALUES (gen_random_uuid(), 'mas', ?, 'A', 'USER', CASE WHEN ? THEN now() END, now(), now())
          ON CONFLICT (tenant, email) DO UPDATE SET email_verified_at = EXCLUDED.email_verified_at""",
          (random.nextBoolean() ? "acme-" : "") + key, random.nextInt(4) > 0);
      case 8 -> campus.execute("""
          INSERT INTO mrlearn.account_links (tenant, graphy_user_id, account_id, made_at)
          SELECT DISTINCT tenant, graphy_user_id, CASE WHEN ? THEN (SELECT id FROM identity.users
            WHERE role = 'USER' ORDER BY id LIMIT 1) END, now() FROM mrlearn.learners WHERE email_stripped = ?
          ON CONFLICT (tenant, graphy_user_id) DO UPDATE SET account_id = EXCLUDED.account_id""",
          random.nextBoolean(), key);
      case 9 -> campus.execute("DELETE FROM mrlearn.account_links WHERE graphy_user_id LIKE ?", "%" + unique % 10);
      default -> campus.execute("DELETE FROM identity.users WHERE email IN (?, 'acme-' || ?::text)", key, key);
    }
  }
}
