package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.Fixtures.RULES;
import static com.mas.domain.engagement.gamification.Fixtures.ist;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.engagement.gamification.GamificationContract.Multipliers;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class XpLawsTest {
  private static final LocalDate FROM = LocalDate.of(2028, 1, 20);

  /** Without a source: the histories number them. */
  @Provide
  Arbitrary<Grant> grants() {
    var offsets = Arbitraries.integers().between(0, 45);
    var minutes = Arbitraries.integers().between(0, 24 * 60 - 1);
    var scores = Arbitraries.doubles().between(0, 100).injectNull(0.3);
    var timings = Arbitraries.of(Timing.class).injectNull(0.3);
    var replays = Arbitraries.frequencyOf(Tuple.of(9, Arbitraries.just(false)),
        Tuple.of(1, Arbitraries.just(true)));
    return Combinators.combine(Arbitraries.of(XpType.class), offsets, minutes, scores, timings, replays)
        .as((type, offset, minute, score, timing, replay) -> new Grant(type, "", ist(FROM.plusDays(offset))
            .plusSeconds(minute * 60L), score, timing, type == XpType.BADGE_UNLOCKED ? 30 : null, replay));
  }

  @Property
  void theProductStaysWithinTheClampAndTheAmountIsItsOwnProof(@ForAll("grants") Grant grant,
      @ForAll @IntRange(max = 300) int streak, @ForAll @IntRange(max = 40) int sameType, @ForAll boolean first) {
    var before = new Snapshot(0, 0, 1, new Streak(streak, streak, FROM, streak / 7, Math.min(streak, 14)));
    var recent = new Recent(sameType, first, new StreakDays(Set.of(FROM), Set.of()));
    LedgerRow award = XpRules.decide(before, grant, recent, RULES).award();
    Multipliers m = award.multipliers();
    assertTrue(m.total().compareTo(new BigDecimal("0.5")) >= 0 && m.total().compareTo(new BigDecimal("2")) <= 0);
    BigDecimal product = m.streak().multiply(m.quality()).multiply(m.timing()).multiply(m.freshness())
        .multiply(m.antiFarm());
    assertEquals(0, product.max(new BigDecimal("0.5")).min(new BigDecimal("2")).compareTo(m.total()));
    BigDecimal exact = m.total().multiply(BigDecimal.valueOf(award.baseXp()));
    BigDecimal off = BigDecimal.valueOf(award.amount()).subtract(exact);
    BigDecimal half = new BigDecimal("0.5");
    assertTrue(off.compareTo(half) <= 0 && off.compareTo(half.negate()) > 0, "half up, off by " + off);
  }

  @Property
  void aBetterScoreNeverEarnsLess(@ForAll("grants") Grant grant, @ForAll @DoubleRange(max = 100) double one,
      @ForAll @DoubleRange(max = 100) double other, @ForAll @IntRange(max = 40) int streak,
      @ForAll @IntRange(max = 8) int sameType) {
    assertTrue(
        amount(grant, Math.min(one, other), streak, sameType) <= amount(grant, Math.max(one, other), streak, sameType));
  }

  @Property
  void farmingNeverEarnsMoreAndAStreakNeverLess(@ForAll("grants") Grant grant, @ForAll @IntRange(max = 40) int streak,
      @ForAll @IntRange(max = 8) int sameType) {
    int amount = amount(grant, 60, streak, sameType);
    assertTrue(amount(grant, 60, streak, sameType + 1) <= amount);
    assertTrue(amount(grant, 60, streak + 1, sameType) >= amount);
  }

  @Property
  void theSnapshotIsAlwaysWhatTheLedgerAddsUpTo(@ForAll @Size(max = 80) List<@From("grants") Grant> history) {
    var student = new Student(RULES);
    int source = 0;
    for (Grant grant : history) {
      Snapshot before = student.snapshot();
      Decision decision = student.grant(numbered(grant, source++));
      assertEquals(student.rebuilt(), student.snapshot());
      assertEquals(decision.next().level() > before.level(), decision.leveledUp());
      assertTrue(decision.next().level() >= before.level());
      assertTrue(decision.next().streak().longest() >= before.streak().longest());
      assertTrue(before.streak().lastActive() == null
          || !decision.next().streak().lastActive().isBefore(before.streak().lastActive()), "lastActive was rewound");
    }
  }

  @Property
  void anyOrderGivesTheSameAwardsAndTheSameStreak(@ForAll @Size(max = 80) List<@From("grants") Grant> history,
      @ForAll long seed) {
    TwoOrders two = TwoOrders.of(history, seed);
    Student inOrder = two.inOrder();
    Student shuffled = two.shuffled();
    assertEquals(awards(inOrder), awards(shuffled));
    assertEquals(inOrder.snapshot().streak(), shuffled.snapshot().streak());
    assertEquals(inOrder.snapshot().meaningfulActions(), shuffled.snapshot().meaningfulActions());
  }

  /** Two students with the same history, one of them in another order. */
  private record TwoOrders(Student inOrder, Student shuffled) {
    static TwoOrders of(List<Grant> history, long seed) {
      var numbered = new ArrayList<Grant>();
      history.forEach(grant -> numbered.add(numbered(grant, numbered.size())));
      var inOrder = new Student(RULES);
      numbered.forEach(inOrder::grant);
      Collections.shuffle(numbered, new Random(seed));
      var shuffled = new Student(RULES);
      numbered.forEach(shuffled::grant);
      return new TwoOrders(inOrder, shuffled);
    }
  }

  /** The streak so far, whether the day is fresh, and how many came before: these name the order, nothing else does. */
  @Property
  void amountsDifferOnlyWhereARuleNamesTheOrder(@ForAll @Size(max = 80) List<@From("grants") Grant> history,
      @ForAll long seed) {
    TwoOrders two = TwoOrders.of(history, seed);
    Student inOrder = two.inOrder();
    Student shuffled = two.shuffled();
    Map<String, LedgerRow> rows = new HashMap<>();
    inOrder.ledger().forEach(row -> rows.put(row.type() + " " + row.sourceId(), row));
    for (LedgerRow other : shuffled.ledger()) {
      LedgerRow one = rows.get(other.type() + " " + other.sourceId());
      Multipliers m = one.multipliers();
      Multipliers n = other.multipliers();
      assertEquals(one.baseXp(), other.baseXp());
      assertEquals(m.quality(), n.quality());
      assertEquals(m.timing(), n.timing());
      boolean asEarly = m.streak().equals(n.streak()) && m.freshness().equals(n.freshness())
          && m.antiFarm().equals(n.antiFarm());
      assertTrue(!asEarly || one.amount() == other.amount(), () -> one + " and " + other);
    }
  }

  @Property
  void noAwardIsGivenTwice(@ForAll @Size(max = 80) List<@From("grants") Grant> history) {
    var student = new Student(RULES);
    int source = 0;
    for (Grant grant : history) {
      student.grant(numbered(grant, source++));
    }
    Map<String, Integer> times = new HashMap<>();
    student.ledger().forEach(row -> times.merge(row.type() + " " + row.sourceId(), 1, Integer::sum));
    assertTrue(times.values().stream().allMatch(n -> n == 1), times::toString);
  }

  @Property
  void aMilestoneLiesBetweenWhateverTwoCountsItIsCrossed(@ForAll @IntRange(max = 600) int a,
      @ForAll @IntRange(max = 600) int b, @ForAll @IntRange(max = 600) int c) {
    var counts = new TreeSet<>(List.of(a, b, c));
    int from = counts.first();
    var stepwise = new ArrayList<String>();
    int at = from;
    for (int next : counts) {
      stepwise.addAll(XpRules.actionMilestones(at, next, RULES));
      at = next;
    }
    assertEquals(XpRules.actionMilestones(from, at, RULES), stepwise);
  }

  private static Set<String> awards(Student student) {
    return student.ledger().stream().map(row -> row.type() + " " + row.sourceId()).collect(Collectors.toSet());
  }

  private static Grant numbered(Grant grant, int source) {
    return new Grant(grant.type(), "n" + source, grant.occurredAt(), grant.score(), grant.timing(),
        grant.baseOverride(), grant.skipStreakUpdate());
  }

  private static int amount(Grant grant, double score, int streak, int sameType) {
    var scored = new Grant(grant.type(), "s", grant.occurredAt(), score, grant.timing(), grant.baseOverride(),
        grant.skipStreakUpdate());
    LocalDate day = StreakRules.dayOf(grant.occurredAt());
    var before = new Snapshot(0, 0, 1, new Streak(streak, streak, day, streak / 7, Math.min(streak, 14)));
    return XpRules.decide(before, scored, new Recent(sameType, false, StreakDays.NONE), RULES).award().amount();
  }
}
