package com.mas.domain.people.google;

import com.mas.db.Table;
import com.mas.domain.people.identity.PersonContract;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Queues.Queue;
import com.mas.jobs.Schedule;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import com.mas.outbound.HttpCaller;
import com.mas.sandbox.google.GoogleSimulator;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Declares what is asked of Google. */
public final class GoogleModule extends DomainModule {
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final Duration FETCHING = Duration.ofSeconds(20);
  private static final Duration KEPT = Duration.ofDays(30);
  private static final String CALLBACK = "/auth/google/callback";

  public GoogleModule() {
    super("google", GoogleContract.class, ConnectionContract.class, DriveContract.class);
    provider("google", stage -> new GoogleSimulator(stage.clock()), "GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET",
        "GOOGLE_ACCOUNTS_URL", "GOOGLE_OAUTH_URL", "GOOGLE_API_URL", "GOOGLE_DOCS_URL");
    tables(Table.of("google.sign_ins").nobody().keeps(Duration.ZERO, "expires_at"),
        Table.of("google.consents").person("user_id").keeps(Duration.ZERO, "expires_at"),
        Table.of("google.connections").person("user_id").email("email").hides("refresh_token", "access_token")
            .never("a connection holds until its person ends it"),
        Table.of("google.events").person("user_id").mentions("title").keeps(KEPT, "ends_at"));
    queue(Queue.named(ConnectionContract.QUEUE).within(Duration.ofMinutes(2)));
    on(PersonContract.ERASED, JobOptions.on("databaseQueue"));
    schedule(Schedule.every(Duration.ofMinutes(15), "google-calendar-sweep", ConnectionContract.QUEUE,
        ConnectionContract.SWEEP, new ConnectionContract.Sweep()));
  }

  @Override
  public Plan plan(SettingsReader from) {
    GoogleClient.Client client =
        new GoogleClient.Client(from.text("GOOGLE_CLIENT_ID"), from.text("GOOGLE_CLIENT_SECRET"));
    boolean configured = !client.id().isEmpty();
    from.require(!configured || !client.secret().isEmpty(), "GOOGLE_CLIENT_ID needs GOOGLE_CLIENT_SECRET");
    List<String> redirects = Arrays.stream(from.text("GOOGLE_REDIRECT_URIS").split(",")).map(String::strip)
        .filter(each -> !each.isEmpty()).toList();
    String site = from.url("PUBLIC_URL", "http", "https").replaceAll("/+$", "");
    List<String> usual = redirects.isEmpty() && !site.isEmpty() ? List.of(site + CALLBACK)
        : redirects;
    from.require(!configured || !from.isProduction() || !usual.isEmpty(),
        "GOOGLE_CLIENT_ID needs GOOGLE_REDIRECT_URIS or PUBLIC_URL");
    String[] schemes = from.isProduction() ? new String[] {"https"} : new String[] {"http", "https"};
    String accounts = from.url("GOOGLE_ACCOUNTS_URL", schemes);
    HttpCaller.Config oauth = HttpCaller.Config.polite("Google sign-in",
        from.url("GOOGLE_OAUTH_URL", schemes), PATIENCE);
    HttpCaller.Config api = HttpCaller.Config.polite("Google", from.url("GOOGLE_API_URL", schemes),
        PATIENCE);
    HttpCaller.Config drive = bytes("Google Drive", from.url("GOOGLE_API_URL", schemes));
    HttpCaller.Config documents = bytes("Google Docs", from.url("GOOGLE_DOCS_URL", schemes));
    SignInService.Config config = new SignInService.Config(accounts, client, usual, !from.isProduction(),
        from.flag("RATE_LIMITS"));
    return (parts, capacity) -> new GoogleVerticle(parts.bus(), capacity,
        new GoogleVerticle.Tools(parts.database(), parts.jobs(), parts.vault(), parts.limits(), site),
        configured ? parts.outbound(oauth) : null, configured ? parts.outbound(api) : null,
        configured ? parts.outbound(drive) : null, configured ? parts.outbound(documents) : null, config);
  }

  private static HttpCaller.Config bytes(String name, String url) {
    return new HttpCaller.Config(name, url, FETCHING, 2, Duration.ofSeconds(1), Duration.ofSeconds(10),
        DriveService.MOST_BYTES, 8, Duration.ofSeconds(30));
  }
}
