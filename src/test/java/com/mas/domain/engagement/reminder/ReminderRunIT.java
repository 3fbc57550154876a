package com.mas.domain.engagement.reminder;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.Page;
import com.mas.domain.engagement.reminder.ReminderContract.Advance;
import com.mas.domain.engagement.reminder.ReminderContract.ListLogs;
import com.mas.domain.engagement.reminder.ReminderContract.ListRuns;
import com.mas.domain.engagement.reminder.ReminderContract.Log;
import com.mas.domain.engagement.reminder.ReminderContract.Run;
import com.mas.domain.engagement.reminder.ReminderContract.RunAccepted;
import com.mas.domain.engagement.reminder.ReminderContract.Scope;
import com.mas.domain.engagement.reminder.ReminderContract.Send;
import com.mas.jobs.JobsContract;
import com.mas.jobs.JobsContract.ScheduleRow;
import com.mas.runs.RunsContract;
import com.mas.runs.RunsContract.CancelRun;
import com.mas.testkit.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Runs that are cut off, cancelled or taken over: what has gone out is on record, and nothing goes twice. */
class ReminderRunIT {
  @AutoClose private static final TestDatabase database = TestDatabase.create();
  private static final Duration LONG = Duration.ofSeconds(60);

  @AutoClose private final School school = new School(database);
  private final UUID config = school.config("course-1", false);

  @Test
  void aRunThatWasKilledBetweenTheCallAndItsRecordDoesNotSendTwice() {
    school.learner("course-1", "asha", 10, "9900000101");
    RunAccepted accepted = school.ask(ReminderContract.SEND, new Send(config, Scope.ALL, null));
    school.ended(accepted.runId());
    // as the database is when the process died right after the provider had taken the message
    school.sql("UPDATE reminder.logs SET result = NULL, delivery_id = NULL WHERE run_id = '" + accepted.runId() + "'");
    school.sql("UPDATE reminder.runs SET status = 'running' WHERE id = '" + accepted.runId() + "'");
    school.sql("UPDATE runs.run SET state = 'running', ended_at = NULL WHERE id = '" + accepted.runId() + "'");
    school.bus.send(school.product(), ReminderContract.ADVANCE, new Advance(accepted.runId(), 0));
    assertEquals(1, school.ended(accepted.runId()).sent());
    assertEquals(1, school.counts().getInteger("accepted"));
  }

  @Test
  void aCancelledRunSendsNothingMoreAndWhatHadGoneOutIsOnRecord() {
    for (int i = 0; i < 12; i++) {
      school.learner("course-1", "learner" + i, 10, "99000003" + (10 + i));
    }
    school.sandbox("PUT", "faults", new JsonObject().put("kind", "slow").put("delayMs", 1_000).put("afterRequests", 3));
    RunAccepted accepted = school.ask(ReminderContract.SEND, new Send(config, Scope.ALL, null));
    eventually("the fourth is in hand", LONG, () -> school.calls() == 4);
    assertEquals(RunsContract.State.RUNNING,
        school.ask(RunsContract.CANCEL, new CancelRun(accepted.runId())).state());
    Run run = school.ended(accepted.runId());
    assertEquals("partial", run.status());
    assertEquals("The run was cancelled.", run.stopped());
    assertEquals(4, run.sent());
    assertEquals(4, school.logs(config, null).size());
    assertEquals(4, school.counts().getInteger("accepted"));
    RunsContract.Run engines = school.ask(RunsContract.GET, new RunsContract.GetRun(accepted.runId()));
    assertEquals(RunsContract.State.CANCELLED, engines.state());
    assertEquals(Map.of("read", 4L, "written", 4L), engines.counts());
    school.sandbox("DELETE", "faults", null);
    assertEquals(8, sendAll().sent(), "those who are left");
    assertEquals(1, school.counts().getInteger("mostPerMessage"));
  }

  /** The job of each config's reminders was not among those that operators see. */
  @Test
  void operatorsSeeTheScheduleOfRemindersWhileTheyAreOn() {
    UUID reminding = school.config("course-2", true);
    String key = "mrlearn-reminder-" + reminding;
    school.run(ReminderContract.SWEEP, new ReminderContract.Sweep());
    ScheduleRow row = schedules().stream().filter(each -> each.key().equals(key)).findFirst().orElseThrow();
    assertTrue(row.enabled() && row.upcoming().size() == 5, row::toString);
    assertEquals(7 * 24 * 3600L, row.everySeconds());
    school.sql("UPDATE mrlearn.sync_configs SET reminder_enabled = false WHERE id = '" + reminding + "'");
    school.run(ReminderContract.SWEEP, new ReminderContract.Sweep());
    assertTrue(schedules().stream().noneMatch(each -> each.key().equals(key)));
  }

  private List<ScheduleRow> schedules() {
    return school.ask(JobsContract.SCHEDULES, new JobsContract.Nothing()).items();
  }

  /** A client that jumps, or whose page was emptied by a deletion, must not believe that there is nothing. */
  @Test
  void pagesBehindTheEndOfRunsAndLogsTellTheTotal() {
    for (int i = 0; i < 3; i++) {
      school.learner("course-1", "learner" + i, 10, "99000004" + (10 + i));
    }
    Run run = sendAll();
    sendAll();
    for (long offset : new long[] {0, 1, 2, 1_000}) {
      Page<Run> runs = school.ask(ReminderContract.LIST_RUNS, new ListRuns(config, 1, offset));
      assertEquals(2, runs.total());
      assertEquals(offset < 2 ? 1 : 0, runs.items().size());
      Page<Log> logs = school.ask(ReminderContract.LIST_LOGS, new ListLogs(config, null, run.id(), null, 1, offset));
      assertEquals(3, logs.total());
      assertEquals(offset < 3 ? 1 : 0, logs.items().size());
    }
  }

  @Test
  void aRunThatRestsIsCancelledWhenItsTimeComes() {
    school.learner("course-1", "asha", 10, "9900000101");
    school.learner("course-1", "ravi", 20, "+91 9900000101");
    RunAccepted accepted = school.ask(ReminderContract.SEND, new Send(config, Scope.ALL, null));
    eventually("one waits", LONG, () -> school.waiting("reminder.run.advance") == 1);
    school.ask(RunsContract.CANCEL, new CancelRun(accepted.runId()));
    school.clock.advance(Duration.ofSeconds(20));
    assertEquals(1, school.ended(accepted.runId()).sent());
    assertEquals(Failure.CONFLICT, school.refusal(RunsContract.CANCEL, new CancelRun(accepted.runId())));
  }

  @Test
  void aRunThatTheEngineGivesUpIsOverForItsReadersToo() {
    school.learner("course-1", "asha", 10, "9900000101");
    UUID run = sendAll().id();
    // as it is when its stored request kills every node that takes it up
    school.sql("UPDATE reminder.runs SET status = 'running' WHERE id = '" + run + "'");
    school.sql("UPDATE runs.run SET state = 'running', ended_at = NULL, job_id = NULL,"
        + " moved_at = now() - interval '1 hour' WHERE id = '" + run + "'");
    school.run(RunsContract.REVIVE, new RunsContract.ReviveRuns());
    Run over = school.ended(run);
    assertEquals("partial", over.status());
    assertEquals("The work on it was given up; please start it again.", over.stopped());
    assertEquals(RunsContract.State.FAILED, school.ask(RunsContract.GET, new RunsContract.GetRun(run)).state());
  }

  @Test
  void whoLostTheRunGivesNoMarkBack() {
    UUID asha = school.learner("course-1", "asha", 10, "9900000101");
    // another node takes the run over between the mark and what comes of the message
    school.sql("CREATE FUNCTION reminder.lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN"
        + " UPDATE runs.run SET token = gen_random_uuid() WHERE tenant = NEW.tenant; RETURN NEW; END'");
    school.sql("CREATE TRIGGER lose AFTER INSERT ON reminder.marks FOR EACH ROW WHEN (NEW.tenant = '" + school.tenant
        + "') EXECUTE FUNCTION reminder.lose()");
    school.sandbox("PUT", "faults", new JsonObject().put("kind", "error").put("code", 131016));
    RunAccepted accepted = school.ask(ReminderContract.SEND, new Send(config, Scope.SELECTED, List.of(asha)));
    eventually("the first holder is gone", LONG, () -> school.row("SELECT count(*) FROM jobs.finished WHERE id = '"
        + accepted.jobId() + "' AND state = 'completed'").getLong(0) == 1);
    school.sql("DROP FUNCTION reminder.lose CASCADE");
    assertEquals(1, school.calls());
    assertEquals(1L, school.row("SELECT count(*) FROM reminder.marks WHERE tenant = '" + school.tenant
        + "' AND until > '" + school.clock.instant() + "'").getLong(0));
    assertEquals(0, school.row("SELECT attempts FROM reminder.logs WHERE run_id = '" + accepted.runId() + "'")
        .getInteger(0));
  }

  private Run sendAll() {
    return school.sendAll(config);
  }

}
