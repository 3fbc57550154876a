package com.mas.domain.engagement.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Json;
import com.mas.domain.engagement.risk.RiskContract.ComputeScores;
import com.mas.domain.engagement.risk.RiskContract.Part;
import com.mas.domain.engagement.risk.RiskContract.Signal;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks what is read of a learner, as the parts of the score show it. It is noon of 10 March 2026 in India. */
class RiskFactsIT {
  private static final String COURSE = "64b0c1f2a9e8d7c6b5000009";

  @AutoClose private final RiskWorld world = new RiskWorld(false);
  private UUID batch;
  private UUID student;

  /** Nine who work since 5 January, two days of three, and one who did so until 4 February, and signed in once more. */
  @BeforeEach
  void aBatch() {
    batch = world.batch(UUID.randomUUID());
    world.follows(batch, COURSE);
    for (int i = 0; i < 9; i++) {
      UUID other = world.student(batch);
      world.learns(other, COURSE, 40 + i);
      acts(other, "2026-01-05", "2026-03-09");
    }
    student = world.student(batch);
    world.learns(student, COURSE, 44);
    acts(student, "2026-01-05", "2026-02-04");
    world.lastSeen(student, "2026-02-05T06:00:00Z");
  }

  private void acts(UUID who, String from, String to) {
    world.execute("""
        INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
          counts_for_streak, created_at)
        SELECT '%1$s', 'daily_login', d::text, 5, 5, '{}', d + interval '12 hours', true, d
          FROM generate_series(date '%2$s', date '%3$s', interval '1 day') d WHERE extract(day FROM d)::int %% 3 > 0
        """.formatted(who, from, to));
  }

  private Part part(UUID who, Signal signal) {
    world.run(RiskContract.COMPUTE, new ComputeScores(null));
    return Arrays.stream(Json.read(world.text("SELECT parts::text FROM risk.scores WHERE student_id = '" + who + "'"),
        Part[].class)).filter(part -> part.signal() == signal).findFirst().orElseThrow();
  }

  @Test
  void aNewcomersProgressIsComparedAtTheSameAge() {
    UUID newcomer = world.student(batch, "2026-03-02T00:00:00Z");
    world.learns(newcomer, COURSE, 12); // in 9 days; the others have 40 to 48 in 65
    Part learning = part(newcomer, Signal.LEARNING_PROGRESS);
    assertEquals("behind 5 % of the batch in the courses at the same age", learning.words());
    assertTrue(learning.value() < 10, learning.toString());
    UUID slow = world.student(batch, "2026-03-02T00:00:00Z");
    world.learns(slow, COURSE, 2);
    assertTrue(part(slow, Signal.LEARNING_PROGRESS).value() > 60, "who does less than the others in as many days");
  }

  @Test
  void whoHasASeatBeforeTheBatchBeginsIsOfTheAgeOfTheBatch() {
    UUID early = world.student(batch, "2025-11-01T00:00:00Z");
    world.learns(early, COURSE, 44);
    acts(early, "2026-01-05", "2026-03-09");
    assertTrue(part(early, Signal.LEARNING_PROGRESS).value() <= 50, "months of waiting are no months of learning");
  }

  @Test
  void approvedLeaveIsNoInactivity() {
    assertEquals("no activity for 33 days", part(student, Signal.INACTIVITY).words());
    assertEquals(100, part(student, Signal.INACTIVITY).value());
    world.leaves(student, "2026-02-06", "2026-03-10");
    world.leaves(student, "2026-02-20", "2026-03-10"); // days that overlap count once
    Part away = part(student, Signal.INACTIVITY);
    assertFalse(away.words().contains("no activity"), away.words());
    assertTrue(away.value() < 20, away.toString());
  }

  @Test
  void whoWasOnLeaveAllTheTimeIsNotComparedAtAll() {
    UUID away = world.student(batch);
    world.lastSeen(away, "2026-01-05T06:00:00Z");
    world.learns(away, COURSE, 44);
    world.leaves(away, "2026-01-06", "2026-04-01");
    Part part = part(away, Signal.INACTIVITY);
    assertEquals(0, part.value());
    assertEquals("away on leave or holidays", part.words());
  }

  @Test
  void holidaysAreNoInactivity() {
    world.holidays("2026-02-06", "2026-03-08");
    Part part = part(student, Signal.INACTIVITY);
    assertFalse(part.words().contains("no activity"), part.words());
    assertTrue(part.value() < 60, part.toString());
  }

  @Test
  void sessionsOnLeaveAndHolidaysAreNotMissed() {
    world.misses(student, batch, "2026-02-16", "2026-02-21");
    assertTrue(part(student, Signal.INACTIVITY).words().contains("6 of 6 sessions missed"));
    world.holidays("2026-02-16", "2026-02-17");
    world.leaves(student, "2026-02-18", "2026-02-20");
    assertTrue(part(student, Signal.INACTIVITY).words().contains("1 of 1 sessions missed"));
  }

  @Test
  void whoBecomesQuietIsSeenBesideTheOwnFirstWeeks() {
    UUID quieter = world.student(batch);
    world.learns(quieter, COURSE, 44);
    acts(quieter, "2026-01-05", "2026-02-20");
    acts(quieter, "2026-03-07", "2026-03-09");
    Part part = part(quieter, Signal.INACTIVITY);
    assertTrue(part.words().contains(" % fewer active days than at first"), part.words());
  }

  @Test
  void scoredTestsOfTheLedgerAreTheTestsUntilSomebodyTellsTheMean() {
    assertNull(part(student, Signal.TESTS).value());
    world.works(student, "t1", 30, "2026-02-01T06:00:00Z");
    world.works(student, "t2", 20, "2026-02-03T06:00:00Z");
    world.acts(student, 3, "2026-02-04T06:00:00Z"); // practice: without a score it says nothing
    assertEquals("a test mean of 25, the last 20", part(student, Signal.TESTS).words());
    world.execute("""
        INSERT INTO standing.metrics (student_id, tenant, eval_test, told_eval_test, calculated_at)
        VALUES ('%s', 'mas', 90, 90, now())
        """.formatted(student));
    assertEquals("a test mean of 90, the last 20", part(student, Signal.TESTS).words());
  }

  @Test
  void aTestThatWasTakenBackSaysNothingUntilItIsGivenBack() {
    world.works(student, "t1", 30, "2026-02-01T06:00:00Z");
    reverses("test_taken:t1");
    assertNull(part(student, Signal.TESTS).value());
    reverses("2:test_taken:t1");
    assertEquals("a test mean of 30", part(student, Signal.TESTS).words());
  }

  private void reverses(String source) {
    world.execute("""
        INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
          counts_for_streak, created_at)
        VALUES ('%s', 'reversal', '%s', 0, 0, '{}', now(), false, now())
        """.formatted(student, source));
  }

  @Test
  void workThatTheOthersHandedInIsMissing() {
    UUID newcomer = world.student(batch, "2026-02-26T00:00:00Z");
    world.learns(newcomer, COURSE, 12);
    world.execute("""
        INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
          counts_for_streak, created_at)
        SELECT user_id, 'assignment_submitted', 'a1', 40, 40, '{}', timestamptz '2026-02-20T06:00:00Z', true, now()
          FROM education.applications WHERE user_id NOT IN ('%s', '%s')
        """.formatted(student, newcomer));
    Part learning = part(student, Signal.LEARNING_PROGRESS);
    assertTrue(learning.words().endsWith("100 % of the work that was due is missing"), learning.words());
    assertFalse(part(newcomer, Signal.LEARNING_PROGRESS).words().contains("missing"), "it was due before they came");
    world.leaves(student, "2026-02-18", "2026-02-22");
    assertFalse(part(student, Signal.LEARNING_PROGRESS).words().contains("missing"), "they were on leave then");
  }

  @Test
  void workThatIsHandedInLateIsSeen() {
    world.execute("""
        INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
          counts_for_streak, created_at)
        SELECT user_id, 'assignment_submitted', 'a1', 40, 40, '{}', timestamptz '2026-02-10T06:00:00Z'
            + CASE WHEN user_id = '%s' THEN 9 ELSE 0 END * interval '1 day', true, now()
          FROM education.applications
        """.formatted(student));
    Part learning = part(student, Signal.LEARNING_PROGRESS);
    assertTrue(learning.words().endsWith("handed in 9 days late on average"), learning.words());
  }
}
