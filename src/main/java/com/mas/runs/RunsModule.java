package com.mas.runs;

import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;

/** Declares long work as administrators see it. */
public final class RunsModule extends DomainModule {
  public RunsModule() {
    super("runs", RunsContract.class);
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new RunsVerticle(parts.bus(), capacity, parts.database());
  }
}
