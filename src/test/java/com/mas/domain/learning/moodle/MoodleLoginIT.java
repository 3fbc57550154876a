package com.mas.domain.learning.moodle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.Login;
import com.mas.domain.people.identity.IdentityContract.Session;
import com.mas.domain.people.identity.IdentityVerticle;
import com.mas.jobs.Jobs;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MoodleLoginIT {
  private static final String EMAIL = "asha.k@example.test";
  private static final String PASSWORD = "Pass!word-1";
  private static final String OWN = "kept-here-1";

  @AutoClose private static final MoodleWorld world = new MoodleWorld();

  @BeforeAll
  static void open() {
    MoodleWorld.Node node = world.node;
    node.deploy(new IdentityVerticle(node.bus, new Capacity("identity", 2, 100), node.db, new Jobs(node.clock),
        node.limit, new UuidV7(node.clock),
        new IdentityVerticle.Config("s".repeat(32), 15, 30, 4, true, "", ""), null, List.of(MoodleContract.LOGIN)));
  }

  @BeforeEach
  void calm() {
    world.calm();
    world.node.forgetLimits();
    world.database.execute("DELETE FROM identity.refresh_tokens; DELETE FROM identity.users");
  }

  private static Session logIn(String email, String password) {
    return world.node.ask(world.node.call(MoodleWorld.TENANT, null), IdentityContract.LOG_IN,
        new Login(email, password, null));
  }

  private static FailureException refused(Failure expected, String email, String password) {
    return MoodleWorld.Node.refused(expected, world.node.bus.send(world.node.call(MoodleWorld.TENANT, null),
        IdentityContract.LOG_IN, new Login(email, password, null)));
  }

  @Test
  void aLearnerOfMoodleIsLetInAndHasAnAccountFromThenOn() {
    Session first = logIn(EMAIL, PASSWORD);
    assertEquals("Asha Kulkarni", first.user().fullName());
    assertTrue(first.user().emailVerified());
    assertEquals(first.user().id(), logIn("ASHA.K@example.test", PASSWORD).user().id());
    assertEquals("asha.k", world.one("SELECT username FROM moodle.people WHERE email = '" + EMAIL + "'"));
  }

  @Test
  void aWrongPasswordAndNobodyAreToldAlike() {
    assertEquals("wrong_password", refused(Failure.INVALID_CREDENTIALS, EMAIL, "no").detail().reason());
    assertEquals("wrong_password",
        refused(Failure.INVALID_CREDENTIALS, "nobody@example.test", "no").detail().reason());
    assertEquals(0, world.number("SELECT count(*) FROM identity.users"));
  }

  @Test
  void aMoodleThatIsAwayIsNeverAWrongPassword() {
    for (String fault : List.of("close", "status status=500", "maintenance status=200", "truncated", "redirect")) {
      world.fault(fault);
      assertEquals("moodle_unreachable", refused(Failure.UNAVAILABLE, EMAIL, PASSWORD).detail().reason(), fault);
      world.sandbox.well("moodle");
    }
    for (String state : List.of("maintenance", "restOff", "webServicesOff")) {
      world.sandbox("PUT", "site", "{\"state\":\"" + state + "\"}");
      assertEquals("moodle_unreachable", refused(Failure.UNAVAILABLE, EMAIL, PASSWORD).detail().reason(), state);
    }
  }

  /** The answer told whose password is kept here, while Moodle was away. */
  @Test
  void whileMoodleIsAwayAllAddressesAreToldAlike() {
    UUID own = UUID.randomUUID();
    UUID staff = UUID.randomUUID();
    world.account("own@example.test", own);
    world.account("staff@example.test", staff);
    world.database.execute("UPDATE identity.users SET password_hash = '$2a$04$abcdefghijklmnopqrstuuabcdefghijklmnop"
        + "qrstuvwxyzabcdef' WHERE id = '" + own + "'; UPDATE identity.users SET role = 'ADMIN' WHERE id = '" + staff
        + "'");
    List<String> all = List.of(EMAIL, "nobody@example.test", "own@example.test", "staff@example.test");
    for (String fault : List.of("close", "maintenance status=200", "")) {
      if (!fault.isEmpty()) {
        world.fault(fault);
      }
      Failure expected = fault.isEmpty() ? Failure.INVALID_CREDENTIALS : Failure.UNAVAILABLE;
      assertEquals(1, all.stream().map(email -> refused(expected, email, "no").detail()).distinct().count(), fault);
      world.sandbox.well("moodle");
    }
    assertEquals(List.of(), world.sandbox.bodies("moodle").stream()
        .filter(body -> body != null && body.contains("password") && !body.contains("asha.k")).toList(),
        "what is typed for another account is not shown to Moodle");
  }

  @Test
  void anAccountWithAPasswordOfItsOwnAndThoseOfStaffAreNotOpened() {
    UUID id = UUID.randomUUID();
    world.account(EMAIL, id);
    assertEquals(id, logIn(EMAIL, PASSWORD).user().id(), "without a password here it is hers");
    world.database.execute("UPDATE identity.users SET role = 'ADMIN' WHERE id = '" + id + "'");
    refused(Failure.INVALID_CREDENTIALS, EMAIL, PASSWORD);
    world.database
        .execute("UPDATE identity.users SET role = 'USER', capabilities = '{finance}' WHERE id = '" + id + "'");
    refused(Failure.INVALID_CREDENTIALS, EMAIL, PASSWORD);
    world.database.execute("UPDATE identity.users SET capabilities = '{}', password_hash = '$2a$04$"
        + "abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcdef' WHERE id = '" + id + "'");
    refused(Failure.INVALID_CREDENTIALS, EMAIL, PASSWORD);
  }

  @Test
  void afterFiveLoginsThatFailedAllAreToldToWait() {
    UUID own = UUID.randomUUID();
    world.account("own@example.test", own);
    world.database.execute("UPDATE identity.users SET password_hash = ? WHERE id = ?",
        BCrypt.withDefaults().hashToString(4, OWN.toCharArray()), own);
    for (String email : List.of(EMAIL, "nobody@example.test", "own@example.test")) {
      for (int i = 0; i < 5; i++) {
        refused(Failure.INVALID_CREDENTIALS, email, "no");
      }
      refused(Failure.TOO_MANY_REQUESTS, email, PASSWORD);
    }
    assertEquals(own, logIn("own@example.test", OWN).user().id(),
        "Moodle is not asked of a password that is kept here");
  }

  @Test
  void aKnownDeviceIsLetInThoughOthersOfItsNetworkHaveUsedUpBothLimits() {
    String device = logIn(EMAIL, PASSWORD).refreshToken();
    for (int i = 0; i < 5; i++) {
      refused(Failure.INVALID_CREDENTIALS, EMAIL, "no");
    }
    for (int i = 0; i < 6; i++) {
      refused(Failure.TOO_MANY_REQUESTS, EMAIL, PASSWORD);
    }
    assertEquals("Asha Kulkarni", world.node.ask(world.node.call(MoodleWorld.TENANT, null), IdentityContract.LOG_IN,
        new Login(EMAIL, PASSWORD, null, device)).user().fullName());
  }

  @Test
  void whoIsSuspendedAtMoodleIsNotLetIn() {
    world.sandbox("PUT", "account", "{\"username\":\"asha.k\",\"state\":\"suspended\"}");
    refused(Failure.INVALID_CREDENTIALS, EMAIL, PASSWORD);
    world.sandbox("PUT", "account", "{\"username\":\"asha.k\",\"state\":\"unconfirmed\"}");
    refused(Failure.INVALID_CREDENTIALS, EMAIL, PASSWORD);
  }
}
