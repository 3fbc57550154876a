package com.mas.imports;

import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.time.Duration;

/** Declares imports as people see them. */
public final class ImportsModule extends DomainModule {
  private static final int MOST_MB = 256;

  public ImportsModule() {
    super("imports", ImportsContract.class);
    page(ConsolePage.of(47, "manage", "imports", "upload", "Imports",
        "Upload a sheet, check it row by row, then import it", "role:ADMIN"));
    schedule(Schedule.every(Duration.ofHours(1), "import-purge", "cleanupQueue", ImportsContract.PURGE,
        new ImportsContract.Purge()));
  }

  @Override
  public Plan plan(SettingsReader from) {
    long mostBytes = (long) from.number("IMPORT_MB", 1, MOST_MB) << 20;
    return (parts, capacity) -> new ImportsVerticle(parts, capacity, mostBytes);
  }
}
