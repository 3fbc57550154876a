package com.mas.realtime.terminal;

import com.mas.db.Table;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import com.mas.realtime.terminal.TerminalVerticle.Quotas;
import java.time.Duration;

/** Declares shared terminals: sessions, links and recordings. */
public final class TerminalModule extends DomainModule {
  public TerminalModule() {
    super("terminal", TerminalContract.class);
    tables(
        // ahead of the sessions, with whose end it is written once more
        Table.of("terminal.recorded").person("owner_id").never("there is one for each owner"),
        Table.of("terminal.sessions").person("owner_id").hides("host_token").never("there are few, made by hand"),
        Table.of("terminal.links").partOf("terminal.sessions", "session_id").hides("token")
            .goesWith("terminal.sessions"),
        Table.of("terminal.recordings").partOf("terminal.sessions", "session_id")
            .removed("terminal.recording.purge, each hour, after TERMINAL_RECORDING_DAYS"),
        Table.of("terminal.recording_parts").partOf("terminal.recordings", "recording_id").hides("lines")
            .goesWith("terminal.recordings"),
        Table.of("terminal.recorded_of_tenants").never("there is one for each tenant"));
    page(ConsolePage.of(30, "connect", "terminal", "terminal", "Terminals",
        "Shells that you have shared, and their recordings", "user"));
    reads(IdentityContract.ACCOUNTS);
    schedule(Schedule.every(Duration.ofHours(1), "terminal-purge", "cleanupQueue", TerminalContract.PURGE,
        new TerminalContract.Purge()));
  }

  @Override
  public Plan plan(SettingsReader from) {
    Duration kept = Duration.ofDays(from.number("TERMINAL_RECORDING_DAYS", 1, 3650));
    Quotas most = new Quotas(megabytes(from, "TERMINAL_RECORDING_SESSION_MB", 1, 256),
        megabytes(from, "TERMINAL_RECORDING_ACCOUNT_MB", 1, 1_000_000),
        megabytes(from, "TERMINAL_RECORDING_DAY_MB", 1, 1_000_000),
        megabytes(from, "TERMINAL_RECORDING_TENANT_MB", 1, 100_000_000),
        megabytes(from, "TERMINAL_RECORDINGS_MB", 1, 100_000_000),
        megabytes(from, "TERMINAL_RECORDING_FREE_DISK_MB", 0, 1_000_000));
    from.require(most.session() <= most.account() && most.account() <= most.tenant() && most.tenant() <= most.all(),
        "TERMINAL_RECORDING_SESSION_MB, _ACCOUNT_MB, _TENANT_MB and TERMINAL_RECORDINGS_MB must not become smaller");
    return (parts, capacity) -> new TerminalVerticle(parts.bus(), capacity, parts.database(), parts.ids(),
        new TerminalVerticle.Config(kept, most, parts.installation().freeDisk()));
  }

  private static long megabytes(SettingsReader from, String name, int lowest, int highest) {
    return (long) from.number(name, lowest, highest) << 20;
  }
}
