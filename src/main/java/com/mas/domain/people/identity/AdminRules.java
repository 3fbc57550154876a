package com.mas.domain.people.identity;

import com.mas.bus.Principal.Role;
import com.mas.bus.Reason;
import com.mas.domain.people.identity.IdentityContract.*;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Decides who may change whom. */
final class AdminRules {
  static final Set<String> CAPABILITIES =
      Set.of("finance", "hr", "community_manager", "sales_head", "batch_lead", "super_mentor", "queue_viewer",
          "data_protection");

  /** The rights of an account; what a change leads from and to. */
  record Rights(Role role, Status status, Set<String> capabilities) {
    Rights(Role role, Status status) {
      this(role, status, Set.of());
    }

    boolean isActiveSuperAdmin() {
      return role == Role.SUPERADMIN && status == Status.ACTIVE;
    }
  }

  private AdminRules() {}

  /** @param activeSuperAdmins how many there are, the account among them */
  static boolean isLast(Role role, Status status, int activeSuperAdmins) {
    return new Rights(role, status).isActiveSuperAdmin() && activeSuperAdmins <= 1;
  }

  static boolean isStaff(Role role) {
    return role == Role.ADMIN || role == Role.SUPERADMIN;
  }

  /**
   * Returns whether a person of that rank may touch an account of that role at all: its data, password and sessions.
   */
  static boolean mayTouch(UUID actor, Role actorRole, UUID target, Role targetRole) {
    return actorRole == Role.SUPERADMIN || actor.equals(target) || !isStaff(targetRole);
  }

  /** @param activeSuperAdmins how many there are before the change */
  static Optional<Reason> refusal(UUID actor, Role actorRole, UUID target, Rights before, Rights after,
      int activeSuperAdmins) {
    if (!mayTouch(actor, actorRole, target, before.role)
        || actorRole != Role.SUPERADMIN && isStaff(after.role)
            && (after.role != before.role || !before.capabilities.containsAll(after.capabilities))) {
      return Optional.of(IdentityContract.NEEDS_SUPER_ADMIN);
    }
    if (before.isActiveSuperAdmin() && !after.isActiveSuperAdmin() && activeSuperAdmins <= 1) {
      return Optional.of(IdentityContract.LAST_SUPER_ADMIN);
    }
    if (actor.equals(target) && (after.role != before.role || after.status != before.status)) {
      return Optional.of(IdentityContract.OWN_ACCOUNT);
    }
    return Optional.empty();
  }
}
