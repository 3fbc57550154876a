package com.mas.domain.engagement.portal;

import com.mas.db.Table;
import com.mas.domain.engagement.gamification.GamificationContract;
import com.mas.domain.learning.credential.CredentialContract;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.mentoring.MentoringContract;
import com.mas.domain.learning.moodle.MoodleContract;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.people.files.FilesContract;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.platform.tenant.TenantContract;
import com.mas.jobs.JobOptions;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.time.Duration;

/** Declares the student portal. */
public final class PortalModule extends DomainModule {
  private static final int LEAST_MILLIS = 50;
  private static final int MOST_MILLIS = 4_000;
  /** An Aadhaar number that its student has not given again for so long is forgotten. */
  private static final Duration NUMBERS = Duration.ofDays(180);

  public PortalModule() {
    super("portal", DashboardContract.class, ProfileContract.class, DocumentContract.class, TimelineContract.class);
    page(ConsolePage.of(11, "learn", "dashboard", "layers", "Dashboard",
        "What waits, what comes next, and how it goes", "role:USER"));
    page(ConsolePage.of(13, "learn", "profile", "user", "My profile",
        "What others see of you, how complete it is, and your résumés", "role:USER"));
    page(ConsolePage.of(14, "learn", "documents", "folder", "My documents",
        "What you have sent, and whether it is verified", "role:USER"));
    page(ConsolePage.of(15, "learn", "timeline", "clock", "Timeline",
        "Courses, XP, meetings, credentials, messages and documents in one list", "role:USER"));
    page(ConsolePage.of(64, "", "timeline", "clock", "Timeline", "Courses, XP, meetings and credentials of a student",
        "user"));
    page(ConsolePage.of(46, "manage", "verifications", "shield", "Documents to verify",
        "Documents of students that wait for a decision", "role:ADMIN"));
    page(ConsolePage.of(63, "", "profile", "user", "Profile", "Profile of a student", "user"));
    tables(
        Table.of("portal.profiles").person("user_id").by("verified_by").never("it is the person's own page"),
        Table.of("portal.profile_views").person("student_id").by("viewer_id").keeps(Duration.ofDays(365), "at"),
        Table.of("portal.documents").person("student_id").by("decided_by").mentions("reason")
            .never("a decision is proof of what was seen"),
        Table.of("portal.document_log").partOf("portal.documents", "document_id").by("by").mentions("reason")
            .goesWith("portal.documents"),
        Table.of("portal.aadhaar_numbers").person("student_id").hides("sealed").keeps(NUMBERS, "updated_at"));
    on(FilesContract.READY, JobOptions.on("databaseQueue"));
    reads(TenantContract.SHARED, IdentityContract.PEOPLE, EducationContract.SEATS, MentoringContract.MEETINGS,
        GamificationContract.TIMELINE, CredentialContract.HOLDINGS, NotificationContract.ITEMS, SyncContract.LEARNERS,
        LinkContract.LEARNER_ACCOUNTS, MoodleContract.HAPPENINGS);
  }

  @Override
  public Plan plan(SettingsReader from) {
    Duration patience = Duration.ofMillis(from.number("PORTAL_SECTION_MILLIS", LEAST_MILLIS, MOST_MILLIS));
    return (parts, capacity) -> new PortalVerticle(parts.bus(), capacity, parts.database(), parts.jobs(), parts.ids(),
        parts.vault(), patience);
  }
}
