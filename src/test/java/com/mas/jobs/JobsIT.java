package com.mas.jobs;

import static com.mas.jobs.Node.WORK;
import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.jobs.JobsContract.Job;
import com.mas.jobs.JobsContract.JobId;
import com.mas.jobs.JobsContract.ListJobs;
import com.mas.jobs.JobsContract.Nothing;
import com.mas.jobs.JobsContract.Progress;
import com.mas.jobs.JobsContract.QueueName;
import com.mas.jobs.Node.Done;
import com.mas.jobs.Node.Work;
import com.mas.jobs.Queues.Queue;
import com.mas.testkit.Alone;
import com.mas.testkit.House;
import com.mas.testkit.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One node. What two do is in {@link ClusterJobsIT}. */
@Alone
class JobsIT {
  private static final Queue QUEUE = Queue.named("q");

  private final ConcurrentLinkedQueue<Work> ran = new ConcurrentLinkedQueue<>();
  private TestDatabase database;
  private Node node;
  private DomainVerticle.Answer<Work, Done> handler = (call, work) -> {
    ran.add(work);
    return new Done(work.name());
  };

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    node = new Node("one", database, (call, work) -> handler.to(call, work));
  }

  @AfterEach
  void close() {
    node.close();
    database.close();
  }

  @Test
  void whatIsRolledBackIsNeverRun() {
    node.start(QUEUE);
    assertThrows(IllegalStateException.class, () -> node.with(tx -> {
      node.jobs.store(tx, WORK, new Work("rolled back", 1), JobOptions.on("q"));
      throw new IllegalStateException("no");
    }));
    UUID id = store(new Work("committed", 2), JobOptions.on("q"));
    eventually("it is completed", () -> see(id).state().equals("completed"));
    assertEquals(List.of(new Work("committed", 2)), List.copyOf(ran));
    assertEquals(0, number("SELECT count(*) FROM jobs.job"));
    assertEquals(Map.of("by", "committed"),
        node.run(JobsContract.SEE, new JobId(id)).result() instanceof com.fasterxml.jackson.databind.JsonNode json
            ? Map.of("by", json.get("by").asText()) : Map.of());
  }

  @Test
  void whatEndedIsVacuumedAwayBeforeItSlowsClaimsDown() {
    node.with(tx -> tx.query("""
        INSERT INTO jobs.job (id, queue, address, body, state, run_at, created_at)
        SELECT gen_random_uuid(), 'q', '%s', '{"name":"many","number":1}', 'ready', now(), now()
        FROM generate_series(1, 100000)""".formatted(WORK.address())));
    node.start(QUEUE);
    eventually("it is vacuumed", Duration.ofMinutes(2), () -> number(
        "SELECT vacuum_count FROM pg_stat_user_tables WHERE relid = 'jobs.job'::regclass") == 1);
    assertEquals(100_000, ran.size());
  }

  @Test
  void theLiveJobWithTheSameUniqueKeyStandsForTheNewOne() {
    node.start(Queue.named("other"));
    UUID first = store(new Work("a", 1), JobOptions.on("q").unique("k"));
    assertEquals(first, store(new Work("b", 2), JobOptions.on("q").unique("k")));
    assertFalse(first.equals(store(new Work("c", 3), JobOptions.on("elsewhere").unique("k"))));
    assertEquals(2, (int) node.with(tx -> node.jobs.storeAll(tx, WORK,
        IntStream.range(0, 4).mapToObj(i -> new Work("bulk", i)).toList(),
        work -> JobOptions.on("q").unique(work.number() < 2 ? "k" : "k" + work.number())).await()));
    assertEquals(4, number("SELECT count(*) FROM jobs.job"));
  }

  @Test
  void requestsThatAreStoredAtTheSameTimeShareCommitsAndNotFailures() {
    List<Future<UUID>> stored = IntStream.range(0, 500).mapToObj(i -> node.jobs.store(node.db, WORK,
        new Work(i == 77 ? "no text of the database\0" : "n" + i, i), JobOptions.on("q"))).toList();
    House.await(Future.join(stored).otherwiseEmpty());
    assertTrue(stored.get(77).failed());
    assertEquals(499, stored.stream().filter(Future::succeeded).map(Future::result).distinct().count());
    assertEquals(499, number("SELECT count(*) FROM jobs.job"));
    long commits = number("SELECT count(DISTINCT xmin::text) FROM jobs.job");
    assertTrue(commits < 250, commits + " commits");
    assertEquals(stored.get(3).result().toString(),
        node.db.query("SELECT id::text FROM jobs.job WHERE body ->> 'number' = '3'").iterator().next().getString(0));
  }

  @Test
  void aUniqueKeyIsFreeAgainWhenItsJobIsOver() {
    node.start(QUEUE);
    UUID first = store(new Work("a", 1), JobOptions.on("q").unique("k"));
    eventually("it is completed", () -> see(first).state().equals("completed"));
    assertFalse(first.equals(store(new Work("b", 2), JobOptions.on("q").unique("k"))));
    eventually("both ran", () -> ran.size() == 2);
  }

  @Test
  void theUrgentComesFirstAndThenTheOlder() {
    store(new Work("usual", 1), JobOptions.on("q"));
    store(new Work("usual", 2), JobOptions.on("q"));
    store(new Work("urgent", 3), JobOptions.on("q").priority(10));
    store(new Work("whenever", 4), JobOptions.on("q").priority(-1));
    node.start(one(QUEUE));
    eventually("all ran", () -> ran.size() == 4);
    assertEquals(List.of(3, 1, 2, 4), ran.stream().map(Work::number).toList());
  }

  @Test
  void aDelayedJobRunsWhenItIsDueAndNotBefore() {
    node.start(QUEUE);
    List<Long> late = new java.util.concurrent.CopyOnWriteArrayList<>();
    Map<Integer, Instant> due = new ConcurrentHashMap<>();
    handler = (call, work) -> {
      late.add(Duration.between(due.get(work.number()), Instant.now()).toMillis());
      return null;
    };
    Instant start = Instant.now();
    for (int i = 0; i < 20; i++) {
      due.put(i, start.plusMillis(400 + 37 * i));
      store(new Work("later", i), JobOptions.on("q").at(due.get(i)));
    }
    eventually("all ran", () -> late.size() == 20);
    assertTrue(late.stream().allMatch(millis -> millis >= 0 && millis < 250), late::toString);
  }

  @Test
  void aJobThatFailsIsTriedAgainAndThenDeadUntilAnOperatorRetriesIt() {
    AtomicInteger tries = new AtomicInteger();
    handler = (call, work) -> {
      if (tries.incrementAndGet() <= 3) {
        throw Failure.PROVIDER_FAILED.with("They are out.");
      }
      return new Done("at last");
    };
    node.start(quick(QUEUE));
    UUID id = store(new Work("a", 1), JobOptions.on("q"));
    eventually("it is dead", () -> see(id).state().equals("dead"));
    assertEquals(3, tries.get());
    assertEquals(3, see(id).attempts());
    assertEquals("provider_failed: They are out.", see(id).error());
    node.run(JobsContract.RETRY, new JobId(id));
    eventually("it is completed", () -> see(id).state().equals("completed"));
    assertEquals(Failure.NOT_FOUND, assertThrows(FailureException.class,
        () -> node.run(JobsContract.RETRY, new JobId(UUID.randomUUID()))).failure());
  }

  @Test
  void whatCannotSucceedIsDeadAtOnce() {
    AtomicInteger tries = new AtomicInteger();
    handler = (call, work) -> {
      tries.incrementAndGet();
      throw Failure.UNPROCESSABLE.with("Never.");
    };
    node.start(quick(QUEUE));
    UUID id = store(new Work("a", 1), JobOptions.on("q"));
    eventually("it is dead", () -> see(id).state().equals("dead"));
    assertEquals(1, tries.get());
  }

  @Test
  void aFullHouseDoesNotUseUpAttempts() {
    AtomicInteger tries = new AtomicInteger();
    handler = (call, work) -> {
      if (tries.incrementAndGet() == 1) {
        throw Failure.OVERLOADED.with("Later.");
      }
      return null;
    };
    node.start(quick(QUEUE));
    UUID id = store(new Work("a", 1), JobOptions.on("q").attempts(1));
    eventually("it is completed", () -> see(id).state().equals("completed"));
    assertEquals(2, tries.get());
  }

  @Test
  void aJobPastItsTimeLimitHasFailed() {
    Promise<Void> never = Promise.promise();
    handler = (call, work) -> {
      never.future().await();
      return null;
    };
    node.start(quick(QUEUE));
    UUID id = store(new Work("slow", 1), JobOptions.on("q").attempts(1).within(Duration.ofMillis(200)));
    eventually("it is dead", () -> see(id).state().equals("dead"));
    assertTrue(see(id).error().startsWith("timeout"), see(id).error());
    never.complete();
  }

  @Test
  void aPausedQueueRunsNothingUntilItIsResumed() {
    node.start(QUEUE);
    assertTrue(node.run(JobsContract.PAUSE, new QueueName("q")).paused());
    UUID id = store(new Work("a", 1), JobOptions.on("q"));
    store(new Work("b", 2), JobOptions.on("q"));
    assertEquals(2, node.run(JobsContract.QUEUES, new Nothing()).items().getFirst().counts().get("ready"));
    assertEquals("discarded", node.run(JobsContract.DISCARD, new JobId(id)).state());
    assertTrue(ran.isEmpty());
    node.run(JobsContract.RESUME, new QueueName("q"));
    eventually("the other ran", () -> ran.size() == 1);
    assertEquals("b", ran.peek().name());
    assertEquals(Failure.NOT_FOUND, assertThrows(FailureException.class,
        () -> node.run(JobsContract.PAUSE, new QueueName("nonsense"))).failure());
  }

  @Test
  void progressIsSeenWhileTheJobRuns() {
    Promise<Void> gate = Promise.promise();
    handler = (call, work) -> {
      node.bus.send(call, JobsContract.PROGRESS, new Progress(call.cause(), 40, "page 2 of 5")).await();
      gate.future().await();
      return null;
    };
    node.start(QUEUE);
    UUID id = store(new Work("a", 1), JobOptions.on("q"));
    eventually("progress", () -> Integer.valueOf(40).equals(see(id).progress()));
    assertEquals("page 2 of 5", see(id).note());
    assertEquals(List.of(id),
        node.run(JobsContract.LIST, new ListJobs("q", "running", null, null, null, null, null)).items()
            .stream().map(Job::id).toList());
    gate.complete();
    eventually("it is completed", () -> see(id).state().equals("completed"));
  }

  @Test
  void aJobKnowsItsCauseAndItsChildren() {
    handler = (call, work) -> {
      if (work.name().equals("parent")) {
        node.db.transaction(
            tx -> node.jobs.store(tx, WORK, new Work("child", 2), JobOptions.on("q").because(call)).await());
      }
      return null;
    };
    node.start(QUEUE);
    UUID parent = store(new Work("parent", 1), JobOptions.on("q"));
    eventually("a child is completed", () -> node.run(JobsContract.SEE, new JobId(parent)).children().stream()
        .anyMatch(child -> child.state().equals("completed")));
    UUID child = node.run(JobsContract.SEE, new JobId(parent)).children().getFirst().id();
    assertEquals(parent, node.run(JobsContract.SEE, new JobId(child)).cause().id());
  }

  @Test
  void onlyTheNewestFinishedJobsAreKept() {
    Queue keep = new Queue("q", true, 10, null, 1, 1, Duration.ZERO, Duration.ofSeconds(5), 5, 3, 30, List.of());
    handler = (call, work) -> {
      ran.add(work);
      if (work.name().equals("bad")) {
        throw Failure.INVALID.with("bad");
      }
      return null;
    };
    node.start(keep);
    for (int i = 0; i < 40; i++) {
      store(new Work(i % 2 == 0 ? "good" : "bad", i), JobOptions.on("q"));
    }
    eventually("all ran", () -> ran.size() == 40);
    eventually("trimmed", () -> number("SELECT count(*) FROM jobs.finished WHERE state = 'completed'") == 5
        && number("SELECT count(*) FROM jobs.finished WHERE state = 'dead'") == 3);
    assertEquals(38, number("SELECT max((body->>'number')::int) FROM jobs.finished WHERE state = 'completed'"));
  }

  @Test
  void whatIsTooOldIsNotKeptAndTheRestIs() {
    node.start(QUEUE);
    UUID old = node.on(() -> node.jobs.store(node.db, WORK, new Work("old", 1), JobOptions.on("q")).await());
    UUID recent = store(new Work("recent", 2), JobOptions.on("q"));
    eventually("both are completed", () -> number("SELECT count(*) FROM jobs.finished") == 2);
    number("WITH older AS (UPDATE jobs.finished SET finished_at = now() - interval '31 days' WHERE id = '" + old
        + "' RETURNING 1) SELECT count(*) FROM older");
    eventually("the old one is gone", () -> number("SELECT count(*) FROM jobs.finished") == 1);
    assertEquals("completed", see(recent).state());
  }

  @Test
  void aKilledListenerIsReplacedAndWorkIsHeardOfAgain() throws SQLException {
    Queue queue = QUEUE;
    node.startRunner(new JobsVerticle.Config("one", Duration.ofMinutes(10), Duration.ofMinutes(20),
        Duration.ofMinutes(5), 500, Duration.ofMinutes(5)), queue);
    store(new Work("before", 1), JobOptions.on("q"));
    eventually("heard", () -> ran.size() == 1);
    String listener = "query LIKE 'LISTEN%' AND datname = current_database()";
    number("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE " + listener);
    store(new Work("meanwhile", 2), JobOptions.on("q"));
    eventually("found after the reconnect, without polling", () -> ran.size() == 2);
    store(new Work("after", 3), JobOptions.on("q"));
    eventually("heard again", () -> ran.size() == 3);
  }

  @Test
  void brokenConnectionsDelayButLoseNothing() {
    node.start(QUEUE);
    handler = (call, work) -> {
      ran.add(work);
      return null;
    };
    for (int i = 0; i < 300; i++) {
      store(new Work("w", i), JobOptions.on("q"));
      if (i % 100 == 50) {
        number("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND (query LIKE '%jobs.job%' OR query LIKE 'LISTEN%' OR query LIKE '%jobs.runner%')"
            + " AND query NOT LIKE '%INSERT INTO jobs.job %' AND pid <> pg_backend_pid() AND state = 'idle'");
      }
    }
    eventually("all are completed", Duration.ofSeconds(20), () -> number("SELECT count(*) FROM jobs.job") == 0);
    assertEquals(300, ran.stream().map(Work::number).distinct().count());
  }

  @Test
  void aGroupRunsOneAtATimeAndStandsInNobodysWay() {
    AtomicInteger inGroup = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<String> order = new java.util.concurrent.CopyOnWriteArrayList<>();
    handler = (call, work) -> {
      if (work.name().equals("g")) {
        most.accumulateAndGet(inGroup.incrementAndGet(), Math::max);
        Node.pause(3);
        inGroup.decrementAndGet();
      }
      order.add(work.name());
      return null;
    };
    node.with(tx -> node.jobs.storeAll(tx, WORK, IntStream.range(0, 200).mapToObj(i -> new Work("g", i)).toList(),
        work -> JobOptions.on("q").group("g")).await());
    store(new Work("free", 1), JobOptions.on("q").group("h"));
    node.start(QUEUE);
    eventually("all ran", Duration.ofSeconds(20), () -> order.size() == 201);
    assertEquals(1, most.get());
    assertTrue(order.indexOf("free") < 100, "the other group waited for " + order.indexOf("free") + " jobs");
    assertEquals(0, number("SELECT count(*) FROM jobs.job WHERE state = 'parked'"));
  }

  private UUID store(Work work, JobOptions options) {
    return node.with(tx -> node.jobs.store(tx, WORK, work, options).await());
  }

  private Job see(UUID id) {
    return node.run(JobsContract.SEE, new JobId(id)).job();
  }

  private static Queue one(Queue queue) {
    return quick(queue, 1);
  }

  private static Queue quick(Queue queue) {
    return quick(queue, 10);
  }

  private static Queue quick(Queue queue, int concurrency) {
    return new Queue(queue.name(), true, concurrency, null, 1, 3, Duration.ofMillis(10), Duration.ofSeconds(30),
        100, 100, 30, List.of());
  }

  private long number(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
