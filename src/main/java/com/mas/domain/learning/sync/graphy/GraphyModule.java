package com.mas.domain.learning.sync.graphy;

import com.mas.module.DomainModule;
import com.mas.module.Parts;
import com.mas.module.SettingsReader;
import com.mas.outbound.HttpCaller;
import com.mas.runs.Politeness;
import com.mas.sandbox.graphy.GraphySimulator;
import com.mas.seed.Planting;
import com.mas.sources.Connector;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Declares the session at Graphy and what is read from it directly. */
public final class GraphyModule extends DomainModule {
  public GraphyModule() {
    super("graphy", GraphyContract.class);
    demo(130, GraphyModule::demo);
    provider("graphy", stage -> new GraphySimulator(stage.clock()), "GRAPHY_BASE_URL", "GRAPHY_EMAIL_PREFIXES",
        "SYNC_PAGE_DELAY_MS", "SYNC_REPORT_DELAY_MS");
  }

  private static void demo(Planting ground) {
    if (!ground.ask(GraphyContract.STATUS, new GraphyContract.GetStatus()).authenticated()) {
      ground.ask(GraphyContract.LOG_IN, new GraphyContract.LogIn(GraphySimulator.EMAIL, GraphySimulator.PASSWORD));
    }
  }

  @Override
  public Plan plan(SettingsReader from) {
    HttpCaller.Config provider = provider(from);
    List<String> proxyAllows = from.list("GRAPHY_PROXY_ALLOW");
    GraphyApi.Paths paths = GraphyApi.Paths.read(from);
    return (parts, capacity) -> new GraphyVerticle(parts.bus(), capacity, parts.database(), parts.outbound(provider),
        parts.vault(), proxyAllows, paths);
  }

  /** Reads the settings of Graphy and returns what connects a mirror to it. */
  public static Function<Parts, Connector> connector(SettingsReader from) {
    HttpCaller.Config provider = provider(from);
    int[] page = from.range("SYNC_PAGE_DELAY_MS");
    int[] report = from.range("SYNC_REPORT_DELAY_MS");
    GraphyApi.Paths paths = GraphyApi.Paths.read(from);
    Random random = new Random();
    return parts -> {
      HttpCaller caller = parts.outbound(provider);
      GraphyApi api = new GraphyApi(paths);
      return new GraphyConnector(new GraphySession(parts.database(),
          new CredentialsRepository(parts.database(), parts.clock()), caller, api, parts.vault()), caller, api,
          polite(page, random), polite(report, random));
    };
  }

  private static Politeness polite(int[] millis, Random random) {
    return new Politeness(Duration.ofMillis(millis[0]), Duration.ofMillis(millis[1]), random);
  }

  private static HttpCaller.Config provider(SettingsReader from) {
    return HttpCaller.Config.polite("Graphy", from.url("GRAPHY_BASE_URL", "http", "https"),
        Duration.ofSeconds(from.number("GRAPHY_TIMEOUT_SECONDS", 1, 120)));
  }
}
