package com.mas.domain.learning.education;

import static java.time.ZoneOffset.UTC;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.AttendanceMark;
import com.mas.domain.learning.education.EducationContract.AttendanceSource;
import com.mas.domain.learning.education.EducationContract.AttendanceState;
import com.mas.domain.learning.education.EducationContract.AttendanceTotals;
import com.mas.domain.learning.education.EducationContract.ListAttendance;
import com.mas.domain.learning.education.EducationContract.Mark;
import com.mas.domain.learning.education.EducationContract.Marked;
import com.mas.domain.learning.education.EducationContract.SheetRow;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

final class AttendanceRepository {
  /** Those who completed the batch can still be marked for its past days. */
  private static final String[] MARKABLE = Stream
      .concat(ApplicationRules.SEATED.stream(), Stream.of(ApplicationState.COMPLETED))
      .map(ApplicationState::wire).toArray(String[]::new);

  /** All or nothing: with a stranger among them, nothing is written. A mark that says the same again leaves its row. */
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
      SELECT (SELECT array_agg(user_id) FROM strangers) AS strangers,
             (SELECT count(*) FROM written WHERE added) AS added,
             (SELECT count(*) FROM written WHERE NOT added) AS changed
      """;

  private static final String DAY_ROWS = """
        FROM (SELECT DISTINCT user_id FROM education.applications WHERE batch_id = $1 AND state = ANY ($3)) s
        FULL JOIN (SELECT * FROM education.attendance WHERE batch_id = $1 AND session_on = $2) m USING (user_id)
      """;
  private static final String DAY = "SELECT user_id, m.state, m.source, m.marked_by, m.marked_at" + DAY_ROWS
      + " ORDER BY user_id LIMIT $4 OFFSET $5";
  private static final String DAY_COUNT = "SELECT count(*)" + DAY_ROWS;

  private static final String MATCHING = """
        FROM education.attendance
       WHERE batch_id = $1
         AND ($2::date IS NULL OR session_on >= $2)
         AND ($3::date IS NULL OR session_on <= $3)
         AND ($4::uuid IS NULL OR user_id = $4)
      """;
  private static final String LIST = "SELECT *" + MATCHING + " ORDER BY session_on DESC, user_id LIMIT $5 OFFSET $6";
  private static final String LIST_COUNT = "SELECT count(*)" + MATCHING;
  private static final String TOTALS = """
      SELECT user_id,
             count(*) FILTER (WHERE state = 'present') AS present,
             count(*) FILTER (WHERE state = 'late') AS late,
             count(*) FILTER (WHERE state = 'absent') AS absent,
             count(*) FILTER (WHERE state = 'excused') AS excused
      """ + MATCHING + " GROUP BY user_id ORDER BY user_id LIMIT $5 OFFSET $6";
  private static final String TOTALS_COUNT = "SELECT count(DISTINCT user_id)" + MATCHING;

  private final Database db;

  AttendanceRepository(Database db) {
    this.db = db;
  }

  /** @param strangers who has no seat in the batch; when there is one, nothing was written */
  record Put(Marked marked, List<UUID> strangers) {}

  Put put(UUID batchId, LocalDate day, List<Mark> marks, AttendanceSource source, UUID by, Instant now) {
    Row row = db.query(PUT, batchId, day,
        marks.stream().map(Mark::userId).toArray(UUID[]::new),
        marks.stream().map(mark -> mark.state().wire()).toArray(String[]::new),
        source.wire(), by, now.atOffset(UTC), MARKABLE).iterator().next();
    UUID[] strangers = row.getArrayOfUUIDs("strangers");
    int added = row.getInteger("added");
    int changed = row.getInteger("changed");
    return new Put(new Marked(added, changed, marks.size() - added - changed),
        strangers == null ? List.of() : List.of(strangers));
  }

  Page<SheetRow> day(UUID batchId, LocalDate day, Slice slice) {
    String[] seated = BatchRepository.SEATED;
    return slice.page(
        db.send(DAY, batchId, day, seated, slice.limit(), slice.offset()), db.send(DAY_COUNT, batchId, day, seated),
        AttendanceRepository::readSheet);
  }

  Page<AttendanceMark> list(UUID batchId, ListAttendance ask, Slice slice) {
    return slice.page(
        db.send(LIST, batchId, ask.from(), ask.to(), ask.userId(), slice.limit(), slice.offset()),
        db.send(LIST_COUNT, batchId, ask.from(), ask.to(), ask.userId()),
        AttendanceRepository::readMark);
  }

  Page<AttendanceTotals> totals(UUID batchId, ListAttendance ask, Slice slice) {
    return slice.page(
        db.send(TOTALS, batchId, ask.from(), ask.to(), ask.userId(), slice.limit(), slice.offset()),
        db.send(TOTALS_COUNT, batchId, ask.from(), ask.to(), ask.userId()),
        AttendanceRepository::readTotals);
  }

  private static SheetRow readSheet(Row row) {
    OffsetDateTime markedAt = row.getOffsetDateTime("marked_at");
    return markedAt == null
        ? new SheetRow(row.getUUID("user_id"), null, null, null, null)
        : new SheetRow(row.getUUID("user_id"), state(row), source(row), row.getUUID("marked_by"), markedAt.toInstant());
  }

  private static AttendanceMark readMark(Row row) {
    return new AttendanceMark(row.getUUID("user_id"), row.getLocalDate("session_on"), state(row), source(row),
        row.getUUID("marked_by"), row.getOffsetDateTime("marked_at").toInstant());
  }

  private static AttendanceTotals readTotals(Row row) {
    Map<AttendanceState, Integer> sessions = Map.of(
        AttendanceState.PRESENT, row.getInteger("present"), AttendanceState.LATE, row.getInteger("late"),
        AttendanceState.ABSENT, row.getInteger("absent"), AttendanceState.EXCUSED, row.getInteger("excused"));
    return new AttendanceTotals(row.getUUID("user_id"), sessions.get(AttendanceState.PRESENT),
        sessions.get(AttendanceState.LATE), sessions.get(AttendanceState.ABSENT), sessions.get(AttendanceState.EXCUSED),
        AttendanceRules.rate(sessions));
  }

  private static AttendanceState state(Row row) {
    return AttendanceState.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
  }

  private static AttendanceSource source(Row row) {
    return AttendanceSource.valueOf(row.getString("source").toUpperCase(Locale.ROOT));
  }
}
