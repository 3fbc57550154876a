package com.mas.domain.people.identity;

import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.CodeService.Proof;
import com.mas.domain.people.identity.IdentityContract.*;
import com.mas.domain.people.identity.SignUpRepository.Waiting;
import com.mas.domain.people.identity.SignUpRules.Claims;
import com.mas.domain.people.identity.SignUpRules.Outcome;
import com.mas.domain.people.identity.SignUpRules.Shown;
import com.mas.phone.PhoneRules;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Signing up, and becoming the one whose account it is by a mailed code. */
final class SignUpService {
  private final Database db;
  private final UserRepository users;
  private final SignUpRepository signUps;
  private final Passwords passwords;
  private final Attempts attempts;
  private final CodeService codes;
  private final SessionService sessions;
  private final Mails mails;
  private final UuidV7 ids;
  private final Clock clock;
  private final PhoneRules phones;
  private final IdentityParts parts;

  SignUpService(IdentityParts parts, SignUpRepository signUps, CodeService codes, SessionService sessions) {
    this.db = parts.db();
    this.users = parts.users();
    this.passwords = parts.passwords();
    this.attempts = parts.attempts();
    this.mails = parts.mails();
    this.ids = parts.ids();
    this.clock = parts.clock();
    this.phones = parts.phones();
    this.parts = parts;
    this.signUps = signUps;
    this.codes = codes;
    this.sessions = sessions;
  }

  /** Changes nothing of an account that is there; a code mailed for an earlier sign-up is good no more. */
  Account signUp(Call call, SignUp signUp) {
    Inputs inputs = new Inputs();
    String email = inputs.email("/email", signUp.email());
    String name = inputs.name("/fullName", signUp.fullName());
    String phone = inputs.phone("/phone", signUp.phone(), phones);
    inputs.password("/password", signUp.password(), email);
    inputs.done();
    attempts.count(Attempts.Kind.SIGN_UP, call, email);
    if (users.byEmail(call.tenant(), email).filter(User::isTaken).isPresent()) {
      throw taken();
    }
    String hash = passwords.hash(call, signUp.password());
    User user = new User(ids.next(), call.tenant(), email, name, phone, null, Role.USER, Set.of(), Status.ACTIVE, null,
        false, 0, null, clock.instant());
    User account = db.transaction(tx -> {
      Optional<User> made = users.insert(tx, user);
      User owner = made.or(() -> users.lockUnverified(tx, call.tenant(), email)).orElseThrow(
          SignUpService::taken);
      signUps.add(tx, owner.id(), new Waiting(ids.next(), hash, name, phone), clock.instant());
      if (made.isEmpty()) {
        signUps.contest(tx, owner.id());
        codes.forget(tx, owner.id(), Purpose.VERIFY_EMAIL);
      }
      mails.code(tx, call, email, Purpose.VERIFY_EMAIL);
      return owner;
    });
    return account.named(name, phone).account(); // this sign-up is not told what an earlier one said
  }

  private static FailureException taken() {
    return IdentityContract.EMAIL_TAKEN.with("There is an account with this e-mail address; please sign in.");
  }

  /** Logs in by code. What the account keeps of its sign-ups: see {@link SignUpRules}. */
  Session verify(Call call, VerifyCode verify) {
    Proof proof = codes.check(call, verify.email(), verify.purpose(), verify.code());
    Optional<Shown> shown = verify.password() == null ? Optional.empty() : shown(call, proof.user(), verify.password());
    if (shown.isEmpty() && proof.user().isStaff()) {
      throw IdentityContract.CODE_NOT_ENOUGH.refusal();
    }
    User verified = db.transaction(tx -> {
      User user = users.lock(tx, call.tenant(), proof.user().id()).orElseThrow();
      codes.take(tx, proof);
      return user.emailVerifiedAt() == null ? settle(tx, call, user, verify.purpose(), shown) : user;
    });
    sessions.ended(call, verified);
    return sessions.open(call, verified, verify.userAgent());
  }

  /** Verifies the address of an account that is locked, and gives it a password that its owner has just chosen. */
  User settleWith(Tx tx, Call call, User user, String passwordHash) {
    Outcome outcome =
        SignUpRules.verified(claims(tx, user, signUps.of(tx, user.id())), false, Optional.empty());
    signUps.forget(tx, user.id());
    return verified(tx, call, (outcome.keepsNames() ? user : user.unnamed()).withPassword(passwordHash, false));
  }

  /** Verifies the address of an account that is locked, for its owner, who shows none of the passwords it may have. */
  User settleUnproved(Tx tx, Call call, User user) {
    return settle(tx, call, user, Purpose.LOGIN, Optional.empty());
  }

  private User verified(Tx tx, Call call, User user) {
    User verified = users.verify(tx, user);
    parts.verified(tx, List.of(verified), call);
    return verified;
  }

  private User settle(Tx tx, Call call, User user, Purpose purpose, Optional<Shown> shown) {
    List<Waiting> waiting = signUps.of(tx, user.id());
    Outcome outcome = SignUpRules.verified(claims(tx, user, waiting), purpose == Purpose.VERIFY_EMAIL, shown);
    Optional<Waiting> taken = waiting.stream().filter(each -> each.id().equals(outcome.signUp())).findFirst();
    User named = outcome.namesToo() ? user.named(taken.orElseThrow().fullName(), taken.get().phone())
        : outcome.keepsNames() ? user : user.unnamed();
    signUps.forget(tx, user.id());
    return verified(tx, call, taken.isPresent() ? named.withPassword(taken.get().passwordHash(), false)
        : outcome.keepsPassword() ? named : named.withPassword(null, true));
  }

  private Claims claims(Tx tx, User user, List<Waiting> waiting) {
    return new Claims(signUps.isContested(tx, user.id()), user.passwordHash() != null,
        waiting.stream().map(Waiting::id).toList());
  }

  /** Passes over what a learner shows whose address is verified: the code is enough. */
  private Optional<Shown> shown(Call call, User user, String password) {
    return user.emailVerifiedAt() != null && !user.isStaff() ? Optional.empty()
        : Optional.of(whose(call, user, password));
  }

  /** Compares at most {@value SignUpRepository#MOST} and one; the code is still good when none is it. */
  private Shown whose(Call call, User user, String password) {
    if (user.passwordHash() != null && passwords.matches(call, password, user.passwordHash())) {
      return new Shown(null);
    }
    return signUps.of(user.id()).stream().filter(each -> passwords.matches(call, password, each.passwordHash()))
        .findFirst().map(each -> new Shown(each.id()))
        .orElseThrow(() -> IdentityContract.WRONG_PASSWORD.with(
            user.isStaff() ? "This is not the password of the account."
                : "This password does not match the sign-up; leave it out to sign in by the code alone, and set a new"
                    + " password then."));
  }
}
