package com.mas.domain.engagement.reminder;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.domain.engagement.reminder.ReminderContract.Candidate;
import com.mas.domain.engagement.reminder.ReminderContract.GetPreview;
import com.mas.domain.engagement.reminder.ReminderContract.ListLogs;
import com.mas.domain.engagement.reminder.ReminderContract.Log;
import com.mas.domain.engagement.reminder.ReminderContract.Preview;
import com.mas.domain.engagement.reminder.ReminderContract.Run;
import com.mas.domain.engagement.reminder.ReminderContract.Scope;
import com.mas.domain.engagement.reminder.ReminderContract.Send;
import com.mas.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The numbers to which reminders go, and those to which none goes. */
class ReminderPhonesIT {
  @AutoClose static final TestDatabase database = TestDatabase.create();
  private static final Duration LONG = Duration.ofSeconds(60);

  @AutoClose private final School school = new School(database);
  private final UUID config = school.config("course-1", false);

  @Test
  void whoOptedOutIsSkippedAndMayComeBackInThePeriod() {
    school.learner("course-1", "asha", 10, "9900000101");
    school.optOut("9900000101", true);
    assertEquals(0, sendAll().sent());
    assertEquals("opted out", logs().getFirst().detail());
    school.optOut("9900000101", false);
    assertEquals(1, sendAll().sent());
  }

  @Test
  void aForeignNumberIsRemindedAtItsOwnCode() {
    school.learner("course-1", "asha", 10, "+65 9123 4567");
    school.learner("course-1", "jon", 20, "\u202a+354 555\u00a01234\u202c");
    school.learner("course-1", "ravi", 30, "+91 65912 34567");
    Preview preview = preview("would_get");
    assertEquals(List.of("3545551234", "6591234567", "916591234567"),
        preview.learners().items().stream().map(Candidate::phone).sorted().toList());
    school.optOut("+91 65912 34567", true);
    assertEquals(2, sendAll().sent());
    assertEquals(List.of("3545551234", "6591234567"),
        school.messages().stream().map(each -> each.getString("to")).sorted().toList());
    assertEquals(List.of("3545551234", "6591234567", "916591234567"),
        logs().stream().map(Log::phone).sorted().toList());
  }

  @Test
  void nobodyIsRemindedAtANumberThatCouldBeSeveralAndStaffSeeIt() {
    school.learner("course-1", "sure", 10, "098200 12345");
    school.learner("course-1", "wei", 20, "6591234567");
    school.learner("course-1", "jon", 30, "4520123456");
    school.learner("course-1", "ali", 40, "971501234567");
    school.learner("course-1", "two", 50, "98200 12345, 98200 54321");
    school.account("a.known@learner.example", "+6591234567");
    school.learner("course-1", "known", "acme-a.known@learner.example", "a.known@learner.example", 60, "6591234567");
    Preview preview = preview(null);
    assertEquals(Map.of("would_get", 2, "phone_unclear", 4), preview.counts());
    assertEquals(List.of("4520123456", "6591234567", "971501234567", "98200 12345, 98200 54321"),
        preview("phone_unclear").learners().items().stream().map(Candidate::phone).sorted().toList());
    Run run = sendAll();
    assertEquals(List.of(2, 4), List.of(run.sent(), run.skipped()));
    assertEquals(List.of("6591234567", "919820012345"),
        school.messages().stream().map(each -> each.getString("to")).sorted().toList());
    List<Log> skipped = logs().stream().filter(each -> each.result().equals("skipped")).toList();
    assertEquals(Set.of("the phone number is not certain: it needs its country's code, such as +91 98200 12345"),
        skipped.stream().map(Log::detail).collect(Collectors.toSet()));
    assertEquals(List.of("4520123456", "6591234567", "971501234567", "98200 12345, 98200 54321"),
        skipped.stream().map(Log::phone).sorted().toList());
  }

  @Test
  void aForeignersOptOutIsTheForeigners() {
    school.learner("course-1", "asha", 10, "+65 9123 4567");
    school.learner("course-1", "ravi", 30, "091 65912 34567");
    school.optOut("0065 9123 4567", true);
    Run run = sendAll();
    assertEquals(List.of(1, 1), List.of(run.sent(), run.skipped()));
    assertEquals("916591234567", school.messages().getFirst().getString("to"));
  }

  @Test
  void aPhoneOfAnAccountThatNamesItsCountryHoldsAndWhatShowsNothingIsNoName() {
    school.account("a.far@learner.example", "+6591234567");
    school.learner("course-1", "far", "acme-a.far@learner.example", "a.far@learner.example", 10, null);
    school.sql("UPDATE mrlearn.learners SET name = '\u200b\u00a0' WHERE tenant = '" + school.tenant + "'");
    assertEquals(1, sendAll().sent());
    assertEquals("6591234567", school.messages().getFirst().getString("to"));
    assertEquals("there", school.messages().getFirst().getJsonArray("parameters").getString(0));
  }

  private Run sendAll() {
    UUID run = school.ask(ReminderContract.SEND, new Send(config, Scope.ALL, null)).runId();
    eventually("the run ends", LONG, () -> !school.run(run).status().equals("running"));
    return school.run(run);
  }

  private List<Log> logs() {
    return school.ask(ReminderContract.LIST_LOGS, new ListLogs(config, null, null, null, null, null)).items();
  }

  private Preview preview(String verdict) {
    return school.ask(ReminderContract.PREVIEW, new GetPreview(config, verdict, null, null));
  }
}
