package com.mas.domain.engagement.gamification;

import static java.time.ZoneOffset.UTC;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.engagement.gamification.RulesContract.Rehearsal;
import com.mas.domain.engagement.gamification.RulesContract.RehearsalResult;
import com.mas.domain.engagement.gamification.RulesContract.Version;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
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
      "number, valid_from, changes::text, note, published_by, published_at";

  private static final String VERSIONS = """
      SELECT %s, count(*) OVER () FROM gamification.rule_versions WHERE tenant = $1
      ORDER BY number DESC LIMIT $2 OFFSET $3
      """.formatted(VERSION);

  private static final String PUBLISH = """
      INSERT INTO gamification.rule_versions (tenant, valid_from, changes, rules, note, published_by, published_at)
      VALUES ($1, $2, $3::text::jsonb, $4::text::jsonb, $5, $6, $7) RETURNING\s""" + VERSION;

  private static final String START = """
      INSERT INTO gamification.rehearsals (id, tenant, changes, asked_by, asked_at)
      VALUES ($1, $2, $3::text::jsonb, $4, $5)
      """;

  private static final String FIND = """
      SELECT id, result::text, asked_at, changes::text FROM gamification.rehearsals WHERE tenant = $1 AND id = $2
      """;

  private static final String FINISH =
      "UPDATE gamification.rehearsals SET result = $2::text::jsonb, finished_at = $3 WHERE id = $1";

  /** Equal entries counted: type and worth of what was awarded, minus what was taken back; without milestones. */
  private static final String ENTRIES = """
      SELECT user_id, CASE type WHEN 'reversal' THEN split_part(source_id, ':', 1) ELSE type END, abs(base_xp),
        multipliers::text, sum(CASE type WHEN 'reversal' THEN -1 ELSE 1 END)::int
      FROM gamification.xp_events
      WHERE user_id = ANY ($1::uuid[]) AND type NOT IN ('streak_milestone', 'action_milestone')
        AND NOT (type = 'reversal' AND (source_id LIKE 'streak_milestone:%' OR source_id LIKE 'action_milestone:%'))
      GROUP BY 1, 2, 3, 4
      """;

  private static final String STANDINGS = """
      SELECT user_id, %s FROM gamification.student_progress p WHERE user_id = ANY ($1::uuid[])
      """.formatted(GamificationRepository.STANDING);

  private final Database db;

  RulesRepository(Database db) {
    this.db = db;
  }

  record Stored(String tenant, LocalDate validFrom, String rules) {}

  /** All versions, oldest first. */
  Future<List<Stored>> stored() {
    return db.read(ALL).map(rows -> {
      List<Stored> stored = new ArrayList<>();
      rows.forEach(row -> stored.add(new Stored(row.getString(0), row.getLocalDate(1), row.getString(2))));
      return stored;
    });
  }

  /** By tenant. */
  Future<Map<String, Set<LocalDate>>> holidays() {
    return db.read(HOLIDAYS).map(rows -> {
      Map<String, Set<LocalDate>> holidays = new HashMap<>();
      rows.forEach(row -> holidays.computeIfAbsent(row.getString(0), first -> new HashSet<>())
          .add(row.getLocalDate(1)));
      return holidays;
    });
  }

  record Versions(List<Version> items, long total) {}

  Versions versions(String tenant, int limit, long offset) {
    List<Version> items = new ArrayList<>();
    long total = 0;
    for (Row row : db.query(VERSIONS, tenant, (long) limit, offset)) {
      items.add(version(row));
      total = row.getLong(6);
    }
    return new Versions(items, total);
  }

  Version publish(Tx tx, String tenant, LocalDate validFrom, JsonNode changes, JsonNode rules, String note, UUID by,
      Instant now) {
    return version(tx.query(PUBLISH, tenant, validFrom, changes.toString(), rules.toString(), note, by,
        now.atOffset(UTC)).iterator().next());
  }

  /** Not awaited. */
  void start(Tx tx, UUID id, String tenant, JsonNode changes, UUID by, Instant now) {
    tx.send(START, id, tenant, changes.toString(), by, now.atOffset(UTC));
  }

  record Found(Rehearsal rehearsal, JsonNode changes) {}

  Optional<Found> find(String tenant, UUID id) {
    var rows = db.query(FIND, tenant, id).iterator();
    if (!rows.hasNext()) {
      return Optional.empty();
    }
    Row row = rows.next();
    String result = row.getString(1);
    return Optional.of(new Found(new Rehearsal(row.getUUID(0), result != null,
        result == null ? null : Json.read(result, RehearsalResult.class), row.getOffsetDateTime(2).toInstant()),
        Json.read(row.getString(3), JsonNode.class)));
  }

  void finish(UUID id, RehearsalResult result, Instant now) {
    db.write(FINISH, id, Json.write(result), now.atOffset(UTC));
  }

  record Entries(UUID userId, String type, int base, String multipliers, int number) {}

  Future<List<Entries>> entries(UUID[] users) {
    return db.read(ENTRIES, (Object) users).map(rows -> {
      List<Entries> entries = new ArrayList<>();
      rows.forEach(row -> entries.add(new Entries(row.getUUID(0), row.getString(1), row.getInteger(2),
          row.getString(3), row.getInteger(4))));
      return entries;
    });
  }

  Future<Map<UUID, Snapshot>> standings(UUID[] users) {
    return db.read(STANDINGS, (Object) users).map(rows -> {
      Map<UUID, Snapshot> standings = new HashMap<>();
      rows.forEach(row -> standings.put(row.getUUID(0), GamificationRepository.standing(row, 1).snapshot()));
      return standings;
    });
  }

  private static Version version(Row row) {
    return new Version(row.getLong(0), row.getLocalDate(1), Json.read(row.getString(2), JsonNode.class),
        row.getString(3), row.getUUID(4), row.getOffsetDateTime(5).toInstant());
  }
}
