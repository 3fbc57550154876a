package com.mas.domain.engagement.standing;

import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.nio.file.Path;

/** Declares ratings, skills, warnings and performance metrics. */
public final class StandingModule extends DomainModule {
  public StandingModule() {
    super("standing", StandingContract.class);
    reads(EducationContract.SEATS, EducationContract.ATTENDANCE, SyncContract.LEARNERS, LinkContract.LEARNER_ACCOUNTS,
        IdentityContract.PEOPLE);
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new StandingVerticle(parts.bus(), capacity, parts.database(), parts.jobs(), parts.ids(),
        new StandingVerticle.Config(Path.of("conf/standing.yaml")));
  }
}
