package com.mas.domain.learning.sync;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.sync.SyncContract.Advance;
import com.mas.domain.learning.sync.SyncContract.DeleteConfig;
import com.mas.domain.learning.sync.SyncContract.GetRun;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.domain.learning.sync.SyncContract.RunAccepted;
import com.mas.domain.learning.sync.SyncContract.RunConfig;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import com.mas.testkit.House;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A slice that does not come to its end, for whatever reason, and who goes on. */
class TakeOverIT {
  @AutoClose
  private static final SyncWorld world = new SyncWorld();

  @BeforeEach
  void calm() {
    world.noFaults();
    world.sandbox("DELETE", "requests", "");
    world.sql("TRUNCATE mrlearn.sync_configs, mrlearn.sync_runs, runs.run, mrlearn.sync_errors, mrlearn.learners, "
        + "mrlearn.learner_reports, kept.slices, kept.schedules");
  }

  @Test
  void nodeKilledInTheListingIsFollowedByOneThatStartsAtTheLastPage() {
    SyncConfig config = world.node.create(SyncWorld.COURSE);
    SyncWorld.Node victim = world.join();
    world.fault("{\"kind\":\"hang\",\"path\":\"learners\",\"page\":100}");
    Advance slice = world.take();
    victim.send(SyncContract.ADVANCE, slice);
    eventually("the first page is stored", () -> world.one("SELECT next_start FROM mrlearn.sync_runs").equals(100));
    victim.kill();
    world.noFaults();
    world.sandbox("DELETE", "requests", "");

    assertEquals("running", world.node.ask(SyncContract.ADVANCE, slice).status(), "a new slice, as it had got on");
    Run run = world.node.work();

    assertEquals("success", run.status(), run.error());
    assertEquals(config.runId(), run.id());
    assertEquals(run.learnersAtSource(), run.learnersFetched());
    assertTrue(requests("learners") <= 2, "the first page was fetched again");
  }

  @Test
  void nodeKilledAmongReportsIsFollowedByOneThatFetchesNoneTwiceOfThoseStored() {
    world.node.create(SyncWorld.COURSE);
    SyncWorld.Node victim = world.join();
    world.fault("{\"kind\":\"hang\",\"path\":\"report\",\"afterRequests\":70}");
    Advance slice = world.take();
    victim.send(SyncContract.ADVANCE, slice);
    eventually("a batch of reports is stored",
        () -> world.one("SELECT reports_fetched FROM mrlearn.sync_runs").equals(50));
    victim.kill();
    world.noFaults();
    world.sandbox("DELETE", "requests", "");

    world.node.ask(SyncContract.ADVANCE, slice);
    Run run = world.node.work();

    assertEquals("success", run.status(), run.error());
    assertEquals(run.learnersFetched(), run.reportsFetched());
    assertEquals(run.learnersFetched() - 50, requests("report"));
    assertEquals(0, requests("learners"));
  }

  @Test
  void sliceThatIsLostWithoutHavingGotOnIsTheSameSlice() {
    world.node.create(SyncWorld.COURSE);
    SyncWorld.Node victim = world.join();
    world.fault("{\"kind\":\"hang\",\"path\":\"learners\",\"page\":0}");
    Advance slice = world.take();
    victim.send(SyncContract.ADVANCE, slice);
    eventually("it is taken up", () -> world.one("SELECT token FROM runs.run") != null);
    victim.kill();
    world.noFaults();
    assertEquals("success", world.node.ask(SyncContract.ADVANCE, slice).status());
  }

  @Test
  void sliceThatWasTakenOverWritesNothingAnyMore() {
    world.node.create(SyncWorld.COURSE);
    SyncWorld.Node slow = world.join();
    world.fault("{\"kind\":\"slow\",\"path\":\"learners\",\"page\":100,\"delayMs\":700,\"times\":1}");
    Advance slice = world.take();
    var stalled = slow.send(SyncContract.ADVANCE, slice);
    eventually("the first page is stored", () -> world.one("SELECT next_start FROM mrlearn.sync_runs").equals(100));

    world.node.ask(SyncContract.ADVANCE, slice);
    Run run = world.node.work();
    House.await(stalled);

    assertEquals("success", run.status(), run.error());
    Run after = world.node.ask(SyncContract.GET_RUN, new GetRun(run.id()));
    assertEquals(run.learnersAtSource(), after.learnersFetched());
    assertEquals(run.reportsFetched(), after.reportsFetched());
    assertEquals(0, after.learnersUnchanged());
  }

  @Test
  void deletedConfigEndsItsRunAndLeavesNothingWhenPurged() {
    SyncConfig config = world.node.create(SyncWorld.COURSE);
    world.fault("{\"kind\":\"slow\",\"path\":\"learners\",\"page\":100,\"delayMs\":500}");
    var going = world.node.send(SyncContract.ADVANCE, world.take());
    eventually("the first page is stored", () -> world.one("SELECT next_start FROM mrlearn.sync_runs").equals(100));
    assertEquals(100, world.node.ask(SyncContract.DELETE_CONFIG, new DeleteConfig(config.id(),
        true)).learnersDeleted());
    Run run = House.await(going);
    assertEquals("failed", run.status());
    assertEquals("The config was deleted while the run was under way.", run.error());
    assertEquals(0L, world.one("SELECT count(*) FROM mrlearn.learners"));
    assertEquals(0L, world.one("SELECT count(*) FROM kept.schedules"));
  }

  @Test
  void runThatNobodyAdvancesIsRevivedByWhoeverWantsOne() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    Advance lost = world.take();
    world.clock.advance(SyncService.STALE.plusSeconds(1));
    RunAccepted revived = world.node.ask(SyncContract.RUN_CONFIG, new RunConfig(config.id(), null));
    assertEquals(config.runId(), revived.runId());
    assertNotNull(revived.jobId());
    assertEquals("running", world.node.ask(SyncContract.ADVANCE, lost).status(), "the lost slice comes too late");
    assertEquals("success", world.node.work().status());
  }

  private static int requests(String endpoint) {
    JsonObject log = world.sandbox("GET", "requests", "");
    JsonObject count = log.getJsonObject("paths").getJsonObject(endpoint);
    return count == null ? 0 : count.getInteger("count");
  }
}
