package com.mas.jobs;

import com.mas.db.Table;
import com.mas.db.View;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Declares stored requests, queues and schedules. */
public final class JobsModule extends DomainModule {
  private final View people;

  /** @param people has {@code id} and {@code full_name} of operators; this domain does not know who publishes it */
  public JobsModule(View people) {
    super("jobs", JobsContract.class);
    tables(
        Table.of("jobs.queue").never("queues are declared at each start"),
        Table.of("jobs.runner").removed("a runner's row is removed when its lease is over"),
        Table.of("jobs.share").removed("shares go with their runners"),
        Table.of("jobs.job").mentions("body", "unique_key", "group_key", "note", "error", "failures")
            .removed("jobs are taken off when they are done"),
        Table.of("jobs.finished")
            .mentions("body", "unique_key", "group_key", "note", "result", "error", "failures")
            .removed("the newest of each queue are kept, none longer than its keepDays"),
        Table.of("jobs.schedule").mentions("body").removed("a schedule goes when no module declares it"),
        Table.of("jobs.audit").by("actor").mentions("filter").never("who did what stays known"));
    page(ConsolePage.of(70, "run", "queues", "layers", "Queues",
        "Background work, schedules and nodes", "role:ADMIN", "capability:queue_viewer"));
    this.people = people;
  }

  @Override
  public Plan plan(SettingsReader from) {
    Path queues = Path.of("conf/queues.yaml");
    return (parts, capacity) -> {
      try {
        Queues declared = Queues.read(queues, parts.installation().queues(),
            parts.installation().schedules());
        List<String> unknown = parts.subscriptions().unknownQueues(declared);
        if (!unknown.isEmpty()) {
          throw new IllegalStateException(queues + ": " + String.join("; ", unknown));
        }
        return new JobsVerticle(parts.bus(), capacity, parts.database(), parts.requests(), declared,
            JobsVerticle.Config.of(parts.installation().node()), people);
      } catch (IOException e) {
        throw new UncheckedIOException(queues + " cannot be read: " + e.getMessage(), e);
      }
    };
  }
}
