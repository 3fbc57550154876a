package com.mas.domain.learning.education;

import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;

/** Declares batches, applications and attendance. */
public final class EducationModule extends DomainModule {
  public EducationModule() {
    super("education", EducationContract.class);
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new EducationVerticle(parts.bus(), capacity, parts.database(), parts.ids());
  }
}
