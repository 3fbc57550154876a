package com.mas.boot;

import com.mas.http.Proxies;
import com.mas.http.Unread;
import com.mas.module.SettingsReader;
import java.time.Duration;
import java.util.List;

/** @param rateLimits false only for load tests, whose clients have one address */
record HttpSettings(String host, int port, List<String> corsOrigins, int maxBodyMb, boolean openapi,
    String metricsToken, boolean accessLog, Proxies proxies, int socketsPerAddress, int newSocketsPerMinute,
    boolean rateLimits, Unread.Bounds unread) {
  private static final int HEAP_TO_UNREAD = 8;

  static HttpSettings read(SettingsReader from) {
    boolean rateLimits = from.flag("RATE_LIMITS");
    return new HttpSettings(from.text("HOST"), from.number("PORT", 0, 65535), from.list("CORS_ALLOWED_ORIGINS"),
        from.number("MAX_BODY_MB", 1, 100), from.flag("OPENAPI_MODE"), from.text("METRICS_TOKEN"),
        from.flag("ACCESS_LOG"), proxies(from), from.number("SOCKETS_PER_ADDRESS", 1, 1_000_000),
        from.number("NEW_SOCKETS_PER_MINUTE", 1, 10_000_000), rateLimits, unread(from, rateLimits));
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
        limits ? connections : Integer.MAX_VALUE, Duration.ofSeconds(from.number("SLOW_READER_SECONDS", 2, 300)));
  }
}
