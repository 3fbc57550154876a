package com.mas.domain.people.identity;

import static com.mas.domain.people.identity.IdentityFixture.PASSWORD;
import static com.mas.testkit.House.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMailUtil;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Principal.Role;
import com.mas.domain.people.identity.IdentityContract.Account;
import com.mas.domain.people.identity.IdentityContract.ChangePassword;
import com.mas.domain.people.identity.IdentityContract.CodeRequested;
import com.mas.domain.people.identity.IdentityContract.CreateUser;
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
import com.mas.testkit.Eventually;
import io.vertx.core.Future;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CodeIT {
  private static final String ASHA = "asha@x.example";

  /** Counts the mails that are not sent yet, and what leads to them; other domains may have work, too. */
  private static final String WAITING =
      "SELECT count(*) FROM jobs.job WHERE address ~ '^(identity|notification)[.]'";
  /** Counts stored requests, done or not. */
  private static final String STORED = """
      SELECT count(*) FROM (SELECT to_jsonb(j)::text AS job FROM jobs.job j
        UNION ALL SELECT to_jsonb(f)::text FROM jobs.finished f) AS stored""";

  @AutoClose private final MailedIdentity mailed = new MailedIdentity();
  private final IdentityFixture identity = mailed.identity;
  private final Mailbox mailbox = mailed.mailbox;

  @Test
  void signingUpVerifyingTheAddressAndLoggingIn() {
    Account made = signUp(ASHA, PASSWORD);
    assertFalse(made.emailVerified());
    assertEquals(Role.USER, made.role());
    assertEquals(Failure.EMAIL_NOT_VERIFIED, logInRefused(PASSWORD));
    assertEquals(Failure.INVALID_CREDENTIALS, logInRefused("a wrong one"));
    Session session = verifyAddress(nextCode());
    assertTrue(session.user().emailVerified());
    identity.logIn(ASHA, PASSWORD);
  }

  @Test
  void aMailToAnUnconfirmedAddressHasNoWordOfWhoeverSignedUp() throws Exception {
    identity.ask(identity.anybody(), IdentityContract.SIGN_UP, new SignUp(ASHA, PASSWORD, "Congratulations You Won",
        null));
    nextCode();
    String mail = GreenMailUtil.getWholeMessage(mailed.server.getReceivedMessages()[0]);
    assertTrue(mail.contains("Hello there,"), mail);
    assertFalse(mail.contains("Congratulations"), mail);
  }

  @Test
  void aVerifiedAddressCannotBeSignedUpWith() {
    verified();
    FailureException taken = identity.refusal(identity.anybody(), IdentityContract.SIGN_UP, new SignUp(ASHA, PASSWORD,
        "Asha", null));
    assertEquals(Failure.CONFLICT, taken.failure());
    assertEquals(null, taken.detail().data(), "strangers are not shown the account");
  }

  @Test
  void badSignUpsAreToldAllThatIsWrong() {
    FailureException invalid = identity.refusal(identity.anybody(), IdentityContract.SIGN_UP,
        new SignUp("asha@x.example\r\nBcc: all@x.example", PASSWORD, "As\u0007ha", "call me"));
    assertEquals(Failure.INVALID, invalid.failure());
    assertEquals(3, invalid.detail().errors().size());
    assertEquals(Failure.INVALID,
        identity.refusal(identity.anybody(), IdentityContract.SIGN_UP, new SignUp(null, null, null, null)).failure());
  }

  @Test
  void aCodeIsGoodOnceEvenWhenShownTwiceAtOnce() {
    verified();
    request(ASHA, Purpose.LOGIN);
    String code = nextCode();
    List<Future<Session>> both = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      both.add(identity.bus.send(identity.anybody(), IdentityContract.VERIFY_CODE, new VerifyCode(ASHA, Purpose.LOGIN,
          code, null, null)));
    }
    await(Future.join(both).otherwiseEmpty());
    assertEquals(1, both.stream().filter(Future::succeeded).count());
  }

  @Test
  void aCodeIsForItsPersonAndPurposeAndTenMinutes() {
    verified();
    request(ASHA, Purpose.LOGIN);
    String code = nextCode();
    assertEquals(Failure.INVALID_CREDENTIALS, verifyRefused(ASHA, Purpose.VERIFY_EMAIL, code));
    assertEquals(Failure.INVALID_CREDENTIALS, verifyRefused("root@mas.example", Purpose.LOGIN, code));
    assertEquals(Failure.INVALID_CREDENTIALS, identity.refusal(identity.anybody(), IdentityContract.RESET_PASSWORD,
        new ResetPassword(ASHA, code, "a new password")).failure());
    identity.clock.advance(CodeService.LIFE);
    assertEquals(Failure.INVALID_CREDENTIALS, verifyRefused(ASHA, Purpose.LOGIN, code));
  }

  @Test
  void aNewCodeTakesTheOldOnesPlace() {
    verified();
    request(ASHA, Purpose.LOGIN);
    String old = nextCode();
    request(ASHA, Purpose.LOGIN);
    String fresh = nextCode();
    if (!old.equals(fresh)) {
      assertEquals(Failure.INVALID_CREDENTIALS, verifyRefused(ASHA, Purpose.LOGIN, old));
    }
    verify(Purpose.LOGIN, fresh);
  }

  @Test
  void fiveGuessesSpoilACodeAlsoAtOnce() {
    verified();
    request(ASHA, Purpose.LOGIN);
    String code = nextCode();
    String wrong = code.equals("000000") ? "000001" : "000000";
    List<Future<Session>> guesses = new ArrayList<>();
    for (int i = 0; i < CodeService.MAX_GUESSES; i++) {
      guesses.add(identity.bus.send(identity.anybody(), IdentityContract.VERIFY_CODE, new VerifyCode(ASHA,
          Purpose.LOGIN, wrong, null, null)));
    }
    await(Future.join(guesses).otherwiseEmpty());
    assertEquals(Failure.INVALID_CREDENTIALS, verifyRefused(ASHA, Purpose.LOGIN, code));
  }

  @Test
  void guessingAtCodesIsLimitedHoweverManyNewOnesAreAskedFor() {
    Failure last = null;
    for (int i = 0; i < 11; i++) {
      last = verifyRefused(ASHA, Purpose.LOGIN, "123456");
    }
    assertEquals(Failure.TOO_MANY_REQUESTS, last);
  }

  @Test
  void askingForCodesAnswersAlikeForNobodyAndIsLimitedAlike() throws Exception {
    verified();
    for (String email : List.of(ASHA, "nobody@x.example")) {
      CodeRequested answer = null;
      for (int i = 0; i < 4; i++) {
        answer = identity.ask(identity.anybody(), IdentityContract.FORGOT_PASSWORD, new ForgotPassword(email));
      }
      assertEquals(new CodeRequested(600, "If there is an account with this address, a code is on its way to it."),
          answer);
      assertEquals(answer, request(email, Purpose.LOGIN));
      assertEquals(Failure.TOO_MANY_REQUESTS, identity.refusal(identity.anybody(), IdentityContract.FORGOT_PASSWORD,
          new ForgotPassword(email)).failure());
    }
    assertEquals(5, count(STORED + " WHERE job LIKE '%nobody@x.example%'"), "the work is the same too");
    Eventually.eventually("all are done", () -> count(WAITING) == 0);
    assertTrue(Arrays.stream(mailed.server.getReceivedMessages()).allMatch(mail -> to(mail).equals(ASHA)));
  }

  @Test
  void codesAreStoredNowhereReadably() throws Exception {
    verified();
    request(ASHA, Purpose.LOGIN);
    String code = nextCode();
    assertEquals(0, count(STORED + " WHERE job LIKE '%\"" + code + "\"%'"));
    assertEquals(0, count("SELECT count(*) FROM identity.one_time_codes c WHERE c::text LIKE '%" + code + "%'"));
    assertEquals(0, count("SELECT count(*) FROM notification.deliveries e WHERE e::text LIKE '%\"" + code + "\"%'"));
  }

  @Test
  void aForgottenPasswordIsResetAndAllSessionsEnd() {
    verified();
    Session before = identity.logIn(ASHA, PASSWORD);
    identity.ask(identity.anybody(), IdentityContract.FORGOT_PASSWORD, new ForgotPassword(ASHA));
    String code = nextCode();
    assertEquals(Failure.INVALID, identity.refusal(identity.anybody(), IdentityContract.RESET_PASSWORD,
        new ResetPassword(ASHA, code, "short")).failure());
    identity.ask(identity.anybody(), IdentityContract.RESET_PASSWORD, new ResetPassword(ASHA, code, "a new password"));
    assertEquals(Failure.INVALID_CREDENTIALS, identity.refusal(identity.anybody(), IdentityContract.RESET_PASSWORD,
        new ResetPassword(ASHA, code, "yet another one")).failure());
    assertEquals(Failure.UNAUTHENTICATED, refreshRefused(before));
    assertEquals(Failure.INVALID_CREDENTIALS, logInRefused(PASSWORD));
    identity.logIn(ASHA, "a new password");
    assertEquals("Your password was changed", nextSubject());
  }

  @Test
  void aChangedPasswordEndsTheOtherSessionsAndBeginsOne() {
    Account asha = verified();
    Session other = identity.logIn(ASHA, PASSWORD);
    assertEquals(Failure.INVALID_CREDENTIALS, identity.refusal(identity.as(asha), IdentityContract.CHANGE_PASSWORD,
        new ChangePassword("a wrong one", "a new password", null)).failure());
    Session session = identity.ask(identity.as(asha), IdentityContract.CHANGE_PASSWORD, new ChangePassword(PASSWORD,
        "a new password", null));
    assertEquals(Failure.UNAUTHENTICATED, refreshRefused(other));
    identity.ask(identity.anybody(), IdentityContract.REFRESH, new Refresh(session.refreshToken(), null));
    assertEquals("Your password was changed", nextSubject());
    assertEquals(Failure.UNAUTHENTICATED, identity.refusal(identity.anybody(), IdentityContract.CHANGE_PASSWORD,
        new ChangePassword(PASSWORD, "a new password", null)).failure());
  }

  @Test
  void anAccountMadeByAnAdminIsToldByMailAndOpenedByCode() {
    Account root = identity.superAdmin();
    Account made = identity.ask(identity.as(root), IdentityContract.CREATE_USER, new CreateUser(ASHA, null, "Asha",
        null, null, null));
    assertEquals("Your account is ready", nextSubject());
    assertEquals(Failure.INVALID_CREDENTIALS, logInRefused(""));
    request(ASHA, Purpose.LOGIN);
    assertEquals(made.id(), verify(Purpose.LOGIN, nextCode()).user().id());
  }

  @Test
  void anAdminMayTakeAPasswordAwayAndHaveACodeMailed() {
    Account asha = verified();
    Account root = identity.superAdmin();
    identity.ask(identity.as(root), IdentityContract.RESET_USER_PASSWORD, new ResetUserPassword(asha.id(), null));
    String code = nextCode();
    assertEquals(Failure.INVALID_CREDENTIALS, logInRefused(PASSWORD));
    identity.ask(identity.anybody(), IdentityContract.RESET_PASSWORD, new ResetPassword(ASHA, code, "a new password"));
    identity.logIn(ASHA, "a new password");
  }

  @Test
  void anAccountOfStaffIsOpenedByNoCodeAlone() {
    Account root = identity.superAdmin();
    for (CreateUser staff : List.of(new CreateUser("admin@x.example", PASSWORD, "Admin", null, Role.ADMIN, Set.of()),
        new CreateUser("lead@x.example", PASSWORD, "Lead", null, Role.USER, Set.of("batch_lead")))) {
      identity.ask(identity.as(root), IdentityContract.CREATE_USER, staff);
      assertEquals("Your account is ready", nextSubject());
      request(staff.email(), Purpose.LOGIN);
      String code = nextCode();
      assertEquals(10, code.length(), "six digits can be guessed with patience");
      FailureException refused = identity.refusal(identity.anybody(), IdentityContract.VERIFY_CODE,
          new VerifyCode(staff.email(), Purpose.LOGIN, code, null, null));
      assertEquals(IdentityContract.CODE_NOT_ENOUGH.word(), refused.detail().reason());
      assertEquals(Failure.INVALID_CREDENTIALS, identity.refusal(identity.anybody(), IdentityContract.VERIFY_CODE,
          new VerifyCode(staff.email(), Purpose.LOGIN, code, null, "a wrong one")).failure());
      identity.ask(identity.anybody(), IdentityContract.VERIFY_CODE,
          new VerifyCode(staff.email(), Purpose.LOGIN, code, null, PASSWORD));
      identity.ask(identity.anybody(), IdentityContract.FORGOT_PASSWORD, new ForgotPassword(staff.email()));
      String reset = nextCode();
      assertEquals(10, reset.length());
      identity.ask(identity.anybody(), IdentityContract.RESET_PASSWORD,
          new ResetPassword(staff.email(), reset, "a new password"));
      assertEquals("Your password was changed", nextSubject());
      identity.logIn(staff.email(), "a new password");
    }
  }

  @Test
  void theOwnerHearsOncePerDayOfManyWrongGuesses() throws Exception {
    verified();
    List<String> accounts = List.of(ASHA, "nobody@x.example");
    for (int i = 0; i < 3 * Attempts.TOLD_AFTER; i++) {
      for (String account : accounts) {
        assertEquals(Failure.INVALID_CREDENTIALS, identity.refusal(
            identity.anybodyAt(identity.tenant, "198.51." + i + ".7" + identity.address), IdentityContract.LOG_IN,
            new Login(account, "a wrong one", null)).failure());
      }
      assertEquals(i + 1 < Attempts.TOLD_AFTER ? 0 : 2,
          count(STORED + " WHERE job LIKE '%identity.guesses.tell%'"), "after guess " + (i + 1));
    }
    assertEquals("Attempts to get into your account", nextSubject());
    Eventually.eventually("all are done", () -> count(WAITING) == 0);
    assertTrue(Arrays.stream(mailed.server.getReceivedMessages()).allMatch(mail -> to(mail).equals(ASHA)));
    identity.logIn(ASHA, PASSWORD);
  }

  @Test
  void aRolledBackSignUpMailsNothing() throws Exception {
    signUp(ASHA, PASSWORD);
    verifyAddress(nextCode());
    int before = count(STORED);
    identity.refusal(identity.anybody(), IdentityContract.SIGN_UP, new SignUp(ASHA, PASSWORD, "Asha", null));
    assertEquals(before, count(STORED));
  }

  @Test
  void passwordsAreHashedAndNeverAnswered() throws Exception {
    Account made = signUp(ASHA, PASSWORD);
    assertFalse(Json.write(made).contains("$2a$") || Json.write(made).contains(PASSWORD));
    assertEquals(1, count("SELECT count(*) FROM identity.sign_ups WHERE password_hash LIKE '$2a$04$%'"));
    for (String table : List.of("users", "sign_ups")) {
      assertEquals(0, count("SELECT count(*) FROM identity." + table + " u WHERE u::text LIKE '%" + PASSWORD + "%'"));
    }
    nextCode();
  }

  private Account verified() {
    signUp(ASHA, PASSWORD);
    return verifyAddress(nextCode()).user();
  }

  private Session verifyAddress(String code) {
    return identity.ask(identity.anybody(), IdentityContract.VERIFY_CODE, new VerifyCode(ASHA, Purpose.VERIFY_EMAIL,
        code, "a browser", PASSWORD));
  }

  private Account signUp(String email, String password) {
    return identity.ask(identity.anybody(), IdentityContract.SIGN_UP, new SignUp(email, password, "Asha Rao",
        "+91 98200 12345"));
  }

  private CodeRequested request(String email, Purpose purpose) {
    return identity.ask(identity.anybody(), IdentityContract.REQUEST_CODE, new RequestCode(email, purpose));
  }

  private Session verify(Purpose purpose, String code) {
    return identity.ask(identity.anybody(), IdentityContract.VERIFY_CODE, new VerifyCode(ASHA, purpose, code,
        "a browser", null));
  }

  private Failure verifyRefused(String email, Purpose purpose, String code) {
    return identity.refusal(identity.anybody(), IdentityContract.VERIFY_CODE, new VerifyCode(email, purpose, code,
        null, null)).failure();
  }

  private Failure logInRefused(String password) {
    return identity.refusal(identity.anybody(), IdentityContract.LOG_IN, new Login(ASHA, password, null)).failure();
  }

  private Failure refreshRefused(Session session) {
    return identity.refusal(identity.anybody(), IdentityContract.REFRESH, new Refresh(session.refreshToken(), null))
        .failure();
  }

  private String nextCode() {
    return mailbox.nextCode();
  }

  private String nextSubject() {
    return mailbox.nextSubject();
  }

  private static String to(MimeMessage mail) {
    try {
      return mail.getRecipients(Message.RecipientType.TO)[0].toString();
    } catch (jakarta.mail.MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private int count(String sql) throws Exception {
    try (Connection connection = mailed.database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }
}
