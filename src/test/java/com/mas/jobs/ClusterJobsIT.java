package com.mas.jobs;

import static com.mas.jobs.Node.WORK;
import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.DomainVerticle;
import com.mas.jobs.Node.Done;
import com.mas.jobs.Node.Work;
import com.mas.jobs.Queues.Queue;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Promise;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one database; their buses are not connected, as those of two processes that run what they have. */
class ClusterJobsIT {
  private static final Queue QUEUE = Queue.named("q");
  private static final Duration LONG = Duration.ofSeconds(30);

  private record Run(String node, Work work) {}

  private final ConcurrentLinkedQueue<Run> ran = new ConcurrentLinkedQueue<>();
  private final List<Node> nodes = new ArrayList<>();
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
  }

  @AfterEach
  void close() {
    nodes.forEach(Node::close);
    database.close();
  }

  @Test
  void eachOfManyJobsRunsOnceAndBothNodesTakePart() {
    Node one = node("one", TurnableClock.running(), (call, work) -> null).start(QUEUE);
    node("two", TurnableClock.running(), (call, work) -> null).start(QUEUE);
    for (int batch = 0; batch < 5; batch++) {
      storeAll(one, 1000, batch * 1000, JobOptions.on("q"));
    }
    eventually("all are over", LONG, () -> number("SELECT count(*) FROM jobs.job") == 0);
    assertEquals(5000, ran.size());
    assertEquals(5000, ran.stream().map(run -> run.work.number()).distinct().count());
    assertEquals(2, ran.stream().map(Run::node).distinct().count());
  }

  @Test
  void aCapHoldsOverBothNodesAndBothUseIt() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    DomainVerticle.Answer<Work, Done> slow = (call, work) -> {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      Node.pause(4);
      running.decrementAndGet();
      return null;
    };
    Queue capped = QUEUE.cap(4);
    Node one = node("one", TurnableClock.running(), slow).start(capped);
    node("two", TurnableClock.running(), slow).start(capped);
    storeAll(one, 600, 0, JobOptions.on("q"));
    eventually("all are over", LONG, () -> number("SELECT count(*) FROM jobs.job") == 0);
    assertEquals(600, ran.size());
    assertEquals(4, most.get());
    assertEquals(2, ran.stream().map(Run::node).distinct().count());
  }

  @Test
  void jobsOfOneGroupNeverOverlapAndThoseOfOthersDo() {
    Map<Integer, AtomicInteger> inGroup = new ConcurrentHashMap<>();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    DomainVerticle.Answer<Work, Done> slow = (call, work) -> {
      AtomicInteger group = inGroup.computeIfAbsent(work.number() % 7, key -> new AtomicInteger());
      if (group.incrementAndGet() > 1) {
        overlaps.incrementAndGet();
      }
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      Node.pause(3);
      running.decrementAndGet();
      group.decrementAndGet();
      return null;
    };
    Node one = node("one", TurnableClock.running(), slow).start(QUEUE);
    node("two", TurnableClock.running(), slow).start(QUEUE);
    one.with(tx -> one.jobs.storeAll(tx, WORK, works(400, 0),
        work -> JobOptions.on("q").group("g" + work.number() % 7)).await());
    eventually("all are over", LONG, () -> number("SELECT count(*) FROM jobs.job") == 0);
    assertEquals(400, ran.size());
    assertEquals(0, overlaps.get());
    assertTrue(most.get() > 2, "at most " + most.get() + " at a time");
  }

  @Test
  void aKilledNodesJobsAreTakenOverWhenItsLeaseIsOver() {
    Promise<Void> never = Promise.promise();
    AtomicInteger begun = new AtomicInteger();
    Node one = node("one", TurnableClock.running(), (call, work) -> {
      begun.incrementAndGet();
      never.future().await();
      return null;
    }).startRunner(Node.config("one"), QUEUE);
    storeAll(one, 10, 0, JobOptions.on("q"));
    eventually("the first node has begun", () -> begun.get() == 10);
    one.kill();
    node("two", TurnableClock.running(), (call, work) -> null).start(QUEUE);
    eventually("the second has done them",
        () -> number("SELECT count(*) FROM jobs.finished WHERE state = 'completed'") == 10);
    assertEquals(10, ran.stream().filter(run -> run.node.equals("two")).count());
    never.complete();
  }

  @Test
  void aJobThatIsLostAgainAndAgainWaitsLongerEachTimeAndIsGivenUpAtLast() {
    TurnableClock clock = TurnableClock.at("2026-03-01T10:00:00+05:30");
    Node one = node("one", clock, (call, work) -> null).start(QUEUE);
    execute("UPDATE jobs.queue SET paused = true");
    storeAll(one, 1, 0, JobOptions.on("q"));
    loseOnce(1);
    assertEquals("ready", text("SELECT state FROM jobs.job"));
    int losses = 2;
    for (int pause : RetryRules.PAUSES_AFTER_LOSS) {
      loseOnce(losses++);
      assertEquals("delayed", text("SELECT state FROM jobs.job"));
      assertEquals(clock.instant().plusSeconds(pause).getEpochSecond(),
          number("SELECT extract(epoch FROM run_at)::bigint FROM jobs.job"));
    }
    lose();
    eventually("it is given up", () -> number("SELECT count(*) FROM jobs.finished WHERE state = 'dead'") == 1);
    assertEquals(losses, number("SELECT attempts FROM jobs.finished"));
    assertEquals(0, ran.size());
  }

  private void loseOnce(int losses) {
    lose();
    eventually("it was taken over", () -> number("SELECT attempts FROM jobs.job") == losses);
  }

  /** Makes an unknown node the owner of the jobs. */
  private void lose() {
    execute("UPDATE jobs.job SET state = 'running', owner = gen_random_uuid(), started_at = now()");
  }

  @Test
  void aNodeThatWasTakenForLostCannotEndWhatItNoLongerOwns() throws SQLException {
    Promise<Void> frozen = Promise.promise();
    AtomicInteger begun = new AtomicInteger();
    Node one = node("one", TurnableClock.running(), (call, work) -> {
      begun.incrementAndGet();
      frozen.future().await();
      return new Done("the frozen one");
    }).startRunner(Node.config("one"), QUEUE);
    storeAll(one, 1, 0, JobOptions.on("q"));
    eventually("it has begun", () -> begun.get() == 1);
    Promise<Void> second = Promise.promise();
    execute("UPDATE jobs.runner SET lease_until = now() - interval '1 second'");
    Node two = node("two", TurnableClock.running(), (call, work) -> {
      second.future().await();
      return new Done("the second");
    });
    execute("UPDATE jobs.queue SET paused = true"); // so that the first does not take it again itself
    eventually("it is ready again", () -> {
      execute("UPDATE jobs.runner SET lease_until = now() - interval '1 second'"
          + " WHERE node = 'one' AND id IN (SELECT owner FROM jobs.job)");
      return number("SELECT count(*) FROM jobs.job WHERE state = 'ready'") == 1;
    });
    one.kill();
    execute("UPDATE jobs.queue SET paused = false");
    two.start(QUEUE);
    eventually("the second has it", () -> number("SELECT count(*) FROM jobs.job WHERE state = 'running'") == 1);
    frozen.complete();
    second.complete();
    eventually("it is completed",
        () -> number("SELECT count(*) FROM jobs.finished WHERE result->>'by' = 'the second'") == 1);
    assertEquals(0, number("SELECT count(*) FROM jobs.job"));
  }

  /** Acts as after a freeze: others have taken over and done what the node had claimed ahead. */
  @Test
  void aNodeThatWasTakenForLostDoesNotBeginWhatItHadClaimedAhead() {
    Set<Integer> completed = ConcurrentHashMap.newKeySet();
    AtomicInteger tooLate = new AtomicInteger();
    AtomicInteger begun = new AtomicInteger();
    Promise<Void> frozen = Promise.promise();
    Node one = node("one", TurnableClock.running(), (call, work) -> {
      tooLate.addAndGet(completed.contains(work.number()) ? 1 : 0);
      begun.incrementAndGet();
      frozen.future().await();
      completed.add(work.number());
      return null;
    }).start(QUEUE);
    storeAll(one, 20, 0, JobOptions.on("q"));
    eventually("it runs ten and has claimed the others", () -> begun.get() == 10
        && number("SELECT count(*) FROM jobs.job WHERE state = 'running'") == 20);
    node("two", TurnableClock.running(), (call, work) -> {
      completed.add(work.number());
      return null;
    }).start(QUEUE);
    eventually("the second has done them", () -> {
      execute("UPDATE jobs.runner SET lease_until = now() - interval '1 second' WHERE node = 'one'");
      execute("UPDATE jobs.job SET attempts = 0"); // the first may claim them again, and again: no pause for that
      return completed.size() == 20;
    });
    eventually("the first knows, and has a new lease",
        () -> number("SELECT count(*) FROM jobs.runner WHERE node = 'one' AND lease_until > now()") == 1);
    frozen.complete();
    storeAll(one, 100, 20, JobOptions.on("q"));
    eventually("all are over", LONG, () -> number("SELECT count(*) FROM jobs.job") == 0);
    assertEquals(120, completed.size());
    assertEquals(0, tooLate.get());
  }

  @Test
  void aStaleTokenEndsNothing() {
    Node one = node("one", TurnableClock.running(), (call, work) -> null).startRunner(Node.config("one"));
    storeAll(one, 1, 0, JobOptions.on("q"));
    execute("UPDATE jobs.job SET state = 'running', owner = '" + one.runner().me() + "', token = 2");
    java.util.UUID id = java.util.UUID.fromString(text("SELECT id::text FROM jobs.job"));
    one.on(() -> one.db.query(ClaimRepository.FINISH, ended(id, one.runner().me(), 1)));
    assertEquals(1, number("SELECT count(*) FROM jobs.job"));
    one.on(() -> one.db.query(ClaimRepository.FINISH, ended(id, one.runner().me(), 2)));
    assertEquals(0, number("SELECT count(*) FROM jobs.job"));
  }

  private static Object[] ended(java.util.UUID id, java.util.UUID owner, int token) {
    Instant now = Instant.now();
    return new Object[] {new java.util.UUID[] {id}, new java.util.UUID[] {owner}, new Integer[] {token},
        new String[] {"completed"}, new Boolean[] {true}, new Instant[] {now}, new Instant[] {now},
        new String[] {null}, new String[] {null}, new Short[] {1}, "one"};
  }

  @Test
  void aNodeThatStopsPutsBackWhatItHasNotBegun() {
    Promise<Void> gate = Promise.promise();
    AtomicInteger begun = new AtomicInteger();
    Node one = node("one", TurnableClock.running(), (call, work) -> {
      if (begun.incrementAndGet() > 200) {
        gate.future().await();
      }
      return null;
    }).start(QUEUE);
    storeAll(one, 1000, 0, JobOptions.on("q"));
    eventually("it is under way and has claimed ahead", () -> begun.get() == 210);
    one.vertx.setTimer(100, later -> gate.complete());
    one.stop();
    assertEquals(0, number("SELECT count(*) FROM jobs.job WHERE state = 'running'"));
    assertEquals(1000 - ran.size(), number("SELECT count(*) FROM jobs.job WHERE state = 'ready'"));
    assertEquals(0, number("SELECT count(*) FROM jobs.runner"));
  }

  @Test
  void aSlotIsStoredOnceWhicheverNodesAreUpAndMissedOnesAreMadeUpForOnce() {
    TurnableClock clock = TurnableClock.at("2026-03-01T23:58:30+05:30");
    Node one = node("one", clock, (call, work) -> null);
    Node two = node("two", clock, (call, work) -> null);
    one.start(QUEUE);
    two.start(QUEUE);
    one.with(tx -> {
      one.jobs.schedule(tx, Schedule.cron("59 23 * * *", ZoneId.of("Asia/Kolkata"), "nightly", "q", WORK,
          new Work("nightly", 1)));
      one.jobs.schedule(tx, Schedule.every(Duration.ofMinutes(10), "often", "q", WORK, new Work("often", 2)));
      return null;
    });
    clock.advance(Duration.ofSeconds(40));
    eventually("the slot's job ran", () -> count("nightly") == 1);
    clock.advance(Duration.ofMinutes(10));
    eventually("the interval's job ran", () -> count("often") == 1);
    assertEquals(1, count("nightly"));
    clock.advance(Duration.ofDays(3));
    eventually("missed slots are made up for", () -> count("nightly") == 2 && count("often") == 2);
    clock.advance(Duration.ofMinutes(10));
    eventually("and it goes on on the same grid", () -> count("often") == 3);
    assertEquals(2, count("nightly"));
    assertEquals(Instant.parse("2026-03-04T18:58:30Z"), nextSlot("often"));
  }

  @Test
  void toScheduleAgainKeepsTheNextSlotUnlessTheTimingChanges() {
    TurnableClock clock = TurnableClock.at("2026-03-01T10:00:00+05:30");
    Node one = node("one", clock, (call, work) -> null).start(QUEUE);
    schedule(one, Duration.ofMinutes(60));
    String first = text("SELECT next_at::text FROM jobs.schedule");
    clock.advance(Duration.ofMinutes(30));
    schedule(one, Duration.ofMinutes(60));
    assertEquals(first, text("SELECT next_at::text FROM jobs.schedule"));
    schedule(one, Duration.ofMinutes(20));
    assertEquals(Instant.parse("2026-03-01T05:20:00Z"), nextSlot("k"));
    one.with(tx -> one.jobs.unschedule(tx, "k"));
    assertEquals(0, number("SELECT count(*) FROM jobs.schedule"));
  }

  private Instant nextSlot(String key) {
    return Instant.parse(text("SELECT to_char(next_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        + " FROM jobs.schedule WHERE key = '" + key + "'"));
  }

  private void schedule(Node node, Duration every) {
    node.with(tx -> node.jobs.schedule(tx, Schedule.every(every, "k", "q", WORK, new Work("often", 2))));
  }

  private Node node(String name, TurnableClock clock, DomainVerticle.Answer<Work, Done> handler) {
    Node node = new Node(name, database, clock, (call, work) -> {
      Done done = handler.to(call, work);
      ran.add(new Run(name, work));
      return done;
    });
    nodes.add(node);
    return node;
  }

  private void storeAll(Node node, int count, int from, JobOptions options) {
    node.with(tx -> node.jobs.storeAll(tx, WORK, works(count, from), work -> options).await());
  }

  private static List<Work> works(int count, int from) {
    return IntStream.range(from, from + count).mapToObj(i -> new Work("w", i)).collect(Collectors.toList());
  }

  private long count(String name) {
    return ran.stream().filter(run -> run.work.name().equals(name)).count();
  }

  private long number(String sql) {
    return Long.parseLong(text(sql));
  }

  private String text(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String sql) {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
