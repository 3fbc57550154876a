package com.mas.domain.engagement.gamification;

import com.mas.domain.engagement.gamification.GamificationConfig.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * One student's ledger while awards are decided, as far as the decisions need it: the standing, the recent grants, and
 * the days of its rows only when {@link #needsDays} says so. Grows with each decision; stores nothing.
 */
final class StudentLedger {
  /**
   * IST days of the whole ledger until today; the first two sets may be added to.
   *
   * @param active those that count for streaks
   * @param action those of meaningful actions that were done then; history's are none of that day
   * @param off holidays and approved leave, of all time
   */
  record Days(Set<LocalDate> active, Set<LocalDate> action, Set<LocalDate> off) {}

  private final GamificationConfig config;
  private final StudentProgress before;
  private final boolean isAhead;
  private final Map<XpType, Integer> recent = new EnumMap<>(XpType.class);
  private Instant since = Instant.MIN;
  private Snapshot snapshot;
  private LocalDate lastActionDay;
  private Days days;
  private Set<LocalDate> off = Set.of();

  StudentLedger(StudentProgress before, GamificationConfig config, LocalDate today) {
    this.before = before;
    this.config = config;
    this.isAhead = before.isAhead(today);
    this.snapshot = before.snapshot();
    this.lastActionDay = before.lastActionDay();
  }

  /** @param grants of this type that were granted, and occurred, in the last 24 hours */
  void recent(XpType type, int grants) {
    recent.put(type, grants);
  }

  /** @param instant what occurred before it, such as what a first sync brings, is no farming and counts as none */
  void recentSince(Instant instant) {
    since = instant;
  }

  /** Returns whether {@code day} lies before what the standing alone can tell, or the standing is ahead of time. */
  boolean needsDays(LocalDate day) {
    return days == null && (isAhead || StreakRules.needsActiveDays(snapshot.streak(), day)
        || lastActionDay != null && day.isBefore(lastActionDay));
  }

  /** @param loaded without days to come: those of a standing that is ahead of time are none any more */
  void days(Days loaded) {
    days = loaded;
    if (isAhead) {
      snapshot = snapshot.until(new StreakDays(loaded.active(), loaded.off()), config.streaks());
      lastActionDay = loaded.action().stream().max(Comparator.naturalOrder()).orElse(null);
    }
  }

  /** @param since holidays and approved leave after the last active day */
  void off(Set<LocalDate> since) {
    off = since;
  }

  /** Decides an award that is new to the ledger, now. */
  Decision grant(Grant grant) {
    LocalDate day = StreakRules.dayOf(grant.occurredAt());
    boolean isRecent = !grant.history() && grant.occurredAt().isAfter(since);
    int sameType = isRecent ? recent.getOrDefault(grant.type(), 0) : 0;
    Decision decision = XpRules.decide(snapshot, grant,
        new Recent(sameType, !grant.history() && isFirstAction(day), streakDays()), config);
    if (isRecent) {
      recent.put(grant.type(), sameType + 1);
    }
    snapshot = decision.next();
    boolean action = !grant.history() && config.xp().types().get(grant.type()).kind() == Kind.ACTION;
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

  Snapshot snapshot() {
    return snapshot;
  }

  /** Returns the standing after all decisions. */
  StudentProgress after() {
    return new StudentProgress(before.tenant(), before.version() + 1, snapshot, lastActionDay);
  }

  /** @param stored XP of the decided rows that the ledger did not have; it may have a milestone from before */
  StudentProgress after(int stored) {
    int total = before.snapshot().totalXp() + stored;
    Snapshot next = total == snapshot.totalXp() ? snapshot
        : XpRules.withTotal(before.snapshot(), snapshot, total, config);
    return new StudentProgress(before.tenant(), before.version() + 1, next, lastActionDay);
  }

  private StreakDays streakDays() {
    return days == null ? new StreakDays(Set.of(), off) : new StreakDays(days.active(), days.off());
  }

  /** Length of the streak that is alive today. */
  int streakOn(LocalDate today) {
    return StreakRules.asOf(snapshot.streak(), today, days == null ? off : days.off(), config.streaks());
  }

  private boolean isFirstAction(LocalDate day) {
    return lastActionDay == null || day.isAfter(lastActionDay)
        || day.isBefore(lastActionDay) && !days.action().contains(day);
  }
}
