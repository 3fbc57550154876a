package com.mas.jobs;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Principal;
import com.mas.bus.Request;
import com.mas.jobs.BoardRepository.Wanted;
import com.mas.jobs.JobsContract.Act;
import com.mas.jobs.JobsContract.CountJobs;
import com.mas.jobs.JobsContract.CountedJobs;
import com.mas.jobs.JobsContract.Job;
import com.mas.jobs.JobsContract.JobDetail;
import com.mas.jobs.JobsContract.JobId;
import com.mas.jobs.JobsContract.ListActs;
import com.mas.jobs.JobsContract.ListJobs;
import com.mas.jobs.JobsContract.Nothing;
import com.mas.jobs.JobsContract.QueueName;
import com.mas.jobs.JobsContract.RetriedJobs;
import com.mas.jobs.JobsContract.RetryJobs;
import com.mas.jobs.JobsContract.ScheduleRow;
import com.mas.jobs.Node.Work;
import com.mas.jobs.Queues.Queue;
import com.mas.testkit.Alone;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shows operators what they need, and does what they ask, on real PostgreSQL. */
@Alone
class BoardIT {
  private static final Queue QUEUE = new Queue("q", true, 10, null, 1, 2, Duration.ofMillis(10),
      Duration.ofSeconds(30), 1000, 100_000, 30, List.of());
  /** Number of jobs with which a board must stay quick; set it higher by hand to see that it does not matter. */
  private static final int MANY = Integer.getInteger("board.jobs", 150_000);

  private final UUID operator = UUID.randomUUID();
  private final AtomicBoolean works = new AtomicBoolean();
  private TestDatabase database;
  private Node node;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    node = new Node("one", database, (call, work) -> {
      if (!works.get()) {
        throw Failure.PROVIDER_FAILED.with("They refused asha.kulkarni@learner.example, token=abc123 ("
            + work.name() + ").");
      }
      return null;
    });
  }

  @AfterEach
  void close() {
    node.close();
    database.close();
  }

  @Test
  void manyAreRetriedOnlyAfterTheyWereCountedAndOnlyThose() {
    node.start(QUEUE);
    for (int i = 0; i < 7; i++) {
      store(new Work(i < 5 ? "many" : "other", i), JobOptions.on("q"));
    }
    eventually("all are dead", () -> node.run(JobsContract.COUNT, new CountJobs("q", null, null, null)).jobs() == 7);
    CountedJobs counted = node.run(JobsContract.COUNT, new CountJobs("q", "dead", null, "\"name\": \"MANY\""));
    assertEquals(5, counted.jobs());
    store(new Work("many", 8), JobOptions.on("q"));
    eventually("one more is dead",
        () -> node.run(JobsContract.COUNT, new CountJobs("q", null, null, null)).jobs() == 8);
    works.set(true);
    RetryJobs all = new RetryJobs("q", "dead", null, "\"name\": \"many\"", counted.until());
    assertEquals(new RetriedJobs(5, 0), as(operator, JobsContract.RETRY_ALL, all));
    eventually("they are completed", () -> list("completed", null).size() == 5);
    assertEquals(new RetriedJobs(0, 0), as(operator, JobsContract.RETRY_ALL, all));
    assertEquals(3, list("dead", null).size());
    assertEquals(Failure.INVALID, assertThrows(FailureException.class,
        () -> node.run(JobsContract.RETRY_ALL, new RetryJobs("q", null, null, null, null))).failure());
    Act act = acts().getFirst();
    assertEquals(List.of("retry_all", 5, operator), List.of(act.action(), act.jobs(), act.actor()));
    assertTrue(act.filter().contains("many"), act::filter);
  }

  @Test
  void ofThoseWithOneUniqueKeyOneIsRetriedAndNoneWhileAnotherWaits() {
    node.start(QUEUE);
    for (int i = 0; i < 2; i++) {
      int dead = i + 1;
      store(new Work("same", i), JobOptions.on("q").unique("k"));
      eventually("it is dead", () -> list("dead", null).size() == dead);
    }
    node.run(JobsContract.PAUSE, new QueueName("q"));
    CountedJobs counted = node.run(JobsContract.COUNT, new CountJobs("q", null, null, null));
    RetryJobs all = new RetryJobs("q", null, null, null, counted.until());
    assertEquals(new RetriedJobs(1, 1), node.run(JobsContract.RETRY_ALL, all));
    assertEquals(new RetriedJobs(0, 1), node.run(JobsContract.RETRY_ALL, all));
    assertEquals(1, list("ready", null).size());
    assertEquals(1, list("dead", null).size());
  }

  @Test
  void everyActIsRecordedOnceWithWhoDidIt() {
    node.start(QUEUE);
    as(operator, JobsContract.PAUSE, new QueueName("q"));
    as(operator, JobsContract.PAUSE, new QueueName("q"));
    UUID id = store(new Work("a", 1), JobOptions.on("q"));
    as(operator, JobsContract.DISCARD, new JobId(id));
    as(operator, JobsContract.RETRY, new JobId(id));
    assertThrows(FailureException.class, () -> as(operator, JobsContract.RETRY, new JobId(id)));
    as(operator, JobsContract.RESUME, new QueueName("q"));
    assertEquals(List.of("resume", "retry", "discard", "pause"), acts().stream().map(Act::action).toList());
    assertTrue(acts().stream().allMatch(act -> operator.equals(act.actor()) && act.queue().equals("q")));
    assertEquals(id, acts().get(1).jobId());
  }

  @Test
  void secretsAreHiddenPeopleMaskedAndNeitherIsFoundByGuessing() {
    node.start(QUEUE);
    UUID id = store(new Work("x", 1), JobOptions.on("q"));
    eventually("it is dead", () -> list("dead", null).size() == 1);
    database.execute("""
        UPDATE jobs.finished SET body = '{"email": "asha.kulkarni@learner.example", "phone": "919876543210",
          "otp": "445566", "nested": {"accessToken": "tok-778899", "note": "call +91 or 919876543210"}}'""");
    JobDetail detail = node.run(JobsContract.SEE, new JobId(id));
    assertEquals(Json.MAPPER.valueToTree(java.util.Map.of("email", "a…@learner.example", "phone", "…10", "otp",
        "hidden", "nested", java.util.Map.of("accessToken", "hidden", "note", "call +91 or …10"))), detail.body());
    assertEquals("provider_failed: They refused a…@learner.example, token=[redacted] (x).", detail.job().error());
    assertEquals(detail.job().error(), list("dead", null).getFirst().error());
    assertEquals(2, detail.failures().size());
    assertEquals(List.of(1, 2), detail.failures().stream().map(JobsContract.Attempt::attempt).toList());
    assertEquals("one", detail.failures().getFirst().node());
    assertEquals(detail.job().error(), detail.failures().getLast().error());
    assertEquals(1, list("dead", "ASHA.kulkarni@").size());
    assertEquals(1, list("dead", "919876543210").size());
    assertEquals(1, list("dead", "they refused").size());
    assertEquals(0, list("dead", "4455").size());
    assertEquals(0, list("dead", "tok-77").size());
    assertEquals(0, list("dead", "100%").size());
  }

  @Test
  void ratesAndWaitsOfAllNodesAreShown() {
    works.set(true);
    node.start(QUEUE);
    for (int i = 0; i < 30; i++) {
      store(new Work("a", i), JobOptions.on("q"));
    }
    eventually("the node has told", () -> {
      JobsContract.Queue queue = node.run(JobsContract.QUEUES, new Nothing()).items().getFirst();
      return queue.perMinute().getOrDefault("completed", 0L) > 0 && queue.wait95Millis() != null
          && queue.waitMillis() <= queue.wait95Millis() && queue.counts().get("completed") == 30;
    });
  }

  @Test
  void aScheduleTellsItsNextSlotsAndThoseThatWereMissed() {
    TurnableClock clock = TurnableClock.at(Instant.parse("2026-03-01T10:00:00Z"));
    Node turned = new Node("two", database, clock, (call, work) -> null);
    try {
      turned.with(tx -> turned.jobs.schedule(tx,
          Schedule.every(Duration.ofMinutes(10), "every-ten", "q", Node.WORK, new Work("s", 1))).await());
      clock.advance(Duration.ofMinutes(35));
      List<ScheduleRow> before = turned.on(() -> new ScheduleService(turned.db, clock).list().items());
      assertEquals(3, before.getFirst().overdue());
      assertEquals(25 * 60, before.getFirst().lateSeconds());
      assertEquals(5, before.getFirst().upcoming().size());
      turned.start(QUEUE);
      eventually("it has fired once for all", () -> {
        ScheduleRow row = turned.run(JobsContract.SCHEDULES, new Nothing()).items().getFirst();
        return row.missed() == 2 && row.overdue() == 0
            && row.upcoming().getFirst().equals(Instant.parse("2026-03-01T10:40:00Z"));
      });
    } finally {
      turned.close();
    }
  }

  @Test
  void aClockThatRanAheadDoesNotStopSchedules() {
    TurnableClock clock = TurnableClock.at(Instant.parse("2026-03-01T10:00:00Z"));
    Node turned = new Node("ahead", database, clock, (call, work) -> null);
    try {
      turned.with(tx -> {
        turned.jobs.schedule(tx, Schedule.every(Duration.ofMinutes(10), "every-ten", "q", Node.WORK, new Work("s", 1)))
            .await();
        turned.jobs.schedule(tx, Schedule.cron("0 0 * * *", ZoneOffset.UTC, "nightly", "q", Node.WORK,
            new Work("s", 2))).await();
        return turned.jobs.schedule(tx, Schedule.cron("0 0 1 1 *", ZoneOffset.UTC, "yearly", "q", Node.WORK,
            new Work("s", 3))).await();
      });
      database.execute("UPDATE jobs.schedule SET next_at = next_at + interval '40 days' WHERE key <> 'yearly'");
      turned.start(QUEUE);
      eventually("they come when they should", () -> turned.run(JobsContract.SCHEDULES, new Nothing()).items().stream()
          .map(row -> row.upcoming().getFirst().toString()).toList()
          .equals(List.of("2026-03-01T10:10:00Z", "2026-03-02T00:00:00Z", "2027-01-01T00:00:00Z")));
    } finally {
      turned.close();
    }
  }

  @Test
  void theMetricsTellByHowMuchADeclaredScheduleIsLate() {
    TurnableClock clock = TurnableClock.at(Instant.parse("2026-03-01T10:00:00Z"));
    Node turned = new Node("late", database, clock, (call, work) -> null);
    MeterRegistry shown = new SimpleMeterRegistry();
    Metrics.addRegistry(shown);
    try {
      Queues queues = Queues.read(Path.of("conf/queues.yaml"), List.of(QUEUE), List.of(
          Schedule.every(Duration.ofMinutes(10), "late-one", "q", Node.WORK, new Work("s", 1))));
      turned.with(tx -> {
        JobsRepository.declare(tx, queues, clock.instant());
        return null;
      });
      BoardMeters meters = new BoardMeters(turned.db, clock);
      clock.advance(Duration.ofMinutes(10).plusSeconds(4));
      meters.schedules();
      eventually("a slot of this moment is not late", () -> late(shown) == 0);
      clock.advance(Duration.ofMinutes(1));
      meters.schedules();
      eventually("one that nobody fired is", () -> late(shown) == 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Metrics.removeRegistry(shown);
      turned.close();
    }
  }

  private static double late(MeterRegistry shown) {
    Gauge gauge = shown.find("jobs.schedule.late").tag("schedule", "late-one").gauge();
    return gauge == null ? -1 : gauge.value();
  }

  @Test
  void howManyJobsThereAreDoesNotMatter() {
    node.start(new Queue("q", false, 1, null, 1, 1, Duration.ZERO, Duration.ofSeconds(5), 5, 3, 30, List.of()));
    database.execute("""
        INSERT INTO jobs.job (id, queue, address, body, state, run_at, created_at)
        SELECT gen_random_uuid(), CASE WHEN n %% 1000 = 7 THEN 'small' ELSE 'q' END, 'test.work',
          jsonb_build_object('name', 'someone' || n, 'number', n), CASE n %% 10 WHEN 3 THEN 'delayed'
          WHEN 4 THEN 'parked' ELSE 'ready' END, now() + n * interval '1 ms', now()
        FROM generate_series(1, %d) n""".formatted(MANY));
    database.execute("VACUUM ANALYZE jobs.job");
    long begun = System.nanoTime();
    List<JobsContract.Queue> queues = node.run(JobsContract.QUEUES, new Nothing()).items();
    long queuesMillis = (System.nanoTime() - begun) / 1_000_000;
    JobsContract.Queue large = queues.getFirst();
    assertTrue(large.estimated().contains("ready"), large::toString);
    double ready = MANY * 0.8 * 0.999;
    assertEquals(1, large.counts().get("ready") / ready, 0.1);
    assertFalse(queues.getLast().estimated().contains("ready"));
    assertEquals("small", queues.getLast().name());
    assertNull(queues.getLast().counts().get("running"));
    for (Wanted wanted : List.of(new Wanted(null, null, null, null, null, null, null),
        new Wanted("q", null, null, null, null, null, null),
        new Wanted("q", "ready", null, null, null, null, null),
        new Wanted(null, "delayed", null, null, null, null, null),
        new Wanted("q", "parked", null, "%nobody%", null, null, null),
        new Wanted("q", "running", null, null, null, null, null),
        new Wanted(null, null, null, "%nobody%", null, null, null),
        new Wanted(null, null, null, null, null, "nobody", null),
        new Wanted("q", "dead", "test.work", null, null, null, null))) {
      begun = System.nanoTime();
      node.on(() -> BoardRepository.list(node.db, wanted, 50, 0));
      long millis = (System.nanoTime() - begun) / 1_000_000;
      System.out.println(MANY + " jobs: " + wanted + " took " + millis + " ms");
      for (JsonNode plan : plans(wanted)) {
        double rows = plan.path("Actual Rows").asDouble() * plan.path("Actual Loops").asDouble();
        assertTrue(rows <= 30_000, () -> wanted + " reads " + rows + " rows: " + plan);
      }
    }
    System.out.println(MANY + " jobs: the queues took " + queuesMillis + " ms");
  }

  private List<JsonNode> plans(Wanted wanted) {
    String sql = BoardRepository.statement(wanted).replace("$1", String.valueOf(BoardRepository.each(wanted, 50, 0)))
        .replace("$2", text(wanted.queue())).replace("$3", "50").replace("$4", "0")
        .replace("$5", text(wanted.address())).replace("$6", text(wanted.pattern())).replace("$7", "NULL")
        .replace("$8", text(wanted.tenant())).replace("$9", String.valueOf(wanted.scheduled()));
    List<JsonNode> found = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("EXPLAIN (ANALYZE, FORMAT JSON) " + sql)) {
      row.next();
      collect(Json.read(row.getString(1), JsonNode.class).path(0).path("Plan"), found);
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static String text(String value) {
    return value == null ? "NULL" : '\'' + value + '\'';
  }

  private static void collect(JsonNode plan, List<JsonNode> into) {
    into.add(plan);
    plan.path("Plans").forEach(below -> collect(below, into));
  }

  @Test
  void administratorsSeeAndChangeTheirOwnTenantsWorkOnly() {
    node.start(QUEUE);
    node.run(JobsContract.PAUSE, new QueueName("q"));
    UUID ours = store(new Work("ours", 1), JobOptions.on("q").because(node.as(operator, Principal.Role.USER, "mas")));
    UUID theirs =
        store(new Work("theirs", 1), JobOptions.on("q").because(node.as(operator, Principal.Role.USER, "other")));
    UUID nobodys = store(new Work("nobodys", 1), JobOptions.on("q"));
    Call admin = node.as(operator, Principal.Role.ADMIN, "mas");
    ListJobs all = new ListJobs(null, null, null, null, null, null, null);
    assertEquals(List.of(ours), node.ask(admin, JobsContract.LIST, all).items().stream().map(Job::id).toList());
    assertEquals(List.of(ours), node.ask(admin, JobsContract.LIST,
        new ListJobs("q", "ready", null, "name", null, null, null)).items().stream().map(Job::id).toList());
    assertEquals(ours, node.ask(admin, JobsContract.SEE, new JobId(ours)).job().id());
    for (UUID hidden : List.of(theirs, nobodys)) {
      for (Request<JobId, ?> request : List.<Request<JobId, ?>>of(JobsContract.SEE, JobsContract.RETRY,
          JobsContract.DISCARD)) {
        assertEquals(Failure.NOT_FOUND, assertThrows(FailureException.class,
            () -> node.ask(admin, request, new JobId(hidden))).failure());
      }
    }
    for (Request<QueueName, ?> request : List.<Request<QueueName, ?>>of(JobsContract.PAUSE, JobsContract.RESUME)) {
      assertEquals(Failure.FORBIDDEN, assertThrows(FailureException.class,
          () -> node.ask(admin, request, new QueueName("q"))).failure());
    }
    Call superAdmin = node.as(operator, Principal.Role.SUPERADMIN, "mas");
    assertEquals(3, node.ask(superAdmin, JobsContract.LIST, all).items().size());
    node.ask(superAdmin, JobsContract.DISCARD, new JobId(theirs));
    CountJobs discarded = new CountJobs("q", "discarded", null, null);
    assertEquals(0, node.ask(admin, JobsContract.COUNT, discarded).jobs());
    assertEquals(new RetriedJobs(0, 0), node.ask(admin, JobsContract.RETRY_ALL, new RetryJobs("q", "discarded", null,
        null, node.ask(admin, JobsContract.COUNT, discarded).until())));
    node.ask(node.as(operator, Principal.Role.ADMIN, "other"), JobsContract.RETRY, new JobId(theirs));
    assertEquals(1, node.ask(node.as(operator, Principal.Role.ADMIN, "other"), JobsContract.ACTS,
        new ListActs(null, null)).items().size(), "what another tenant's operator did stays with that tenant");
    assertEquals(1, node.ask(admin, JobsContract.ACTS, new ListActs(null, null)).items().size());
  }

  @Test
  void refusesWhatIsBeyondTheBoundsOfAList() {
    node.start(QUEUE);
    for (ListJobs ask : List.of(new ListJobs("q", null, null, null, null, 501, null),
        new ListJobs("q", null, null, null, null, 0, null), new ListJobs("q", null, null, null, null, null, 10_001L),
        new ListJobs("q", null, null, null, null, null, -1L))) {
      assertEquals(Failure.INVALID,
          assertThrows(FailureException.class, () -> node.run(JobsContract.LIST, ask)).failure());
    }
    assertEquals(500, node.run(JobsContract.LIST, new ListJobs("q", null, null, null, null, 500, 10_000L)).limit());
    assertEquals(50, node.run(JobsContract.ACTS, new ListActs(null, null)).limit());
  }

  private List<Job> list(String state, String search) {
    return node.run(JobsContract.LIST, new ListJobs("q", state, null, search, null, null, null)).items();
  }

  private List<Act> acts() {
    return node.run(JobsContract.ACTS, new ListActs(null, null)).items();
  }

  private <Q, A> A as(UUID user, Request<Q, A> request, Q body) {
    return node.ask(node.as(user, Principal.Role.SUPERADMIN, "mas"), request, body);
  }

  private UUID store(Work work, JobOptions options) {
    return node.with(tx -> node.jobs.store(tx, Node.WORK, work, options).await());
  }
}
