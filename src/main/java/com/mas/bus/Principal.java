package com.mas.bus;

import java.util.Set;
import java.util.UUID;

/**
 * Who asks, as the access token says it.
 *
 * @param capabilities flags beside the role, such as {@code batch_lead}; never null
 * @param tenant the platform that the account belongs to
 */
public record Principal(UUID userId, Role role, Set<String> capabilities, String tenant) {
  public enum Role {
    USER, EXPERT, SALES, ADMIN, SUPERADMIN
  }

  public Principal {
    capabilities = capabilities == null ? Set.of() : Set.copyOf(capabilities);
  }

  public boolean isAdmin() {
    return role == Role.ADMIN || role == Role.SUPERADMIN;
  }

  public boolean has(String capability) {
    return capabilities.contains(capability);
  }
}
