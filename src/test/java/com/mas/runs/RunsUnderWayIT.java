package com.mas.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.db.Migrator;
import com.mas.testkit.TestDatabase;
import java.net.URI;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Long work that was under way before the engine had its rows: each goes on where it was. */
class RunsUnderWayIT {
  private static final String BEFORE = "0190";
  private static final String ID = "00000000-0000-7000-8000-0000000000";

  @Test
  void whatWasUnderWayIsTheEnginesAndWhatWasOverIsNot() {
    try (TestDatabase database = TestDatabase.createEmpty()) {
      migrate(database);
      leaveBehind(database);
      Migrator.migrate(database.url());

      assertEquals(List.of(
          "01 mrlearn.sync t " + ID + "c1 running listing 3 " + ID + "a1 " + ID + "e1 null",
          "02 mrlearn.sync t " + ID + "c2 running reports 0 null null null",
          "11 reminder.run t " + ID + "c1 running send 2 " + ID + "a3 null {\"rests\": 4}",
          "12 reminder.run t " + ID + "12 running send 0 null null {\"rests\": 0}",
          "13 reminder.run t " + ID + "13 running send 1 null " + ID + "e1 {\"rests\": 0}"),
          database.column("""
              SELECT concat_ws(' ', right(id::text, 2), kind, tenant, subject, state, phase, slice,
                coalesce(job_id::text, 'null'), coalesce(asked_by::text, 'null'), coalesce(checkpoint::text, 'null'))
              FROM runs.run ORDER BY id"""));
      assertEquals(List.of("queued,listing,phones,reports,phones_again,awards,done", "send"),
          database.column("SELECT DISTINCT array_to_string(phases, ',') FROM runs.run ORDER BY 1"));
      assertEquals(List.of("{\"read\": 3, \"failed\": 1, \"skipped\": 1, \"written\": 1}"),
          database.column("SELECT counts::text FROM runs.run WHERE id = '" + ID + "11'"));
      assertEquals(List.of("t"), database.column("SELECT bool_and(token IS NULL AND NOT cancelling"
          + " AND started_at = asked_at AND ended_at IS NULL AND taken_at IS NULL) FROM runs.run"));
      assertEquals(List.of(ID + "11 running 1 1 1", ID + "15 success 0 0 0"), database.column("""
          SELECT last_reminder_run_id || ' ' || last_reminder_status || ' ' || sent || ' ' || skipped || ' ' || failed
          FROM reminder.shared_configs WHERE last_reminder_run_id IS NOT NULL ORDER BY 1"""));
    }
  }

  /** Two syncs and one that is over; reminders by schedule, of several courses, by hand, and one that is over. */
  private static void leaveBehind(TestDatabase database) {
    database.execute("""
        INSERT INTO mrlearn.sync_configs (id, tenant, graphy_course_id, course_title, interval_hours, enabled,
          include_detailed_reports, created_at, updated_at)
        SELECT ('$c' || n)::uuid, 't', 'course-' || n, 'Course', 24, true, true, now(), now()
        FROM generate_series(1, 3) n;
        INSERT INTO mrlearn.sync_runs (id, tenant, sync_config_id, graphy_course_id, status, triggered_by,
          triggered_by_user, include_detailed_reports, phase, worker, slice, job_id, started_at, advanced_at)
        VALUES ('$01', 't', '$c1', 'course-1', 'running', 'manual', '$e1', true, 'listing', '$f1', 3, '$a1', now(),
            now()),
          ('$02', 't', '$c2', 'course-2', 'running', 'scheduled', NULL, true, 'reports', NULL, 0, NULL, now(), now()),
          ('$03', 't', '$c1', 'course-1', 'success', 'manual', NULL, true, 'done', NULL, 5, '$a2', now(), now());
        INSERT INTO reminder.runs (id, tenant, config_id, status, triggered_by, triggered_by_user, skip_above, total,
          slice, pauses, job_id, started_at, advanced_at, taken_at_done)
        VALUES ('$11', 't', '$c1', 'running', 'scheduled', NULL, 90, 5, 2, 4, '$a3', now(), now(), 3),
          ('$12', 't', NULL, 'running', 'manual_bulk', NULL, NULL, 2, 0, 0, NULL, now(), now(), NULL),
          ('$13', 't', '$c1', 'running', 'manual_single', '$e1', NULL, 1, 1, 0, NULL, now() - interval '1 hour',
            now(), NULL),
          ('$15', 't', '$c3', 'success', 'scheduled', NULL, 90, 0, 0, 0, '$a4', now(), now(), NULL);
        INSERT INTO reminder.logs (id, run_id, tenant, config_id, course_id, graphy_user_id, learner_id, template,
          period_until, result, created_at)
        SELECT gen_random_uuid(), '$11', 't', '$c1', 'course-1', 'user-' || n, gen_random_uuid(), 'x', now(),
          (ARRAY['sent', 'skipped', 'failed', NULL, NULL])[n], now() FROM generate_series(1, 5) n
        """.replace("$", ID));
  }

  private static void migrate(TestDatabase database) {
    URI url = URI.create(database.url());
    String[] login = url.getUserInfo().split(":", 2);
    Flyway.configure().dataSource("jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath(), login[0],
        login[1]).locations("classpath:domain").target(BEFORE).load().migrate();
  }
}
