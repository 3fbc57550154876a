package com.mas.domain.learning.moodle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.domain.learning.moodle.MoodleAuditContract.ListLogins;
import com.mas.domain.learning.moodle.MoodleAuditContract.LoginRow;
import com.mas.domain.learning.moodle.MoodleAuditContract.Result;
import com.mas.domain.learning.moodle.MoodleAuditContract.Way;
import com.mas.domain.learning.moodle.MoodleContract.TryLogin;
import com.mas.domain.people.identity.LoginContract.CheckLogin;
import com.mas.domain.people.identity.LoginContract.CheckedLogin;
import com.mas.domain.people.identity.LoginContract.Verdict;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MoodleAuditIT {
  private static final String EMAIL = "asha.k@example.test";
  private static final String PASSWORD = "Pass!word-1";
  private static final int MOST = 5;

  @AutoClose private static final MoodleWorld world = new MoodleWorld();

  @BeforeEach
  void calm() {
    world.calm();
    world.node.forgetLimits();
    world.database.execute("TRUNCATE moodle.logins");
  }

  private static Verdict check(String email, String password) {
    return world.node.ask(world.node.call(MoodleWorld.TENANT, null), MoodleContract.CHECK_LOGIN,
        new CheckLogin(email, password, false)).verdict();
  }

  private static Future<CheckedLogin> checkAt(String address, String password, boolean known) {
    Call call = new Call("r-1", null, MoodleWorld.TENANT, null, world.clock.millis() + 10_000, null, address);
    return world.node.bus.send(call, MoodleContract.CHECK_LOGIN, new CheckLogin(EMAIL, password, known));
  }

  private static FailureException limited(String email, String password) {
    return MoodleWorld.Node.refused(Failure.TOO_MANY_REQUESTS, world.node.bus.send(
        world.node.call(MoodleWorld.TENANT, null), MoodleContract.CHECK_LOGIN, new CheckLogin(email, password, false)));
  }

  private static List<LoginRow> kept(Result result, String username) {
    return world.node.ask(MoodleAuditContract.LOGINS, new ListLogins(result, username, null, null)).items();
  }

  private static List<Result> results() {
    return kept(null, null).stream().map(LoginRow::result).toList();
  }

  @Test
  void aLoginIsKeptWithItsResultAndWithoutThePassword() {
    assertEquals(Verdict.RIGHT, check(EMAIL, PASSWORD));
    world.clock.advance(Duration.ofSeconds(1));
    assertEquals(Verdict.WRONG, check("Asha.K@example.test", "no-such-secret"));
    assertEquals(Verdict.NOBODYS, check("nobody@example.test", "no-such-secret"));
    world.clock.advance(Duration.ofSeconds(1));
    world.fault("close");
    assertEquals(Verdict.UNREACHABLE, check(EMAIL, PASSWORD));
    assertEquals(List.of(Result.UNREACHABLE, Result.WRONG, Result.RIGHT), results());
    LoginRow wrong = kept(Result.WRONG, " ASHA.K ").getFirst();
    assertEquals("SIGN_IN asha.k " + EMAIL, wrong.way() + " " + wrong.username() + " " + wrong.email());
    assertNull(wrong.askedBy());
    assertEquals(3, kept(null, EMAIL).size());
    assertEquals(0, kept(null, "t.rao").size());
    String all = world.database.text("SELECT string_agg(l::text, ' ') FROM moodle.logins l");
    assertTrue(!all.contains(PASSWORD) && !all.contains("no-such-secret"), all);
    assertEquals(0, world.node.ask(world.node.as(MoodleWorld.ADMIN, Role.ADMIN, "other"),
        MoodleAuditContract.LOGINS, new ListLogins(null, null, null, null)).total());
  }

  @Test
  void aTrialSaysWhatMoodleSaysAndIsKeptWithTheAdministrator() {
    assertEquals("asha.k",
        world.node.ask(MoodleContract.TRY_LOGIN, new TryLogin("asha.k", PASSWORD)).username());
    FailureException wrong =
        world.node.refused(Failure.UNPROCESSABLE, MoodleContract.TRY_LOGIN, new TryLogin("asha.k", "no"));
    assertEquals("wrong_moodle_login", wrong.detail().reason());
    assertEquals("wrong_moodle_login", world.node.refused(Failure.UNPROCESSABLE, MoodleContract.TRY_LOGIN,
        new TryLogin("nobody.n", "no")).detail().reason());
    world.sandbox("PUT", "account", "{\"username\":\"asha.k\",\"state\":\"suspended\"}");
    assertEquals("wrong_moodle_login", world.node.refused(Failure.UNPROCESSABLE, MoodleContract.TRY_LOGIN,
        new TryLogin("asha.k", PASSWORD)).detail().reason());
    world.fault("status status=500");
    world.node.refused(Failure.PROVIDER_FAILED, MoodleContract.TRY_LOGIN, new TryLogin("asha.k", PASSWORD));
    assertEquals("too_many_logins", world.node.refused(Failure.TOO_MANY_REQUESTS, MoodleContract.TRY_LOGIN,
        new TryLogin("asha.k", PASSWORD)).detail().reason());
    assertEquals(List.of("limited 1", "right 1", "unreachable 1", "wrong 3"), world.database.column(
        "SELECT result || ' ' || count(*) FROM moodle.logins GROUP BY result ORDER BY 1"));
    assertEquals(MoodleWorld.ADMIN + " TRIAL", kept(Result.RIGHT, null).getFirst().askedBy() + " "
        + kept(Result.RIGHT, null).getFirst().way());
    assertTrue(kept(null, null).stream().allMatch(row -> row.way() == Way.TRIAL));
  }

  /** The name may be a password: the fields were swapped. */
  @Test
  void whatIsTypedAsAUserNameIsKeptOnlyWhereItIsOne() {
    world.node.refused(Failure.UNPROCESSABLE, MoodleContract.TRY_LOGIN, new TryLogin(PASSWORD, "asha.k"));
    world.node.refused(Failure.UNPROCESSABLE, MoodleContract.TRY_LOGIN, new TryLogin("asha.k", "no"));
    assertEquals(List.of("(unknown)", "(unknown)"), names(), "the mirror has nobody yet");
    world.node.ask(MoodleContract.TRY_LOGIN, new TryLogin("asha.k", PASSWORD));
    check(EMAIL, PASSWORD);
    world.node.refused(Failure.UNPROCESSABLE, MoodleContract.TRY_LOGIN, new TryLogin("asha.k", "no"));
    world.fault("close");
    world.node.refused(Failure.PROVIDER_FAILED, MoodleContract.TRY_LOGIN, new TryLogin(PASSWORD, "asha.k"));
    world.node.refused(Failure.TOO_MANY_REQUESTS, MoodleContract.TRY_LOGIN, new TryLogin(PASSWORD, "asha.k"));
    assertEquals(List.of("(unknown)", "(unknown)", "(unknown)", "(unknown)", "asha.k", "asha.k", "asha.k"), names());
    assertEquals(EMAIL, kept(Result.WRONG, "asha.k").getFirst().email());
    assertFalse(new TryLogin(PASSWORD, "asha.k").toString().contains(PASSWORD));
  }

  private static List<String> names() {
    return kept(null, null).stream().map(LoginRow::username).sorted().toList();
  }

  @Test
  void afterFiveLoginsThatFailedMoodleIsNotAskedAnyMore() {
    check(EMAIL, PASSWORD);
    for (int i = 0; i < MOST; i++) {
      assertEquals(Verdict.WRONG, check(EMAIL, "no" + i));
      assertEquals(Verdict.NOBODYS, check("nobody@example.test", "no" + i));
      assertEquals(Verdict.NOBODYS, check("own@example.test", null));
    }
    long asked = world.sandbox.calls("moodle", null);
    FailureException refused = limited(EMAIL, PASSWORD);
    assertEquals("too_many_logins", refused.detail().reason());
    assertTrue(refused.detail().retryAfterSeconds() > 0 && refused.detail().retryAfterSeconds() <= 60);
    assertEquals(refused.getMessage(), limited("nobody@example.test", "no").getMessage(), "all are told alike");
    assertEquals(refused.getMessage(), limited("own@example.test", null).getMessage());
    assertEquals(asked, world.sandbox.calls("moodle", null), "Moodle was not asked");
    assertEquals(1, kept(Result.LIMITED, "asha.k").size());
    assertEquals(Verdict.RIGHT, check("tara.rao@example.test", PASSWORD), "others go on");
  }

  @Test
  void theyAreCountedByTheNetworkAndThoseOfKnownDevicesByThemselves() {
    for (int i = 0; i < MOST; i++) {
      assertEquals(Verdict.WRONG, MoodleWorld.Node.await(checkAt("2001:db8:1:2::" + i, "no", false)).verdict());
    }
    MoodleWorld.Node.refused(Failure.TOO_MANY_REQUESTS, checkAt("2001:db8:1:2::99", PASSWORD, false));
    assertEquals(Verdict.RIGHT, MoodleWorld.Node.await(checkAt("2001:db8:1:3::1", PASSWORD, false)).verdict());
    for (int i = 0; i < MOST; i++) {
      assertEquals(Verdict.RIGHT, MoodleWorld.Node.await(checkAt("2001:db8:1:2::99", PASSWORD, true)).verdict());
      assertEquals(Verdict.WRONG, MoodleWorld.Node.await(checkAt("2001:db8:1:2::" + i, "no", true)).verdict());
    }
    MoodleWorld.Node.refused(Failure.TOO_MANY_REQUESTS, checkAt("2001:db8:1:4::1", PASSWORD, true));
  }

  @Test
  void loginsThatSucceedOrCannotBeCheckedDoNotCount() {
    for (int i = 0; i <= MOST; i++) {
      assertEquals(Verdict.RIGHT, check(EMAIL, PASSWORD));
    }
    world.fault("close");
    for (int i = 0; i <= MOST; i++) {
      assertEquals(Verdict.UNREACHABLE, check(EMAIL, PASSWORD));
    }
  }
}
