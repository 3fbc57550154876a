package com.mas.domain.engagement.gamification;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.engagement.gamification.RulesContract.Rehearsal;
import com.mas.domain.engagement.gamification.RulesContract.RehearsalResult;
import com.mas.domain.engagement.gamification.RulesContract.Version;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Published rules, holidays as every node needs them, and rehearsals. */
final class RulesRepository {
  private static final String ALL =
      "SELECT tenant, valid_from, rules::text FROM gamification.rule_versions ORDER BY number";

  private static final String HOLIDAYS = "SELECT tenant, day FROM gamification.holidays";

  private static final String VERSION =
      "number, valid_from, changes, note, published_by, published_at";

  private static final Query<Version> VERSIONS =
      Query.of(Version.class, VERSION, "FROM gamification.rule_versions WHERE tenant = $1", "number DESC");

  private static final String PUBLISH = """
      INSERT INTO gamification.rule_versions (tenant, valid_from, changes, rules, note, published_by, published_at)
      VALUES ($1, $2, $3::text::jsonb, $4::text::jsonb, $5, $6, $7) RETURNING\s""" + VERSION;

  private static final String START = """
      INSERT INTO gamification.rehearsals (id, tenant, changes, asked_by, asked_at)
      VALUES ($1, $2, $3::text::jsonb, $4, $5)
      """;

  private static final String FIND = """
      SELECT id, result::text, asked_at, changes FROM gamification.rehearsals WHERE tenant = $1 AND id = $2
      """;

  private static final String FINISH =
      "UPDATE gamification.rehearsals SET result = $2::text::jsonb, finished_at = $3 WHERE id = $1";

  /** Equal entries counted: type and worth of what was awarded, minus what was taken back; without milestones. */
  private static final String ENTRIES = """
      SELECT user_id, CASE type WHEN 'reversal' THEN gamification.reversed_type(source_id) ELSE type END AS type,
        abs(base_xp) AS base, multipliers::text,
        sum(CASE type WHEN 'reversal' THEN gamification.reversal_sign(source_id) ELSE 1 END)::int AS number
      FROM gamification.xp_events
      WHERE user_id = ANY ($1::uuid[]) AND type NOT IN ('streak_milestone', 'action_milestone')
        AND NOT (type = 'reversal'
          AND gamification.reversed_type(source_id) IN ('streak_milestone', 'action_milestone'))
      GROUP BY 1, 2, 3, 4
      """;

  private static final String STANDINGS = """
      SELECT user_id, %s FROM gamification.student_progress p WHERE user_id = ANY ($1::uuid[])
      """.formatted(GamificationRepository.STANDING);

  private static final Rows<Stored> STORED = Rows.of(Stored.class);
  private static final Rows<Found> FOUND = Rows.of(Found.class);
  private static final Rows<Entries> ENTRY = Rows.of(Entries.class);

  private final Database db;

  RulesRepository(Database db) {
    this.db = db;
  }

  record Stored(String tenant, LocalDate validFrom, String rules) {}

  /** All versions, oldest first. */
  Future<List<Stored>> stored() {
    return db.read(ALL).map(STORED::all);
  }

  /** Returns the holidays by tenant. */
  Future<Map<String, Set<LocalDate>>> holidays() {
    return db.read(HOLIDAYS).map(rows -> {
      Map<String, Set<LocalDate>> holidays = new HashMap<>();
      rows.forEach(row -> holidays.computeIfAbsent(row.getString(0), first -> new HashSet<>())
          .add(row.getLocalDate(1)));
      return holidays;
    });
  }

  Page<Version> versions(String tenant, PageWindow window) {
    return VERSIONS.page(db, window, tenant);
  }

  Version publish(Tx tx, String tenant, LocalDate validFrom, JsonNode changes, JsonNode rules, String note, UUID by,
      Instant now) {
    return VERSIONS.rows().first(tx.query(PUBLISH, tenant, validFrom, changes.toString(), rules.toString(), note, by,
        now)).orElseThrow();
  }

  /** Does not wait for the answer. */
  void start(Tx tx, UUID id, String tenant, JsonNode changes, UUID by, Instant now) {
    tx.send(START, id, tenant, changes.toString(), by, now);
  }

  record Found(UUID id, String result, Instant askedAt, JsonNode changes) {
    Rehearsal rehearsal() {
      return new Rehearsal(id, result != null, result == null ? null : Json.read(result, RehearsalResult.class),
          askedAt);
    }
  }

  Optional<Found> find(String tenant, UUID id) {
    return FOUND.first(db.query(FIND, tenant, id));
  }

  /** Does not wait for the answer. */
  void finish(Tx tx, UUID id, RehearsalResult result, Instant now) {
    tx.send(FINISH, id, Json.write(result), now);
  }

  record Entries(UUID userId, String type, int base, String multipliers, int number) {}

  Future<List<Entries>> entries(UUID[] users) {
    return db.read(ENTRIES, (Object) users).map(ENTRY::all);
  }

  Future<Map<UUID, Snapshot>> standings(UUID[] users) {
    return db.read(STANDINGS, (Object) users).map(rows -> {
      Map<UUID, Snapshot> standings = new HashMap<>();
      rows.forEach(row -> standings.put(row.getUUID(0), GamificationRepository.standing(row, 1).snapshot()));
      return standings;
    });
  }
}
