package com.mas.domain.learning.sync.graphy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRulesTest {
  private static final List<ProxyRules.Allowed> ALLOWED =
      ProxyRules.read(List.of("GET /t/api/*", "GET /s/store", "POST /t/api/mail"));

  @Test
  void whatIsListedMayPass() {
    for (String path : List.of("/t/api/user/get", "/t/api/a-b_c~d.e", "/s/store")) {
      assertEquals(Optional.empty(), ProxyRules.refusal(ALLOWED, "get", path), path);
    }
    assertEquals(Optional.empty(), ProxyRules.refusal(ALLOWED, "POST", "/t/api/mail"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example/t/api/x", "//evil.example/t/api/x", "/\\evil.example",
      "@evil.example/t/api",
      "/t/api/@evil.example", ":8080/t/api/x", "/t/api/../../s/authenticate", "/t/api/..", "/t/api/./x",
      "/t/api/%2e%2e/s",
      "/t/api/%252e%252e/s", "/t/api/..;/s", "/t/api/x?y=1", "/t/api/x#y", "/t/api//x", "/t/api/x/",
      "/t/api/x\r\nHost: evil",
      "/t/api/x\nX: y", "/t/api/x y", "/t/api/\u0000", "/t/api/\uFF0E\uFF0E/s", "t/api/x", "/", "", "/t/apis",
      "/s/store/x",
      "/S/STORE", "/s/authenticate", "*"})
  void everythingElseMayNot(String path) {
    assertTrue(ProxyRules.refusal(ALLOWED, "GET", path).isPresent(), path);
  }

  @Test
  void methodsAreListedToo() {
    for (String method : List.of("POST", "DELETE", "PUT", "CONNECT", "TRACE", "", "GET /t/api/x HTTP/1.1\r\nX:")) {
      assertTrue(ProxyRules.refusal(ALLOWED, method, "/t/api/user/get").isPresent(), method);
    }
    assertTrue(ProxyRules.refusal(ALLOWED, null, "/t/api/x").isPresent());
    assertTrue(ProxyRules.refusal(ALLOWED, "GET", null).isPresent());
    assertTrue(ProxyRules.refusal(ALLOWED, "GET", "/t/api/" + "x".repeat(500)).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE /x", "GET", "/x", "GET x", "GET /a*b", "GET /a/*/b", "GET http://x/", "GET /x?y"})
  void aMistakeInTheSettingIsNamed(String setting) {
    assertThrows(IllegalArgumentException.class, () -> ProxyRules.read(List.of(setting)));
  }
}
