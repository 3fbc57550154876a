package com.mas.domain.learning.sync;

import com.mas.bus.Call;
import com.mas.bus.Json;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.AwardRepository.Award;
import com.mas.domain.learning.sync.AwardRepository.Completed;
import com.mas.domain.learning.sync.LinkContract.ModuleWithdrawn;
import com.mas.domain.learning.sync.SyncContract.ConfigRemoved;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Keeps what is stored in tables of its own, so that a rolled back transaction takes it along, as with real jobs. */
final class TestOutbox implements Outbox {
  private static final UUID NEW_STUDENTS = new UUID(0, 0);
  static final String TABLES = """
      CREATE SCHEMA kept;
      CREATE TABLE kept.slices (id uuid PRIMARY KEY, run_id uuid, slice int, taken boolean NOT NULL DEFAULT false);
      CREATE TABLE kept.schedules (config_id uuid PRIMARY KEY, hours bigint);
      CREATE TABLE kept.notices (user_id uuid, title text);
      CREATE TABLE kept.repairs (tenant text);
      CREATE TABLE kept.forgotten (config_id uuid);
      CREATE TABLE kept.changed (config_id uuid);
      CREATE TABLE kept.withdrawn (body jsonb);
      CREATE TABLE kept.awards (user_id uuid, source text, occurred_at timestamptz, history boolean)""";

  @Override
  public Future<UUID> advance(Tx tx, Call cause, UUID runId, int slice, Instant due) {
    UUID id = UUID.randomUUID();
    return tx.send("INSERT INTO kept.slices (id, run_id, slice) VALUES ($1, $2, $3)", id, runId, slice).map(id);
  }

  @Override
  public Future<?> schedule(Tx tx, String tenant, UUID configId, Duration every) {
    return tx.send("""
        INSERT INTO kept.schedules VALUES ($1, $2)
        ON CONFLICT (config_id) DO UPDATE SET hours = EXCLUDED.hours""",
        configId, every.toHours());
  }

  @Override
  public Future<?> unschedule(Tx tx, UUID configId) {
    return tx.send("DELETE FROM kept.schedules WHERE config_id = $1", configId);
  }

  @Override
  public Future<?> award(Tx tx, Call cause, RunRow run, List<Award> awards) {
    return tx.send("""
        INSERT INTO kept.awards
        SELECT u, s, $3, h FROM unnest($1::uuid[], $2::text[], $4::boolean[]) AS a (u, s, h)""",
        awards.stream().map(Award::accountId).toArray(UUID[]::new),
        awards.stream().map(award -> award.source(run.courseId())).toArray(String[]::new),
        awards.getFirst().occurredAt().atOffset(java.time.ZoneOffset.UTC),
        awards.stream().map(Award::history).toArray(Boolean[]::new));
  }

  @Override
  public Future<?> tellCompleted(Tx tx, Call cause, RunRow run, List<Completed> completed) {
    return tx.send("INSERT INTO kept.notices SELECT * FROM unnest($1::uuid[], $2::text[])",
        completed.stream().map(Completed::accountId).toArray(UUID[]::new),
        completed.stream().map(Completed::courseTitle).toArray(String[]::new));
  }

  @Override
  public Future<UUID> repair(Tx tx, Call cause, String unique) {
    return tx.send("INSERT INTO kept.repairs VALUES ($1)", cause.tenant()).map(UUID.randomUUID());
  }

  @Override
  public Future<?> findNewStudents(Tx tx, String tenant, Duration every) {
    return tx.send("""
        INSERT INTO kept.schedules VALUES ($1, $2) ON CONFLICT (config_id) DO UPDATE SET hours = EXCLUDED.hours""",
        newStudents(tenant), every.toHours());
  }

  @Override
  public Future<?> findNoNewStudents(Tx tx, String tenant) {
    return tx.send("DELETE FROM kept.schedules WHERE config_id = $1", newStudents(tenant));
  }

  /** A tenant has an id of its own; all that follow the installation have one together. */
  static UUID newStudents(String tenant) {
    return tenant == null ? NEW_STUDENTS : UUID.nameUUIDFromBytes(tenant.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Future<?> withdraw(Tx tx, Call cause, List<ModuleWithdrawn> modules) {
    return tx.send("INSERT INTO kept.withdrawn SELECT m::jsonb FROM unnest($1::text[]) m",
        (Object) modules.stream().map(Json::write).toArray(String[]::new));
  }

  @Override
  public Future<?> configChanged(Tx tx, Call cause, SyncConfig config) {
    return tx.send("INSERT INTO kept.changed VALUES ($1)", config.id());
  }

  @Override
  public Future<?> configDeleted(Tx tx, Call cause, ConfigRemoved config) {
    return config.purged() ? tx.send("INSERT INTO kept.forgotten VALUES ($1)", config.configId())
        : Future.succeededFuture();
  }
}
