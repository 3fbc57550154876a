package com.mas.domain.people.google;

import com.mas.db.Table;
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
  private static final String CALLBACK = "/auth/google/callback";

  public GoogleModule() {
    super("google", GoogleContract.class);
    provider("google", stage -> new GoogleSimulator(stage.clock()), "GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET",
        "GOOGLE_ACCOUNTS_URL", "GOOGLE_OAUTH_URL", "GOOGLE_API_URL");
    tables(Table.of("google.sign_ins").nobody().keeps(Duration.ZERO, "expires_at"));
  }

  @Override
  public Plan plan(SettingsReader from) {
    GoogleClient.Client client =
        new GoogleClient.Client(from.text("GOOGLE_CLIENT_ID"), from.text("GOOGLE_CLIENT_SECRET"));
    boolean configured = !client.id().isEmpty();
    from.require(!configured || !client.secret().isEmpty(), "GOOGLE_CLIENT_ID needs GOOGLE_CLIENT_SECRET");
    List<String> redirects = Arrays.stream(from.text("GOOGLE_REDIRECT_URIS").split(",")).map(String::strip)
        .filter(each -> !each.isEmpty()).toList();
    String site = from.url("PUBLIC_URL", "http", "https");
    List<String> usual = redirects.isEmpty() && !site.isEmpty() ? List.of(site.replaceAll("/+$", "") + CALLBACK)
        : redirects;
    from.require(!configured || !from.isProduction() || !usual.isEmpty(),
        "GOOGLE_CLIENT_ID needs GOOGLE_REDIRECT_URIS or PUBLIC_URL");
    String[] schemes = from.isProduction() ? new String[] {"https"} : new String[] {"http", "https"};
    String accounts = from.url("GOOGLE_ACCOUNTS_URL", schemes);
    HttpCaller.Config oauth = HttpCaller.Config.polite("Google sign-in",
        from.url("GOOGLE_OAUTH_URL", schemes), PATIENCE);
    HttpCaller.Config api = HttpCaller.Config.polite("Google keys", from.url("GOOGLE_API_URL", schemes),
        PATIENCE);
    SignInService.Config config = new SignInService.Config(accounts, client, usual, !from.isProduction(),
        from.flag("RATE_LIMITS"));
    return (parts, capacity) -> new GoogleVerticle(parts.bus(), capacity, parts.database(),
        configured ? parts.outbound(oauth) : null, configured ? parts.outbound(api) : null, config, parts.limits());
  }
}
