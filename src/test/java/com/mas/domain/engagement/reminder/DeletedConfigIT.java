package com.mas.domain.engagement.reminder;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.DurableEvent;
import com.mas.bus.Failure;
import com.mas.domain.engagement.reminder.ReminderContract.Forget;
import com.mas.domain.engagement.reminder.ReminderContract.Forgotten;
import com.mas.domain.engagement.reminder.ReminderContract.GetRun;
import com.mas.domain.engagement.reminder.ReminderContract.Item;
import com.mas.domain.engagement.reminder.ReminderContract.Run;
import com.mas.domain.engagement.reminder.ReminderContract.RunAccepted;
import com.mas.domain.engagement.reminder.ReminderContract.Scope;
import com.mas.domain.engagement.reminder.ReminderContract.Send;
import com.mas.domain.engagement.reminder.ReminderContract.SendAcross;
import com.mas.domain.engagement.reminder.ReminderContract.Sweep;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.learning.sync.SyncContract.ConfigChanged;
import com.mas.domain.learning.sync.SyncContract.ConfigRemoved;
import com.mas.domain.learning.sync.SyncContract.LastReminder;
import com.mas.testkit.TestDatabase;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks what a config shows of its reminders, and what becomes of them when it is deleted. */
class DeletedConfigIT {
  @AutoClose private static final TestDatabase database = TestDatabase.create();
  private static final Duration LONG = Duration.ofSeconds(60);

  private School school;
  private UUID config;

  @BeforeEach
  void begin() {
    school = new School(database);
    config = school.config("course-1", true);
  }

  @AfterEach
  void close() {
    school.close();
  }

  @Test
  void aConfigTellsOfItsLastRemindersAndOfTheNext() {
    assertEquals("idle", shown().getString("last_reminder_status"));
    school.ask(ReminderContract.SWEEP, new Sweep());
    assertEquals(school.clock.instant().plus(Duration.ofDays(7)),
        shown().getOffsetDateTime("next_reminder_at").toInstant(), "before the first run");
    school.learner("course-1", "asha", 10, "9900000101");
    school.learner("course-1", "mute", 10, null);
    Run run = ended(sendAll());
    Row shown = shown();
    assertEquals("success", shown.getString("last_reminder_status"));
    assertEquals(run.id(), shown.getUUID("last_reminder_run_id"));
    assertEquals(1, shown.getInteger("sent"));
    assertEquals(1, shown.getInteger("skipped"));
    assertEquals(0, shown.getInteger("failed"));
    LastReminder same = new LastReminder("success", run.id(), run.startedAt(), 1, 1, 0,
        shown.getOffsetDateTime("next_reminder_at").toInstant());
    eventually("the syncs are told the same", LONG, () -> same.equals(school.told.get(config)));
    school.sql("UPDATE mrlearn.sync_configs SET reminder_enabled = false WHERE id = '" + config + "'");
    tell(SyncContract.CONFIG_CHANGED, new ConfigChanged(config));
    eventually("nothing is scheduled any more", LONG, () -> school.told.get(config).nextAt() == null);
    assertEquals("success", school.told.get(config).status());
  }

  @Test
  void theNextStartTellsWhatWasNeverTold() {
    school.ask(ReminderContract.SWEEP, new Sweep());
    eventually("it was told", LONG, () -> school.told.containsKey(config));
    school.told.clear();
    try (School next = new School(database, school.tenant)) {
      eventually("it is told again, on whichever node", LONG,
          () -> school.told.containsKey(config) || next.told.containsKey(config));
    }
  }

  @Test
  void aConfigThatIsDeletedIsNoLongerScheduledAndIsForgottenWhenItWasPurged() {
    school.ask(ReminderContract.SWEEP, new Sweep());
    school.learner("course-1", "asha", 10, "9900000101");
    UUID run = ended(sendAll()).id();
    school.sql("DELETE FROM mrlearn.sync_configs WHERE id = '" + config + "'");
    tell(SyncContract.CONFIG_DELETED, new ConfigRemoved(config, false));
    assertEquals(0, school.row("SELECT count(*) AS many FROM reminder.schedules WHERE config_id = '" + config + "'")
        .getLong("many"));
    assertEquals(1, school.run(run).sent());
    tell(SyncContract.CONFIG_DELETED, new ConfigRemoved(config, true));
    assertEquals(Failure.NOT_FOUND, school.refusal(ReminderContract.GET_RUN, new GetRun(run)));
  }

  @Test
  void aRunTellsItsPercentAndItsEstimateWhileItIsUnderWay() {
    for (int i = 10; i < 20; i++) {
      school.learner("course-1", "learner" + i, 10, "99000003" + i);
    }
    List<Run> told = new ArrayList<>();
    school.bus.observe(ReminderContract.RUN_PROGRESSED, told::add);
    school.sandbox.fault("whatsapp", "slow delayMs=2000 afterRequests=5 times=1");
    RunAccepted accepted = sendAll();
    eventually("half are sent", LONG, () -> school.run(accepted.runId()).sent() == 5);
    school.clock.advance(Duration.ofSeconds(10));
    Run under = school.run(accepted.runId());
    assertEquals(50, under.percent());
    assertEquals(10, under.etaSeconds());
    Run over = ended(accepted);
    assertEquals(100, over.percent());
    eventually("it was announced", () -> !told.isEmpty() && told.getLast().percent() == 100);
  }

  @Test
  void aConfigThatIsDeletedWhileItsRunIsUnderWayRemindsNobodyElse() {
    for (int i = 10; i < 20; i++) {
      school.learner("course-1", "learner" + i, 10, "99000003" + i);
    }
    school.sandbox.fault("whatsapp", "slow delayMs=400");
    RunAccepted accepted = sendAll();
    eventually("the first is sent", LONG, () -> school.run(accepted.runId()).sent() > 0);
    school.sql("DELETE FROM mrlearn.sync_configs WHERE id = '" + config + "'");
    Run run = ended(accepted);
    assertTrue(run.skipped() >= 8, run::toString);
    assertEquals(10, run.sent() + run.skipped(), run::toString);
    assertEquals(run.sent(), school.counts().getInteger("accepted"));
  }

  @Test
  void whatAPurgedConfigRemindedOfIsForgottenAlsoWhileItsRunIsUnderWay() {
    UUID other = school.config("course-2", false);
    UUID asha = school.learner("course-1", "asha", 10, "9900000101");
    UUID ravi = school.learner("course-2", "ravi", 10, "9900000102");
    UUID across = ended(school.ask(ReminderContract.SEND_ACROSS,
        new SendAcross(List.of(new Item(config, asha), new Item(other, ravi))))).id();
    school.learner("course-1", "zoya", 10, "9900000103");
    school.sandbox.fault("whatsapp", "slow delayMs=400");
    RunAccepted under = sendAll();
    assertEquals(new Forgotten(3), school.ask(ReminderContract.FORGET, new Forget(config)));
    assertEquals(new Forgotten(0), school.ask(ReminderContract.FORGET, new Forget(config)));
    assertEquals(Failure.NOT_FOUND, school.refusal(ReminderContract.GET_RUN, new GetRun(under.runId())));
    assertEquals(1, school.run(across).total());
    assertEquals(100, school.run(across).percent());
    eventually("the job is over", LONG, () -> jobs("'ready', 'delayed', 'running'") == 0);
    assertEquals(0, jobs("'dead'"));
    assertNotNull(ended(sendAll()));
    assertEquals(1, school.counts().getInteger("mostPerRecipientAndTemplate"), "the period is kept");
  }

  private <E> void tell(DurableEvent<E> event, E body) {
    school.ask(event.request("reminder", LONG), body);
  }

  private Row shown() {
    return school.row("SELECT * FROM reminder.shared_configs WHERE config_id = '" + config + "'");
  }

  private long jobs(String states) {
    return school.row("SELECT count(*) AS many FROM jobs.job WHERE tenant = '" + school.tenant + "' AND state IN ("
        + states + ")").getLong("many");
  }

  private RunAccepted sendAll() {
    return school.ask(ReminderContract.SEND, new Send(config, Scope.ALL, null));
  }

  private Run ended(RunAccepted accepted) {
    eventually("the run ends", LONG, () -> !school.run(accepted.runId()).status().equals("running"));
    return school.run(accepted.runId());
  }
}
