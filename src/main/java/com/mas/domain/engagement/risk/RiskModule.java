package com.mas.domain.engagement.risk;

import com.mas.db.Table;
import com.mas.domain.engagement.gamification.GamificationContract;
import com.mas.domain.engagement.standing.StandingContract;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import com.mas.seed.Planting;
import com.mas.seed.School;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Declares who is at risk of dropping out, and why. */
public final class RiskModule extends DomainModule {
  public RiskModule() {
    super("risk", RiskContract.class);
    demo(90, RiskModule::demo);
    tables(
        Table.of("risk.scores").person("student_id").by("reviewed_by").mentions("last_call_summary")
            .removed("each day's run removes those of students and batches that are over"),
        Table.of("risk.score_days").person("student_id").keeps(Duration.ofDays(400), "day"),
        Table.of("risk.classroom_requests").person("student_id").by("requested_by").mentions("note")
            .never("it is part of a student's record"));
    page(ConsolePage.of(50, "teach", "batchlead", "users", "Students at risk",
        "Who needs you, why, and what would help", "capability:batch_lead"));
    reads(EducationContract.SEATS, EducationContract.PLACEMENTS, EducationContract.BATCHES,
        EducationContract.BATCH_COURSES, EducationContract.ATTENDANCE, SyncContract.LEARNERS,
        LinkContract.LEARNER_ACCOUNTS, GamificationContract.ACTIVITY, GamificationContract.WORK,
        GamificationContract.TESTS, GamificationContract.LEAVES, GamificationContract.HOLIDAYS,
        StandingContract.WARNINGS, StandingContract.METRICS, IdentityContract.PEOPLE, IdentityContract.SIGN_INS);
    schedule(Schedule.every(Duration.ofDays(1), "student-risk", "studentRiskComputationQueue", RiskContract.COMPUTE,
        new RiskContract.ComputeScores(null)));
  }

  private static void demo(Planting ground) {
    if (!ground.hasPast()) {
      ground.askForAll(RiskContract.COMPUTE, new RiskContract.ComputeScores(List.of(ground.id(School.BATCH))));
    }
  }

  @Override
  public Plan plan(SettingsReader from) {
    Path rules = from.rules("risk");
    return (parts, capacity) -> new RiskVerticle(parts.bus(), capacity, parts.database(), parts.jobs(), parts.ids(),
        rules);
  }
}
