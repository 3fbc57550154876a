package com.mas.domain.engagement.gamification;

import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.nio.file.Path;

/** Declares XP, levels, streaks, badges and the calendar that they follow. */
public final class GamificationModule extends DomainModule {
  public GamificationModule() {
    super("gamification", CalendarContract.class, GamificationContract.class, RulesContract.class);
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new GamificationVerticle(parts.bus(), capacity, parts.database(), parts.jobs(),
        new GamificationVerticle.Config(Path.of("conf/gamification.yaml"), parts.signer()));
  }
}
