package com.mas.domain.engagement.gamification;

import com.mas.domain.engagement.gamification.GamificationContract.Multipliers;
import com.mas.domain.engagement.gamification.GamificationContract.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Why an entry of the ledger is worth what it is, in words for the student. */
final class ExplainRules {
  private ExplainRules() {
  }

  /** {@code raised}, {@code plain} or {@code reduced} by its factors. */
  static String outcome(int base, int amount) {
    return amount > base ? "raised" : amount < base ? "reduced" : "plain";
  }

  /** One reason for each factor that makes a difference, then the cap if their product met it. */
  static List<Reason> reasons(Multipliers m) {
    List<Reason> reasons = new ArrayList<>();
    add(reasons, "streak", m.streak(), "Your streak so far", "");
    add(reasons, "quality", m.quality(), "A good score", "A low score");
    add(reasons, "timing", m.timing(), "Done early", "Done late");
    add(reasons, "freshness", m.freshness(), "Your first meaningful action of the day", "");
    add(reasons, "antiFarm", m.antiFarm(), "", "Several of the same kind within 24 hours");
    BigDecimal product = m.streak().multiply(m.quality()).multiply(m.timing()).multiply(m.freshness())
        .multiply(m.antiFarm());
    int capped = product.compareTo(m.total());
    if (capped != 0) {
      reasons.add(new Reason("cap", m.total(), capped > 0
          ? "All factors together count at most this much" : "All factors together never count for less"));
    }
    return reasons;
  }

  static List<Reason> refused(int times) {
    return List.of(new Reason("repeated", BigDecimal.ZERO,
        "This has earned its XP before" + (times > 1 ? "; it came " + times + " more times" : "")));
  }

  static List<Reason> takenBack(String note) {
    return List.of(new Reason("taken_back", null, note));
  }

  private static void add(List<Reason> reasons, String factor, BigDecimal value, String more, String less) {
    int sign = value.compareTo(BigDecimal.ONE);
    if (sign != 0) {
      reasons.add(new Reason(factor, value, sign > 0 ? more : less));
    }
  }
}
