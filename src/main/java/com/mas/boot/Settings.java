package com.mas.boot;

import com.mas.domain.notification.NotificationVerticle;
import com.mas.http.Proxies;
import com.mas.http.Unread;
import com.mas.phone.PhoneRules;
import com.mas.sandbox.SandboxVerticle;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything that can be set, validated; {@code conf/application.yaml} says what each name means. */
public record Settings(
    Environment environment,
    List<String> roles,
    Path dataFolder,
    List<String> platforms,
    Stores stores,
    Secrets secrets,
    Http http,
    Identity identity,
    Mail mail,
    WhatsApp whatsapp,
    Attention attention,
    PhoneRules phones,
    Graphy graphy,
    LanguageModel languageModel,
    Meeting meeting,
    Sandbox sandbox,
    Cluster cluster,
    Terminal terminal,
    Bridge bridge,
    Traces traces,
    int eventLoops,
    int unreadySeconds,
    int drainSeconds) {

  enum Environment {
    DEVELOPMENT, STAGING, PRODUCTION
  }

  /** Empty URLs mean: start our own. */
  record Stores(String databaseUrl, int databaseConnections, String redisUrl) {}

  /** Never printed: a record's {@code toString} would. */
  record Secrets(String jwt, String credentialsKey, String superAdminUsername, String superAdminPassword) {
    @Override
    public String toString() {
      return "Secrets[hidden]";
    }
  }

  record Http(String host, int port, List<String> corsOrigins, int maxBodyMb, boolean openapi, String metricsToken,
      boolean accessLog, Proxies proxies, int socketsPerAddress, int newSocketsPerMinute, Unread.Bounds unread) {}

  /** @param defaultStudentPassword empty: none */
  record Identity(int accessTokenMinutes, int refreshTokenDays, int bcryptCost, boolean rateLimits,
      String defaultStudentPassword) {
    @Override
    public String toString() {
      return "Identity[hidden]";
    }
  }

  record Mail(String host, int port, String user, String password, String tls, String from) {
    @Override
    public String toString() {
      return "Mail[" + host + ":" + port + "]";
    }
  }

  record WhatsApp(String baseUrl, String version, String phoneNumberId, String token, String appSecret,
      String verifyToken, String aisensyBaseUrl, String aisensyKey, Set<Integer> fallbackCodes, String language) {
    @Override
    public String toString() {
      return "WhatsApp[" + baseUrl + "]";
    }
  }

  /** @param quietFrom equal to {@code quietTo}: no quiet hours */
  record Attention(LocalTime quietFrom, LocalTime quietTo, int perDay) {}

  /** @param key empty: nobody is asked */
  record LanguageModel(String baseUrl, String key, String model) {
    @Override
    public String toString() {
      return "LanguageModel[" + baseUrl + "]";
    }
  }

  record Graphy(String baseUrl, int timeoutSeconds, int[] pageDelayMs, int[] reportDelayMs, List<String> proxyAllows,
      List<String> emailPrefixes) {}

  record Meeting(boolean earlyJoin, int bufferMinutes, List<String> stunUrls, List<String> turnUrls,
      String turnSecret) {
    @Override
    public String toString() {
      return "Meeting[turn=" + turnUrls + "]";
    }
  }

  /** @param accounts whether its learner has an account here; with the sandbox in another process, too */
  record Sandbox(boolean on, int port, boolean accounts) {}

  record Cluster(boolean on, String host, int port, List<String> members, String secret) {
    @Override
    public String toString() {
      return "Cluster[" + host + ":" + port + "]";
    }
  }

  /** @param hostGoneSeconds how long a session waits for a host that lost its connection; limits are per node */
  record Terminal(int recordingDays, int hostGoneSeconds, int sessions, int viewers, Recordings recordings) {}

  /** In MB, but for the rate. */
  record Recordings(int session, int account, int day, int tenant, int all, int freeDisk, int kbPerSecond) {}

  /** @param keys the file of the keys; empty: there is no bridge */
  record Bridge(String host, int port, String keys) {}

  /** @param endpoint of the collector, without a path; empty: no traces are made */
  record Traces(String endpoint, String service, int percent) {}

  static final String DEFAULT_PASSWORD = "admin-password-1";
  private static final int HEAP_TO_UNREAD = 8;
  private static final String DEFAULT_STUDENT_PASSWORD = "Test@1234";

  /** @throws SettingsReader.SettingsException naming every mistake */
  public static Settings read(Path yaml, Map<String, String> environment) {
    SettingsReader from = SettingsReader.of(yaml, environment);
    Environment world = from.oneOf("ENVIRONMENT", Environment.class);
    boolean production = world == Environment.PRODUCTION;
    Path data = Path.of(from.text("DATA_DIR")).toAbsolutePath().normalize();
    List<String> platforms = from.list("PLATFORMS");
    from.require(!platforms.isEmpty(), "PLATFORMS must name at least one platform");
    List<String> roles = from.list("ROLES");
    from.require(!roles.isEmpty(), "ROLES must be all, or name at least one role");

    Stores stores = new Stores(from.url("DATABASE_URL", "postgresql", "postgres"),
        from.number("DATABASE_CONNECTIONS", 2, 500), from.url("REDIS_URL", "redis", "rediss"));

    boolean sandboxOn = from.flag("SANDBOX");
    boolean sandboxAccounts = from.flag("SANDBOX_ACCOUNTS");
    Sandbox sandbox = new Sandbox(sandboxOn, from.number("SANDBOX_PORT", 0, 65535), sandboxOn || sandboxAccounts);
    from.require(!(sandboxOn && production), "SANDBOX must be false in production");
    from.require(!(sandboxAccounts && production), "SANDBOX_ACCOUNTS must be false in production");

    Graphy graphy = new Graphy(from.url("GRAPHY_BASE_URL", "http", "https"),
        from.number("GRAPHY_TIMEOUT_SECONDS", 1, 120),
        from.range("SYNC_PAGE_DELAY_MS"), from.range("SYNC_REPORT_DELAY_MS"), from.list("GRAPHY_PROXY_ALLOW"),
        prefixes(from.list("GRAPHY_EMAIL_PREFIXES"), sandboxOn, from));

    Meeting meeting = new Meeting(from.flag("ALLOW_EARLY_MEETING_JOIN"),
        from.number("MEETING_JOIN_BUFFER_MINUTES", 0, 24 * 60), from.list("STUN_URLS"), from.list("TURN_URLS"),
        from.text("TURN_SECRET"));
    from.require(meeting.stunUrls.stream().allMatch(url -> url.startsWith("stun:") || url.startsWith("stuns:")),
        "STUN_URLS must begin with stun: or stuns:");
    from.require(meeting.turnUrls.stream().allMatch(url -> url.startsWith("turn:") || url.startsWith("turns:")),
        "TURN_URLS must begin with turn: or turns:");
    from.require(meeting.turnUrls.isEmpty() || meeting.turnSecret.length() >= 16,
        "TURN_SECRET must have at least 16 characters when there are TURN_URLS");

    Mail mail = new Mail(from.text("SMTP_HOST"), from.number("SMTP_PORT", 1, 65535), from.text("SMTP_USER"),
        from.text("SMTP_PASSWORD"), from.text("SMTP_TLS"), from.text("MAIL_FROM"));
    from.require(List.of("required", "optional", "off").contains(mail.tls),
        "SMTP_TLS must be required, optional or off");
    from.require(NotificationVerticle.Mail.isSender(mail.from), "MAIL_FROM must be one address, such as "
        + "no-reply@school.example, or a name with it: My School <no-reply@school.example>; not \"" + mail.from + "\"");

    WhatsApp whatsapp = new WhatsApp(from.url("WHATSAPP_BASE_URL", "http", "https"), from.text("WHATSAPP_API_VERSION"),
        from.text("WHATSAPP_PHONE_NUMBER_ID"), from.text("WHATSAPP_TOKEN"), from.text("WHATSAPP_APP_SECRET"),
        from.text("WHATSAPP_VERIFY_TOKEN"), from.url("AISENSY_BASE_URL", "http", "https"), from.text("AISENSY_API_KEY"),
        codes(from.list("WHATSAPP_FALLBACK_CODES"), from), from.text("WHATSAPP_LANGUAGE"));
    from.require(whatsapp.phoneNumberId.isEmpty() == whatsapp.token.isEmpty(),
        "WHATSAPP_PHONE_NUMBER_ID and WHATSAPP_TOKEN must be set both or not at all");
    from.require(!production || whatsapp.phoneNumberId.isEmpty() || !whatsapp.appSecret.isEmpty(),
        "WHATSAPP_APP_SECRET must be set in production: it tells Meta's webhooks from others");
    PhoneRules phones = phones(from.text("PHONE_REGION"), from);
    Attention attention =
        attention(from.text("QUIET_HOURS"), from.number("ATTENTION_PER_DAY", 1, 100), sandboxOn, from);

    LanguageModel languageModel =
        new LanguageModel(from.url("GROQ_BASE_URL", "http", "https"), from.text("GROQ_API_KEY"),
        from.text("GROQ_MODEL"));

    Identity identity = new Identity(from.number("ACCESS_TOKEN_MINUTES", 1, 24 * 60),
        from.number("REFRESH_TOKEN_DAYS", 1, 365), from.number("BCRYPT_COST", 4, 16), from.flag("RATE_LIMITS"),
        studentPassword(from.text("DEFAULT_STUDENT_PASSWORD"), production, from));
    from.require(!production || identity.bcryptCost >= 10, "BCRYPT_COST must be at least 10 in production");
    from.require(!production || identity.rateLimits, "RATE_LIMITS must be true in production");

    Http http = new Http(from.text("HOST"), from.number("PORT", 0, 65535), from.list("CORS_ALLOWED_ORIGINS"),
        from.number("MAX_BODY_MB", 1, 100), from.flag("OPENAPI_MODE"), from.text("METRICS_TOKEN"),
        from.flag("ACCESS_LOG"), proxies(from), from.number("SOCKETS_PER_ADDRESS", 1, 1_000_000),
        from.number("NEW_SOCKETS_PER_MINUTE", 1, 10_000_000), unread(from, identity.rateLimits));

    Cluster cluster = new Cluster(from.flag("CLUSTER"), from.text("CLUSTER_HOST"),
        from.number("CLUSTER_PORT", 1, 65535),
        from.list("CLUSTER_MEMBERS"), from.text("CLUSTER_SECRET"));
    from.require(!(cluster.on && production) || cluster.secret.length() >= 16,
        "CLUSTER_SECRET must have at least 16 characters in production");

    Bridge bridge =
        new Bridge(from.text("BRIDGE_HOST"), from.number("BRIDGE_PORT", 0, 65535), from.text("BRIDGE_KEYS"));
    Terminal terminal = new Terminal(from.number("TERMINAL_RECORDING_DAYS", 1, 3650),
        from.number("TERMINAL_HOST_GONE_SECONDS", 1, 3600), from.number("TERMINAL_SESSIONS", 1, 10_000),
        from.number("TERMINAL_VIEWERS", 1, 1000), recordings(from));

    String jwt = from.text("JWT_SECRET");
    from.require(jwt.isEmpty() ? !production : jwt.length() >= 32, jwt.isEmpty()
        ? "JWT_SECRET must be set in production" : "JWT_SECRET must have at least 32 characters");
    String password = from.text("SUPER_ADMIN_PASSWORD");
    from.require(password.length() >= 10, "SUPER_ADMIN_PASSWORD must have at least 10 characters");
    from.require(!(production && password.equals(DEFAULT_PASSWORD)),
        "SUPER_ADMIN_PASSWORD must not be the default one in production");
    String username = from.text("SUPER_ADMIN_USERNAME");
    from.require(username.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+"), "SUPER_ADMIN_USERNAME must be an e-mail address");
    String credentialsKey = from.text("CREDENTIALS_KEY");
    from.require(credentialsKey.isEmpty() || credentialsKey.length() >= 32,
        "CREDENTIALS_KEY must have at least 32 characters");
    from.require(List.of("text", "json").contains(from.text("LOG_FORMAT")), "LOG_FORMAT must be text or json");
    from.require(List.of("DEBUG", "INFO", "WARN", "ERROR").contains(from.text("LOG_LEVEL")),
        "LOG_LEVEL must be DEBUG, INFO, WARN or ERROR");
    Traces traces = new Traces(from.url("OTEL_EXPORTER_OTLP_ENDPOINT", "http", "https").replaceFirst("/+$", ""),
        from.text("OTEL_SERVICE_NAME"), from.number("TRACE_PERCENT", 0, 100));
    int eventLoops = from.number("EVENT_LOOPS", 0, 256);
    int unreadySeconds = from.number("UNREADY_SECONDS", 0, 60);
    int drainSeconds = from.number("DRAIN_SECONDS", 1, 50);
    from.finish();

    Secrets secrets = new Secrets(jwt.isEmpty() ? GeneratedSecret.in(data, "jwt") : jwt, credentialsKey, username,
        password);
    return new Settings(world, roles, data, platforms, stores, secrets, http, identity, mail, whatsapp, attention,
        phones, graphy, languageModel, meeting, sandbox, cluster, terminal, bridge, traces,
        eventLoops > 0 ? eventLoops : eventLoopsFor(Runtime.getRuntime().availableProcessors()), unreadySeconds,
        drainSeconds);
  }

  /**
   * Each handing over from one loop to another wakes a thread, and the domains, the JVM and often the stores use cores,
   * too: on two cores one loop serves a read or a relayed message for less than two do, and with a shorter p99.
   */
  static int eventLoopsFor(int cores) {
    return Math.max(1, cores / 2);
  }

  /** Everybody knows the default, so that in production it is none. */
  private static String studentPassword(String text, boolean production, SettingsReader from) {
    from.require(text.isEmpty() || text.length() >= 8 && text.length() <= 72,
        "DEFAULT_STUDENT_PASSWORD must have 8 to 72 characters, or none");
    return production && text.equals(DEFAULT_STUDENT_PASSWORD) ? "" : text;
  }

  private static Recordings recordings(SettingsReader from) {
    Recordings most = new Recordings(from.number("TERMINAL_RECORDING_SESSION_MB", 1, 256),
        from.number("TERMINAL_RECORDING_ACCOUNT_MB", 1, 1_000_000),
        from.number("TERMINAL_RECORDING_DAY_MB", 1, 1_000_000),
        from.number("TERMINAL_RECORDING_TENANT_MB", 1, 100_000_000),
        from.number("TERMINAL_RECORDINGS_MB", 1, 100_000_000),
        from.number("TERMINAL_RECORDING_FREE_DISK_MB", 0, 1_000_000),
        from.number("TERMINAL_RECORDING_KB_PER_SECOND", 16, 16_384));
    from.require(most.session <= most.account && most.account <= most.tenant && most.tenant <= most.all,
        "TERMINAL_RECORDING_SESSION_MB, _ACCOUNT_MB, _TENANT_MB and TERMINAL_RECORDINGS_MB must not become smaller");
    return most;
  }

  private static Proxies proxies(SettingsReader from) {
    try {
      return Proxies.of(from.list("TRUSTED_PROXIES"));
    } catch (IllegalArgumentException e) {
      from.require(false, "TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8, not \"" + e.getMessage()
          + "\"");
      return Proxies.NONE;
    }
  }

  /** Leaves connections uncounted where limits are off: load tests come from one address. */
  private static Unread.Bounds unread(SettingsReader from, boolean limits) {
    int megabytes = from.number("UNREAD_MB", 0, 100_000);
    int connections = from.number("CONNECTIONS_PER_ADDRESS", 1, 1_000_000);
    return Unread.Bounds.of(megabytes == 0 ? Runtime.getRuntime().maxMemory() / HEAP_TO_UNREAD : (long) megabytes << 20,
        limits ? connections : Integer.MAX_VALUE,
        Duration.ofSeconds(from.number("SLOW_READER_SECONDS", 2, 300)));
  }

  private static Set<Integer> codes(List<String> words, SettingsReader from) {
    boolean right = words.stream().allMatch(word -> word.equals("unreachable") || word.matches("\\d{1,6}"));
    from.require(right, "WHATSAPP_FALLBACK_CODES must be a comma list of Meta's error codes, or unreachable");
    return right ? words.stream().map(word -> word.equals("unreachable") ? -1 : Integer.valueOf(word))
        .collect(Collectors.toUnmodifiableSet()) : Set.of();
  }

  private static PhoneRules phones(String region, SettingsReader from) {
    String upper = region.toUpperCase(Locale.ROOT);
    from.require(PhoneRules.isRegion(upper),
        "PHONE_REGION must be the two letters of a country, such as IN, not \"" + region + "\"");
    return PhoneRules.isRegion(upper) ? new PhoneRules(upper) : PhoneRules.INDIA;
  }

  /** With none, and with the sandbox, the sandbox's. */
  private static List<String> prefixes(List<String> given, boolean sandbox, SettingsReader from) {
    List<String> prefixes = given.stream().map(prefix -> prefix.toLowerCase(Locale.ROOT).replaceFirst("-$", ""))
        .distinct().toList();
    from.require(prefixes.stream().allMatch(prefix -> prefix.length() <= 60
            && prefix.matches("[a-z0-9]+([._-][a-z0-9]+)*")),
        "GRAPHY_EMAIL_PREFIXES must be what stands before the hyphen of learners' addresses, such as acme");
    return prefixes.isEmpty() && sandbox ? List.of(SandboxVerticle.GRAPHY_PREFIX) : prefixes;
  }

  /** "usual" means at night, but at no time with the sandbox, where nobody sleeps. */
  private static Attention attention(String quiet, int perDay, boolean sandbox, SettingsReader from) {
    String hours = !quiet.equals("usual") ? quiet : sandbox ? "none" : "21:00-08:00";
    boolean right = hours.equals("none") || hours.matches("([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d");
    from.require(right, "QUIET_HOURS must be usual, none, or hours such as 21:00-08:00");
    return !right || hours.equals("none") ? new Attention(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, perDay)
        : new Attention(LocalTime.parse(hours.substring(0, 5)), LocalTime.parse(hours.substring(6)), perDay);
  }

  static void require(List<String> wrong, String otherwise) {
    if (!wrong.isEmpty()) {
      throw new SettingsReader.SettingsException(List.of(otherwise + String.join(", ", wrong)));
    }
  }

  boolean runs(String role) {
    return roles.contains("all") || roles.contains(role);
  }
}
