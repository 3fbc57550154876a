package com.mas.runs;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;
import com.mas.bus.Request;
import com.mas.db.Tx;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.jobs.JobsVerticle;
import com.mas.jobs.Queues;
import com.mas.jobs.Queues.Queue;
import com.mas.jobs.Subscription;
import com.mas.jobs.Subscriptions;
import com.mas.runs.RunsContract.CancelRun;
import com.mas.runs.RunsContract.GetRun;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs whose stored requests have failed for good, with the jobs that there really are. */
class RevivalIT {
  private static final TestDatabase database = TestDatabase.create();
  private static Works works;

  record Advance(UUID run, int slice) {}

  static final Request<Advance, Void> ADVANCE =
      Request.of("works.advance", Advance.class, Void.class, Duration.ofMinutes(1));

  static final Subscription<GivenUp> GIVEN_UP =
      new Subscription<>(RunsContract.GIVEN_UP, "works", JobOptions.on("works").attempts(3));

  /** A domain with one kind of run, each of whose stored requests has one attempt. */
  private static final class Works extends House {
    final Jobs jobs = new Jobs(clock, Subscriptions.of(List.of(RunsContract.GIVEN_UP), List.of(GIVEN_UP)));
    final Runs runs = new Runs(bus, db);
    /** Makes requests fail before they come to the run. */
    volatile boolean dies;
    /** Makes the step fail. */
    volatile boolean fails;
    /** Makes the first so many ends fail before they are stored. */
    final AtomicInteger lostEnds = new AtomicInteger();

    Works() {
      super(TurnableClock.running(), RevivalIT.database, "mas");
      execute("CREATE SCHEMA works; CREATE TABLE works.ended (run uuid, state text)");
      deploy(new DomainVerticle(bus, new Capacity("works", 1, 100)) {
        @Override
        protected void open() {
          answer(ADVANCE, (call, ask) -> {
            if (dies) {
              throw Failure.PROVIDER_FAILED.with("The node is lost.");
            }
            runs.advance(call, ask.run(), ask.slice(), phases(), Budget.of(Duration.ofMinutes(1), () -> false),
                Works.this::store);
            return null;
          });
          on(RunsContract.GIVEN_UP, (call, run) -> runs.settle(run.id(), phases()));
        }
      });
      deploy(new RunsVerticle(bus, new Capacity("runs", 1, 100), db, jobs));
      deploy(new JobsVerticle(bus, new Capacity("jobs", 1, 100), db,
          Map.of(ADVANCE.address(), ADVANCE, GIVEN_UP.request().address(), GIVEN_UP.request()),
          new Queues(List.of(Queue.named("works"))), JobsVerticle.Config.of("here")));
    }

    private Phases<Integer> phases() {
      return Phases.from(0).then("all", (slice, at) -> {
        if (fails) {
          throw Failure.PROVIDER_FAILED.with("Away.");
        }
        return Move.done(at);
      }).whenEnded((tx, run) -> {
        tx.send("INSERT INTO works.ended (run, state) VALUES ($1, $2)", run.id(), run.state().wire());
        if (lostEnds.getAndDecrement() > 0) {
          throw Failure.UNAVAILABLE.with("The node is lost.");
        }
      });
    }

    Future<UUID> store(Tx tx, Call cause, UUID run, int slice, Instant due) {
      return jobs.store(tx, ADVANCE, new Advance(run, slice), JobOptions.on("works").attempts(1).at(due));
    }

    UUID put() {
      UUID id = UUID.randomUUID();
      Optional<UUID> job = on(() -> db.transaction(tx -> runs.put(tx, product(), id,
          new About("works.all", "mas", id.toString()), List.of("all"), this::store)));
      assertTrue(job.isPresent());
      return id;
    }

    Run run(UUID id) {
      return ask(UUID.randomUUID(), RunsContract.GET, new GetRun(id));
    }

    /** Waits until the run's request is dead, and lets the time pass after which nobody is expected to write. */
    void lose(UUID id) {
      eventually("the request is dead", () -> number("SELECT count(*) FROM jobs.finished f JOIN runs.run r"
          + " ON r.job_id = f.id WHERE f.state = 'dead' AND r.id = '" + id + "'") == 1);
      execute("UPDATE runs.run SET moved_at = moved_at - interval '3 minutes' WHERE id = '" + id + "'");
    }

    Revived revive() {
      return run(RunsContract.REVIVE, new ReviveRuns());
    }

    List<String> ended(UUID id) {
      return database.column("SELECT state FROM works.ended WHERE run = '" + id + "'");
    }
  }

  @BeforeAll
  static void open() {
    works = new Works();
  }

  @AfterAll
  static void close() {
    works.close();
    database.close();
  }

  @BeforeEach
  void calm() {
    database.execute("DELETE FROM runs.run; DELETE FROM works.ended; DELETE FROM jobs.finished");
    works.dies = false;
    works.fails = false;
    works.lostEnds.set(0);
  }

  @Test
  void aRunWhoseRequestFailedForGoodGoesOn() {
    works.dies = true;
    UUID id = works.put();
    works.lose(id);
    works.dies = false;
    assertEquals(new Revived(1, 0), works.revive());
    eventually("the run is over", () -> works.run(id).state() == State.COMPLETED);
    assertEquals(List.of("completed"), works.ended(id));
    assertEquals(new Revived(0, 0), works.revive());
  }

  @Test
  void aRunThatFailsAgainAndAgainIsEndedByItsDomain() {
    works.fails = true;
    UUID id = works.put();
    for (int i = 0; i < RunRules.MAX_REVIVED - 1; i++) {
      works.lose(id);
      assertEquals(new Revived(1, 0), works.revive());
    }
    works.lose(id);
    assertEquals(List.of(), works.ended(id));
    assertEquals(new Revived(1, 0), works.revive());
    eventually("the run is over", () -> works.run(id).state() == State.CANCELLED);
    assertEquals("Its stored request failed for good again and again.", works.run(id).error());
    assertEquals(List.of("cancelled"), works.ended(id));
  }

  @Test
  void aRunWhoseRequestKillsEveryNodeFails() {
    works.dies = true;
    UUID id = works.put();
    for (int i = 0; i < RunRules.MAX_REVIVED; i++) {
      works.lose(id);
      assertEquals(new Revived(1, 0), works.revive());
    }
    works.lose(id);
    works.lostEnds.set(1);
    assertEquals(new Revived(0, 1), works.revive());
    Run run = works.run(id);
    assertEquals(State.FAILED, run.state());
    assertTrue(run.error().startsWith("Its stored request failed for good: "), run.error());
    assertEquals(new Revived(0, 0), works.revive());
    eventually("its domain has done what it does at an end, though that was lost the first time",
        () -> works.ended(id).equals(List.of("failed")));
    assertEquals(List.of(), database.column("SELECT id FROM runs.run WHERE untold"));
  }

  @Test
  void aRunWhoseRequestIsGoneOrDiscardedFails() {
    works.dies = true;
    UUID gone = works.put();
    works.lose(gone);
    database.execute("DELETE FROM jobs.finished");
    UUID discarded = works.put();
    works.lose(discarded);
    database.execute("UPDATE jobs.finished SET state = 'discarded'");
    assertEquals(new Revived(0, 2), works.revive());
    assertEquals("The work on it was given up; please start it again.", works.run(gone).error());
    assertEquals(State.FAILED, works.run(discarded).state());
  }

  @Test
  void aRunThatWaitsOrIsWorkedOnIsLeftAlone() {
    UUID waits = UUID.randomUUID();
    works.on(() -> works.db.transaction(tx -> works.runs.put(tx, works.product(), waits,
        new About("works.all", "mas", "waits"), List.of("all"), (into, cause, run, slice, due) -> works.store(into,
            cause, run, slice, works.clock.instant().plus(Duration.ofDays(1))))));
    database.execute("UPDATE runs.run SET moved_at = moved_at - interval '3 hours'");
    assertEquals(new Revived(0, 0), works.revive());
    assertEquals(State.QUEUED, works.run(waits).state());
    assertFalse(works.run(waits).cancelling());
    works.ask(UUID.randomUUID(), RunsContract.CANCEL, new CancelRun(waits));
    assertTrue(works.run(waits).cancelling());
  }
}
