package com.mas.domain.engagement.gamification;

import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.engagement.gamification.GamificationContract.AwardXp;
import com.mas.domain.engagement.gamification.GamificationContract.XpAwarded;
import com.mas.domain.engagement.gamification.LedgerRepository.Appended;
import com.mas.domain.engagement.gamification.LedgerRepository.Key;
import com.mas.domain.engagement.gamification.LedgerRepository.RecentGrants;
import com.mas.domain.engagement.gamification.StudentLedger.Days;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.Notify;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Awards while their students' rows are locked: many in line. */
final class LedgerService {
  record Award(AwardXp ask, Grant grant) {
    Key key() {
      return new Key(ask.userId(), ask.type(), ask.sourceId());
    }
  }

  /**
   * @param badgesDue students who may have come to deserve a badge
   * @param levels that students have come to, the highest of each
   */
  record Awarded(List<XpAwarded> answers, Set<UUID> badgesDue, Map<UUID, Integer> levels) {}

  private final Database db;
  private final LedgerRepository repository;
  private final RuleBooks rules;
  private final DueBadges badges;
  private final Jobs jobs;
  private final String[] actionTypes;

  LedgerService(Database db, RuleBooks rules, DueBadges badges, Jobs jobs) {
    this.badges = badges;
    this.jobs = jobs;
    this.db = db;
    this.repository = new LedgerRepository(db);
    this.rules = rules;
    this.actionTypes = XpRules.actionTypes(rules.shipped());
  }

  /** The days of a ledger that is not locked. */
  Future<Days> days(UUID user, LocalDate today) {
    return repository.daysOf(user, actionTypes, today);
  }

  /**
   * All in one transaction, replays left out.
   *
   * @param awards in the order in which they occurred
   * @return one answer for each, in their order
   */
  Awarded award(Call call, List<Award> awards, Instant now) {
    return db.transaction(tx -> award(tx, call, awards, now));
  }

  /** Awards in the caller's transaction. */
  Awarded award(Tx tx, Call call, List<Award> awards, Instant now) {
    LocalDate today = StreakRules.dayOf(now);
    UUID[] users = awards.stream().map(award -> award.ask().userId()).distinct().toArray(UUID[]::new);
    var locked = repository.lock(tx, users, call.tenant(), now);
    var stored = repository.awarded(tx, awards.stream().map(Award::key).toList());
    var recent = repository.recent(tx, users, now.minus(AwardService.RECENT));
    var off = repository.off(tx, users, today);
    Map<UUID, StudentProgress> standings = Database.await(locked);
    Map<UUID, StudentLedger> ledgers = new HashMap<>();
    for (UUID user : users) {
      StudentProgress standing = standings.getOrDefault(user, StudentProgress.NONE).of(call);
      StudentLedger ledger = new StudentLedger(standing, rules.at(standing.tenant(), today), today);
      ledger.recentSince(now.minus(AwardService.RECENT));
      ledgers.put(user, ledger);
    }
    for (RecentGrants grants : Database.await(recent)) {
      ledgers.get(grants.userId()).recent(grants.type(), grants.number());
    }
    Database.await(off).forEach((user, days) -> ledgers.get(user).off(days));
    Map<Key, Instant> awarded = Database.await(stored);
    List<Award> fresh = awards.stream().filter(award -> !awarded.containsKey(award.key())).toList();
    loadDays(tx, fresh, ledgers, today);
    Appended appended = new Appended();
    List<XpAwarded> answers = new ArrayList<>(awards.size());
    List<Award> refused = new ArrayList<>();
    Set<UUID> badgesDue = new HashSet<>();
    List<Notify> news = new ArrayList<>();
    Set<UUID> told = new HashSet<>();
    for (Award award : awards) {
      Instant awardedFor = awarded.putIfAbsent(award.key(), award.grant().occurredAt());
      if (awardedFor == null) {
        StudentLedger ledger = ledgers.get(award.ask().userId());
        Snapshot before = ledger.snapshot();
        Decision decision = ledger.grant(award.grant());
        if (badges.mayUnlock(before, decision)) {
          badgesDue.add(award.ask().userId());
        }
        if (decision.leveledUp() && !award.grant().history()) {
          told.add(award.ask().userId());
        }
        news.addAll(Achievements.streaks(award.ask().userId(), decision, rules.at(call.tenant(), today)));
        decision.rows().forEach(row -> appended.add(award.ask().userId(), award.ask().cause(), row,
            award.grant().history()));
        answers.add(awarded(decision, ledger.streakOn(today)));
      } else {
        answers.add(XpAwarded.REPLAY);
        if (!awardedFor.equals(award.grant().occurredAt())) {
          refused.add(award);
        }
      }
    }
    Map<UUID, Integer> levels = Achievements.levels(standings, store(tx, appended, ledgers, now));
    levels.keySet().retainAll(told); // a level that history brings is there, and no news
    levels.forEach((user, level) -> news.add(Achievements.level(user, level)));
    jobs.storeAll(tx, NotificationContract.NOTIFY, news,
        note -> JobOptions.on(NotificationContract.QUEUE).because(call));
    repository.refuse(tx::send, refused, now);
    return new Awarded(answers, badgesDue, levels);
  }

  /** Records a grant that came again with another time: it is shown to the student with the reason. Not awaited. */
  void refuse(UUID user, Grant grant, Instant now) {
    AwardXp ask = new AwardXp(user, grant.type().wire(), grant.sourceId(), null, null, null, false, null);
    repository.refuse(db::send, List.of(new Award(ask, grant)), now);
  }

  private void loadDays(Tx tx, List<Award> awards, Map<UUID, StudentLedger> ledgers, LocalDate today) {
    UUID[] backDated = awards.stream()
        .filter(award -> ledgers.get(award.ask().userId()).needsDays(StreakRules.dayOf(award.grant().occurredAt())))
        .map(award -> award.ask().userId()).distinct().toArray(UUID[]::new);
    if (backDated.length > 0) {
      repository.days(tx, backDated, actionTypes, today).forEach((user, days) -> ledgers.get(user).days(days));
    }
  }

  private Map<UUID, StudentProgress> store(Tx tx, Appended appended, Map<UUID, StudentLedger> ledgers, Instant now) {
    Map<UUID, StudentProgress> after = new HashMap<>();
    if (!appended.isEmpty()) {
      repository.append(tx, appended, now).forEach((user, xp) -> after.put(user, ledgers.get(user).after(xp)));
      repository.save(tx, after, now);
    }
    return after;
  }

  static XpAwarded awarded(Decision decision, int streakToday) {
    LedgerRow award = decision.award();
    Snapshot next = decision.next();
    return new XpAwarded(true, award.amount(), award.baseXp(), award.multipliers(), decision.leveledUp(), next.level(),
        next.totalXp(), streakToday);
  }
}
