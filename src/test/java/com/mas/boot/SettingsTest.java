package com.mas.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.http.Unread;
import com.mas.module.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final Path SHIPPED = Path.of("conf/application.yaml");

  @TempDir Path folder;

  @Test
  void theShippedDefaultsNeedNoEnvironment() {
    Settings settings = Settings.read(SHIPPED, Map.of("DATA_DIR", folder.toString()));
    assertEquals(8000, settings.http().port());
    assertTrue(settings.runs("http"));
    assertTrue(settings.secrets().jwt().length() >= 32);
  }

  @Test
  void everyMistakeIsNamedAtOnce() {
    String message = assertThrows(SettingsReader.SettingsException.class, () -> Settings.read(SHIPPED, Map.of(
        "PORT", "eighty", "DATABASE_URL", "mysql://x/y", "SYNC_PAGE_DELAY_MS", "9-1", "SANDBOX", "maybe",
        "JWT_SECRET", "short", "ENVIRONMENT", "moon"))).getMessage();
    for (String name : new String[] {"PORT", "DATABASE_URL", "SYNC_PAGE_DELAY_MS", "SANDBOX", "JWT_SECRET",
        "ENVIRONMENT"}) {
      assertTrue(message.contains(name), name + " in " + message);
    }
  }

  @Test
  void productionRefusesWhatIsOnlySafeOnALaptop() {
    String message = assertThrows(SettingsReader.SettingsException.class, () -> Settings.read(SHIPPED, Map.of(
        "ENVIRONMENT", "production", "SANDBOX", "true", "CLUSTER", "true", "BCRYPT_COST", "4", "GOOGLE_API_URL",
        "http://keys.example"))).getMessage();
    for (String name : new String[] {"SANDBOX", "JWT_SECRET", "SUPER_ADMIN_PASSWORD", "CLUSTER_SECRET",
        "BCRYPT_COST", "GOOGLE_API_URL"}) {
      assertTrue(message.contains(name), name + " in " + message);
    }
  }

  @Test
  void aTypingErrorInTheFileIsAMistake() throws Exception {
    Path file = folder.resolve("application.yaml");
    Files.writeString(file, Files.readString(SHIPPED) + "\nPROT: 9000\n");
    String message = assertThrows(SettingsReader.SettingsException.class, () -> Settings.read(file, Map.of()))
        .getMessage();
    assertTrue(message.contains("PROT"), message);
  }

  @Test
  void aGeneratedSecretStaysTheSame() {
    Map<String, String> here = Map.of("DATA_DIR", folder.toString());
    assertEquals(Settings.read(SHIPPED, here).secrets().jwt(), Settings.read(SHIPPED, here).secrets().jwt());
  }

  @Test
  void secretsAreNotPrinted() {
    Settings settings = Settings.read(SHIPPED, Map.of("DATA_DIR", folder.toString(), "SMTP_PASSWORD", "hunter2!x"));
    assertFalse(settings.toString().contains("hunter2!x"));
    assertFalse(settings.toString().contains("admin-password-1"));
  }

  @Test
  void whomMailIsFromIsCheckedAtTheStart() {
    for (String right : new String[] {"no-reply@school.example", "My School <no-reply@school.example>",
        "\"School, My\" <no-reply@school.example>", "<no-reply@school.example>", "स्कूल <a@school.example>",
        "\"A <B>\" <a@school.example>"}) {
      Settings.read(SHIPPED, Map.of("DATA_DIR", folder.toString(), "MAIL_FROM", right));
    }
    for (String wrong : new String[] {"", "My School", "no-reply", "no-reply@", "@school.example", "a@b, c@d.example",
        "My School <no-reply@school.example", "My School no-reply@school.example", "a b@school.example",
        "My School <a@b.example> <c@d.example>", "x <a@-b.example>"}) {
      String message = assertThrows(SettingsReader.SettingsException.class, () -> Settings.read(SHIPPED,
          Map.of("DATA_DIR", folder.toString(), "MAIL_FROM", wrong)), wrong).getMessage();
      assertTrue(message.contains("MAIL_FROM must be one address"), message);
    }
  }

  @ParameterizedTest
  @CsvSource({"https://front.example/, https://front.example", "HTTPS://Front.Example:443, https://front.example",
      "http://localhost:80/, http://localhost", "http://localhost:3000, http://localhost:3000",
      "https://m\u00fcnchen.example, https://xn--mnchen-3ya.example", "http://[::1]:3000, http://[::1]:3000"})
  void originsAreTakenAsPeopleWriteThem(String written, String sent) {
    for (String list : new String[] {written, "[\"" + written + "\"]"}) {
      assertEquals(List.of(sent), Settings.read(SHIPPED, Map.of("DATA_DIR", folder.toString(),
          "CORS_ALLOWED_ORIGINS", list)).http().corsOrigins());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "front.example", "https://front.example/app", "ftp://front.example", "https://",
      "https://a@front.example", "https://front.example:99999", "https://front.example?x"})
  void whatNoBrowserSendsAsAnOriginIsAMistake(String origin) {
    String message = assertThrows(SettingsReader.SettingsException.class, () -> Settings.read(SHIPPED,
        Map.of("DATA_DIR", folder.toString(), "CORS_ALLOWED_ORIGINS", origin))).getMessage();
    assertTrue(message.contains("CORS_ALLOWED_ORIGINS must be origins"), message);
  }

  @Test
  void theOldWordForProductionRefusesTheDefaultsOfALaptop() {
    String message = assertThrows(SettingsReader.SettingsException.class, () -> Settings.read(SHIPPED,
        Map.of("DATA_DIR", folder.toString(), "NODE_ENV", "production"))).getMessage();
    assertTrue(message.contains("SUPER_ADMIN_PASSWORD"), message);
  }

  @Test
  void documentsArePublicOutsideProductionUnlessItIsSaid() {
    assertTrue(documents(Map.of()));
    assertFalse(documents(Map.of("ENVIRONMENT", "production")));
    assertFalse(documents(Map.of("NODE_ENV", "production")), "the old word");
    assertTrue(documents(Map.of("ENVIRONMENT", "production", "OPENAPI_MODE", "true")));
    assertFalse(documents(Map.of("OPENAPI_MODE", "false")));
  }

  private static boolean documents(Map<String, String> environment) {
    return HttpSettings.read(SettingsReader.of(SHIPPED, environment)).openapi();
  }

  /** It used to send people to a page that was not there. */
  @Test
  void theGreetingLeadsToTheDocumentsOnlyWhereTheyAre() {
    Map<String, String> sandbox = Map.of("DATA_DIR", folder.toString(), "SANDBOX", "true");
    String with = Greeting.server(Settings.read(SHIPPED, sandbox), 9000, 9001);
    assertTrue(with.contains("http://127.0.0.1:9000/docs"), with);
    Map<String, String> off = new HashMap<>(sandbox);
    off.put("OPENAPI_MODE", "false");
    String without = Greeting.server(Settings.read(SHIPPED, off), 9000, 9001);
    assertFalse(without.contains(":9000/docs"), without);
    assertTrue(without.contains("src/main/resources/docs/first-steps.md"), without);
  }

  @Test
  void theRegionOfPhoneNumbersIsACountry() {
    Map<String, String> here = Map.of("DATA_DIR", folder.toString());
    assertEquals("IN", Settings.read(SHIPPED, here).phones().region());
    assertEquals("SG", Settings.read(SHIPPED, Map.of("DATA_DIR", folder.toString(), "PHONE_REGION", "sg")).phones()
        .region());
    String message = assertThrows(SettingsReader.SettingsException.class,
        () -> Settings.read(SHIPPED, Map.of("PHONE_REGION", "India"))).getMessage();
    assertTrue(message.contains("PHONE_REGION"), message);
  }

  @Test
  void halfOfTheCoresServeTheNetworkUnlessItIsSaidHowMany() {
    assertEquals(1, Settings.eventLoopsFor(1));
    assertEquals(1, Settings.eventLoopsFor(2));
    assertEquals(8, Settings.eventLoopsFor(17));
    assertEquals(Settings.eventLoopsFor(Runtime.getRuntime().availableProcessors()),
        Settings.read(SHIPPED, Map.of("DATA_DIR", folder.toString())).eventLoops());
    assertEquals(5, Settings.read(SHIPPED, Map.of("DATA_DIR", folder.toString(), "EVENT_LOOPS", "5")).eventLoops());
  }

  @Test
  void aMistakeInADomainsSettingsIsToldWithTheOthers() {
    String message = assertThrows(SettingsReader.SettingsException.class, () -> Settings.read(SHIPPED,
        Map.of("DATA_DIR", folder.toString(), "GRAPHY_EMAIL_PREFIXES", "acme@x", "PORT", "eighty"))).getMessage();
    assertTrue(message.contains("GRAPHY_EMAIL_PREFIXES") && message.contains("PORT"), message);
  }

  @Test
  void whatWaitsForClientsIsAnEighthOfTheHeapUnlessItIsSaidHowMuch() {
    Unread.Bounds bounds = Settings.read(SHIPPED, Map.of("DATA_DIR", folder.toString())).http().unread();
    assertEquals(Runtime.getRuntime().maxMemory() / 8, bounds.node());
    assertEquals(bounds.node() / 2, bounds.address());
    assertEquals(6000, bounds.connections());
    assertEquals(15, bounds.patience().toSeconds());
    Unread.Bounds own = Settings.read(SHIPPED, Map.of("DATA_DIR", folder.toString(), "UNREAD_MB", "200",
        "CONNECTIONS_PER_ADDRESS", "7", "SLOW_READER_SECONDS", "3")).http().unread();
    assertEquals(new Unread.Bounds(200 << 16, 100 << 20, 200 << 20, 7, Duration.ofSeconds(3), 1024), own);
    assertEquals(Integer.MAX_VALUE, Settings.read(SHIPPED, Map.of("DATA_DIR", folder.toString(),
        "RATE_LIMITS", "false")).http().unread().connections());
  }
}
