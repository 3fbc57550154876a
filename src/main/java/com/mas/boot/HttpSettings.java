package com.mas.boot;

import com.mas.http.Proxies;
import com.mas.http.Unread;
import com.mas.module.SettingsReader;
import java.net.IDN;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** @param rateLimits false only for load tests, whose clients have one address */
record HttpSettings(String host, int port, List<String> corsOrigins, int maxBodyMb, boolean openapi,
    String metricsToken, boolean accessLog, Proxies proxies, int socketsPerAddress, int newSocketsPerMinute,
    boolean rateLimits, Unread.Bounds unread) {
  private static final int HEAP_TO_UNREAD = 8;

  static HttpSettings read(SettingsReader from) {
    boolean rateLimits = from.flag("RATE_LIMITS");
    return new HttpSettings(from.text("HOST"), from.number("PORT", 0, 65535), origins(from),
        from.number("MAX_BODY_MB", 1, 100), openapi(from), from.text("METRICS_TOKEN"),
        from.flag("ACCESS_LOG"), proxies(from), from.number("SOCKETS_PER_ADDRESS", 1, 1_000_000),
        from.number("NEW_SOCKETS_PER_MINUTE", 1, 10_000_000), rateLimits, unread(from, rateLimits));
  }

  private static boolean openapi(SettingsReader from) {
    return from.text("OPENAPI_MODE").isEmpty() ? !from.isProduction() : from.flag("OPENAPI_MODE");
  }

  /** Returns the origins as browsers send them: people add a slash, a default port, capitals. */
  private static List<String> origins(SettingsReader from) {
    List<String> origins = new ArrayList<>();
    for (String text : from.list("CORS_ALLOWED_ORIGINS")) {
      String origin = origin(text.strip());
      from.require(origin != null, "CORS_ALLOWED_ORIGINS must be origins such as https://learn.example, not \"" + text
          + "\"");
      if (origin != null) {
        origins.add(origin);
      }
    }
    return List.copyOf(origins);
  }

  /** Null for what no browser sends as an origin, such as an address with a path. */
  static String origin(String text) {
    try {
      int host = text.indexOf("://") + 3;
      int end = text.endsWith("/") ? text.length() - 1 : text.length();
      int port = text.lastIndexOf(':', end);
      int name = port > host && !text.substring(port, end).contains("]") ? port : end;
      String ascii = text.charAt(host) == '[' ? text.substring(host, name) : IDN.toASCII(text.substring(host, name));
      URI uri = URI.create(text.substring(0, host).toLowerCase(Locale.ROOT) + ascii.toLowerCase(Locale.ROOT)
          + text.substring(name, end));
      boolean secure = "https".equals(uri.getScheme());
      if (host < 3 || !secure && !"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getUserInfo() != null
          || uri.getPort() > 65_535 || !uri.toString().equals(uri.getScheme() + "://" + uri.getRawAuthority())) {
        return null;
      }
      return uri.getScheme() + "://" + uri.getHost()
          + (uri.getPort() < 0 || uri.getPort() == (secure ? 443 : 80) ? "" : ":" + uri.getPort());
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      return null;
    }
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
