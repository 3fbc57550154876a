package com.mas.domain.engagement.gamification;

import com.mas.domain.engagement.gamification.GamificationConfig.Badge;
import com.mas.domain.engagement.gamification.GamificationConfig.Criteria;
import com.mas.domain.engagement.gamification.GamificationConfig.Kind;
import java.util.Set;

/**
 * Decides whether an award may have unlocked a badge, from what the award itself knows, so that nearly all awards ask
 * nothing more. The database, which alone knows, is asked about the students for whom it may have.
 */
final class BadgeRules {
  private BadgeRules() {}

  /** @param followed courses and exams that any batch follows, as {@code provider:id} */
  static boolean mayUnlock(GamificationConfig rules, Snapshot before, Decision decision, Set<String> followed) {
    Snapshot after = decision.next();
    LedgerRow award = decision.award();
    // nobody has more awards of one kind of action than actions
    int most = rules.xp().types().get(award.type()).kind() == Kind.ACTION ? after.meaningfulActions()
        : Integer.MAX_VALUE;
    for (Badge badge : rules.badges()) {
      Criteria when = badge.when();
      boolean counted = when.type() == award.type() && when.count() <= most
          && (when.ofBatch() == null || !when.ofBatch() || followed.contains(course(award)));
      if (isReached(when, after) && (counted || !isReached(when, before))) {
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
