package com.mas.runs;

import static com.mas.runs.RunNode.LAST;
import static com.mas.runs.RunNode.await;
import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.runs.RunNode.Gate;
import com.mas.runs.RunsContract.CancelRun;
import com.mas.runs.RunsContract.GivenUp;
import com.mas.runs.RunsContract.ReviveRuns;
import com.mas.runs.RunsContract.Revived;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import com.mas.testkit.House;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunsIT {
  @AutoClose private static final RunNodes nodes = new RunNodes();
  private static final TestDatabase database = nodes.database;
  private static final TurnableClock clock = nodes.clock;
  private static final RunNode here = nodes.here;
  private static final RunNode there = nodes.there;

  private final UUID job = UUID.randomUUID();

  @BeforeEach
  void calm() {
    nodes.calm();
  }

  @Test
  void aRunGoesThroughItsPhasesKeepsItsBooksAndTellsHowItEnded() {
    Run run = await(here.copyAll(here.job(job)));
    assertEquals(State.COMPLETED, run.state());
    assertEquals(List.of("copy", "count"), run.phases());
    assertEquals("count", run.phase());
    assertEquals(Map.of("read", (long) LAST, "written", (long) LAST, "skipped", 0L), run.counts());
    assertTrue(run.balanced());
    assertEquals(100, run.percent());
    assertEquals(job, run.jobId());
    copiedOnce();
    assertEquals(List.of("completed"), database.column("SELECT state FROM kept.ended"));
    assertEquals(run.id(), here.runs.find(run.id()).orElseThrow().id());
    assertEquals(List.of("1"), database.column(
        "SELECT count(*) FROM runs.run WHERE token IS NULL AND ended_at IS NOT NULL"));
  }

  @Test
  void progressIsToldAtMostOnceASecondButForPhasesAndTheEnd() {
    Run still = await(here.copyAll(here.job(job)));
    eventually("the end is told", () -> here.told(still.id()).stream().anyMatch(run -> run.state().isOver()));
    assertEquals(3, here.told(still.id()).size(), "the first page, the change of phase, the end");
    here.onPage = page -> clock.advance(Duration.ofMillis(400));
    Run slow = await(here.copyAll(here.job(UUID.randomUUID())));
    eventually("the end is told", () -> here.told(slow.id()).stream().anyMatch(run -> run.state().isOver()));
    assertEquals(List.of(10, 40, 70, 95, 100), here.told(slow.id()).stream().map(Run::percent).toList());
  }

  @Test
  void whatANodeLeavesAnotherGoesOnWithFromTheCheckpoint() {
    here.onPage = page -> here.stopping = page == 4;
    assertEquals(Failure.UNAVAILABLE, failure(here.copyAll(here.job(job))));
    assertEquals(List.of("40"), database.column("SELECT count(*) FROM kept.number"));
    List<Integer> pages = new ArrayList<>();
    there.onPage = pages::add;
    Run run = await(there.copyAll(there.job(job)));
    assertEquals(List.of(5, 6, 7, 8, 9, 10), pages);
    assertEquals(LAST, run.counts().get("written"), "both nodes' pages");
    assertEquals(2, run.slice());
    copiedOnce();
  }

  @Test
  void aNodeThatIsFrozenInAStepWritesNothingOnceAnotherHasTheRun() throws Exception {
    Gate gate = here.gate = Gate.at(6);
    Future<Run> frozen = here.copyAll(here.job(job));
    assertTrue(gate.reached().await(30, TimeUnit.SECONDS));
    Run run = await(there.copyAll(there.job(job)));
    assertEquals(State.COMPLETED, run.state());
    gate.open().countDown();
    assertEquals(Failure.UNAVAILABLE, failure(frozen));
    copiedOnce();
    assertEquals(LAST, here.runs.find(run.id()).orElseThrow().counts().get("written"));
    assertEquals(List.of("completed"), database.column("SELECT state FROM kept.ended"));
  }

  @Test
  void twoAboutTheSameNeverOverlap() throws Exception {
    Gate gate = here.gate = Gate.at(3);
    UUID person = UUID.randomUUID();
    Future<Run> first = here.copyAll(here.person(person));
    assertTrue(gate.reached().await(30, TimeUnit.SECONDS));
    assertEquals(Failure.UNAVAILABLE, failure(there.copyAll(there.job(job))), "a stored request comes again");
    assertEquals(Failure.ALREADY_RUNNING, failure(there.copyAll(there.person(UUID.randomUUID()))));
    assertEquals(Failure.ALREADY_RUNNING, failure(there.copyAll(there.person(person))));
    assertEquals(State.COMPLETED, await(there.bus.send(there.job(job), RunNode.COPY_ALL, new RunNode.Ask("others")))
        .state(), "another subject");
    gate.open().countDown();
    assertEquals(State.COMPLETED, await(first).state());
    database.execute("TRUNCATE kept.number");
    assertEquals(State.COMPLETED, await(there.copyAll(there.job(job))).state());
    copiedOnce();
  }

  @Test
  void manyAskedAtOnceAreOneRun() {
    List<Future<Run>> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      RunNode node = i % 2 == 0 ? here : there;
      asked.add(node.copyAll(node.person(UUID.randomUUID())));
    }
    int done = 0;
    for (Future<Run> each : asked) {
      try {
        await(each);
        done++;
      } catch (FailureException e) {
        assertEquals(Failure.ALREADY_RUNNING, e.failure());
      }
    }
    assertTrue(done >= 1);
    assertEquals(List.of(Integer.toString(done)), database.column(
        "SELECT min(c) FROM (SELECT count(*) AS c FROM kept.number"
            + " GROUP BY n) counted HAVING min(c) = max(c)"));
  }

  @Test
  void aRunThatWasLostAndIsAskedForBySomebodyElseIsBegunAnew() {
    here.onPage = page -> here.stopping = page == 4;
    failure(here.copyAll(here.job(job)));
    assertEquals(Failure.UNAVAILABLE, failure(there.copyAll(there.job(UUID.randomUUID()))), "it may still come again");
    database.execute("UPDATE runs.run SET moved_at = now() - interval '2 minutes'; TRUNCATE kept.number");
    Run run = await(there.copyAll(there.job(UUID.randomUUID())));
    assertEquals(LAST, run.counts().get("written"));
    copiedOnce();
    assertEquals(List.of("completed", "failed"), database.column("SELECT state FROM runs.run ORDER BY state"));
    assertEquals(List.of("completed", "failed"), database.column("SELECT state FROM kept.ended ORDER BY state"));
  }

  @Test
  void aCancelledRunEndsAtItsNextPageAndNothingOfThatPageIsThere() throws Exception {
    Gate gate = here.gate = Gate.at(5);
    Future<Run> cancelled = here.copyAll(here.job(job));
    assertTrue(gate.reached().await(30, TimeUnit.SECONDS));
    UUID id = UUID.fromString(database.column("SELECT id FROM runs.run").getFirst());
    UUID person = UUID.randomUUID();
    for (int twice = 0; twice < 2; twice++) {
      assertEquals(State.RUNNING, await(there.bus.send(there.person(person), RunsContract.CANCEL, new CancelRun(id)))
          .state());
    }
    gate.open().countDown();
    Run run = await(cancelled);
    assertEquals(State.CANCELLED, run.state());
    assertEquals(40, run.counts().get("written"));
    assertEquals(List.of("40"), database.column("SELECT count(*) FROM kept.number"));
    assertEquals(List.of("cancelled"), database.column("SELECT state FROM kept.ended"));
    assertEquals(Failure.CONFLICT, failure(there.bus.send(there.person(person), RunsContract.CANCEL,
        new CancelRun(id))));
  }

  @Test
  void whatHasHappenedOutsideIsOnRecordThoughTheRunIsCancelledAndNotWhenItIsAnothers() throws Exception {
    here.outside = true;
    Gate gate = here.gate = Gate.at(5);
    Future<Run> cancelled = here.copyAll(here.job(job));
    assertTrue(gate.reached().await(30, TimeUnit.SECONDS));
    cancel(UUID.fromString(database.column("SELECT id FROM runs.run").getFirst()));
    here.outside = false;
    gate.open().countDown();
    Run run = await(cancelled);
    assertEquals(State.CANCELLED, run.state());
    assertEquals(50, run.counts().get("written"));
    assertEquals(List.of("50"), database.column("SELECT count(*) FROM kept.number"));

    database.execute("TRUNCATE kept.number, runs.run");
    here.outside = true;
    Gate second = here.gate = Gate.at(5);
    Future<Run> frozen = here.copyAll(here.job(job));
    assertTrue(second.reached().await(30, TimeUnit.SECONDS));
    assertEquals(State.COMPLETED, await(there.copyAll(there.job(job))).state());
    second.open().countDown();
    assertEquals(Failure.UNAVAILABLE, failure(frozen));
    copiedOnce();
  }

  @Test
  void aRunThatIsCancelledWhileItsSliceEndsIsOver() {
    UUID id = put();
    here.time = Duration.ZERO;
    here.onLook = () -> cancel(id);
    assertEquals(State.CANCELLED, await(here.advance(id, 0)).state());
    assertEquals(List.of("10"), database.column("SELECT count(*) FROM kept.number"));
    assertEquals(List.of("cancelled"), database.column("SELECT state FROM kept.ended"));
    assertEquals(List.of("0"), database.column("SELECT slice FROM kept.slice"));
  }

  @Test
  void aStepThatRestsLeavesWhatIsLeftForLater() {
    UUID id = put();
    Instant due = clock.instant().plus(Duration.ofMinutes(10));
    here.turn = move -> move.checkpoint() == 30 ? move.rest(due) : move;
    assertEquals(State.RUNNING, await(here.advance(id, 0)).state());
    assertEquals(List.of("30"), database.column("SELECT count(*) FROM kept.number"));
    assertEquals(List.of("t"),
        database.column("SELECT due = timestamptz '" + due + "' FROM kept.slice WHERE slice = 1"));
    here.turn = move -> move;
    assertEquals(State.COMPLETED, await(here.advance(id, 1)).state());
    copiedOnce();

    database.execute("TRUNCATE kept.number");
    here.turn = move -> move.checkpoint() == 30 ? move.rest(due) : move;
    FailureException waits = House.refusal(here.copyAll(here.job(job)));
    assertEquals(Failure.UNAVAILABLE, waits.failure());
    assertEquals(601, waits.detail().retryAfterSeconds());
  }

  @Test
  void aStepMayEndTheRunAsFailedWithWhatItHasWritten() {
    here.turn = move -> move.checkpoint() == 30 ? move.stop("Enough.") : move;
    Run run = await(here.copyAll(here.job(job)));
    assertEquals(State.FAILED, run.state());
    assertEquals("Enough.", run.error());
    assertEquals(30, run.percent());
    assertEquals(List.of("30"), database.column("SELECT count(*) FROM kept.number"));
    assertEquals(List.of("failed"), database.column("SELECT state FROM kept.ended"));
  }

  private static void cancel(UUID id) {
    await(there.bus.send(there.person(UUID.randomUUID()), RunsContract.CANCEL, new CancelRun(id)));
  }

  @Test
  void aStepThatFailsEndsTheRunAndOneThatMaySucceedLaterDoesNot() {
    here.onPage = page -> {
      if (page == 3) {
        throw Failure.UNAVAILABLE.with("Away.");
      }
    };
    assertEquals(Failure.UNAVAILABLE, failure(here.copyAll(here.job(job))));
    assertEquals(List.of("running"), database.column("SELECT state FROM runs.run"));
    here.onPage = page -> {
      if (page == 3) {
        throw Failure.UNPROCESSABLE.with("Page 3 makes no sense.");
      }
    };
    assertEquals(Failure.UNPROCESSABLE, failure(here.copyAll(here.job(job))));
    assertEquals(List.of("failed Page 3 makes no sense."), database.column(
        "SELECT state || ' ' || error FROM runs.run"));
    assertEquals(List.of("20"), database.column("SELECT count(*) FROM kept.number"));
    here.onPage = page -> {
      throw new IllegalStateException("a defect");
    };
    assertEquals(Failure.INTERNAL, failure(here.copyAll(here.job(job))));
    assertEquals(List.of("2"), database.column("SELECT count(*) FROM runs.run WHERE state = 'failed'"));
  }

  @Test
  void aRunWhoseBooksDoNotBalanceSaysSo() {
    here.lost = 1;
    Run run = await(here.copyAll(here.job(job)));
    assertEquals(State.COMPLETED, run.state());
    assertFalse(run.balanced());
    assertEquals("The books do not balance: 95 read, 85 written, 0 skipped, 0 failed.", run.error());
  }

  @Test
  void slicesFollowEachOtherAsStoredRequests() {
    UUID id = put();
    assertFalse(put(UUID.randomUUID()), "one about the same is queued");
    here.time = Duration.ZERO;
    there.time = Duration.ZERO;
    Run run = null;
    for (int slice = 0; slice < 10; slice++) {
      assertEquals(List.of(Integer.toString(slice)), database.column("SELECT max(slice) FROM kept.slice"));
      run = await((slice % 2 == 0 ? here : there).advance(id, slice));
      assertEquals(State.RUNNING, run.state());
    }
    run = await(here.advance(id, 10));
    assertEquals(State.COMPLETED, run.state());
    assertEquals(State.COMPLETED, await(here.advance(id, 10)).state(), "again is as once");
    assertEquals(State.COMPLETED, await(here.advance(id, 3)).state(), "an old slice that comes late does nothing");
    copiedOnce();
  }

  @Test
  void aSliceThatWasLostAfterItGotOnIsFollowedByANewOneAndOtherwiseGoesOn() throws Exception {
    UUID id = put();
    Gate gate = here.gate = Gate.at(1);
    Future<Run> frozen = here.advance(id, 0);
    assertTrue(gate.reached().await(30, TimeUnit.SECONDS));
    there.onPage = page -> {
      if (page == 4) {
        throw Failure.UNAVAILABLE.with("Away.");
      }
    };
    assertEquals(Failure.UNAVAILABLE, failure(there.advance(id, 0)), "it had not got on: the slice is worked on");
    gate.open().countDown();
    await(frozen);
    there.onPage = page -> {};
    assertEquals(State.RUNNING, await(there.advance(id, 0)).state());
    assertEquals(List.of("0", "1"), database.column("SELECT slice FROM kept.slice ORDER BY slice"),
        "a new slice, with all its attempts");
    assertEquals(State.COMPLETED, await(there.advance(id, 1)).state());
    copiedOnce();
  }

  @Test
  void aQueuedRunThatIsCancelledEndsWhenItsSliceComes() {
    UUID id = put();
    await(here.bus.send(here.person(job), RunsContract.CANCEL, new CancelRun(id)));
    assertEquals(State.CANCELLED, await(here.advance(id, 0)).state());
    assertEquals(List.of("0"), database.column("SELECT count(*) FROM kept.number"));
    assertEquals(List.of("cancelled"), database.column("SELECT state FROM kept.ended"));
  }

  @Test
  void aRunThatTheEngineEndsWhileItsHolderIsFrozenIsToldToItsDomainOnce() throws Exception {
    Gate gate = here.gate = Gate.at(5);
    Future<Run> frozen = here.copyAll(here.job(job));
    assertTrue(gate.reached().await(30, TimeUnit.SECONDS));
    UUID id = UUID.fromString(database.text("SELECT id FROM runs.run"));
    database.execute("UPDATE runs.run SET job_id = NULL, moved_at = now() - interval '16 minutes'");
    assertEquals(new Revived(0, 1), there.run(RunsContract.REVIVE, new ReviveRuns()));
    assertEquals(List.of(), database.column("SELECT state FROM kept.ended"));
    assertEquals(List.of("test.on.runs.run.given_up"), database.column("SELECT address FROM jobs.job"));
    GivenUp told = new GivenUp(id, RunNode.COPY.kind(), "mas", RunNode.COPY.subject());
    assertEquals(told, Json.read(database.text("SELECT body::text FROM jobs.job"), GivenUp.class));

    List<Future<Void>> twice = List.of(there.bus.send(there.product(), RunNode.GIVEN_UP.request(), told),
        there.bus.send(there.product(), RunNode.GIVEN_UP.request(), told));
    twice.forEach(RunNode::await);
    gate.open().countDown();
    assertEquals(Failure.UNAVAILABLE, failure(frozen));
    await(here.bus.send(here.product(), RunNode.GIVEN_UP.request(), told));
    assertEquals(List.of("failed"), database.column("SELECT state FROM kept.ended"));
    assertEquals(List.of("40"), database.column("SELECT count(*) FROM kept.number"));
    assertEquals(List.of("failed"), database.column("SELECT state FROM runs.run"));
  }

  private static UUID put() {
    UUID id = UUID.randomUUID();
    assertTrue(put(id));
    return id;
  }

  private static boolean put(UUID id) {
    return here.on(() -> here.db.transaction(
        tx -> here.runs.put(tx, here.job(id), id, RunNode.COPY, here.phases().names(), here::store).isPresent()));
  }

  private static void copiedOnce() {
    assertEquals(List.of(LAST + " 1 1"), database.column("""
        SELECT count(*) || ' ' || min(c) || ' ' || max(c)
        FROM (SELECT count(*) AS c FROM kept.number GROUP BY n) n"""));
  }

  private static Failure failure(Future<?> asked) {
    return House.refusal(asked).failure();
  }
}
