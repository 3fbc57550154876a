package com.mas.domain.gamification;

import com.mas.domain.gamification.GamificationConfig.Kind;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * One student's ledger while awards are decided, as far as the decisions need it: the standing, the recent grants, and
 * the days of its rows only when {@link #needsDays} says so. Grows with each decision; stores nothing.
 */
final class StudentLedger {
  /**
   * IST days of the whole ledger; both sets may be added to.
   *
   * @param active those that count for streaks
   * @param action those of meaningful actions
   */
  record Days(Set<LocalDate> active, Set<LocalDate> action) {}

  private final GamificationConfig config;
  private final Standing before;
  private final Map<XpType, Integer> recent = new EnumMap<>(XpType.class);
  private Snapshot snapshot;
  private LocalDate lastActionDay;
  private Days days;

  StudentLedger(Standing before, GamificationConfig config) {
    this.before = before;
    this.config = config;
    this.snapshot = before.snapshot();
    this.lastActionDay = before.lastActionDay();
  }

  /** @param grants of this type in the last 24 hours of grant time */
  void recent(XpType type, int grants) {
    recent.put(type, grants);
  }

  /** Whether {@code day} lies before what the standing alone can tell about. */
  boolean needsDays(LocalDate day) {
    return days == null && (StreakRules.needsActiveDays(snapshot.streak(), day)
        || lastActionDay != null && day.isBefore(lastActionDay));
  }

  void days(Days loaded) {
    days = loaded;
  }

  /** Decides an award that is new to the ledger, now. */
  Decision grant(Grant grant) {
    LocalDate day = StreakRules.dayOf(grant.occurredAt());
    int sameType = recent.getOrDefault(grant.type(), 0);
    Decision decision = XpRules.decide(snapshot, grant,
        new Recent(sameType, isFirstAction(day), days == null ? Set.of() : days.active()), config);
    recent.put(grant.type(), sameType + 1);
    snapshot = decision.next();
    boolean action = config.xp().types().get(grant.type()).kind() == Kind.ACTION;
    if (action && (lastActionDay == null || day.isAfter(lastActionDay))) {
      lastActionDay = day;
    }
    if (days != null && action) {
      days.action().add(day);
    }
    if (days != null && decision.award().countsForStreak()) {
      days.active().add(day);
    }
    return decision;
  }

  /** With all that was decided. */
  Standing after() {
    return new Standing(before.tenant(), before.version() + 1, snapshot, lastActionDay);
  }

  /** @param stored XP of the decided rows that the ledger did not have; it may have a milestone from before */
  Standing after(int stored) {
    int total = before.snapshot().totalXp() + stored;
    Snapshot next = total == snapshot.totalXp() ? snapshot
        : XpRules.withTotal(before.snapshot(), snapshot, total, config);
    return new Standing(before.tenant(), before.version() + 1, next, lastActionDay);
  }

  private boolean isFirstAction(LocalDate day) {
    return lastActionDay == null || day.isAfter(lastActionDay)
        || day.isBefore(lastActionDay) && !days.action().contains(day);
  }
}
