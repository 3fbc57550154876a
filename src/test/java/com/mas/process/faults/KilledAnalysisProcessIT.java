package com.mas.process.faults;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed at random instants of analyses, between its workers' answers, rows and counters, again and
 * again; {@code -Dkills=20} for the long form, {@code -Dseed=N} for the instants of an earlier one.
 */
class KilledAnalysisProcessIT {
  private static final int KILLS = Integer.getInteger("kills", 2);
  private static final int COMMENTS = 300;
  /** Sentiment of 50, the gate, embeddings of 20, topics, labels, recommendations. */
  private static final int PIECES = COMMENTS / 50 + 1 + COMMENTS / 20 + 3;
  /** Bounds the questions that a kill lets be asked again: as many as the queue lets a server ask at a time. */
  private static final int AT_ONCE = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  /** Within so long after pieces are worked on. */
  private static final Duration PAUSE = Duration.ofMillis(2_500);
  private static final String OPEN = "SELECT count(*) FROM analysis.pipelines WHERE ended_at IS NULL";
  /** Pieces of the server that runs; those of a killed one stay until its lease is over. */
  private static final String WORKING = """
      SELECT count(*) FROM jobs.job WHERE address = 'analysis.piece.work' AND state = 'running'
         AND owner = (SELECT id FROM jobs.runner ORDER BY started_at DESC LIMIT 1)""";

  @TempDir private Path data;
  private int analyses;

  @Test
  void everyCommentIsAnsweredOnceAndEachAnalysisEnds() throws Exception {
    Instants instants = new Instants();
    String told = instants.told;
    Vertx vertx = Vertx.vertx();
    try (TestDatabase database = TestDatabase.create(); Sql sql = new Sql(database.url())) {
      Sandbox sandbox = new Sandbox(vertx, Clock.systemUTC());
      sandbox.fault("analysis", "slow delayMs=20");
      Map<String, String> settings = new HashMap<>(Map.of("DATABASE_URL", database.url(), "REDIS_URL",
          TestServers.redis().url(), "RATE_LIMITS", "false", "SANDBOX", "false"));
      settings.putAll(sandbox.settings("analysis"));
      int kills = instants.kill(KILLS, PAUSE, sql, () -> ServerProcess.start(data, settings), api -> goOn(api, sql),
          WORKING, OPEN);
      System.out.println(kills + " kills, " + KILLS + " of them while pieces were worked on, " + analyses
          + " analyses");
      try (ServerProcess server = ServerProcess.start(data, settings)) {
        eventually("all of them are over", PATIENCE, () -> sql.number(OPEN) == 0);
        assertAnsweredOnce(sql, told);
        long asked = sandbox.calls("analysis", "sentiment");
        long least = (long) analyses * COMMENTS / 50;
        assertTrue(asked >= least && asked <= least + (long) kills * AT_ONCE, told + ": " + asked + " for " + least);
        assertEquals(0, server.stop());
      }
    } finally {
      House.await(vertx.close());
    }
  }

  private void assertAnsweredOnce(Sql sql, String told) {
    long all = (long) analyses * COMMENTS;
    assertEquals(analyses, sql.number("SELECT count(*) FROM analysis.pipelines WHERE state = 'COMPLETED'"),
        () -> told + ": " + sql.text("SELECT string_agg(concat_ws(' ', state, error), ', ') FROM analysis.pipelines"));
    assertEquals(all, sql.number("SELECT sum(comments) FROM analysis.pipelines"), told);
    assertEquals(all, sql.number("SELECT count(*) FROM analysis.items WHERE mood IS NOT NULL AND passed IS NOT NULL"
        + " AND (embedding IS NOT NULL) = passed"), told);
    assertEquals(all, sql.number("SELECT count(DISTINCT submission_id) FROM analysis.items"), told);
    assertEquals(all, sql.number("SELECT count(*) FROM analysis.items WHERE topic IS NOT NULL"), told);
    assertEquals((long) analyses * PIECES, sql.number("SELECT count(*) FROM analysis.pieces"), told);
    assertEquals(0, sql.number("SELECT count(*) FROM analysis.pieces WHERE done_at IS NULL OR failures > 0"),
        told + ": a kill is no failure of a worker");
    assertEquals(0, sql.number("SELECT count(*) FROM analysis.pipelines WHERE ignored > 0 OR warnings <> '{}'"), told);
    assertEquals(0, sql.number("""
        SELECT count(*) FROM analysis.pipelines p WHERE
          (SELECT count(*) FROM analysis.topics t WHERE t.pipeline_id = p.id) = 0 OR
          (SELECT count(*) NOT BETWEEN 3 AND 7 OR count(*) <> count(DISTINCT r.headline)
             FROM analysis.recommendations r WHERE r.pipeline_id = p.id)"""), told);
    eventually("no stored request is left", PATIENCE,
        () -> sql.number("SELECT count(*) FROM jobs.job WHERE address = 'analysis.piece.work'") == 0);
    assertEquals(0, sql.number("SELECT count(*) FROM jobs.finished WHERE address = 'analysis.piece.work'"
        + " AND state <> 'completed'"), told);
  }

  /** Goes on with what an earlier server left, or begins another analysis when nothing is left. */
  private void goOn(Api api, Sql sql) throws IOException {
    if (sql.number(OPEN) > 0) {
      return;
    }
    String faculty = "killed-" + ++analyses;
    sql.change("""
        INSERT INTO questionnaire.questionnaires (id, tenant, title, type, created_by, created_at)
        SELECT id, tenant, 'Killed', 'T', id, now() FROM identity.users WHERE email = 'admin@mas.example'
        ON CONFLICT DO NOTHING""");
    sql.change("""
        INSERT INTO questionnaire.versions (id, tenant, questionnaire_id, number, state, schema, max_score, created_at)
        SELECT id, tenant, id, 1, 'ACTIVE', '{}', 5, now() FROM questionnaire.questionnaires WHERE title = 'Killed'
        ON CONFLICT DO NOTHING""");
    assertEquals(COMMENTS, sql.change("""
        INSERT INTO questionnaire.submissions (id, tenant, version_id, respondent, faculty, faculty_name, course,
          period, answers, score, percent, comment, clean, source, created_at)
        SELECT gen_random_uuid(), v.tenant, v.id, 'respondent-' || n, '%1$s', 'Prof Iyer', 'ph-101', '2026-1',
          '{5}', 5, 100, 'c', CASE n %% 3 WHEN 0 THEN 'The projector fails and the lab was late again, week ' || n
            WHEN 1 THEN 'The recordings are there on Friday, and that is week ' || n
            ELSE 'Great lectures, clear and friendly, with more than ten words of praise for week ' || n END,
          'import', now()
          FROM questionnaire.versions v JOIN questionnaire.questionnaires q ON q.id = v.questionnaire_id
            AND q.title = 'Killed', generate_series(1, %2$d) n""".formatted(faculty, COMMENTS)));
    String admin = api.admin();
    Reply made = api.post("/analysis/pipelines", admin, Map.of("scope", "FACULTY", "scopeId", faculty));
    assertEquals(201, made.status(), made::text);
    Reply begun = api.post("/analysis/pipelines/" + made.data().path("id").asText() + "/confirm", admin, Map.of());
    assertEquals(202, begun.status(), begun::text);
  }
}
