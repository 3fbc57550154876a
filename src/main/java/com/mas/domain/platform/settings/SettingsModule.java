package com.mas.domain.platform.settings;

import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;

/** Declares what belongs to no other domain: nodes, repeated requests and flags. */
public final class SettingsModule extends DomainModule {
  public SettingsModule() {
    super("platform", SettingsContract.class, FlagContract.class, NodeContract.class);
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new SettingsVerticle(parts.bus(), capacity, parts.database(),
        parts.installation().flags());
  }
}
