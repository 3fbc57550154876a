package com.mas.module;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the environments of the systems before this one: each of their names stands for one of ours, or is told. A name
 * of ours wins over the old one beside it. An unread {@code NODE_ENV=production} would start with the defaults of a
 * laptop.
 */
final class OldNames {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d|w)?");
  private static final Map<String, Long> SECONDS = Map.of("s", 1L, "m", 60L, "h", 3600L, "d", 86_400L, "w", 604_800L);

  /** An old name and ours, with what becomes of the value. */
  private record Alias(String old, String ours, UnaryOperator<String> value) {
    static Alias same(String old, String ours) {
      return new Alias(old, ours, value -> value);
    }
  }

  private static final List<Alias> ALIASES = List.of(
      new Alias("NODE_ENV", "ENVIRONMENT", OldNames::environment),
      Alias.same("PLATFORMS", "TENANTS"),
      Alias.same("CORS_ORIGINS", "CORS_ALLOWED_ORIGINS"),
      new Alias("JWT_ACCESS_TOKEN_EXPIRY", "ACCESS_TOKEN_MINUTES", span -> in(span, 60)),
      new Alias("JWT_REFRESH_TOKEN_EXPIRY", "REFRESH_TOKEN_DAYS", span -> in(span, 86_400)),
      Alias.same("JWT_BCRYPT_ROUNDS", "BCRYPT_COST"),
      Alias.same("EMAIL_HOST", "SMTP_HOST"),
      Alias.same("EMAIL_PORT", "SMTP_PORT"),
      Alias.same("EMAIL_USER", "SMTP_USER"),
      Alias.same("EMAIL_PASS", "SMTP_PASSWORD"));

  /** Old names whose place is not among the settings, and where that is. */
  private static final Map<String, String> ELSEWHERE = Map.of(
      "REFRESH_SECRET", "refresh tokens are random and kept as hashes, and JWT_SECRET signs access tokens",
      "BULLMQ_DEFAULT_ATTEMPTS", "each queue has its attempts in conf/queues.yaml",
      "BULLMQ_DEFAULT_BACKOFF_MS", "pauses between attempts grow by themselves",
      "BULLMQ_DEFAULT_TIMEOUT_MS", "each kind of work has a limit of its own",
      "BULLMQ_HTTP_TIMEOUT_MS", "GRAPHY_TIMEOUT_SECONDS bounds calls of Graphy",
      "BULLMQ_SENTIMENT_CONCURRENCY", "conf/queues.yaml bounds the queue sentiment",
      "MRLEARN_NEW_STUDENT_SYNC_ENABLED", "an administrator sets it at run time",
      "MRLEARN_NEW_STUDENT_SYNC_INTERVAL_HOURS", "an administrator sets it at run time");

  /** Names of the earlier systems that stand for nothing here, and where what they meant is. */
  private static final Map<String, String> UNUSED = Map.ofEntries(
      Map.entry("ENABLE_SEEDING", "SANDBOX_ACCOUNTS plants people for demonstration"),
      Map.entry("LOGIN_STRATEGIES", "ways to sign in come with the settings of each provider"),
      Map.entry("GOOGLE_REDIRECT_URI", "GOOGLE_REDIRECT_URIS"),
      Map.entry("RISK_REVIEW_HOURS", "conf/rules has the rules"),
      Map.entry("FAST_MODE_EXISTING_STREAK_THRESHOLD", "fast runs need no threshold"),
      Map.entry("UDEMY_ISSUER_ID", "an issuer is set by an administrator"),
      Map.entry("UPLOAD_IPFS", "IPFS is used when its settings are there"),
      Map.entry("DEBUG_AI_RECS", "LOG_LEVEL"),
      Map.entry("OPENAI_API_KEY", "GROQ_API_KEY"),
      Map.entry("MR_HIRE_BACKEND_URL", "there is no such service"),
      Map.entry("RAZORPAY_KEY_ID", "there are no payments"),
      Map.entry("RAZORPAY_KEY_SECRET", "there are no payments"),
      Map.entry("EXOTEL_API_KEY", "there are no calls by voice"),
      Map.entry("EXOTEL_SID", "there are no calls by voice"),
      Map.entry("EXOTEL_SUBDOMAIN", "there are no calls by voice"),
      Map.entry("EXOTEL_CALLER_ID", "there are no calls by voice"),
      Map.entry("EXOTEL_WEBHOOK_TOKEN", "there are no calls by voice"));

  private OldNames() {}

  /** Returns a sentence for each name of the environment that stands for nothing here, or is overruled by ours. */
  static List<String> unused(Map<String, String> environment, Collection<String> settings) {
    List<String> unused = new ArrayList<>();
    new TreeMap<>(UNUSED).forEach((old, where) -> {
      if (environment.containsKey(old) && !settings.contains(old)) {
        unused.add(old + " (" + where + ")");
      }
    });
    for (Alias alias : ALIASES) {
      if (environment.containsKey(alias.old) && environment.containsKey(alias.ours)) {
        unused.add(alias.old + " (" + alias.ours + " is set, too)");
      }
    }
    return unused;
  }

  /** @param mistakes takes what an old name says that cannot be said here */
  static Map<String, String> read(Map<String, String> environment, Collection<String> mistakes) {
    Map<String, String> read = new HashMap<>(environment);
    for (Alias alias : ALIASES) {
      String given = environment.get(alias.old);
      if (given == null || environment.containsKey(alias.ours)) {
        continue;
      }
      String value = alias.value.apply(given.strip());
      if (value == null) {
        mistakes.add(alias.old + " is " + alias.ours + " here, and \"" + given + "\" cannot be read as it");
      } else {
        read.put(alias.ours, value);
      }
    }
    String host = environment.get("REDIS_HOST");
    if (host != null && !host.isBlank() && !environment.containsKey("REDIS_URL")) {
      String password = environment.getOrDefault("REDIS_PASSWORD", "");
      read.put("REDIS_URL", "redis://" + (password.isEmpty() ? "" : ":" + password + "@") + host.strip() + ":"
          + environment.getOrDefault("REDIS_PORT", "6379").strip());
    }
    new TreeMap<>(ELSEWHERE).forEach((old, where) -> {
      if (environment.containsKey(old)) {
        mistakes.add(old + " is no setting here: " + where + "; remove it");
      }
    });
    return read;
  }

  private static String environment(String node) {
    return switch (node.toLowerCase(Locale.ROOT)) {
      case "production", "prod" -> "production";
      case "staging" -> "staging";
      case "", "development", "dev", "local", "test", "testing" -> "development";
      default -> null; // a typo of production must not start as a laptop
    };
  }

  /** Returns a span such as {@code 300s} or {@code 7d} in that unit, rounded up; bare numbers are seconds. */
  private static String in(String span, long unit) {
    Matcher read = SPAN.matcher(span.toLowerCase(Locale.ROOT));
    if (!read.matches() || "ms".equals(read.group(2))) {
      return null;
    }
    long seconds = Long.parseLong(read.group(1)) * SECONDS.get(read.group(2) == null ? "s" : read.group(2));
    return String.valueOf(Math.max(1, (seconds + unit - 1) / unit));
  }
}
