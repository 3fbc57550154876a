package com.mas.domain.platform;

import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;

/** Declares what belongs to no other domain: nodes and repeated requests. */
public final class PlatformModule extends DomainModule {
  public PlatformModule() {
    super("platform", PlatformContract.class, NodeContract.class);
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new PlatformVerticle(parts.bus(), capacity, parts.database());
  }
}
