package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.Fixtures.ist;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.domain.learning.mrtest.ExamSyncContract;
import com.mas.domain.learning.mrtest.ExamSyncContract.ExamsScored;
import com.mas.domain.learning.mrtest.ExamSyncContract.ScoredExam;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scores of exams, as they are told: once as XP, and as what they are worth now. */
class ExamScoresIT {
  @AutoClose private static final GamificationFixture domain = new GamificationFixture();
  private static final Instant TAKEN = Instant.parse("2026-03-08T06:00:00Z");

  private final UUID student = domain.student();

  @BeforeEach
  void itIsNoon() {
    domain.clock.set(ist(LocalDate.of(2026, 3, 10), 12, 0));
  }

  private void tell(Instant toldAt, double percentage) {
    domain.ask(domain.product(), ExamSyncContract.EXAMS_SCORED.request("gamification", Duration.ofSeconds(30)),
        new ExamsScored(student, UUID.randomUUID(), toldAt,
            List.of(new ScoredExam("e101", "Java basics", percentage, TAKEN))));
  }

  private String score() {
    return domain.text("SELECT score::text FROM gamification.shared_tests WHERE student_id = ?", student);
  }

  private long xp() {
    return domain.number("SELECT coalesce(sum(amount), 0) FROM gamification.xp_events WHERE user_id = ?", student);
  }

  @Test
  void anExamIsXpOnceAndItsNewestScoreIsWhatCounts() {
    Instant told = TAKEN.plusSeconds(3_600);
    tell(told, 40);
    long once = xp();
    assertEquals("40.00", score());
    tell(told, 40);
    tell(told.plusSeconds(60), 90);
    assertEquals(once, xp(), "a better attempt gives no more XP");
    assertEquals("90.00", score());
    tell(told.plusSeconds(30), 55);
    assertEquals("90.00", score(), "what was told earlier comes too late");
    tell(told.plusSeconds(90), 0);
    assertEquals("0.00", score(), "a marking that was revised downwards counts, too");
    assertEquals(1, domain.number(
        "SELECT count(*) FROM gamification.xp_events WHERE user_id = ? AND type = 'test_taken'", student));
    assertEquals("0.00", domain.text("SELECT score::text FROM gamification.shared_work WHERE student_id = ?", student));
  }
}
