package com.mas.boot;

import com.mas.module.Secrets;
import com.mas.module.SettingsReader;
import com.mas.phone.PhoneRules;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Holds the settings of the process itself, validated; those of the domains are read by their modules at the same time.
 * {@code conf/application.yaml} says what each name means.
 */
public record Settings(
    Environment environment,
    List<String> roles,
    Path dataFolder,
    List<String> tenants,
    Stores stores,
    Secrets secrets,
    HttpSettings http,
    Set<String> privateHosts,
    PhoneRules phones,
    Sandbox sandbox,
    Cluster cluster,
    Bridge bridge,
    Traces traces,
    int eventLoops,
    int unreadySeconds,
    int drainSeconds,
    Source source) {

  enum Environment {
    DEVELOPMENT, STAGING, PRODUCTION
  }

  /** Empty URLs mean: start our own. */
  record Stores(String databaseUrl, int databaseConnections, String redisUrl) {}

  /** @param accounts whether its learner has an account here; with the sandbox in another process, too */
  record Sandbox(boolean on, int port, boolean accounts) {}

  record Cluster(boolean on, String host, int port, List<String> members, String secret) {
    @Override
    public String toString() {
      return "Cluster[" + host + ":" + port + "]";
    }
  }

  /** @param keys the file of the keys; empty: there is no bridge */
  record Bridge(String host, int port, String keys) {}

  /** @param endpoint of the collector, without a path; empty: no traces are made */
  record Traces(String endpoint, String service, int percent) {}

  /** Names where the settings were read from. Never printed: the environment has secrets. */
  record Source(Path yaml, Map<String, String> environment) {
    @Override
    public String toString() {
      return "Source[" + yaml + "]";
    }
  }

  /** @throws SettingsReader.SettingsException naming every mistake */
  public static Settings read(Path yaml, Map<String, String> environment) {
    SettingsReader from = SettingsReader.of(yaml, environment, Modules.DOMAINS);
    Environment world = from.oneOf("ENVIRONMENT", Environment.class);
    boolean production = world == Environment.PRODUCTION;
    Path data = Path.of(from.text("DATA_DIR")).toAbsolutePath().normalize();
    List<String> tenants = from.list("TENANTS");
    from.require(!tenants.isEmpty(), "TENANTS must name at least one tenant");
    List<String> roles = from.list("ROLES");
    from.require(!roles.isEmpty(), "ROLES must be all, or name at least one role");
    Stores stores = new Stores(from.url("DATABASE_URL", "postgresql", "postgres"),
        from.number("DATABASE_CONNECTIONS", 2, 500), from.url("REDIS_URL", "redis", "rediss"));
    HttpSettings http = HttpSettings.read(from);
    Set<String> privateHosts = Set.copyOf(from.list("OUTBOUND_PRIVATE_HOSTS"));
    PhoneRules phones = phones(from);
    Sandbox sandbox = sandbox(from, production);
    Cluster cluster = new Cluster(from.flag("CLUSTER"), from.text("CLUSTER_HOST"),
        from.number("CLUSTER_PORT", 1, 65535), from.list("CLUSTER_MEMBERS"), from.text("CLUSTER_SECRET"));
    from.require(!(cluster.on && production) || cluster.secret.length() >= 16,
        "CLUSTER_SECRET must have at least 16 characters in production");
    Bridge bridge =
        new Bridge(from.text("BRIDGE_HOST"), from.number("BRIDGE_PORT", 0, 65535), from.text("BRIDGE_KEYS"));
    Secrets secrets = Secrets.read(from);
    from.require(List.of("text", "json").contains(from.text("LOG_FORMAT")), "LOG_FORMAT must be text or json");
    from.require(List.of("DEBUG", "INFO", "WARN", "ERROR").contains(from.text("LOG_LEVEL")),
        "LOG_LEVEL must be DEBUG, INFO, WARN or ERROR");
    Traces traces = new Traces(from.url("OTEL_EXPORTER_OTLP_ENDPOINT", "http", "https").replaceFirst("/+$", ""),
        from.text("OTEL_SERVICE_NAME"), from.number("TRACE_PERCENT", 0, 100));
    int eventLoops = from.number("EVENT_LOOPS", 0, 256);
    int unreadySeconds = from.number("UNREADY_SECONDS", 0, 60);
    int drainSeconds = from.number("DRAIN_SECONDS", 1, 50);
    Modules.DOMAINS.forEach(module -> module.plan(from));
    Modules.EDGE.forEach(module -> module.plan(from));
    from.finish();
    return new Settings(world, roles, data, tenants, stores, secrets.jwt().isEmpty()
        ? secrets.withJwt(GeneratedSecret.in(data, "jwt")) : secrets, http, privateHosts, phones, sandbox, cluster,
        bridge, traces, eventLoops > 0 ? eventLoops : eventLoopsFor(Runtime.getRuntime().availableProcessors()),
        unreadySeconds, drainSeconds, new Source(yaml, Map.copyOf(environment)));
  }

  private static Sandbox sandbox(SettingsReader from, boolean production) {
    boolean on = from.flag("SANDBOX");
    boolean accounts = from.flag("SANDBOX_ACCOUNTS");
    from.require(!(on && production), "SANDBOX must be false in production");
    from.require(!(accounts && production), "SANDBOX_ACCOUNTS must be false in production");
    return new Sandbox(on, from.number("SANDBOX_PORT", 0, 65535), on || accounts);
  }

  private static PhoneRules phones(SettingsReader from) {
    String region = from.text("PHONE_REGION").toUpperCase(Locale.ROOT);
    from.require(PhoneRules.isRegion(region),
        "PHONE_REGION must be the two letters of a country, such as IN, not \"" + region + "\"");
    return PhoneRules.isRegion(region) ? new PhoneRules(region) : PhoneRules.INDIA;
  }

  /**
   * Returns half of the cores, at least one: each handing over from one loop to another wakes a thread, and domains,
   * the JVM and often the stores use cores too. On two cores one loop serves a read or a relayed message for less than
   * two do, and with a shorter p99.
   */
  static int eventLoopsFor(int cores) {
    return Math.max(1, cores / 2);
  }

  /** Reads the settings again, with some of them replaced. */
  SettingsReader reader(Map<String, String> replaced) {
    Map<String, String> all = new HashMap<>(source.environment);
    all.putAll(replaced);
    return SettingsReader.of(source.yaml, all, Modules.DOMAINS);
  }

  boolean runs(String role) {
    return roles.contains("all") || roles.contains(role);
  }
}
