package com.mas.domain.people.identity;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Decides which passwords may be chosen. Length is what counts (NIST SP 800-63B); no rules of composition. */
final class PasswordRules {
  static final int MIN_CHARACTERS = 8;
  /** bcrypt reads no further. */
  static final int MAX_BYTES = 72;

  private PasswordRules() {}

  /** Says what is wrong with the password, or nothing. */
  static Optional<String> objection(String password, String email) {
    if (password == null || password.codePointCount(0, password.length()) < MIN_CHARACTERS) {
      return Optional.of("must have at least " + MIN_CHARACTERS + " characters");
    }
    if (!fits(password)) {
      return Optional.of("must have at most " + MAX_BYTES + " bytes");
    }
    if (password.equalsIgnoreCase(email) || password.chars().distinct().count() < 4) {
      return Optional.of("is too easy to guess");
    }
    return Optional.empty();
  }

  /** Returns whether bcrypt can tell it from all others. */
  static boolean fits(String password) {
    return password.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES && password.indexOf('\0') < 0;
  }
}
