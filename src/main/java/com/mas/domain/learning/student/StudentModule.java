package com.mas.domain.learning.student;

import com.mas.db.Table;
import com.mas.domain.learning.moodle.MoodleContract;
import com.mas.domain.learning.mrtest.ExamSyncContract;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.time.Duration;

/** Declares learners of all sources and their accounts. */
public final class StudentModule extends DomainModule {
  /** The default is public, so production has no default password unless another one is set. */
  private static final String KNOWN_PASSWORD = "Test@1234";

  public StudentModule() {
    super("student", StudentContract.class);
    tables(
        Table.of("student.students").person("account_id").email("email_key").hides("search", "sort_name")
            .removed("the roll-up removes those without enrolments and accounts"),
        Table.of("student.totals").never("it counts the students of each tenant"),
        Table.of("student.changes").email("email_key").removed("the roll-up takes the notes within a minute"));
    page(ConsolePage.of(10, "learn", "student", "home", "My progress",
        "Level, badges, today, and XP history", "role:USER"));
    page(ConsolePage.of(41, "mirror", "students", "users", "Students",
        "All learners of mirrored courses, and their accounts", "role:ADMIN"));
    reads(SyncContract.LEARNERS, SyncContract.CONFIGS, LinkContract.LEARNER_ACCOUNTS, LinkContract.LEARNER_CHANGES,
        LinkContract.KNOWN_PREFIXES, IdentityContract.ACCOUNTS, IdentityContract.ACCOUNT_CHANGES,
        ExamSyncContract.SUBMISSIONS, MoodleContract.PROGRESS);
    schedule(Schedule.every(Duration.ofMinutes(1), "student-roll-up", "databaseQueue", StudentContract.ROLL_UP,
        new StudentContract.CatchUp(null)));
  }

  @Override
  public Plan plan(SettingsReader from) {
    String password = from.text("DEFAULT_STUDENT_PASSWORD");
    from.require(password.isEmpty() || password.length() >= 8 && password.length() <= 72,
        "DEFAULT_STUDENT_PASSWORD must have 8 to 72 characters, or none");
    String used = from.isProduction() && password.equals(KNOWN_PASSWORD) ? "" : password;
    String school = from.url("GRAPHY_BASE_URL", "http", "https");
    String moodle = from.url("MOODLE_BASE_URL", "http", "https");
    boolean production = from.isProduction();
    return (parts, capacity) -> new StudentVerticle(parts.bus(), capacity, parts.database(), parts.jobs(),
        new StudentVerticle.Config(used, parts.installation().phones(), school, moodle, !production));
  }
}
