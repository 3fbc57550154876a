package com.mas.domain.people.identity;

import com.mas.bus.Call;
import com.mas.bus.Change;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.bus.Principal.Role;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.AdminRules.Rights;
import com.mas.domain.people.identity.IdentityContract.*;
import com.mas.phone.PhoneRules;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the accounts of others for admins. The contract lets admins in; how high they rank is read from the database,
 * not from the token, which may be older than a demotion by a moment.
 */
final class AdminService {
  private static final Logger LOG = LoggerFactory.getLogger(AdminService.class);

  private final Database db;
  private final UserRepository users;
  private final Passwords passwords;
  private final Mails mails;
  private final SessionService sessions;
  private final SignUpRepository signUps;
  private final UuidV7 ids;
  private final Clock clock;
  private final PhoneRules phones;
  private final IdentityParts parts;

  AdminService(IdentityParts parts, SessionService sessions, SignUpRepository signUps) {
    this.db = parts.db();
    this.users = parts.users();
    this.passwords = parts.passwords();
    this.mails = parts.mails();
    this.ids = parts.ids();
    this.clock = parts.clock();
    this.phones = parts.phones();
    this.parts = parts;
    this.sessions = sessions;
    this.signUps = signUps;
  }

  Page<Account> list(Call call, ListUsers filter) {
    return users.list(call.tenant(), filter).map(User::account);
  }

  Account get(Call call, UUID id) {
    return users.byId(call.tenant(), id).orElseThrow(IdentityContract.USER_UNKNOWN::refusal).account();
  }

  Account create(Call call, CreateUser create) {
    Inputs inputs = new Inputs();
    String email = inputs.email("/email", create.email());
    String name = inputs.name("/fullName", create.fullName());
    String phone = inputs.phone("/phone", create.phone(), phones);
    Set<String> capabilities = inputs.capabilities("/capabilities", orEmpty(create.capabilities()));
    boolean temporary = create.password() != null;
    if (temporary) {
      inputs.password("/password", create.password(), email);
    }
    inputs.done();
    Role role = create.role() == null ? Role.USER : create.role();
    Role actor = rank(call, users.byId(home(call), call.userId()));
    if (AdminRules.isStaff(role) && actor != Role.SUPERADMIN) {
      throw IdentityContract.NEEDS_SUPER_ADMIN.refusal();
    }
    Optional<User> there = users.byEmail(call.tenant(), email); // before the work of hashing
    if (there.isPresent()) {
      throw IdentityContract.EMAIL_TAKEN.refusal().data(there.get().account());
    }
    String hash = temporary ? passwords.hash(call, create.password()) : null;
    User user = new User(ids.next(), call.tenant(), email, name, phone, hash,
        role, capabilities, Status.ACTIVE, clock.instant(), temporary, 0, null, clock.instant());
    Optional<User> made = db.transaction(tx -> {
      Optional<User> fresh = users.insert(tx, user);
      fresh.ifPresent(account -> mails.accountCreated(tx, call, account));
      parts.verified(tx, fresh.stream().toList(), call);
      return fresh;
    });
    if (made.isEmpty()) {
      FailureException taken = IdentityContract.EMAIL_TAKEN.refusal();
      throw users.byEmail(call.tenant(), email).map(existing -> taken.data(existing.account())).orElse(taken);
    }
    LOG.info("admin {} made user {} with role {}", call.userId(), user.id(), role);
    return made.get().account();
  }

  Account update(Call call, UpdateUser update) {
    Inputs inputs = new Inputs();
    Change<String> name = update.fullName().map(given -> inputs.name("/fullName", given));
    Change<String> phone = update.phone().map(given -> inputs.phone("/phone", given, phones));
    Change<Set<String>> capabilities =
        update.capabilities().map(given -> inputs.capabilities("/capabilities", given));
    inputs.done();
    User after = db.transaction(tx -> {
      int superAdmins = users.lockActiveSuperAdmins(tx, call.tenant());
      Role actor = actor(tx, call);
      User before = users.lock(tx, call.tenant(), update.id()).orElseThrow(IdentityContract.USER_UNKNOWN::refusal);
      User wanted = new User(before.id(), before.tenant(), before.email(),
          name.filled("/fullName", before.fullName()), phone.or(before.phone()), before.passwordHash(),
          update.role().filled("/role", before.role()), capabilities.filled("/capabilities", before.capabilities()),
          update.status().filled("/status", before.status()), before.emailVerifiedAt(), before.mustChangePassword(),
          before.generation(), before.lastLoginAt(), before.createdAt());
      AdminRules.refusal(call.userId(), actor, before.id(), rights(before), rights(wanted), superAdmins)
          .ifPresent(refusal -> {
            throw refusal.refusal();
          });
      boolean others = !access(before).equals(access(wanted));
      User changed = users.update(tx, wanted, others);
      if (others && changed.isActive()) {
        sessions.goOn(tx, before, changed);
      }
      return changed;
    });
    sessions.ended(call, after);
    LOG.info("admin {} changed user {}: role {}, {}", call.userId(), after.id(), after.role(), after.status());
    return after.account();
  }

  Done revokeSessions(Call call, UUID id) {
    User after = db.transaction(tx -> users.endSessions(tx, target(tx, call, id).id()));
    sessions.ended(call, after);
    LOG.info("admin {} ended the sessions of user {}", call.userId(), id);
    return new Done("All sessions are ended.");
  }

  Done resetPassword(Call call, ResetUserPassword reset) {
    User looked = users.byId(call.tenant(), reset.id()).orElseThrow(IdentityContract.USER_UNKNOWN::refusal);
    boolean temporary = reset.temporaryPassword() != null;
    if (temporary) {
      Inputs inputs = new Inputs();
      inputs.password("/temporaryPassword", reset.temporaryPassword(), looked.email());
      inputs.done();
    }
    String hash = temporary ? passwords.hash(call, reset.temporaryPassword()) : null;
    User after = db.transaction(tx -> {
      User target = target(tx, call, reset.id());
      signUps.setAside(tx, target);
      User changed = users.setPassword(tx, target, hash, true).orElseThrow();
      if (!temporary) {
        mails.code(tx, call, changed.email(), Purpose.RESET_PASSWORD);
      }
      return changed;
    });
    sessions.ended(call, after);
    LOG.info("admin {} reset the password of user {}", call.userId(), reset.id());
    return new Done(temporary ? "The password is set and must be changed; all sessions are ended."
        : "The password is removed and a code to set a new one is mailed; all sessions are ended.");
  }

  /** Locks the account; fails with FORBIDDEN or NOT_FOUND when the caller may not touch it. */
  User target(Tx tx, Call call, UUID id) {
    Role actor = actor(tx, call);
    User target = users.lock(tx, call.tenant(), id).orElseThrow(IdentityContract.USER_UNKNOWN::refusal);
    if (!AdminRules.mayTouch(call.userId(), actor, id, target.role())) {
      throw IdentityContract.NEEDS_SUPER_ADMIN.refusal();
    }
    return target;
  }

  private Role actor(Tx tx, Call call) {
    return rank(call, users.byId(tx, home(call), call.userId()));
  }

  /** Returns the tenant of the caller's own account; a super admin may act on another one. */
  private static String home(Call call) {
    return call.principal() == null ? call.tenant() : call.principal().tenant();
  }

  private static Role rank(Call call, Optional<User> caller) {
    Role rank = caller.map(AdminService::rank).orElseThrow(IdentityContract.NEEDS_ADMIN::refusal);
    if (rank != Role.SUPERADMIN && !home(call).equals(call.tenant())) {
      throw IdentityContract.NEEDS_ADMIN.refusal();
    }
    return rank;
  }

  private static Role rank(User actor) {
    if (!actor.isActive() || !AdminRules.isStaff(actor.role())) {
      throw IdentityContract.NEEDS_ADMIN.refusal();
    }
    return actor.role();
  }

  /** Returns the parts of an account that its access tokens carry or depend on. */
  private static List<Object> access(User user) {
    return List.of(user.role(), user.capabilities(), user.status());
  }

  private static Rights rights(User user) {
    return new Rights(user.role(), user.status(), user.capabilities());
  }

  private static Set<String> orEmpty(Set<String> set) {
    return set == null ? Set.of() : set;
  }
}
