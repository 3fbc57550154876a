package com.mas.domain.engagement.standing;

import com.mas.db.Table;
import com.mas.domain.engagement.gamification.GamificationContract;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.mrtest.WriteBackContract;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.nio.file.Path;
import java.time.ZoneId;

/** Declares ratings, skills, warnings and performance metrics. */
public final class StandingModule extends DomainModule {
  private static final String RECORD = "it is part of a student's record";

  public StandingModule() {
    super("standing", StandingContract.class);
    demo(80, DemoRecords::scoresAndWarnings);
    demo(120, DemoRecords::ratings);
    tables(
        Table.of("standing.strikes").person("student_id").never(RECORD),
        Table.of("standing.warnings").person("student_id").by("created_by", "resolved_by").mentions("description")
            .never(RECORD),
        Table.of("standing.warned_days").never("a day is warned of once"),
        Table.of("standing.weekly_ratings").person("student_id").by("super_mentor_id").mentions("comment")
            .never(RECORD),
        Table.of("standing.skill_ratings").person("student_id").by("rater_id").never(RECORD),
        Table.of("standing.skill_rating_history").person("student_id").by("rater_id").never(RECORD),
        Table.of("standing.metrics").person("student_id").never(RECORD),
        Table.of("standing.metric_history").person("student_id").never(RECORD));
    page(ConsolePage.of(60, "teach", "supermentor", "star", "My mentees",
        "This week’s ratings, and the weeks before", "capability:super_mentor"));
    page(ConsolePage.of(12, "learn", "performance", "chart", "Performance",
        "Skills, scores and warnings", "role:USER"));
    page(ConsolePage.of(62, "", "performance", "chart", "Performance",
        "Skills, scores and warnings of a student", "user"));
    page(ConsolePage.of(54, "teach", "warnings", "alert", "Warnings",
        "Students with active warnings", "capability:batch_lead"));
    reads(EducationContract.SEATS, EducationContract.ATTENDANCE, SyncContract.LEARNERS, LinkContract.LEARNER_ACCOUNTS,
        IdentityContract.PEOPLE, GamificationContract.LEAVES, GamificationContract.HOLIDAYS,
        GamificationContract.TESTS, WriteBackContract.EVAL);
    on(WriteBackContract.EVAL_SCORED, JobOptions.on("databaseQueue"));
    schedule(Schedule.cron("30 23 * * *", ZoneId.of("Asia/Kolkata"), "performance-metrics", "databaseQueue",
        StandingContract.REFRESH_METRICS, new StandingContract.RefreshMetrics()));
    schedule(Schedule.cron("59 23 * * *", ZoneId.of("Asia/Kolkata"), "warnings", "warningQueue",
        StandingContract.ISSUE_WARNINGS, new StandingContract.IssueWarnings(null)));
  }

  @Override
  public Plan plan(SettingsReader from) {
    Path rules = from.rules("standing");
    return (parts, capacity) -> new StandingVerticle(parts.bus(), capacity, parts.database(), parts.jobs(), parts.ids(),
        new StandingVerticle.Config(rules));
  }
}
