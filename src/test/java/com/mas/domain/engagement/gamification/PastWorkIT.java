package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.Fixtures.ist;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.engagement.gamification.GamificationContract.RebuildProgress;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.learning.sync.SyncContract.CompletedModule;
import com.mas.domain.learning.sync.SyncContract.ModulesCompleted;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Modules of years that a first sync brings, of a learner who was active an hour ago. */
class PastWorkIT {
  @AutoClose private static final GamificationFixture domain = new GamificationFixture();
  private static final Instant NOON = ist(LocalDate.of(2026, 3, 10), 12, 0);

  private final UUID student = domain.student();

  @BeforeEach
  void aStudentOfOneActiveDay() {
    domain.clock.set(NOON);
    domain.award(student, "assignment_submitted", "first", NOON.minus(Duration.ofDays(5)));
  }

  private void tell(boolean history, String course, int modules) {
    domain.ask(domain.product(), SyncContract.MODULES_COMPLETED.request("gamification", Duration.ofSeconds(30)),
        new ModulesCompleted(student, UUID.randomUUID(), IntStream.range(0, modules)
            .mapToObj(n -> new CompletedModule(course + ":m" + n, course, "m" + n, NOON.minusSeconds(3_600), history))
            .toList()));
  }

  private String factors(String course) {
    return domain.text("""
        SELECT string_agg(DISTINCT multipliers ->> 'antiFarm', ' ') FROM gamification.xp_events
        WHERE user_id = '%s' AND type = 'module_completed' AND source_id LIKE '%s:%%'""".formatted(student, course));
  }

  private long told(String template) {
    return Long.parseLong(domain.text("SELECT count(*) FROM jobs.job WHERE address = 'notification.notify'"
        + " AND body::jsonb ->> 'userId' = '" + student + "' AND body::jsonb ->> 'template' = '" + template + "'"));
  }

  @Test
  void historyIsNeitherCutNorToldNorHeldAgainstTheDaysOwnWork() {
    tell(true, "old", 12);
    assertEquals("1", factors("old"), "months of work are no farming of one day");
    assertTrue(domain.progress(student).level() > 1);
    assertEquals(0, told("level_reached"), "what was done long ago is no news");

    assertEquals(0, BigDecimal.ONE.compareTo(domain.award(student, "module_completed", "live").multipliersApplied()
        .antiFarm()), "decided alone");
    tell(false, "new", 1);
    assertEquals("1", factors("new"), "decided in line, where the day's first two are whole");
  }

  private BigDecimal freshness(String source, Instant at) {
    return domain.award(student, "assignment_submitted", source, at).multipliersApplied().freshness();
  }

  @Test
  void historyIsNotTheFirstActionOfItsDay() {
    tell(true, "old", 2);
    assertEquals("1", domain.text("SELECT string_agg(DISTINCT multipliers ->> 'freshness', ' ')"
        + " FROM gamification.xp_events WHERE user_id = '" + student + "' AND history"));
    BigDecimal first = freshness("live", NOON);
    assertTrue(first.compareTo(BigDecimal.ONE) > 0, "the day's own first action: " + first);
    assertEquals(0, BigDecimal.ONE.compareTo(freshness("second", NOON)));
  }

  /** The rows of the ledger tell, as the day lies before the last one. */
  @Test
  void norIsItThatOfADayOfWhichIsHeardLater() {
    freshness("today", NOON);
    domain.clock.advance(Duration.ofDays(1));
    freshness("tomorrow", NOON.plus(Duration.ofDays(1)));
    domain.ask(domain.product(), SyncContract.MODULES_COMPLETED.request("gamification", Duration.ofSeconds(30)),
        new ModulesCompleted(student, UUID.randomUUID(), List.of(new CompletedModule("past:m", "past", "m",
            NOON.minus(Duration.ofDays(2)), true))));
    assertTrue(freshness("late", NOON.minus(Duration.ofDays(2))).compareTo(BigDecimal.ONE) > 0);
    domain.ask(domain.product(), GamificationContract.REBUILD_PROGRESS, new RebuildProgress(student));
    assertTrue(freshness("next", NOON.plus(Duration.ofDays(1))).compareTo(BigDecimal.ONE) == 0);
  }

  @Test
  void theDaysOwnModulesAreStillCut() {
    tell(false, "new", 6);
    assertTrue(factors("new").contains("0.5"), factors("new"));
  }

  @Test
  void aLevelThatLiveWorkReachesAfterHistoryIsTold() {
    tell(true, "old", 12);
    int before = domain.progress(student).level();
    for (int day = 1; domain.progress(student).level() == before && day < 60; day++) {
      domain.clock.set(NOON.plus(Duration.ofDays(day)));
      domain.award(student, "assignment_submitted", "a" + day);
    }
    assertTrue(domain.progress(student).level() > before);
    assertEquals(1, told("level_reached"));
  }
}
