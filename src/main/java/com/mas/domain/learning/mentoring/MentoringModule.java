package com.mas.domain.learning.mentoring;

import com.mas.jobs.Schedule;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.time.Duration;

/** Declares mentors' slots and their bookings. */
public final class MentoringModule extends DomainModule {
  public MentoringModule() {
    super("mentoring", MentoringContract.class);
    schedule(Schedule.every(Duration.ofMinutes(15), "slot-cleanup", "cleanupQueue", MentoringContract.CLEAN,
        new MentoringContract.Clean()));
  }

  @Override
  public Plan plan(SettingsReader from) {
    int mostOpen = from.number("OPEN_BOOKINGS", 1, 1000);
    return (parts, capacity) -> new MentoringVerticle(parts.bus(), capacity, parts.database(), parts.jobs(),
        parts.ids(), mostOpen);
  }
}
