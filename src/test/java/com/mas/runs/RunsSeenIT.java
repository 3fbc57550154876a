package com.mas.runs;

import static com.mas.runs.RunNode.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Failure;
import com.mas.runs.RunsContract.CancelRun;
import com.mas.runs.RunsContract.GetRun;
import com.mas.runs.RunsContract.ListRuns;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import com.mas.testkit.House;
import com.mas.testkit.TestDatabase;
import io.vertx.core.Future;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Long work as administrators see it. */
class RunsSeenIT {
  @AutoClose private static final RunNodes nodes = new RunNodes();
  private static final TestDatabase database = nodes.database;
  private static final RunNode here = nodes.here;
  private static final RunNode there = nodes.there;

  private final UUID job = UUID.randomUUID();

  @BeforeEach
  void calm() {
    nodes.calm();
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
    return House.refusal(asked).failure();
  }
}
