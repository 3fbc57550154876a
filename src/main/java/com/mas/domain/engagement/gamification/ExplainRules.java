package com.mas.domain.engagement.gamification;

import com.mas.domain.engagement.gamification.GamificationContract.Factor;
import com.mas.domain.engagement.gamification.GamificationContract.Multipliers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Says why an entry of the ledger is worth what it is, in words for the student. */
final class ExplainRules {
  private ExplainRules() {}

  /** {@code raised}, {@code plain} or {@code reduced} by its factors. */
  static String outcome(int base, int amount) {
    return amount > base ? "raised" : amount < base ? "reduced" : "plain";
  }

  /** One reason for each factor that makes a difference, then the cap if their product met it. */
  static List<Factor> reasons(Multipliers m) {
    List<Factor> reasons = new ArrayList<>();
    add(reasons, "streak", m.streak(), "Your streak so far", "");
    add(reasons, "quality", m.quality(), "A good score", "A low score");
    add(reasons, "timing", m.timing(), "Done early", "Done late");
    add(reasons, "freshness", m.freshness(), "Your first meaningful action of the day", "");
    add(reasons, "antiFarm", m.antiFarm(), "", "Several of the same kind within 24 hours");
    BigDecimal product = m.streak().multiply(m.quality()).multiply(m.timing()).multiply(m.freshness())
        .multiply(m.antiFarm());
    int capped = product.compareTo(m.total());
    if (capped != 0) {
      reasons.add(new Factor("cap", m.total(), capped > 0
          ? "All factors together count at most this much" : "All factors together never count for less"));
    }
    return reasons;
  }

  static List<Factor> refused(int times) {
    return List.of(new Factor("repeated", BigDecimal.ZERO,
        "This has earned its XP before" + (times > 1 ? "; it came " + times + " more times" : "")));
  }

  static List<Factor> reversed(String outcome, String note) {
    return List.of(new Factor(outcome, null, note));
  }

  private static void add(List<Factor> reasons, String factor, BigDecimal value, String more, String less) {
    int sign = value.compareTo(BigDecimal.ONE);
    if (sign != 0) {
      reasons.add(new Factor(factor, value, sign > 0 ? more : less));
    }
  }
}
