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
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;

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
  private final Waiting waiting;

  /** Does on a virtual thread what must wait. */
  @FunctionalInterface
  interface Waiting {
    Future<XpAwarded> toDo(Callable<XpAwarded> work);
  }

  AwardService(Bus bus, Database db, LedgerService ledgers, RuleBooks rules, DueBadges badges, Waiting waiting) {
    this.badges = badges;
    this.waiting = waiting;
    this.bus = bus;
    this.repository = new GamificationRepository(db);
    this.ledgers = ledgers;
    this.rules = rules;
  }

  /** Awards on an event loop or elsewhere; does not wait. */
  Future<XpAwarded> award(Call call, AwardXp ask) {
    Instant now = bus.clock().instant();
    Grant grant = AwardRules.grant(ask, now);
    LocalDate today = StreakRules.dayOf(now);
    return repository.known(ask.userId(), grant, now.minus(RECENT), today,
        rules.at(call.tenant(), today).multipliers().antiFarm().size()).compose(known -> {
          StudentProgress before = known.standing().of(call); // refuses those of another tenant
          if (known.awardedFor() != null) {
            if (!known.awardedFor().equals(grant.occurredAt())) {
              ledgers.refuse(ask.userId(), grant, now);
            }
            return Future.succeededFuture(XpAwarded.REPLAY);
          }
          Award award = new Award(ask, grant);
          return before.version() == 0 && call.principal() != null
              ? mustExist(call, ask.userId()).compose(there -> decide(call, award, known, before, now))
              : decide(call, award, known, before, now);
        });
  }

  private Future<XpAwarded> decide(Call call, Award award, Known known, StudentProgress before, Instant now) {
    LocalDate today = StreakRules.dayOf(now);
    StudentLedger ledger = new StudentLedger(before, rules.at(before.tenant(), today), today);
    ledger.recentSince(now.minus(RECENT));
    ledger.recent(award.grant().type(), known.sameType());
    ledger.off(rules.off(before.tenant(), known.leave()));
    if (!ledger.needsDays(StreakRules.dayOf(award.grant().occurredAt()))) {
      return store(call, award, before, ledger, now);
    }
    return ledgers.days(award.ask().userId(), today).compose(days -> {
      ledger.days(days);
      return store(call, award, before, ledger, now);
    });
  }

  private Future<XpAwarded> store(Call call, Award award, StudentProgress before, StudentLedger ledger, Instant now) {
    UUID user = award.ask().userId();
    Decision decision = ledger.grant(award.grant());
    if (Achievements.isTold(decision)) { // stores what is told with it
      return inLine(call, award, now);
    }
    return repository.store(user, ledger.after(), decision.rows(), award.ask().cause(), now).compose(stored -> {
      if (!stored) {
        return inLine(call, award, now);
      }
      boolean due = badges.mayUnlock(before.snapshot(), decision);
      XpAwarded answer = LedgerService.awarded(decision, ledger.streakOn(StreakRules.dayOf(now)));
      return Future.succeededFuture(announced(call, List.of(award.ask()),
          new Awarded(List.of(answer), due ? Set.of(user) : Set.of(), Map.of())).getFirst());
    });
  }

  private Future<XpAwarded> inLine(Call call, Award award, Instant now) {
    return waiting.toDo(() -> announced(call, List.of(award.ask()),
        ledgers.award(call, List.of(award), now)).getFirst());
  }

  AwardedAll awardAll(Call call, AwardAll ask) {
    return awardAll(call, ask, Set.of());
  }

  /** @param history sources of which only is known that they are past */
  AwardedAll awardAll(Call call, AwardAll ask, Set<String> history) {
    Instant now = bus.clock().instant();
    List<Award> awards = ask.awards().stream().map(award -> {
      Grant grant = AwardRules.grant(award, now);
      return new Award(award, history.contains(award.sourceId()) ? grant.asHistory() : grant);
    }).sorted(Comparator.comparing(award -> award.grant().occurredAt())).toList();
    List<XpAwarded> answers =
        announced(call, awards.stream().map(Award::ask).toList(), ledgers.award(call, awards, now));
    int granted = (int) answers.stream().filter(XpAwarded::granted).count();
    return new AwardedAll(granted, answers.size() - granted);
  }

  /** Asked once in a student's life, and only of people: the product awards to whom it knows. */
  private Future<Void> mustExist(Call call, UUID user) {
    return bus.send(call, FIND_USERS, new FindUsers(List.of(user), null)).compose(found -> found.users().isEmpty()
        ? Future.failedFuture(GamificationContract.STUDENT_UNKNOWN.refusal()) : Future.succeededFuture());
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
