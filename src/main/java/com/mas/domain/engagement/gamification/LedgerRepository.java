package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.GamificationRepository.LEDGER_COLUMNS;
import static com.mas.domain.engagement.gamification.GamificationRepository.STANDING;

import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.engagement.gamification.LedgerService.Award;
import com.mas.domain.engagement.gamification.StudentLedger.Days;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Transactions over the ledgers of many students. Each begins with {@link #lock}, which takes the students in the order
 * of their ids, so that two transactions never wait for each other.
 */
final class LedgerRepository {
  /** Unique key of an award. */
  record Key(UUID userId, String type, String sourceId) {}

  private static final String CLAIM = """
      INSERT INTO gamification.student_progress (user_id, tenant, version, total_xp, meaningful_actions, level,
        current_streak, longest_streak, streak_milestones, created_at, updated_at)
      SELECT id, $2, 0, 0, 0, 1, 0, 0, 0, $3, $3 FROM unnest($1::uuid[]) AS id
      WHERE $2::text IS NOT NULL AND NOT EXISTS (SELECT FROM gamification.student_progress p WHERE p.user_id = id)
      ORDER BY id
      ON CONFLICT DO NOTHING
      """;

  private static final String LOCK = """
      SELECT p.user_id, %s FROM gamification.student_progress p WHERE p.user_id = ANY ($1::uuid[])
      ORDER BY p.user_id FOR UPDATE
      """.formatted(STANDING);

  private static final String AWARDED = """
      SELECT e.user_id, e.type, e.source_id, e.occurred_at
      FROM unnest($1::uuid[], $2::text[], $3::text[]) AS k (user_id, type, source_id)
      JOIN gamification.xp_events e USING (user_id, type, source_id)
      """;

  private static final String RECENT = """
      SELECT user_id, type, count(*)::int FROM gamification.xp_events
      WHERE user_id = ANY ($1::uuid[]) AND created_at > $2 AND occurred_at > $2
        AND created_at <= $2::timestamptz + interval '25 hours' AND NOT history GROUP BY 1, 2
      """;

  private static final String DAYS = """
      SELECT user_id, (occurred_at AT TIME ZONE 'Asia/Kolkata')::date, bool_or(counts_for_streak),
        bool_or(type = ANY ($2::text[]) AND NOT history)
      FROM gamification.xp_events
      WHERE user_id = ANY ($1::uuid[]) AND occurred_at < ($3::date + 1)::timestamp AT TIME ZONE 'Asia/Kolkata'
      GROUP BY 1, 2
      """;

  private static final String OFF = """
      SELECT p.user_id, d FROM gamification.student_progress p
      CROSS JOIN LATERAL gamification.days_off(p.user_id, p.tenant,
        CASE WHEN $2 THEN DATE '2000-01-01' ELSE coalesce(p.last_active_day, DATE '2000-01-01') END, $3::date) d
      WHERE p.user_id = ANY ($1::uuid[])
      """;

  /** An action that was taken back is none. */
  private static final String SUMS = """
      SELECT user_id, coalesce(sum(amount), 0)::int,
        (count(*) FILTER (WHERE type = ANY ($2::text[])) + coalesce(sum(gamification.reversal_sign(source_id)) FILTER (
          WHERE type = 'reversal' AND gamification.reversed_type(source_id) = ANY ($2::text[])), 0))::int
      FROM gamification.xp_events WHERE user_id = ANY ($1::uuid[]) GROUP BY 1
      """;

  private static final String APPEND = """
      INSERT INTO gamification.xp_events (user_id, cause, created_at, history, %s)
      SELECT r.user_id, r.cause, $3, r.history, r.type, r.source_id, r.occurred_at, r.base_xp, r.amount,
        r.multipliers::jsonb, r.counts_for_streak, r.score
      FROM unnest($1::uuid[], $2::uuid[], $4::boolean[], $5::text[], $6::text[], $7::timestamptz[], $8::int[],
        $9::int[], $10::text[], $11::boolean[], $12::float8[]) AS r (user_id, cause, history, %1$s)
      ON CONFLICT DO NOTHING
      RETURNING user_id, amount
      """.formatted(LEDGER_COLUMNS);

  private static final String REFUSE = """
      INSERT INTO gamification.xp_refusals AS r (user_id, type, source_id, times, occurred_at, refused_at)
      SELECT DISTINCT ON (user_id, type, source_id) user_id, type, source_id, 1, occurred_at, $5
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS a (user_id, type, source_id, occurred_at)
      ORDER BY user_id, type, source_id, occurred_at DESC
      ON CONFLICT (user_id, type, source_id) DO UPDATE SET times = r.times + 1, occurred_at = excluded.occurred_at,
        refused_at = excluded.refused_at
      WHERE r.occurred_at <> excluded.occurred_at
      """;

  /** $7: the number of the entry that is undone; null: the award, unless it is taken back. */
  private static final String REVERSE = """
      WITH entries AS (
        SELECT count(*)::int AS n FROM gamification.xp_events
         WHERE user_id = $1 AND type = 'reversal'
           AND gamification.reversed_award(source_id) = $2::text || ':' || $3::text)
      INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
        counts_for_streak, cause, created_at, note)
      SELECT user_id, 'reversal', CASE n WHEN 0 THEN '' ELSE n + 1 || ':' END || type || ':' || source_id,
        CASE n % 2 WHEN 0 THEN -base_xp ELSE base_xp END, CASE n % 2 WHEN 0 THEN -amount ELSE amount END, multipliers,
        $4, false, $6, $4, $5
      FROM gamification.xp_events, entries WHERE user_id = $1 AND type = $2 AND source_id = $3 AND type <> 'reversal'
        AND CASE WHEN $7::int IS NULL THEN n % 2 = 0 ELSE n = $7 END
      RETURNING -amount
      """;

  /** $4 as above; empty when there is no such entry. */
  private static final String REVERSED = """
      SELECT CASE $4::int % 2 WHEN 1 THEN -amount ELSE amount END FROM gamification.xp_events e
       WHERE user_id = $1 AND type = $2 AND source_id = $3 AND type <> 'reversal' AND EXISTS (
         SELECT FROM gamification.xp_events r WHERE r.user_id = $1 AND r.type = 'reversal'
            AND r.source_id = CASE WHEN $4 > 1 THEN $4 || ':' ELSE '' END || e.type || ':' || e.source_id)
      """;

  private static final String PAGE = """
      SELECT user_id FROM gamification.student_progress WHERE tenant = $1 AND user_id > $2 ORDER BY user_id LIMIT $3
      """;

  private static final String SAVE = """
      UPDATE gamification.student_progress p SET version = s.version, total_xp = s.total_xp,
        meaningful_actions = s.actions, level = s.level, current_streak = s.current, longest_streak = s.longest,
        last_active_day = s.last_active, streak_milestones = s.milestones, last_action_day = s.last_action,
        freeze_days = s.freeze_days, updated_at = $2
      FROM unnest($1::uuid[], $3::bigint[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[], $9::date[],
        $10::int[], $11::date[], $12::int[]) AS s (user_id, version, total_xp, actions, level, current, longest,
        last_active, milestones, last_action, freeze_days)
      WHERE p.user_id = s.user_id
      """;

  private static final Rows<Key> KEY = Rows.of(Key.class);

  private final Database db;

  LedgerRepository(Database db) {
    this.db = db;
  }

  /**
   * Locks the students' standings until the end of the transaction. Those who have none get an empty one, if there is a
   * tenant to put them to.
   */
  Future<Map<UUID, StudentProgress>> lock(Tx tx, UUID[] users, String tenant, Instant now) {
    tx.send(CLAIM, users, tenant, now);
    return tx.send(LOCK, (Object) users).map(rows -> {
      Map<UUID, StudentProgress> standings = new HashMap<>();
      rows.forEach(row -> standings.put(row.getUUID(0), GamificationRepository.standing(row, 1)));
      return standings;
    });
  }

  /** Returns the keys that the ledger has, and when their awards occurred. */
  Future<Map<Key, Instant>> awarded(Tx tx, List<Key> keys) {
    return tx.send(AWARDED, keys.stream().map(Key::userId).toArray(UUID[]::new),
        keys.stream().map(Key::type).toList(), keys.stream().map(Key::sourceId).toList())
        .map(rows -> {
          Map<Key, Instant> awarded = new HashMap<>();
          rows.forEach(row -> awarded.put(KEY.read(row), Rows.instant(row, row.getColumnIndex("occurred_at"))));
          return awarded;
        });
  }

  record RecentGrants(UUID userId, XpType type, int number) {}

  /** Counts the grants of each type that each student got since then. */
  Future<List<RecentGrants>> recent(Tx tx, UUID[] users, Instant since) {
    return tx.send(RECENT, users, since).map(rows -> {
      List<RecentGrants> recent = new ArrayList<>(rows.size());
      for (Row row : rows) {
        XpType type = XpType.of(row.getString(1));
        if (type != null) {
          recent.add(new RecentGrants(row.getUUID(0), type, row.getInteger(2)));
        }
      }
      return recent;
    });
  }

  /** The days of all rows of each ledger until today, whose clock may once have been ahead, and the days off. */
  Map<UUID, Days> days(Tx tx, UUID[] users, String[] actionTypes, LocalDate today) {
    var rows = tx.send(DAYS, users, actionTypes, today);
    var off = tx.send(OFF, users, true, today);
    return days(users, Database.await(rows), Database.await(off));
  }

  /** Reads the days of ledgers that are not locked. */
  Map<UUID, Days> days(UUID[] users, String[] actionTypes, LocalDate today) {
    var rows = db.send(DAYS, users, actionTypes, today);
    var off = db.send(OFF, users, true, today);
    return days(users, Database.await(rows), Database.await(off));
  }

  /** Reads the days of one ledger that is not locked. */
  Future<Days> daysOf(UUID user, String[] actionTypes, LocalDate today) {
    UUID[] users = {user};
    var rows = db.read(DAYS, users, actionTypes, today);
    var off = db.read(OFF, users, true, today);
    return rows.compose(active -> off.map(free -> days(users, active, free).get(user)));
  }

  /** Days off since each student's last active day; without those who have none. */
  Future<Map<UUID, Set<LocalDate>>> off(Tx tx, UUID[] users, LocalDate today) {
    return tx.send(OFF, users, false, today).map(rows -> {
      Map<UUID, Set<LocalDate>> off = new HashMap<>();
      rows.forEach(row -> off.computeIfAbsent(row.getUUID(0), first -> new HashSet<>()).add(row.getLocalDate(1)));
      return off;
    });
  }

  private static Map<UUID, Days> days(UUID[] users, RowSet<Row> rows, RowSet<Row> off) {
    Map<UUID, Days> days = new HashMap<>();
    for (UUID user : users) {
      days.put(user, new Days(new HashSet<>(), new HashSet<>(), new HashSet<>()));
    }
    off.forEach(row -> days.get(row.getUUID(0)).off().add(row.getLocalDate(1)));
    for (Row row : rows) {
      LocalDate day = row.getLocalDate(1);
      Days of = days.get(row.getUUID(0));
      if (row.getBoolean(2)) {
        of.active().add(day);
      }
      if (row.getBoolean(3)) {
        of.action().add(day);
      }
    }
    return days;
  }

  record Sum(int xp, int actions) {}

  /** Returns the sum of each ledger, without students who have none. */
  Future<Map<UUID, Sum>> sums(Tx tx, UUID[] users, String[] actionTypes) {
    return tx.send(SUMS, users, actionTypes).map(rows -> {
      Map<UUID, Sum> sums = new HashMap<>();
      rows.forEach(row -> sums.put(row.getUUID(0), new Sum(row.getInteger(1), row.getInteger(2))));
      return sums;
    });
  }

  /** Rows to append, with the student and the cause of each. */
  static final class Appended {
    private final List<UUID> users = new ArrayList<>();
    private final List<UUID> causes = new ArrayList<>();
    private final List<LedgerRow> rows = new ArrayList<>();
    private final List<Boolean> history = new ArrayList<>();

    void add(UUID user, UUID cause, LedgerRow row) {
      add(user, cause, row, false);
    }

    /** @param ofHistory whether the row came of a grant whose day is not known */
    void add(UUID user, UUID cause, LedgerRow row, boolean ofHistory) {
      history.add(ofHistory);
      users.add(user);
      causes.add(cause);
      rows.add(row);
    }

    boolean isEmpty() {
      return rows.isEmpty();
    }
  }

  /** Appends what the ledger does not have yet; answers the XP of that for each student of {@code appended}. */
  Map<UUID, Integer> append(Tx tx, Appended appended, Instant now) {
    Object[] columns = GamificationRepository.columns(appended.rows);
    Object[] parameters = new Object[4 + columns.length];
    parameters[0] = appended.users.toArray(UUID[]::new);
    parameters[1] = appended.causes.toArray(UUID[]::new);
    parameters[2] = now;
    parameters[3] = appended.history.toArray(Boolean[]::new);
    System.arraycopy(columns, 0, parameters, 4, columns.length);
    Map<UUID, Integer> stored = new HashMap<>();
    tx.query(APPEND, parameters).forEach(row -> stored.merge(row.getUUID(0), row.getInteger(1), Integer::sum));
    return stored;
  }

  /** Takes an award back, or undoes that, if it has not been done; empty when it has, or when there is none. */
  Optional<Integer> reverse(Tx tx, Reversal of, String note, UUID by, Instant now) {
    Key award = of.award();
    return number(tx.query(REVERSE, award.userId(), award.type(), award.sourceId(), now, note, by, of.entry()));
  }

  /** XP that was taken back of an award, below zero where an entry was undone; empty when nothing was. */
  Optional<Integer> reversed(Tx tx, Reversal of) {
    Key award = of.award();
    return number(tx.query(REVERSED, award.userId(), award.type(), award.sourceId(), of.entry()));
  }

  private static Optional<Integer> number(RowSet<Row> rows) {
    return PageWindow.all(rows, row -> row.getInteger(0)).stream().findFirst();
  }

  /** Students of a tenant who have a ledger, by id. */
  List<UUID> page(String tenant, UUID after, int size) {
    return PageWindow.all(db.query(PAGE, tenant, after, size), row -> row.getUUID(0));
  }

  interface Send {
    Future<RowSet<Row>> statement(String sql, Object... parameters);
  }

  /** Keeps that these were asked for although the ledger has them. Not awaited. */
  void refuse(Send send, List<Award> refused, Instant now) {
    if (!refused.isEmpty()) {
      send.statement(REFUSE, refused.stream().map(award -> award.ask().userId()).toArray(UUID[]::new),
          refused.stream().map(award -> award.grant().type()).toList(),
          refused.stream().map(award -> award.grant().sourceId()).toList(),
          refused.stream().map(award -> award.grant().occurredAt()).toArray(Instant[]::new), now);
    }
  }

  /** Does not wait for the answer: it travels with the commit. */
  void save(Tx tx, Map<UUID, StudentProgress> standings, Instant now) {
    Collection<StudentProgress> all = standings.values();
    tx.send(SAVE, standings.keySet().toArray(UUID[]::new), now,
        all.stream().map(StudentProgress::version).toArray(Long[]::new),
        all.stream().map(s -> s.snapshot().totalXp()).toArray(Integer[]::new),
        all.stream().map(s -> s.snapshot().meaningfulActions()).toArray(Integer[]::new),
        all.stream().map(s -> s.snapshot().level()).toArray(Integer[]::new),
        all.stream().map(s -> s.snapshot().streak().current()).toArray(Integer[]::new),
        all.stream().map(s -> s.snapshot().streak().longest()).toArray(Integer[]::new),
        all.stream().map(s -> s.snapshot().streak().lastActive()).toArray(LocalDate[]::new),
        all.stream().map(s -> s.snapshot().streak().milestones()).toArray(Integer[]::new),
        all.stream().map(StudentProgress::lastActionDay).toArray(LocalDate[]::new),
        all.stream().map(s -> s.snapshot().streak().freezeDays()).toArray(Integer[]::new));
  }
}
