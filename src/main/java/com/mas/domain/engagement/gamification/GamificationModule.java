package com.mas.domain.engagement.gamification;

import com.mas.db.Table;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.mentoring.MentoringContract;
import com.mas.domain.learning.moodle.MoodleContract;
import com.mas.domain.learning.mrtest.ExamSyncContract;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;

/** Declares XP, levels, streaks, badges and the calendar that they follow. */
public final class GamificationModule extends DomainModule {
  public GamificationModule() {
    super("gamification", CalendarContract.class, GamificationContract.class, RulesContract.class);
    page(ConsolePage.of(14, "learn", "leave", "calendar", "Leave",
        "Your days off", "role:USER"));
    page(ConsolePage.of(50, "manage", "leave", "calendar", "Leave",
        "Days off that students ask for", "role:ADMIN"));
    page(ConsolePage.of(58, "teach", "leave", "calendar", "Leave",
        "Days off that your students ask for", "capability:batch_lead"));
    page(ConsolePage.of(51, "manage", "holidays", "sun", "Holidays",
        "Days off of the institute; they break no streak", "role:ADMIN"));
    page(ConsolePage.of(52, "manage", "rules", "rules", "Rules",
        "XP, streaks and levels: rehearse, then publish", "role:ADMIN"));
    page(ConsolePage.of(55, "manage", "xp", "star", "XP awards",
        "What students were awarded; award more, or take it back", "role:ADMIN"));
    demo(70, DemoXp::plant);
    tables(
        Table.of("gamification.xp_events").person("user_id").ledger("note").mentions("source_id", "multipliers")
            .never("every total is the sum of these"),
        Table.of("gamification.student_progress").person("user_id").ledger().never("it is the sum of the ledger"),
        Table.of("gamification.student_badges").person("user_id").never("a badge is not taken back"),
        Table.of("gamification.test_scores").person("user_id").never("tests count by it"),
        Table.of("gamification.holidays").by("created_by").never("streaks of the past are counted by them"),
        Table.of("gamification.leaves").person("user_id").by("decided_by").mentions("note")
            .never("streaks of the past are counted by them"),
        Table.of("gamification.xp_refusals").person("user_id").never("it explains what the ledger lacks"),
        Table.of("gamification.rule_versions").by("published_by").never("past awards are explained by them"),
        Table.of("gamification.rehearsals").by("asked_by").mentions("result").never("there are few, asked by hand"));
    JobOptions soon = JobOptions.on("databaseQueue");
    on(SyncContract.MODULES_COMPLETED, soon);
    on(LinkContract.MODULE_WITHDRAWN, soon);
    on(MoodleContract.ACTIVITIES_COMPLETED, soon);
    on(ExamSyncContract.EXAMS_SCORED, soon);
    on(MentoringContract.SESSION_ATTENDED, soon);
    reads(EducationContract.SEATS, EducationContract.BATCH_COURSES, IdentityContract.PEOPLE, SyncContract.LEARNERS,
        LinkContract.LEARNER_ACCOUNTS);
    schedule(Schedule.every(Duration.ofDays(1), "badge-evaluation", "badgeEvaluationQueue",
        GamificationContract.EVALUATE_ALL, new GamificationContract.EvaluateAll()));
  }

  @Override
  public Plan plan(SettingsReader from) {
    Path rules = from.rules("gamification");
    return (parts, capacity) -> new GamificationVerticle(parts.bus(), capacity, parts.database(), parts.jobs(),
        new GamificationVerticle.Config(rules, parts.signer()));
  }
}
