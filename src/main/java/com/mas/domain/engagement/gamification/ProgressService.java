package com.mas.domain.engagement.gamification;

import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.domain.engagement.gamification.GamificationContract.MyProgress;
import com.mas.domain.engagement.gamification.GamificationContract.MyXp;
import com.mas.domain.engagement.gamification.GamificationContract.MyXpDays;
import com.mas.domain.engagement.gamification.GamificationContract.Progress;
import com.mas.domain.engagement.gamification.GamificationContract.XpByDay;
import com.mas.domain.engagement.gamification.GamificationContract.XpEntry;
import com.mas.domain.engagement.gamification.GamificationContract.XpOfStudent;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;

/** Reads what a student sees. Writes nothing. */
final class ProgressService {
  private static final int STANDARD_DAYS = 112;

  private final GamificationRepository repository;
  private final XpDayRepository days;
  private final LedgerRepository ledgers;
  private final TitleRepository titles;
  private final RuleBooks rules;
  private final Clock clock;
  private final String[] actionTypes;

  ProgressService(Database db, RuleBooks rules, Clock clock) {
    this.repository = new GamificationRepository(db);
    this.days = new XpDayRepository(db);
    this.ledgers = new LedgerRepository(db);
    this.titles = new TitleRepository(db);
    this.actionTypes = XpRules.actionTypes(rules.shipped());
    this.rules = rules;
    this.clock = clock;
  }

  Future<Progress> mine(Call call, MyProgress ask) {
    LocalDate today = StreakRules.dayOf(clock.instant());
    GamificationConfig config = rules.at(call.tenant(), today);
    return repository.progress(call.userId(), today).compose(stored -> {
      Snapshot standing = stored.standing().snapshot();
      return stored.standing().isAhead(today)
          ? ledgers.daysOf(call.userId(), actionTypes, today).map(days -> ProgressRules.ribbon(
              standing.until(new StreakDays(days.active(), days.off()), config.streaks()), stored.unseenBadges(), today,
              days.off(), config))
          : Future.succeededFuture(ProgressRules.ribbon(standing, stored.unseenBadges(), today,
              rules.off(call.tenant(), stored.leave()), config));
    });
  }

  Page<XpEntry> xp(Call call, MyXp ask) {
    return ledger(call, call.userId(), PageWindow.of(ask));
  }

  Page<XpEntry> xpOf(Call call, XpOfStudent ask) {
    if (!days.isOf(ask.userId(), call.tenant())) {
      throw GamificationContract.NOTHING_AWARDED.refusal();
    }
    return ledger(call, ask.userId(), PageWindow.of(ask));
  }

  private Page<XpEntry> ledger(Call call, UUID user, PageWindow window) {
    Map<String, String> things = titles.modules(user, call.tenant());
    rules.at(call.tenant(), StreakRules.dayOf(clock.instant())).badges()
        .forEach(badge -> things.put(badge.id(), badge.name()));
    return repository.ledger(user, window, (type, source) -> TitleRules.title(type, source, things));
  }

  XpByDay days(Call call, MyXpDays ask) {
    LocalDate today = StreakRules.dayOf(clock.instant());
    int asked = ask.days() == null ? STANDARD_DAYS : ask.days();
    return new XpByDay(days.read(call.userId(), today.minusDays(asked - 1L), today));
  }
}
