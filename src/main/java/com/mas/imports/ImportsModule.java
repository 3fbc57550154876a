package com.mas.imports;

import com.mas.db.Table;
import com.mas.db.View;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import com.mas.runs.RunsContract;
import java.time.Duration;

/** Declares imports as people see them. */
public final class ImportsModule extends DomainModule {
  private static final int MOST_MB = 256;
  private static final String PURGED = "imports.old.purge, each hour";

  private final View tenants;

  /** @param tenants has {@code slug} and {@code switched_off}; this domain does not know who publishes it */
  public ImportsModule(View tenants) {
    super("imports", ImportsContract.class);
    page(ConsolePage.of(47, "manage", "imports", "upload", "Imports",
        "Upload a sheet, check it row by row, then import it", "role:ADMIN"));
    tables(
        Table.of("imports.file").by("made_by").mentions("name", "error").removed(PURGED),
        Table.of("imports.part").removed(PURGED + "; at the latest two days after the upload"),
        Table.of("imports.refused").mentions("fields", "problems").goesWith("imports.file"));
    on(RunsContract.GIVEN_UP, JobOptions.on("databaseQueue"));
    this.tenants = tenants;
    schedule(Schedule.every(Duration.ofHours(1), "import-purge", "cleanupQueue", ImportsContract.PURGE,
        new ImportsContract.Purge()));
  }

  @Override
  public Plan plan(SettingsReader from) {
    long mostBytes = (long) from.number("IMPORT_MB", 1, MOST_MB) << 20;
    return (parts, capacity) -> new ImportsVerticle(parts, capacity, mostBytes, tenants);
  }
}
