package com.mas.domain.engagement.gamification;

import com.mas.domain.engagement.gamification.GamificationConfig.Band;
import com.mas.domain.engagement.gamification.GamificationConfig.Clamp;
import com.mas.domain.engagement.gamification.GamificationConfig.Factors;
import com.mas.domain.engagement.gamification.GamificationConfig.Gate;
import com.mas.domain.engagement.gamification.GamificationConfig.Kind;
import com.mas.domain.engagement.gamification.GamificationConfig.Quality;
import com.mas.domain.engagement.gamification.GamificationConfig.StreakFactor;
import com.mas.domain.engagement.gamification.GamificationConfig.Streaks;
import com.mas.domain.engagement.gamification.GamificationConfig.TimingFactor;
import com.mas.domain.engagement.gamification.GamificationConfig.TypeRule;
import com.mas.domain.engagement.gamification.GamificationConfig.Xp;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks what the rules take for granted of their parameters. Goes on after a mistake, so that all are found at once.
 */
final class ConfigCheck {
  static final int LEVELS = 50;

  private final List<String> mistakes = new ArrayList<>();

  private ConfigCheck() {}

  static List<String> mistakes(GamificationConfig config) {
    var check = new ConfigCheck();
    if (check.present("xp", config.xp())) {
      check.xp(config.xp());
    }
    if (check.present("multipliers", config.multipliers())) {
      check.factors(config.multipliers());
    }
    if (check.present("streaks", config.streaks())) {
      check.streaks(config.streaks());
    }
    if (check.present("badges", config.badges())) {
      BadgeCheck.mistakes(config.badges()).forEach(mistake -> check.that(false, mistake));
    }
    if (check.present("levels", config.levels())) {
      check.levels(config.levels());
    }
    return check.mistakes;
  }

  private void xp(Xp xp) {
    if (present("xp.types", xp.types())) {
      for (XpType type : XpType.values()) {
        String name = "xp.types." + type.wire();
        if (present(name, xp.types().get(type))) {
          type(name, type, xp.types().get(type));
        }
      }
    }
    if (present("xp.actionMilestones", xp.actionMilestones())) {
      int last = 0;
      for (Integer milestone : xp.actionMilestones()) {
        that(milestone != null && milestone > last, "xp.actionMilestones must be positive and increasing");
        last = milestone == null ? last : milestone;
      }
    }
    atLeast("xp.tenureEveryDays", xp.tenureEveryDays(), 1);
  }

  private void type(String name, XpType type, TypeRule rule) {
    boolean given = switch (type) {
      case STREAK_MILESTONE, ACTION_MILESTONE, TENURE_BONUS, BADGE_UNLOCKED -> true;
      default -> false;
    };
    if (present(name + ".kind", rule.kind())) {
      // an award that was an action would lead to further awards
      that((rule.kind() == Kind.AWARD) == given, name + ".kind must " + (given ? "" : "not ") + "be award");
    }
    if (type == XpType.BADGE_UNLOCKED) {
      that(rule.base() == null, name + ".base must be absent: each badge brings its own");
    } else {
      atLeast(name + ".base", rule.base(), 1);
    }
  }

  private void factors(Factors factors) {
    String at = "multipliers.";
    StreakFactor streak = factors.streak();
    if (present(at + "streak", streak)) {
      if (present(at + "streak.step", streak.step())) {
        that(streak.step().signum() >= 0, at + "streak.step must not be negative");
      }
      atLeastOne(at + "streak.cap", streak.cap());
    }
    if (present(at + "quality", factors.quality())) {
      quality(factors.quality());
    }
    if (present(at + "timing", factors.timing())) {
      timing(factors.timing());
    }
    atLeastOne(at + "freshness", factors.freshness());
    if (present(at + "antiFarm", factors.antiFarm())) {
      antiFarm(factors.antiFarm());
    }
    clamp(factors.clamp());
  }

  private void timing(TimingFactor timing) {
    String name = "multipliers.timing";
    if (positive(name + ".early", timing.early()) & positive(name + ".onTime", timing.onTime())
        & positive(name + ".late", timing.late())) {
      falling(name + ": early, onTime, late", List.of(timing.early(), timing.onTime(), timing.late()));
    }
  }

  private void quality(Quality quality) {
    positive("multipliers.quality.none", quality.none());
    String name = "multipliers.quality.bands";
    if (!present(name, quality.bands())) {
      return;
    }
    boolean whole = true;
    for (int i = 0; i < quality.bands().size(); i++) {
      Band band = quality.bands().get(i);
      String at = name + "[" + i + "]";
      whole &= present(at, band) && present(at + ".from", band.from()) & positive(at + ".factor", band.factor());
    }
    if (!whole) {
      return;
    }
    falling(name + ": factor", quality.bands().stream().map(Band::factor).toList());
    List<Double> from = quality.bands().stream().map(Band::from).toList();
    for (int i = 1; i < from.size(); i++) {
      that(from.get(i) < from.get(i - 1), name + "[" + i + "].from must be below the one before");
    }
    that(!from.isEmpty() && from.getLast() == 0, name + " must end with the one from 0");
  }

  private void antiFarm(List<BigDecimal> ladder) {
    boolean whole = that(!ladder.isEmpty(), "multipliers.antiFarm must not be empty");
    for (int i = 0; i < ladder.size(); i++) {
      whole &= positive("multipliers.antiFarm[" + i + "]", ladder.get(i));
    }
    if (whole) {
      falling("multipliers.antiFarm", ladder);
    }
  }

  private void clamp(Clamp clamp) {
    String name = "multipliers.clamp";
    if (present(name, clamp) && positive(name + ".min", clamp.min()) & positive(name + ".max", clamp.max())) {
      that(clamp.min().compareTo(clamp.max()) < 0, name + ".min must be below max");
    }
  }

  private void streaks(Streaks streaks) {
    atLeast("streaks.graceDays", streaks.graceDays(), 0);
    atLeast("streaks.milestoneEvery", streaks.milestoneEvery(), 1);
    if (present("streaks.weeklyOff", streaks.weeklyOff())) {
      that(streaks.weeklyOff().size() < 7, "streaks.weeklyOff must leave a day to work");
    }
    if (present("streaks.freezes", streaks.freezes())) {
      atLeast("streaks.freezes.everyDays", streaks.freezes().everyDays(), 1);
      atLeast("streaks.freezes.most", streaks.freezes().most(), 0);
    }
  }

  private void levels(List<Gate> gates) {
    that(gates.size() == LEVELS, "levels must have " + LEVELS + " rows, has " + gates.size());
    Gate before = null;
    for (int i = 0; i < gates.size(); i++) {
      Gate gate = gates.get(i);
      String name = "levels[" + i + "]";
      if (!present(name, gate) || !(present(name + ".level", gate.level()) & present(name + ".xp", gate.xp())
          & present(name + ".actions", gate.actions()) & present(name + ".streak", gate.streak()))) {
        before = null;
        continue;
      }
      that(gate.level() == i + 1, name + ".level must be " + (i + 1));
      if (i == 0) {
        that(gate.xp() == 0 && gate.actions() == 0 && gate.streak() == 0, name + " must take nothing");
      } else if (before != null) {
        Map.of("xp", gate.xp() - before.xp(), "actions", gate.actions() - before.actions(),
            "streak", gate.streak() - before.streak()).entrySet().stream().sorted(Map.Entry.comparingByKey())
            .forEach(axis -> that(axis.getValue() > 0, name + "." + axis.getKey() + " must be above the one before"));
      }
      before = gate;
    }
  }

  private boolean present(String name, Object value) {
    return that(value != null, name + " is missing");
  }

  private void atLeast(String name, Integer value, int least) {
    if (present(name, value)) {
      that(value >= least, name + " must be at least " + least);
    }
  }

  private boolean positive(String name, BigDecimal factor) {
    return present(name, factor) && that(factor.signum() > 0, name + " must be positive");
  }

  private void atLeastOne(String name, BigDecimal factor) {
    if (present(name, factor)) {
      that(factor.compareTo(BigDecimal.ONE) >= 0, name + " must be at least 1");
    }
  }

  private void falling(String name, List<BigDecimal> factors) {
    for (int i = 1; i < factors.size(); i++) {
      that(factors.get(i).compareTo(factors.get(i - 1)) <= 0, name + " must not rise");
    }
  }

  private boolean that(boolean holds, String mistake) {
    if (!holds) {
      mistakes.add(mistake);
    }
    return holds;
  }
}
