package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.GamificationContract.BADGE_UNLOCKED;
import static com.mas.domain.engagement.gamification.GamificationContract.LEVEL_REACHED;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.engagement.gamification.BadgeRepository.Deserved;
import com.mas.domain.engagement.gamification.BadgeRepository.Held;
import com.mas.domain.engagement.gamification.BadgeRepository.Tenure;
import com.mas.domain.engagement.gamification.GamificationContract.AwardXp;
import com.mas.domain.engagement.gamification.GamificationContract.BadgeUnlocked;
import com.mas.domain.engagement.gamification.GamificationContract.Badges;
import com.mas.domain.engagement.gamification.GamificationContract.BadgesSeen;
import com.mas.domain.engagement.gamification.GamificationContract.EvaluateAll;
import com.mas.domain.engagement.gamification.GamificationContract.EvaluateSome;
import com.mas.domain.engagement.gamification.GamificationContract.Evaluated;
import com.mas.domain.engagement.gamification.GamificationContract.GetOpenBadge;
import com.mas.domain.engagement.gamification.GamificationContract.LevelReached;
import com.mas.domain.engagement.gamification.GamificationContract.MyBadges;
import com.mas.domain.engagement.gamification.GamificationContract.OpenBadge;
import com.mas.domain.engagement.gamification.GamificationContract.SeeBadges;
import com.mas.domain.engagement.gamification.GamificationContract.XpAwarded;
import com.mas.domain.engagement.gamification.LedgerService.Award;
import com.mas.domain.engagement.gamification.LedgerService.Awarded;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.Account;
import com.mas.domain.people.identity.IdentityContract.WhoAmI;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.Notify;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Counts;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.Slice;
import com.mas.secrets.DocumentSigner;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Badges: unlocked for whole pages of students at a time, each with its XP in the same transaction. */
final class BadgeService {
  private static final int PAGE = 200;
  /** A badge's XP may lead to a level that has a badge, whose XP … */
  private static final int ROUNDS = 4;
  private static final String STUDENTS = "students";
  private static final String BADGES = "badges";
  private static final String BONUSES = "tenureBonuses";

  private final Bus bus;
  private final Database db;
  private final Runs runs;
  private final Jobs jobs;
  private final BadgeRepository repository;
  private final LedgerService ledgers;
  private final RuleBooks rules;
  private final DocumentSigner signer;
  private final Map<String, GamificationConfig.Badge> badges;

  BadgeService(Bus bus, Database db, Runs runs, Jobs jobs, BadgeRepository repository, LedgerService ledgers,
      RuleBooks rules, DocumentSigner signer) {
    this.signer = signer;
    this.bus = bus;
    this.db = db;
    this.runs = runs;
    this.jobs = jobs;
    this.repository = repository;
    this.ledgers = ledgers;
    this.rules = rules;
    this.badges = rules.shipped().badges().stream()
        .collect(Collectors.toUnmodifiableMap(GamificationConfig.Badge::id, badge -> badge));
  }

  Badges mine(Call call, MyBadges ask) {
    Map<String, Held> held = repository.held(call.userId());
    List<GamificationContract.Badge> wall = rules.shipped().badges().stream().map(badge -> {
      Held mine = held.get(badge.id());
      return new GamificationContract.Badge(badge.id(), badge.name(), badge.about(), badge.xp(), mine != null,
          mine == null ? null : mine.unlockedAt(), mine != null && mine.seen());
    }).toList();
    return new Badges(wall, (int) wall.stream().filter(GamificationContract.Badge::unlocked).count());
  }

  BadgesSeen see(Call call, SeeBadges ask) {
    return new BadgesSeen(repository.see(call.userId(), bus.clock().instant()));
  }

  OpenBadge credential(Call call, GetOpenBadge ask) {
    GamificationConfig.Badge badge = ask.badgeId() == null ? null : badges.get(ask.badgeId());
    Held held = badge == null ? null : repository.held(call.userId()).get(badge.id());
    if (held == null) {
      throw GamificationContract.BADGE_UNKNOWN.refusal();
    }
    Account account = bus.send(call, IdentityContract.ME, new WhoAmI()).await();
    Instant at = held.unlockedAt().truncatedTo(ChronoUnit.SECONDS);
    return new OpenBadge(signer.sign(OpenBadgeRules.credential(badge,
        new OpenBadgeRules.Holder(account.id(), account.emailVerified() ? account.email() : null), at, signer.did(),
        call.tenant()), at));
  }

  /** Writes a page: by itself, or as part of a run. */
  @FunctionalInterface
  private interface Writer {
    <T> T write(Function<Tx, T> work);
  }

  Evaluated some(Call call, EvaluateSome ask) {
    UUID[] users = ask.userIds().stream().distinct().sorted().toArray(UUID[]::new);
    return new Evaluated(users.length, evaluate(users, db::transaction), 0);
  }

  /** Works in pages, so that memory and locks stay small. */
  Evaluated all(Call call, EvaluateAll ask, BooleanSupplier stopping) {
    LocalDate today = StreakRules.dayOf(bus.clock().instant());
    Phases<After> phases = Phases.from(After.NOBODY).then(STUDENTS, (slice, from) -> page(slice, from, today));
    Counts counts = runs.work(call, new About("gamification.badges", null, ""), phases,
        Budget.of(GamificationContract.EVALUATE_ALL.timeout(), stopping)).sums();
    return new Evaluated((int) counts.get(STUDENTS), (int) counts.get(BADGES), (int) counts.get(BONUSES));
  }

  private Move<After> page(Slice slice, After from, LocalDate today) {
    List<UUID> page = repository.page(from.id(), PAGE);
    if (page.isEmpty()) {
      return Move.done(from);
    }
    UUID[] users = page.toArray(UUID[]::new);
    slice.count(BONUSES, tenure(users, today, slice::fenced));
    slice.count(BADGES, evaluate(users, slice::fenced));
    UUID last = page.getLast();
    // ids are spread evenly enough over their range to tell how far it is
    return Move.to(new After(last)).count(STUDENTS, users.length)
        .percent((int) ((last.getMostSignificantBits() >>> 48) * 100 >> 16));
  }

  /** @return how many badges were unlocked */
  private int evaluate(UUID[] users, Writer writer) {
    int unlocked = 0;
    UUID[] asked = users;
    for (int round = 0; round < ROUNDS && asked.length > 0; round++) {
      List<Deserved> deserved = repository.deserved(asked);
      for (Map.Entry<String, List<Deserved>> school : deserved.stream().collect(Collectors.groupingBy(Deserved::tenant))
          .entrySet()) {
        unlocked += unlock(school.getKey(), school.getValue(), writer);
      }
      asked = deserved.stream().map(Deserved::userId).distinct().toArray(UUID[]::new);
    }
    return unlocked;
  }

  private int unlock(String tenant, List<Deserved> deserved, Writer writer) {
    Instant now = bus.clock().instant();
    Call call = bus.systemCall(tenant, Duration.ofSeconds(30));
    List<Award> awards = deserved.stream().map(each -> new Award(
        new AwardXp(each.userId(), XpType.BADGE_UNLOCKED.wire(), each.badgeId(), null, null, null, true, null),
        new Grant(XpType.BADGE_UNLOCKED, each.badgeId(), now, null, null, badges.get(each.badgeId()).xp(), true)))
        .toList();
    List<Deserved> unlocked = new ArrayList<>();
    Map<UUID, Integer> levels = new HashMap<>();
    writer.write(tx -> {
      Awarded awarded = ledgers.award(tx, call, awards, now);
      List<XpAwarded> answers = awarded.answers();
      levels.putAll(awarded.levels());
      repository.unlock(tx, deserved, now);
      for (int i = 0; i < answers.size(); i++) {
        if (answers.get(i).granted()) {
          unlocked.add(deserved.get(i));
        }
      }
      return jobs.storeAll(tx, NotificationContract.NOTIFY, told(unlocked),
          told -> JobOptions.on(NotificationContract.QUEUE).because(call));
    });
    unlocked.forEach(each -> bus.publish(call, BADGE_UNLOCKED, new BadgeUnlocked(each.userId(), each.badgeId())));
    announce(call, levels);
    return unlocked.size();
  }

  /** One for each student: several badges at once are told together. */
  private List<Notify> told(List<Deserved> unlocked) {
    Map<UUID, List<Deserved>> byStudent = unlocked.stream().collect(Collectors.groupingBy(Deserved::userId));
    return byStudent.values().stream().map(of -> Notify.user(of.getFirst().userId(), "badge_unlocked",
        Map.of("badge", of.stream().map(each -> badges.get(each.badgeId()).name()).collect(Collectors.joining(", "))),
        "badge:" + of.getFirst().badgeId())).toList();
  }

  private int tenure(UUID[] users, LocalDate today, Writer writer) {
    List<Tenure> due = repository.tenures(users, today, rules.shipped().xp().tenureEveryDays());
    Instant now = bus.clock().instant();
    int granted = 0;
    for (Map.Entry<String, List<Tenure>> school : due.stream().collect(Collectors.groupingBy(Tenure::tenant))
        .entrySet()) {
      List<Award> awards = school.getValue().stream()
          .flatMap(tenure -> XpRules
              .tenureBonuses(tenure.batchId().toString(), tenure.enrolledAt(), today, rules.shipped()).stream()
              .map(grant -> new Award(new AwardXp(tenure.userId(), grant.type().wire(), grant.sourceId(), null, null,
                  null, true, null), grant)))
          .toList();
      Call call = bus.systemCall(school.getKey(), Duration.ofSeconds(30));
      Awarded awarded = writer.write(tx -> ledgers.award(tx, call, awards, now));
      granted += (int) awarded.answers().stream().filter(XpAwarded::granted).count();
      announce(call, awarded.levels());
    }
    return granted;
  }

  private void announce(Call call, Map<UUID, Integer> levels) {
    levels.forEach((user, level) -> bus.publish(call, LEVEL_REACHED, new LevelReached(user, level)));
  }
}
