package com.mas.runs;

import com.mas.db.Table;
import com.mas.jobs.JobsContract;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.time.Duration;

/** Declares long work as administrators see it. */
public final class RunsModule extends DomainModule {
  public RunsModule() {
    super("runs", RunsContract.class);
    page(ConsolePage.of(71, "run", "runs", "play", "Runs",
        "Long work: how far it is and how it ended", "role:ADMIN"));
    reads(JobsContract.LIVE);
    schedule(Schedule.every(Duration.ofMinutes(1), "run-revival", "cleanupQueue", RunsContract.REVIVE,
        new RunsContract.ReviveRuns()));
    tables(Table.of("runs.run").by("driver", "asked_by").mentions("subject", "checkpoint", "error")
        .keeps(Runs.KEPT, "ended_at"));
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new RunsVerticle(parts.bus(), capacity, parts.database(),
        parts.jobs());
  }
}
