package com.mas.domain.people.identity;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.people.identity.CodeService.Proof;
import com.mas.domain.people.identity.IdentityContract.*;
import com.mas.domain.people.identity.PersonContract.ClosePerson;
import com.mas.domain.people.identity.PersonContract.PersonErased;
import com.mas.domain.people.identity.PersonContract.PlacePersons;
import com.mas.domain.people.identity.PersonContract.ProvePerson;
import com.mas.jobs.Jobs;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends accounts for good, and keeps where persons belong in the school. */
final class PersonService {
  private final Database db;
  private final UserRepository users;
  private final Passwords passwords;
  private final Attempts attempts;
  private final CodeService codes;
  private final SessionService sessions;
  private final AdminService admin;
  private final Jobs jobs;

  PersonService(IdentityParts parts, CodeService codes, SessionService sessions, AdminService admin, Jobs jobs) {
    this.db = parts.db();
    this.users = parts.users();
    this.passwords = parts.passwords();
    this.attempts = parts.attempts();
    this.codes = codes;
    this.sessions = sessions;
    this.admin = admin;
    this.jobs = jobs;
  }

  Done prove(Call call, ProvePerson ask) {
    User user = users.byId(call.tenant(), call.userId()).orElseThrow(IdentityContract.ACCOUNT_GONE::refusal);
    Proof proof = shown(call, user, ask.password(), ask.code());
    db.transaction(tx -> {
      refuseLast(user, users.lockActiveSuperAdmins(tx, call.tenant()));
      if (proof != null) {
        codes.take(tx, proof);
      }
      return null;
    });
    return new Done("It is the owner.");
  }

  /**
   * Checks what shows that the account is the caller's; returns the code to be taken, or null for a password. Fails
   * with INVALID when it is neither or both, and with INVALID_CREDENTIALS.
   */
  @Nullable
  Proof shown(Call call, User user, @Nullable String password, @Nullable String code) {
    if ((password == null) == (code == null)) {
      throw Failure.INVALID.with("Give the password, or a code that was mailed for login; one of the two.");
    }
    if (code != null) {
      return codes.check(call, user.email(), Purpose.LOGIN, code);
    }
    byPassword(call, user, password);
    return null;
  }

  Void place(Call call, PlacePersons ask) {
    users.place(call.tenant(), ask.placements());
    return null;
  }

  private void byPassword(Call call, User user, String password) {
    attempts.count(Attempts.Kind.PASSWORD_GUESS, call, user.id().toString());
    if (user.passwordHash() == null || !passwords.matches(call, password, user.passwordHash())) {
      throw IdentityContract.WRONG_PASSWORD.with("The password is wrong.");
    }
    attempts.giveBack(Attempts.Kind.PASSWORD_GUESS, call, user.id().toString());
  }

  Done close(Call call, ClosePerson ask) {
    Optional<User> closed = db.transaction(tx -> {
      int superAdmins = users.lockActiveSuperAdmins(tx, call.tenant());
      Optional<User> found = find(tx, call, ask);
      found.ifPresent(user -> refuseLast(user, superAdmins));
      if (ask.erasure() != null && found.isPresent()) {
        Database.await(jobs.publish(tx, PersonContract.ERASED, new PersonErased(ask.id(), call.tenant()),
            ask.erasure().toString(), call));
      }
      return found.map(user -> users.update(tx, user.disabled(), true));
    });
    closed.ifPresent(user -> sessions.ended(call, user));
    return new Done("The account is closed.");
  }

  private Optional<User> find(Tx tx, Call call, ClosePerson ask) {
    return call.principal() == null ? users.lock(tx, call.tenant(), ask.id())
        : Optional.of(admin.target(tx, call, ask.id()));
  }

  private static void refuseLast(User user, int superAdmins) {
    if (AdminRules.isLast(user.role(), user.status(), superAdmins)) {
      throw IdentityContract.LAST_SUPER_ADMIN.refusal();
    }
  }
}
