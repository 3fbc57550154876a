package com.mas.domain.learning.sync;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Asked;
import com.mas.bus.Call;
import com.mas.bus.Change;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.AddCourse;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
import com.mas.domain.learning.education.EducationContract.MappedCourses;
import com.mas.domain.learning.education.EducationContract.Provider;
import com.mas.domain.learning.sync.SyncContract.ChangeConfig;
import com.mas.domain.learning.sync.SyncContract.ChangeCron;
import com.mas.domain.learning.sync.SyncContract.CreateConfig;
import com.mas.domain.learning.sync.SyncContract.DeleteConfig;
import com.mas.domain.learning.sync.SyncContract.FindNewStudents;
import com.mas.domain.learning.sync.SyncContract.GetCron;
import com.mas.domain.learning.sync.SyncContract.GetRun;
import com.mas.domain.learning.sync.SyncContract.KeepReminders;
import com.mas.domain.learning.sync.SyncContract.LastReminder;
import com.mas.domain.learning.sync.SyncContract.ListConfigs;
import com.mas.domain.learning.sync.SyncContract.NewStudentCron;
import com.mas.domain.learning.sync.SyncContract.PickBatches;
import com.mas.domain.learning.sync.SyncContract.Queued;
import com.mas.domain.learning.sync.SyncContract.RefreshAll;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.domain.learning.sync.SyncContract.RunConfig;
import com.mas.domain.learning.sync.SyncContract.SyncBatch;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import com.mas.domain.learning.sync.SyncContract.SyncCourses;
import com.mas.testkit.House;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fast runs, lists that move, vanished learners, phones, notices, and many courses at once. */
class WholeSyncIT {
  private static final AtomicInteger COURSES = new AtomicInteger();

  @AutoClose private static final SyncWorld world = new SyncWorld();

  private final String course = "made-" + COURSES.incrementAndGet();

  @BeforeEach
  void calm() {
    world.noFaults();
    world.sandbox("DELETE", "scale", "");
    world.sandbox("DELETE", "requests", "");
    world.sql("""
        TRUNCATE mrlearn.sync_configs, mrlearn.sync_runs, runs.run, mrlearn.sync_pages, mrlearn.learners,
          mrlearn.learner_reports,
          mrlearn.courses, mrlearn.sync_errors, mrlearn.new_student_crons, kept.slices, kept.schedules, kept.awards,
          kept.notices""");
    world.nobodyHasAnAccount();
    world.node.logIn();
  }

  @Test
  void fastRunStopsAtKnownLearnersAndAsksForReportsOfTheNewOnly() {
    scale(250);
    SyncConfig config = world.node.create(course);
    world.node.work();
    scale(257);
    world.sandbox("DELETE", "requests", "");
    world.node.ask(SyncContract.RUN_CONFIG, new RunConfig(config.id(), true));
    Run run = world.node.work();
    assertEquals("success", run.status(), run.error());
    assertTrue(run.fast() && run.stoppedEarly(), run.toString());
    assertEquals(7, run.learnersNew());
    assertEquals(7, run.reportsFetched());
    assertEquals(1, requests("learners"));
    assertEquals(7, requests("report"));
    assertEquals(0, run.learnersVanished());
  }

  @Test
  void whoLeftTheCourseIsCountedMarkedAndFoundAgain() {
    scale(230);
    SyncConfig config = world.node.create(course);
    assertBalanced(world.node.work(), 230);
    scale(221);
    Run fewer = world.node.run(config.id());
    assertBalanced(fewer, 221);
    assertEquals(9, fewer.learnersVanished());
    assertEquals(9L, world.one("SELECT count(*) FROM mrlearn.shared_learners WHERE vanished_at IS NOT NULL"));
    assertEquals(0, world.node.run(config.id()).learnersUpserted(), "they are marked once");
    scale(230);
    Run again = world.node.run(config.id());
    assertBalanced(again, 230);
    assertEquals(0, again.learnersNew());
    assertEquals(0, again.learnersVanished());
    assertEquals(0L, world.one("SELECT count(*) FROM mrlearn.learners WHERE vanished_at IS NOT NULL"));
  }

  @Test
  void listThatGrowsWhileItIsReadIsToppedUp() {
    Run run = scaledWhileRead(250, 258);
    assertBalanced(run, 258);
    assertTrue(run.learnersRepeated() > 0, run.toString());
    assertEquals(0L, world.one("SELECT count(*) FROM mrlearn.sync_pages"), "pages are forgotten at the end");
  }

  @Test
  void listThatShrinksWhileItIsReadIsReadAgainAsAWhole() {
    Run run = scaledWhileRead(350, 320);
    assertEquals("success", run.status(), run.error());
    assertEquals(320, run.learnersAtSource());
    assertTrue(run.learnersRepeated() >= 100, run.toString());
    assertEquals(320L, world.one("SELECT count(*) FROM mrlearn.learners WHERE vanished_at IS NULL"));
  }

  @Test
  void phonesComeFromTheAccountThenFromTheProvidersListAndAreNeverReplaced() {
    world.account("asha.kulkarni@learner.example", new UUID(7, 7), "+919811111111", true);
    SyncConfig config = world.node.ask(SyncContract.CREATE_CONFIG, new CreateConfig(SyncWorld.SMALL, null, null, null,
        true, false));
    Run run = world.node.work();
    assertEquals("success", run.status(), run.error());
    assertTrue(run.phonesFilled() > 1, run.toString());
    String asha = "SELECT mobile FROM mrlearn.learners WHERE email_stripped = 'asha.kulkarni@learner.example'";
    assertEquals("+919811111111", world.one(asha));
    world.sql("UPDATE identity.users SET phone = '+919822222222'");
    assertEquals(0, world.node.run(config.id()).learnersUpserted());
    assertEquals("+919811111111", world.one(asha));
  }

  @Test
  void phonesAreKeptAsTheyAreDialledAndNoAccountsUnclearOneIsCopied() {
    world.account("asha.kulkarni@learner.example", new UUID(7, 7), "6591234567", true);
    world.node.create(SyncWorld.SMALL);
    assertEquals("success", world.node.work().status());
    assertEquals(0L, world.one("SELECT count(*) FROM mrlearn.learners WHERE mobile !~ '^\\+91[0-9]{10}$'"));
    assertTrue((Long) world.one("SELECT count(*) FROM mrlearn.learners WHERE mobile IS NOT NULL") > 1);
  }

  @Test
  void listOfUsersThatCannotBeReadHoldsNothingUp() {
    world.fault("{\"kind\":\"truncated\",\"path\":\"users\"}");
    world.node.create(SyncWorld.SMALL);
    Run run = world.node.work();
    assertEquals("success", run.status(), run.error());
    assertTrue(run.errors().stream().anyMatch(error -> error.phase().equals("phones")), run.toString());
  }

  @Test
  void firstCompletionIsToldOnceAndOnlyToWhoHasAnAccount() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    world.node.work();
    assertEquals(0L, world.one("SELECT count(*) FROM kept.notices"));
    UUID asha = new UUID(7, 7);
    world.account("asha.kulkarni@learner.example", asha);
    String id = (String) world.one("""
        SELECT graphy_user_id FROM mrlearn.learners WHERE email_stripped = 'asha.kulkarni@learner.example'""");
    world.sandbox("PUT", "progress", new JsonObject().put("courseId", SyncWorld.SMALL).put("userId", id)
        .put("percent", 100).encode());
    Run run = world.node.run(config.id());
    assertEquals(1, run.completionNotices(), run.toString());
    assertEquals(asha, world.one("SELECT user_id FROM kept.notices"));
    assertEquals(0, world.node.run(config.id()).completionNotices());
    assertEquals(1L, world.one("SELECT count(*) FROM kept.notices"));
  }

  @Test
  void twoLearnersWithOneAddressInOneRunAreTwoLearnersAndOnePersonIsAwardedAndToldOnce() {
    UUID neha = new UUID(7, 8);
    world.account("neha.sharma@learner.example", neha);
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    world.node.work();
    List<Object[]> nehas = world.rows("""
        SELECT graphy_user_id, email FROM mrlearn.learners WHERE email_stripped = 'neha.sharma@learner.example'""");
    assertEquals(2, nehas.size());
    world.sql("TRUNCATE kept.awards, kept.notices");
    nehas.forEach(each -> world.sandbox("PUT", "progress", new JsonObject().put("courseId", SyncWorld.SMALL)
        .put("userId", each[0]).put("percent", 100).encode()));
    Run run = world.node.run(config.id());
    assertEquals("success", run.status(), run.error());
    assertEquals(2, run.learnersCompleted(), run.toString());
    assertEquals(2L, world.one("""
        SELECT count(*) FROM mrlearn.learners
        WHERE email_stripped = 'neha.sharma@learner.example' AND is_completed"""));
    assertTrue((Long) world.one("SELECT count(*) FROM kept.awards") > 0);
    assertEquals(world.one("SELECT count(DISTINCT source) FROM kept.awards"),
        world.one("SELECT count(*) FROM kept.awards"));
    assertEquals(1L, world.one("SELECT count(*) FROM kept.notices"));
  }

  @Test
  void aLearnerWithoutAnAddressIsMirroredReportedAndBelongsToNobody() {
    world.sandbox("PUT", "scale", "{\"courseId\":\"" + course + "\",\"learners\":120}");
    world.fault("{\"kind\":\"missingEmails\"}");
    world.account("", new UUID(7, 9));
    world.sql("TRUNCATE mrlearn.learner_changes");
    world.node.create(course);
    Run run = world.node.work();
    assertBalanced(run, 120);
    assertEquals(120, run.reportsFetched());
    assertEquals(0, run.xpAwards() + run.completionNotices());
    assertEquals(120L, world.one("SELECT count(*) FROM mrlearn.learners WHERE email IS NULL AND report_due = false"));
    assertEquals(0L, world.one("SELECT count(*) FROM mrlearn.learner_changes"));
  }

  @Test
  void aRunTellsItsPageItsPercentAndItsEstimateByTheBus() {
    world.sandbox("PUT", "scale", "{\"courseId\":\"" + course + "\",\"learners\":330}");
    List<Run> told = new CopyOnWriteArrayList<>();
    var listening = world.node.bus.observe(SyncContract.RUN_PROGRESSED, told::add);
    world.fault("{\"kind\":\"slow\",\"path\":\"learners\",\"page\":200,\"delayMs\":700,\"times\":1}");
    SyncConfig config = world.node.create(course);
    var going = world.node.send(SyncContract.ADVANCE, world.take());
    eventually("two pages are stored", () -> world.one("SELECT next_start FROM mrlearn.sync_runs").equals(200));
    world.clock.advance(java.time.Duration.ofSeconds(10));
    Run shown = world.node.ask(SyncContract.GET_RUN, new GetRun(config.runId()));
    assertEquals(2, shown.page());
    assertEquals(4, shown.pages());
    assertTrue(shown.percent() > 0 && shown.percent() < 10, shown.toString());
    assertTrue(shown.etaSeconds() > 10, shown.toString());
    House.await(going);
    House.await(listening.unregister());
    assertEquals(100, told.getLast().percent());
    assertEquals("success", told.getLast().status());
    double before = 0;
    for (Run run : told) {
      assertTrue(run.percent() >= before, "it never goes back: " + run);
      before = run.percent();
    }
  }

  @Test
  void manyCoursesAtOnceAreMadeRunAndUnknownOnesSaid() {
    Queued first = world.node.ask(SyncContract.SYNC_COURSES, new SyncCourses(List.of(SyncWorld.SMALL, "no-such",
        SyncWorld.SMALL), null, 0, null));
    assertEquals(List.of("created", "unknown"), first.courses().stream().map(each -> each.outcome()).toList());
    assertEquals(1, first.created());
    assertEquals(1L, world.one("SELECT hours FROM kept.schedules"));
    Queued second = world.node.ask(SyncContract.SYNC_COURSES, new SyncCourses(List.of(SyncWorld.SMALL), null, null,
        null));
    assertEquals("running", second.courses().getFirst().outcome());
    assertEquals(first.courses().getFirst().runId(), second.courses().getFirst().runId());
    world.node.work();
    Queued refreshed = world.node.ask(SyncContract.REFRESH_ALL, new RefreshAll(null));
    assertEquals(1, refreshed.queued());
    assertTrue(world.node.work().fast());
  }

  @Test
  void batchSyncsItsCoursesGivesThemItselfAndGetsTheirAddress() {
    Batch batch = world.node.ask(EducationContract.BATCHES_CREATE, Asked.with(CreateBatch.class, "code", "B-" + course,
        "name", "Batch", "startsOn", LocalDate.parse("2026-01-05")));
    Queued nothing = world.node.ask(SyncContract.SYNC_BATCH, new SyncBatch(batch.id()));
    assertEquals("nothing", nothing.outcome());
    for (String mapped : List.of(SyncWorld.SMALL, SyncWorld.COURSE)) {
      world.node.ask(EducationContract.COURSES_ADD, new AddCourse(batch.id(), Provider.MRLEARN, mapped, null, null,
          null));
    }
    SyncConfig there = world.node.ask(SyncContract.CREATE_CONFIG, new CreateConfig(SyncWorld.SMALL, null, null, null,
        false, false));
    Queued queued = world.node.ask(SyncContract.SYNC_BATCH, new SyncBatch(batch.id()));
    assertEquals(2, queued.queued());
    assertEquals(1, queued.created());
    assertEquals(2L, world.one("SELECT count(*) FROM mrlearn.sync_configs WHERE batch_id = '" + batch.id() + "'"));
    assertNotNull(queued.courses().stream().filter(each -> each.configId().equals(there.id())).findFirst().orElseThrow()
        .runId());
    world.node.work();
    eventually("the mappings have their course's address", () -> world.node.ask(EducationContract.COURSES_MAPPED,
        new MappedCourses(batch.id(), null)).courses().stream()
        .allMatch(mapped -> mapped.courseUrl() != null && mapped.courseUrl().startsWith("http://")
            && mapped.courseUrl().endsWith("/s/courses/" + mapped.externalCourseId() + "/take")));
    assertTrue(world.node.ask(SyncContract.PICK_BATCHES, new PickBatches("B-" + course, null, null)).items().stream()
        .anyMatch(choice -> choice.id().equals(batch.id()) && choice.courses() == 2));
  }

  @Test
  void searchForNewStudentsFollowsItsSettingsAndSurvivesARestart() {
    assertEquals(new NewStudentCron(false, 6), world.node.ask(SyncContract.GET_CRON, new GetCron()));
    assertEquals(new NewStudentCron(true, 720), world.node.ask(SyncContract.CHANGE_CRON, new ChangeCron(true, 9_999)));
    assertEquals(720L, world.one("SELECT hours FROM kept.schedules"));
    world.sql("TRUNCATE kept.schedules");
    world.join();
    assertEquals(720L, world.one("SELECT hours FROM kept.schedules"), "a node that starts puts it right");
    world.node.create(SyncWorld.SMALL);
    world.node.work();
    Queued found = world.node.ask(SyncContract.FIND_NEW_STUDENTS, new FindNewStudents());
    assertEquals(1, found.queued());
    Run run = world.node.work();
    assertEquals("scheduled", run.triggeredBy());
    assertTrue(run.fast());
    assertFalse(world.node.ask(SyncContract.CHANGE_CRON, new ChangeCron(false, null)).enabled());
    assertEquals(0L, world.one("SELECT count(*) FROM kept.schedules WHERE hours = 720"));
  }

  /** An administrator of one school changed the search of all. */
  @Test
  void eachTenantLooksForNewStudentsWhenItSays() {
    world.node.create(SyncWorld.SMALL);
    world.node.work();
    world.sql("TRUNCATE kept.schedules");
    world.node.ask(SyncContract.CHANGE_CRON, new ChangeCron(true, 3));
    String hours = "SELECT hours FROM kept.schedules WHERE config_id = '";
    assertEquals(3L, world.one(hours + TestOutbox.newStudents(SyncWorld.TENANT) + "'"));
    Call other = world.node.call("another-school", null);
    assertEquals(new NewStudentCron(false, 6), world.node.ask(other, SyncContract.GET_CRON, new GetCron()));
    assertEquals(new NewStudentCron(true, 9), world.node.ask(other, SyncContract.CHANGE_CRON, new ChangeCron(true, 9)));
    assertEquals(9L, world.one(hours + TestOutbox.newStudents("another-school") + "'"));
    assertEquals(new NewStudentCron(true, 3), world.node.ask(SyncContract.GET_CRON, new GetCron()));
    assertEquals(0, world.node.ask(other, SyncContract.FIND_NEW_STUDENTS, new FindNewStudents()).queued());
    assertEquals(0, world.node.ask(world.node.call(null, null), SyncContract.FIND_NEW_STUDENTS, new FindNewStudents())
        .queued(), "those who have said when are left out of the search for all others");
    assertEquals(1, world.node.ask(SyncContract.FIND_NEW_STUDENTS, new FindNewStudents()).queued());
    world.node.work();
    world.sql("TRUNCATE mrlearn.new_student_crons");
    assertEquals(1, world.node.ask(world.node.call(null, null), SyncContract.FIND_NEW_STUDENTS, new FindNewStudents())
        .queued());
  }

  @Test
  void remindersSettingsOfAConfigAreBroughtIntoTheirBounds() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    assertFalse(config.reminderEnabled());
    assertEquals(168, config.reminderIntervalHours());
    SyncConfig changed = world.node.ask(SyncContract.CHANGE_CONFIG, new ChangeConfig(config.id(), null,
        Change.none(), null,
        null, null, true, 0, 101, " nudge "));
    assertTrue(changed.reminderEnabled());
    assertEquals(1, changed.reminderIntervalHours());
    assertEquals(100, changed.reminderSkipAboveProgress());
    assertEquals("nudge", changed.reminderTemplateName());
    assertEquals(true, world.one("SELECT reminder_enabled FROM mrlearn.shared_configs"));
    assertEquals(config.id(), world.one("SELECT config_id FROM kept.changed"), "who reminds is told");
    assertEquals(new LastReminder("idle", null, null, null, null, null, null), changed.lastReminder());
    Instant then = Instant.parse("2026-03-01T00:00:00Z");
    LastReminder last = new LastReminder("partial", new UUID(2, 2), then, 0, 0, 0, null);
    world.node.ask(SyncContract.KEEP_REMINDERS, new KeepReminders(config.id(), last, then));
    world.node.ask(SyncContract.KEEP_REMINDERS, new KeepReminders(config.id(), new LastReminder("running",
        new UUID(2, 2), then, 0, 0, 0, null), then.minusSeconds(1)));
    assertEquals(last,
        world.node.ask(SyncContract.LIST_CONFIGS, new ListConfigs(null, null)).items().getFirst().lastReminder());
    world.node.work();
    world.node.ask(SyncContract.DELETE_CONFIG, new DeleteConfig(config.id(), true));
    assertEquals(config.id(), world.one("SELECT config_id FROM kept.forgotten"), "the reminders' logs go, too");
  }

  private Run scaledWhileRead(int before, int after) {
    scale(before);
    SyncConfig config = world.node.create(course);
    world.fault("{\"kind\":\"slow\",\"path\":\"learners\",\"page\":200,\"delayMs\":700,\"times\":1}");
    var going = world.node.send(SyncContract.ADVANCE, world.take());
    eventually("two pages are stored", () -> world.one("SELECT next_start FROM mrlearn.sync_runs").equals(200));
    scale(after);
    Run run = House.await(going);
    assertEquals(config.id(), run.syncConfigId());
    return run;
  }

  private void assertBalanced(Run run, int atSource) {
    assertEquals("success", run.status(), run.toString());
    assertNull(run.error());
    assertEquals(atSource, run.learnersAtSource());
    assertEquals(atSource, run.learnersFetched());
    assertEquals(atSource,
        run.learnersNew() + run.learnersChanged() + run.learnersUnchanged() + run.regressionsBlocked());
  }

  private void scale(int learners) {
    world.sandbox("PUT", "scale", "{\"courseId\":\"" + course + "\",\"learners\":" + learners + "}");
  }

  private static int requests(String endpoint) {
    JsonObject count = world.sandbox("GET", "requests", "").getJsonObject("paths").getJsonObject(endpoint);
    return count == null ? 0 : count.getInteger("count");
  }
}
