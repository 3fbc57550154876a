package com.mas.domain.engagement.reminder;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.engagement.reminder.ReminderContract.GetPreview;
import com.mas.domain.engagement.reminder.ReminderContract.Sweep;
import com.mas.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A clock that was ahead for years while learners were reminded, and came back. */
class ClockAheadIT {
  @AutoClose static final TestDatabase database = TestDatabase.create();
  @AutoClose private final School school = new School(database);

  private void sweep() {
    school.ask(school.product(), ReminderContract.SWEEP, new Sweep());
  }

  private Instant nextAt(UUID config) {
    return school.row("SELECT next_at FROM reminder.schedules WHERE config_id = '" + config + "'").getOffsetDateTime(0)
        .withOffsetSameInstant(ZoneOffset.UTC).toInstant();
  }

  @Test
  void remindersGoOnInThePeriodAfterTheClockCameBack() {
    UUID config = school.config("course-1", true);
    school.learner("course-1", "asha", 42, "9900000101");
    Instant now = school.clock.instant();
    sweep();
    Instant due = nextAt(config);

    school.clock.advance(Duration.ofDays(1_400));
    sweep();
    assertTrue(nextAt(config).isAfter(now.plus(Duration.ofDays(1_000))), "as the clock says");
    eventually("she is reminded by the schedule", () -> school.messages().size() == 1
        && school.row("SELECT count(*) FROM reminder.runs WHERE status = 'running' AND tenant = '" + school.tenant
            + "'").getLong(0) == 0);

    school.clock.set(now.plusSeconds(60));
    sweep();
    assertEquals(due, nextAt(config), "the next reminders come when they would have");
    assertEquals(0, school.sendAll(config).sent(), "it was in fact a minute ago");
    school.clock.advance(Duration.ofDays(7));
    assertEquals(Map.of("would_get", 1),
        school.ask(ReminderContract.PREVIEW, new GetPreview(config, null, null, null)).counts(),
        "the next period is free");
  }
}
