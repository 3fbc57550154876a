package com.mas.domain.people.identity;

import com.mas.bus.Call;
import com.mas.bus.Principal.Role;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.DirectoryContract.EnsureStudent;
import com.mas.domain.people.identity.DirectoryContract.StudentEnsured;
import com.mas.domain.people.identity.IdentityContract.*;
import com.mas.phone.PhoneRules;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accounts that admins make of students whom another system knows. */
final class StudentAccounts {
  private static final Logger LOG = LoggerFactory.getLogger(StudentAccounts.class);

  private final Database db;
  private final UserRepository users;
  private final Passwords passwords;
  private final AdminService admin;
  private final SessionService sessions;
  private final SignUpRepository signUps;
  private final UuidV7 ids;
  private final Clock clock;
  private final PhoneRules phones;
  private final IdentityParts parts;

  StudentAccounts(IdentityParts parts, AdminService admin, SessionService sessions, SignUpRepository signUps) {
    this.db = parts.db();
    this.users = parts.users();
    this.passwords = parts.passwords();
    this.ids = parts.ids();
    this.clock = parts.clock();
    this.phones = parts.phones();
    this.parts = parts;
    this.admin = admin;
    this.sessions = sessions;
    this.signUps = signUps;
  }

  StudentEnsured ensure(Call call, EnsureStudent ask) {
    Inputs inputs = new Inputs();
    String email = inputs.email("/email", ask.email());
    String name = inputs.name("/fullName", ask.fullName());
    String phone = inputs.phone("/phone", ask.phone(), phones);
    if (ask.password() != null) {
      inputs.password("/password", ask.password(), email);
    }
    inputs.done();
    List<String> emails = Stream.concat(Stream.of(email),
        ask.otherEmails() == null ? Stream.empty() : ask.otherEmails().stream().map(EmailRules::normal)).toList();
    Optional<User> known = known(call, emails);
    if (known.isEmpty()) {
      String hash = ask.password() == null ? null : passwords.hash(call, ask.password());
      User fresh = new User(ids.next(), call.tenant(), email, name, phone, hash, Role.USER, Set.of(), Status.ACTIVE,
          clock.instant(), hash != null, 0, null, clock.instant());
      Optional<User> made = db.transaction(tx -> {
        Optional<User> inserted = users.insert(tx, fresh);
        parts.verified(tx, inserted.stream().toList(), call);
        return inserted;
      });
      if (made.isPresent()) {
        LOG.info("admin {} made user {} of a student", call.userId(), fresh.id());
        return new StudentEnsured(fresh.id(), true, hash != null);
      }
      known = known(call, emails); // somebody else was faster
    }
    User user = known.orElseThrow();
    if (user.emailVerifiedAt() == null) {
      db.transaction(tx -> {
        users.lock(tx, call.tenant(), user.id()).ifPresent(now -> signUps.setAside(tx, now));
        return null;
      });
    }
    boolean wanted = ask.password() != null && ask.rotate();
    return new StudentEnsured(user.id(), false, wanted && rotate(call, user, ask.password()));
  }

  private Optional<User> known(Call call, List<String> emails) {
    return emails.stream().map(email -> users.byEmail(call.tenant(), email)).flatMap(Optional::stream).findFirst();
  }

  /** @return false when it is the password that waits to be changed already: the same request came twice */
  private boolean rotate(Call call, User user, String password) {
    if (user.mustChangePassword() && user.passwordHash() != null
        && passwords.matches(call, password, user.passwordHash())) {
      db.transaction(tx -> admin.target(tx, call, user.id())); // says no to who may not
      return false;
    }
    String hash = passwords.hash(call, password);
    Optional<User> changed = db.transaction(tx -> {
      admin.target(tx, call, user.id());
      return users.setPassword(tx, user, hash, true);
    });
    if (changed.isEmpty()) { // changed by somebody at this moment: it is compared again with what there is now
      User now = users.byId(call.tenant(), user.id()).orElseThrow();
      return now.generation() != user.generation() && rotate(call, now, password);
    }
    sessions.ended(call, changed.get());
    LOG.info("admin {} set a temporary password of user {}", call.userId(), user.id());
    return true;
  }
}
