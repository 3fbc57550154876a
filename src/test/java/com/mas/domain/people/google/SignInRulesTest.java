package com.mas.domain.people.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.domain.people.google.SignInRules.Derived;
import com.mas.domain.people.identity.LoginContract.Vouched;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignInRulesTest {
  private static final Instant NOW = Instant.parse("2026-03-10T06:30:00Z");
  private static final String BACK = "https://learn.example/auth/google/callback";

  private static JsonObject claims() {
    return new JsonObject().put("iss", "https://accounts.google.com").put("aud", "client").put("sub", "7")
        .put("email", "Leela@Mail.example").put("email_verified", true).put("name", "Leela").put("nonce", "n")
        .put("iat", NOW.getEpochSecond()).put("exp", NOW.getEpochSecond() + 3_600);
  }

  private static Optional<Vouched> read(JsonObject claims) {
    return SignInRules.vouched(Json.read(claims.encode(), JsonNode.class), "https://accounts.google.com", "client", "n",
        NOW);
  }

  /** The pair of RFC 7636, appendix B. */
  @Test
  void theChallengeIsThatOfThePublishedExample() {
    assertEquals("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        SignInRules.digest("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
  }

  @Test
  void whatIsDerivedOfOneProofIsThreeThings() {
    Derived derived = Derived.from("proof");
    assertEquals(derived, Derived.from("proof"));
    assertNotEquals(derived.state(), derived.nonce());
    assertNotEquals(derived.nonce(), derived.verifier());
    assertTrue(derived.verifier().matches("[A-Za-z0-9_-]{43,128}"));
  }

  @Test
  void goodClaimsSayWhoseTheAccountIs() {
    assertEquals(new Vouched("https://accounts.google.com", "7", "Leela@Mail.example", true, "Leela"),
        read(claims()).orElseThrow());
    assertEquals(false, read(claims().put("email_verified", false)).orElseThrow().emailVerified());
    assertEquals(true, read(claims().put("email_verified", "true")).orElseThrow().emailVerified());
    assertTrue(read(claims().put("aud", new JsonArray().add("client").add("x")).put("azp", "client")).isPresent());
    assertTrue(read(claims().put("iat", NOW.getEpochSecond() + 240)).isPresent(), "clocks differ a little");
  }

  @Test
  void eachClaimThatIsNotAsItShouldBeSpoilsAll() {
    List<Map.Entry<String, Object>> wrong = List.of(Map.entry("iss", "https://evil.example"), Map.entry("aud", "x"),
        Map.entry("aud", new JsonArray().add("client").add("x")), Map.entry("sub", ""), Map.entry("email", "leela"),
        Map.entry("nonce", "m"), Map.entry("exp", NOW.getEpochSecond() - 301),
        Map.entry("iat", NOW.getEpochSecond() + 301), Map.entry("exp", "soon"));
    for (Map.Entry<String, Object> each : wrong) {
      assertEquals(Optional.empty(), read(claims().put(each.getKey(), each.getValue())), each::toString);
    }
    for (String name : List.of("iss", "aud", "sub", "email", "nonce", "exp")) {
      JsonObject less = claims();
      less.remove(name);
      assertEquals(Optional.empty(), read(less), name);
    }
  }

  @Test
  void peopleComeBackToKnownPlacesOnly() {
    List<String> known = List.of(BACK, "https://other.example/back");
    assertEquals(Optional.of(BACK), SignInRules.redirect(null, known, false));
    assertEquals(Optional.of("https://other.example/back"),
        SignInRules.redirect("https://other.example/back", known, false));
    assertEquals(Optional.of("http://localhost:5173/x"), SignInRules.redirect("http://localhost:5173/x", known, true));
    for (String asked : List.of(BACK + "/..", "https://evil.example/", "//evil.example", "javascript:alert(1)",
        "http://localhost@evil.example/", "http://localhost.evil.example/", "http://localhost/#x", "%")) {
      assertEquals(Optional.empty(), SignInRules.redirect(asked, known, true), asked);
    }
    assertEquals(Optional.empty(), SignInRules.redirect("http://localhost/x", known, false));
    assertEquals(Optional.empty(), SignInRules.redirect(null, List.of(), true));
  }
}
