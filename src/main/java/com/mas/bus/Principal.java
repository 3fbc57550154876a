package com.mas.bus;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Caller, as the access token names it.
 *
 * @param capabilities flags beside the role, such as {@code batch_lead}; never null
 * @param tenant that the account belongs to
 */
public record Principal(UUID userId, Role role, Set<String> capabilities, @Nullable String tenant) {
  /** Its words are in capitals, on the wire and in the database. */
  public enum Role implements Word {
    USER, EXPERT, SALES, ADMIN, SUPERADMIN;

    @Override
    public String wire() {
      return name();
    }
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
