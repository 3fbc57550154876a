package com.mas.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.module.SettingsReader.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
  /** Has {@code SHELF_METRES: 4} and {@code SHELF_LABEL} in {@code domain/shelf/settings.yaml}. */
  private static final List<DomainModule> SHELF = List.of(new DomainModule("shelf") {
    @Override
    public Plan plan(SettingsReader from) {
      return null;
    }
  });

  @TempDir Path folder;

  @Test
  void aDomainsDefaultsAreOverlaidByTheFileAndTheEnvironment() throws IOException {
    assertEquals(4, reader("A: 1", Map.of()).number("SHELF_METRES", 1, 9));
    assertEquals(5, reader("SHELF_METRES: 5", Map.of()).number("SHELF_METRES", 1, 9));
    assertEquals(6, reader("SHELF_METRES: 5", Map.of("SHELF_METRES", "6")).number("SHELF_METRES", 1, 9));
  }

  @Test
  void aDefaultThatNothingReadsIsATypingError() throws IOException {
    SettingsReader from = reader("A: 1", Map.of());
    from.text("A");
    from.number("SHELF_METRES", 1, 9);
    assertTrue(assertThrows(SettingsException.class, from::finish).getMessage().contains("SHELF_LABEL"));
    from.text("SHELF_LABEL");
    assertEquals(1, assertThrows(SettingsException.class, from::finish).getMessage().lines().skip(1).count(),
        "the mistake that was found before");
  }

  @Test
  void rulesLieInTheirFolderUnlessAnOperatorHasThemWhereTheyWere() throws IOException {
    SettingsReader from = reader("A: 1", Map.of());
    assertEquals(folder.resolve("rules/risk.yaml"), from.rules("risk"));
    Path earlier = Files.writeString(folder.resolve("risk.yaml"), "{}");
    assertEquals(earlier, from.rules("risk"));
  }

  private SettingsReader reader(String yaml, Map<String, String> environment) throws IOException {
    return SettingsReader.of(Files.writeString(folder.resolve("application.yaml"), yaml), environment, SHELF);
  }
}
