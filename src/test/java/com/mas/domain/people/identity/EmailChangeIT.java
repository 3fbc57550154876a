package com.mas.domain.people.identity;

import static com.mas.domain.people.identity.IdentityFixture.PASSWORD;
import static com.mas.testkit.House.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMailUtil;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.domain.people.identity.AddressContract.AskAddress;
import com.mas.domain.people.identity.AddressContract.ConfirmAddress;
import com.mas.domain.people.identity.IdentityContract.Account;
import com.mas.domain.people.identity.IdentityContract.Login;
import com.mas.domain.people.identity.IdentityContract.Purpose;
import com.mas.domain.people.identity.IdentityContract.RequestCode;
import com.mas.domain.people.identity.IdentityContract.Session;
import com.mas.domain.people.identity.IdentityContract.VerifyCode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The e-mail address of an account: changed by who owns the account and reads the mails of the new address. */
class EmailChangeIT {
  private static final String ASHA = "asha@x.example";
  private static final String NEW = "asha.rao@y.example";

  @AutoClose private final MailedIdentity mailed = new MailedIdentity();
  private final IdentityFixture identity = mailed.identity;
  private final Mailbox mailbox = mailed.mailbox;
  private Account asha;
  private Session session;

  @BeforeEach
  void signedIn() {
    asha = identity.user(identity.superAdmin(), ASHA, Role.USER);
    assertEquals("Your account is ready", mailbox.nextSubject());
    session = identity.logIn(ASHA, PASSWORD);
  }

  private void ask(String email) {
    identity.ask(identity.as(asha), AddressContract.ASK, new AskAddress(email, PASSWORD, null));
  }

  private FailureException askRefused(String email, String password, String code) {
    return identity.refusal(identity.as(asha), AddressContract.ASK, new AskAddress(email, password, code));
  }

  private Session confirm(String code) {
    return identity.ask(identity.as(asha), AddressContract.CONFIRM, new ConfirmAddress(code, "a browser"));
  }

  private Failure confirmRefused(String code) {
    return identity.refusal(identity.as(asha), AddressContract.CONFIRM, new ConfirmAddress(code, null)).failure();
  }

  private Failure logInRefused(String email) {
    return identity.refusal(identity.anybody(), IdentityContract.LOG_IN, new Login(email, PASSWORD, null)).failure();
  }

  @Test
  void theAddressChangesWhenTheNewOneConfirmsItAndTheFormerOneIsTold() {
    ask("  Asha.Rao@Y.example ");
    String told = GreenMailUtil.getWholeMessage(mailbox.nextMail());
    assertFalse(told.contains("Asha"), "a stranger may read that address");
    String code = Mailbox.code(told);
    assertEquals(ASHA, identity.logIn(ASHA, PASSWORD).user().email(), "nothing has changed before");
    Session after = confirm(code);
    assertEquals(NEW, after.user().email());
    assertTrue(after.user().emailVerified());
    String former = GreenMailUtil.getWholeMessage(mailbox.nextMail());
    assertTrue(former.contains("To: " + ASHA) && former.contains("Your e-mail address was changed"), former);
    assertFalse(former.contains(NEW), "who reads the former address hears nothing of the new one");
    assertEquals(Failure.UNAUTHENTICATED, identity.refreshRefused(session), "other devices are signed out");
    identity.refresh(after);
    assertEquals(Failure.INVALID_CREDENTIALS, logInRefused(ASHA));
    assertEquals(asha.id(), identity.logIn(NEW, PASSWORD).user().id());
    assertEquals(Failure.INVALID_CREDENTIALS, confirmRefused(code), "a code is good once");
    assertEquals("2", identity.text("SELECT count(*) FROM identity.account_changes WHERE account_id = '" + asha.id()
        + "' AND email IN ('" + ASHA + "', '" + NEW + "') AND id > (SELECT min(id) FROM identity.account_changes"
        + " WHERE account_id = '" + asha.id() + "')"), "other domains hear of both addresses");
  }

  @Test
  void onlyTheOwnerAsks() {
    assertEquals(Failure.INVALID_CREDENTIALS, askRefused(NEW, "a wrong one", null).failure());
    assertEquals(Failure.INVALID, askRefused(NEW, null, null).failure());
    assertEquals(Failure.INVALID, askRefused("no address", PASSWORD, null).failure());
    assertEquals(AddressContract.SAME.word(), askRefused("ASHA@x.example", PASSWORD, null).detail().reason());
    assertEquals("0", identity.text("SELECT count(*) FROM identity.email_changes"));
  }

  @Test
  void whoHasNoPasswordShowsACodeOfThePresentAddressOnce() {
    identity.ask(identity.anybody(), IdentityContract.REQUEST_CODE, new RequestCode(ASHA, Purpose.LOGIN));
    String present = mailbox.nextCode();
    identity.ask(identity.as(asha), AddressContract.ASK, new AskAddress(NEW, null, present));
    String code = mailbox.nextCode();
    assertEquals(Failure.INVALID_CREDENTIALS, askRefused("another@y.example", null, present).failure());
    assertEquals(NEW, confirm(code).user().email());
  }

  @Test
  void aTakenAddressIsRefusedToTheOwnerAloneAndStaysWithWhoeverIsFaster() {
    identity.user(identity.superAdmin(), "ravi@x.example", Role.USER);
    assertEquals("Your account is ready", mailbox.nextSubject());
    assertEquals(Failure.INVALID_CREDENTIALS, askRefused("ravi@x.example", "a wrong one", null).failure());
    assertEquals(IdentityContract.EMAIL_TAKEN.word(), askRefused("ravi@x.example", PASSWORD, null).detail().reason());
    ask(NEW);
    String code = mailbox.nextCode();
    identity.user(identity.superAdmin(), NEW, Role.USER);
    assertEquals(Failure.CONFLICT, confirmRefused(code));
    assertEquals(asha.id(), identity.logIn(ASHA, PASSWORD).user().id(), "nothing is lost");
  }

  @Test
  void aLaterRequestAndTimeMakeACodeUseless() {
    ask(NEW);
    String first = mailbox.nextCode();
    ask("other@y.example");
    String second = mailbox.nextCode();
    assertEquals(Failure.INVALID_CREDENTIALS, confirmRefused(first));
    identity.clock.advance(CodeService.LIFE.plus(Duration.ofSeconds(1)));
    assertEquals(Failure.INVALID_CREDENTIALS, confirmRefused(second));
  }

  @Test
  void guessesAreCountedAndTheRightCodeIsNoUseAfterThem() {
    ask(NEW);
    String code = mailbox.nextCode();
    String wrong = code.equals("000000") ? "000001" : "000000";
    for (int i = 0; i < CodeService.MAX_GUESSES; i++) {
      assertEquals(Failure.INVALID_CREDENTIALS, confirmRefused(wrong));
    }
    assertEquals(Failure.INVALID_CREDENTIALS, confirmRefused(code));
  }

  /** Each answer tells whether there is an account with the address: one account does not ask for many. */
  @Test
  void oneAccountAsksForAFewAddressesAlone() {
    for (int i = 0; i < 5; i++) {
      ask("asha" + i + "@y.example");
    }
    assertEquals(Failure.TOO_MANY_REQUESTS, askRefused("asha5@y.example", PASSWORD, null).failure());
  }

  @Test
  void oneOfThoseWhoConfirmAtOnceBeginsASession() {
    ask(NEW);
    String code = mailbox.nextCode();
    List<Future<Session>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(identity.bus.send(identity.as(asha), AddressContract.CONFIRM, new ConfirmAddress(code, null)));
    }
    await(Future.join(all).otherwiseEmpty());
    assertEquals(1, all.stream().filter(Future::succeeded).count());
  }

  @Test
  void codesOfTheFormerAddressOpenTheAccountNoMore() {
    identity.ask(identity.anybody(), IdentityContract.REQUEST_CODE, new RequestCode(ASHA, Purpose.LOGIN));
    String former = mailbox.nextCode();
    ask(NEW);
    confirm(mailbox.nextCode());
    for (String email : List.of(ASHA, NEW)) {
      assertEquals(Failure.INVALID_CREDENTIALS, identity.refusal(identity.anybody(), IdentityContract.VERIFY_CODE,
          new VerifyCode(email, Purpose.LOGIN, former, null, null)).failure());
    }
  }
}
