package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.Fixtures.RULES;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.engagement.gamification.GamificationConfig.Badge;
import com.mas.domain.engagement.gamification.GamificationConfig.Criteria;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BadgeRulesTest {
  private static final Set<String> FOLLOWED = Set.of("mrtest:exam", "mrlearn:course");

  record Act(XpType type, LocalDate day, boolean ofBatch) {}

  @Provide
  Arbitrary<Act> acts() {
    Arbitrary<XpType> types = Arbitraries.of(XpType.DAILY_LOGIN, XpType.ASSIGNMENT_SUBMITTED, XpType.TEST_TAKEN,
        XpType.MODULE_COMPLETED, XpType.MENTOR_CALL_COMPLETED);
    return types.flatMap(type -> Fixtures.days().flatMap(day -> Arbitraries.of(true, false)
        .map(ofBatch -> new Act(type, day, ofBatch))));
  }

  /** Skipping must be safe: the award itself can not have led to a badge. */
  @Property
  void anAwardThatLeadsToABadgeIsNeverPassedOver(@ForAll @Size(max = 60) List<@From("acts") Act> history) {
    var student = new Student(RULES);
    int source = 0;
    for (Act act : history) {
      Snapshot before = student.snapshot();
      Set<String> had = deserved(student);
      Decision decision = student.grant(Grant.of(act.type(), source(act, source++), Fixtures.ist(act.day())));
      Set<String> has = deserved(student);
      has.removeAll(had);
      assertTrue(has.isEmpty() || BadgeRules.mayUnlock(RULES, before, decision, FOLLOWED), () -> "passed over " + has);
    }
  }

  @Test
  void mostAwardsAskNothing() {
    var student = new Student(RULES);
    LocalDate day = LocalDate.of(2026, 3, 10);
    student.grant(XpType.TEST_TAKEN, day);
    Snapshot before = student.snapshot();
    assertFalse(BadgeRules.mayUnlock(RULES, before, student.grant(XpType.TEST_TAKEN, day), FOLLOWED),
        "an exam that no batch follows");
    before = student.snapshot();
    assertFalse(BadgeRules.mayUnlock(RULES, before, student.grant(XpType.ASSIGNMENT_SUBMITTED, day), FOLLOWED),
        "ten assignments are more than all actions");
  }

  private static String source(Act act, int number) {
    return switch (act.type()) {
      case TEST_TAKEN -> act.ofBatch() ? "exam:" + number : "other:" + number;
      case MODULE_COMPLETED -> act.ofBatch() ? "course:" + number : "other:" + number;
      default -> "n" + number;
    };
  }

  private static Set<String> deserved(Student student) {
    return RULES.badges().stream().filter(badge -> isDeserved(badge.when(), student)).map(Badge::id)
        .collect(Collectors.toSet());
  }

  private static boolean isDeserved(Criteria when, Student student) {
    Snapshot has = student.snapshot();
    long count = student.ledger().stream().filter(row -> row.type() == when.type()
        && (when.ofBatch() == null || !when.ofBatch() || row.sourceId().matches("(exam|course):.*"))).count();
    return !Boolean.TRUE.equals(when.profile()) && atLeast(when.actions(), has.meaningfulActions())
        && atLeast(when.longestStreak(), has.streak().longest()) && atLeast(when.level(), has.level())
        && atLeast(when.xp(), has.totalXp()) && atLeast(when.count(), (int) count);
  }

  private static boolean atLeast(Integer required, int current) {
    return required == null || current >= required;
  }
}
