package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.Fixtures.ist;
import static com.mas.domain.engagement.gamification.GamificationContract.REBUILD_PROGRESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.engagement.gamification.GamificationContract.Progress;
import com.mas.domain.engagement.gamification.GamificationContract.RebuildProgress;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Levels and streaks that are told, and days that a clock ahead of time has left. */
class AchievementsIT {
  @AutoClose private static final GamificationFixture domain = new GamificationFixture();
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 10);

  private UUID student;

  @BeforeEach
  void aNewStudent() {
    domain.clock.set(ist(TODAY));
    student = domain.student();
  }

  @Test
  void daysThatAClockAheadHasLeftDoNotKeepTodayFromBeingActive() throws Exception {
    domain.award(student, "module_completed", "yesterday", ist(TODAY.minusDays(1)));
    domain.clock.set(ist(TODAY.plusDays(40)));
    domain.award(student, "module_completed", "ahead");
    domain.clock.set(ist(TODAY));
    assertEquals(1, domain.progress(student).currentStreak(), "yesterday's; the day that has not come is none");
    assertFalse(domain.progress(student).isOnFireToday());
    domain.award(student, "module_completed", "today");
    Progress progress = domain.progress(student);
    assertTrue(progress.isOnFireToday());
    assertEquals(2, progress.currentStreak());
    assertEquals("1", domain.text("""
        SELECT multipliers ->> 'antiFarm' FROM gamification.xp_events WHERE source_id = 'today' AND user_id = '%s'
        """.formatted(student)), "what was granted in the time to come is no farming");
    assertFalse(domain.ask(domain.admin(), REBUILD_PROGRESS, new RebuildProgress(student)).changed());
  }

  @Test
  void aLevelAndAStreakMilestoneAreToldOnce() throws Exception {
    for (int day = 6; day >= 0; day--) {
      for (int n = 0; n < 3; n++) {
        domain.award(student, "module_completed", "m" + day + n, ist(TODAY.minusDays(day)));
      }
    }
    domain.award(student, "module_completed", "m00", ist(TODAY));
    String told = "SELECT count(*) FROM jobs.job WHERE address = 'notification.notify' AND body::jsonb ->> 'userId' = '"
        + student + "' AND body::jsonb ->> 'template' = '%s'";
    assertEquals("1", domain.text(told.formatted("streak_milestone")
        + " AND body::jsonb #>> '{variables,days}' = '7'"));
    assertEquals(Integer.toString(domain.progress(student).level() - 1),
        domain.text(told.formatted("level_reached")), "one for each level, and it went up one by one");
  }
}
