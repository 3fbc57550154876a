package com.mas.domain.learning.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.domain.learning.sync.SyncContract.ChangeConfig;
import com.mas.domain.learning.sync.SyncContract.CreateConfig;
import com.mas.domain.learning.sync.SyncContract.DeleteConfig;
import com.mas.domain.learning.sync.SyncContract.GetRun;
import com.mas.domain.learning.sync.SyncContract.Learner;
import com.mas.domain.learning.sync.SyncContract.ListConfigs;
import com.mas.domain.learning.sync.SyncContract.ListCourses;
import com.mas.domain.learning.sync.SyncContract.ListRuns;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.domain.learning.sync.SyncContract.RunAccepted;
import com.mas.domain.learning.sync.SyncContract.RunConfig;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import com.mas.domain.learning.sync.SyncContract.Tick;
import com.mas.testkit.House;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyncIT {
  @AutoClose private static final SyncWorld world = new SyncWorld();

  @BeforeEach
  void calm() {
    world.noFaults();
    world.sandbox("DELETE", "requests", "");
    world.sql("""
        TRUNCATE mrlearn.sync_configs, mrlearn.sync_runs, runs.run, mrlearn.learners, mrlearn.learner_reports,
          mrlearn.courses,
          mrlearn.sync_errors, kept.slices, kept.schedules, kept.awards""");
    world.nobodyHasAnAccount();
    world.node.logIn();
  }

  @Test
  void newConfigRunsByItselfAndMirrorsTheCourse() {
    SyncConfig config = world.node.create(SyncWorld.COURSE);
    assertEquals("running", config.lastSyncStatus());
    assertNotNull(config.runId());
    assertEquals(24L, world.one("SELECT hours FROM kept.schedules"));
    Run queued = world.node.ask(SyncContract.GET_RUN, new GetRun(config.runId()));
    assertEquals("queued", queued.phase());
    assertEquals(0, queued.percent());

    Run run = world.node.work();

    assertEquals("success", run.status(), run.error());
    assertEquals("done", run.phase());
    assertEquals(100, run.percent());
    assertEquals(run.learnersAtSource(), run.learnersFetched());
    assertEquals(run.learnersFetched(), run.learnersNew());
    assertEquals(run.learnersFetched(), run.reportsFetched());
    assertEquals("manual", run.triggeredBy());
    SyncConfig after = world.node.ask(SyncContract.LIST_CONFIGS, new ListConfigs(null, null)).items().getFirst();
    assertEquals("success", after.lastSyncStatus());
    assertEquals(run.learnersFetched(), after.lastSyncLearnerCount());
    assertNull(after.runId());
    assertEquals(1, world.node.ask(SyncContract.LIST_RUNS, new ListRuns(config.id(), null, null)).total());
    Page<Learner> learners = world.node.learners(config.id(), 10, 20, null);
    assertEquals(10, learners.items().size());
    assertEquals((long) run.learnersFetched(), learners.total());
    assertTrue(learners.items().stream().anyMatch(learner -> !learner.moduleProgress().isEmpty()));
    String link = world.node.ask(SyncContract.LIST_COURSES, new ListCourses(null, null)).items().getFirst().courseUrl();
    assertTrue(link.startsWith("http://") && link.endsWith("/s/courses/" + SyncWorld.COURSE + "/take"), link);
    Page<Run> behind = world.node.ask(SyncContract.LIST_RUNS, new ListRuns(config.id(), null, 1000L));
    assertEquals(List.of(1L, 1L, (long) run.learnersFetched()), List.of(behind.total(),
        world.node.ask(SyncContract.LIST_COURSES, new ListCourses(null, 1000L)).total(),
        world.node.learners(config.id(), 10, 1000, null).total()), "behind the end the total is the same");
  }

  @Test
  void searchFindsPartsOfNamesAndAddressesAndTakesWildcardsLiterally() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    world.node.work();
    assertEquals("Asha Kulkarni", world.node.learners(config.id(), 10, 0, "sha KULK").items().getFirst().name());
    Learner asha = world.node.learners(config.id(), 10, 0, "asha.kulkarni@").items().getFirst();
    assertEquals("asha.kulkarni@learner.example", asha.emailStripped());
    assertEquals(0, world.node.learners(config.id(), 10, 0, "%").total());
    assertEquals(0, world.node.learners(config.id(), 10, 0, "' OR 1=1 --").total());
  }

  @Test
  void secondSyncChangesNothingThatHasNotChangedAndFetchesNoReport() {
    SyncConfig config = world.node.create(SyncWorld.COURSE);
    world.node.work();
    String before = world.learnersDigest();
    world.sandbox("DELETE", "requests", "");

    Run again = world.node.run(config.id());

    assertEquals("success", again.status());
    assertEquals(0, again.learnersUpserted());
    assertEquals(again.learnersFetched(), again.learnersUnchanged());
    assertEquals(0, again.reportsFetched());
    assertEquals(before, world.learnersDigest());
  }

  @Test
  void progressGoingBackwardsIsBlockedAndCounted() {
    SyncConfig config = world.node.create(SyncWorld.COURSE);
    world.node.work();
    String before = world.learnersDigest();
    world.fault("{\"kind\":\"regress\",\"percent\":30}");

    Run run = world.node.run(config.id());

    assertEquals("success", run.status());
    assertTrue(run.regressionsBlocked() > 50, run.toString());
    assertEquals(run.learnersFetched(), run.regressionsBlocked() + run.learnersUnchanged());
    assertEquals(before, world.learnersDigest());
  }

  @Test
  void movedLearnersAloneAreChangedAndReportedAgain() {
    SyncConfig config = world.node.create(SyncWorld.COURSE);
    world.node.work();
    Learner some = world.node.learners(config.id(), 1, 30, null).items().getFirst();
    world.sandbox("PUT", "progress", "{\"courseId\":\"%s\",\"userId\":\"%s\",\"percent\":100}"
        .formatted(SyncWorld.COURSE, some.graphyUserId()));

    Run run = world.node.run(config.id());

    assertEquals(1, run.learnersChanged());
    assertEquals(1, run.reportsFetched());
    Learner now = world.node.learners(config.id(), 1, 30, null).items().getFirst();
    assertEquals(100, now.progressPercent());
    assertTrue(now.moduleProgress().stream().allMatch(SyncContract.Module::completed));
  }

  @Test
  void unorderedShortAndRepeatedRowsAreStillEveryLearnerOnce() {
    world.fault("[{\"kind\":\"unordered\"},{\"kind\":\"duplicateRows\"},"
        + "{\"kind\":\"shortPage\",\"rows\":40},{\"kind\":\"missingPhones\"}]");
    SyncConfig config = world.node.create(SyncWorld.COURSE);
    Run run = world.node.work();
    assertEquals("success", run.status(), run.error());
    assertEquals(run.learnersAtSource(), run.learnersNew());
    assertEquals((long) run.learnersAtSource(), world.node.learners(config.id(), 1, 0, null).total());
  }

  @Test
  void completedModulesBecomeAwardsOnceAndOnlyForThoseWithAnAccount() {
    UUID asha = new UUID(7, 7);
    world.account("asha.kulkarni@learner.example", asha);
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    Run run = world.node.work();

    assertTrue(run.xpAwards() > 0);
    assertEquals((long) run.xpAwards(), world.one("SELECT count(DISTINCT source) FROM kept.awards"));
    assertEquals(List.of(asha),
        world.rows("SELECT DISTINCT user_id FROM kept.awards").stream().map(row -> row[0]).toList());
    assertTrue(world.one("SELECT source FROM kept.awards LIMIT 1").toString().startsWith(SyncWorld.SMALL + ":m"));

    assertEquals(0, world.node.run(config.id()).xpAwards());
    assertEquals((long) run.xpAwards(), world.one("SELECT count(*) FROM kept.awards"));
  }

  @Test
  void modulesCompletedBeforeTheAccountExistedAreAwardedByTheNextRun() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    assertEquals(0, world.node.work().xpAwards());
    world.account("asha.kulkarni@learner.example", new UUID(7, 7));
    Run later = world.node.run(config.id());
    assertTrue(later.xpAwards() > 0);
    assertEquals(0, later.reportsFetched());
  }

  @Test
  void expiredSessionIsRenewedInMidRunByTheStoredPassword() {
    SyncConfig config = world.node.create(SyncWorld.COURSE);
    world.fault("{\"kind\":\"expire\",\"path\":\"learners\",\"afterRequests\":1}");
    Run run = world.node.work();
    assertEquals("success", run.status(), run.error());
    assertEquals((long) run.learnersFetched(), world.node.learners(config.id(), 1, 0, null).total());
  }

  @Test
  void refusedLoginEndsTheRunDisablesTheConfigAndRemovesItsSchedule() {
    SyncConfig config = world.node.create(SyncWorld.COURSE);
    world.fault("{\"kind\":\"status\",\"status\":401,\"path\":\"learners\",\"page\":100}");
    Run run = world.node.work();
    assertEquals("unauthenticated", run.status());
    assertTrue(run.error().contains("sign in"), run.error());
    assertEquals(100, run.learnersFetched());
    SyncConfig after = world.node.ask(SyncContract.LIST_CONFIGS, new ListConfigs(null, null)).items().getFirst();
    assertFalse(after.enabled());
    assertEquals("unauthenticated", after.lastSyncStatus());
    assertNull(after.nextSyncAt());
    assertEquals(0L, world.one("SELECT count(*) FROM kept.schedules"));
    assertEquals(config.id(), after.id());
  }

  @Test
  void refusedPasswordIsTriedOnceAndNeverAgainByItself() {
    SyncConfig config = world.node.create(SyncWorld.COURSE);
    world.fault("[{\"kind\":\"expire\",\"path\":\"learners\"},"
        + "{\"kind\":\"status\",\"status\":401,\"path\":\"authenticate\"}]");
    assertEquals("unauthenticated", world.node.work().status());
    world.sandbox("DELETE", "requests", "");
    assertEquals("unauthenticated", world.node.run(config.id()).status());
    assertFalse(world.sandbox("GET", "requests", "").encode().contains("/s/authenticate"));
  }

  @Test
  void tooManyRequestsAreWaitedForAsTheProviderAsks() {
    world.node.create(SyncWorld.COURSE);
    world.fault("{\"kind\":\"status\",\"status\":429,\"retryAfter\":0,\"path\":\"learners\",\"page\":100,\"times\":1}");
    assertEquals("success", world.node.work().status());
  }

  @Test
  void tooManyRequestsForTooLongEndTheRun() {
    world.node.create(SyncWorld.COURSE);
    world.fault("{\"kind\":\"status\",\"status\":429,\"retryAfter\":3600,\"path\":\"learners\",\"page\":100}");
    Run run = world.node.work();
    assertEquals("failed", run.status());
    assertEquals("Graphy asks for fewer requests.", run.error());
  }

  @Test
  void truncatedPageIsTriedAgainAndKeptWithTheRunsErrors() {
    world.node.create(SyncWorld.COURSE);
    world.fault("{\"kind\":\"truncated\",\"path\":\"learners\",\"page\":100,\"times\":1}");
    Run run = world.node.work();
    assertEquals("success", run.status(), run.error());
    assertEquals("100", run.errors().getFirst().position());
    assertTrue(world.one("SELECT excerpt FROM mrlearn.sync_errors").toString().startsWith("{\"total\""));
  }

  @Test
  void pageThatStaysTruncatedMakesTheRunIncompleteAndNeverUnauthenticated() {
    world.node.create(SyncWorld.COURSE);
    world.fault("{\"kind\":\"truncated\",\"path\":\"learners\",\"page\":0}");
    Run run = world.node.work();
    assertEquals("incomplete", run.status(), run.error());
    assertEquals(1, run.pagesFailed());
    assertTrue(run.learnersFetched() < run.learnersAtSource());
  }

  @Test
  void providerThatDoesNotAnswerFailsTheRunAndNothingElse() {
    SyncConfig config = world.node.create(SyncWorld.COURSE);
    world.fault("{\"kind\":\"hang\",\"path\":\"courses\"}");
    Run run = world.join(Duration.ofMinutes(10), Duration.ofMillis(1_500)).work();
    assertEquals("failed", run.status());
    assertEquals("Graphy did not answer within 1 s.", run.error());
    world.noFaults();
    assertEquals("success", world.node.run(config.id()).status());
  }

  @Test
  void oneLearnersReportThatFailsIsCountedAndTheRunGoesOn() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    world.fault("{\"kind\":\"truncated\",\"path\":\"report\",\"afterRequests\":3,\"times\":1}");
    Run run = world.node.work();
    assertEquals("success", run.status());
    assertEquals(1, run.reportsFailed());
    assertEquals(run.learnersFetched() - 1, run.reportsFetched());
    Run next = world.node.run(config.id());
    assertEquals(1, next.reportsFetched());
  }

  @Test
  void authenticationFailureAmongReportsStopsAtTheFirst() {
    world.node.create(SyncWorld.SMALL);
    world.fault("{\"kind\":\"status\",\"status\":401,\"path\":\"report\",\"afterRequests\":5}");
    Run run = world.node.work();
    assertEquals("unauthenticated", run.status());
    assertEquals(0, run.reportsFailed());
  }

  @Test
  void sliceThatIsOverLeavesTheRestToTheNext() {
    SyncWorld.Node hasty = world.join(Duration.ZERO, Duration.ofSeconds(20));
    SyncConfig config = world.node.create(SyncWorld.COURSE);
    Run run = hasty.work();
    assertEquals("success", run.status(), run.error());
    assertTrue((Integer) world.one("SELECT slice FROM runs.run") > 100);
    assertEquals(run.learnersFetched(), run.reportsFetched());
    assertEquals(0, world.node.run(config.id()).learnersUpserted());
  }

  @Test
  void duplicateConfigIsAConflictThatShowsTheExistingOne() {
    SyncConfig config = world.node.create(SyncWorld.COURSE);
    FailureException refused = assertThrows(FailureException.class, () -> world.node.create(SyncWorld.COURSE));
    assertEquals(Failure.CONFLICT, refused.failure());
    assertTrue(refused.detail().data().toString().contains(config.id().toString()));
  }

  @Test
  void unknownCourseIsUnprocessableAndLeavesNothingBehind() {
    FailureException refused = assertThrows(FailureException.class, () -> world.node.create("no-such-course"));
    assertEquals(Failure.UNPROCESSABLE, refused.failure());
    assertEquals(0L, world.one("SELECT count(*) FROM mrlearn.sync_configs"));
    assertEquals(0L, world.one("SELECT count(*) FROM kept.slices"));
  }

  @Test
  void intervalIsBroughtIntoItsBounds() {
    SyncConfig config = world.node.ask(SyncContract.CREATE_CONFIG, new CreateConfig(SyncWorld.SMALL, "T", null, 0,
        false, null));
    assertEquals(1, config.intervalHours());
    assertEquals("idle", config.lastSyncStatus());
    assertEquals(0L, world.one("SELECT count(*) FROM kept.schedules"));
    SyncConfig changed = world.node.ask(SyncContract.CHANGE_CONFIG, new ChangeConfig(config.id(), null,
        Change.none(), 9_999,
        true, null, null, null, null, null));
    assertEquals(720, changed.intervalHours());
    assertEquals(720L, world.one("SELECT hours FROM kept.schedules"));
    world.node.ask(SyncContract.CHANGE_CONFIG, new ChangeConfig(config.id(), null, Change.none(), null, false,
        null, null, null, null, null));
    assertEquals(0L, world.one("SELECT count(*) FROM kept.schedules"));
  }

  @Test
  void ofTwoAdminsWhoStartAtOnceOneIsToldOfTheOthersRun() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    world.node.work();
    SyncWorld.Node other = world.join();
    var one = world.node.send(SyncContract.RUN_CONFIG, new RunConfig(config.id(), null));
    var two = other.send(SyncContract.RUN_CONFIG, new RunConfig(config.id(), null));
    int refusals = 0;
    RunAccepted accepted = null;
    for (var answer : List.of(one, two)) {
      try {
        accepted = House.await(answer);
      } catch (FailureException e) {
        assertEquals(Failure.ALREADY_RUNNING, e.failure());
        refusals++;
      }
    }
    assertEquals(1, refusals);
    assertNotNull(accepted);
    assertEquals(1L, world.one("SELECT count(*) FROM mrlearn.sync_runs WHERE status = 'running'"));
    world.node.work();
  }

  @Test
  void anotherPlatformsConfigsAndRunsAreNotFound() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    world.node.work();
    for (var ask : List.of(
        world.node.bus.send(world.node.admin("other"), SyncContract.RUN_CONFIG, new RunConfig(config.id(), null)),
        world.node.bus.send(world.node.admin("other"), SyncContract.GET_RUN, new GetRun(config.runId())),
        world.node.bus.send(world.node.admin("other"), SyncContract.DELETE_CONFIG, new DeleteConfig(config.id(),
            true)))) {
      assertEquals(Failure.NOT_FOUND, assertThrows(FailureException.class, () -> House.await(ask)).failure());
    }
  }

  @Test
  void deletingKeepsLearnersUnlessAskedToPurge() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    world.node.work();
    world.node.ask(SyncContract.DELETE_CONFIG, new DeleteConfig(config.id(), null));
    assertTrue((Long) world.one("SELECT count(*) FROM mrlearn.learners") > 0);
    SyncConfig again = world.node.create(SyncWorld.SMALL);
    assertEquals(0, world.node.work().learnersUpserted());
    assertTrue(world.node.ask(SyncContract.DELETE_CONFIG, new DeleteConfig(again.id(), true)).learnersDeleted() > 0);
    assertEquals(0L, world.one("SELECT count(*) FROM mrlearn.learners"));
    assertEquals(0L, world.one("SELECT count(*) FROM mrlearn.learner_reports"));
  }

  @Test
  void tickStartsARunUnlessOneIsUnderWayOrTheConfigIsOff() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    assertNull(world.node.ask(SyncContract.TICK, new Tick(config.id())).runId());
    world.node.work();
    assertNotNull(world.node.ask(SyncContract.TICK, new Tick(config.id())).runId());
    assertEquals("scheduled", world.node.work().triggeredBy());
    world.node.ask(SyncContract.CHANGE_CONFIG, new ChangeConfig(config.id(), null, Change.none(), null, false,
        null, null, null, null, null));
    assertNull(world.node.ask(SyncContract.TICK, new Tick(config.id())).runId());
    assertNull(world.node.ask(SyncContract.TICK, new Tick(UUID.randomUUID())).runId());
  }
}
