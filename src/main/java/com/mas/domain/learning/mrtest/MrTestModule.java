package com.mas.domain.learning.mrtest;

import com.mas.db.Table;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.moodle.MoodleContract;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Queues.Queue;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import com.mas.outbound.HttpCaller;
import com.mas.runs.Politeness;
import com.mas.runs.RunsContract;
import com.mas.sandbox.ezexam.EzExamSimulator;
import com.mas.seed.Planting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** Declares the mirror of Mr. Test (EzExam): exams, submissions and what came of each question. */
public final class MrTestModule extends DomainModule {
  private static final int MOST_PAGE_BYTES = 4 << 20;
  private static final Duration SLICE = Duration.ofMinutes(10);
  private static final String MIRROR = "the mirror is as Mr. Test is";
  private static final String SUBMISSIONS = "mrtest.submissions";

  public MrTestModule() {
    super("mrtest", MrTestContract.class, ExamSyncContract.class, ExamCardContract.class,
        WriteBackContract.class);
    provider("ezexam", stage -> new EzExamSimulator(stage.clock()), "EZEXAM_BASE_URL", "EZEXAM_PAGE_DELAY_MS",
        "EZEXAM_ANALYSIS_DELAY_MS");
    demo(135, MrTestModule::demo);
    page(ConsolePage.of(11, "learn", "exams", "check", "Exams",
        "Exams of your batches, and how they went", "role:USER"));
    page(ConsolePage.of(43, "mirror", "mrtest", "check", "Mr. Test",
        "Mirrored exams, submissions and students", "role:ADMIN"));
    queue(Queue.named(ExamSyncContract.QUEUE).cap(1).within(Duration.ofHours(4)));
    on(RunsContract.GIVEN_UP, JobOptions.on("databaseQueue"));
    reads(IdentityContract.ACCOUNTS, LinkContract.KNOWN_PREFIXES, LinkContract.LEARNER_ACCOUNTS, SyncContract.LEARNERS,
        SyncContract.CONFIGS, EducationContract.BATCH_COURSES, EducationContract.SEATS, MoodleContract.PROGRESS,
        MoodleContract.MIRRORED_COURSES);
    tables(Table.of("mrtest.logins").hides("password", "session").nobody("username")
        .never("it is one row for each tenant, and deleted by signing out"),
        Table.of("mrtest.configs").never("there are few, made and deleted by hand"),
        Table.of("mrtest.sync_runs").by("started_by").nobody("triggered_by")
            .never("what was mirrored when is asked for long after"),
        Table.of("mrtest.sync_errors").mentions("message", "excerpt").goesWith("mrtest.sync_runs"),
        Table.of("mrtest.pages").removed("a run removes its pages at its end"),
        Table.of("mrtest.listings").never("there are two for each tenant"),
        Table.of("mrtest.exams").never(MIRROR),
        Table.of("mrtest.students").person("account_id").email("email").phone("phone").never(MIRROR),
        Table.of(SUBMISSIONS).person("account_id").email("email").phone("phone").never(MIRROR),
        // the explanation of the right answer is the exam's, and others may be writing it still
        Table.of("mrtest.reports").partOf(SUBMISSIONS, "submission_id").hidesInside("questions", "key").never(MIRROR),
        Table.of("mrtest.told").person("account_id").never("what was told is not told again"),
        Table.of("mrtest.batch_exams").never("an exam is taken from a batch by hand"),
        Table.of("mrtest.launches").person("account_id").never("it is one row for each exam of a student"),
        Table.of("mrtest.pushes").person("account_id").mentions("reason").nobody("student_id")
            .never("who was made there is not made again"),
        Table.of("mrtest.eval_tests").person("account_id").by("imported_by")
            .never("a score is part of a student's record"));
  }

  private static void demo(Planting ground) {
    if (!ground.ask(MrTestContract.STATUS, new MrTestContract.GetStatus()).authenticated()) {
      ground.ask(MrTestContract.LOG_IN,
          new MrTestContract.LogIn(EzExamSimulator.USER, EzExamSimulator.PASSWORD));
    }
  }

  @Override
  public Plan plan(SettingsReader from) {
    String url = from.url("EZEXAM_BASE_URL", "http", "https");
    HttpCaller.Config provider = new HttpCaller.Config("Mr. Test", url,
        Duration.ofSeconds(from.number("EZEXAM_TIMEOUT_SECONDS", 1, 120)), 3, Duration.ofSeconds(1),
        Duration.ofSeconds(60), MOST_PAGE_BYTES, 8, Duration.ofSeconds(30));
    Politeness pages = polite(from.range("EZEXAM_PAGE_DELAY_MS"));
    Politeness details = polite(from.range("EZEXAM_ANALYSIS_DELAY_MS"));
    Path layouts = from.rules("ezexam");
    return (parts, capacity) -> new MrTestVerticle(parts.bus(), capacity, parts.database(),
        parts.jobs(), parts.ids()::next, url.isEmpty() ? null : parts.outbound(provider), parts.vault(),
        new MrTestVerticle.Config(SiteMap.read(layouts), pages, details, SLICE, parts.installation().phones()));
  }

  private static Politeness polite(int[] millis) {
    return new Politeness(Duration.ofMillis(millis[0]), Duration.ofMillis(millis[1]), new Random());
  }
}
