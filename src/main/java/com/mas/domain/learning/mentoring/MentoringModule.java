package com.mas.domain.learning.mentoring;

import com.mas.db.Table;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.mentoring.MentorContract.Hours;
import com.mas.domain.learning.mentoring.MentorContract.SaveProfile;
import com.mas.domain.learning.mentoring.MentorContract.SetAvailability;
import com.mas.domain.learning.mentoring.MentoringContract.BookingKind;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import com.mas.seed.Planting;
import com.mas.seed.School;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Declares mentors' slots and their bookings. */
public final class MentoringModule extends DomainModule {
  public MentoringModule() {
    super("mentoring", MentoringContract.class, TermsContract.class, MentorContract.class, LinkContract.class,
        FeedbackContract.class, BoardContract.class, PriceContract.class);
    demo(95, MentoringModule::demo);
    reads(IdentityContract.PEOPLE, EducationContract.SEATS, EducationContract.MENTORING_GRANTS);
    tables(
        Table.of("mentoring.terms").never("meetings of the past followed them"),
        Table.of("mentoring.mentors").person("user_id").nobody("words").never("it is true until it is changed"),
        Table.of("mentoring.hours").person("mentor_id").never("they are true until they are changed"),
        Table.of("mentoring.other_hours").person("mentor_id").keeps(Duration.ofDays(90), "day"),
        Table.of("mentoring.slots").person("mentor_id").ledger().by("held_by").hides("held_by")
            .never("bookings name them"),
        Table.of("mentoring.bookings").person("mentor_id", "student_id").ledger("cancel_reason", "notes")
            .by("cancelled_by").mentions("title").nobody("answer_by")
            .never("a session is part of both people's records"),
        Table.of("mentoring.booking_changes").by("changed_by").mentions("why").goesWith("mentoring.bookings"),
        Table.of("mentoring.ratings").person("mentor_id", "student_id").ledger("comment")
            .shownLater("mentor_id", "booking_id", FeedbackContract.RATINGS_SHOWN)
            .never("a mentor's rating is made of them"),
        Table.of("mentoring.reviews").person("mentor_id", "student_id").ledger("strengths", "improve", "private_note")
            // a private note about a student is the student's data, too: a copy of these has it
            .never("they are the student's scorecard"),
        Table.of("mentoring.review_scores").partOf("mentoring.reviews", "booking_id", "booking_id")
            .goesWith("mentoring.reviews"));
    on(MentoringContract.SESSION_ATTENDED, JobOptions.on(NotificationContract.QUEUE));
    page(ConsolePage.of(21, "connect", "mentors", "users", "Mentors", "Find a mentor and book a call", "user"));
    schedule(Schedule.every(Duration.ofMinutes(15), "slot-cleanup", "cleanupQueue", MentoringContract.CLEAN,
        new MentoringContract.Clean()));
  }

  /** Gives the sandbox's mentor a profile, and evenings at which students can book. */
  private static void demo(Planting ground) {
    if (!ground.hasPast()) {
      UUID mentor = ground.id(School.MENTOR.email());
      ground.ask(MentorContract.SAVE, new SaveProfile(mentor, "Senior data analyst", "Sandbox Analytics", null,
          "Reviews résumés and holds mock interviews for analysts. Ask about SQL, dashboards and first jobs.",
          List.of("SQL", "Python", "Power BI"), List.of("Data"), List.of("English", "Hindi"),
          List.of(BookingKind.TECHNICAL_MOCK, BookingKind.RESUME_REVIEW, BookingKind.CAREER_GUIDANCE), null, true));
      ground.ask(MentorContract.SET_AVAILABILITY, new SetAvailability(mentor, "Asia/Kolkata", 30, 28,
          IntStream.rangeClosed(1, 5).mapToObj(weekday -> new Hours(weekday, "18:00", "20:00")).toList(), List.of()));
    }
  }

  @Override
  public Plan plan(SettingsReader from) {
    int mostOpen = from.number("OPEN_BOOKINGS", 1, 1000);
    boolean isFree = from.flag("MENTOR_CALLS_FREE");
    boolean limits = from.flag("RATE_LIMITS");
    return (parts, capacity) -> new MentoringVerticle(parts.bus(), capacity, parts.database(), parts.jobs(),
        parts.ids(), new MentoringVerticle.Config(mostOpen, isFree,
            new MentoringVerticle.Links(parts.vault(), limits ? parts.limits() : null)));
  }
}
