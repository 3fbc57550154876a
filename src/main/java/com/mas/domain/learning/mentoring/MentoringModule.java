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
    super("mentoring", MentoringContract.class, TermsContract.class, MentorContract.class);
    reads(IdentityContract.PEOPLE);
    tables(
        Table.of("mentoring.terms").never("meetings of the past followed them"),
        Table.of("mentoring.mentors").person("user_id").nobody("words").never("it is true until it is changed"),
        Table.of("mentoring.hours").person("mentor_id").never("they are true until they are changed"),
        Table.of("mentoring.other_hours").person("mentor_id").keeps(Duration.ofDays(90), "day"),
        Table.of("mentoring.slots").person("mentor_id").ledger().by("held_by").never("bookings name them"),
        Table.of("mentoring.bookings").person("mentor_id", "student_id").ledger("cancel_reason", "notes")
            .by("cancelled_by").mentions("title").nobody("answer_by")
            .never("a session is part of both people's records"),
        Table.of("mentoring.booking_changes").by("changed_by").mentions("why").goesWith("mentoring.bookings"));
    schedule(Schedule.every(Duration.ofMinutes(15), "slot-cleanup", "cleanupQueue", MentoringContract.CLEAN,
        new MentoringContract.Clean()));
  }

  @Override
  public Plan plan(SettingsReader from) {
    MentoringVerticle.Config config = new MentoringVerticle.Config(from.number("OPEN_BOOKINGS", 1, 1000),
        from.flag("MENTOR_CALLS_FREE"));
    return (parts, capacity) -> new MentoringVerticle(parts.bus(), capacity, parts.database(), parts.jobs(),
        parts.ids(), config);
  }
}
