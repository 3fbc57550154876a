package com.mas.runs;

import static com.mas.runs.RunNode.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.runs.RunsContract.CancelRun;
import com.mas.runs.RunsContract.GetRun;
import com.mas.runs.RunsContract.ListRuns;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Long work as administrators see it. */
class RunsSeenIT {
  private static final TestDatabase database = TestDatabase.create();
  private static final TurnableClock clock = TurnableClock.at("2026-03-10T09:00:00Z");
  private static RunNode here;
  private static RunNode there;

  private final UUID job = UUID.randomUUID();

  @BeforeAll
  static void open() {
    database.execute("""
        CREATE SCHEMA kept; CREATE TABLE kept.number (n int); CREATE TABLE kept.ended (run uuid, state text);
        CREATE TABLE kept.slice (job uuid, run uuid, slice int, due timestamptz)""");
    here = new RunNode(database.url(), clock);
    there = new RunNode(database.url(), clock);
  }

  @AfterAll
  static void close() {
    here.close();
    there.close();
    database.close();
  }

  @BeforeEach
  void forget() {
    database.execute("TRUNCATE kept.number, kept.ended, kept.slice, runs.run");
  }

  @Test
  void administratorsSeeTheirTenantsRunsAndThoseAboutAll() {
    Run run = await(here.copyAll(here.job(job)));
    UUID admin = UUID.randomUUID();
    assertEquals(run.id(), await(there.bus.send(there.person(admin), RunsContract.GET, new GetRun(run.id()))).id());
    assertEquals(Failure.NOT_FOUND,
        failure(there.bus.send(there.person(admin, "mr-mentor"), RunsContract.GET, new GetRun(run.id()))));
    assertEquals(Failure.NOT_FOUND,
        failure(there.bus.send(there.person(admin, "mr-mentor"), RunsContract.CANCEL, new CancelRun(run.id()))));
    assertEquals(1, list("mas", null, null));
    assertEquals(1, list("mas", RunNode.COPY.kind(), State.COMPLETED));
    assertEquals(0, list("mas", "another", null));
    assertEquals(0, list("mas", null, State.FAILED));
    assertEquals(0, list("mr-mentor", null, null));
    database.execute("UPDATE runs.run SET tenant = ''");
    assertEquals(1, list("mr-mentor", null, null));
    assertEquals(Failure.INVALID, failure(here.bus.send(here.person(admin), RunsContract.LIST,
        new ListRuns(null, null, 501, null))));
  }

  private static long list(String tenant, String kind, State state) {
    return await(here.bus.send(here.person(UUID.randomUUID(), tenant), RunsContract.LIST,
        new ListRuns(kind, state, null, null))).total();
  }


  private static Failure failure(Future<?> asked) {
    CompletionException thrown = assertThrows(CompletionException.class, () -> await(asked));
    return ((FailureException) thrown.getCause()).failure();
  }
}
