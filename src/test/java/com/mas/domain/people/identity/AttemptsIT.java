package com.mas.domain.people.identity;

import static com.mas.domain.people.identity.IdentityFixture.PASSWORD;
import static com.mas.testkit.House.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.domain.people.identity.IdentityContract.Login;
import com.mas.domain.people.identity.IdentityContract.Purpose;
import com.mas.domain.people.identity.IdentityContract.RequestCode;
import com.mas.domain.people.identity.IdentityContract.Session;
import com.mas.embedded.EmbeddedRedis;
import com.mas.testkit.Eventually;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners who get in, and who are written to seldom, while others guess at their accounts. */
class AttemptsIT {
  @AutoClose static final TestDatabase database = TestDatabase.create();

  @AutoClose final IdentityFixture identity = new IdentityFixture(database, TestServers.redis().url());

  @BeforeEach
  void anAccount() {
    identity.user(identity.superAdmin(), "asha@x.example", Role.USER);
  }

  @Test
  void aKnownDeviceIsLetInWhereItsAddressIsGuessedOutAndOnlyAFewTimes() {
    Session mine = identity.logIn("asha@x.example", PASSWORD);
    identity.logOut(mine, null);
    for (int i = 0; i < 11; i++) {
      logInWith("wrong", null);
    }
    assertEquals(Failure.TOO_MANY_REQUESTS, logInWith(PASSWORD, null), "others of the network have guessed");
    assertEquals(Failure.TOO_MANY_REQUESTS, logInWith(PASSWORD, "x".repeat(64)));
    for (int i = 0; i < 8; i++) {
      assertEquals(null, logInWith(PASSWORD, mine.refreshToken()), "the owner's device, time and again");
    }
    int let = 0;
    for (int i = 0; i < 9; i++) {
      let += logInWith("wrong", mine.refreshToken()) == Failure.INVALID_CREDENTIALS ? 1 : 0;
    }
    assertEquals(5, let, "a token that was stolen guesses no more often than this");
    assertEquals(Failure.TOO_MANY_REQUESTS, logInWith(PASSWORD, mine.refreshToken()));
  }

  @Test
  void noDeviceIsKnownByAnotherAccountsTokenOrByOneFromBeforeThePasswordWasChanged() {
    Session mine = identity.logIn("asha@x.example", PASSWORD);
    Session roots = identity.logIn(IdentityFixture.ADMIN, PASSWORD);
    for (int i = 0; i < 11; i++) {
      logInWith("wrong", null);
    }
    assertEquals(Failure.TOO_MANY_REQUESTS, logInWith(PASSWORD, roots.refreshToken()));
    identity.logOut(mine, true);
    assertEquals(Failure.TOO_MANY_REQUESTS, logInWith(PASSWORD, mine.refreshToken()));
  }

  private Failure logInWith(String password, String device) {
    Login login = new Login("asha@x.example", password, null, device);
    try {
      identity.ask(identity.anybody(), IdentityContract.LOG_IN, login);
      return null;
    } catch (FailureException e) {
      return e.failure();
    }
  }

  @Test
  void anHonestLoginDoesNotWaitForSixtyGuessesAtOnce() {
    identity.db.write("UPDATE identity.users SET password_hash = $1 WHERE email = 'asha@x.example'",
        BCrypt.withDefaults().hashToString(10, PASSWORD.toCharArray()));
    List<Future<Session>> guesses = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      guesses.add(identity.bus.send(identity.anybodyAt(identity.tenant, "198.51.100." + i), IdentityContract.LOG_IN,
          new Login("asha@x.example", "wrong", null)));
    }
    identity.logIn(IdentityFixture.ADMIN, PASSWORD);
    long waiting = guesses.stream().filter(guess -> !guess.isComplete()).count();
    assertTrue(waiting > 30, "it is let in before most of those who came first: " + waiting);
    await(Future.join(guesses).otherwiseEmpty());
  }

  @Test
  void oneAddressUsesUpAPartOfAnAccountsCodesOfTheDayOnly(@TempDir Path folder) throws Exception {
    EmbeddedRedis redis = EmbeddedRedis.start(folder, 0, TestServers.binaries(), false);
    try (IdentityFixture alone = new IdentityFixture(database, redis.url())) {
      redis.close(); // each process counts for itself then, by the clock that the test turns
      Eventually.eventually("the loss is noticed", () -> !alone.redis.healthy());
      int stranger = 0;
      for (int i = 0; i < 30; i++) {
        stranger += asked(alone, "198.51.100.7");
        if (i % 5 == 4) {
          alone.clock.advance(Duration.ofMinutes(16));
        }
      }
      assertEquals(10, stranger, "codes that one address has sent to one account in a day");
      assertEquals(1, asked(alone, alone.address), "the owner has some left");
      alone.clock.advance(Duration.ofMinutes(16));
      int others = 0;
      for (int i = 0; i < 48; i++) {
        others += asked(alone, "203.0.113." + i);
        if (i % 4 == 3) {
          alone.clock.advance(Duration.ofMinutes(16));
        }
      }
      assertEquals(20 - 11, others, "an account has a bound of its own, from wherever they are asked for");
    }
  }

  private static int asked(IdentityFixture alone, String address) {
    try {
      alone.ask(alone.anybodyAt(alone.tenant, address), IdentityContract.REQUEST_CODE,
          new RequestCode("asha@x.example", Purpose.LOGIN));
      return 1;
    } catch (FailureException e) {
      assertEquals(Failure.TOO_MANY_REQUESTS, e.failure());
      return 0;
    }
  }
}
