package com.mas.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"prodution", "Produktion", "live", "prod-eu"})
  void anEnvironmentThatIsNoneEndsTheStartAndIsNoLaptop(String typed) {
    assertFalse(OldNames.read(Map.of("NODE_ENV", typed), mistakes).containsKey("ENVIRONMENT"));
    assertEquals(List.of("NODE_ENV is ENVIRONMENT here, and \"" + typed + "\" cannot be read as it"), mistakes);
  }

  @ParameterizedTest
  @CsvSource({"prod,production", "PRODUCTION,production", "staging,staging", "dev,development", "test,development"})
  void anEnvironmentIsReadAsPeopleWriteIt(String typed, String means) {
    assertEquals(means, OldNames.read(Map.of("NODE_ENV", typed), mistakes).get("ENVIRONMENT"));
  }

  @Test
  void namesThatAreNotReadAreToldInOneLine() {
    assertEquals(List.of("EXOTEL_SID (there are no calls by voice)", "RAZORPAY_KEY_ID (there are no payments)",
        "NODE_ENV (ENVIRONMENT is set, too)"),
        OldNames.unused(Map.of("EXOTEL_SID", "x", "RAZORPAY_KEY_ID", "y", "NODE_ENV", "production", "ENVIRONMENT",
            "staging", "PATH", "/bin"), List.of("PORT")));
    SettingsReader reader = SettingsReader.of(Path.of("conf", "application.yaml"), Map.of("EXOTEL_SID", "x",
        "RAZORPAY_KEY_ID", "y"), Modules.DOMAINS);
    assertEquals(1, reader.warnings().size(), reader.warnings()::toString);
    assertTrue(reader.warnings().getFirst().contains("EXOTEL_SID") && reader.warnings().getFirst()
        .contains("RAZORPAY_KEY_ID"));
  }

  @Test
  void aProductionWithoutItsOwnAddressIsWarned() {
    Path yaml = Path.of("conf", "application.yaml");
    assertTrue(SettingsReader.of(yaml, Map.of("ENVIRONMENT", "production"), Modules.DOMAINS).warnings().getFirst()
        .startsWith("PUBLIC_URL is empty"));
    assertEquals(List.of(), SettingsReader.of(yaml, Map.of("ENVIRONMENT", "production", "PUBLIC_URL",
        "https://learn.example"), Modules.DOMAINS).warnings());
    assertEquals(List.of(), SettingsReader.of(yaml, Map.of(), Modules.DOMAINS).warnings());
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
        "BULLMQ_HTTP_TIMEOUT_MS", "BULLMQ_SENTIMENT_CONCURRENCY", "REFRESH_SECRET",
        "MRLEARN_NEW_STUDENT_SYNC_ENABLED", "MRLEARN_NEW_STUDENT_SYNC_INTERVAL_HOURS")) {
      mistakes.clear();
      OldNames.read(Map.of(name, "3"), mistakes);
      assertEquals(1, mistakes.size(), name);
      assertTrue(mistakes.getFirst().startsWith(name + " is no setting here: "), mistakes::toString);
    }
  }

  /** The sandbox tells nodes where its workers are by the name that was an old one until there were workers. */
  @Test
  void noNameOfASettingIsRefusedAsAnOldOne() throws IOException {
    List<String> names = new ArrayList<>(named(Files.readString(Path.of("conf", "application.yaml"))));
    for (DomainModule module : Modules.DOMAINS) {
      try (InputStream own = module.resource("settings.yaml")) {
        names.addAll(own == null ? List.of() : named(new String(own.readAllBytes(), StandardCharsets.UTF_8)));
      }
    }
    assertTrue(names.contains("SENTIMENT_WORKER_URL"), names::toString);
    names.forEach(name -> OldNames.read(Map.of(name, "3"), mistakes));
    assertEquals(List.of(), mistakes);
  }

  private static List<String> named(String yaml) {
    return yaml.lines().filter(line -> line.matches("[A-Z][A-Z0-9_]+:.*")).map(line -> line.split(":")[0]).toList();
  }
}
