package com.mas.domain.platform.settings;

import com.mas.db.Table;
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
    super("platform", SettingsContract.class, FlagContract.class, HistoryContract.class, NodeContract.class);
    page(ConsolePage.of(73, "run", "settings", "rules", "Settings",
        "Settings that change while the servers run", "role:SUPERADMIN"));
    tables(
        Table.of("platform.system_config").by("updated_by").never("settings hold until they are changed"),
        Table.of("platform.config_changes").by("changed_by").mentions("reason").never("who changed what stays known"),
        Table.of("platform.idempotency_key").person("principal_id").hides("body")
            .removed("platform.idempotency.purge, each hour, a day after they were used"),
        Table.of("platform.node").removed("a node's row is removed when it has been silent for a while"),
        Table.of("platform.samples").keeps(HistoryRules.KEPT, "at"));
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
