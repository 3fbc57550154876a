package com.mas.domain.people.identity;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.db.Database;
import com.mas.domain.people.identity.CodeService.Proof;
import com.mas.domain.people.identity.IdentityContract.*;

/** Passwords that people choose themselves. A new one ends all sessions and is told by mail. */
final class PasswordService {
  private final Database db;
  private final UserRepository users;
  private final Passwords passwords;
  private final Attempts attempts;
  private final CodeService codes;
  private final SessionService sessions;
  private final Mails mails;
  private final SignUpService signUps;

  PasswordService(IdentityParts parts, CodeService codes, SessionService sessions, SignUpService signUps) {
    this.db = parts.db();
    this.users = parts.users();
    this.passwords = parts.passwords();
    this.attempts = parts.attempts();
    this.mails = parts.mails();
    this.codes = codes;
    this.sessions = sessions;
    this.signUps = signUps;
  }

  Done reset(Call call, ResetPassword reset) {
    Inputs inputs = new Inputs();
    inputs.password("/newPassword", reset.newPassword(), EmailRules.normal(reset.email()));
    inputs.done(); // before the code is looked at, so that a bad password does not cost a guess
    Proof proof = codes.check(call, reset.email(), Purpose.RESET_PASSWORD, reset.code());
    if (!proof.user().isActive()) {
      throw Failure.ACCOUNT_DISABLED.with("This account is disabled; please contact your administrator.");
    }
    String hash = passwords.hash(call, reset.newPassword());
    User after = db.transaction(tx -> {
      User before = users.lock(tx, call.tenant(), proof.user().id()).orElseThrow();
      codes.take(tx, proof);
      User changed = before.emailVerifiedAt() == null && before.generation() == proof.user().generation()
          ? signUps.settleWith(tx, call, before, hash)
          : users.setPassword(tx, proof.user(), hash, false).orElseThrow(IdentityContract.CHANGED_MEANWHILE::refusal);
      mails.passwordChanged(tx, call, changed);
      return changed;
    });
    sessions.ended(call, after);
    return new Done("The password is changed; please sign in.");
  }

  Session change(Call call, ChangePassword change) {
    User user = users.byId(call.tenant(), call.userId())
        .orElseThrow(IdentityContract.ACCOUNT_GONE::refusal);
    Inputs inputs = new Inputs();
    inputs.password("/newPassword", change.newPassword(), user.email());
    inputs.done();
    attempts.count(Attempts.Kind.PASSWORD_GUESS, call, user.id().toString());
    String current = change.currentPassword() == null ? "" : change.currentPassword();
    if (user.passwordHash() != null && !passwords.matches(call, current, user.passwordHash())) {
      throw IdentityContract.WRONG_PASSWORD.with("The current password is wrong.");
    }
    attempts.giveBack(Attempts.Kind.PASSWORD_GUESS, call, user.id().toString());
    if (user.mustChangePassword() && current.equals(change.newPassword())) {
      throw IdentityContract.PASSWORD_REPEATED.refusal();
    }
    String hash = passwords.hash(call, change.newPassword());
    User changed = db.transaction(tx -> {
      User after = users.setPassword(tx, user, hash, false).orElseThrow(IdentityContract.CHANGED_MEANWHILE::refusal);
      mails.passwordChanged(tx, call, after);
      return after;
    });
    sessions.ended(call, changed);
    return sessions.open(call, changed, change.userAgent());
  }
}
