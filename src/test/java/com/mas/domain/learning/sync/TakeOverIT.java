package com.mas.domain.learning.sync;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Request;
import com.mas.domain.learning.sync.SyncContract.Advance;
import com.mas.domain.learning.sync.SyncContract.CreateConfig;
import com.mas.domain.learning.sync.SyncContract.DeleteConfig;
import com.mas.domain.learning.sync.SyncContract.GetRun;
import com.mas.domain.learning.sync.SyncContract.ListConfigs;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.domain.learning.sync.SyncContract.RunAccepted;
import com.mas.domain.learning.sync.SyncContract.RunConfig;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import com.mas.runs.RunsContract;
import com.mas.testkit.House;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A slice that does not come to its end, for whatever reason, and who goes on. */
class TakeOverIT {
  private static final Request<RunsContract.GivenUp, Void> GIVEN_UP =
      RunsContract.GIVEN_UP.request("sync", Duration.ofSeconds(10));

  @AutoClose private static final SyncWorld world = new SyncWorld();

  @BeforeEach
  void calm() {
    world.noFaults();
    world.sandbox("DELETE", "requests", "");
    world.sql("TRUNCATE mrlearn.sync_configs, mrlearn.sync_runs, runs.run, mrlearn.sync_errors, mrlearn.learners, "
        + "mrlearn.learner_reports, kept.slices, kept.schedules");
  }

  @Test
  void aRunThatTheEngineGivesUpEndsForItsCourseOnce() {
    SyncConfig config = world.node.create(SyncWorld.COURSE);
    world.take();
    world.sql("UPDATE runs.run SET state = 'failed', error = 'Given up.', ended_at = now(), untold = true");
    RunsContract.GivenUp told =
        new RunsContract.GivenUp(config.runId(), SyncService.KIND, SyncWorld.TENANT, SyncWorld.COURSE);
    world.node.ask(GIVEN_UP, told);
    assertEquals("failed Given up.", world.one("SELECT status || ' ' || error FROM mrlearn.sync_runs"));
    assertEquals("failed", world.one("SELECT last_sync_status FROM mrlearn.sync_configs"));

    world.sql("UPDATE mrlearn.sync_configs SET last_sync_status = 'success'");
    world.node.ask(GIVEN_UP, told);
    assertEquals("success", world.one("SELECT last_sync_status FROM mrlearn.sync_configs"), "what came after stays");
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
    world.sandbox("DELETE", "requests", "");
    SyncWorld.Node victim = world.join();
    world.fault("{\"kind\":\"hang\",\"path\":\"courses\"}");
    Advance slice = world.take();
    victim.send(SyncContract.ADVANCE, slice);
    eventually("it waits for the provider, in its first phase", () -> requests("courses") == 1);
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
  void cancelledListingKeepsThePageInHandAndMarksNobodyAsGone() {
    world.sandbox("PUT", "scale", "{\"courseId\":\"long\",\"learners\":450}");
    SyncConfig config = world.node.ask(SyncContract.CREATE_CONFIG, new CreateConfig("long", null, null, 24, true,
        false));
    world.node.work();
    world.sql("UPDATE mrlearn.learners SET graphy_user_id = 'left-' || graphy_user_id WHERE progress_percent > 50");
    world.sandbox("DELETE", "requests", "");
    world.fault("{\"kind\":\"slow\",\"path\":\"learners\",\"delayMs\":300}");
    RunAccepted accepted = world.node.ask(SyncContract.RUN_CONFIG, new RunConfig(config.id(), null));
    var going = world.node.send(SyncContract.ADVANCE, world.take());
    eventually("the first page is stored", () -> world.one("SELECT next_start FROM mrlearn.sync_runs WHERE id = '"
        + accepted.runId() + "'").equals(100));
    cancel(accepted.runId());
    Run run = House.await(going);
    assertEquals(List.of("failed", "The run was cancelled."), List.of(run.status(), run.error()));
    assertTrue(run.learnersFetched() < run.learnersAtSource(), run::toString);
    assertEquals(requests("learners") * 100, run.learnersFetched(), "what was fetched is there");
    assertEquals(run.learnersFetched(), run.learnersUpserted() + run.learnersUnchanged() + run.regressionsBlocked());
    assertEquals(0L, world.one("SELECT count(*) FROM mrlearn.learners WHERE vanished_at IS NOT NULL"));
    assertEquals("cancelled", world.one("SELECT state FROM runs.run WHERE id = '" + accepted.runId() + "'"));
    assertNull(world.take(), "no slice is left");
    assertEquals("failed", world.node.ask(SyncContract.LIST_CONFIGS, new ListConfigs(null, null)).items().getFirst()
        .lastSyncStatus());
    assertEquals(1L, world.one("SELECT count(*) FROM kept.schedules"), "it is still scheduled");
    assertEquals(Failure.CONFLICT, assertThrows(FailureException.class, () -> cancel(accepted.runId())).failure());

    world.noFaults();
    Run next = world.node.run(config.id());
    assertEquals("success", next.status(), next.error());
    assertTrue(next.learnersVanished() > 0);
    world.sandbox("DELETE", "scale", "");
  }

  @Test
  void cancelledReportsAreKeptAndNotFetchedAgain() {
    SyncConfig config = world.node.create(SyncWorld.COURSE);
    world.fault("{\"kind\":\"slow\",\"path\":\"report\",\"afterRequests\":60,\"delayMs\":100}");
    var going = world.node.send(SyncContract.ADVANCE, world.take());
    eventually("a batch of reports is stored",
        () -> world.one("SELECT reports_fetched FROM mrlearn.sync_runs").equals(50));
    cancel(config.runId());
    world.clock.advance(Duration.ofSeconds(6)); // so often what was fetched is stored
    Run run = House.await(going);
    assertEquals(List.of("failed", "The run was cancelled."), List.of(run.status(), run.error()));
    assertTrue(run.reportsFetched() > 50 && run.reportsFetched() < run.learnersFetched(), run::toString);
    assertEquals(requests("report"), run.reportsFetched());
    var engines = world.node.ask(RunsContract.GET, new RunsContract.GetRun(run.id()));
    assertEquals(RunsContract.State.CANCELLED, engines.state());
    assertEquals("reports", engines.phase());
    assertEquals((long) run.reportsFetched(), engines.counts().get("reports"));

    world.noFaults();
    Run next = world.node.run(config.id());
    assertEquals("success", next.status(), next.error());
    assertEquals(run.learnersFetched() - run.reportsFetched(), next.reportsFetched());
    assertEquals(run.learnersFetched(), requests("report"));
  }

  @Test
  void queuedRunThatIsCancelledAsksNobody() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    world.sandbox("DELETE", "requests", "");
    cancel(config.runId());
    Run run = world.node.work();
    assertEquals(List.of("failed", "The run was cancelled."), List.of(run.status(), run.error()));
    assertEquals(0, requests("learners"));
    assertEquals("success", world.node.run(config.id()).status());
  }

  @Test
  void engineKeepsTheBooksOfARunByItsPhases() {
    world.node.create(SyncWorld.COURSE);
    Run run = world.node.work();
    var engines = world.node.ask(RunsContract.GET, new RunsContract.GetRun(run.id()));
    assertEquals(SyncEngine.PHASES, engines.phases());
    assertEquals("awards", engines.phase());
    assertEquals(100, engines.percent());
    assertTrue(engines.balanced());
    assertEquals(SyncRules.counts(run), engines.sums());
  }

  private static void cancel(UUID run) {
    world.node.ask(RunsContract.CANCEL, new RunsContract.CancelRun(run));
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
