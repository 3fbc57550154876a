package com.mas.domain.gamification;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.gamification.GamificationConfig.Kind;
import com.mas.domain.gamification.GamificationContract.AwardXp;
import com.mas.domain.gamification.GamificationContract.ProgressRebuilt;
import com.mas.domain.gamification.GamificationContract.RebuildProgress;
import com.mas.domain.gamification.GamificationContract.XpAwarded;
import com.mas.domain.gamification.LedgerRepository.Appended;
import com.mas.domain.gamification.LedgerRepository.Key;
import com.mas.domain.gamification.LedgerRepository.Recent;
import com.mas.domain.gamification.LedgerRepository.Sum;
import com.mas.domain.gamification.StudentLedger.Days;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** What is done to ledgers while their students' rows are locked: awards in line, and the computation anew. */
final class LedgerService {
  record Award(AwardXp ask, Grant grant) {
    Key key() {
      return new Key(ask.userId(), ask.type(), ask.sourceId());
    }
  }

  private final Database db;
  private final LedgerRepository repository;
  private final GamificationConfig config;
  private final Clock clock;
  private final String[] actionTypes;

  LedgerService(Database db, GamificationConfig config, Clock clock) {
    this.db = db;
    this.repository = new LedgerRepository(db);
    this.config = config;
    this.clock = clock;
    this.actionTypes = Arrays.stream(XpType.values())
        .filter(type -> config.xp().types().get(type).kind() == Kind.ACTION).map(XpType::wire).toArray(String[]::new);
  }

  /** The days of a ledger that is not locked. */
  Days days(UUID user) {
    return repository.days(new UUID[] {user}, actionTypes).get(user);
  }

  /**
   * All in one transaction, replays left out.
   *
   * @param awards in the order in which they occurred
   * @return one answer for each, in their order
   */
  List<XpAwarded> award(Call call, List<Award> awards, Instant now) {
    UUID[] users = awards.stream().map(award -> award.ask().userId()).distinct().toArray(UUID[]::new);
    return db.transaction(tx -> {
      var locked = repository.lock(tx, users, call.tenant(), now);
      var stored = repository.awarded(tx, awards.stream().map(Award::key).toList());
      var recent = repository.recent(tx, users, now.minus(AwardService.RECENT));
      Map<UUID, Standing> standings = Database.await(locked);
      Map<UUID, StudentLedger> ledgers = new HashMap<>();
      for (UUID user : users) {
        ledgers.put(user, new StudentLedger(standings.getOrDefault(user, Standing.NONE).of(call), config));
      }
      for (Recent grants : Database.await(recent)) {
        ledgers.get(grants.userId()).recent(grants.type(), grants.number());
      }
      Set<Key> awarded = Database.await(stored);
      List<Award> fresh = awards.stream().filter(award -> !awarded.contains(award.key())).toList();
      loadDays(tx, fresh, ledgers);
      Appended appended = new Appended();
      List<XpAwarded> answers = new ArrayList<>(awards.size());
      for (Award award : awards) {
        if (awarded.add(award.key())) { // false also for what comes twice in one list
          Decision decision = ledgers.get(award.ask().userId()).grant(award.grant());
          decision.rows().forEach(row -> appended.add(award.ask().userId(), award.ask().cause(), row));
          answers.add(awarded(decision, now));
        } else {
          answers.add(XpAwarded.REPLAY);
        }
      }
      store(tx, appended, ledgers, now);
      return answers;
    });
  }

  ProgressRebuilt rebuild(Call call, RebuildProgress ask) {
    if (ask.userId() == null) {
      throw Failure.INVALID.with("userId is missing.");
    }
    Instant now = clock.instant();
    UUID[] user = {ask.userId()};
    return db.transaction(tx -> {
      Standing held = Database.await(repository.lock(tx, user, call.tenant(), now))
          .getOrDefault(ask.userId(), Standing.NONE).of(call);
      Sum sum = repository.sum(tx, ask.userId(), actionTypes);
      if (sum.rows() == 0) {
        throw Failure.NOT_FOUND.with("There is no such student, or nothing was awarded yet.");
      }
      Days days = repository.days(tx, user, actionTypes).get(ask.userId());
      Snapshot next = XpRules.rebuilt(held.snapshot(), sum.xp(), sum.actions(), days.active(), config);
      LocalDate lastActionDay = days.action().stream().max(Comparator.naturalOrder()).orElse(null);
      boolean changed = !next.equals(held.snapshot()) || !Objects.equals(lastActionDay, held.lastActionDay());
      if (changed) {
        Standing rebuilt = new Standing(held.tenant(), held.version() + 1, next, lastActionDay);
        repository.save(tx, Map.of(ask.userId(), rebuilt), now);
      }
      return new ProgressRebuilt(ask.userId(), changed, next.level(), next.totalXp(), next.meaningfulActions(),
          next.streak().longest());
    });
  }

  private void loadDays(Tx tx, List<Award> awards, Map<UUID, StudentLedger> ledgers) {
    UUID[] backDated = awards.stream()
        .filter(award -> ledgers.get(award.ask().userId()).needsDays(StreakRules.dayOf(award.grant().occurredAt())))
        .map(award -> award.ask().userId()).distinct().toArray(UUID[]::new);
    if (backDated.length > 0) {
      repository.days(tx, backDated, actionTypes).forEach((user, days) -> ledgers.get(user).days(days));
    }
  }

  private void store(Tx tx, Appended appended, Map<UUID, StudentLedger> ledgers, Instant now) {
    if (appended.isEmpty()) {
      return;
    }
    Map<UUID, Standing> after = new HashMap<>();
    repository.append(tx, appended, now).forEach((user, xp) -> after.put(user, ledgers.get(user).after(xp)));
    repository.save(tx, after, now);
  }

  XpAwarded awarded(Decision decision, Instant now) {
    LedgerRow award = decision.award();
    Snapshot next = decision.next();
    return new XpAwarded(true, award.amount(), award.baseXp(), award.multipliers(), decision.leveledUp(), next.level(),
        next.totalXp(), StreakRules.asOf(next.streak(), StreakRules.dayOf(now), config.streaks()));
  }
}
