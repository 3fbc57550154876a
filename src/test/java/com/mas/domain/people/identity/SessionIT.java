package com.mas.domain.people.identity;

import static com.mas.domain.people.identity.IdentityFixture.PASSWORD;
import static com.mas.testkit.House.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Principal.Role;
import com.mas.domain.people.identity.IdentityContract.Account;
import com.mas.domain.people.identity.IdentityContract.Login;
import com.mas.domain.people.identity.IdentityContract.Refresh;
import com.mas.domain.people.identity.IdentityContract.RevokeSessions;
import com.mas.domain.people.identity.IdentityContract.Session;
import com.mas.domain.people.identity.IdentityContract.Status;
import com.mas.domain.people.identity.IdentityContract.UpdateUser;
import com.mas.domain.people.identity.IdentityContract.WhoAmI;
import com.mas.embedded.EmbeddedRedis;
import com.mas.redis.RateLimit;
import com.mas.testkit.Asked;
import com.mas.testkit.Eventually;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionIT {
  @AutoClose static final TestDatabase database = TestDatabase.create();

  @AutoClose final IdentityFixture identity = new IdentityFixture(database, TestServers.redis().url());
  private final Account admin = identity.superAdmin();
  private final Account asha = identity.user(admin, "Asha@X.example ", Role.USER);

  @Test
  void theAccessTokenSaysWhoItIsForAndUntilWhen() throws Exception {
    Session session = identity.logIn("ASHA@x.example", PASSWORD);
    String[] parts = session.accessToken().split("\\.");
    JsonNode header = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(parts[0]));
    JsonNode claims = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(parts[1]));
    assertEquals("HS256", header.get("alg").asText());
    assertEquals("mas", claims.get("iss").asText());
    assertEquals("mas-api", claims.get("aud").asText());
    assertEquals(asha.id().toString(), claims.get("sub").asText());
    assertEquals("USER", claims.get("role").asText());
    assertTrue(claims.get("caps").isArray());
    assertEquals(identity.tenant, claims.get("tenant").asText());
    assertEquals(identity.clock.instant().getEpochSecond() + 900, claims.get("exp").asLong());
    assertNotNull(UUID.fromString(claims.get("jti").asText()));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(IdentityFixture.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    assertEquals(parts[2], Base64.getUrlEncoder().withoutPadding()
        .encodeToString(mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void meIsTheAccountWithoutItsSecrets() {
    Account me = identity.ask(identity.as(asha), IdentityContract.ME, new WhoAmI());
    assertEquals("asha@x.example", me.email());
    assertEquals("+919820012345", me.phone());
    assertTrue(me.mustChangePassword(), "an admin's password is a temporary one");
    assertFalse(Json.write(me).contains("$2a$"));
    assertFalse(Json.write(identity.logIn("asha@x.example", PASSWORD)).contains("$2a$"));
  }

  @Test
  void anUnknownUserAndAWrongPasswordLookAlikeAndCostOneBcryptRunEach() {
    SimpleMeterRegistry counted = new SimpleMeterRegistry();
    Metrics.addRegistry(counted);
    try {
      String wrong = told(new Login("asha@x.example", "wrong password", null));
      double afterWrong = counted.get("identity.bcrypt.runs").counter().count();
      String unknown = told(new Login("nobody@x.example", "wrong password", null));
      double afterUnknown = counted.get("identity.bcrypt.runs").counter().count();
      String tooLong = told(new Login("asha@x.example", "x".repeat(100), null));
      double afterTooLong = counted.get("identity.bcrypt.runs").counter().count();
      assertEquals(wrong, unknown);
      assertEquals(wrong, tooLong);
      assertEquals(1, afterUnknown - afterWrong);
      assertEquals(1, afterTooLong - afterUnknown);
    } finally {
      Metrics.removeRegistry(counted);
    }
  }

  @Test
  void hostileInputIsJustAWrongLogin() {
    for (String hostile : List.of("\u0001", "", "a".repeat(10_000))) {
      assertEquals(Failure.INVALID,
          identity.refusal(identity.anybody(), IdentityContract.LOG_IN, new Login(hostile, hostile, hostile))
              .failure());
    }
    for (String hostile : List.of("' OR 1=1 --", "asha@x.example\r\nBcc: all@x.example", "\u0001\u0001\u0001",
        "a".repeat(200))) {
      assertEquals(Failure.INVALID_CREDENTIALS,
          identity.refusal(identity.anybody(), IdentityContract.LOG_IN, new Login(hostile, hostile, hostile))
              .failure());
    }
    assertEquals(Failure.INVALID,
        identity.refusal(identity.anybody(), IdentityContract.LOG_IN, new Login(null, null, null)).failure());
  }

  @Test
  void anotherTenantsUserDoesNotExistHere() {
    assertEquals(Failure.INVALID_CREDENTIALS, identity.refusal(identity.anybodyAt("elsewhere", identity.address),
        IdentityContract.LOG_IN, new Login("asha@x.example", PASSWORD, null)).failure());
    Session session = identity.logIn("asha@x.example", PASSWORD);
    assertEquals(Failure.UNAUTHENTICATED, identity.refusal(identity.anybodyAt("elsewhere", identity.address),
        IdentityContract.REFRESH, new Refresh(session.refreshToken(), null)).failure());
    identity.refresh(session);
  }

  @Test
  void elevenWrongPasswordsCloseTheAccountForAWhileForTheirAddress() {
    for (int i = 0; i < 10; i++) {
      assertEquals(Failure.INVALID_CREDENTIALS, guess("asha@x.example", identity.address).failure());
    }
    FailureException closed = guess("asha@x.example", identity.address);
    assertEquals(Failure.TOO_MANY_REQUESTS, closed.failure());
    assertTrue(closed.detail().retryAfterSeconds() > 800 && closed.detail().retryAfterSeconds() <= 900);
    identity.logIn(IdentityFixture.ADMIN, PASSWORD);
  }

  @Test
  void strangersWhoGuessDoNotKeepTheOwnerOut() {
    for (int i = 0; i < 25; i++) {
      for (int j = 0; j < 3; j++) {
        assertEquals(Failure.INVALID_CREDENTIALS, guess("asha@x.example", "198.51.100." + i + identity.address)
            .failure());
      }
    }
    identity.logIn("asha@x.example", PASSWORD);
  }

  @Test
  void aRefusedAddressLeavesNoCountersOfAccountsBehind() {
    for (int i = 0; i < 50; i++) {
      guess("user" + i + "@x.example", identity.address);
    }
    int before = counters();
    for (int i = 0; i < 40; i++) {
      assertEquals(Failure.TOO_MANY_REQUESTS, guess("u".repeat(100) + i + "@x.example", identity.address).failure());
    }
    assertEquals(before, counters());
  }

  private int counters() {
    return await(identity.redis.send(Command.KEYS, "limit:LOGIN:account:" + RateLimit.network(identity.address) + ":*"))
        .size();
  }

  @Test
  void oneAddressCannotTryManyAccounts() {
    for (int i = 0; i < 50; i++) {
      assertEquals(Failure.INVALID_CREDENTIALS, guess("user" + i + "@x.example", identity.address).failure());
    }
    assertEquals(Failure.TOO_MANY_REQUESTS, guess("user51@x.example", identity.address).failure());
  }

  @Test
  void rightPasswordsAreNotLimited() {
    for (int i = 0; i < 60; i++) {
      identity.logIn("asha@x.example", PASSWORD);
    }
  }

  @Test
  void limitsHoldWithRedisStopped(@TempDir Path folder) throws Exception {
    EmbeddedRedis redis = EmbeddedRedis.start(folder, 0, TestServers.binaries(), false);
    try (IdentityFixture alone = new IdentityFixture(database, redis.url())) {
      alone.superAdmin();
      redis.close();
      Eventually.eventually("the loss is noticed", () -> !alone.redis.healthy());
      for (int i = 0; i < 10; i++) {
        assertEquals(Failure.INVALID_CREDENTIALS, alone.refusal(alone.anybody(), IdentityContract.LOG_IN,
            new Login("asha@x.example", "wrong", null)).failure());
      }
      assertEquals(Failure.TOO_MANY_REQUESTS, alone.refusal(alone.anybody(), IdentityContract.LOG_IN,
          new Login("asha@x.example", "wrong", null)).failure());
      alone.logIn(IdentityFixture.ADMIN, PASSWORD);
      int let = 10;
      for (int i = 0; i < 8 * 11; i++) { // the pause grows for those who go on after each
        if (i % 11 == 0) {
          alone.clock.advance(Duration.ofMinutes(16));
        }
        let += alone.refusal(alone.anybody(), IdentityContract.LOG_IN, new Login("asha@x.example", "wrong", null))
            .failure() == Failure.INVALID_CREDENTIALS ? 1 : 0;
      }
      assertEquals(30, let);
    }
  }

  @Test
  void aRefreshTokenIsGoodOnce() {
    Session first = identity.logIn("asha@x.example", PASSWORD);
    Session second = identity.refresh(first);
    assertNotEquals(first.refreshToken(), second.refreshToken());
    Session third = identity.refresh(second);
    identity.clock.advance(RefreshRules.GRACE.plusSeconds(1));
    assertEquals(Failure.REFRESH_TOKEN_REUSED, identity.refreshRefused(first));
    assertEquals(Failure.UNAUTHENTICATED, identity.refreshRefused(third),
        "the whole family is revoked, although the answer was a refusal");
    assertEquals(Failure.UNAUTHENTICATED, identity.refreshRefused(first));
  }

  @Test
  void theReuseOfOneSessionDoesNotEndAnother() {
    Session stolen = identity.logIn("asha@x.example", PASSWORD);
    Session other = identity.logIn("asha@x.example", PASSWORD);
    identity.refresh(stolen);
    identity.clock.advance(Duration.ofMinutes(1));
    assertEquals(Failure.REFRESH_TOKEN_REUSED, identity.refreshRefused(stolen));
    identity.refresh(other);
  }

  @Test
  void tabsThatRefreshAtOnceAllGoOn() {
    Session session = identity.logIn("asha@x.example", PASSWORD);
    List<Future<Session>> tabs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tabs.add(identity.bus.send(identity.anybody(), IdentityContract.REFRESH, new Refresh(session.refreshToken(),
          "tab")));
    }
    await(Future.all(tabs));
    assertEquals(1, tabs.stream().map(tab -> tab.result().refreshToken()).distinct().count(), "one for all");
    identity.refresh(tabs.getLast().result());
    assertEquals(Failure.REFRESH_TOKEN_REUSED, identity.refreshRefused(session),
        "once a successor is used, the grace is over");
  }

  @Test
  void aLoginHashesAgainWhenTheCostHasChanged() {
    identity.db.write("UPDATE identity.users SET password_hash = $2 WHERE id = $1", asha.id(),
        BCrypt.withDefaults().hashToString(5, PASSWORD.toCharArray()));
    identity.logIn("asha@x.example", PASSWORD);
    String after = identity.db.query("SELECT password_hash FROM identity.users WHERE id = $1", asha.id()).iterator()
        .next().getString(0);
    assertTrue(after.startsWith("$2a$04$"), after);
    identity.logIn("asha@x.example", PASSWORD);
  }

  @Test
  void aSessionDoesNotOutliveItsThirtyDays() {
    Session session = identity.logIn("asha@x.example", PASSWORD);
    identity.clock.advance(Duration.ofDays(30));
    assertEquals(Failure.TOKEN_EXPIRED, identity.refreshRefused(session));
  }

  @Test
  void madeUpTokensAreRefused() {
    for (String token : new String[] {null, "a".repeat(100_000)}) {
      assertEquals(Failure.INVALID,
          identity.refusal(identity.anybody(), IdentityContract.REFRESH, new Refresh(token, null)).failure());
    }
    for (String token : new String[] {"", "x", "a".repeat(200), "' OR 1=1 --"}) {
      assertEquals(Failure.UNAUTHENTICATED,
          identity.refusal(identity.anybody(), IdentityContract.REFRESH, new Refresh(token, null)).failure());
    }
  }

  @Test
  void loggingOutEndsThisSessionOrAll() {
    Session one = identity.logIn("asha@x.example", PASSWORD);
    Session two = identity.logIn("asha@x.example", PASSWORD);
    Session three = identity.logIn("asha@x.example", PASSWORD);
    identity.logOut(one, null);
    identity.logOut(one, true); // a token that is revoked ends nothing any more
    assertEquals(Failure.UNAUTHENTICATED, identity.refreshRefused(one));
    two = identity.refresh(two);
    identity.logOut(two, true);
    assertEquals(Failure.UNAUTHENTICATED, identity.refreshRefused(two));
    assertEquals(Failure.UNAUTHENTICATED, identity.refreshRefused(three));
  }

  @Test
  void anAdminEndsAllSessionsOfAUser() {
    Session session = identity.logIn("asha@x.example", PASSWORD);
    identity.ask(identity.as(admin), IdentityContract.REVOKE_SESSIONS, new RevokeSessions(asha.id()));
    assertEquals(Failure.UNAUTHENTICATED, identity.refreshRefused(session));
    identity.logIn("asha@x.example", PASSWORD);
  }

  @Test
  void aDisabledAccountIsToldSoOnlyWithTheRightPassword() {
    Session session = identity.logIn("asha@x.example", PASSWORD);
    identity.ask(identity.as(admin), IdentityContract.UPDATE_USER,
        Asked.with(UpdateUser.class, "id", asha.id(), "status", Status.DISABLED));
    assertEquals(Failure.UNAUTHENTICATED, identity.refreshRefused(session));
    assertEquals(Failure.ACCOUNT_DISABLED,
        identity.refusal(identity.anybody(), IdentityContract.LOG_IN, new Login("asha@x.example", PASSWORD, null))
            .failure());
    assertEquals(Failure.INVALID_CREDENTIALS, guess("asha@x.example", identity.address).failure());
    assertEquals(Failure.ACCOUNT_DISABLED, identity.refusal(identity.as(asha), IdentityContract.ME, new WhoAmI())
        .failure());
  }

  @Test
  void aLoginThatWasCheckedBeforeSessionsWereEndedBeginsNone() {
    TokenRepository tokens = new TokenRepository(identity.db);
    Instant now = identity.clock.instant();
    TokenRepository.Fresh fresh = new TokenRepository.Fresh(UUID.randomUUID(), Tokens.refreshHash("t" + asha.id()),
        now, null, null);
    int checked = 0;
    identity.ask(identity.as(admin), IdentityContract.REVOKE_SESSIONS, new RevokeSessions(asha.id()));
    assertFalse(tokens.open(asha.id(), checked, fresh, now));
    assertTrue(tokens.open(asha.id(), checked + 1, fresh, now));
  }

  private FailureException guess(String email, String address) {
    return identity.refusal(identity.anybodyAt(identity.tenant, address), IdentityContract.LOG_IN, new Login(email,
        "wrong", null));
  }

  private String told(Login login) {
    FailureException failure = identity.refusal(identity.anybody(), IdentityContract.LOG_IN, login);
    return failure.failure() + " " + Json.write(failure.detail());
  }
}
