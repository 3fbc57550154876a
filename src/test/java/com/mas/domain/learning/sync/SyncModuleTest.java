package com.mas.domain.learning.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.module.SettingsReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncModuleTest {
  private static List<String> prefixes(Map<String, String> environment) {
    return SyncModule.prefixes(SettingsReader.of(Path.of("conf/application.yaml"), environment));
  }

  @Test
  void prefixesAreReadInAnyCaseWithTheirHyphenOrWithout() {
    assertEquals(List.of(), prefixes(Map.of()));
    assertEquals(List.of("acme", "my-school"), prefixes(Map.of("GRAPHY_EMAIL_PREFIXES", "Acme-,my-school,acme")));
  }
}
