package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Principal.Role;
import com.mas.http.AccessTokens.Sessions.State;
import com.mas.testkit.TestTokens;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
  private final Vertx vertx = Vertx.vertx();
  private final TurnableClock clock = TurnableClock.at("2026-03-02T09:00:00+05:30");
  private final TestTokens made = new TestTokens(clock);
  private final UUID user = UUID.randomUUID();
  /** Sessions that have ended, as their owner would say. */
  private final Set<UUID> ended = new HashSet<>();
  private final Map<UUID, Integer> generations = new HashMap<>();
  private int asked;
  private Supplier<Future<State>> answers;
  private final AccessTokens tokens =
      new AccessTokens(vertx, TestTokens.SECRET, clock, TestTokens.TENANT, (who, session, generation) -> {
        asked++;
        int now = generations.getOrDefault(who, generation);
        return answers != null ? answers.get()
            : Future.succeededFuture(new State(!ended.contains(session) && generation == now, now));
      });

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

  private static void refused(Failure expected, Future<?> verified) {
    assertTrue(verified.failed());
    assertEquals(expected, ((FailureException) verified.cause()).failure());
  }

  private void refused(Failure expected, String token) {
    refused(expected, tokens.verify(token));
  }

  private void accepted(String token) {
    assertEquals(user, tokens.verify(token).result().userId());
  }

  @Test
  void aTemporaryPasswordsTokenIsGoodForNothingButChangingIt() {
    Map<String, Object> claims = made.claims(user, Role.ADMIN);
    claims.put("tmp", true);
    String temporary = TestTokens.sign(claims);
    refused(Failure.PASSWORD_CHANGE_REQUIRED, temporary);
    assertEquals(user, tokens.verifyWithTemporaryPassword(temporary).result().userId());
    refused(Failure.PASSWORD_CHANGE_REQUIRED, temporary);
    refused(Failure.PASSWORD_CHANGE_REQUIRED, tokens.verified(temporary));
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
    refused(Failure.UNAUTHENTICATED, tokens.verifyWithTemporaryPassword(onPhone));
    refused(Failure.UNAUTHENTICATED, tokens.verified(onPhone));
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
    assertEquals(1, asked);
  }

  @Test
  void aProcessThatHeardNothingAsksAboutATokenItHasNotSeen() {
    UUID out = UUID.randomUUID();
    ended.add(out);
    String loggedOut = token(out, 0);
    refused(Failure.UNAUTHENTICATED, loggedOut);
    refused(Failure.UNAUTHENTICATED, loggedOut);
    assertEquals(1, asked, "what is known to have ended is not asked for again");
    generations.put(user, 7);
    refused(Failure.UNAUTHENTICATED, token(UUID.randomUUID(), 6));
    refused(Failure.UNAUTHENTICATED, token(UUID.randomUUID(), 6));
    assertEquals(2, asked);
    accepted(token(UUID.randomUUID(), 7));
  }

  @Test
  void aRefreshedTokenIsGoodAfterTheOneBeforeItsRightsChangedWasRefused() {
    UUID session = UUID.randomUUID();
    generations.put(user, 1);
    refused(Failure.UNAUTHENTICATED, token(session, 0));
    accepted(token(session, 1));
  }

  @Test
  void aKnownTokenCostsNothingWhileTheNewsComeIn() {
    String token = token(UUID.randomUUID(), 0);
    accepted(token);
    Future<Principal> first = tokens.verify(token);
    for (int second = 0; second < 60; second++) {
      clock.advance(Duration.ofSeconds(1));
      tokens.current(clock.millis());
      assertSame(first, tokens.verify(token));
    }
    assertEquals(1, asked);
  }

  @Test
  void withoutNewsEachTokenIsAskedForAgainAfterAMoment() {
    UUID session = UUID.randomUUID();
    String token = token(session, 0);
    accepted(token);
    clock.advance(Duration.ofMillis(AccessTokens.TRUSTED_MILLIS - 1));
    accepted(token);
    assertEquals(1, asked);
    ended.add(session);
    clock.advance(Duration.ofMillis(1));
    refused(Failure.UNAUTHENTICATED, token);
  }

  @Test
  void afterAGapInTheNewsEachTokenIsAskedForAgain() {
    UUID session = UUID.randomUUID();
    String token = token(session, 0);
    accepted(token);
    tokens.current(clock.millis());
    ended.add(session);
    tokens.forget();
    refused(Failure.UNAUTHENTICATED, token);
  }

  @Test
  void whoCannotBeLookedUpIsNotLetInAndToldToTryAgain() {
    answers = () -> Future.failedFuture(Failure.INTERNAL.with("something broke"));
    String token = token(UUID.randomUUID(), 0);
    refused(Failure.UNAVAILABLE, token);
    answers = () -> Future.failedFuture(Failure.OVERLOADED.with("too much"));
    refused(Failure.OVERLOADED, token);
    answers = null;
    accepted(token);
  }

  @Test
  void requestsSideBySideWaitForOneLook() {
    Promise<State> answer = Promise.promise();
    answers = answer::future;
    String token = token(UUID.randomUUID(), 0);
    Future<Principal> one = tokens.verify(token);
    Future<Principal> other = tokens.verifyWithTemporaryPassword(token);
    assertFalse(one.isComplete());
    answer.complete(new State(true, 0));
    assertEquals(user, one.result().userId());
    assertEquals(user, other.result().userId());
    assertEquals(1, asked);
  }

  @Test
  void anEndThatIsHeardWhileATokenIsLookedUpCounts() {
    Promise<State> answer = Promise.promise();
    answers = answer::future;
    UUID session = UUID.randomUUID();
    Future<Principal> verified = tokens.verify(token(session, 0));
    tokens.ended(user, session, null);
    answer.complete(new State(true, 0));
    refused(Failure.UNAUTHENTICATED, verified);
  }

  @Test
  void anExpiredTokenIsNotLookedUp() {
    String token = token(UUID.randomUUID(), 0);
    clock.advance(Duration.ofMinutes(11));
    refused(Failure.TOKEN_EXPIRED, token);
    assertEquals(0, asked);
  }

  @Test
  void endsThatThereIsNoRoomForAreNotForgottenByWhoIsAsked() {
    List<String> before = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      UUID session = UUID.randomUUID();
      before.add(token(session, 0));
      accepted(before.getLast());
      ended.add(session);
      tokens.ended(user, session, null);
    }
    for (int i = 0; i < 2 * AccessTokens.REMEMBERED; i++) {
      tokens.ended(UUID.randomUUID(), UUID.randomUUID(), 1);
    }
    before.forEach(token -> refused(Failure.UNAUTHENTICATED, token));
  }

  @Test
  void aTokenThatDemandsWhatIsNotKnownOrIsWrittenOtherwiseIsRefused() {
    Map<String, Object> claims = made.claims(user, Role.USER);
    accepted(TestTokens.sign(Map.of("alg", "HS256", "typ", "JWT"), claims));
    refused(Failure.UNAUTHENTICATED, TestTokens.sign(Map.of("alg", "HS256", "typ", "JWT", "crit", List.of("exp")),
        claims));
    String good = TestTokens.sign(claims);
    for (String other : List.of(good + "=", good + ".", good + ".x", "." + good, good.replace(".", ".."))) {
      refused(Failure.UNAUTHENTICATED, other);
    }
  }

  @Test
  void aTokenIsAskedForAgainBeforeAnEndIsForgottenForItsAge() {
    UUID session = UUID.randomUUID();
    Map<String, Object> claims = made.claims(user, Role.USER);
    claims.putAll(Map.of("sid", session.toString(), "gen", 0,
        "exp", clock.instant().plus(Duration.ofHours(2)).getEpochSecond()));
    String token = TestTokens.sign(claims);
    accepted(token);
    clock.advance(Duration.ofMillis(AccessTokens.AGAIN_MILLIS - 1));
    tokens.current(clock.millis());
    accepted(token);
    assertEquals(1, asked);
    ended.add(session);
    tokens.ended(user, session, null);
    clock.advance(Duration.ofHours(1));
    tokens.current(clock.millis());
    refused(Failure.UNAUTHENTICATED, token);
    assertEquals(2, asked);
  }

  @Test
  void whenTheClockIsPutBackTokensAreAskedForAgain() {
    UUID session = UUID.randomUUID();
    String token = token(session, 0);
    accepted(token);
    tokens.current(clock.millis());
    clock.advance(Duration.ofHours(-1));
    accepted(token);
    assertEquals(2, asked);
    ended.add(session);
    clock.advance(Duration.ofMillis(AccessTokens.TRUSTED_MILLIS));
    refused(Failure.UNAUTHENTICATED, token);
  }
}
