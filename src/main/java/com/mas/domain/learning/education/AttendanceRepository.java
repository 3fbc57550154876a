package com.mas.domain.learning.education;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.domain.learning.education.EducationContract.*;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

final class AttendanceRepository {
  /** States in which a person can be marked; those who completed the batch can be, for its past days. */
  private static final List<ApplicationState> MARKABLE =
      Stream.concat(ApplicationRules.SEATED.stream(), Stream.of(ApplicationState.COMPLETED)).toList();

  /** Writes all or nothing: nothing with a stranger among them. A mark that says the same again leaves its row. */
  private static final String PUT = """
      WITH marks AS (
        SELECT * FROM unnest($3::uuid[], $4::text[]) AS m (user_id, state)
      ), strangers AS (
        SELECT user_id FROM marks m
         WHERE NOT EXISTS (SELECT 1 FROM education.applications a
                            WHERE a.batch_id = $1 AND a.user_id = m.user_id AND a.state = ANY ($8))
      ), written AS (
        INSERT INTO education.attendance AS t (batch_id, session_on, user_id, state, source, marked_by, marked_at)
        SELECT $1, $2, user_id, state, $5, $6, $7 FROM marks
         WHERE NOT EXISTS (SELECT 1 FROM strangers)
         ORDER BY user_id
        ON CONFLICT (batch_id, session_on, user_id) DO UPDATE
          SET state = excluded.state, source = excluded.source, marked_by = excluded.marked_by,
              marked_at = excluded.marked_at
          WHERE t.state <> excluded.state
        RETURNING xmax = 0 AS added
      )
      SELECT ARRAY (SELECT user_id FROM strangers) AS strangers,
             (SELECT count(*) FROM written WHERE added) AS added,
             (SELECT count(*) FROM written WHERE NOT added) AS changed
      """;

  private static final Rows<Put> PUTS = Rows.of(Put.class);

  private static final Query<SheetRow> DAY = Query.of(SheetRow.class,
      "user_id, m.state, m.source, m.marked_by, m.marked_at", """
      FROM (SELECT DISTINCT user_id FROM education.applications WHERE batch_id = $1 AND state = ANY ($3)) s
      FULL JOIN (SELECT * FROM education.attendance WHERE batch_id = $1 AND session_on = $2) m USING (user_id)
      """, "user_id");

  private static final String MATCHING = """
        FROM education.attendance
       WHERE batch_id = $1
         AND ($2::date IS NULL OR session_on >= $2)
         AND ($3::date IS NULL OR session_on <= $3)
         AND ($4::uuid IS NULL OR user_id = $4)
      """;
  private static final Query<AttendanceMark> LIST =
      Query.of(AttendanceMark.class, "*, session_on AS date", MATCHING, "session_on DESC, user_id");
  private static final Query<Sessions> TOTALS = Query.of(Sessions.class, "*", """
      FROM (SELECT user_id,
                   count(*) FILTER (WHERE state = 'present') AS present,
                   count(*) FILTER (WHERE state = 'late') AS late,
                   count(*) FILTER (WHERE state = 'absent') AS absent,
                   count(*) FILTER (WHERE state = 'excused') AS excused
      %s GROUP BY user_id) each
      """.formatted(MATCHING), "user_id");

  private static final String BY_DAY = """
      SELECT * FROM (
        SELECT session_on AS date, count(*) FILTER (WHERE state = 'present')::int AS present,
               count(*) FILTER (WHERE state = 'late')::int AS late,
               count(*) FILTER (WHERE state = 'absent')::int AS absent,
               count(*) FILTER (WHERE state = 'excused')::int AS excused
          FROM education.attendance
         WHERE batch_id = $1 AND ($2::date IS NULL OR session_on >= $2) AND ($3::date IS NULL OR session_on <= $3)
         GROUP BY session_on ORDER BY session_on DESC LIMIT 366) newest
       ORDER BY date
      """;
  private static final Rows<Day> DAY_OF_ALL = Rows.of(Day.class);

  private final Database db;

  AttendanceRepository(Database db) {
    this.db = db;
  }

  /** @param strangers who has no seat in the batch; when there is one, nothing was written */
  record Put(int added, int changed, List<UUID> strangers) {}

  private record Sessions(UUID userId, int present, int late, int absent, int excused) {
    AttendanceTotals totals() {
      return new AttendanceTotals(userId, present, late, absent, excused, AttendanceRules.rate(Map.of(
          AttendanceState.PRESENT, present, AttendanceState.LATE, late, AttendanceState.ABSENT, absent)));
    }
  }

  private record Day(LocalDate date, int present, int late, int absent, int excused) {
    AttendanceOfDay shown() {
      return new AttendanceOfDay(date, present, late, absent, excused, AttendanceRules.rate(Map.of(
          AttendanceState.PRESENT, present, AttendanceState.LATE, late, AttendanceState.ABSENT, absent)));
    }
  }

  Put put(UUID batchId, LocalDate day, List<Mark> marks, AttendanceSource source, UUID by, Instant now) {
    return PUTS.first(db.write(PUT, batchId, day, marks.stream().map(Mark::userId).toArray(UUID[]::new),
        marks.stream().map(Mark::state).toList(), source, by, now, MARKABLE)).orElseThrow();
  }

  Page<SheetRow> day(UUID batchId, LocalDate day, PageWindow window) {
    return DAY.page(db, window, batchId, day, ApplicationRules.SEATED);
  }

  Page<AttendanceMark> list(UUID batchId, ListAttendance ask, PageWindow window) {
    return LIST.page(db, window, batchId, ask.from(), ask.to(), ask.userId());
  }

  /** Returns the newest 366 days on which somebody was marked, oldest first. */
  List<AttendanceOfDay> byDay(UUID batchId, LocalDate from, LocalDate to) {
    return DAY_OF_ALL.all(db.query(BY_DAY, batchId, from, to)).stream().map(Day::shown).toList();
  }

  Page<AttendanceTotals> totals(UUID batchId, ListAttendance ask, PageWindow window) {
    return TOTALS.page(db, window, batchId, ask.from(), ask.to(), ask.userId()).map(Sessions::totals);
  }
}
