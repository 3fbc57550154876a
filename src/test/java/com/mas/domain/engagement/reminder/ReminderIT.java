package com.mas.domain.engagement.reminder;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.domain.engagement.reminder.ReminderContract.Advance;
import com.mas.domain.engagement.reminder.ReminderContract.Candidate;
import com.mas.domain.engagement.reminder.ReminderContract.GetPreview;
import com.mas.domain.engagement.reminder.ReminderContract.GetRun;
import com.mas.domain.engagement.reminder.ReminderContract.Item;
import com.mas.domain.engagement.reminder.ReminderContract.ListLogs;
import com.mas.domain.engagement.reminder.ReminderContract.ListRuns;
import com.mas.domain.engagement.reminder.ReminderContract.Log;
import com.mas.domain.engagement.reminder.ReminderContract.Preview;
import com.mas.domain.engagement.reminder.ReminderContract.Run;
import com.mas.domain.engagement.reminder.ReminderContract.RunAccepted;
import com.mas.domain.engagement.reminder.ReminderContract.Scope;
import com.mas.domain.engagement.reminder.ReminderContract.Send;
import com.mas.domain.engagement.reminder.ReminderContract.SendAcross;
import com.mas.domain.engagement.reminder.ReminderContract.Sweep;
import com.mas.testkit.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ReminderIT {
  @AutoClose static final TestDatabase database = TestDatabase.create();
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String TEMPLATE = "mrlearn_course_progress_reminder";

  @AutoClose private final School school = new School(database);
  private final UUID config = school.config("course-1", false);

  @Test
  void everybodyBelowTheThresholdIsRemindedOnceAndLogged() {
    UUID asha = school.learner("course-1", "asha", 42.4, "9900000101");
    school.learner("course-1", "done", 95, "9900000102");
    school.learner("course-1", "mute", 10, null);
    Run run = sendAll();
    assertEquals("success", run.status());
    assertEquals(List.of(2, 1, 1, 0), List.of(run.total(), run.sent(), run.skipped(), run.failed()));
    assertEquals(100, run.percent());
    JsonObject message = school.messages().getFirst();
    assertEquals("919900000101", message.getString("to"));
    assertEquals(List.of("Asha", "Course course-1", "42%", "a few", "Sunday"),
        message.getJsonArray("parameters").getList());
    assertEquals("courses/course-1/take", message.getString("button"));
    Log log = school.logs(config, asha).getFirst();
    assertEquals("sent", log.result());
    assertEquals("manual_bulk", log.triggeredBy());
    assertEquals(school.admin, log.triggeredByUserId());
    assertEquals(List.of("no phone"), school.logs(config, null).stream().filter(each -> each.result().equals("skipped"))
        .map(Log::detail).toList());
  }

  @Test
  void aSecondRunInThePeriodSendsNothingAndOneInTheNextDoes() {
    school.learner("course-1", "asha", 42, "9900000101");
    assertEquals(1, sendAll().sent());
    Run again = sendAll();
    assertEquals(0, again.sent());
    assertEquals("already reminded in this period", school.ask(ReminderContract.LIST_LOGS,
        new ListLogs(config, null, again.id(), null, null, null)).items().getFirst().detail());
    assertEquals(1, school.messages().size());
    school.clock.advance(Duration.ofDays(7));
    assertEquals(1, sendAll().sent());
    assertEquals(2, school.messages().size());
  }

  @Test
  void runsAtOnceRemindEachLearnerOnce() {
    for (int i = 0; i < 15; i++) {
      school.learner("course-1", "learner" + i, 10, "99000003" + (10 + i));
    }
    List<RunAccepted> accepted = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      accepted.add(school.ask(ReminderContract.SEND, new Send(config, Scope.ALL, null)));
    }
    // as if each was handed to two nodes
    accepted.forEach(run -> school.bus.send(school.product(), ReminderContract.ADVANCE, new Advance(run.runId(), 0)));
    accepted.forEach(run -> eventually("the run ends", LONG, () -> {
      if (school.waiting("reminder.run.advance") > 0) {
        school.clock.advance(Duration.ofSeconds(10)); // a node that took a run over waits for what was in hand
      }
      return !school.run(run.runId()).status().equals("running");
    }));
    eventually("all are sent", () -> school.counts().getInteger("accepted") == 15);
    assertEquals(1, school.counts().getInteger("mostPerMessage"));
  }

  @Test
  void selectedLearnersAreRemindedHoweverFarTheyAre() {
    UUID far = school.learner("course-1", "far", 95, "9900000101");
    school.learner("course-1", "other", 5, "9900000102");
    RunAccepted accepted =
        school.ask(ReminderContract.SEND, new Send(config, Scope.SELECTED, List.of(far, UUID.randomUUID())));
    assertEquals(1, accepted.total());
    assertEquals(1, accepted.unknown());
    assertEquals(1, school.ended(accepted.runId()).sent());
    assertEquals("919900000101", school.messages().getFirst().getString("to"));
  }

  @Test
  void learnersOfSeveralCoursesAreRemindedInOneRun() {
    UUID second = school.config("course-2", false);
    UUID one = school.learner("course-1", "asha", 10, "9900000101");
    UUID two = school.learner("course-2", "ravi", 20, "9900000102");
    RunAccepted accepted = school.ask(ReminderContract.SEND_ACROSS, new SendAcross(List.of(new Item(config, one),
        new Item(second, two), new Item(second, one))));
    assertEquals(2, accepted.total());
    assertEquals(1, accepted.unknown());
    assertEquals(2, school.ended(accepted.runId()).sent());
    assertEquals("manual_bulk", school.logs(config, one).getFirst().triggeredBy());
  }

  @Test
  void aPhoneIsLookedForInFourPlaces() {
    school.learner("course-1", "a-own", 10, "9900000101");
    school.account("b.exact@learner.example", "9900000102");
    school.learner("course-1", "b", "acme-b.exact@learner.example", "b.exact@learner.example", 10, null);
    school.account("acme-c@learner.example", "9900000103");
    school.learner("course-1", "c", "acme-c@learner.example", "c@learner.example", 10, "not a phone");
    school.config("course-2", false);
    school.learner("course-2", "d", "acme-d@learner.example", "d@learner.example", 10, "9900000104");
    school.learner("course-1", "d", "acme-d@learner.example", "d@learner.example", 10, null);
    assertEquals(4, sendAll().sent());
    assertEquals(List.of("919900000101", "919900000102", "919900000103", "919900000104"),
        school.messages().stream().map(each -> each.getString("to")).sorted().toList());
  }

  @Test
  void anAddressThatIsTwoPeoplesGivesNobodysPhone() {
    school.account("one-twin@learner.example", "9900000101");
    school.account("two-twin@learner.example", "9900000102");
    school.learner("course-1", "twin", "three-twin@learner.example", "twin@learner.example", 10, null);
    Run run = sendAll();
    assertEquals(0, run.sent());
    assertEquals(1, run.skipped());
  }

  /** Bob's address, cut at its hyphen, is the learner's; a namesake's enrolment has a phone. Neither is the learner. */
  @Test
  void whoOnlyLooksLikeALearnerIsNotToldOfTheLearnersProgress() {
    school.account("bob-vignesh@learner.example", "+919822222222");
    school.config("course-2", false);
    school.learner("course-2", "namesake", "acme-vignesh@learner.example", "vignesh@learner.example", 95, "9822222223");
    school.learner("course-1", "vignesh", "acme-vignesh@learner.example", "vignesh@learner.example", 10, null);
    assertEquals(0, sendAll().sent());
    school.account("vignesh@learner.example", "+919800000001");
    assertEquals(1, sendAll().sent());
    assertEquals("919800000001", school.messages().getFirst().getString("to"));
  }

  @Test
  void aLearnerWithoutEmailIsRemindedByThePhoneAlone() {
    school.learner("course-1", "nomail", null, null, 10, "9900000101");
    assertEquals(1, sendAll().sent());
  }

  @Test
  void twoLearnersWithOnePhoneAreEachRemindedAndTheProvidersLimitIsKept() {
    school.learner("course-1", "asha", 10, "9900000101");
    school.learner("course-1", "ravi", 20, "+91 9900000101");
    RunAccepted accepted = school.ask(ReminderContract.SEND, new Send(config, Scope.ALL, null));
    eventually("one waits", LONG, () -> school.run(accepted.runId()).sent() == 1
        && school.waiting("reminder.run.advance") == 1);
    school.clock.advance(Duration.ofSeconds(20));
    assertEquals(2, school.ended(accepted.runId()).sent());
    assertEquals(2, school.messages().size());
  }

  @Test
  void aTemplateThatMetaDoesNotHaveStopsTheRunAtOnce() {
    for (int i = 0; i < 8; i++) {
      school.learner("course-1", "learner" + i, 10, "99000003" + (10 + i));
    }
    school.sandbox("DELETE", "templates/" + TEMPLATE, null);
    Run run = sendAll();
    assertEquals("failed", run.status());
    assertEquals(1, run.failed());
    assertTrue(run.stopped().contains("132001"), run::stopped);
    assertEquals(1, school.sandbox.calls("whatsapp", null));
    school.sandbox("PUT", "templates", new JsonObject().put("name", TEMPLATE).put("parameters", 5).put("button", 1));
    assertEquals(8, sendAll().sent());
  }

  @Test
  void aRunStopsWhenFailuresCluster() {
    for (int i = 0; i < 30; i++) {
      school.learner("course-1", "learner" + i, 10, "99000003" + (10 + i));
    }
    school.sandbox.fault("whatsapp", "error code=131026 afterRequests=3");
    Run run = sendAll();
    assertEquals("partial", run.status());
    assertEquals(3, run.sent());
    assertEquals(ReminderRules.FAILURES_IN_A_ROW, run.failed());
    assertTrue(run.stopped().startsWith("too many failures"), run::stopped);
    assertTrue(run.percent() < 50);
    school.sandbox.well("whatsapp");
    assertEquals(30 - 3 - ReminderRules.FAILURES_IN_A_ROW, sendAll().sent(), "whom Meta cannot reach is left alone");
    assertEquals(1, school.counts().getInteger("mostPerMessage"));
  }

  @Test
  void aProviderThatIsAwayIsLeftAloneAndTheRunGoesOnAfterwards() {
    for (int i = 0; i < 8; i++) {
      school.learner("course-1", "learner" + i, 10, "99000003" + (10 + i));
    }
    school.sandbox.fault("whatsapp", "error code=131016");
    RunAccepted accepted = school.ask(ReminderContract.SEND, new Send(config, Scope.ALL, null));
    eventually("it rests", LONG, () -> school.waiting("reminder.run.advance") == 1);
    assertEquals("running", school.run(accepted.runId()).status());
    school.sandbox.well("whatsapp");
    school.clock.advance(Duration.ofSeconds(61));
    assertEquals(8, school.ended(accepted.runId()).sent());
    assertEquals(1, school.counts().getInteger("mostPerMessage"));
  }

  @Test
  void aLostAnswerIsAFailureThatNobodyTriesAgain() {
    school.learner("course-1", "asha", 10, "9900000101");
    school.sandbox.fault("whatsapp", "lose times=1");
    Run run = sendAll();
    assertEquals(1, run.failed());
    assertEquals("unknown", school.logs(config, null).getFirst().delivery());
    assertEquals(0, sendAll().sent());
    assertEquals(1, school.counts().getInteger("accepted"));
  }

  @Test
  void scheduledRunsOfAConfigDoNotOverlapAndThoseByHandMay() {
    school.learner("course-1", "asha", 10, "9900000101");
    school.sql("UPDATE mrlearn.sync_configs SET reminder_enabled = true WHERE tenant = '" + school.tenant + "'");
    sweep();
    school.sandbox("PUT", "faults", new JsonObject().put("kind", "error").put("code", 131016));
    school.clock.advance(Duration.ofDays(7));
    assertEquals(1, sweep().started());
    eventually("it waits", LONG, () -> school.waiting("reminder.run.advance") == 1);
    school.sql("UPDATE reminder.schedules SET next_at = '-infinity' WHERE tenant = '" + school.tenant + "'");
    assertEquals(0, sweep().started(), "one is under way");
    school.ask(ReminderContract.SEND, new Send(config, Scope.ALL, null));
    assertEquals(2, runs().size());
  }

  @Test
  void atNightReminderWaitsForTheMorningAndIsSentOnce() {
    school.learner("course-1", "asha", 10, "9900000101");
    school.clock.set(Instant.parse("2026-03-01T17:00:00Z"));
    Run run = sendAll();
    assertEquals(1, run.held());
    assertEquals("held", school.logs(config, null).getFirst().result());
    assertEquals(0, school.counts().getInteger("accepted"));
    assertEquals(0, sendAll().sent(), "it is taken");
    school.clock.set(Instant.parse("2026-03-02T02:30:00Z"));
    eventually("the morning's run", LONG, () -> school.counts().getInteger("accepted") == 1);
    eventually("logged", LONG, () -> school.logs(config, null).stream().anyMatch(log -> log.result().equals("sent")));
  }

  @Test
  void aPreviewTellsWhoWouldGetItAndWhyOthersWouldNot() {
    school.learner("course-1", "asha", 42, "9900000101");
    school.learner("course-1", "far", 99, "9900000102");
    school.learner("course-1", "mute", 10, null);
    school.learner("course-1", "out", 10, "9900000103");
    school.learner("course-1", "before", 10, "9900000104");
    school.optOut("9900000103", true);
    UUID before = school.learnerId("course-1", "before");
    school.ended(school.ask(ReminderContract.SEND, new Send(config, Scope.SELECTED, List.of(before))).runId());
    Preview preview = preview(null);
    assertEquals(Map.of("would_get", 1, "progress", 1, "no_phone", 1, "opted_out", 1, "already_reminded", 1),
        preview.counts());
    Candidate asha = preview("would_get").learners().items().getFirst();
    assertEquals("Asha", asha.name());
    assertEquals(5, asha.parameters().size());
    assertEquals(preview.periodUntil(), preview("already_reminded").learners().items().getFirst().until());
    assertEquals(1, school.messages().size(), "a preview sends nothing");
  }

  @Test
  void scheduledRemindersFollowTheConfigAndComeOncePerInterval() {
    school.learner("course-1", "asha", 10, "9900000101");
    assertEquals(0, sweep().scheduled());
    school.sql("UPDATE mrlearn.sync_configs SET reminder_enabled = true WHERE tenant = '" + school.tenant + "'");
    assertEquals(1, sweep().scheduled());
    assertEquals(0, sweep().scheduled());
    assertEquals(0, sweep().started());
    school.clock.advance(Duration.ofDays(7));
    assertEquals(1, sweep().started());
    assertEquals(0, sweep().started());
    eventually("sent", LONG, () -> runs().getFirst().status().equals("success"));
    assertEquals(1, school.counts().getInteger("accepted"));
    assertEquals("scheduled", runs().getFirst().triggeredBy());
    school.clock.advance(Duration.ofDays(22)); // three slots were missed: made up for by one
    assertEquals(1, sweep().started());
    eventually("sent", LONG, () -> school.counts().getInteger("accepted") == 2);
    school.sql("UPDATE mrlearn.sync_configs SET reminder_enabled = false WHERE tenant = '" + school.tenant + "'");
    assertEquals(1, sweep().unscheduled());
    school.clock.advance(Duration.ofDays(8));
    assertEquals(0, sweep().started());
  }

  /** An administrator who goes from weekly to hourly sees it follow, and a run of the new interval sends once. */
  @Test
  void aShorterIntervalCountsForThoseWhoWereRemindedUnderTheLongerOne() {
    school.learner("course-1", "asha", 10, "+919820000001");
    assertEquals(1, sendAll().sent());
    school.sql("UPDATE mrlearn.sync_configs SET reminder_enabled = true, reminder_interval_hours = 1 WHERE tenant = '"
        + school.tenant + "'");
    sweep();
    assertEquals(1, sendAll().skipped(), "reminded in this hour");
    school.clock.advance(Duration.ofHours(1).plusSeconds(1));
    assertEquals(0, preview(null).counts().getOrDefault("already_reminded", 0));
    sweep();
    eventually("the hourly run has sent", () -> school.messages().size() == 2);
    eventually("it is over", () -> runs().getFirst().finishedAt() != null);
    assertEquals(1, sendAll().skipped(), "once an hour");
    school.sql("UPDATE mrlearn.sync_configs SET reminder_enabled = false WHERE tenant = '" + school.tenant + "'");
    sweep();
    assertEquals(2, school.messages().size());
  }

  @Test
  void aRunAcrossCoursesIsARunOfEachOfThem() {
    UUID other = school.config("course-2", false);
    UUID one = school.learner("course-1", "asha", 10, "+919820000001");
    UUID two = school.learner("course-2", "ravi", 10, "+919820000002");
    UUID run = school.ask(ReminderContract.SEND_ACROSS,
        new SendAcross(List.of(new Item(config, one), new Item(other, two)))).runId();
    school.ended(run);
    for (UUID each : List.of(config, other)) {
      assertEquals(List.of(run), school.ask(ReminderContract.LIST_RUNS, new ListRuns(each, null, null)).items().stream()
          .map(Run::id).toList());
      eventually("the sync is told", () -> school.told.containsKey(each)
          && "success".equals(school.told.get(each).status()) && school.told.get(each).sent() == 1);
    }
  }

  @Test
  void anotherTenantsConfigIsNotThere() {
    UUID foreign = UUID.randomUUID();
    assertEquals(Failure.NOT_FOUND, school.refusal(ReminderContract.SEND, new Send(foreign, Scope.ALL, null)));
    assertEquals(Failure.NOT_FOUND,
        school.refusal(ReminderContract.PREVIEW, new GetPreview(foreign, null, null, null)));
    assertEquals(Failure.NOT_FOUND,
        school.refusal(ReminderContract.LIST_LOGS, new ListLogs(foreign, null, null, null, null, null)));
    assertEquals(Failure.NOT_FOUND, school.refusal(ReminderContract.GET_RUN, new GetRun(foreign)));
    assertEquals(Failure.INVALID, school.refusal(ReminderContract.SEND, new Send(config, Scope.SELECTED, List.of())));
  }

  private Run sendAll() {
    return school.sendAll(config);
  }

  private List<Run> runs() {
    return school.ask(ReminderContract.LIST_RUNS, new ListRuns(config, null, null)).items();
  }

  private Preview preview(String verdict) {
    return school.ask(ReminderContract.PREVIEW, new GetPreview(config, verdict, null, null));
  }

  private ReminderContract.Swept sweep() {
    return school.ask(ReminderContract.SWEEP, new Sweep());
  }
}
