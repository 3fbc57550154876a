package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.testkit.TestTokens;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
  private final Vertx vertx = Vertx.vertx();
  private final TestTokens made = new TestTokens(Clock.systemUTC());
  private final AccessTokens tokens =
      new AccessTokens(vertx, TestTokens.SECRET, Clock.systemUTC(), TestTokens.TENANT);
  private final UUID user = UUID.randomUUID();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private String token(UUID session, int generation) {
    Map<String, Object> claims = made.claims(user, Role.USER);
    claims.put("sid", session.toString());
    claims.put("gen", generation);
    claims.put("jti", ThreadLocalRandom.current().nextLong());
    return TestTokens.sign(claims);
  }

  private void refused(Failure expected, String token) {
    assertEquals(expected, assertThrows(FailureException.class, () -> tokens.verify(token)).failure());
  }

  private void accepted(String token) {
    assertEquals(user, tokens.verify(token).userId());
  }

  @Test
  void aTemporaryPasswordsTokenIsGoodForNothingButChangingIt() {
    Map<String, Object> claims = made.claims(user, Role.ADMIN);
    claims.put("tmp", true);
    String temporary = TestTokens.sign(claims);
    refused(Failure.PASSWORD_CHANGE_REQUIRED, temporary);
    assertEquals(user, tokens.verifyWithTemporaryPassword(temporary).userId());
    refused(Failure.PASSWORD_CHANGE_REQUIRED, temporary);
  }

  @Test
  void anEndedSessionIsRefusedAtOnceAndTheUsersOthersGoOn() {
    UUID phone = UUID.randomUUID();
    String onPhone = token(phone, 3);
    String onDesk = token(UUID.randomUUID(), 3);
    accepted(onPhone);
    tokens.ended(user, phone, null);
    refused(Failure.UNAUTHENTICATED, onPhone);
    refused(Failure.UNAUTHENTICATED, token(phone, 3));
    assertThrows(FailureException.class, () -> tokens.verifyWithTemporaryPassword(onPhone));
    accepted(onDesk);
  }

  @Test
  void earlierGenerationsAreRefusedInWhateverOrderTheNewsCome() {
    String old = token(UUID.randomUUID(), 3);
    String fresh = token(UUID.randomUUID(), 5);
    accepted(old);
    tokens.ended(user, null, 5);
    tokens.ended(user, null, 4);
    refused(Failure.UNAUTHENTICATED, old);
    refused(Failure.UNAUTHENTICATED, token(UUID.randomUUID(), 4));
    accepted(fresh);
    accepted(made.of(user, Role.USER)); // says nothing of its session: lives until it expires
  }

  @Test
  void anothersEndChangesNothing() {
    String mine = token(UUID.randomUUID(), 0);
    accepted(mine);
    tokens.ended(UUID.randomUUID(), UUID.randomUUID(), 9);
    accepted(mine);
  }
}
