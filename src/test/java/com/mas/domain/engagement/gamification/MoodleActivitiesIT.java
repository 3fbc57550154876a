package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.Fixtures.ist;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.moodle.MoodleContract;
import com.mas.domain.learning.moodle.MoodleContract.ActivitiesCompleted;
import com.mas.domain.learning.moodle.MoodleContract.CompletedActivity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Completed activities of Moodle's courses, as they arrive in the ledger. */
class MoodleActivitiesIT {
  @AutoClose private static final GamificationFixture domain = new GamificationFixture();
  private static final Instant DONE = Instant.parse("2026-03-08T06:00:00Z");

  private final UUID student = domain.student();

  @BeforeEach
  void itIsNoon() {
    domain.clock.set(ist(LocalDate.of(2026, 3, 10), 12, 0));
  }

  private void tell(CompletedActivity... activities) {
    domain.ask(domain.product(), MoodleContract.ACTIVITIES_COMPLETED.request("gamification", Duration.ofSeconds(30)),
        new ActivitiesCompleted(student, UUID.randomUUID(), List.of(activities)));
  }

  private static CompletedActivity activity(long id) {
    return new CompletedActivity("moodle:2:" + id, 2, id, DONE.plusSeconds(id));
  }

  private long number(String what) {
    return domain.number("SELECT " + what + " FROM gamification.xp_events WHERE user_id = ?", student);
  }

  @Test
  void eachActivityIsAModuleOnceHoweverOftenItIsTold() {
    tell(activity(6));
    long one = number("coalesce(sum(amount), 0)");
    assertTrue(one > 0, "an activity is worth something");
    tell(activity(6));
    assertEquals(one, number("coalesce(sum(amount), 0)"));
    tell(activity(6), activity(7));
    assertEquals(2, number("count(*)"));
    assertEquals("module_completed moodle:2:6, module_completed moodle:2:7", domain.text("""
        SELECT string_agg(type || ' ' || source_id, ', ' ORDER BY source_id) FROM gamification.xp_events
        WHERE user_id = ?""", student));
    assertEquals(DONE.plusSeconds(6).getEpochSecond(), number("extract(epoch FROM min(occurred_at))::bigint"),
        "it counts for the moment at which it was completed");
  }
}
