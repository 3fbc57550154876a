package com.mas.domain.platform.settings;

import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.Node;
import com.mas.module.SettingsReader;
import java.time.Duration;
import java.util.Optional;

/** Declares what belongs to no other domain: nodes, repeated requests and flags. */
public final class SettingsModule extends DomainModule {
  public SettingsModule() {
    super("platform", SettingsContract.class, FlagContract.class, NodeContract.class);
    page(ConsolePage.of(73, "run", "settings", "rules", "Settings",
        "Settings that change while the servers run", "role:SUPERADMIN"));
    schedule(Schedule.every(Duration.ofHours(1), "idempotency-purge", "cleanupQueue", SettingsContract.PURGE_IDEMPOTENT,
        new SettingsContract.PurgeIdempotent()));
  }

  @Override
  public Optional<Node.Part> onEveryNode() {
    return Optional.of(NodeReports::new);
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new SettingsVerticle(parts.bus(), capacity, parts.database(),
        parts.installation().flags());
  }
}
