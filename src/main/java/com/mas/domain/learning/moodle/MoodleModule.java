package com.mas.domain.learning.moodle;

import com.mas.db.Table;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.PersonContract;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Queues.Queue;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import com.mas.outbound.HttpCaller;
import com.mas.runs.Politeness;
import com.mas.runs.RunsContract;
import com.mas.sandbox.moodle.MoodleSimulator;
import java.time.Duration;
import java.util.Random;

/** Declares the mirror of a Moodle. */
public final class MoodleModule extends DomainModule {
  private static final Duration SLICE = Duration.ofMinutes(10);
  private static final int MOST_ANSWER_BYTES = 32 << 20;
  private static final String MIRROR = "the mirror is as Moodle is";
  private static final String PEOPLE = "moodle.people";

  public MoodleModule() {
    super("moodle", MoodleContract.class, ProvisionContract.class, MoodleAuditContract.class);
    provider("moodle", stage -> new MoodleSimulator(stage.clock()), "MOODLE_BASE_URL", "MOODLE_SERVICE_USER",
        "MOODLE_SERVICE_PASSWORD", "MOODLE_SERVICE", "MOODLE_PAGE_DELAY_MS");
    queue(Queue.named(MoodleContract.QUEUE).cap(1).within(Duration.ofHours(4)));
    page(ConsolePage.of(39, "mirror", "sources", "sync", "Sources",
        "Outside systems: what is mirrored, how far, and when next", "role:ADMIN"));
    on(PersonContract.VERIFIED, JobOptions.on("databaseQueue"));
    on(RunsContract.GIVEN_UP, JobOptions.on("databaseQueue"));
    reads(IdentityContract.ACCOUNTS);
    tables(Table.of("moodle.categories").never(MIRROR), Table.of("moodle.courses").nobody("full_name").never(MIRROR),
        Table.of(PEOPLE).email("email").never(MIRROR),
        Table.of("moodle.enrolments").partOf(PEOPLE, "user_id").never(MIRROR),
        Table.of("moodle.milestones").partOf(PEOPLE, "user_id").never("it is part of a student's record"),
        Table.of("moodle.pages").removed("a sync removes its pages at its end"),
        Table.of("moodle.sync_log").by("triggered_by").never("what was mirrored when is asked for long after"),
        Table.of("moodle.sync_errors").mentions("message", "excerpt").goesWith("moodle.sync_log"),
        Table.of("moodle.institutional_roles").person("account_id").by("given_by")
            .never("an office is taken away by hand"),
        Table.of("moodle.logins").email("email").by("asked_by").mentions("username")
            .keeps(MoodleAuditContract.KEPT, "at"),
        Table.of("moodle.settings").never("it is one row for each tenant"));
  }

  @Override
  public Plan plan(SettingsReader from) {
    String url = from.url("MOODLE_BASE_URL", "http", "https");
    MoodleClient.Account account = new MoodleClient.Account(from.text("MOODLE_MASTER_KEY"),
        from.text("MOODLE_SERVICE_USER"), from.text("MOODLE_SERVICE_PASSWORD"), from.text("MOODLE_SERVICE"),
        from.text("MOODLE_LOGIN_SERVICE"));
    boolean configured = !url.isEmpty();
    from.require(!configured || account.isThere(),
        "MOODLE_BASE_URL needs MOODLE_MASTER_KEY, or MOODLE_SERVICE_USER, MOODLE_SERVICE_PASSWORD and MOODLE_SERVICE");
    int minutes = from.number("MOODLE_SYNC_INTERVAL_MINUTES", 0, SyncRules.MOST_MINUTES);
    from.require(minutes == 0 || minutes >= SyncRules.LEAST_MINUTES,
        "MOODLE_SYNC_INTERVAL_MINUTES must be 0 or at least " + SyncRules.LEAST_MINUTES);
    HttpCaller.Config provider = new HttpCaller.Config("Moodle", url,
        Duration.ofSeconds(from.number("MOODLE_TIMEOUT_SECONDS", 1, 120)), 3, Duration.ofSeconds(1),
        Duration.ofSeconds(60), MOST_ANSWER_BYTES, 8, Duration.ofSeconds(30));
    int[] pause = from.range("MOODLE_PAGE_DELAY_MS");
    Politeness pages = new Politeness(Duration.ofMillis(pause[0]), Duration.ofMillis(pause[1]), new Random());
    int atOnce = from.number("MOODLE_SYNC_CONCURRENCY", 1, 20);
    String environment = from.text("ENVIRONMENT");
    boolean limits = from.flag("RATE_LIMITS");
    boolean onStartup = from.flag("SYNC_ON_STARTUP");
    Duration readAgainAfter = Duration.ofHours(from.number("MOODLE_PROGRESS_HOURS", 1, 720));
    return (parts, capacity) -> new MoodleVerticle(parts.bus(), capacity, parts.database(), parts.jobs(),
        parts.limits(), parts.ids()::next, configured ? parts.outbound(provider) : null,
        new MoodleVerticle.Config(account, pages, atOnce, limits, new SyncService.Config(
            parts.installation().tenants().getFirst(), configured, minutes, environment, onStartup, readAgainAfter,
            SLICE)));
  }
}
