package com.mas.domain.engagement.risk;

import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.nio.file.Path;

/** Declares who is at risk of dropping out, and why. */
public final class RiskModule extends DomainModule {
  public RiskModule() {
    super("risk", RiskContract.class);
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new RiskVerticle(parts.bus(), capacity, parts.database(), parts.jobs(), parts.ids(),
        Path.of("conf/risk.yaml"));
  }
}
