package com.mas.domain.learning.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.learning.sync.SyncContract.ChangeConfig;
import com.mas.domain.learning.sync.SyncContract.CreateConfig;
import com.mas.domain.learning.sync.SyncContract.DeleteConfig;
import com.mas.domain.learning.sync.SyncContract.Learner;
import com.mas.domain.learning.sync.SyncContract.ListConfigs;
import com.mas.domain.learning.sync.SyncContract.ListRuns;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that is away, asks for patience or has never heard of somebody, and what administrators do meanwhile. */
class ProviderAwayIT {
  @AutoClose private static final SyncWorld world = new SyncWorld();

  @BeforeEach
  void begin() {
    world.noFaults();
    world.sql("""
        TRUNCATE mrlearn.sync_configs, mrlearn.learners, mrlearn.learner_reports, mrlearn.sync_runs, runs.run,
          mrlearn.courses, mrlearn.sync_errors, kept.slices, kept.schedules, kept.awards""");
    world.nobodyHasAnAccount();
    world.node.logIn();
  }

  @AfterEach
  void end() {
    world.noFaults();
  }

  private static SyncConfig config() {
    return world.node.ask(SyncContract.LIST_CONFIGS, new ListConfigs(null, null)).items().getFirst();
  }

  @Test
  void tooManyRequestsPutTheRestOffForAsLongAsTheProviderAsks() {
    world.fault("[{\"kind\":\"status\",\"status\":429,\"retryAfter\":90,\"path\":\"learners\",\"page\":100,"
        + "\"times\":1},"
        + "{\"kind\":\"status\",\"status\":429,\"retryAfter\":90,\"path\":\"report\",\"times\":1}]");
    world.node.create(SyncWorld.COURSE);
    Run run = world.node.work();
    assertEquals("success", run.status(), run.error());
    assertEquals(run.learnersAtSource(), run.learnersFetched());
    assertEquals(run.reportsDue(), run.reportsFetched());
    assertTrue((Long) world.one("SELECT count(*) FROM kept.slices") >= 3, "each time the rest was put off");
  }

  /** The login works, so that no administrator has to sign in: the provider is away, and the next run tries again. */
  @Test
  void aPageForPeopleBehindALoginThatWorksIsNoRefusal() {
    for (String fault : List.of("{\"kind\":\"maintenance\",\"status\":200,\"path\":\"learners\",\"page\":100}",
        "{\"kind\":\"redirect\",\"path\":\"learners\",\"page\":100}")) {
      begin();
      world.node.create(SyncWorld.COURSE);
      world.fault(fault);
      Run run = world.node.work();
      assertEquals("incomplete", run.status(), fault);
      SyncConfig after = config();
      assertTrue(after.enabled());
      assertEquals(1L, world.one("SELECT count(*) FROM kept.schedules"));
    }
  }

  @Test
  void aConfigCanBeMadeWhileTheProviderIsAway() {
    world.fault("{\"kind\":\"status\",\"status\":503,\"retryAfter\":0}");
    SyncConfig made = world.node.ask(SyncContract.CREATE_CONFIG, disabled(null));
    assertEquals(SyncWorld.SMALL, made.courseTitle());
    assertFalse(made.enabled());
    world.noFaults();
    Run run = world.node.run(made.id());
    assertEquals("success", run.status(), run.error());
  }

  @Test
  void aBatchMustBeThereAndCanBeTakenOff() {
    UUID nowhere = UUID.randomUUID();
    assertEquals(Failure.NOT_FOUND, assertThrows(FailureException.class, () -> world.node.ask(
        SyncContract.CREATE_CONFIG, disabled(nowhere))).failure());
    SyncConfig made = world.node.ask(SyncContract.CREATE_CONFIG, disabled(null));
    assertEquals(Failure.NOT_FOUND, assertThrows(FailureException.class, () -> change(made, Change.to(nowhere)))
        .failure());
    UUID batch = UUID.randomUUID();
    world.sql("UPDATE mrlearn.sync_configs SET batch_id = '" + batch + "'");
    assertEquals(batch, change(made, Change.none()).batchId());
    assertEquals(null, change(made, Change.to(null)).batchId());
  }

  private static CreateConfig disabled(UUID batch) {
    return new CreateConfig(SyncWorld.SMALL, null, batch, 24, false, true);
  }

  private static SyncConfig change(SyncConfig config, Change<UUID> batch) {
    return world.node.ask(SyncContract.CHANGE_CONFIG, new ChangeConfig(config.id(), "Another title", batch, null, null,
        null, null, null, null, null));
  }

  @Test
  void aPageForPeopleRefusesNobodyAndTheNextRunSucceeds() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    world.fault("{\"kind\":\"redirect\"}");
    Run run = world.node.work();
    assertEquals("failed", run.status(), run.error());
    assertTrue(run.percent() < 100, "a listing that failed at once is not done");
    assertTrue(config().enabled(), "the password was not refused");
    world.noFaults();
    assertEquals("success", world.node.run(config.id()).status());
  }

  @Test
  void aLoginSwitchesOnWhatARefusalHasSwitchedOff() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    world.node.work();
    world.sql("UPDATE mrlearn.sync_configs SET enabled = false, last_sync_status = 'unauthenticated';"
        + " TRUNCATE kept.schedules");
    world.node.logIn();
    assertTrue(config().enabled());
    assertEquals("idle", config().lastSyncStatus());
    assertEquals(24L, world.one("SELECT hours FROM kept.schedules"));
    world.sql("UPDATE mrlearn.sync_configs SET enabled = false");
    world.node.logIn();
    assertFalse(config().enabled(), "what an administrator has switched off stays off");
    assertEquals(config.id(), config().id());
  }

  @Test
  void theRunsOfADeletedConfigAreListedToItsTenant() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    world.node.work();
    world.node.ask(SyncContract.DELETE_CONFIG, new DeleteConfig(config.id(), null));
    assertEquals(1, world.node.ask(SyncContract.LIST_RUNS, new ListRuns(config.id(), null, null)).total());
    assertEquals(Failure.NOT_FOUND, assertThrows(FailureException.class, () -> world.node.ask(SyncContract.LIST_RUNS,
        new ListRuns(UUID.randomUUID(), null, null))).failure());
  }

  @Test
  void theListOfAllUsersIsReadOnceADayForThoseWhoHaveNoPhoneThere() {
    world.fault("{\"kind\":\"missingPhones\"}");
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    world.node.work();
    assertTrue((Long) world.one("SELECT count(*) FROM mrlearn.learners WHERE mobile IS NULL") > 0);
    assertEquals(0, usersAsked(config));
    world.sql("UPDATE mrlearn.learners SET phone_looked_at = phone_looked_at - interval '2 days'");
    assertTrue(usersAsked(config) > 0);
  }

  private static int usersAsked(SyncConfig config) {
    world.sandbox("DELETE", "requests", "");
    assertEquals("success", world.node.run(config.id()).status());
    return world.sandbox("GET", "requests", "").encode().split("/t/api/user/get", -1).length - 1;
  }

  @Test
  void rowsForDemonstrationAndVanishedOnesAreCountedApart() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    Run first = world.node.work();
    world.sql("""
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, name, enrolment_status,
          progress_percent, total_time_seconds, is_completed, vanished_at, created_at, updated_at)
        SELECT gen_random_uuid(), tenant, graphy_course_id, kind || '-1', 'Z', kind, 10, 0, false, now(), now(), now()
        FROM mrlearn.sync_configs, unnest(ARRAY['demo', 'gone']) AS kind""");
    Run again = world.node.run(config.id());
    assertEquals(1, again.learnersVanished());
    assertEquals(first.learnersFetched(), config().lastSyncLearnerCount());
    List<Learner> learners = world.node.learners(config.id(), 200, 0, "z").items().stream()
        .filter(learner -> learner.graphyUserId().endsWith("-1")).toList();
    assertEquals(List.of("demo-1 true false", "gone-1 false true"), learners.stream()
        .map(learner -> learner.graphyUserId() + " " + learner.demo() + " " + learner.vanished()).sorted().toList());
  }
}
