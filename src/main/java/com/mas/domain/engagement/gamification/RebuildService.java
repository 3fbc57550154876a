package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.GamificationContract.REBUILD_PAGES;

import com.mas.bus.Call;
import com.mas.bus.Text;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.engagement.gamification.GamificationContract.ProgressRebuilt;
import com.mas.domain.engagement.gamification.GamificationContract.RebuildAll;
import com.mas.domain.engagement.gamification.GamificationContract.RebuildPages;
import com.mas.domain.engagement.gamification.GamificationContract.RebuildProgress;
import com.mas.domain.engagement.gamification.GamificationContract.RebuildQueued;
import com.mas.domain.engagement.gamification.GamificationContract.RebuiltAll;
import com.mas.domain.engagement.gamification.GamificationContract.ReverseXp;
import com.mas.domain.engagement.gamification.GamificationContract.XpReversed;
import com.mas.domain.engagement.gamification.LedgerRepository.Appended;
import com.mas.domain.engagement.gamification.LedgerRepository.Sum;
import com.mas.domain.engagement.gamification.StudentLedger.Days;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Counts;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.Slice;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Standings computed anew from nothing but the ledgers and the calendar, of one student or of all. */
final class RebuildService {
  private static final String QUEUE = "databaseQueue";
  private static final int PAGE = 500;

  private final Database db;
  private final Runs runs;
  private final Jobs jobs;
  private final LedgerRepository repository;
  private final RuleBooks rules;
  private final Clock clock;
  private final String[] actionTypes;

  RebuildService(Database db, Runs runs, Jobs jobs, RuleBooks rules, Clock clock) {
    this.db = db;
    this.runs = runs;
    this.jobs = jobs;
    this.repository = new LedgerRepository(db);
    this.rules = rules;
    this.clock = clock;
    this.actionTypes = XpRules.actionTypes(rules.shipped());
  }

  ProgressRebuilt one(Call call, RebuildProgress ask) {
    return db.transaction(tx -> {
      Rebuilt rebuilt = page(tx, new UUID[] {ask.userId()}, false).get(ask.userId());
      if (rebuilt == null) {
        throw GamificationContract.NOTHING_AWARDED.refusal();
      }
      Snapshot next = rebuilt.standing.of(call).snapshot();
      return new ProgressRebuilt(ask.userId(), rebuilt.changed, next.level(), next.totalXp(), next.meaningfulActions(),
          next.streak().longest());
    });
  }

  /** All of the call's tenant, in pages, each in a transaction of its own. */
  RebuiltAll all(Call call, RebuildPages ask, BooleanSupplier stopping) {
    Phases<After> phases = Phases.from(After.NOBODY).then("students",
        (slice, from) -> students(slice, call.tenant(), from, ask.grantDue()));
    Run run = runs.work(call, new About("gamification.rebuild", call.tenant(), ""), phases,
        Budget.of(REBUILD_PAGES.timeout(), stopping));
    Counts counts = run.sums();
    return new RebuiltAll((int) counts.get(Counts.READ), (int) counts.get(Counts.WRITTEN));
  }

  private Move<After> students(Slice slice, String tenant, After from, boolean grantDue) {
    List<UUID> page = repository.page(tenant, from.id(), PAGE);
    if (page.isEmpty()) {
      return Move.done(from);
    }
    return slice.write(tx -> {
      Map<UUID, Rebuilt> rebuilt = page(tx, page.toArray(UUID[]::new), grantDue);
      long changed = rebuilt.values().stream().filter(Rebuilt::changed).count();
      return Move.to(new After(page.getLast())).count(Counts.READ, page.size()).count(Counts.WRITTEN, changed)
          .count(Counts.SKIPPED, page.size() - changed);
    });
  }

  RebuildQueued queue(Call call, RebuildAll ask) {
    String one = "rebuild-" + call.tenant();
    return new RebuildQueued(db.transaction(tx -> Database.await(queue(tx, call, false, one, null))));
  }

  /**
   * Stores a rebuild of the streaks and milestones that a changed calendar gives; one serves all callers that name the
   * same time. Not awaited.
   */
  Future<UUID> mend(Tx tx, Call call, Instant at) {
    return queue(tx, call, true, "mend-" + call.tenant() + "-" + at, at);
  }

  /** Stores a rebuild for rules that hold from then on. Not awaited. */
  Future<UUID> follow(Tx tx, Call call, Instant at) {
    return queue(tx, call, false, "rules-" + call.tenant() + "-" + at, at);
  }

  private Future<UUID> queue(Tx tx, Call call, boolean grantDue, String unique, Instant at) {
    return jobs.store(tx, REBUILD_PAGES, new RebuildPages(grantDue),
        JobOptions.on(QUEUE).because(call).unique(unique).at(at));
  }

  XpReversed reverse(Call call, ReverseXp ask) {
    Reversal of = Reversal.of(ask);
    UUID[] user = {ask.userId()};
    UUID by = call.principal() == null ? null : call.userId(); // or the product itself
    Instant now = clock.instant();
    return db.transaction(tx -> {
      Database.await(repository.lock(tx, user, null, now)).getOrDefault(ask.userId(), StudentProgress.NONE).of(call);
      Optional<Integer> taken = repository.reverse(tx, of, Text.stripped(ask.reason()), by, now);
      int amount = taken.or(() -> repository.reversed(tx, of))
          .orElseThrow(GamificationContract.AWARD_UNKNOWN::refusal);
      Snapshot next = page(tx, user, false).get(ask.userId()).standing.snapshot();
      return new XpReversed(taken.isPresent(), amount, next.totalXp(), next.level());
    });
  }

  /** Locks the student's standing until the end of the transaction; one who has none gets an empty one. */
  void claim(Tx tx, UUID user, String tenant) {
    repository.lock(tx, new UUID[] {user}, tenant, clock.instant());
  }

  record Rebuilt(StudentProgress standing, boolean changed) {}

  /**
   * @param grantDue whether milestones of streaks that have grown, as they do when the calendar gets another day off,
   *     are granted; without it they only count as reached
   * @return those who have a ledger
   */
  Map<UUID, Rebuilt> page(Tx tx, UUID[] users, boolean grantDue) {
    Instant now = clock.instant();
    LocalDate today = StreakRules.dayOf(now);
    var locked = repository.lock(tx, users, null, now);
    var added = repository.sums(tx, users, actionTypes);
    Map<UUID, Days> days = repository.days(tx, users, actionTypes, today);
    Map<UUID, StudentProgress> held = Database.await(locked);
    Map<UUID, Sum> sums = Database.await(added);
    Map<UUID, StudentProgress> exact = new HashMap<>();
    Appended due = new Appended();
    sums.forEach((user, sum) -> {
      StudentProgress before = held.get(user);
      GamificationConfig config = rules.at(before.tenant(), today);
      Days of = days.get(user);
      Snapshot next = XpRules.rebuilt(before.snapshot(), sum.xp(), sum.actions(), new StreakDays(of.active(), of.off()),
          config);
      LocalDate lastAction = of.action().stream().max(Comparator.naturalOrder()).orElse(null);
      exact.put(user, new StudentProgress(before.tenant(), before.version() + 1, next, lastAction));
      if (grantDue) {
        XpRules.streakMilestonesDue(before.snapshot().streak(), next.streak(), now, config)
            .forEach(row -> due.add(user, null, row));
      }
    });
    if (!due.isEmpty()) {
      repository.append(tx, due, now)
          .forEach((user, xp) -> exact.computeIfPresent(user,
              (id, standing) -> standing.with(XpRules.withTotal(held.get(user).snapshot(), standing.snapshot(),
                  standing.snapshot().totalXp() + xp, rules.at(standing.tenant(), today)))));
    }
    return saved(tx, held, exact, now);
  }

  private Map<UUID, Rebuilt> saved(Tx tx, Map<UUID, StudentProgress> held, Map<UUID, StudentProgress> exact,
      Instant now) {
    Map<UUID, Rebuilt> rebuilt = new HashMap<>();
    Map<UUID, StudentProgress> changed = new HashMap<>();
    exact.forEach((user, next) -> {
      StudentProgress before = held.get(user);
      boolean differs = !next.snapshot().equals(before.snapshot())
          || !Objects.equals(next.lastActionDay(), before.lastActionDay());
      if (differs) {
        changed.put(user, next);
      }
      rebuilt.put(user, new Rebuilt(differs ? next : before, differs));
    });
    if (!changed.isEmpty()) {
      repository.save(tx, changed, now);
    }
    return rebuilt;
  }
}
