package com.mas.domain.gamification;

import static com.mas.domain.gamification.GamificationContract.AWARD_ALL;
import static com.mas.domain.gamification.GamificationContract.AWARD_XP;
import static com.mas.domain.gamification.GamificationContract.MY_PROGRESS;
import static com.mas.domain.gamification.GamificationContract.MY_XP;
import static com.mas.domain.gamification.GamificationContract.REBUILD_PROGRESS;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Gamification on the bus: one line for each address. Holds nothing between two requests; any number of instances. */
public final class GamificationVerticle extends DomainVerticle {
  /** @param rules {@code conf/gamification.yaml} */
  public record Config(Path rules) {}

  private final AwardService awards;
  private final RebuildService rebuilds;
  private final ProgressService progress;

  /** @throws IllegalArgumentException with one line for each mistake in the rules */
  public GamificationVerticle(Bus bus, Capacity capacity, Database db, Config config) {
    super(bus, capacity);
    RuleBooks rules = new RuleBooks(read(config.rules()));
    rebuilds = new RebuildService(db, rules, bus.clock());
    awards = new AwardService(bus, db, new LedgerService(db, rules), rules);
    progress = new ProgressService(db, rules, bus.clock());
  }

  @Override
  protected void open() {
    answer(AWARD_XP, awards::award);
    answer(AWARD_ALL, awards::awardAll);
    answerUnblocked(MY_PROGRESS, progress::mine);
    answer(MY_XP, progress::xp);
    answer(REBUILD_PROGRESS, rebuilds::one);
  }

  private static GamificationConfig read(Path rules) {
    try {
      return GamificationConfig.read(rules);
    } catch (IOException e) {
      throw new UncheckedIOException("The gamification rules cannot be read: " + rules, e);
    }
  }
}
