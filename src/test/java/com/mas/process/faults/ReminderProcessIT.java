package com.mas.process.faults;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ClusterScript;
import com.mas.process.ClusterScript.Node;
import com.mas.process.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reminders on two nodes of which one is killed; the sandbox's own count is the judge. */
class ReminderProcessIT {
  /** A node is lost after ten seconds, what was in hand is given up after thirty; the rest is the machine's. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int LEARNERS = 200;
  private static final String CONFIG = UUID.randomUUID().toString();

  @TempDir private static Path data;

  @Test
  void nobodyIsRemindedTwiceOrLeftOutWhenTheNodeThatSendsIsKilled() throws Exception {
    try (ClusterScript cluster = ClusterScript.start(2, data); Sql sql = new Sql(cluster.databaseUrl(data))) {
      enrol(sql);
      Api sandbox = cluster.sandbox();
      switchTo(sandbox, "faults", "{\"kind\":\"slow\",\"delayMs\":40}");
      Node first = cluster.nodes().getFirst();
      String token = first.api().admin();
      Reply sent = first.api().post("/api/graphy/sync/configs/" + CONFIG + "/reminders/send", token,
          Map.of("scope", "all"));
      assertEquals(202, sent.status(), sent::text);
      assertEquals(LEARNERS, sent.data().path("total").asInt());
      eventually("a quarter is sent", PATIENCE, () -> counts(sandbox).path("accepted").asInt() > LEARNERS / 4);

      String worker = sql.text("""
          SELECT r.node FROM jobs.job j JOIN jobs.runner r ON r.id = j.owner
          WHERE j.queue = 'mrlearnReminderQueue' AND j.state = 'running'""");
      Node killed = cluster.nodes().stream().filter(each -> worker.endsWith("/" + each.pid())).findFirst()
          .orElseThrow();
      killed.kill();
      Node left = cluster.nodes().stream().filter(each -> each != killed).findFirst().orElseThrow();
      switchTo(sandbox, "faults", "{\"kind\":\"slow\",\"delayMs\":1}");

      String run = "/api/graphy/sync/reminders/runs/" + sent.data().path("runId").asText();
      eventually("the run is over", PATIENCE,
          () -> !left.api().get(run, token).data().path("status").asText().equals("running"));
      JsonNode over = left.api().get(run, token).data();
      assertEquals(100, over.path("percent").asInt(), over::toString);
      assertTrue(over.path("failed").asInt() <= 1, over::toString);
      assertEquals(LEARNERS, over.path("sent").asInt() + over.path("failed").asInt(), over::toString);
      JsonNode counts = counts(sandbox);
      assertEquals(1, counts.path("mostPerMessage").asInt(), counts::toString);
      assertTrue(counts.path("accepted").asInt() >= over.path("sent").asInt(), counts::toString);

      Reply again = left.api().post("/api/graphy/sync/configs/" + CONFIG + "/reminders/send", token,
          Map.of("scope", "all"));
      String second = "/api/graphy/sync/reminders/runs/" + again.data().path("runId").asText();
      eventually("the second run is over", PATIENCE,
          () -> !left.api().get(second, token).data().path("status").asText().equals("running"));
      assertEquals(LEARNERS, left.api().get(second, token).data().path("skipped").asInt());
      assertEquals(counts.path("accepted").asInt(), counts(sandbox).path("accepted").asInt());
    }
  }

  private static void enrol(Sql sql) {
    sql.change("""
        INSERT INTO mrlearn.sync_configs (id, tenant, graphy_course_id, course_title, interval_hours, enabled,
          include_detailed_reports, created_at, updated_at)
        VALUES ('%s', 'my-analytics-school', 'reminded', 'Reminded', 24, true, true, now(), now())
        """.formatted(CONFIG));
    assertEquals(LEARNERS, sql.change("""
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, name, mobile, progress_percent,
          total_time_seconds, is_completed, created_at, updated_at)
        SELECT gen_random_uuid(), 'my-analytics-school', 'reminded', 'user-' || n, 'Learner ' || n,
          (9812340500 + n)::text, 10, 0, false, now(), now() FROM generate_series(1, %d) n""".formatted(LEARNERS)));
  }

  private static JsonNode counts(Api sandbox) throws IOException {
    return sandbox.get("/whatsapp/sandbox/counts", null).json();
  }

  private static void switchTo(Api sandbox, String what, String body) throws IOException {
    Reply reply = sandbox.ask("PUT", "/whatsapp/sandbox/" + what, null, body);
    assertEquals(200, reply.status(), reply::text);
  }
}
