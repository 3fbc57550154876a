package com.mas.domain.people.identity;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Principal.Role;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.DirectoryContract.FindUsers;
import com.mas.domain.people.identity.DirectoryContract.FoundUsers;
import com.mas.domain.people.identity.IdentityContract.*;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accounts as their owners and the other domains see them. */
final class AccountService {
  private static final Logger LOG = LoggerFactory.getLogger(AccountService.class);

  private final Database db;
  private final UserRepository users;
  private final Passwords passwords;
  private final UuidV7 ids;
  private final Clock clock;

  AccountService(IdentityParts parts) {
    this.db = parts.db();
    this.users = parts.users();
    this.passwords = parts.passwords();
    this.ids = parts.ids();
    this.clock = parts.clock();
  }

  Account me(Call call) {
    User user = users.byId(call.tenant(), call.userId())
        .orElseThrow(IdentityContract.ACCOUNT_GONE::refusal);
    if (!user.isActive()) {
      throw Failure.ACCOUNT_DISABLED.with("This account is disabled; please contact your administrator.");
    }
    return user.account();
  }

  FoundUsers find(Call call, FindUsers find) {
    List<UUID> byId = find.ids() == null ? List.of() : find.ids();
    List<String> byEmail = find.emails() == null ? List.of() : find.emails().stream().map(EmailRules::normal).toList();
    if (byId.size() + byEmail.size() > DirectoryContract.FIND_LIMIT) {
      throw Failure.INVALID.with("At most " + DirectoryContract.FIND_LIMIT + " users can be looked up at once.");
    }
    return new FoundUsers(users.find(call.tenant(), byId, byEmail).stream().map(User::person).toList());
  }

  Ensured ensureSuperAdmin(Call call, String username, String password) {
    String email = EmailRules.normal(username);
    Optional<User> existing = users.byEmail(call.tenant(), email);
    if (existing.isEmpty()) {
      User admin = new User(ids.next(), call.tenant(), email, "Super Admin", null, passwords.hash(call, password),
          Role.SUPERADMIN, Set.of(), Status.ACTIVE, clock.instant(), false, 0, null, clock.instant());
      if (db.transaction(tx -> users.insert(tx, admin)).isPresent()) {
        LOG.info("made the super admin {}", email);
        return new Ensured(admin.id(), true);
      }
      existing = users.byEmail(call.tenant(), email); // another node was faster
    }
    User user = existing.orElseThrow();
    if (user.role() != Role.SUPERADMIN || !user.isActive()) {
      LOG.warn("the account {} of SUPER_ADMIN_USERNAME exists and is not an active super admin; it was left as it is",
          user.id());
    }
    return new Ensured(user.id(), false);
  }
}
