package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Principal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Callers that an operation admits: {@code public}, {@code user} (anybody signed in), {@code role:X}, {@code
 * capability:x}, or a list of alternatives; or {@code webhook-signature}: whoever signs the bytes, in the operation's
 * header parameters, with a secret that the domain knows and checks. {@code role:ADMIN} includes SUPERADMIN; no role
 * implies a capability.
 */
record Access(boolean open, boolean anyUser, Set<Principal.Role> roles, Set<String> capabilities, List<String> words) {
  private static final String SIGNED = "webhook-signature";
  private static final Pattern CAPABILITY = Pattern.compile("[a-z][a-z_]*");

  /** Fails with {@link IllegalArgumentException} and words for the contract's author. */
  static Access parse(JsonNode declared) {
    if (declared == null || declared.isNull()) {
      throw new IllegalArgumentException("declares no x-access");
    }
    List<String> words = new ArrayList<>();
    if (declared.isTextual()) {
      words.add(declared.textValue());
    } else {
      declared.forEach(word -> words.add(word.asText()));
    }
    if (words.isEmpty()) {
      throw new IllegalArgumentException("has an empty x-access");
    }
    boolean open = false;
    boolean anyUser = false;
    Set<Principal.Role> roles = EnumSet.noneOf(Principal.Role.class);
    Set<String> capabilities = new HashSet<>();
    for (String word : words) {
      if (word.equals("public") || word.equals(SIGNED)) {
        open = true;
      } else if (word.equals("user")) {
        anyUser = true;
      } else if (word.startsWith("role:")) {
        roles.add(role(word));
      } else if (word.startsWith("capability:") && CAPABILITY.matcher(word.substring(11)).matches()) {
        capabilities.add(word.substring(11));
      } else {
        throw new IllegalArgumentException("has an unknown x-access '" + word + "'");
      }
    }
    if (open && words.size() > 1) {
      throw new IllegalArgumentException("has an x-access that is open and something else");
    }
    return new Access(open, anyUser, Set.copyOf(roles), Set.copyOf(capabilities), List.copyOf(words));
  }

  private static Principal.Role role(String word) {
    String name = word.substring(5);
    for (Principal.Role role : Principal.Role.values()) {
      if (role.name().equals(name)) {
        return role;
      }
    }
    throw new IllegalArgumentException("has an x-access with an unknown role '" + word + "'");
  }

  boolean isSigned() {
    return words.contains(SIGNED);
  }

  /** @param principal null for nobody */
  boolean allows(Principal principal) {
    if (open) {
      return true;
    }
    if (principal == null) {
      return false;
    }
    if (anyUser || roles.contains(principal.role())) {
      return true;
    }
    if (principal.role() == Principal.Role.SUPERADMIN && roles.contains(Principal.Role.ADMIN)) {
      return true;
    }
    for (String capability : capabilities) {
      if (principal.has(capability)) {
        return true;
      }
    }
    return false;
  }
}
