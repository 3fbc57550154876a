package com.mas.domain.engagement.gamification;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.domain.engagement.gamification.GamificationContract.XpDay;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** Ledgers by day. */
final class XpDayRepository {
  private static final String READ = """
      WITH earned AS (
        SELECT (occurred_at AT TIME ZONE 'Asia/Kolkata')::date AS day, sum(amount) FILTER (WHERE amount > 0) AS xp,
          bool_or(counts_for_streak) AS active
          FROM gamification.xp_events
         WHERE user_id = $1 AND occurred_at >= ($2::date)::timestamp AT TIME ZONE 'Asia/Kolkata' GROUP BY 1
      ), off AS (
        SELECT d AS day FROM gamification.student_progress p
          CROSS JOIN LATERAL gamification.days_off(p.user_id, p.tenant, $2::date - 1, $3::date + 1) d
         WHERE p.user_id = $1
      )
      SELECT coalesce(e.day, o.day) AS day, coalesce(e.xp, 0)::int AS xp, coalesce(e.active, false) AS active,
        o.day IS NOT NULL AS off
        FROM earned e FULL JOIN off o ON o.day = e.day ORDER BY 1 LIMIT 1000
      """;

  private static final String IS_OF =
      "SELECT EXISTS (SELECT FROM gamification.student_progress WHERE user_id = $1 AND tenant = $2)";

  private static final Rows<XpDay> DAY = Rows.of(XpDay.class);

  private final Database db;

  XpDayRepository(Database db) {
    this.db = db;
  }

  /** Returns the days from the first to the last one that have something to tell, oldest first. */
  List<XpDay> read(UUID user, LocalDate first, LocalDate last) {
    return DAY.all(db.query(READ, user, first, last));
  }

  /** Returns true for a student of this tenant to whom something was awarded. */
  boolean isOf(UUID user, String tenant) {
    return db.query(IS_OF, user, tenant).iterator().next().getBoolean(0);
  }
}
