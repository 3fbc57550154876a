package com.mas.process.faults;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.sandbox.graphy.GraphySimulator;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed at random instants of a run with reports while reminders go out, again and again;
 * {@code -Dkills=30} for the long form, {@code -Dseed=N} for the instants of an earlier one. The providers live in this
 * process and count what they were asked.
 */
class KilledSyncProcessIT {
  private static final int KILLS = Integer.getInteger("kills", 3);
  private static final int LEARNERS = 150 * (KILLS + 1);
  private static final String COURSE = "killed";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  /** Within so long after it is ready. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  @TempDir private Path data;
  private Sandbox sandbox;

  @Test
  void learnersAwardsAndMessagesAreThereOnceAndNoStoredReportIsFetchedAgain() throws Exception {
    Instants instants = new Instants();
    Random random = instants.random;
    Vertx vertx = Vertx.vertx();
    sandbox = new Sandbox(vertx, Clock.systemUTC());
    sandbox.ask("graphy", "PUT", "scale", "{\"courseId\":\"" + COURSE + "\",\"learners\":" + LEARNERS + "}");
    try (TestDatabase database = TestDatabase.create(); Sql sql = new Sql(database.url())) {
      Map<String, String> settings = new HashMap<>(sandbox.settings("graphy", "whatsapp"));
      settings.putAll(Map.of("DATABASE_URL", database.url(), "REDIS_URL", TestServers.redis().url(),
          "RATE_LIMITS", "false", "SANDBOX", "false", "QUIET_HOURS", "none"));
      String config = begin(settings, sql);
      long unstored = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        try (ServerProcess server = ServerProcess.start(data, settings)) {
          if (kill == 0) {
            Reply started = server.api().post("/api/graphy/sync/configs/" + config + "/run", server.api().admin(),
                Map.of());
            assertEquals(202, started.status(), started::text);
            remind(server, config);
          }
          // an instant of the reports, or of the messages, or any
          long reports = reports() + 1 + random.nextInt(140);
          long messages = accepted() + 1 + random.nextInt(100);
          long instant = System.nanoTime() + random.nextLong(PAUSE.toNanos());
          int kind = random.nextInt(3);
          eventually("something was done", PATIENCE, () -> !running(sql) || (kind == 0 ? reports() >= reports
              : kind == 1 ? accepted() >= messages : System.nanoTime() >= instant));
          server.kill();
        }
        eventually("what it had sent is settled", () -> sql.number("""
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle'
            AND pid <> pg_backend_pid()""") == 0);
        unstored += distinct() - stored(sql);
      }
      try (ServerProcess server = ServerProcess.start(data, settings)) {
        sandbox.well("whatsapp");
        eventually("the run ends", PATIENCE, () -> !running(sql));
        eventually("all are reminded", PATIENCE, () -> !reminding(sql));
        eventually("nothing is left to do", PATIENCE, () -> sql.number("""
            SELECT count(*) FROM jobs.job WHERE state IN ('ready', 'delayed', 'running') AND queue <> 'cleanupQueue'
            AND address IN ('gamification.on.mrlearn.modules.completed', 'notification.notify',
              'mrlearn.runs.advance')""") == 0);
        String told = instants.told;
        assertEquals("success", sql.text("SELECT status FROM mrlearn.sync_runs ORDER BY started_at DESC LIMIT 1"),
            told);
        assertEquals(LEARNERS, sql.number("SELECT count(*) FROM mrlearn.learners WHERE vanished_at IS NULL"), told);
        assertEquals(LEARNERS, distinct(), told);
        assertEquals(LEARNERS, stored(sql), told);
        assertTrue(reports() - LEARNERS <= unstored, told + ": " + (reports() - LEARNERS) + " reports came twice, "
            + unstored + " were not stored when it was killed");
        assertEquals(0, sql.number("""
            SELECT count(*) FROM mrlearn.learners l JOIN known k USING (id)
            WHERE l.progress_percent < k.progress_percent OR l.total_time_seconds < k.total_time_seconds"""), told);
        assertEquals(sql.number("SELECT sum(cardinality(awarded_modules)) FROM mrlearn.learners"),
            sql.number("SELECT count(*) FROM gamification.xp_events WHERE type = 'module_completed'"), told);
        assertEquals(0, sql.number("SELECT count(*) FROM mrlearn.learners WHERE completed_modules <> awarded_modules"),
            told);
        assertEquals(0, sql.number("""
            SELECT count(*) FROM gamification.student_progress p WHERE total_xp <> (
              SELECT sum(amount) FROM gamification.xp_events e WHERE e.user_id = p.user_id)"""), told);
        assertEquals(sql.number("SELECT count(*) FROM mrlearn.learners WHERE is_completed"), sql.number(
            "SELECT count(*) FROM notification.items WHERE template = 'mrlearn_module_completed'"), told);
        assertReminded(sql, told);
        remind(server, config);
        eventually("nobody is reminded again", PATIENCE, () -> !reminding(sql));
        assertReminded(sql, told);
        assertEquals(0, server.stop());
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }
  }

  /** The course mirrored without reports, and an account for each learner. */
  private String begin(Map<String, String> settings, Sql sql) throws Exception {
    try (ServerProcess server = ServerProcess.start(data, settings)) {
      String token = server.api().admin();
      assertEquals(200, server.api().post("/api/graphy/auth/login", token, Map.of("email",
          GraphySimulator.EMAIL, "password", GraphySimulator.PASSWORD)).status());
      Reply made = server.api().post("/api/graphy/sync/configs", token, Map.of("graphyCourseId", COURSE,
          "includeDetailedReports", false));
      assertEquals(201, made.status(), made::text);
      String config = made.data().path("id").textValue();
      eventually("it is mirrored", PATIENCE, () -> sql.number("SELECT count(*) FROM mrlearn.learners") == LEARNERS
          && !running(sql));
      sql.change("""
          INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
          SELECT gen_random_uuid(), tenant, email_stripped, coalesce(min(name), 'Learner'), 'USER', now(),
            '2020-01-01', now()
          FROM mrlearn.learners WHERE email_stripped IS NOT NULL GROUP BY tenant, email_stripped
          ON CONFLICT DO NOTHING""");
      sql.change("UPDATE mrlearn.learners SET created_at = '2020-01-01'"); // so that their completions are news
      sql.change("CREATE TABLE known AS SELECT id, progress_percent, total_time_seconds FROM mrlearn.learners");
      assertEquals(200, server.api().ask("PATCH", "/api/graphy/sync/configs/" + config, token,
          "{\"includeDetailedReports\":true}").status());
      // the provider puts these off, for a minute in each run, which proves nothing here
      sql.change("""
          INSERT INTO notification.phone_choices (phone, opted_out, source, changed_at)
          SELECT DISTINCT '91' || right(mobile, 10), true, 'admin', now() FROM mrlearn.learners
          WHERE mobile LIKE '%0429'""");
      sandbox.fault("graphy", "slow path=report delayMs=3");
      sandbox.fault("whatsapp", "slow delayMs=5");
      return config;
    }
  }

  private void remind(ServerProcess server, String config) throws IOException {
    Reply reminding = server.api().post("/api/graphy/sync/configs/" + config + "/reminders/send", server.api().admin(),
        Map.of("scope", "all"));
    assertEquals(202, reminding.status(), reminding::text);
  }

  /** Everybody was attended to; what the provider accepted is what we believe, but for calls that a kill cut off. */
  private void assertReminded(Sql sql, String told) {
    assertEquals(0, sql.number("SELECT count(*) FROM reminder.logs WHERE result IS NULL"), told);
    assertEquals(1, counts().getLong("mostPerMessage"), told + counts());
    assertTrue(counts().getLong("mostPerRecipientAndTemplate") <= sql.number("""
        SELECT max(learners) FROM (SELECT count(DISTINCT graphy_user_id) AS learners FROM reminder.logs
          WHERE result IN ('sent', 'failed') GROUP BY phone) p"""), told + counts());
    long sent = sql.number("SELECT count(*) FROM reminder.logs WHERE result = 'sent'");
    long cutOff = sql.number("""
        SELECT count(*) FROM reminder.logs l JOIN notification.shared_deliveries d ON d.id = l.delivery_id
        WHERE l.result = 'failed' AND d.state = 'unknown'""");
    assertTrue(cutOff <= KILLS, () -> told + ": " + cutOff + " calls were cut off, " + sql.text("""
        SELECT string_agg(concat_ws(' ', at, detail, state), ', ') FROM (
          SELECT l.attempted_at AS at, l.detail, d.state FROM reminder.logs l
            LEFT JOIN notification.shared_deliveries d ON d.id = l.delivery_id
          WHERE l.result = 'failed' ORDER BY l.attempted_at) f"""));
    assertTrue(sent > 0 && accepted() >= sent && accepted() <= sent + cutOff,
        told + ": " + accepted() + " messages, " + sent + " sent, " + cutOff + " cut off");
    assertEquals(0, sql.number("""
        SELECT count(*) FROM (SELECT graphy_user_id FROM reminder.logs l
            JOIN notification.shared_deliveries d ON d.id = l.delivery_id
          WHERE l.result = 'sent' OR d.state = 'unknown'
          GROUP BY graphy_user_id HAVING count(*) > 1) twice"""), told);
  }

  private static boolean reminding(Sql sql) {
    return sql.number("SELECT count(*) FROM reminder.runs WHERE status = 'running'") > 0;
  }

  private static boolean running(Sql sql) {
    return sql.number("SELECT count(*) FROM mrlearn.sync_runs WHERE status = 'running'") > 0;
  }

  private static long stored(Sql sql) {
    return sql.number("SELECT count(*) FROM mrlearn.learner_reports");
  }

  private long reports() {
    return sandbox.calls("graphy", "report");
  }

  private long distinct() {
    return sandbox.ask("graphy", "GET", "reports", null).getLong(COURSE, 0L);
  }

  private long accepted() {
    return counts().getLong("accepted");
  }

  private JsonObject counts() {
    return sandbox.ask("whatsapp", "GET", "counts", null);
  }
}
