package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.GamificationContract.DEFAULT_LIMIT;
import static com.mas.domain.engagement.gamification.GamificationContract.MAX_LIMIT;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.domain.engagement.gamification.GamificationContract.MyProgress;
import com.mas.domain.engagement.gamification.GamificationContract.MyXp;
import com.mas.domain.engagement.gamification.GamificationContract.Progress;
import com.mas.domain.engagement.gamification.GamificationContract.XpEntry;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What a student sees. Reads only. */
final class ProgressService {
  private final GamificationRepository repository;
  private final RuleBooks rules;
  private final Clock clock;

  ProgressService(Database db, RuleBooks rules, Clock clock) {
    this.repository = new GamificationRepository(db);
    this.rules = rules;
    this.clock = clock;
  }

  Future<Progress> mine(Call call, MyProgress ask) {
    LocalDate today = StreakRules.dayOf(clock.instant());
    return repository.progress(call.userId(), today).map(stored -> ProgressRules.ribbon(stored.standing().snapshot(),
        stored.unseenBadges(), today, rules.off(call.tenant(), stored.leave()), rules.at(call.tenant(), today)));
  }

  Page<XpEntry> xp(Call call, MyXp ask) {
    int limit = ask.limit() == null ? DEFAULT_LIMIT : ask.limit();
    long offset = ask.offset() == null ? 0 : ask.offset();
    if (limit < 1 || limit > MAX_LIMIT || offset < 0) {
      throw Failure.INVALID.with("limit is 1 to " + MAX_LIMIT + ", offset 0 or more.");
    }
    var rows = repository.ledger(call.userId(), limit, offset);
    var size = repository.ledgerSize(call.userId());
    List<XpEntry> entries = new ArrayList<>(limit);
    Database.await(rows).forEach(row -> entries.add(GamificationRepository.entry(row)));
    return new Page<>(entries, limit, offset, Database.await(size).iterator().next().getLong(0));
  }
}
