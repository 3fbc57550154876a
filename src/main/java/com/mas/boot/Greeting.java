package com.mas.boot;

import com.mas.module.Secrets;
import com.mas.seed.DemoAccount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Text for a person who has just started the server. */
final class Greeting {
  private Greeting() {}

  /** Returns the accounts of a sandbox, for {@code /docs}; none without one. */
  static List<DemoAccount> accounts(Settings settings) {
    if (!settings.sandbox().accounts()) {
      return List.of();
    }
    List<DemoAccount> all = new ArrayList<>();
    if (settings.secrets().superAdminPassword().equals(Secrets.DEFAULT_PASSWORD)) {
      all.add(new DemoAccount("Super admin", settings.secrets().superAdminUsername(), Secrets.DEFAULT_PASSWORD));
    }
    all.addAll(Modules.DEMO_ACCOUNTS);
    return all;
  }

  /** @param sandbox the port of the simulators; 0: there are none */
  static String server(Settings settings, int port, int sandbox) {
    if (port == 0) {
      return "Ready, without HTTP; roles: " + String.join(", ", settings.roles());
    }
    String host = settings.http().host().equals("0.0.0.0") ? "127.0.0.1" : settings.http().host();
    String api = "http://" + host + ":" + port;
    StringBuilder text = new StringBuilder("\nReady on ").append(api).append('\n');
    if (!settings.sandbox().on()) {
      return text.toString();
    }
    String providers = "http://127.0.0.1:" + sandbox;
    line(text.append('\n'), "Super admin", settings.secrets().superAdminUsername() + "  " + shown(settings));
    Modules.DEMO_ACCOUNTS.forEach(account -> line(text, account.who(), account.email() + "  " + account.password()));
    line(text, "Sandbox", providers);
    Modules.DOMAINS
        .forEach(module -> module.sights().forEach((name, path) -> line(text, name, providers + "/" + path)));
    return text.append("""

        Three things to try:
          1. sign in to the console as any of them:          %1$s/console/
          2. read and try the API, with these accounts:      %2$s
          3. mirror a course and see what learners earned:   %3$s
        """.formatted(api, settings.http().openapi() ? api + "/docs" : "src/main/resources/docs/first-steps.md",
        settings.http().openapi() ? api + "/docs/guide/first-steps" : "OPENAPI_MODE=true shows it at /docs"))
        .toString();
  }

  private static void line(StringBuilder text, String what, String is) {
    text.append("  ").append(what).append(" ".repeat(Math.max(2, 14 - what.length()))).append(is).append('\n');
  }

  /** Returns one line for each setting that a node which shares the stores needs; then READY. */
  static String stores(OpenStores stores, Map<String, String> simulated) {
    Map<String, String> needed = new LinkedHashMap<>();
    needed.put("DATABASE_URL", stores.databaseUrl());
    needed.put("REDIS_URL", stores.redisUrl());
    needed.putAll(simulated);
    needed.put("SANDBOX_ACCOUNTS", "true");
    return needed.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue() + "\n")
        .collect(Collectors.joining()) + "READY";
  }

  /** The default is printed, since it is no secret; one's own is not. */
  private static String shown(Settings settings) {
    return settings.secrets().superAdminPassword().equals(Secrets.DEFAULT_PASSWORD) ? Secrets.DEFAULT_PASSWORD
        : "$SUPER_ADMIN_PASSWORD";
  }
}
