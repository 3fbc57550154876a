package com.mas.domain.engagement.gamification;

import static java.util.stream.Collectors.toCollection;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A student in memory: does with a list what the service does with tables, and can say what it adds up to. */
final class Student {
  private final GamificationConfig rules;
  private final List<LedgerRow> ledger = new ArrayList<>();
  private Snapshot snapshot = Snapshot.ZERO;

  Student(GamificationConfig rules) {
    this.rules = rules;
  }

  Decision grant(XpType type, LocalDate day) {
    return grant(Grant.of(type, type.wire() + ledger.size(), Fixtures.ist(day)));
  }

  /** Grant time is the time when it occurred. */
  Decision grant(Grant grant) {
    LocalDate day = StreakRules.dayOf(grant.occurredAt());
    Instant from = grant.occurredAt().minusSeconds(86_400);
    int sameType = (int) ledger.stream().filter(row -> row.type() == grant.type()
        && row.occurredAt().isAfter(from) && !row.occurredAt().isAfter(grant.occurredAt())).count();
    boolean first = ledger.stream().filter(this::meaningful)
        .noneMatch(row -> StreakRules.dayOf(row.occurredAt()).equals(day));
    Set<LocalDate> days = StreakRules.needsActiveDays(snapshot.streak(), day) ? days() : Set.of();
    var recent = new Recent(sameType, first, new StreakDays(days, Set.of()));
    Decision decision = XpRules.decide(snapshot, grant, recent, rules);
    ledger.addAll(decision.rows());
    snapshot = decision.next();
    return decision;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  List<LedgerRow> ledger() {
    return ledger;
  }

  /** The snapshot from nothing but the ledger. */
  Snapshot rebuilt() {
    int xp = ledger.stream().mapToInt(LedgerRow::amount).sum();
    int actions = (int) ledger.stream().filter(this::meaningful).count();
    Streak streak = StreakRules.of(days(), Set.of(), rules.streaks());
    return new Snapshot(xp, actions, LevelRules.level(1, xp, actions, streak.longest(), rules.levels()), streak);
  }

  private Set<LocalDate> days() {
    return ledger.stream().filter(LedgerRow::countsForStreak).map(row -> StreakRules.dayOf(row.occurredAt()))
        .collect(toCollection(TreeSet::new));
  }

  private boolean meaningful(LedgerRow row) {
    return rules.xp().types().get(row.type()).kind() == GamificationConfig.Kind.ACTION;
  }
}
