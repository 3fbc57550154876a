package com.mas.domain.engagement.dailycards;

import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;

/** Declares the cards that a learner finds each day. */
public final class DailyCardsModule extends DomainModule {
  public DailyCardsModule() {
    super("dailycards", DailyCardsContract.class);
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new DailyCardsVerticle(parts.bus(), capacity, parts.database(), parts.redis(),
        parts.ids());
  }
}
