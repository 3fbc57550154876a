package com.mas.domain.learning.moodle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.Page;
import com.mas.domain.learning.moodle.MoodleContract.Activity;
import com.mas.domain.learning.moodle.MoodleContract.ChangeSchedule;
import com.mas.domain.learning.moodle.MoodleContract.GetSync;
import com.mas.domain.learning.moodle.MoodleContract.ListSyncErrors;
import com.mas.domain.learning.moodle.MoodleContract.PhaseState;
import com.mas.domain.learning.moodle.MoodleContract.StartSync;
import com.mas.domain.learning.moodle.MoodleContract.SyncError;
import com.mas.domain.learning.moodle.MoodleContract.SyncState;
import com.mas.domain.learning.moodle.MoodleContract.Tick;
import com.mas.domain.learning.moodle.MoodleContract.Trigger;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MoodleSyncIT {
  private static final int COURSE = 1_000;
  private static final int PERSON = 100_000;
  private static final String ALL =
      "SELECT md5(string_agg(e::text, ',' ORDER BY course_id, user_id)) FROM moodle.enrolments e";

  @AutoClose private static final MoodleWorld world = new MoodleWorld();

  @BeforeEach
  void calm() {
    world.calm();
  }

  private static Run sync() {
    Run run = world.node.sync();
    assertEquals(State.COMPLETED, run.state(), run::toString);
    assertTrue(run.balanced(), run::toString);
    return run;
  }

  @Test
  void theRecordedSchoolIsMirroredPhaseByPhase() {
    Run run = sync();
    assertNull(run.error());
    assertEquals(List.of("probe", "categories", "courses", "enrolments", "progress", "scope", "roles", "awards"),
        run.phases());
    assertEquals(5, world.number("SELECT count(*) FROM moodle.categories"));
    assertEquals(3, world.number("SELECT count(*) FROM moodle.courses"), "the site itself is no course");
    assertEquals(7, world.number("SELECT count(*) FROM moodle.enrolments"));
    assertEquals("7 student", world.one(
        "SELECT user_id || ' ' || role FROM moodle.enrolments WHERE suspended AND course_id = 2"));
    assertEquals("Section A", world.one("SELECT section FROM moodle.enrolments WHERE course_id = 2 AND user_id = 5"));
    assertEquals("4 5 student", world.one("""
        SELECT department_id || ' ' || program_id || ' ' || role FROM moodle.people WHERE username = 'asha.k'"""));
    assertEquals("faculty", world.one("SELECT role FROM moodle.people WHERE username = 't.rao'"));
    assertEquals("50.00 {6}", world.one("""
        SELECT progress_percent || ' ' || completed_activities::text FROM moodle.enrolments
        WHERE course_id = 2 AND user_id = 5"""));
    assertEquals(SyncState.COMPLETED, world.node.last().status());
    assertEquals(5, world.node.phases().get("categories").inserted());
    assertEquals(7, world.node.phases().get("enrolments").fetched());
    assertTrue(world.node.phases().values().stream().allMatch(phase -> phase.status() == PhaseState.SUCCESS));
  }

  @Test
  void aSecondSyncOfTheSameSchoolWritesNothing() {
    sync();
    Object before = world.one(ALL);
    world.clock.advance(Duration.ofHours(1));
    Run run = sync();
    assertEquals(0, run.counts().getOrDefault("written", 0L));
    assertEquals(before, world.one(ALL));
    assertEquals(0, world.number("SELECT count(*) FROM moodle.pages"));
  }

  @Test
  void whoVanishesIsDeactivatedAndWhoComesBackIsThereAgain() {
    sync();
    world.enrolment(2, 6, "gone");
    sync();
    assertEquals(1, world.node.phases().get("enrolments").deactivated());
    assertEquals(6, world.number("SELECT user_id FROM moodle.enrolments WHERE gone_at IS NOT NULL"));
    world.enrolment(2, 6, "active");
    sync();
    assertEquals(0, world.number("SELECT count(*) FROM moodle.enrolments WHERE gone_at IS NOT NULL"));
  }

  @Test
  void whoIsSuspendedIsMarkedAndComesBack() {
    sync();
    world.enrolment(2, 5, "suspended");
    sync();
    assertEquals(2, world.number("SELECT count(*) FROM moodle.enrolments WHERE suspended AND gone_at IS NULL"));
    world.enrolment(2, 5, "active");
    sync();
    assertEquals(1, world.number("SELECT count(*) FROM moodle.enrolments WHERE suspended"));
  }

  @Test
  void anAccountThatMayNotTellWhoIsSuspendedChangesNothingAboutIt() {
    sync();
    world.sandbox("PUT", "site", "{\"chapter\":\"plain\"}");
    world.database.execute("UPDATE moodle.enrolments SET gone_at = now() WHERE course_id = 2 AND user_id = 4");
    sync();
    assertEquals(1, world.number("SELECT count(*) FROM moodle.enrolments WHERE suspended"));
    assertEquals(0, world.number("SELECT count(*) FROM moodle.enrolments WHERE gone_at IS NOT NULL"));
  }

  @Test
  void aListingThatBreaksOffDeactivatesNobody() {
    world.scale(1, 2_500);
    sync();
    assertEquals(2_500, world.number("SELECT count(*) FROM moodle.enrolments WHERE course_id = " + COURSE));
    world.enrolment(COURSE, PERSON + 3, "gone");
    // token and probe, categories, courses, and the pages of the small courses pass
    int before = 4 + 3 * 3;
    world.fault("truncated path=rest afterRequests=" + before);
    Run run = world.node.sync();
    assertTrue(run.error() != null, run::toString);
    assertEquals(0, world.number("SELECT count(*) FROM moodle.enrolments WHERE gone_at IS NOT NULL"), run::toString);
    Page<SyncError> errors = world.node.ask(MoodleContract.ERRORS, new ListSyncErrors(run.id(), 1, 0L));
    assertEquals(world.number("SELECT count(*) FROM moodle.sync_errors"), errors.total());
    assertEquals("enrolments", errors.items().getFirst().phase());
    assertTrue(errors.items().getFirst().message().contains("breaks off"), errors::toString);
    assertTrue(errors.items().getFirst().excerpt().startsWith("["), errors::toString);
    assertEquals("sync_unknown", world.node.refused(Failure.NOT_FOUND, MoodleContract.ERRORS,
        new ListSyncErrors(UUID.randomUUID(), null, null)).detail().reason());
    assertEquals(0, world.number("SELECT count(*) FROM moodle.pages"));
    world.sandbox.well("moodle");
    sync();
    assertEquals(1, world.number("SELECT count(*) FROM moodle.enrolments WHERE gone_at IS NOT NULL"));
  }

  @Test
  void aSiteInMaintenanceIsLeftAloneAndTheSyncGoesOn() {
    UUID id = world.node.start();
    world.sandbox("PUT", "site", "{\"state\":\"maintenance\"}");
    Run resting = world.node.slice(id);
    assertEquals(State.RUNNING, resting.state(), resting::toString);
    assertEquals(world.clock.instant().plusSeconds(MoodleAnswers.MAINTENANCE_SECONDS).getEpochSecond(),
        world.number("SELECT extract(epoch FROM max(run_at))::bigint FROM jobs.job"));
    assertEquals(Activity.ACTIVE, world.node.ask(MoodleContract.STATUS, new GetSync()).status());
    world.sandbox("PUT", "site", "{\"state\":\"well\"}");
    Run run = world.node.work(id);
    assertEquals(State.COMPLETED, run.state(), run::toString);
    assertEquals(7, world.number("SELECT count(*) FROM moodle.enrolments"));
  }

  @Test
  void aMovedCategoryAndAVanishedCourseFollow() {
    sync();
    world.sandbox("PUT", "category", "{\"categoryId\":5,\"parent\":2}");
    sync();
    assertEquals("{2,5}", world.one("SELECT path::text FROM moodle.categories WHERE id = 5"));
    assertNull(world.one("SELECT program_id FROM moodle.people WHERE username = 'asha.k'"));
    world.scale(2, 3);
    sync();
    world.scale(1, 3);
    sync();
    assertEquals(1_001, world.number("SELECT id FROM moodle.courses WHERE gone_at IS NOT NULL"));
    assertEquals(3, world.number("SELECT count(*) FROM moodle.enrolments WHERE gone_at IS NOT NULL"));
  }

  @Test
  void progressNeverGoesBackAndIsStatedOnce() {
    UUID asha = UUID.randomUUID();
    sync();
    world.account("asha.k@example.test", asha);
    sync();
    String told = "SELECT count(*) FROM jobs.job WHERE address LIKE '%moodle.activities.completed'";
    assertEquals(1, world.number(told));
    assertTrue(((String) world.one("SELECT body::text FROM jobs.job WHERE address LIKE '%moodle.activities.completed'"))
        .contains("moodle:2:6"));
    world.clock.advance(Duration.ofHours(1));
    world.sandbox("PUT", "progress", "{\"courseId\":2,\"userId\":5,\"activityId\":7}");
    sync();
    assertEquals(2, world.number(told));
    assertEquals("100.00 true", world.one("""
        SELECT progress_percent || ' ' || is_completed FROM moodle.enrolments WHERE course_id = 2 AND user_id = 5"""));
    sync();
    assertEquals(2, world.number(told));
    world.database.execute("UPDATE moodle.enrolments SET progress_due = true WHERE course_id = 2 AND user_id = 5");
    world.sandbox.reset("moodle"); // the activity is not completed there any more
    sync();
    assertEquals("100.00 true {6,7}", world.one("""
        SELECT progress_percent || ' ' || is_completed || ' ' || completed_activities::text FROM moodle.enrolments
        WHERE course_id = 2 AND user_id = 5"""));
    world.database.execute("DELETE FROM identity.users WHERE id = '" + asha + "'");
  }

  @Test
  void aGradeWithoutAVisitIsReadWhenTheProgressIsStale() {
    sync();
    assertEquals("85.42", grade(5));
    world.sandbox("PUT", "grade", "{\"courseId\":2,\"userId\":5,\"percent\":64}");
    world.clock.advance(MoodleWorld.READ_AGAIN.minusSeconds(1));
    assertEquals(0, sync().counts().getOrDefault("progress.read", 0L), "what was just read is not due");
    assertEquals("85.42", grade(5));
    world.clock.advance(Duration.ofSeconds(1));
    assertEquals(6, sync().counts().get("progress.read"), "a suspended enrolment is left alone");
    assertEquals("64.00", grade(5));
    assertEquals(0, sync().counts().getOrDefault("progress.read", 0L));
  }

  private static void allIsDoneAndTheCronIsOff() {
    sync();
    world.clock.advance(Duration.ofHours(1));
    world.sandbox("PUT", "cron", "{\"state\":\"off\"}");
    world.sandbox("PUT", "progress", "{\"courseId\":2,\"userId\":5,\"activityId\":7}");
    sync();
  }

  @Test
  void aCourseIsCompletedWhenMoodlesCronHasRunAtLast() {
    allIsDoneAndTheCronIsOff();
    sync();
    assertEquals("100.00 false", completion(5));
    world.sandbox("PUT", "cron", "{\"state\":\"runs\"}");
    sync();
    assertEquals("100.00 true", completion(5));
    assertEquals(0, sync().counts().getOrDefault("progress.read", 0L), "nothing is left to wait for");
  }

  @Test
  void aCourseThatIsLeftUncompletedIsNotAskedForInEachSync() {
    allIsDoneAndTheCronIsOff();
    world.clock.advance(MoodleWorld.READ_AGAIN);
    sync();
    assertEquals(0, sync().counts().getOrDefault("progress.read", 0L));
    assertEquals("100.00 false", completion(5));
    world.sandbox("PUT", "cron", "{\"state\":\"runs\"}");
    world.clock.advance(MoodleWorld.READ_AGAIN);
    sync();
    assertEquals("100.00 true", completion(5));
  }

  @Test
  void whatTheTokenMayNotHaveIsSaidThoughTheSchoolIsMirrored() {
    world.sandbox("PUT", "rights", "{\"without\":\"gradereport_user_get_grade_items,"
        + "core_completion_get_course_completion_status\"}");
    Run run = sync();
    assertEquals("It was done without what the login may not have: gradereport_user_get_grade_items,"
        + " core_completion_get_course_completion_status.", run.error());
    assertEquals(SyncState.PARTIAL, world.node.last().status());
    assertEquals(run.error(), world.node.last().errorMessage());
    assertEquals(run.error(), world.node.ask(MoodleContract.STATUS, new GetSync()).run().error());
    assertEquals("50.00", world.one("SELECT progress_percent::text FROM moodle.enrolments WHERE course_id = 2"
        + " AND user_id = 5"));
    assertNull(grade(5));
    String mirrored = "SELECT count(*) FROM moodle.shared_syncs";
    assertEquals(1, world.number(mirrored), "people and courses are complete");
    world.database.execute("UPDATE moodle.sync_log SET phases = jsonb_set(phases, '{3,log,errors}', '1')");
    assertEquals(0, world.number(mirrored), "a page that could not be had is none the less missing");
  }

  private static Object grade(int user) {
    return world.one("SELECT grade_percent::text FROM moodle.enrolments WHERE course_id = 2 AND user_id = " + user);
  }

  private static Object completion(int user) {
    return world.one("SELECT progress_percent || ' ' || is_completed FROM moodle.enrolments"
        + " WHERE course_id = 2 AND user_id = " + user);
  }

  @Test
  void aSyncThatLosesItsNodeGoesOnOnAnother() {
    world.scale(3, 2_000);
    MoodleWorld.Node other = world.join(Duration.ZERO, Duration.ofSeconds(20));
    UUID id = other.start();
    for (int i = 0; i < 6; i++) {
      other.slice(id);
    }
    other.kill();
    Run run = world.node.work(id);
    assertEquals(State.COMPLETED, run.state(), run::toString);
    assertTrue(run.balanced());
    assertEquals(6_007, run.counts().get("enrolments.read"));
    assertEquals(6_000, world.number("SELECT count(*) FROM moodle.enrolments WHERE course_id >= " + COURSE));
  }

  @Test
  void oneSyncAtATimeAndTheScheduleIsKept() {
    world.node.start();
    world.node.refused(Failure.ALREADY_RUNNING, MoodleContract.START, new StartSync());
    assertEquals(Activity.QUEUED, world.node.ask(MoodleContract.STATUS, new GetSync()).status());
    assertEquals(SyncState.RUNNING, world.node.last().status());
    world.node.refused(Failure.INVALID, MoodleContract.CHANGE_SCHEDULE, new ChangeSchedule(29));
  }

  @Test
  void aTickStartsASyncButNoSecondOneWhileOneIsUnderWay() {
    String syncs = "SELECT count(*) FROM moodle.sync_log";
    UUID id = world.node.start();
    world.node.ask(world.node.product(), MoodleContract.TICK, new Tick(Trigger.SCHEDULED));
    assertEquals(1, world.number(syncs));
    world.node.work(id);
    world.clock.advance(Duration.ofHours(1));
    world.node.ask(world.node.product(), MoodleContract.TICK, new Tick(Trigger.SCHEDULED));
    assertEquals(2, world.number(syncs));
    assertEquals(Trigger.SCHEDULED, world.node.last().trigger());
  }

  @Test
  void aRefusedServiceAccountFailsTheSyncAndSkipsTheRest() {
    world.sandbox("PUT", "account", "{\"username\":\"ws_sync\",\"state\":\"suspended\"}");
    world.fault("expire path=rest");
    Run run = world.node.sync();
    assertEquals(State.FAILED, run.state());
    assertEquals(SyncState.FAILED, world.node.last().status());
    assertEquals(PhaseState.FAILED, world.node.phases().get("probe").status());
    assertEquals(PhaseState.SKIPPED, world.node.phases().get("enrolments").status());
  }
}
