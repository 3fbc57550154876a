package com.mas.runs;

import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;

/** Declares long work as administrators see it. */
public final class RunsModule extends DomainModule {
  public RunsModule() {
    super("runs", RunsContract.class);
    page(ConsolePage.of(71, "run", "runs", "play", "Runs",
        "Long work: how far it is and how it ended", "role:ADMIN"));
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new RunsVerticle(parts.bus(), capacity, parts.database());
  }
}
