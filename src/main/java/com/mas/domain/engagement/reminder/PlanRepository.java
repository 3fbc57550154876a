package com.mas.domain.engagement.reminder;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.engagement.reminder.ReminderContract.Item;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads who is to be reminded: configs, learners and accounts as their domains publish them, and the schedules. */
final class PlanRepository {
  private static final String CONFIG = """
      SELECT c.config_id AS id, c.tenant, c.course_id, c.course_title, c.reminder_interval_hours AS interval_hours,
        c.reminder_skip_above_progress AS skip_above, c.reminder_template_name AS template,
        coalesce(s.anchor, c.created_at) AS anchor
      FROM mrlearn.shared_configs c LEFT JOIN reminder.schedules s ON s.config_id = c.config_id
      WHERE c.config_id = ANY ($1) AND c.tenant = $2""";

  /** The three places of a phone, whose account the learner has, and the mark, which lasts as the config says now. */
  private static final String WHO = """
      SELECT l.learner_id AS id, l.config_id, l.course_id, l.course_title, l.graphy_user_id, l.name, l.email,
        l.progress_percent AS percent, l.is_completed AS completed, l.vanished_at IS NOT NULL AS vanished,
        CASE WHEN jsonb_typeof(l.module_progress) = 'array'
          THEN jsonb_array_length(l.module_progress) - cardinality(l.completed_modules) END AS modules_left,
        own.id AS user_id, ARRAY[l.mobile, own.phone, other.mobile] AS phones,
        CASE WHEN m.sent_at IS NULL OR g.hours IS NULL THEN m.until ELSE g.anchor + make_interval(hours => g.hours)
          * (floor(extract(epoch FROM m.sent_at - g.anchor) / (g.hours * 3600)) + 1) END AS marked_until,
        m.log_id AS marked_by
      FROM mrlearn.shared_learners l
        LEFT JOIN LATERAL (SELECT p.id, p.phone FROM mrlearn.shared_learner_accounts t
          JOIN identity.shared_people p ON p.id = t.account_id WHERE t.learner_id = l.learner_id LIMIT 1) own ON true
        LEFT JOIN LATERAL (SELECT o.mobile FROM mrlearn.shared_learners o
          WHERE l.mobile IS NULL AND o.tenant = l.tenant AND o.graphy_user_id = l.graphy_user_id
            AND o.mobile IS NOT NULL
          ORDER BY o.updated_at DESC LIMIT 1) other ON true
        LEFT JOIN reminder.marks m
          ON m.tenant = l.tenant AND m.course_id = l.course_id AND m.graphy_user_id = l.graphy_user_id
        LEFT JOIN LATERAL (SELECT c.reminder_interval_hours AS hours, coalesce(s.anchor, c.created_at) AS anchor
          FROM mrlearn.shared_configs c LEFT JOIN reminder.schedules s ON s.config_id = c.config_id
          WHERE c.config_id = l.config_id) g ON true
      """;
  private static final String OF_COURSE =
      WHO + "WHERE l.tenant = $1 AND l.course_id = $2 ORDER BY l.progress_percent, l.graphy_user_id LIMIT $3";
  private static final String ONE =
      WHO + "WHERE l.tenant = $1 AND l.course_id = $2 AND l.graphy_user_id = $3";

  private static final String PLAN_ALL = """
      INSERT INTO reminder.logs (id, run_id, tenant, config_id, course_id, graphy_user_id, learner_id, template,
        period_until, created_at)
      SELECT gen_random_uuid(), $1, l.tenant, $3, l.course_id, l.graphy_user_id, l.learner_id, $6, $7, $8
      FROM mrlearn.shared_learners l
      WHERE l.tenant = $2 AND l.course_id = $4 AND l.progress_percent < $5 AND NOT l.is_completed
        AND l.vanished_at IS NULL""";

  private static final String PLAN_SELECTED = """
      INSERT INTO reminder.logs (id, run_id, tenant, config_id, course_id, graphy_user_id, learner_id, template,
        period_until, created_at)
      SELECT gen_random_uuid(), $1, l.tenant, l.config_id, l.course_id, l.graphy_user_id, l.learner_id, c.template,
        c.until, $7
      FROM unnest($5::uuid[], $6::uuid[]) AS i (config_id, learner_id)
        JOIN unnest($3::uuid[], $4::text[], $8::timestamptz[]) AS c (config_id, template, until)
          ON c.config_id = i.config_id
        JOIN mrlearn.shared_learners l ON l.learner_id = i.learner_id AND l.config_id = i.config_id AND l.tenant = $2
      ON CONFLICT DO NOTHING""";

  private static final String RECONCILE = """
      WITH gone AS (
        DELETE FROM reminder.schedules s WHERE NOT EXISTS (SELECT FROM mrlearn.shared_configs c
          WHERE c.config_id = s.config_id AND c.reminder_enabled) RETURNING config_id
      ), there AS (
        INSERT INTO reminder.schedules AS s (config_id, tenant, interval_hours, anchor, next_at)
        SELECT c.config_id, c.tenant, c.reminder_interval_hours, $1::timestamptz,
          $1::timestamptz + make_interval(hours => c.reminder_interval_hours)
        FROM mrlearn.shared_configs c WHERE c.reminder_enabled ORDER BY c.config_id
        ON CONFLICT (config_id) DO UPDATE SET interval_hours = excluded.interval_hours, anchor = excluded.anchor,
          next_at = excluded.next_at
        WHERE s.interval_hours <> excluded.interval_hours RETURNING config_id, tenant, interval_hours
      )
      SELECT ARRAY(SELECT config_id FROM there ORDER BY 1) AS scheduled,
        ARRAY(SELECT tenant FROM there ORDER BY config_id) AS tenants,
        ARRAY(SELECT interval_hours FROM there ORDER BY config_id) AS hours,
        ARRAY(SELECT config_id FROM gone) AS unscheduled""";

  /**
   * Brings back what was written while the clock was ahead ($2: than it can be): such a mark counts for the period that
   * it is now, and is no mark for those in which nothing was sent.
   */
  private static final String REARM = """
      WITH marks AS (
        UPDATE reminder.marks SET sent_at = CASE WHEN sent_at IS NOT NULL THEN $1::timestamptz END, until = $1
        WHERE coalesce(sent_at, until) > $2::timestamptz
          AND (sent_at IS NOT NULL OR until > $2::timestamptz + interval '1000 hours')
      ), retries AS (
        UPDATE reminder.logs SET retry_at = $1 WHERE result IS NULL AND retry_at > $2::timestamptz + interval '2 days'
      )
      UPDATE reminder.schedules SET next_at = anchor + make_interval(hours => interval_hours)
        * (floor(extract(epoch FROM $1::timestamptz - anchor) / (interval_hours * 3600)) + 1)
      WHERE next_at > $2::timestamptz + make_interval(hours => interval_hours) RETURNING config_id""";

  private static final String DUE = "SELECT config_id, tenant FROM reminder.schedules WHERE next_at <= $1 LIMIT 500";
  // several nodes may sweep: the one whose statement moves it on has it
  private static final String TAKE = """
      UPDATE reminder.schedules SET next_at = anchor + make_interval(hours => interval_hours)
        * (floor(extract(epoch FROM $2 - anchor) / (interval_hours * 3600)) + 1)
      WHERE config_id = $1 AND next_at <= $2 RETURNING config_id""";

  record Config(UUID id, String tenant, String courseId, String courseTitle, int intervalHours, int skipAbove,
      String template, Instant anchor) {
    Instant periodEnd(Instant now) {
      return ReminderRules.periodEnd(anchor, intervalHours, now);
    }

    Instant periodSince(Instant now) {
      return ReminderRules.periodSince(anchor, intervalHours, now);
    }
  }

  /**
   * @param configId the course's, null when it has none any more; {@code phones} candidates in their order, some null;
   *     {@code markedUntil} null when never reminded
   */
  record Learner(UUID id, UUID configId, String courseId, String courseTitle, String graphyUserId, String name,
      String email,
      double percent, boolean completed, boolean vanished, Integer modulesLeft, UUID userId, List<String> phones,
      Instant markedUntil, UUID markedBy) {}

  record Due(UUID configId, String tenant) {}

  record Scheduled(UUID configId, String tenant, int intervalHours) {}

  /** @param scheduled anew; {@code unscheduled} taken off; {@code changed} both */
  record Reconciled(List<Scheduled> scheduled, List<UUID> unscheduled, List<UUID> changed) {}

  private static final Rows<Config> CONFIGS = Rows.of(Config.class);
  private static final Rows<Learner> LEARNERS = Rows.of(Learner.class);
  private static final Rows<Due> SCHEDULED = Rows.of(Due.class);

  /** Clocks of nodes may differ by so much. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final Database db;

  PlanRepository(Database db) {
    this.db = db;
  }

  Optional<Config> config(UUID id, String tenant) {
    return configs(List.of(id), tenant).stream().findFirst();
  }

  List<Config> configs(List<UUID> ids, String tenant) {
    return CONFIGS.all(db.query(CONFIG, ids.toArray(UUID[]::new), tenant));
  }

  List<Learner> learners(String tenant, String courseId, int most) {
    return LEARNERS.all(db.query(OF_COURSE, tenant, courseId, most));
  }

  Optional<Learner> learner(String tenant, String courseId, String graphyUserId) {
    return LEARNERS.first(db.query(ONE, tenant, courseId, graphyUserId));
  }

  /** @return how many are planned */
  int planAll(Tx tx, UUID runId, Config config, Instant now) {
    return tx.query(PLAN_ALL, runId, config.tenant(), config.id(), config.courseId(), config.skipAbove(),
        config.template(), config.periodEnd(now), now).rowCount();
  }

  int planSelected(Tx tx, UUID runId, String tenant, List<Config> configs, List<Item> items, Instant now) {
    return tx.query(PLAN_SELECTED, runId, tenant, configs.stream().map(Config::id).toArray(UUID[]::new),
        configs.stream().map(Config::template).toArray(String[]::new),
        items.stream().map(Item::syncConfigId).toArray(UUID[]::new),
        items.stream().map(Item::learnerId).toArray(UUID[]::new), now,
        configs.stream().map(config -> config.periodEnd(now)).toArray(Instant[]::new)).rowCount();
  }

  Reconciled reconcile(Tx tx, Instant now) {
    Row row = tx.query(RECONCILE, now).iterator().next();
    List<UUID> scheduled = List.of(row.getArrayOfUUIDs("scheduled"));
    List<UUID> unscheduled = List.of(row.getArrayOfUUIDs("unscheduled"));
    String[] tenants = row.getArrayOfStrings("tenants");
    Integer[] hours = row.getArrayOfIntegers("hours");
    return new Reconciled(IntStream.range(0, scheduled.size())
        .mapToObj(i -> new Scheduled(scheduled.get(i), tenants[i], hours[i])).toList(), unscheduled,
        Stream.of(scheduled, unscheduled).flatMap(List::stream).toList());
  }

  /** Answers the configs whose next reminders were brought back. */
  List<UUID> rearm(Tx tx, Instant now) {
    List<UUID> configs = new ArrayList<>();
    tx.query(REARM, now, now.plus(SKEW)).forEach(row -> configs.add(row.getUUID(0)));
    return configs;
  }

  List<Due> due(Instant now) {
    return SCHEDULED.all(db.query(DUE, now));
  }

  boolean take(Tx tx, UUID configId, Instant now) {
    return tx.query(TAKE, configId, now).size() == 1;
  }
}
