package com.mas.domain.identity;

import java.util.Locale;
import java.util.regex.Pattern;

/** What an e-mail address is here, and its two forms. */
final class EmailRules {
  static final int MAX_LENGTH = 254;
  // deliberately plain: the mailed code is the proof; this keeps out blanks, control characters and header injection
  private static final Pattern ADDRESS =
      Pattern.compile("[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
          + "(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+");
  private static final Pattern PREFIXED = Pattern.compile("[a-z0-9]+-([^@]+@.+)");

  private EmailRules() {}

  static String normal(String email) {
    return email == null ? "" : email.strip().toLowerCase(Locale.ROOT);
  }

  static boolean isValid(String normal) {
    return normal.length() <= MAX_LENGTH && ADDRESS.matcher(normal).matches();
  }

  /**
   * Up to the first hyphen is the prefix: an organisation's slug has none, a person's name may (acme-anne-marie@x). A
   * real address with a hyphen loses its first part too, so who matches must prefer the exact address.
   */
  static String stripOrgPrefix(String email) {
    String normal = normal(email);
    var prefixed = PREFIXED.matcher(normal);
    return prefixed.matches() ? prefixed.group(1) : normal;
  }
}
