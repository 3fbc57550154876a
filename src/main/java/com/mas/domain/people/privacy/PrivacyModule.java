package com.mas.domain.people.privacy;

import com.mas.db.Table;
import com.mas.jobs.JobOptions;
import com.mas.jobs.JobsContract;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import com.mas.runs.RunsContract;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/** Declares what people may ask about their own data, and the nightly removal of old rows. */
public final class PrivacyModule extends DomainModule {
  private final Supplier<List<Table>> all;

  /** @param all tables of all modules, asked for when the domain is planned */
  public PrivacyModule(Supplier<List<Table>> all) {
    super("privacy", PrivacyContract.class);
    tables(
        Table.of("privacy.exports").person("person").by("asked_by").keeps(Duration.ZERO, "expires_at"),
        Table.of("privacy.export_parts").partOf("privacy.exports", "export_id").hides("body").mentions("body")
            .goesWith("privacy.exports"),
        // the run that erases takes the person out at its end
        Table.of("privacy.erasures").nobody("person").by("asked_by").never("the fact of an erasure stays known"));
    page(ConsolePage.of(92, "account", "mydata", "download", "My data",
        "A copy of your data, and the erasure of your account", "user"));
    reads(JobsContract.LIVE);
    on(RunsContract.GIVEN_UP, JobOptions.on("databaseQueue"));
    schedule(Schedule.cron("30 2 * * *", ZoneId.of("Asia/Kolkata"), "retention", "cleanupQueue",
        PrivacyContract.APPLY_RETENTION, new PrivacyContract.ApplyRetention()));
    this.all = all;
  }

  @Override
  public Plan plan(SettingsReader from) {
    Duration grace = Duration.ofDays(from.number("ERASURE_GRACE_DAYS", 0, 30));
    return (parts, capacity) -> new PrivacyVerticle(parts, capacity, all.get(), grace);
  }
}
