package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.XpType.ACTION_MILESTONE;
import static com.mas.domain.engagement.gamification.XpType.STREAK_MILESTONE;

import com.mas.domain.engagement.gamification.GamificationConfig.Band;
import com.mas.domain.engagement.gamification.GamificationConfig.Factors;
import com.mas.domain.engagement.gamification.GamificationContract.Multipliers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Computes what entries of the ledger would be worth under changed rules. The ledger keeps each factor but not what led
 * to it, so that is told from the factor by the rules that gave it: days from the streak's factor, the band from the
 * score's, the rung from anti-farm's. Of several with one factor the first is taken.
 */
final class RehearsalRules {
  private RehearsalRules() {}

  /** @param type as the ledger has it; one that this build does not know keeps its worth */
  static int amount(String type, int base, Multipliers given, GamificationConfig now, GamificationConfig then) {
    XpType known = XpType.of(type);
    Integer changed = known == null ? null : then.xp().types().get(known).base();
    int worth = changed == null ? base : changed;
    return XpRules.amount(worth, now.multipliers().equals(then.multipliers()) || isPlain(given) ? given
        : factors(given, now.multipliers(), then.multipliers()));
  }

  /** XP of milestones, which follow from actions and streak: how many there would be, each with its base. */
  static int milestones(int actions, Streak streak, GamificationConfig then) {
    long reached = then.xp().actionMilestones().stream().filter(milestone -> milestone <= actions).count();
    return (int) reached * then.xp().types().get(ACTION_MILESTONE).base()
        + streak.milestones() * then.xp().types().get(STREAK_MILESTONE).base();
  }

  private static boolean isPlain(Multipliers given) {
    return given.equals(Multipliers.NONE);
  }

  private static Multipliers factors(Multipliers given, Factors now, Factors then) {
    BigDecimal days = now.streak().step().signum() == 0 ? BigDecimal.ZERO
        : given.streak().subtract(BigDecimal.ONE).divide(now.streak().step(), 0, RoundingMode.HALF_UP);
    BigDecimal streak =
        BigDecimal.ONE.add(then.streak().step().multiply(days)).min(then.streak().cap());
    BigDecimal quality = quality(given.quality(), now, then);
    BigDecimal timing = given.timing().compareTo(now.timing().early()) == 0 ? then.timing().early()
        : given.timing().compareTo(now.timing().onTime()) == 0 ? then.timing().onTime() : then.timing().late();
    BigDecimal freshness = given.freshness().compareTo(BigDecimal.ONE) == 0 ? BigDecimal.ONE : then.freshness();
    int rung = Math.min(rung(given.antiFarm(), now.antiFarm()), then.antiFarm().size() - 1);
    BigDecimal antiFarm = then.antiFarm().get(rung);
    BigDecimal total = streak.multiply(quality).multiply(timing).multiply(freshness).multiply(antiFarm)
        .max(then.clamp().min()).min(then.clamp().max());
    return new Multipliers(streak, quality, timing, freshness, antiFarm, total);
  }

  private static BigDecimal quality(BigDecimal given, Factors now, Factors then) {
    if (given.compareTo(now.quality().none()) == 0) {
      return then.quality().none();
    }
    double from = now.quality().bands().stream().filter(band -> band.factor().compareTo(given) == 0)
        .map(Band::from).findFirst().orElse(0.0);
    return then.quality().bands().stream().filter(band -> from >= band.from()).findFirst().orElseThrow().factor();
  }

  private static int rung(BigDecimal given, List<BigDecimal> ladder) {
    for (int i = 0; i < ladder.size(); i++) {
      if (ladder.get(i).compareTo(given) == 0) {
        return i;
      }
    }
    return 0;
  }
}
