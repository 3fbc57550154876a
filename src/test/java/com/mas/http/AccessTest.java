package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Principal.Role;
import com.mas.http.EdgeServer.Reply;
import com.mas.testkit.TestTokens;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks who gets in and who does not. */
class AccessTest {
  @AutoClose private static final EdgeServer server = new EdgeServer();

  private static final String MINE = "/api/things/mine";

  private static Reply withClaims(Consumer<Map<String, Object>> change) {
    Map<String, Object> claims = server.tokens.claims(UUID.randomUUID(), Role.USER);
    change.accept(claims);
    return server.ask("GET", MINE).token(TestTokens.sign(claims)).reply();
  }

  private static void assertRefused(String code, Reply reply) {
    assertEquals(401, reply.status(), reply::text);
    assertEquals(code, reply.code());
    assertTrue(reply.header("www-authenticate").startsWith("Bearer"));
  }

  @Test
  void withoutATokenItSaysSo() {
    Reply reply = server.ask("GET", MINE).reply();
    assertRefused("unauthenticated", reply);
    assertEquals("Authorization token missing", reply.json().path("message").asText());
    assertEquals("Authorization token missing",
        server.ask("GET", MINE).header("Authorization", "Basic YTpi").reply().json().path("message").asText());
  }

  @Test
  void anExpiredTokenSaysThatItExpired() {
    String token = server.tokens.of(Role.USER);
    assertEquals(200, server.ask("GET", MINE).token(token).reply().status());
    server.clock.advance(Duration.ofMinutes(11));
    assertRefused("token_expired", server.ask("GET", MINE).token(token).reply());
    assertRefused("token_expired", server.ask("GET", MINE).token(token).reply());
  }

  @Test
  void aTokenWithoutExpiryIsRefused() {
    assertRefused("unauthenticated", withClaims(claims -> claims.remove("exp")));
    assertRefused("unauthenticated", withClaims(claims -> claims.put("exp", "9999999999")));
  }

  @Test
  void aTokenThatIsNotYetValidIsRefused() {
    assertRefused("unauthenticated",
        withClaims(claims -> claims.put("nbf", server.clock.instant().getEpochSecond() + 60)));
  }

  @Test
  void anotherIssuersOrAudiencesTokenIsRefused() {
    assertRefused("unauthenticated", withClaims(claims -> claims.put("iss", "somebody")));
    assertRefused("unauthenticated", withClaims(claims -> claims.remove("iss")));
    assertRefused("unauthenticated", withClaims(claims -> claims.put("aud", "somebody")));
    assertRefused("unauthenticated", withClaims(claims -> claims.remove("aud")));
  }

  @Test
  void claimsOfTheWrongShapeAreRefused() {
    assertRefused("unauthenticated", withClaims(claims -> claims.put("sub", "1 OR 1=1")));
    assertRefused("unauthenticated", withClaims(claims -> claims.remove("sub")));
    assertRefused("unauthenticated", withClaims(claims -> claims.put("role", "GOD")));
    assertRefused("unauthenticated", withClaims(claims -> claims.put("caps", "finance")));
    assertRefused("unauthenticated", withClaims(claims -> claims.put("tenant", 7)));
  }

  @Test
  void unsignedTokensAreRefused() {
    Map<String, Object> claims = server.tokens.claims(UUID.randomUUID(), Role.SUPERADMIN);
    for (String algorithm : new String[] {"none", "None", "NONE", "HS256"}) {
      assertRefused("unauthenticated",
          server.ask("GET", MINE).token(TestTokens.unsigned(algorithm, claims) + ".").reply());
      assertRefused("unauthenticated", server.ask("GET", MINE).token(TestTokens.unsigned(algorithm, claims)).reply());
    }
    String signed = TestTokens.sign("none", "HmacSHA256", TestTokens.SECRET, claims);
    assertRefused("unauthenticated", server.ask("GET", MINE).token(signed).reply());
  }

  @Test
  void otherAlgorithmsAndSecretsAreRefused() {
    Map<String, Object> claims = server.tokens.claims(UUID.randomUUID(), Role.USER);
    assertRefused("unauthenticated",
        server.ask("GET", MINE).token(TestTokens.sign("HS512", "HmacSHA512", TestTokens.SECRET, claims)).reply());
    assertRefused("unauthenticated",
        server.ask("GET", MINE).token(TestTokens.sign("HS256", "HmacSHA512", TestTokens.SECRET, claims)).reply());
    assertRefused("unauthenticated",
        server.ask("GET", MINE)
            .token(TestTokens.sign("HS256", "HmacSHA256", "another-secret-that-is-long-enough", claims)).reply());
  }

  @Test
  void aTamperedTokenIsRefusedAlsoWhenTheGoodOneIsRemembered() {
    String token = server.tokens.of(Role.USER);
    assertEquals(200, server.ask("GET", MINE).token(token).reply().status());
    String[] parts = token.split("\\.");
    String admin = server.tokens.of(Role.SUPERADMIN).split("\\.")[1];
    assertRefused("unauthenticated", server.ask("GET", MINE).token(parts[0] + "." + admin + "." + parts[2]).reply());
    assertRefused("unauthenticated", server.ask("GET", MINE).token(token.substring(0, token.length() - 2)).reply());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a.b", "a.b.c", "....", "eyJhbGciOiJIUzI1NiJ9..", "null"})
  void nonsenseIsRefused(String token) {
    assertRefused("unauthenticated", server.ask("GET", MINE).token(token).reply());
  }

  @Test
  void aTokenWithoutTenantBelongsToTheDefaultTenant() {
    assertEquals("my-analytics-school",
        withClaims(claims -> claims.remove("tenant")).json().at("/data/tenant").asText());
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void anAdminsOperationIsForAdminsAndSuperAdmins(Role role) {
    int status = server.ask("POST", "/api/things").token(server.tokens.of(role))
        .json("{\"name\":\"" + role + "\",\"kind\":\"NEW\"}").reply().status();
    assertEquals(role == Role.ADMIN || role == Role.SUPERADMIN ? 201 : 403, status);
  }

  @Test
  void aRoleDoesNotIncludeTheNextOne() {
    String path = "/api/things/" + UUID.randomUUID();
    assertEquals("forbidden", server.ask("DELETE", path).token(server.tokens.of(Role.ADMIN)).reply().code());
    assertEquals(200, server.ask("DELETE", path).token(server.tokens.of(Role.SUPERADMIN)).reply().status());
  }

  @Test
  void accessIsDecidedBeforeTheInputIsLookedAt() {
    assertEquals(401, server.ask("POST", "/api/things").json("{").reply().status());
    assertEquals(403, server.ask("POST", "/api/things").token(server.tokens.of(Role.USER, "finance")).json("{").reply()
        .status());
  }

  @Test
  void aPublicOperationWorksWithABadToken() {
    assertEquals(200, server.ask("GET", "/api/things").token("a.b.c").reply().status());
  }

  @Test
  void anUnknownPlatformIsRefused() {
    Reply reply = server.ask("GET", MINE).token(server.tokens.of(Role.USER)).header("X-Platform", "nowhere").reply();
    assertEquals(400, reply.status());
    assertEquals("unknown_tenant", reply.code());
  }

  @Test
  void anotherPlatformsAccountIsRefused() {
    Reply reply = server.ask("GET", MINE).token(server.tokens.of(Role.ADMIN)).header("X-Platform", "mr-mentor").reply();
    assertEquals(403, reply.status());
    assertEquals("wrong_tenant", reply.code());
    Reply above = server.ask("GET", MINE).token(server.tokens.of(Role.SUPERADMIN)).header("X-Platform", "mr-mentor")
        .reply();
    assertEquals("mr-mentor", above.json().at("/data/tenant").asText());
  }
}
