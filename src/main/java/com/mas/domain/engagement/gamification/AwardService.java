package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.GamificationContract.LEVEL_REACHED;
import static com.mas.domain.engagement.gamification.GamificationContract.XP_GRANTED;
import static com.mas.domain.people.identity.DirectoryContract.FIND_USERS;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.domain.engagement.gamification.GamificationContract.AwardAll;
import com.mas.domain.engagement.gamification.GamificationContract.AwardXp;
import com.mas.domain.engagement.gamification.GamificationContract.AwardedAll;
import com.mas.domain.engagement.gamification.GamificationContract.LevelReached;
import com.mas.domain.engagement.gamification.GamificationContract.XpAwarded;
import com.mas.domain.engagement.gamification.GamificationContract.XpGranted;
import com.mas.domain.engagement.gamification.GamificationRepository.Known;
import com.mas.domain.engagement.gamification.LedgerService.Award;
import com.mas.domain.engagement.gamification.LedgerService.Awarded;
import com.mas.domain.people.identity.DirectoryContract.FindUsers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Awards. A single one is decided without a lock and stored only if the ledger is still what it was decided from: two
 * statements, two round trips, one for a replay. Who is overtaken in between, and who brings many, stands in line for
 * the students' rows ({@link LedgerService}).
 */
final class AwardService {
  /** Span of grant time that the anti-farm factor looks at. */
  static final Duration RECENT = Duration.ofHours(24);

  private final Bus bus;
  private final GamificationRepository repository;
  private final LedgerService ledgers;
  private final RuleBooks rules;
  private final DueBadges badges;

  AwardService(Bus bus, Database db, LedgerService ledgers, RuleBooks rules, DueBadges badges) {
    this.badges = badges;
    this.bus = bus;
    this.repository = new GamificationRepository(db);
    this.ledgers = ledgers;
    this.rules = rules;
  }

  XpAwarded award(Call call, AwardXp ask) {
    Instant now = bus.clock().instant();
    Grant grant = AwardRules.grant(ask, now);
    UUID user = ask.userId();
    LocalDate today = StreakRules.dayOf(now);
    Known known = repository.known(user, grant, now.minus(RECENT), today,
        rules.at(call.tenant(), today).multipliers().antiFarm().size());
    StudentProgress before = known.standing().of(call);
    if (known.awardedFor() != null) {
      if (!known.awardedFor().equals(grant.occurredAt())) {
        ledgers.refuse(user, grant, now);
      }
      return XpAwarded.REPLAY;
    }
    if (before.version() == 0 && call.principal() != null) {
      mustExist(call, user);
    }
    StudentLedger ledger = new StudentLedger(before, rules.at(before.tenant(), today), today);
    ledger.recentSince(now.minus(RECENT));
    ledger.recent(grant.type(), known.sameType());
    ledger.off(rules.off(before.tenant(), known.leave()));
    if (ledger.needsDays(StreakRules.dayOf(grant.occurredAt()))) {
      ledger.days(ledgers.days(user, today));
    }
    Decision decision = ledger.grant(grant);
    if (Achievements.isTold(decision) // stores what is told with it
        || !repository.store(user, ledger.after(), decision.rows(), ask.cause(), now)) {
      return announced(call, List.of(ask), ledgers.award(call, List.of(new Award(ask, grant)), now)).getFirst();
    }
    boolean due = badges.mayUnlock(before.snapshot(), decision);
    return announced(call, List.of(ask), new Awarded(List.of(LedgerService.awarded(decision, ledger.streakOn(today))),
        due ? Set.of(user) : Set.of(), Map.of())).getFirst();
  }

  AwardedAll awardAll(Call call, AwardAll ask) {
    Instant now = bus.clock().instant();
    List<Award> awards = ask.awards().stream().map(award -> new Award(award, AwardRules.grant(award, now)))
        .sorted(Comparator.comparing(award -> award.grant().occurredAt())).toList();
    List<XpAwarded> answers =
        announced(call, awards.stream().map(Award::ask).toList(), ledgers.award(call, awards, now));
    int granted = (int) answers.stream().filter(XpAwarded::granted).count();
    return new AwardedAll(granted, answers.size() - granted);
  }

  /** Asked once in a student's life, and only of people: the product awards to whom it knows. */
  private void mustExist(Call call, UUID user) {
    if (bus.send(call, FIND_USERS, new FindUsers(List.of(user), null)).await().users().isEmpty()) {
      throw GamificationContract.STUDENT_UNKNOWN.refusal();
    }
  }

  private List<XpAwarded> announced(Call call, List<AwardXp> asks, Awarded awarded) {
    for (int i = 0; i < asks.size(); i++) {
      AwardXp ask = asks.get(i);
      XpAwarded answer = awarded.answers().get(i);
      if (answer.granted()) {
        bus.publish(call, XP_GRANTED,
            new XpGranted(ask.userId(), ask.type(), ask.sourceId(), answer.amount(), answer.totalXp()));
        if (answer.leveledUp()) {
          bus.publish(call, LEVEL_REACHED, new LevelReached(ask.userId(), answer.level()));
        }
      }
    }
    badges.look(awarded.badgesDue());
    return awarded.answers();
  }
}
