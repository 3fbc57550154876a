package com.mas.jobs;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Request;
import com.mas.jobs.JobsContract.Act;
import com.mas.jobs.JobsContract.Job;
import com.mas.jobs.JobsContract.ListActs;
import com.mas.jobs.JobsContract.ListJobs;
import com.mas.jobs.JobsContract.Nothing;
import com.mas.jobs.JobsContract.QueueName;
import com.mas.jobs.JobsContract.ScheduleKey;
import com.mas.jobs.JobsContract.ScheduleRow;
import com.mas.jobs.Node.Work;
import com.mas.jobs.Queues.Queue;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs, pauses and resumes schedules for operators, on real PostgreSQL. */
class ScheduleIT {
  private static final Queue QUEUE = new Queue("q", true, 10, null, 1, 2, Duration.ofMillis(10),
      Duration.ofSeconds(30), 1000, 1000, 30, List.of());
  private static final ScheduleKey TEN = new ScheduleKey("every-ten");

  private final UUID operator = UUID.randomUUID();
  private final TurnableClock clock = TurnableClock.at(Instant.parse("2026-03-01T10:00:00Z"));
  private TestDatabase database;
  private Node node;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    node = new Node("one", database, clock, (call, work) -> null);
    declare();
    node.start(QUEUE);
  }

  @AfterEach
  void close() {
    node.close();
    database.close();
  }

  private void declare() {
    node.with(tx -> node.jobs.schedule(tx,
        Schedule.every(Duration.ofMinutes(10), TEN.key(), "q", Node.WORK, new Work("s", 1))).await());
  }

  private <Q, A> A as(Principal.Role role, Request<Q, A> request, Q body) {
    return node.ask(node.as(operator, role, "mas"), request, body);
  }

  private <Q, A> A ask(Request<Q, A> request, Q body) {
    return as(Principal.Role.SUPERADMIN, request, body);
  }

  private ScheduleRow row() {
    return node.run(JobsContract.SCHEDULES, new Nothing()).items().getFirst();
  }

  private int completed() {
    return node.run(JobsContract.LIST, new ListJobs("q", "completed", null, null, null, null, null)).items().size();
  }

  @Test
  void oneIsRunOutOfTurnAndItsSlotsStay() {
    Instant next = row().nextAt();
    Job job = ask(JobsContract.SCHEDULE_RUN, TEN);
    eventually("it is done", () -> completed() == 1);
    assertEquals(next, row().nextAt());
    assertEquals(job.id(), row().lastJob());
    assertEquals(clock.instant(), row().lastAt());
    Act act = node.run(JobsContract.ACTS, new ListActs(null, null)).items().getFirst();
    assertEquals(List.of("run_schedule", TEN.key(), "q", job.id(), operator),
        List.of(act.action(), act.schedule(), act.queue(), act.jobId(), act.actor()));
  }

  /** The clock jumps ahead for a while, as a machine's does that wakes with a wrong one, and comes back. */
  @Test
  void workThatAClockAheadPutOffIsDoneInTime() {
    Instant now = clock.instant();
    ask(JobsContract.PAUSE, new QueueName("q"));
    String later = "2028-06-01T10:00:00Z";
    store("meant", Instant.parse(later));
    clock.advance(Duration.ofDays(400));
    Instant ahead = clock.instant();
    eventually("the schedule has fired", () -> row().nextAt().isAfter(ahead));
    store("soon", ahead.plus(Duration.ofMinutes(3)));
    store("ready", ahead);
    node.close();
    clock.set(now.plusSeconds(5));
    node = new Node("two", database, clock, (call, work) -> null);
    node.start(QUEUE);
    eventually("the schedule is back", () -> row().nextAt().isBefore(now.plus(Duration.ofMinutes(11))));
    eventually("what stands in line is back", () -> !runAt("ready").isAfter(clock.instant()));
    assertEquals(now.plusSeconds(5).plus(Duration.ofMinutes(3)), runAt("soon"), "it waits as long as it would have");
    assertEquals(Instant.parse(later), runAt("meant"), "what was put off on purpose waits");
    clock.advance(Duration.ofMinutes(3).plusSeconds(1));
    ask(JobsContract.RESUME, new QueueName("q"));
    eventually("both are done", () -> completed() >= 2);
  }

  /** No schedule was wrong, which the places of ready jobs waited for. */
  @Test
  void readyJobsThatAClockAheadPutLastInLineAreBackByThemselves() {
    ask(JobsContract.PAUSE, new QueueName("q"));
    Instant now = clock.instant();
    Instant slot = row().nextAt();
    store("ready", now);
    node.with(tx -> tx.query("UPDATE jobs.job SET run_at = $1 WHERE body ->> 'name' = 'ready'",
        now.plus(Duration.ofDays(400))));
    node.close();
    node = new Node("two", database, clock, (call, work) -> null);
    node.start(QUEUE);
    eventually("it is back in line", () -> !runAt("ready").isAfter(clock.instant()));
    assertEquals(slot, row().nextAt());
    assertEquals("ready", node.with(tx -> tx.query("SELECT state FROM jobs.job WHERE body ->> 'name' = 'ready'")
        .iterator().next().getString(0)));
  }

  private void store(String name, Instant at) {
    node.with(tx -> node.jobs.store(tx, Node.WORK, new Work(name, 1), JobOptions.on("q").at(at)).await());
  }

  private Instant runAt(String name) {
    return node.with(tx -> tx.query("SELECT run_at FROM jobs.job WHERE body ->> 'name' = $1", name).iterator().next()
        .getOffsetDateTime(0).toInstant());
  }

  @Test
  void oneThatWaitsAlreadyIsNotStoredTwice() {
    ask(JobsContract.PAUSE, new QueueName("q"));
    Job first = ask(JobsContract.SCHEDULE_RUN, TEN);
    assertEquals(first.id(), ask(JobsContract.SCHEDULE_RUN, TEN).id());
    assertEquals(1,
        node.run(JobsContract.LIST, new ListJobs("q", "ready", null, null, null, null, null)).items().size());
  }

  @Test
  void aPausedOneFiresNothingTellsNoLatenessAndOutlivesADeclaration() {
    ScheduleRow paused = ask(JobsContract.SCHEDULE_PAUSE, TEN);
    assertTrue(paused.paused() && paused.enabled() && paused.upcoming().isEmpty(), paused::toString);
    declare();
    clock.advance(Duration.ofMinutes(35));
    // proves that the runner has looked: another schedule of the same moment has fired
    node.with(tx -> node.jobs.schedule(tx,
        Schedule.every(Duration.ofSeconds(1), "witness", "q", Node.WORK, new Work("w", 1))).await());
    clock.advance(Duration.ofSeconds(2));
    eventually("the witness has fired", () -> completed() > 0);
    assertTrue(row().paused());
    assertEquals(List.of(0, 0L, 0L), List.of(row().overdue(), row().lateSeconds(), row().missed()));
    assertEquals(Instant.parse("2026-03-01T10:10:00Z"), row().nextAt());

    ScheduleRow resumed = ask(JobsContract.SCHEDULE_RESUME, TEN);
    assertFalse(resumed.paused());
    assertEquals(Instant.parse("2026-03-01T10:40:00Z"), resumed.nextAt(), "what passed is not made up for");
    assertEquals(0, resumed.missed());
    ask(JobsContract.SCHEDULE_RESUME, TEN);
    assertEquals(List.of("resume_schedule", "pause_schedule"),
        node.run(JobsContract.ACTS, new ListActs(null, null)).items().stream().map(Act::action).toList());
  }

  /** A node that starts changes all schedules in one transaction, while others fire them. */
  @Test
  void oneThatIsBeingChangedHoldsUpNoOtherAndComesAfterwards() throws Exception {
    node.with(tx -> node.jobs.schedule(tx,
        Schedule.every(Duration.ofMinutes(10), "witness", "q", Node.WORK, new Work("w", 1))).await());
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch seen = new CountDownLatch(1);
    CompletableFuture<?> change = CompletableFuture.runAsync(() -> node.db.transaction(tx -> {
      tx.query("UPDATE jobs.schedule SET body = body WHERE key = $1", TEN.key());
      held.countDown();
      return await(seen);
    }), Thread.ofPlatform()::start);
    await(held);
    clock.advance(Duration.ofMinutes(11));
    eventually("the other has fired", () -> completed() == 1);
    seen.countDown();
    change.get(10, TimeUnit.SECONDS);
    eventually("both have fired", () -> completed() == 2);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Clients page by the total; operators look past the work that comes every minute. */
  @Test
  void aListTellsItsTotalAndLeavesOutWhatSchedulesHaveStored() {
    ask(JobsContract.PAUSE, new QueueName("q"));
    for (int i = 0; i < 5; i++) {
      int number = i;
      node.with(tx -> node.jobs.store(tx, Node.WORK, new Work("by hand", number), JobOptions.on("q")).await());
    }
    clock.advance(Duration.ofMinutes(11));
    eventually("the schedule has stored a job", () -> Long.valueOf(6).equals(total(null, null, null, 0)));
    for (String state : new String[] {null, "ready"}) {
      for (String queue : new String[] {null, "q"}) {
        for (long offset : new long[] {0, 4, 100}) {
          assertEquals(6L, total(queue, state, null, offset));
          assertEquals(5L, total(queue, state, false, offset));
          assertEquals(1L, total(queue, state, true, offset));
        }
      }
    }
    assertEquals(5, ask(JobsContract.LIST, new ListJobs(null, null, null, null, false, null, null)).items().size());
    assertEquals(TEN.key(), ask(JobsContract.LIST, new ListJobs(null, null, null, null, true, null, null)).items()
        .getFirst().uniqueKey());
    assertNull(ask(JobsContract.LIST, new ListJobs("q", null, null, "hand", null, null, null)).total());
  }

  private Long total(String queue, String state, Boolean scheduled, long offset) {
    return ask(JobsContract.LIST, new ListJobs(queue, state, null, null, scheduled, 2, offset)).total();
  }

  @Test
  void aPausedOneIsRunByHand() {
    ask(JobsContract.SCHEDULE_PAUSE, TEN);
    ask(JobsContract.SCHEDULE_RUN, TEN);
    eventually("it is done", () -> completed() == 1);
    assertTrue(row().paused());
  }

  @Test
  void oneThatIsOffUnknownOrAskedForByAnotherIsRefused() {
    for (Request<ScheduleKey, ?> each : List.<Request<ScheduleKey, ?>>of(JobsContract.SCHEDULE_RUN,
        JobsContract.SCHEDULE_PAUSE, JobsContract.SCHEDULE_RESUME)) {
      assertEquals(Failure.NOT_FOUND,
          assertThrows(FailureException.class, () -> ask(each, new ScheduleKey("none"))).failure());
      assertEquals(Failure.FORBIDDEN,
          assertThrows(FailureException.class, () -> as(Principal.Role.ADMIN, each, TEN)).failure());
    }
    database.execute("UPDATE jobs.schedule SET enabled = false");
    assertEquals(Failure.CONFLICT,
        assertThrows(FailureException.class, () -> ask(JobsContract.SCHEDULE_RUN, TEN)).failure());
  }
}
