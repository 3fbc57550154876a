package com.mas.domain.people.identity;

import static com.mas.testkit.House.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.people.identity.DirectoryContract.EnsureStudent;
import com.mas.domain.people.identity.DirectoryContract.StudentEnsured;
import com.mas.domain.people.identity.IdentityContract.Account;
import com.mas.domain.people.identity.IdentityContract.ChangePassword;
import com.mas.domain.people.identity.IdentityContract.ForgotPassword;
import com.mas.domain.people.identity.IdentityContract.Login;
import com.mas.domain.people.identity.IdentityContract.Purpose;
import com.mas.domain.people.identity.IdentityContract.Refresh;
import com.mas.domain.people.identity.IdentityContract.RequestCode;
import com.mas.domain.people.identity.IdentityContract.ResetPassword;
import com.mas.domain.people.identity.IdentityContract.ResetUserPassword;
import com.mas.domain.people.identity.IdentityContract.Session;
import com.mas.domain.people.identity.IdentityContract.SignUp;
import com.mas.domain.people.identity.IdentityContract.VerifyCode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stranger who signs up with a person's address, before or after, gets no key to the account. */
class SignUpIT {
  private static final String ASHA = "asha@x.example";
  private static final String HERS = "ashas own password";
  private static final String HIS = "the squatters password";
  private static final String NEW = "a password set later";

  @AutoClose private final MailedIdentity mailed = new MailedIdentity();
  private final IdentityFixture identity = mailed.identity;
  private final Mailbox mailbox = mailed.mailbox;

  @Test
  void whoSignsUpAgainAfterAPersonGetsNothingOfTheAccountThatThisOneVerifies() {
    Account first = signUp(HERS, "Asha Rao", "+919820012345");
    String hersOnly = mailbox.nextCode();
    Account again = signUp(HIS, "Mallory", "+919999999999");
    assertEquals(first.id(), again.id());
    assertEquals(Failure.INVALID_CREDENTIALS, verifyRefused(Purpose.VERIFY_EMAIL, hersOnly, null));
    Session session = verify(Purpose.VERIFY_EMAIL, mailbox.nextCode(), null);
    assertNobodysWordsCount(session);
    identity.ask(identity.as(session.user()), IdentityContract.CHANGE_PASSWORD, new ChangePassword(null, NEW, null));
    assertFalse(identity.logIn(ASHA, NEW).user().mustChangePassword());
  }

  @Test
  void whoSignedUpBeforeThePersonGetsNothingEither() {
    signUp(HIS, "Mallory", "+919999999999");
    String hisOnly = mailbox.nextCode();
    signUp(HERS, "Asha Rao", null);
    assertEquals(Failure.INVALID_CREDENTIALS, verifyRefused(Purpose.VERIFY_EMAIL, hisOnly, null));
    assertNobodysWordsCount(verify(Purpose.VERIFY_EMAIL, mailbox.nextCode(), null));
  }

  @ParameterizedTest
  @EnumSource(value = Purpose.class, names = {"VERIFY_EMAIL", "LOGIN"})
  void thePasswordThatIsShownWithTheCodeTellsWhoseSignUpItIs(Purpose purpose) {
    signUp(HIS, "Mallory", "+919999999999");
    mailbox.nextCode();
    signUp(HERS, "Asha Rao", "+919820012345");
    mailbox.nextCode();
    signUp(HIS, "Mallory", null);
    mailbox.nextCode();
    request(purpose);
    String code = mailbox.nextCode();
    FailureException wrong = identity.refusal(identity.anybody(), IdentityContract.VERIFY_CODE,
        new VerifyCode(ASHA, purpose, code, null, "neither of them"));
    assertEquals(Failure.INVALID_CREDENTIALS, wrong.failure());
    Session session = verify(purpose, code, HERS);
    assertEquals("Asha Rao", session.user().fullName());
    assertEquals("+919820012345", session.user().phone());
    assertFalse(session.user().mustChangePassword());
    identity.logIn(ASHA, HERS);
    assertEquals(Failure.INVALID_CREDENTIALS, logInRefused(HIS));
  }

  /** Returns whose addresses were stated to be verified. */
  private List<String> verified() {
    return identity.column("SELECT concat(body::jsonb ->> 'userId', ' ', body::jsonb ->> 'email') FROM jobs.job"
        + " WHERE address = 'credential.on.identity.person.verified'");
  }

  @Test
  void aLoneSignUpIsVerifiedByItsCodeAndByOneAskedForAgain() {
    signUp(HERS, "Asha Rao", "+919820012345");
    mailbox.nextCode();
    assertEquals(Failure.EMAIL_NOT_VERIFIED, logInRefused(HERS));
    request(Purpose.VERIFY_EMAIL);
    assertEquals(List.of(), verified());
    Session session = verify(Purpose.VERIFY_EMAIL, mailbox.nextCode(), null);
    assertEquals(List.of(session.user().id() + " " + ASHA), verified(), "told once, to whom it concerns");
    assertEquals("Asha Rao", session.user().fullName());
    assertEquals("+919820012345", session.user().phone());
    assertFalse(identity.logIn(ASHA, HERS).user().mustChangePassword());
  }

  @Test
  void whoLogsInByCodeLeavesNoKeyToTheOneWhoSignedUp() {
    signUp(HIS, "Mallory", "+919999999999");
    mailbox.nextCode();
    request(Purpose.LOGIN);
    assertNobodysWordsCount(verify(Purpose.LOGIN, mailbox.nextCode(), null));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoSetsAForgottenPasswordLeavesNoKeyToThoseWhoSignedUp(boolean twice) {
    signUp(HIS, "Mallory", "+919999999999");
    mailbox.nextCode();
    if (twice) {
      signUp(HERS, "Asha Rao", null);
      mailbox.nextCode();
    }
    identity.ask(identity.anybody(), IdentityContract.FORGOT_PASSWORD, new ForgotPassword(ASHA));
    identity.ask(identity.anybody(), IdentityContract.RESET_PASSWORD,
        new ResetPassword(ASHA, mailbox.nextCode(), NEW));
    Account account = identity.logIn(ASHA, NEW).user();
    assertEquals("asha", account.fullName());
    assertNull(account.phone());
    assertFalse(account.mustChangePassword());
    for (String old : List.of(HIS, HERS)) {
      assertEquals(Failure.INVALID_CREDENTIALS, logInRefused(old));
    }
  }

  @Test
  void aSignUpChangesNothingOfTheAccountThatWaits() throws Exception {
    Account first = signUp(HERS, "Asha Rao", "+919820012345");
    Account again = signUp(HIS, "Mallory", null);
    assertEquals("Mallory", again.fullName(), "who signs up is told his own words");
    Account root = identity.superAdmin();
    Account waiting = identity.ask(identity.as(root), IdentityContract.GET_USER,
        new IdentityContract.GetUser(first.id()));
    assertEquals("Asha Rao", waiting.fullName());
    assertEquals("+919820012345", waiting.phone());
  }

  @Test
  void aSignUpAtTheMomentOfTheVerificationEitherComesTooLateOrLeavesNoKey() {
    List<Future<?>> both = new ArrayList<>();
    signUp(HERS, "Asha Rao", null);
    String code = mailbox.nextCode();
    Future<Session> verified = identity.bus.send(identity.anybody(), IdentityContract.VERIFY_CODE,
        new VerifyCode(ASHA, Purpose.VERIFY_EMAIL, code, null, null));
    Future<Account> again = identity.bus.send(identity.anybody(), IdentityContract.SIGN_UP,
        new SignUp(ASHA, HIS, "Mallory", null));
    both.add(verified);
    both.add(again);
    await(Future.join(both).otherwiseEmpty());
    if (verified.failed()) { // the code was useless by then
      assertTrue(again.succeeded());
      verify(Purpose.VERIFY_EMAIL, mailbox.nextCode(), null);
    }
    assertEquals(Failure.INVALID_CREDENTIALS, logInRefused(HIS));
  }

  @Test
  void signUpsAtOnceAllWaitAndNoneOfThemIsVerifiedByACodeAlone() throws Exception {
    List<Future<Account>> made = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      made.add(identity.bus.send(identity.anybody(), IdentityContract.SIGN_UP,
          new SignUp(ASHA, HIS + i, "Mallory", null)));
    }
    await(Future.all(made));
    assertEquals(1, made.stream().map(each -> each.result().id()).distinct().count());
    for (int i = 0; i < 4; i++) {
      mailbox.nextCode();
    }
    request(Purpose.VERIFY_EMAIL);
    assertTrue(verify(Purpose.VERIFY_EMAIL, mailbox.nextCode(), null).user().mustChangePassword());
    for (int i = 0; i < 4; i++) {
      assertEquals(Failure.INVALID_CREDENTIALS, logInRefused(HIS + i));
    }
  }

  @Test
  void whatAnAdministratorDoesForThePersonSetsStrangersSignUpsAside() {
    Account root = identity.superAdmin();
    signUp(HIS, "Mallory", "+919999999999");
    mailbox.nextCode();
    StudentEnsured ensured = identity.ask(identity.as(root), DirectoryContract.ENSURE_STUDENT,
        new EnsureStudent(ASHA, null, "Asha Rao", null, null, false));
    assertFalse(ensured.created());
    request(Purpose.VERIFY_EMAIL);
    assertNobodysWordsCount(verify(Purpose.VERIFY_EMAIL, mailbox.nextCode(), null));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAdministratorsTemporaryPasswordIsNotReplacedByASignUp(boolean signsUpAgain) {
    Account root = identity.superAdmin();
    Account made = signUp(HIS, "Mallory", "+919999999999");
    mailbox.nextCode();
    identity.ask(identity.as(root), IdentityContract.RESET_USER_PASSWORD, new ResetUserPassword(made.id(), NEW));
    if (signsUpAgain) {
      signUp(HIS, "Mallory", "+919999999999");
      mailbox.nextCode();
    }
    request(Purpose.VERIFY_EMAIL);
    Session session = verify(Purpose.VERIFY_EMAIL, mailbox.nextCode(), signsUpAgain ? NEW : null);
    assertTrue(session.user().mustChangePassword());
    assertEquals("asha", session.user().fullName());
    identity.logIn(ASHA, NEW);
    assertEquals(Failure.INVALID_CREDENTIALS, logInRefused(HIS));
  }

  @Test
  void theNewestSignUpsWaitAndAnOldOneIsForgottenWithoutHarm() throws Exception {
    signUp(HERS, "Asha Rao", null);
    mailbox.nextCode();
    execute("UPDATE identity.sign_ups SET id = '00000000-0000-7000-8000-000000000001'");
    for (int i = 1; i < SignUpRepository.MOST; i++) { // more may not sign up in an hour
      signUp(HIS + i, "Mallory", null);
      mailbox.nextCode();
      if (i == 1) {
        execute("""
            INSERT INTO identity.sign_ups (id, user_id, password_hash, full_name, created_at)
            SELECT gen_random_uuid(), user_id, password_hash, full_name, created_at FROM identity.sign_ups
            WHERE full_name = 'Mallory'""");
      }
    }
    assertEquals(SignUpRepository.MOST, rows("identity.sign_ups"));
    request(Purpose.LOGIN);
    String code = mailbox.nextCode();
    assertEquals(Failure.INVALID_CREDENTIALS, verifyRefused(Purpose.LOGIN, code, HERS));
    assertNobodysWordsCount(verify(Purpose.LOGIN, code, null));
    assertEquals(0, rows("identity.sign_ups"));
  }

  @Test
  void sessionsOfBeforeTheVerificationAreNone() {
    signUp(HERS, "Asha Rao", null);
    Session session = verify(Purpose.VERIFY_EMAIL, mailbox.nextCode(), null);
    request(Purpose.LOGIN);
    Session second = verify(Purpose.LOGIN, mailbox.nextCode(), null);
    assertNotEquals(session.refreshToken(), second.refreshToken());
    identity.ask(identity.anybody(), IdentityContract.REFRESH, new Refresh(session.refreshToken(), null));
    assertFalse(second.user().mustChangePassword(), "a code to sign in takes nothing from a verified account");
    identity.logIn(ASHA, HERS);
  }

  private void assertNobodysWordsCount(Session session) {
    assertTrue(session.user().emailVerified());
    assertTrue(session.user().mustChangePassword());
    assertEquals("asha", session.user().fullName());
    assertNull(session.user().phone());
    for (String password : List.of(HIS, HERS)) {
      assertEquals(Failure.INVALID_CREDENTIALS, logInRefused(password));
    }
  }

  private Account signUp(String password, String name, String phone) {
    return identity.ask(identity.anybody(), IdentityContract.SIGN_UP, new SignUp(ASHA, password, name, phone));
  }

  private void request(Purpose purpose) {
    identity.ask(identity.anybody(), IdentityContract.REQUEST_CODE, new RequestCode(ASHA, purpose));
  }

  private Session verify(Purpose purpose, String code, String password) {
    return identity.ask(identity.anybody(), IdentityContract.VERIFY_CODE,
        new VerifyCode(ASHA, purpose, code, null, password));
  }

  private Failure verifyRefused(Purpose purpose, String code, String password) {
    return identity.refusal(identity.anybody(), IdentityContract.VERIFY_CODE,
        new VerifyCode(ASHA, purpose, code, null, password)).failure();
  }

  private Failure logInRefused(String password) {
    return identity.refusal(identity.anybody(), IdentityContract.LOG_IN, new Login(ASHA, password, null)).failure();
  }

  private void execute(String sql) {
    await(identity.db.send(sql));
  }

  private long rows(String table) throws Exception {
    return identity.db.send("SELECT count(*) AS n FROM " + table).toCompletionStage().toCompletableFuture().get()
        .iterator().next().getLong("n");
  }
}
