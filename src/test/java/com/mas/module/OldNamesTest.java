package com.mas.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OldNamesTest {
  private final List<String> mistakes = new ArrayList<>();

  @Test
  void theNamesOfTheEarlierSystemsStandForOurs() {
    Map<String, String> read = OldNames.read(Map.ofEntries(Map.entry("NODE_ENV", "production"),
        Map.entry("CORS_ORIGINS", "https://a.example,https://b.example"), Map.entry("JWT_ACCESS_TOKEN_EXPIRY", "300s"),
        Map.entry("JWT_REFRESH_TOKEN_EXPIRY", "7d"), Map.entry("JWT_BCRYPT_ROUNDS", "12"),
        Map.entry("REDIS_HOST", "cache.example"), Map.entry("REDIS_PORT", "6380"),
        Map.entry("EMAIL_USER", "me@x.example"), Map.entry("EMAIL_PASS", "secret")), mistakes);
    assertEquals(List.of(), mistakes);
    assertEquals(List.of("production", "https://a.example,https://b.example", "5", "7", "12",
        "redis://cache.example:6380", "me@x.example", "secret"),
        List.of("ENVIRONMENT", "CORS_ALLOWED_ORIGINS", "ACCESS_TOKEN_MINUTES", "REFRESH_TOKEN_DAYS", "BCRYPT_COST",
            "REDIS_URL", "SMTP_USER", "SMTP_PASSWORD").stream().map(read::get).toList());
  }

  @Test
  void ourOwnNamesWin() {
    Map<String, String> read = OldNames.read(Map.of("NODE_ENV", "production", "ENVIRONMENT", "staging", "REDIS_HOST",
        "a", "REDIS_URL", "redis://b:1"), mistakes);
    assertEquals("staging", read.get("ENVIRONMENT"));
    assertEquals("redis://b:1", read.get("REDIS_URL"));
  }

  @Test
  void aPortAloneIsNotARedisOfOurs() {
    assertFalse(OldNames.read(Map.of("REDIS_PORT", "tcp://10.0.0.1:6379"), mistakes).containsKey("REDIS_URL"));
  }

  @Test
  void whatCannotBeSaidHereIsTold() {
    OldNames.read(Map.of("JWT_ACCESS_TOKEN_EXPIRY", "soon", "REFRESH_SECRET", "x"), mistakes);
    assertEquals(2, mistakes.size());
    assertTrue(mistakes.getFirst().contains("ACCESS_TOKEN_MINUTES"), mistakes::toString);
  }

  @Test
  void namesWhosePlaceIsNotAmongTheSettingsTellItAndEndTheStart() {
    for (String name : List.of("BULLMQ_DEFAULT_ATTEMPTS", "BULLMQ_DEFAULT_BACKOFF_MS", "BULLMQ_DEFAULT_TIMEOUT_MS",
        "BULLMQ_HTTP_TIMEOUT_MS", "BULLMQ_SENTIMENT_CONCURRENCY", "SENTIMENT_WORKER_URL", "REFRESH_SECRET",
        "MRLEARN_NEW_STUDENT_SYNC_ENABLED", "MRLEARN_NEW_STUDENT_SYNC_INTERVAL_HOURS")) {
      mistakes.clear();
      OldNames.read(Map.of(name, "3"), mistakes);
      assertEquals(1, mistakes.size(), name);
      assertTrue(mistakes.getFirst().startsWith(name + " is no setting here: "), mistakes::toString);
    }
  }
}
