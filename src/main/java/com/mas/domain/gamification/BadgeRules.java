package com.mas.domain.gamification;

import com.mas.domain.gamification.GamificationConfig.Badge;
import com.mas.domain.gamification.GamificationConfig.Criteria;
import java.util.List;
import java.util.Set;

/**
 * Whether an award may have unlocked a badge, told from what the award itself knows, so that nearly all awards ask
 * nothing more. Who may have is looked at in the database, which alone knows.
 */
final class BadgeRules {
  private BadgeRules() {
  }

  /** @param followed courses and exams that any batch follows, as {@code provider:id} */
  static boolean mayUnlock(List<Badge> badges, Snapshot before, Decision decision, Set<String> followed) {
    Snapshot after = decision.next();
    LedgerRow award = decision.award();
    for (Badge badge : badges) {
      Criteria when = badge.when();
      if (when.type() == award.type() && (when.ofBatch() == null || !when.ofBatch() || followed.contains(course(award)))
          || isReached(when, after) && !isReached(when, before)) {
        return true;
      }
    }
    return false;
  }

  /** The course or exam that an award's source names, as {@code provider:id}. */
  private static String course(LedgerRow award) {
    int colon = award.sourceId().indexOf(':');
    return (award.type() == XpType.TEST_TAKEN ? "mrtest:" : "mrlearn:")
        + (colon < 0 ? award.sourceId() : award.sourceId().substring(0, colon));
  }

  private static boolean isReached(Criteria when, Snapshot snapshot) {
    return reached(when.actions(), snapshot.meaningfulActions())
        && reached(when.longestStreak(), snapshot.streak().longest())
        && reached(when.level(), snapshot.level()) && reached(when.xp(), snapshot.totalXp());
  }

  private static boolean reached(Integer required, int current) {
    return required == null || current >= required;
  }
}
