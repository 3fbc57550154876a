package com.mas.domain.engagement.gamification;

import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.ComposesSql;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Rows;
import com.mas.domain.engagement.gamification.GamificationContract.Factor;
import com.mas.domain.engagement.gamification.GamificationContract.Multipliers;
import com.mas.domain.engagement.gamification.GamificationContract.XpEntry;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BinaryOperator;

/** One student at a time, one statement for each method. {@link LedgerRepository} has the transactions over many. */
@ComposesSql
final class GamificationRepository {
  static final String UNIQUE_VIOLATION = "23505";
  private static final String NO_FACTORS = Json.write(Multipliers.NONE);

  /** {@link #standing} reads these, from the first column on. */
  static final String STANDING = """
      p.tenant, p.version, p.total_xp, p.meaningful_actions, p.level, p.current_streak, p.longest_streak,
        p.last_active_day, p.streak_milestones, p.last_action_day, p.freeze_days""";
  static final int STANDING_COLUMNS = 11;

  /** {@link #columns} gives these arrays. */
  static final String LEDGER_COLUMNS =
      "type, source_id, occurred_at, base_xp, amount, multipliers, counts_for_streak, score";

  private static final String PROGRESS = """
      SELECT %s,
        ARRAY(SELECT b.badge_id FROM gamification.student_badges b
              WHERE b.user_id = $1 AND b.seen_at IS NULL ORDER BY b.unlocked_at),
        CASE WHEN p.has_leave AND p.last_active_day < $2::date - 1
          THEN gamification.days_off_between(p.user_id, p.tenant, p.last_active_day, $2::date) END
      FROM (SELECT $1::uuid AS id) asked LEFT JOIN gamification.student_progress p ON p.user_id = asked.id
      """.formatted(STANDING);

  private static final String KNOWN = """
      SELECT %s,
        (SELECT e.occurred_at FROM gamification.xp_events e
         WHERE e.user_id = $1 AND e.type = $2 AND e.source_id = $3),
        (SELECT count(*)::int FROM (
          SELECT FROM gamification.xp_events e
          WHERE e.user_id = $1 AND e.type = $2 AND e.created_at > $4 AND e.occurred_at > $4
            AND e.created_at <= $4::timestamptz + interval '25 hours' AND NOT e.history LIMIT $5::int) same),
        CASE WHEN p.has_leave AND p.last_active_day < $6::date - 1
          THEN gamification.days_off_between(p.user_id, p.tenant, p.last_active_day, $6::date) END
      FROM (SELECT $1::uuid AS id) asked LEFT JOIN gamification.student_progress p ON p.user_id = asked.id
      """.formatted(STANDING);

  private static final String APPEND = """
      INSERT INTO gamification.xp_events (user_id, created_at, cause, %s)
      SELECT saved.user_id, $2, $3::uuid, r.type, r.source_id, r.occurred_at, r.base_xp, r.amount, r.multipliers::jsonb,
        r.counts_for_streak, r.score
      FROM saved, unnest($4::text[], $5::text[], $6::timestamptz[], $7::int[], $8::int[], $9::text[], $10::boolean[],
        $21::float8[]) AS r (%1$s)
      """.formatted(LEDGER_COLUMNS);

  private static final String STORE_FIRST = """
      WITH saved AS (
        INSERT INTO gamification.student_progress (user_id, tenant, version, total_xp, meaningful_actions, level,
          current_streak, longest_streak, last_active_day, streak_milestones, last_action_day, freeze_days, created_at,
          updated_at)
        VALUES ($1, $22, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $2, $2)
        ON CONFLICT DO NOTHING
        RETURNING user_id)
      """ + APPEND;

  private static final String STORE_NEXT = """
      WITH saved AS (
        UPDATE gamification.student_progress SET version = $11, total_xp = $12, meaningful_actions = $13, level = $14,
          current_streak = $15, longest_streak = $16, last_active_day = $17, streak_milestones = $18,
          last_action_day = $19, freeze_days = $20, updated_at = $2
        WHERE user_id = $1 AND version = $11 - 1
        RETURNING user_id)
      """ + APPEND;

  /** Each side is cut to the page before they are joined: a long ledger must not be read for its newest entries. */
  static final String LEDGER = """
      (SELECT type, source_id, base_xp, amount, multipliers::text, occurred_at, created_at AS awarded_at, note,
         NULL::int AS times
       FROM gamification.xp_events WHERE user_id = $1
       ORDER BY created_at DESC, type, source_id LIMIT $2::bigint + $3::bigint)
      UNION ALL
      (SELECT type, source_id, 0, 0, NULL, occurred_at, refused_at, NULL, times
       FROM gamification.xp_refusals WHERE user_id = $1
       ORDER BY refused_at DESC, type, source_id LIMIT $2::bigint + $3::bigint)
      ORDER BY 7 DESC, 1, 2 LIMIT $2::bigint OFFSET $3::bigint
      """;

  private static final String LEDGER_SIZE = """
      SELECT (SELECT count(*) FROM gamification.xp_events WHERE user_id = $1)
        + (SELECT count(*) FROM gamification.xp_refusals WHERE user_id = $1)
      """;

  private static final Rows<Entry> ENTRY = Rows.of(Entry.class);

  private final Database db;

  GamificationRepository(Database db) {
    this.db = db;
  }

  /** @param leave approved days between the last active day and today, if there was ever any; perhaps holidays too */
  record Progress(StudentProgress standing, List<String> unseenBadges, Set<LocalDate> leave) {}

  Future<Progress> progress(UUID userId, LocalDate today) {
    return db.read(PROGRESS, userId, today).map(rows -> {
      Row row = rows.iterator().next();
      return new Progress(standing(row, 0), List.of(row.getArrayOfStrings(STANDING_COLUMNS)),
          days(row, STANDING_COLUMNS + 1));
    });
  }

  /**
   * @param awardedFor when that occurred which the ledger has under this type and source; null when it is new
   * @param sameType grants of the type since then, as far as they make a difference
   * @param leave as above
   */
  record Known(StudentProgress standing, Instant awardedFor, int sameType, Set<LocalDate> leave) {}

  /** All that an award in order must know, as of one instant. */
  Future<Known> known(UUID userId, Grant grant, Instant since, LocalDate today, int most) {
    return db.read(KNOWN, userId, grant.type(), grant.sourceId(), since, most, today).map(rows -> {
      Row row = rows.iterator().next();
      return new Known(standing(row, 0), Rows.instant(row, STANDING_COLUMNS), row.getInteger(STANDING_COLUMNS + 1),
          days(row, STANDING_COLUMNS + 2));
    });
  }

  private static Set<LocalDate> days(Row row, int at) {
    LocalDate[] days = row.getArrayOfLocalDates(at);
    return days == null || days.length == 0 ? Set.of() : Set.of(days);
  }

  /**
   * Appends the rows and writes the standing, if the ledger still is what {@code after} was computed from.
   *
   * @return false, with nothing stored, if it is not, or if it has one of the rows already
   */
  Future<Boolean> store(UUID userId, StudentProgress after, List<LedgerRow> rows, UUID cause, Instant now) {
    Object[] columns = columns(rows);
    Snapshot next = after.snapshot();
    Streak streak = next.streak();
    Object[] parameters = new Object[after.version() == 1 ? 22 : 21];
    parameters[0] = userId;
    parameters[1] = now;
    parameters[2] = cause;
    int first = columns.length - 1;
    System.arraycopy(columns, 0, parameters, 3, first);
    Object[] standing = {after.version(), next.totalXp(), next.meaningfulActions(), next.level(), streak.current(),
        streak.longest(), streak.lastActive(), streak.milestones(), after.lastActionDay(), streak.freezeDays()};
    System.arraycopy(standing, 0, parameters, 3 + first, standing.length);
    parameters[20] = columns[first];
    if (after.version() == 1) {
      parameters[21] = after.tenant();
    }
    return db.writeSoon(after.version() == 1 ? STORE_FIRST : STORE_NEXT, parameters).map(saved -> saved.rowCount() > 0)
        .recover(e -> e instanceof PgException pg && UNIQUE_VIOLATION.equals(pg.getSqlState())
            ? Future.succeededFuture(false) : Future.failedFuture(e));
  }

  /** @param titles says by type and source what an entry is about */
  Page<XpEntry> ledger(UUID userId, PageWindow window, BinaryOperator<String> titles) {
    var entries = db.send(LEDGER, userId, (long) window.limit(), window.offset());
    return window.page(entries, db.send(LEDGER_SIZE, userId), row -> ENTRY.read(row).explained(titles));
  }

  /** @param times how often it was refused; null for what the ledger has */
  private record Entry(String type, String sourceId, int baseXp, int amount, String multipliers, Instant occurredAt,
      Instant awardedAt, String note, Integer times) {
    XpEntry explained(BinaryOperator<String> titles) {
      Multipliers factors = times != null ? null : Json.read(multipliers, Multipliers.class);
      boolean isReversal = times == null && type.equals(Reversal.TYPE);
      String reversed = Reversal.isGivingBack(sourceId) ? "given_back" : "taken_back";
      String outcome = times != null ? "refused" : isReversal ? reversed : ExplainRules.outcome(baseXp, amount);
      List<Factor> reasons = times != null ? ExplainRules.refused(times)
          : isReversal ? ExplainRules.reversed(reversed, note) : ExplainRules.reasons(factors);
      return new XpEntry(type, sourceId, titles.apply(isReversal ? reversed : type, sourceId), baseXp, amount, outcome,
          factors, reasons, occurredAt, awardedAt);
    }
  }

  /** Reads by position, since each award and each look at the progress does it: {@link Rows} takes 0.6 µs more. */
  static StudentProgress standing(Row row, int at) {
    String tenant = row.getString(at);
    if (tenant == null) {
      return StudentProgress.NONE;
    }
    LocalDate lastActive = row.getLocalDate(at + 7);
    return new StudentProgress(tenant, row.getLong(at + 1), new Snapshot(row.getInteger(at + 2), row.getInteger(at + 3),
        row.getInteger(at + 4), new Streak(row.getInteger(at + 5), row.getInteger(at + 6), lastActive,
            row.getInteger(at + 8), row.getInteger(at + 10))),
        row.getLocalDate(at + 9));
  }

  /** Returns the columns for {@code unnest}, in the order of {@link #LEDGER_COLUMNS}. */
  static Object[] columns(List<LedgerRow> rows) {
    int n = rows.size();
    String[] types = new String[n];
    String[] sources = new String[n];
    Instant[] occurred = new Instant[n];
    Integer[] bases = new Integer[n];
    Integer[] amounts = new Integer[n];
    String[] factors = new String[n];
    Boolean[] counts = new Boolean[n];
    Double[] scores = new Double[n];
    for (int i = 0; i < n; i++) {
      LedgerRow row = rows.get(i);
      types[i] = row.type().wire();
      sources[i] = row.sourceId();
      occurred[i] = row.occurredAt();
      bases[i] = row.baseXp();
      amounts[i] = row.amount();
      factors[i] = row.multipliers() == Multipliers.NONE ? NO_FACTORS : Json.write(row.multipliers());
      counts[i] = row.countsForStreak();
      scores[i] = row.score();
    }
    return new Object[] {types, sources, occurred, bases, amounts, factors, counts, scores};
  }
}
