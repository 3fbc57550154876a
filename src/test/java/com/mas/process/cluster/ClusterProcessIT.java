package com.mas.process.cluster;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api.Reply;
import com.mas.process.ClusterScript;
import com.mas.process.ClusterScript.Node;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes on one PostgreSQL and Redis. One cluster for all, so the tests are ordered: the later ones kill. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterProcessIT {
  /** A node is lost after ten seconds; the rest is the machine's. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  /** Course of the sandbox's school: "SQL from Zero to Interviews", some 600 learners on seven pages. */
  private static final String COURSE = "64b0c1f2a9e8d7c6b5000004";
  private static final String PURGES =
      "SELECT count(*) FROM jobs.every_job WHERE address = 'platform.idempotency.purge' AND started_at IS NOT NULL";
  private static final String GRANTED = "SELECT count(*) FROM gamification.xp_events WHERE type = 'module_completed'";

  @TempDir private static Path data;
  private static ClusterScript cluster;
  private static Sql sql;

  @BeforeAll
  static void start() throws Exception {
    cluster = ClusterScript.start(3, data);
    sql = new Sql(cluster.databaseUrl(data));
  }

  @AfterAll
  static void stop() throws Exception {
    sql.close();
    cluster.close();
  }

  private static Node aLivingOne() {
    return cluster.nodes().stream().filter(node -> ServerProcess.lives(node.pid())).findFirst().orElseThrow();
  }

  private static String sandbox(String method, String what, String body) throws IOException {
    Reply reply = cluster.sandbox().ask(method, "/graphy/sandbox/" + what, null, body);
    assertEquals(200, reply.status(), reply::text);
    return reply.text();
  }

  /** Returns how often the nodes have asked the sandbox for that since the counters were reset. */
  private static int requests(String endpoint) throws IOException {
    return cluster.sandbox().get("/graphy/sandbox/requests", null).json().at("/paths/" + endpoint + "/count").asInt();
  }

  @Test
  @Order(1)
  void everyNodeServesWithTheTokenOfAnyOther() throws IOException {
    String token = cluster.nodes().getFirst().api().admin();
    Reply made = cluster.nodes().getLast().api().post("/api/admin/batches", token,
        Map.of("code", "CLUSTER-1", "name", "Made on one, read on all", "startsOn", "2026-01-05"));
    assertEquals(201, made.status(), made::text);
    String path = "/api/admin/batches/" + made.data().path("id").asText();
    for (Node node : cluster.nodes()) {
      assertEquals(200, node.api().get("/health/ready", null).status(), node.name());
      assertEquals(200, node.api().get(path, token).status(), node.name());
    }
    eventually("all three have met", () -> cluster.out.toString().contains("Members {size:3"));
  }

  @Test
  @Order(2)
  void aScheduleFiresOnceAndItsJobRunsOnce() {
    long before = sql.number(PURGES);
    assertEquals(1, sql.change("UPDATE jobs.schedule SET next_at = now() WHERE key = 'idempotency-purge'"));
    eventually("it has fired and run", PATIENCE, () -> sql.number(PURGES) > before);
    assertEquals(1, sql.number(
        "SELECT count(*) FROM jobs.schedule WHERE key = 'idempotency-purge' AND next_at > now()"));
    assertEquals(before + 1, sql.number(PURGES));
  }

  /** One node is killed while it asks for a page, the next among the reports; the third brings the run to its end. */
  @Test
  @Order(3)
  void aRunWhoseNodesAreKilledGoesOnFromItsLastPageAndEverythingHappensOnce() throws Exception {
    String token = aLivingOne().api().admin();
    long seeded = sql.number(GRANTED);
    sandbox("PUT", "faults", "{\"kind\":\"hang\",\"path\":\"learners\",\"page\":300}");
    Reply made = aLivingOne().api().post("/api/graphy/sync/configs", token, Map.of("graphyCourseId", COURSE,
        "courseTitle", "SQL from Zero to Interviews", "intervalHours", 24, "includeDetailedReports", true));
    assertEquals(201, made.status(), made::text);
    eventually("three pages are stored", PATIENCE, () -> sql.number("SELECT next_start FROM mrlearn.sync_runs") == 300);
    int students = sql.change("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
        SELECT gen_random_uuid(), tenant, email_stripped, min(name), 'USER', now(), now(), now()
        FROM mrlearn.learners WHERE email_stripped IS NOT NULL GROUP BY tenant, email_stripped
        ON CONFLICT DO NOTHING""");
    assertTrue(students > 100, "only " + students);

    killTheWorker();
    sandbox("DELETE", "requests", null);
    sandbox("DELETE", "faults", null);
    sandbox("PUT", "faults", "{\"kind\":\"hang\",\"path\":\"report\",\"afterRequests\":120}");
    eventually("two batches of reports are stored", PATIENCE,
        () -> sql.number("SELECT reports_fetched FROM mrlearn.sync_runs") == 100);
    assertTrue(requests("learners") <= 5, "the first pages were asked for again: " + requests("learners"));

    killTheWorker();
    sandbox("DELETE", "requests", null);
    sandbox("DELETE", "faults", null);
    String run = "/api/graphy/sync/runs/" + made.data().path("runId").asText();
    eventually("the run is over", PATIENCE,
        () -> !aLivingOne().api().get(run, token).data().path("status").asText().equals("running"));
    Reply over = aLivingOne().api().get(run, token);
    assertEquals("success", over.data().path("status").asText(), over::text);
    assertEquals(1, sql.number("SELECT count(*) FROM mrlearn.sync_runs"));
    long learners = sql.number("SELECT count(*) FROM mrlearn.learners");
    assertEquals(learners, sql.number("SELECT learners_at_source FROM mrlearn.sync_runs"));
    assertEquals(learners - 100, requests("report"), "a stored report was fetched again, or one was left out");
    assertEquals(0, requests("learners"));

    // two learners with the addresses of one person are awarded a module once
    String awarded = """
        SELECT count(DISTINCT (tenant, email_stripped, module))
        FROM mrlearn.learners, unnest(awarded_modules) AS module""";
    eventually("every award is granted", PATIENCE, () -> sql.number(awarded) == sql.number(GRANTED) - seeded);
    assertTrue(sql.number(awarded) > 100, "only " + sql.number(awarded));
    assertEquals(0, sql.number("SELECT count(*) FROM jobs.finished WHERE state = 'dead'"));
  }

  private static void killTheWorker() {
    String worker = sql.text("""
        SELECT r.node FROM jobs.job j JOIN jobs.runner r ON r.id = j.owner
        WHERE j.queue = 'mrlearnSyncQueue' AND j.state = 'running'""");
    Node node = cluster.nodes().stream().filter(each -> worker.endsWith("/" + each.pid())).findFirst().orElseThrow();
    node.kill();
    eventually("it is told of", () -> cluster.out.toString().contains(node.name() + " ended with status 137"));
  }

  @Test
  @Order(4)
  void theNodeThatIsLeftServesOn() throws IOException {
    assertEquals(1, cluster.nodes().stream().filter(node -> ServerProcess.lives(node.pid())).count());
    assertEquals(200, aLivingOne().api().get("/api/auth/me", aLivingOne().api().admin()).status());
    assertEquals(200, aLivingOne().api().get("/health/ready", null).status());
    eventually("it knows that it is alone", PATIENCE, () -> cluster.out.lines().stream()
        .anyMatch(line -> line.startsWith(aLivingOne().name()) && line.matches(".*Members \\{size:1, ver:[5-9].*")));
  }

  /** Its node and the stores are told to stop at once; the node has a job in hand, whose end is to be written down. */
  @Test
  @Order(5)
  void aScriptThatIsKilledAmidWorkLeavesNothingRunning() throws Exception {
    String config = sql.text("SELECT id::text FROM mrlearn.sync_configs WHERE graphy_course_id = '" + COURSE + "'");
    sql.change("UPDATE mrlearn.learners SET report_due = true");
    sandbox("DELETE", "requests", null);
    Reply run = aLivingOne().api().post("/api/graphy/sync/configs/" + config + "/run", aLivingOne().api().admin(),
        Map.of());
    assertEquals(202, run.status(), run::text);
    eventually("it is among the reports", PATIENCE, () -> requests("report") > 20);
    List<Long> children = cluster.children();
    cluster.process.destroyForcibly().waitFor();
    ServerProcess.assertGone(children);
  }

  @Test
  void aTakenPortIsNamedBeforeAnythingStarts(@TempDir Path folder) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        ClusterScript refused =
            ClusterScript.launch(1, folder, Map.of("BASE_PORT", Integer.toString(taken.getLocalPort())))) {
      assertEquals(1, refused.exitCode(), refused.out::toString);
      eventually("it says why", () -> refused.out.toString().contains("Port " + taken.getLocalPort() + " is taken"));
    }
  }

  @Test
  void anInterruptStopsAllOfIt(@TempDir Path folder) throws Exception {
    try (ClusterScript small = ClusterScript.start(1, folder)) {
      List<Long> children = small.children();
      new ProcessBuilder("kill", "-INT", Long.toString(small.process.pid())).inheritIO().start().waitFor();
      assertEquals(0, small.exitCode(), small.out::toString);
      ServerProcess.assertGone(children);
    }
  }
}
