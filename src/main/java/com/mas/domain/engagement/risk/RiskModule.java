package com.mas.domain.engagement.risk;

import com.mas.domain.engagement.gamification.GamificationContract;
import com.mas.domain.engagement.standing.StandingContract;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.nio.file.Path;

/** Declares who is at risk of dropping out, and why. */
public final class RiskModule extends DomainModule {
  public RiskModule() {
    super("risk", RiskContract.class);
    reads(EducationContract.SEATS, EducationContract.PLACEMENTS, EducationContract.BATCHES,
        EducationContract.BATCH_COURSES, EducationContract.ATTENDANCE, SyncContract.LEARNERS,
        LinkContract.LEARNER_ACCOUNTS, GamificationContract.ACTIVITY, StandingContract.WARNINGS,
        StandingContract.METRICS, IdentityContract.PEOPLE, IdentityContract.SIGN_INS);
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new RiskVerticle(parts.bus(), capacity, parts.database(), parts.jobs(), parts.ids(),
        Path.of("conf/risk.yaml"));
  }
}
