package com.mas.domain.learning.sync;

import com.mas.domain.people.identity.IdentityContract;
import com.mas.jobs.JobOptions;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.Flag;
import com.mas.module.Parts;
import com.mas.module.SettingsReader;
import com.mas.runs.RunsContract;
import com.mas.sources.Connector;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Declares the mirror of Mr. Learn: courses, learners and their progress. */
public final class SyncModule extends DomainModule {
  private static final Duration SLICE = Duration.ofMinutes(10);
  private static final int LONGEST_PREFIX = 60;

  private final Function<SettingsReader, Function<Parts, Connector>> connectors;

  /** @param connectors reads the settings of the learning system, and returns what connects to it */
  public SyncModule(Function<SettingsReader, Function<Parts, Connector>> connectors) {
    super("sync", SyncContract.class, LinkContract.class);
    tables(SyncTables.ALL);
    page(ConsolePage.of(40, "mirror", "mrlearn", "sync", "Mr. Learn",
        "Mirrored courses, learners and reminders", "role:ADMIN"));
    page(ConsolePage.of(42, "mirror", "schedules", "clock", "Schedules",
        "How often courses are synced and reminded, and their batches", "role:ADMIN"));
    page(ConsolePage.of(44, "mirror", "accounts", "lock", "Learner accounts",
        "Which account a learner has, and who decided it", "role:ADMIN"));
    reads(IdentityContract.ACCOUNTS);
    on(RunsContract.GIVEN_UP, JobOptions.on("databaseQueue"));
    this.connectors = connectors;
  }

  @Override
  public Plan plan(SettingsReader from) {
    Function<Parts, Connector> connector = connectors.apply(from);
    List<String> prefixes = prefixes(from);
    return (parts, capacity) -> new SyncVerticle(parts.bus(), capacity, parts.database(), parts.jobs(),
        connector.apply(parts), parts.ids()::next, new SyncVerticle.Config(SLICE,
            parts.installation().phones(), parts.installation().tenants().getFirst(), prefixes));
  }

  @Override
  public List<Flag> flags() {
    return NewStudents.FLAGS;
  }

  static List<String> prefixes(SettingsReader from) {
    List<String> prefixes = from.list("GRAPHY_EMAIL_PREFIXES").stream()
        .map(prefix -> prefix.toLowerCase(Locale.ROOT).replaceFirst("-$", "")).distinct().toList();
    from.require(prefixes.stream().allMatch(prefix -> prefix.length() <= LONGEST_PREFIX
        && prefix.matches("[a-z0-9]+([._-][a-z0-9]+)*")),
        "GRAPHY_EMAIL_PREFIXES must be what stands before the hyphen of learners' addresses, such as acme");
    return prefixes;
  }
}
