package com.mas.domain.learning.mentoring;

import com.mas.db.Table;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.jobs.Schedule;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.time.Duration;

/** Declares mentors' slots and their bookings. */
public final class MentoringModule extends DomainModule {
  public MentoringModule() {
    super("mentoring", MentoringContract.class);
    reads(IdentityContract.PEOPLE);
    tables(
        Table.of("mentoring.slots").person("mentor_id").ledger().never("bookings name them"),
        Table.of("mentoring.bookings").person("mentor_id", "student_id").ledger("cancel_reason").by("cancelled_by")
            .mentions("title").never("a session is part of both people's records"));
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
