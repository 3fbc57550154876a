package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.XpType.ACTION_MILESTONE;
import static com.mas.domain.engagement.gamification.XpType.STREAK_MILESTONE;
import static com.mas.domain.engagement.gamification.XpType.TENURE_BONUS;
import static java.time.temporal.ChronoUnit.DAYS;

import com.mas.domain.engagement.gamification.GamificationConfig.Factors;
import com.mas.domain.engagement.gamification.GamificationConfig.Kind;
import com.mas.domain.engagement.gamification.GamificationConfig.TypeRule;
import com.mas.domain.engagement.gamification.GamificationContract.Multipliers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Computes what one grant gives. The ledger's unique key sees to it that a repeated grant gives nothing. */
final class XpRules {
  private XpRules() {}

  /**
   * Decides one grant that is new to the ledger.
   *
   * @param before the student's snapshot, locked until the decision is stored; {@link Snapshot#ZERO} if there is none
   * @throws IllegalArgumentException when the base is missing, or given for a type that has one; when active days are
   *     needed ({@link StreakRules#needsActiveDays}) and missing
   */
  static Decision decide(Snapshot before, Grant grant, Recent recent, GamificationConfig config) {
    TypeRule rule = config.xp().types().get(grant.type());
    boolean counts = rule.kind() != Kind.AWARD && !grant.skipStreakUpdate();
    Multipliers multipliers = rule.kind() == Kind.AWARD ? Multipliers.NONE
        : multipliers(before.streak(), grant, recent, rule, config);
    int base = base(grant, rule);
    var award = new LedgerRow(grant.type(), grant.sourceId(), grant.occurredAt(), base, amount(base, multipliers),
        multipliers, counts, grant.score());

    int actions = before.meaningfulActions() + (rule.kind() == Kind.ACTION ? 1 : 0);
    Streak streak = counts ? StreakRules.with(before.streak(), StreakRules.dayOf(grant.occurredAt()),
        recent.days(), config.streaks()) : before.streak();
    var rows = new ArrayList<LedgerRow>();
    rows.add(award);
    streakMilestones(before.streak(), streak)
        .forEach(source -> rows.add(milestone(STREAK_MILESTONE, source, grant.occurredAt(), config)));
    actionMilestones(before.meaningfulActions(), actions, config)
        .forEach(source -> rows.add(milestone(ACTION_MILESTONE, source, grant.occurredAt(), config)));

    int totalXp = before.totalXp() + rows.stream().mapToInt(LedgerRow::amount).sum();
    int level = LevelRules.level(before.level(), totalXp, actions, streak.longest(), config.levels());
    return new Decision(rows, new Snapshot(totalXp, actions, level, streak), level > before.level());
  }

  /** {@code decided} when it comes to another total: its level is reached by that, from {@code before} on. */
  static Snapshot withTotal(Snapshot before, Snapshot decided, int totalXp, GamificationConfig config) {
    return new Snapshot(totalXp, decided.meaningfulActions(), LevelRules.level(before.level(), totalXp,
        decided.meaningfulActions(), decided.streak().longest(), config.levels()), decided.streak());
  }

  /**
   * The snapshot from nothing but the ledger; what was reached under earlier rules stays reached.
   *
   * @param held the snapshot so far
   * @param totalXp of all rows; {@code actions} how many of them are meaningful actions
   * @param days all of both kinds
   */
  static Snapshot rebuilt(Snapshot held, int totalXp, int actions, StreakDays days, GamificationConfig config) {
    Streak streak = StreakRules.held(held.streak(), StreakRules.of(days.active(), days.off(), config.streaks()));
    return new Snapshot(totalXp, actions,
        LevelRules.level(held.level(), totalXp, actions, streak.longest(), config.levels()), streak);
  }

  /**
   * The tenure bonuses that a student has come to deserve by {@code today}, oldest first. Each is dated to the IST day
   * on which its period was full, and numbered within its enrolment, so granting them again gives nothing.
   */
  static List<Grant> tenureBonuses(String enrolmentId, Instant enrolledAt, LocalDate today, GamificationConfig config) {
    int period = config.xp().tenureEveryDays();
    long full = DAYS.between(StreakRules.dayOf(enrolledAt), today) / period;
    return IntStream.rangeClosed(1, (int) Math.max(0, full))
        .mapToObj(n -> Grant.of(TENURE_BONUS, enrolmentId + ":" + n, enrolledAt.plus((long) n * period, DAYS)))
        .toList();
  }

  /** Rounds half up, which for what is never negative is what a person expects. */
  static int amount(int base, Multipliers multipliers) {
    return BigDecimal.valueOf(base).multiply(multipliers.total()).setScale(0, RoundingMode.HALF_UP).intValueExact();
  }

  /** Rows of the milestones between two states of a streak. */
  static List<LedgerRow> streakMilestonesDue(Streak before, Streak after, Instant at, GamificationConfig config) {
    return streakMilestones(before, after).stream()
        .map(source -> milestone(STREAK_MILESTONE, source, at, config)).toList();
  }

  /** Wire names of the types that are meaningful actions. */
  static String[] actionTypes(GamificationConfig config) {
    return config.xp().types().entrySet().stream().filter(type -> type.getValue().kind() == Kind.ACTION)
        .map(type -> type.getKey().wire()).toArray(String[]::new);
  }

  /** Source ids of the milestones between two states of a streak: the number of each in the student's life. */
  static List<String> streakMilestones(Streak before, Streak after) {
    return IntStream.rangeClosed(before.milestones() + 1, after.milestones()).mapToObj(n -> "streak:" + n).toList();
  }

  /** Source ids of the milestones above {@code before} up to {@code after} meaningful actions. */
  static List<String> actionMilestones(int before, int after, GamificationConfig config) {
    return config.xp().actionMilestones().stream().filter(m -> before < m && m <= after)
        .map(m -> "actions:" + m).toList();
  }

  private static LedgerRow milestone(XpType type, String sourceId, Instant occurredAt, GamificationConfig config) {
    int base = config.xp().types().get(type).base();
    return new LedgerRow(type, sourceId, occurredAt, base, base, Multipliers.NONE, false, null);
  }

  private static int base(Grant grant, TypeRule rule) {
    if ((rule.base() == null) == (grant.baseOverride() == null)) {
      throw new IllegalArgumentException(grant.type().wire()
          + (rule.base() == null ? " needs a base with each grant" : " has its base in the rules"));
    }
    return rule.base() == null ? grant.baseOverride() : rule.base();
  }

  private static Multipliers multipliers(Streak before, Grant grant, Recent recent, TypeRule rule,
      GamificationConfig config) {
    Factors factors = config.multipliers();
    int days = grant.skipStreakUpdate() ? 0 : StreakRules.asOf(before, StreakRules.dayOf(grant.occurredAt()),
        recent.days(), config.streaks());
    boolean fresh = rule.kind() == Kind.ACTION && recent.firstMeaningfulOfDay();
    BigDecimal streak = BigDecimal.ONE.add(factors.streak().step().multiply(BigDecimal.valueOf(days)))
        .min(factors.streak().cap());
    BigDecimal quality = quality(grant.score(), factors);
    BigDecimal timing = timing(grant.timing(), factors);
    BigDecimal freshness = fresh ? factors.freshness() : BigDecimal.ONE;
    BigDecimal antiFarm = factors.antiFarm().get(Math.min(recent.sameTypeGrants(), factors.antiFarm().size() - 1));
    BigDecimal total = streak.multiply(quality).multiply(timing).multiply(freshness).multiply(antiFarm)
        .max(factors.clamp().min()).min(factors.clamp().max());
    return new Multipliers(streak, quality, timing, freshness, antiFarm, total);
  }

  private static BigDecimal quality(Double score, Factors factors) {
    if (score == null) {
      return factors.quality().none();
    }
    return factors.quality().bands().stream().filter(band -> score >= band.from()).findFirst().orElseThrow().factor();
  }

  private static BigDecimal timing(Timing timing, Factors factors) {
    return switch (timing) {
      case EARLY -> factors.timing().early();
      case ON_TIME -> factors.timing().onTime();
      case LATE -> factors.timing().late();
      case null -> factors.timing().onTime();
    };
  }
}
