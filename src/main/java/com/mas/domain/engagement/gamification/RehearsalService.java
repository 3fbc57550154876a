package com.mas.domain.engagement.gamification;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.domain.engagement.gamification.GamificationContract.Multipliers;
import com.mas.domain.engagement.gamification.RulesContract.AtLevel;
import com.mas.domain.engagement.gamification.RulesContract.Change;
import com.mas.domain.engagement.gamification.RulesContract.Done;
import com.mas.domain.engagement.gamification.RulesContract.RehearsalResult;
import com.mas.domain.engagement.gamification.RulesContract.RunRehearsal;
import com.mas.domain.engagement.gamification.RulesRepository.Entries;
import com.mas.domain.engagement.gamification.RulesRepository.Found;
import com.mas.domain.engagement.gamification.StudentLedger.Days;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Tries changed rules on every ledger of a tenant, in pages; reads only, until it keeps its result. */
final class RehearsalService {
  private static final int PAGE = 500;
  private static final int MOST_CHANGES = 100;
  private static final int MOST_WORTH = 100_000;
  private static final Comparator<Change> LARGEST = Comparator
      .comparingInt((Change change) -> -Math.abs(change.levelThen() - change.levelNow())).thenComparing(Change::userId);

  private final RulesRepository repository;
  private final LedgerRepository ledgers;
  private final RuleBooks books;
  private final Clock clock;
  private final String[] actionTypes;

  RehearsalService(Database db, RuleBooks books, Clock clock) {
    this.repository = new RulesRepository(db);
    this.ledgers = new LedgerRepository(db);
    this.books = books;
    this.clock = clock;
    this.actionTypes = XpRules.actionTypes(books.shipped());
  }

  /** One run of it: what it has found so far. */
  private final class Run {
    final GamificationConfig now;
    final GamificationConfig then;
    final LocalDate today;
    final int[] levelsNow = new int[ConfigCheck.LEVELS + 1];
    final int[] levelsThen = new int[ConfigCheck.LEVELS + 1];
    final Map<Worth, Integer> worth = new HashMap<>();
    List<Change> changes = new ArrayList<>();
    int students;
    int higher;
    int lower;

    Run(GamificationConfig now, GamificationConfig then, LocalDate today) {
      this.now = now;
      this.then = then;
      this.today = today;
    }

    void page(UUID[] users) {
      var found = repository.entries(users);
      var held = repository.standings(users);
      Map<UUID, Days> days =
          now.streaks().equals(then.streaks()) ? Map.of() : ledgers.days(users, actionTypes, today);
      Map<UUID, Integer> xp = new HashMap<>();
      for (Entries entries : Database.await(found)) {
        int each = worth.computeIfAbsent(new Worth(entries.type(), entries.base(), entries.multipliers()),
            entry -> RehearsalRules.amount(entry.type, entry.base, Json.read(entry.multipliers, Multipliers.class), now,
                then));
        xp.merge(entries.userId(), each * entries.number(), Integer::sum);
      }
      if (worth.size() > MOST_WORTH) {
        worth.clear();
      }
      Database.await(held)
          .forEach((user, standing) -> student(user, standing, xp.getOrDefault(user, 0), days.get(user)));
    }

    private void student(UUID user, Snapshot held, int xp, Days days) {
      Streak streak = days == null ? held.streak() : StreakRules.of(days.active(), days.off(), then.streaks());
      int total = xp + RehearsalRules.milestones(held.meaningfulActions(), streak, then);
      int level = LevelRules.level(1, total, held.meaningfulActions(), streak.longest(), then.levels());
      students++;
      levelsNow[held.level()]++;
      levelsThen[level]++;
      if (level != held.level()) {
        higher += level > held.level() ? 1 : 0;
        lower += level < held.level() ? 1 : 0;
        changes.add(new Change(user, held.level(), level, held.totalXp(), total));
      }
      if (changes.size() >= 2 * MOST_CHANGES) {
        changes = largest();
      }
    }

    private List<Change> largest() {
      return new ArrayList<>(changes.stream().sorted(LARGEST).limit(MOST_CHANGES).toList());
    }

    RehearsalResult result() {
      return new RehearsalResult(students, higher, lower, IntStream.rangeClosed(1, ConfigCheck.LEVELS)
          .filter(level -> levelsNow[level] + levelsThen[level] > 0)
          .mapToObj(level -> new AtLevel(level, levelsNow[level], levelsThen[level])).toList(), largest());
    }
  }

  private record Worth(String type, int base, String multipliers) {}

  Done run(Call call, RunRehearsal ask, BooleanSupplier stopping) {
    Found found = repository.find(call.tenant(), ask.id())
        .orElseThrow(() -> Failure.NOT_FOUND.with("There is no such rehearsal."));
    LocalDate today = StreakRules.dayOf(clock.instant());
    GamificationConfig now = books.at(call.tenant(), today);
    Run run = new Run(now, RulesService.read(RulesService.changed(now, found.changes()).toString()), today);
    UUID after = new UUID(0, 0);
    for (List<UUID> page = ledgers.page(call.tenant(), after, PAGE); !page.isEmpty();
        page = ledgers.page(call.tenant(), after, PAGE)) {
      if (stopping.getAsBoolean()) {
        throw Failure.UNAVAILABLE.with("This node is stopping.");
      }
      run.page(page.toArray(UUID[]::new));
      after = page.getLast();
    }
    repository.finish(ask.id(), run.result(), clock.instant());
    return new Done(run.students);
  }
}
