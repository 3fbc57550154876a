package com.mas.domain.platform.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.FailureException.FieldError;
import com.mas.domain.platform.tenant.TenantContract.Look;
import com.mas.domain.platform.tenant.TenantContract.PutTenant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantRulesTest {
  private static final Set<String> DOMAINS = Set.of("identity", "education", "risk");

  @Test
  void acceptsAWholeTenant() {
    assertEquals(List.of(), wrong(new PutTenant("ozone", "Ozone", List.of("https://o.example", "http://localhost:3000"),
        new Look("https://o.example/logo.svg", "#1A73e8"), List.of("risk"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://o.example/", "https://o.example:443", "http://o.example:80", "https://O.example",
      "o.example", "ftp://o.example", "https://u@o.example", "https://o.example?x", "null", "*", "https://", ""})
  void refusesWhatNoBrowserSendsAsOrigin(String origin) {
    assertEquals(List.of("/origins/0"),
        wrong(new PutTenant("ozone", "Ozone", List.of(origin), null, List.of())));
  }

  @Test
  void namesEveryMistake() {
    assertEquals(List.of("/slug", "/name", "/switchedOff/0", "/switchedOff/1", "/look/accent", "/look/logoUrl"),
        wrong(new PutTenant("Ozone", " ", List.of(), new Look("http://o.example/logo.svg", "blue"),
            List.of("identity", "nothing"))));
    assertEquals(List.of("/origins"), wrong(new PutTenant("ozone", "Ozone",
        Collections.nCopies(TenantRules.MAX_ORIGINS + 1, "https://o.example"), null, List.of())));
  }

  private static List<String> wrong(PutTenant ask) {
    return TenantRules.wrong(ask, DOMAINS).stream().map(FieldError::path).toList();
  }
}
