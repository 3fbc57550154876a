package com.mas.domain.engagement.gamification;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Call;
import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.domain.engagement.gamification.GamificationContract.Multipliers;
import com.mas.domain.engagement.gamification.RulesContract.AtLevel;
import com.mas.domain.engagement.gamification.RulesContract.Change;
import com.mas.domain.engagement.gamification.RulesContract.Done;
import com.mas.domain.engagement.gamification.RulesContract.RehearsalResult;
import com.mas.domain.engagement.gamification.RulesContract.RunRehearsal;
import com.mas.domain.engagement.gamification.RulesRepository.Entries;
import com.mas.domain.engagement.gamification.StudentLedger.Days;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.Slice;
import com.mas.runs.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Tries changed rules on every ledger of a tenant, in pages; keeps its result with the end of the run. */
final class RehearsalService {
  private static final int PAGE = 500;
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final int STEP_PAGES = 50;
  private static final String STUDENTS = "students";
  private static final int MOST_CHANGES = 100;
  private static final int MOST_WORTH = 100_000;
  private static final Comparator<Change> LARGEST = Comparator
      .comparingInt((Change change) -> -Math.abs(change.levelThen() - change.levelNow())).thenComparing(Change::userId);

  private final Runs runs;
  private final RulesRepository repository;
  private final LedgerRepository ledgers;
  private final RuleBooks books;
  private final Clock clock;
  private final String[] actionTypes;

  RehearsalService(Database db, Runs runs, RuleBooks books, Clock clock) {
    this.runs = runs;
    this.repository = new RulesRepository(db);
    this.ledgers = new LedgerRepository(db);
    this.books = books;
    this.clock = clock;
    this.actionTypes = XpRules.actionTypes(books.shipped());
  }

  /**
   * Holds the findings of a rehearsal so far.
   *
   * @param today by whose rules it goes, to its end
   * @param levelsNow students by level, and {@code levelsThen} with the changed rules
   * @param changes the largest so far
   */
  record Found(LocalDate today, UUID after, int[] levelsNow, int[] levelsThen, List<Change> changes, int students,
      int higher, int lower) {
    static Found nothing(LocalDate today) {
      return new Found(today, After.NOBODY.id(), new int[ConfigCheck.LEVELS + 1], new int[ConfigCheck.LEVELS + 1],
          List.of(), 0, 0, 0);
    }
  }

  /** One attempt at it, which adds to what was found. */
  private final class Attempt implements Step<Found> {
    final String tenant;
    final UUID rehearsal;
    final JsonNode asked;
    final Map<Worth, Integer> worth = new HashMap<>();
    GamificationConfig now;
    GamificationConfig then;
    LocalDate today;
    int[] levelsNow;
    int[] levelsThen;
    List<Change> changes;
    int students;
    int higher;
    int lower;

    Attempt(String tenant, UUID rehearsal, JsonNode asked) {
      this.tenant = tenant;
      this.rehearsal = rehearsal;
      this.asked = asked;
    }

    /** Reads as many pages as go into a second, since the checkpoint is no small one. */
    @Override
    public Move<Found> next(Slice slice, Found from) {
      begin(from);
      Instant enough = slice.now().plus(STEP);
      UUID after = from.after();
      int pages = 0;
      do {
        List<UUID> page = ledgers.page(tenant, after, PAGE);
        if (page.isEmpty()) {
          Found all = found(after);
          return slice.write(tx -> {
            repository.finish(tx, rehearsal, result(), slice.now());
            return Move.done(all).count(STUDENTS, all.students() - from.students());
          });
        }
        page(page.toArray(UUID[]::new));
        after = page.getLast();
      } while (++pages < STEP_PAGES && !slice.isOver() && slice.now().isBefore(enough));
      Found more = found(after);
      return Move.to(more).count(STUDENTS, more.students() - from.students());
    }

    private void begin(Found from) {
      if (now == null) {
        now = books.at(tenant, from.today());
        then = RulesService.read(RulesService.changed(now, asked).toString());
        today = from.today();
      }
      levelsNow = from.levelsNow().clone();
      levelsThen = from.levelsThen().clone();
      changes = new ArrayList<>(from.changes());
      students = from.students();
      higher = from.higher();
      lower = from.lower();
    }

    private Found found(UUID after) {
      return new Found(today, after, levelsNow.clone(), levelsThen.clone(), largest(), students, higher, lower);
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
    JsonNode changes = repository.find(call.tenant(), ask.id())
        .orElseThrow(RulesContract.REHEARSAL_UNKNOWN::refusal).changes();
    Phases<Found> phases = Phases.from(Found.nothing(StreakRules.dayOf(clock.instant())))
        .then("students", new Attempt(call.tenant(), ask.id(), changes));
    Run run = runs.work(call, new About("gamification.rehearsal", call.tenant(), ask.id().toString()), phases,
        Budget.of(RulesContract.RUN_REHEARSAL.timeout(), stopping));
    return new Done((int) run.sums().get(STUDENTS));
  }
}
