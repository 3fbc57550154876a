package com.mas.domain.engagement.gamification;

import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.mentoring.MentoringContract;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Schedule;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;

/** Declares XP, levels, streaks, badges and the calendar that they follow. */
public final class GamificationModule extends DomainModule {
  public GamificationModule() {
    super("gamification", CalendarContract.class, GamificationContract.class, RulesContract.class);
    JobOptions soon = JobOptions.on("databaseQueue");
    on(SyncContract.MODULES_COMPLETED, soon);
    on(LinkContract.MODULE_WITHDRAWN, soon);
    on(MentoringContract.SESSION_ATTENDED, soon);
    reads(EducationContract.SEATS, EducationContract.BATCH_COURSES, IdentityContract.PEOPLE);
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
