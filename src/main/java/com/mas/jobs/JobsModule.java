package com.mas.jobs;

import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Declares stored requests, queues and schedules. */
public final class JobsModule extends DomainModule {
  public JobsModule() {
    super("jobs", JobsContract.class);
  }

  @Override
  public Plan plan(SettingsReader from) {
    Path queues = Path.of("conf/queues.yaml");
    return (parts, capacity) -> {
      try {
        return new JobsVerticle(parts.bus(), capacity, parts.database(), parts.requests(), Queues.read(queues),
            JobsVerticle.Config.of(parts.installation().node()));
      } catch (IOException e) {
        throw new UncheckedIOException(queues + " cannot be read: " + e.getMessage(), e);
      }
    };
  }
}
