package com.mas.domain.people.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.Account;
import com.mas.domain.people.identity.IdentityContract.CreateUser;
import com.mas.domain.people.identity.IdentityContract.EnsureSuperAdmin;
import com.mas.domain.people.identity.IdentityContract.Login;
import com.mas.domain.people.identity.IdentityContract.Refresh;
import com.mas.domain.people.identity.IdentityContract.Session;
import com.mas.domain.people.identity.IdentityContract.SignUp;
import com.mas.domain.people.identity.LoginContract.BeginSignIn;
import com.mas.domain.people.identity.LoginContract.FinishSignIn;
import com.mas.domain.people.identity.LoginContract.SignInBegun;
import com.mas.domain.people.identity.OutsideAccountContract;
import com.mas.domain.people.identity.OutsideAccountContract.AskWays;
import com.mas.domain.people.identity.OutsideAccountContract.GetGoogle;
import com.mas.domain.people.identity.OutsideAccountContract.GoogleAccount;
import com.mas.domain.people.identity.OutsideAccountContract.GoogleLogin;
import com.mas.domain.people.identity.OutsideAccountContract.UnlinkGoogle;
import com.mas.sandbox.google.GoogleSimulator;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoogleSignInIT {
  private static final String STRANGER = GoogleSimulator.STRANGER;
  private static final String PASSWORD = "correct horse battery";

  @AutoClose private static final GoogleHouse house = new GoogleHouse();

  @BeforeEach
  void nobody() {
    house.sandbox.ask("google", "PUT", "faults", "[]");
    house.execute("TRUNCATE identity.users CASCADE; TRUNCATE google.sign_ins");
  }

  private static GoogleLogin login(FinishSignIn back) {
    return new GoogleLogin(back.code(), back.state(), back.proof(), null);
  }

  private static Session enter(String email) {
    return house.ask(house.stranger(), OutsideAccountContract.LOG_IN, login(house.visit(email)));
  }

  private static FailureException refused(FinishSignIn back) {
    return house.refusal(house.stranger(), OutsideAccountContract.LOG_IN, login(back));
  }

  private static void refused(String reason, FinishSignIn back) {
    assertEquals(reason, refused(back).detail().reason());
  }

  private static Call as(Account account) {
    return house.as(account.id(), account.role(), GoogleHouse.TENANT);
  }

  private static Account admin() {
    house.ask(house.stranger(), IdentityContract.ENSURE_SUPER_ADMIN, new EnsureSuperAdmin());
    return house.ask(house.stranger(), IdentityContract.LOG_IN, new Login("root@mas.example", PASSWORD, null)).user();
  }

  private static Account made(String email, Role role, String... capabilities) {
    return house.ask(as(admin()), IdentityContract.CREATE_USER,
        new CreateUser(email, PASSWORD, "Some One", null, role, Set.of(capabilities)));
  }

  @Test
  void pagesAreToldWhetherThereIsGoogleHere() {
    assertTrue(house.ask(house.stranger(), OutsideAccountContract.WAYS, new AskWays()).google());
    try (GoogleHouse without = new GoogleHouse(false)) {
      assertFalse(without.ask(without.stranger(), OutsideAccountContract.WAYS, new AskWays()).google());
      assertEquals(Failure.NOT_CONFIGURED, without.refusal(without.stranger(), OutsideAccountContract.BEGIN,
          new BeginSignIn(GoogleHouse.BACK)).failure());
    }
  }

  @Test
  void aStrangerHasAnAccountWithAVerifiedAddressAndTheSameOneNextTime() {
    Session first = enter(STRANGER);
    assertEquals("Leela Joseph", first.user().fullName());
    assertTrue(first.user().emailVerified());
    assertFalse(first.user().mustChangePassword());
    assertEquals(first.user().id(), enter(STRANGER).user().id());
    house.ask(house.stranger(), IdentityContract.REFRESH, new Refresh(first.refreshToken(), null));
  }

  @Test
  void aLinkedAccountIsKnownByItsSubjectWhateverTheAddressIs() {
    UUID id = enter(STRANGER).user().id();
    house.execute("UPDATE identity.users SET email = 'leela@elsewhere.example'");
    assertEquals(id, enter(STRANGER).user().id());
  }

  @Test
  void aLearnersVerifiedAccountIsLinkedAndKeepsItsPassword() {
    Account learner = made(STRANGER, Role.USER);
    assertEquals(learner.id(), enter(STRANGER).user().id());
    house.ask(house.stranger(), IdentityContract.LOG_IN, new Login(STRANGER, PASSWORD, null));
  }

  @Test
  void whatAStrangerSignedUpWithIsGoneWhenTheOwnerComes() {
    house.ask(house.stranger(), IdentityContract.SIGN_UP,
        new SignUp(STRANGER, "a strangers password", "Some Body", null));
    Session session = enter(STRANGER);
    assertNotEquals("Some Body", session.user().fullName());
    assertTrue(session.user().mustChangePassword(), "it has no password");
    assertEquals(Failure.INVALID_CREDENTIALS, house.refusal(house.stranger(), IdentityContract.LOG_IN,
        new Login(STRANGER, "a strangers password", null)).failure());
  }

  @Test
  void anAddressThatGoogleHasNotVerifiedOpensNothing() {
    made(GoogleSimulator.UNPROVED, Role.USER);
    refused("address_unproved", house.visit(GoogleSimulator.UNPROVED));
  }

  @Test
  void staffAreOpenedOnlyOnceTheyAreLinked() {
    Account admin = made(STRANGER, Role.ADMIN);
    refused("link_first", house.visit(STRANGER));
    GoogleAccount linked = house.ask(as(admin), OutsideAccountContract.LINK, house.visit(STRANGER));
    assertEquals(STRANGER, linked.email());
    assertEquals(linked, house.ask(as(admin), OutsideAccountContract.LINK, house.visit(STRANGER)), "twice is as once");
    assertEquals(admin.id(), enter(STRANGER).user().id());
    house.ask(as(admin), OutsideAccountContract.UNLINK, new UnlinkGoogle());
    assertFalse(house.ask(as(admin), OutsideAccountContract.MINE, new GetGoogle()).linked());
    refused("link_first", house.visit(STRANGER));
  }

  @Test
  void aGoogleAccountIsLinkedWithOneAccountAndAnAccountWithOne() {
    Account one = made("one@mas.example", Role.USER);
    house.ask(as(one), OutsideAccountContract.LINK, house.visit(STRANGER));
    Account two = made("two@mas.example", Role.USER);
    assertEquals(Failure.CONFLICT,
        house.refusal(as(two), OutsideAccountContract.LINK, house.visit(STRANGER)).failure());
    assertEquals(Failure.CONFLICT, house.refusal(as(one), OutsideAccountContract.LINK,
        house.visit("asha.kulkarni@learner.example")).failure());
  }

  @Test
  void aDisabledAccountStaysShut() {
    Account learner = made(STRANGER, Role.USER);
    house.execute("UPDATE identity.users SET status = 'disabled' WHERE id = '" + learner.id() + "'");
    assertEquals(Failure.ACCOUNT_DISABLED, refused(house.visit(STRANGER)).failure());
  }

  @Test
  void aSignInIsFinishedOnceByTheBrowserThatBeganItAndInTime() {
    FinishSignIn back = house.visit(STRANGER);
    refused("sign_in_over", new FinishSignIn(back.code(), back.state(), house.begin().proof()));
    refused("sign_in_over", new FinishSignIn(back.code(), "another", back.proof()));
    house.ask(house.stranger(), OutsideAccountContract.LOG_IN, login(back));
    refused("sign_in_over", back);
    FinishSignIn late = house.visit(STRANGER);
    house.clock.advance(SignInService.LIFE.plusSeconds(1));
    refused("sign_in_over", late);
    FinishSignIn elsewhere = house.visit(STRANGER);
    assertEquals("sign_in_over", house.refusal(house.call("another", null), OutsideAccountContract.LOG_IN,
        login(elsewhere)).detail().reason());
    refused("sign_in_over", new FinishSignIn("4/never-given", elsewhere.state(), elsewhere.proof()));
  }

  @Test
  void whoRefusesAtGoogleComesBackWithoutACode() {
    SignInBegun begun = house.begin();
    assertEquals(Map.of("error", "access_denied", "state", house.chosen(begun, "cancel").get("state")),
        house.chosen(begun, "cancel"));
  }

  @Test
  void aTokenOfAnotherSignInClientKeyOrTimeCountsForNothing() {
    for (String kind : Stream.of("otherNonce", "otherAudience", "forged", "stale").toList()) {
      house.sandbox.faults("google", new JsonObject().put("kind", kind));
      refused("sign_in_over", house.visit(STRANGER));
    }
    house.sandbox.ask("google", "PUT", "faults", "[]");
    enter(STRANGER);
  }

  @Test
  void googleBeingAwayIsNobodysMistake() {
    for (String fault : Stream.of("{\"kind\":\"status\",\"status\":500,\"path\":\"token\"}",
        "{\"kind\":\"garbage\",\"path\":\"token\"}", "{\"kind\":\"close\",\"path\":\"token\"}",
        "{\"kind\":\"expire\",\"path\":\"token\",\"times\":1}").toList()) {
      house.sandbox.ask("google", "PUT", "faults", "[" + fault + "]");
      refused("google_unreachable", house.visit(STRANGER));
    }
  }

  @Test
  void googleLeadsBackToPlacesThatAreKnownOnly() {
    assertEquals("redirect_unknown", house.refusal(house.stranger(), OutsideAccountContract.BEGIN,
        new BeginSignIn("https://evil.example/auth/google/callback")).detail().reason());
    assertEquals("redirect_unknown", house.refusal(house.stranger(), OutsideAccountContract.BEGIN,
        new BeginSignIn("http://127.0.0.1@evil.example/")).detail().reason());
  }

  @Test
  void nothingThatOpensASignInIsStored() {
    SignInBegun begun = house.begin();
    String state = begun.url().replaceFirst(".*[?&]state=([^&]*).*", "$1");
    assertEquals("1", house.text("SELECT count(*) FROM google.sign_ins"));
    assertFalse(house.text("SELECT s::text FROM google.sign_ins s").contains(begun.proof()));
    assertFalse(house.text("SELECT s::text FROM google.sign_ins s").contains(state));
  }
}
