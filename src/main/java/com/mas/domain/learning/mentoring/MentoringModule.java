package com.mas.domain.learning.mentoring;

import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;

/** Declares mentors' slots and their bookings. */
public final class MentoringModule extends DomainModule {
  public MentoringModule() {
    super("mentoring", MentoringContract.class);
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new MentoringVerticle(parts.bus(), capacity, parts.database(), parts.jobs(),
        parts.ids());
  }
}
